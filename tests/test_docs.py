"""The documentation is true: its generated parts, its console examples and its rules are made anew and compared.

``make golden`` rewrites them. A console example that ends in a line ``…`` shows the beginning of a longer output.
"""

import importlib.util
import io
import json
import re
import shlex
import tomllib
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path

import pytest
import typer

import lambextract
import lambextract.commands as command_line
from lambextract.dataset.score import read_labels, score
from lambextract.dataset.tables import TABLES, Column, Table
from lambextract.dataset.tables.schema import literals
from lambextract.dataset.writers import FORMATS as WRITERS
from lambextract.dataset.writers import harmless
from lambextract.patterns import Patterns, load_patterns
from lambextract.patterns.reasons import rules_of
from lambextract.patterns.rules import Rule
from lambextract.records import dataset as records
from lambextract.records.changes import KINDS, MEANINGS
from lambextract.records.codebook import VALUES
from lambextract.records.dataset import Dataset, Record
from lambextract.stories.titles import TITLES
from tests.conftest import RAW
from tests.test_architecture import STREET

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
GENERATED = re.compile(r"(<!-- generated: (\w+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
CONSOLE = re.compile(r"```console\n\$ (.+?)\n(.*?)```", re.DOTALL)
TITLES_OF: dict[type[Record], str] = {
    records.DocumentRecord: "document",
    records.PartRecord: "document.parts[]",
    records.Tool: "document.tool",
    records.BlockRecord: "blocks[]",
    records.RecommendationRecord: "recommendations[]",
    records.Commitment: "commitments[]",
    records.ActorRecord: "commitments[].actor",
    records.ActionRecord: "commitments[].action",
    records.DeadlineRecord: "commitments[].deadline",
    records.FundingRecord: "commitments[].funding[]",
    records.LinkRecord: "links[]",
    records.Rejection: "rejected[]",
    records.SetAsideRecord: "set_aside[]",
    records.CoverageRecord: "coverage[]",
    records.WarningRecord: "warnings[]",
}
RECORDS = list(TITLES_OF)
models_by_name = {model.__name__: model for model in RECORDS}
SHOWN_EXAMPLE = 44  # characters
SHOWN = "chapter-1-1.9-open"  # the commitment that the README shows whole


def record(sample: Dataset, patterns: Patterns) -> str:
    """One commitment, whole."""
    found = next(c for c in sample.commitments if c.id == SHOWN)
    return f"```json\n{json.dumps(found.model_dump(mode='json'), indent=2, ensure_ascii=False)}\n```\n"


def figures(sample: Dataset, patterns: Patterns) -> str:
    """How good the extraction is on the sample plan."""
    result = score(sample, *read_labels(ROOT / "tests" / "labels" / "commitments.jsonl"))
    fields = ", ".join(f"{name} {share:.3f}" for name, share in result.fields.items())
    return (
        f"On the sample plan ({result.open.labelled} labelled commitments that are still open), measured with `make score`: "
        f"precision {result.open.precision:.3f}, recall {result.open.recall:.3f}, F1 {result.open.f1:.3f}. Of those found, right: "
        f"{fields}. Found with every field right: {result.fully_right:.3f}. "
        "The rules were written with this plan at hand: on fictional plans by other departments, read for the first time, "
        "F1 was between 0.81 and 0.91.\n"
    )


def tables(sample: Dataset, patterns: Patterns) -> str:
    """Every table with its columns: type, meaning, allowed values, an example of the sample plan, where dataset.json has it."""
    parts = []
    for table in TABLES:
        cells = list(table.cells([sample]))
        rows = [
            f"| `{c.name}` | {c.type} | {c.description}{allowed(c.values)} | {example_of(row[i] for row in cells)} "
            f"| {origin(table, c)} |"
            for i, c in enumerate(table.columns)
        ]
        key = ", ".join(f"`{k}`" for k in dict.fromkeys(("plan", *table.primary_key)))
        head = "| column | type | meaning | example | in dataset.json |\n| --- | --- | --- | --- | --- |\n"
        parts.append(f"### {table.name}\n\n{table.description}. Key: {key}.\n\n{head}" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def allowed(values: tuple[str, ...]) -> str:
    """The values that a column may hold."""
    return f" ({', '.join(f'`{v}`' for v in values)})" if values else ""


def example_of(values: Iterator[object]) -> str:
    """The first value that is there, shortened."""
    found = next((harmless(v) for v in values if v not in (None, "")), "")
    text = " ".join(found.replace("|", "\\|").split())
    return f"`{text if len(text) <= SHOWN_EXAMPLE else text[: SHOWN_EXAMPLE - 2].rstrip() + ' …'}`" if text else ""


def origin(table: Table, column: Column) -> str:
    """Where dataset.json holds what a column shows, if it shows it as it is."""
    return f"`{'.'.join(column.path)}`" if column.path else ""


def models(sample: Dataset, patterns: Patterns) -> str:
    """Every record of dataset.json with its fields."""
    parts = []
    for model in RECORDS:
        rows = []
        for name, field in model.model_fields.items():
            shown = field.alias or name
            rows.append(f"| `{shown}` | {type_of(field.annotation)} | {field.description or ''} |")
        head = "| field | type | meaning |\n| --- | --- | --- |\n"
        parts.append(f"**{TITLES_OF[model]}**\n\n{head}" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def type_of(annotation: object) -> str:
    """A field's type in words."""
    text = str(annotation)
    if values := literals(annotation):
        return "one of " + ", ".join(f"`{v}`" for v in values) + (", or null" if "None" in text else "")
    inner = re.search(r"(\w+Record|FundingRecord|Tool)", text)
    kind = (
        "boxes"
        if "tuple[tuple[int, float" in text
        else "list of records"
        if text.startswith("tuple[lambextract")
        else "record"
        if inner
        else "list of strings"
        if text.startswith("tuple[str")
        else "list of integers"
        if text.startswith("tuple[int")
        else "number"
        if "Decimal" in text or "float" in text
        else "boolean"
        if "bool" in text
        else "integer or string"
        if "int | str" in text
        else "integer"
        if "int" in text
        else "string"
    )
    return kind + (", or null" if "None" in text else "")


def values(sample: Dataset, patterns: Patterns) -> str:
    """What each value of a closed list means."""
    rows = [
        f"| {TITLES_OF[models_by_name[model]]} `{field}` | `{value}` | {meaning} |"
        for (model, field), meanings in VALUES.items()
        for value, meaning in meanings.items()
    ]
    return "| field | value | what it means |\n| --- | --- | --- |\n" + "\n".join(rows) + "\n"


def formats(sample: Dataset, patterns: Patterns) -> str:
    """The formats that a build can write."""
    rows = [
        f"| `{name}` | {f.about} | {', '.join(f'`{n}`' for n in f.names[:3])}{' …' if len(f.names) > 3 else ''} | "
        f"{f'`{f.extra}`' if f.extra else ''} |"
        for name, f in WRITERS.items()
    ]
    return "| format | what it is | files | extra |\n| --- | --- | --- | --- |\n" + "\n".join(rows) + "\n"


def commands(sample: Dataset, patterns: Patterns) -> str:
    """The help of every command."""
    names = list(typer.main.get_group(command_line.app).commands)
    parts = []
    for name in ["", *names]:
        arguments = [*([name] if name else []), "--help"]
        parts.append(f"```\n$ lambextract {' '.join(arguments)}\n{run(arguments)}```\n")
    return "\n".join(parts)


def kinds(sample: Dataset, patterns: Patterns) -> str:
    """The kinds of change."""
    rows = [f"| `{kind}` | {TITLES[kind]} | {MEANINGS[kind]} |" for kind in KINDS]
    return "| kind | told as | what it means |\n| --- | --- | --- |\n" + "\n".join(rows) + "\n"


def pattern_files(sample: Dataset, patterns: Patterns) -> str:
    """The files of a pack, with what each holds."""
    counts: dict[tuple[str, str], int] = {}
    for file, table, _ in rules_of(patterns):
        counts[file, table] = counts.get((file, table), 0) + 1
    rows = []
    for path in sorted((ROOT / "patterns" / "core").glob("*.toml")):
        about = path.read_text("utf-8").splitlines()[0].lstrip("# ")
        held = ", ".join(f"{n} `{t}`" for (f, t), n in counts.items() if f == path.stem)
        rows.append(f"| `{path.name}` | {about} | {held or 'word lists only'} |")
    return "| file | what it says | rules in the default packs |\n| --- | --- | --- |\n" + "\n".join(rows) + "\n"


def rules(sample: Dataset, patterns: Patterns) -> str:
    """Every rule of the core pack by file and table, with what it is for; and the word lists of each file."""
    held: dict[str, dict[str, list[Rule]]] = {}
    for file, table, rule in rules_of(load_patterns(without=["uk-government"])):
        held.setdefault(file, {}).setdefault(table, []).append(rule)
    parts = []
    for path in sorted((ROOT / "patterns" / "core").glob("*.toml")):
        file, by_table = path.stem, held.get(path.stem, {})
        about = path.read_text("utf-8").splitlines()[0].lstrip("# ")
        words = ", ".join(f"`{name}`" for name in tomllib.loads(path.read_text("utf-8")).get("words", ()))
        parts.append(f"## {file}.toml\n\n{about}\n" + (f"\nWord lists: {words}.\n" if words else ""))
        rows = [f"| `{table}` | {each.name} | {told(each)} |" for table, rules in by_table.items() for each in rules]
        if rows:
            parts.append(
                "| table | rule | what it is for, or what it fires on |\n| --- | --- | --- |\n" + "\n".join(rows) + "\n"
            )
    return "\n".join(parts)


def told(rule: Rule) -> str:
    """What a rule is for: its note, else the first text that it fires on."""
    return (rule.note or (f"“{rule.hits[0]}”" if rule.hits else "")).replace("|", "\\|")


MAKERS: dict[str, Callable[[Dataset, Patterns], str]] = {
    "record": record,
    "figures": figures,
    "tables": tables,
    "models": models,
    "values": values,
    "formats": formats,
    "commands": commands,
    "kinds": kinds,
    "patterns": pattern_files,
    "rules": rules,
}


def run(arguments: list[str]) -> str:
    """What a command prints, to both streams."""
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(Stream(out)), redirect_stderr(Stream(out)):
        patch.setattr("sys.argv", ["lambextract", *arguments])
        patch.setenv("COLUMNS", "80")
        with suppress(SystemExit):
            command_line.run()
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


class Stream(io.TextIOWrapper):
    """A text stream that writes into a buffer, and can be reconfigured as standard output can."""

    def __init__(self, target: io.StringIO) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)
        self.target = target

    def write(self, text: str) -> int:
        return self.target.write(text)


def renewed(page: str, sample: Dataset, patterns: Patterns) -> str:
    """A page with its generated parts and console examples made anew."""

    def example(match: re.Match[str]) -> str:
        program, *arguments = shlex.split(match[1])
        assert program == "lambextract", "examples run this program only"
        output = run(arguments)
        lines = match[2].splitlines()
        if lines and lines[-1] == "…":
            output = "".join(f"{line}\n" for line in [*output.splitlines()[: len(lines) - 1], "…"])
        return f"```console\n$ {match[1]}\n{output}```"

    made = GENERATED.sub(lambda m: f"{m[1]}{MAKERS[m[2]](sample, patterns)}{m[4]}", page)
    return CONSOLE.sub(example, made)


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory, sample: Dataset, revised: Dataset) -> Path:
    """A folder in which the examples run: the sample plan, its dataset where `make build` puts it, and both in the cache."""
    from lambextract.building import KEPT, key_for
    from lambextract.cache import Store
    from lambextract.dataset.writers import dataset_bytes, write
    from lambextract.readers import fetch
    from lambextract.recipe import Recipe

    folder = tmp_path_factory.mktemp("work")
    (folder / "data").mkdir()
    (folder / "data" / "raw").symlink_to(ROOT / "data" / "raw")
    write(sample, folder / "data" / "out" / "canals-plan")
    for dataset in (sample, revised):
        key = key_for(fetch(RAW / dataset.document.source), Recipe())
        Store(folder / "cache").put(KEPT, key, [dataset_bytes(dataset)])
    return folder


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_a_page_is_up_to_date(
    page: Path,
    workplace: Path,
    sample: Dataset,
    patterns: Patterns,
    golden: Callable[[Path, str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(workplace)
    monkeypatch.setenv("LAMBEXTRACT_CACHE", str(workplace / "cache"))
    monkeypatch.setenv("COLUMNS", "80")
    text = page.read_text("utf-8")
    golden(page, renewed(text, sample, patterns))


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_its_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8"))
    assert not [link for link in links if not link.startswith("http") and not (page.parent / link).exists()]


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CONTRIBUTING.md"], ids=lambda p: p.name)
def test_every_command_and_option_that_it_names_exists(page: Path) -> None:
    group = typer.main.get_group(command_line.app)
    own = {name for param in group.params for name in param.opts} | {"--help", "-h"}
    known = {
        name: {o for p in c.params for o in (*p.opts, *p.secondary_opts)} | own for name, c in group.commands.items()
    }
    text = page.read_text("utf-8")
    lines = [line for block in re.findall(r"```\w*\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    called = [*lines, *re.findall(r"`(lambextract [^`]+)`", text)]
    for line in called:
        found = re.match(r"\s*(?:\$ )?lambextract ([a-z]+)\b(.*)", line.partition("  #")[0])
        if found is None:
            continue
        assert found[1] in known, line
        options = set(re.findall(r"(?<!\S)--?[a-z][a-z-]*", found[2]))
        assert options <= known[found[1]], (line, options - known[found[1]])
    named = set(re.findall(r"`(--[a-z][a-z-]+)", text))
    assert named <= set().union(*known.values()), named


def test_the_floor_plan_is_drawn_from_the_imports(golden: Callable[[Path, str], None]) -> None:
    file = ROOT / "docs" / "floorplan.py"
    spec = importlib.util.spec_from_file_location("floorplan", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    rooms = [name for name in STREET if not name.startswith("__")]
    golden(ROOT / "docs" / "floorplan.svg", module.plan(rooms))


def pack() -> Iterator[tuple[str, str]]:
    """The files of the worked example, by name."""
    text = (ROOT / "docs" / "adapting.md").read_text("utf-8")
    yield from re.findall(r"`ruritania/(\w+\.toml)`:\n\n```toml\n(.*?)```", text, re.DOTALL)


def test_the_worked_example_of_another_country_works(tmp_path: Path) -> None:
    folder = tmp_path / "ruritania"
    folder.mkdir()
    for name, text in pack():
        (folder / name).write_text(text, encoding="utf-8")
    plan = tmp_path / "plan.md"
    plan.write_text(
        "# Rivers\n\nJanuary 2026\n\n## 1 Locks\n\n"
        "1.1 The Chancery will ask the Rivers Bureau to repair the weirs in 2026/27, with Kr 400 million.\n\n"
        "1.2 The National Rivers Bureau will open the locks ere March 2027.\n",
        encoding="utf-8",
    )
    first, second = lambextract.build(plan, patterns=load_patterns(folder)).commitments
    assert (first.actor.id, first.delegated_by) == ("nrb", "government")
    assert first.deadline is not None
    assert (first.deadline.start, first.deadline.end) == ("2026-07-01", "2027-06-30")
    assert [(f.amount, f.currency) for f in first.funding] == [(400_000_000, "RUK")]
    assert second.deadline is not None
    assert (second.deadline.end, second.actor.id) == ("2027-03-31", "nrb")


def test_every_value_of_a_closed_list_is_explained() -> None:
    closed = {
        (model.__name__, name): set(found)
        for model in RECORDS
        for name, field in model.model_fields.items()
        if (found := literals(field.annotation))
    }
    assert {key: set(meanings) for key, meanings in VALUES.items()} == closed


def test_every_warning_is_explained() -> None:
    source = "\n".join(file.read_text("utf-8") for file in (ROOT / "src" / "lambextract").rglob("*.py"))
    given = set(re.findall(r'(?:Notice\(\s*|code=)"([a-z]+(?:-[a-z]+)+)"', source)) - {"publisher-differs"}
    given -= {code for code in given if code.endswith("-read-with-faults")}  # of a comparison
    told = set(re.findall(r"^\| `([a-z-]+)` \|", (ROOT / "docs" / "reliability.md").read_text("utf-8"), re.MULTILINE))
    assert given - told == set()
    assert told - given <= {"table-without-headings"}  # which has a name of its own in the code
