"""The commands: the only place that prints or exits. Data goes to standard output, talk to standard error.

Everything heavy is imported within a command, so that ``--help`` starts at once.
"""

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .errors import DatasetError, LambextractError, UsageError
from .version import __version__

if TYPE_CHECKING:
    from .dataset import Dataset
    from .patterns import Patterns

LOSSES = ("words-lost", "words-unseen", "order-doubtful", "much-set-aside")  # warnings that --strict does not let pass
FAULTS = 1  # the exit code for faults that were found
DEFAULT_OUT = Path("data") / "out"

EPILOG = """\b
Start here:
  lambextract build plan.pdf
  lambextract check data/out/plan --source plan.pdf

\b
Exit codes:
  0  well
  1  faults or differences were found
  2  wrong use: an option, a folder, a pattern file
  3  the source cannot be read
  4  the dataset is not valid
  5  the machine lacks something, such as the language model
"""


def example(*commands: str) -> str:
    """The examples at the end of a command's help."""
    return "\b\n" + "\n".join(["Examples:" if len(commands) > 1 else "Example:", *(f"  {c}" for c in commands)])


app = typer.Typer(
    name="lambextract",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # rich takes longer to draw the help than everything else to start
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Sources = Annotated[
    list[str], typer.Argument(help="Plans: .pdf, .txt or .md files; - for standard input.", show_default=False)
]
Place = Annotated[Path, typer.Argument(help="The folder of a built dataset.", metavar="DIR", show_default=False)]
PatternsDir = Annotated[
    Path | None,
    typer.Option("--patterns", metavar="DIR", help="A folder of pattern files to lay over the default ones."),
]
Without = Annotated[
    list[str] | None,
    typer.Option("--without", metavar="PACK", help="A default pack of patterns to leave out.", show_default=False),
]
PasswordFile = Annotated[
    Path | None,
    typer.Option("--password-file", metavar="FILE", help="A file that holds the password of an encrypted PDF."),
]


def run() -> None:
    """Run the command line; errors that the user can act on become a message, a hint and an exit code."""
    gc.set_threshold(50_000, 20, 50)  # pages and parses make many small objects, hardly any of them in circles
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        app(prog_name="lambextract")
    except LambextractError as error:
        tell(error)
        sys.exit(error.exit_code)
    except OSError as error:
        if isinstance(error, BrokenPipeError):  # whoever read the output has closed it: head, less
            sys.stderr.close()
            sys.exit(0)
        tell(UsageError(f"the output cannot be written: {error.strerror}", "Is the disk full?"))
        sys.stdout = None
        sys.exit(UsageError.exit_code)
    except KeyboardInterrupt:
        typer.echo("Interrupted; nothing was written.", err=True)
        sys.exit(130)


def tell(error: LambextractError) -> None:
    """Print an error and its hint to standard error."""
    from .views import console, trouble

    console(sys.stderr).print(trouble(error), soft_wrap=True)


def show_version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        typer.echo(f"lambextract {__version__}")
        raise typer.Exit


@app.callback()
def main(
    _: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Turn a government implementation plan into a dataset of its promises.

    Reads a PDF or a text, finds who will do what, by when and with what money, and writes JSON and CSV in which every fact
    is tied to its exact words, page and place. Works offline; the same plan gives the same bytes.
    """


@app.command(epilog=example("lambextract build plan.pdf --out plan-dataset"))
def build(
    sources: Sources,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Where the dataset goes. Given several plans: a folder for each in it. Default: data/out/NAME-OF-THE-PLAN",
            show_default=False,
        ),
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM", help="When the plan was published, over what it says itself; YYYY will do."),
    ] = None,
    publisher: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Who publishes the plan, and is its 'we', over what is found in it."),
    ] = None,
    patterns: PatternsDir = None,
    without: Without = None,
    formats: Annotated[
        str, typer.Option("--format", metavar="LIST", help="Which files: json, csv or both.")
    ] = "json,csv",
    password_file: PasswordFile = None,
    tags: Annotated[
        bool,
        typer.Option(
            "--tags/--no-tags", help="Whether to use the structure that a PDF's author tagged, where it is sane."
        ),
    ] = True,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help="Write nothing, and end with code 4, if words of the plan are lost, in doubt or set aside at large.",
        ),
    ] = False,
) -> None:
    """Read a plan and write its commitments as validated JSON and CSV.

    A commitment is one body doing one thing that can be checked. Each comes with its actor, action, deadline and funding, and
    the sentence it stands in. Every word of a PDF's text layer is in a block or in set_aside, and coverage counts them page by
    page. What was in the folder stays until the new dataset is whole.
    """
    from .writers import chosen, write
    from .writers.folder import check_place

    wanted = chosen(formats)
    places = destinations(sources, out)
    for place in places:
        check_place(place)
    rules = layered(patterns, without)
    secret = password(password_file)
    failure: LambextractError | None = None
    for source, place in zip(sources, places, strict=True):
        try:
            from .pipeline import build as build_dataset
            from .views import console, progress, summary

            with progress(sys.stderr) as report:
                dataset = build_dataset(
                    source,
                    published=published,
                    publisher=publisher,
                    patterns=rules,
                    password=secret,
                    tags=tags,
                    report=report,
                )
            if strict:
                refuse_losses(dataset, source)
            write(dataset, place, wanted)
            console(sys.stderr).print(summary(dataset, f"{place}"))
        except LambextractError as error:
            if len(sources) == 1:
                raise
            tell(error)
            failure = failure or error
    if failure is not None:
        raise typer.Exit(failure.exit_code)


@app.command(epilog=example("lambextract check data/out/plan --source plan.pdf"))
def check(
    place: Place,
    source: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The plan that the dataset was built from.")
    ] = None,
    password_file: PasswordFile = None,
) -> None:
    """Check a dataset: schema, keys, every quotation at its offsets.

    With the source: its SHA-256 too, and every quotation within its boxes on the page. Prints a line for each fault: record,
    field, value, what is wrong, page. Ends with code 1 if there is one.
    """
    from .check import faults_against, faults_in

    dataset, faults = faults_in(place)
    if source is not None and dataset is not None:
        faults += faults_against(dataset, source, password(password_file))
    for fault in faults:
        typer.echo(str(fault))
    if faults:
        typer.echo(f"{len(faults)} fault{'s' if len(faults) > 1 else ''} in {place}", err=True)
        raise typer.Exit(FAULTS)
    assert dataset is not None, "a dataset that the schema refuses has faults"
    against = f", all found in {source}" if source else ""
    typer.echo(
        f"{place} is well: {len(dataset.commitments)} commitments in {len(dataset.blocks)} blocks{against}", err=True
    )


@app.command(epilog=example("lambextract schema > dataset.schema.json"))
def schema(
    of_diff: Annotated[bool, typer.Option("--diff", help="The schema of diff --format json instead.")] = False,
) -> None:
    """Print the JSON Schema of dataset.json."""
    if of_diff:
        from .stories.data import schema_text

        sys.stdout.write(schema_text())
        return
    from .writers import schema_bytes

    sys.stdout.write(schema_bytes().decode("utf-8"))


@app.command(
    epilog=example(
        "lambextract diff plan-2010.pdf plan-2011.pdf",
        "lambextract diff data/out/old data/out/new --format html > changes.html",
        "lambextract diff old.pdf new.pdf --only dropped --only later --actor CNA",
    )
)
def diff(
    versions: Annotated[
        list[Path],
        typer.Argument(
            metavar="OLD NEW [NEWER]...",
            help="Built datasets (folders) or plans, the oldest first. Plans are built on the fly and kept in a cache.",
            show_default=False,
        ),
    ],
    format_: Annotated[
        str, typer.Option("--format", metavar="NAME", help="text, markdown, html, json, csv or github.")
    ] = "text",
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", metavar="KIND", help="Only this kind of change; may be given again.", show_default=False
        ),
    ] = None,
    actor: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only what this body is to do: its id, or a part of its name.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Show also what only moved or was reworded; json and csv always hold it.")
    ] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="End with code 1 if there is a change of substance.")
    ] = False,
    patterns: PatternsDir = None,
    without: Without = None,
    password_file: PasswordFile = None,
) -> None:
    """Tell what changed from one version of a plan to the next: what slipped, was dropped, was watered down, is new.

    Kinds of change, the worst first: dropped, weakened, later, vaguer, funding, actor, recommendation, added, earlier, dated,
    strengthened, completed; and, of wording only, split, merged, moved, reworded. Given three versions or more, the history of
    each promise.
    """
    from .comparison import compare
    from .comparison.history import history_of
    from .sides import dataset_of
    from .stories import FORMATS, Choice, chosen, kind_named

    if len(versions) < 2:
        raise UsageError("one version alone has no changes", "Name two: lambextract diff OLD NEW")
    if format_ not in FORMATS:
        raise UsageError(f"there is no format {format_}", f"The formats are: {', '.join(FORMATS)}")
    choice = Choice(tuple(map(kind_named, only or ())), actor, everything)
    secret = password(password_file)
    datasets = []
    for version in versions:
        from .views import progress

        with progress(sys.stderr) as report:
            datasets.append(dataset_of(version, patterns, without or (), secret, report))
    if len(datasets) == 2:
        told = chosen(compare(*datasets), choice)
        sys.stdout.write(FORMATS[format_](told, choice))
        changed = bool(told.substance)
    else:
        history = history_of(datasets)
        sys.stdout.write(FORMATS[format_](history, choice))
        changed = any(row.eventful for row in history.rows)
    if exit_code and changed:
        raise typer.Exit(FAULTS)


@app.command(epilog=example("lambextract score data/out/canals-plan tests/labels/commitments.jsonl --errors"))
def score(
    place: Place,
    labels: Annotated[Path, typer.Argument(help="Labels: a line of JSON for each commitment.", show_default=False)],
    errors: Annotated[
        bool, typer.Option("--errors", help="Print each miss, each extra and each wrong field, a line each.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Score a dataset against labels: precision, recall, F1, and each field."""
    import json

    from .check import read_dataset
    from .score import lines, read_labels
    from .score import score as score_dataset
    from .views import console, figures

    told, actors, scope = read_labels(labels)
    result = score_dataset(read_dataset(place), told, actors, scope)
    if scope is not None:
        rows = [f"recommendations {'–'.join(map(str, scope['refs']))}"] if "refs" in scope else []
        covered = ", ".join([*scope.get("parts", ()), *rows])
        typer.echo(f"The labels cover a part of the plan, and only that is scored: {covered}", err=True)
    if errors:
        for line in lines(result):
            typer.echo(line)
    if as_json:
        typer.echo(json.dumps(result.figures(), indent=2))
    else:
        console(sys.stdout).print(figures(result))


@app.command(
    epilog=example(
        "lambextract explain data/out/plan chapter-1-1.28-develop",
        'lambextract explain data/out/plan "ensure that guidance is updated" --source plan.pdf',
    )
)
def explain(
    place: Place,
    what: Annotated[
        str, typer.Argument(metavar="ID|QUOTE", help="A commitment's id, or words of a sentence.", show_default=False)
    ],
    source: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The plan it was built from: checks that it is, and shows the words around."),
    ] = None,
    patterns: PatternsDir = None,
    without: Without = None,
    password_file: PasswordFile = None,
) -> None:
    """Say why a sentence gave the commitment that it did, or none.

    Which rules fired on which words, what was considered and rejected and why, what it takes from its place, and how the
    sentence was parsed. Give the same --patterns as for the build.
    """
    from .check import faults_against, read_dataset
    from .explanation import explain as explain_words
    from .views import console, explained

    dataset = read_dataset(place)
    faults = [] if source is None else list(faults_against(dataset, source, password(password_file)))
    found = explain_words(dataset, what, layered(patterns, without))
    screen = console(sys.stdout)
    for explanation in found:
        screen.print(explained(explanation))
    if source is None:
        return
    ids = {"document", *(c.id for e in found for c in e.commitments), *(e.block.id for e in found)}
    mine = [f for f in faults if any(i in f.record for i in ids)]
    for fault in mine:
        typer.echo(str(fault))
    if mine:
        raise typer.Exit(FAULTS)
    typer.echo(f"Its words stand where the dataset says in {source}.")


@app.command(
    epilog=example(
        "lambextract patterns", "lambextract patterns --patterns my-country", "lambextract patterns --failed"
    )
)
def patterns(
    folder: PatternsDir = None,
    without: Without = None,
    failed: Annotated[bool, typer.Option("--failed", help="List only the rules that failed.")] = False,
) -> None:
    """List the rules and try each on its own examples: every hit must fire, and no miss may.

    Ends with code 1 if one fails. Rules come from the packs in patterns/; --patterns DIR lays your own over them.
    """
    from .proofs import proofs_of
    from .views import console, proved

    rules = layered(folder, without)
    proofs = proofs_of(rules)
    wrong = [p for p in proofs if p.failed]
    screen = console(sys.stdout)
    for line in proved(proofs if not failed else wrong):
        screen.print(line, soft_wrap=True)
    tried = sum(len(p.rule.hits) + len(p.rule.misses) for p in proofs)
    typer.echo(f"{len(proofs)} rules of {', '.join(rules.packs)}; {tried} examples; {len(wrong)} failed", err=True)
    if wrong:
        raise typer.Exit(FAULTS)


def refuse_losses(dataset: "Dataset", source: str) -> None:
    """Raise DatasetError if a dataset says that words of its plan are lost, in doubt, or set aside at large."""
    grave = [w for w in dataset.warnings if w.code in LOSSES]
    if grave:
        what = "; ".join(w.message for w in grave)
        raise DatasetError(f"{source}: {what}", "Nothing was written. Without --strict it is, with these as warnings.")


# ---- what options say ----------------------------------------------------------------------------------------------------


def destinations(sources: list[str], out: Path | None) -> list[Path]:
    """The folder for each source's dataset; two sources may not share one."""
    names = ["stdin" if source == "-" else Path(source).stem for source in sources]
    places = [out] if out is not None and len(sources) == 1 else [(out or DEFAULT_OUT) / name for name in names]
    if len(set(places)) < len(places):
        twice = next(p for p in places if places.count(p) > 1)
        raise UsageError(
            f"two of the plans would be written to {twice}", "Build them one by one, each with its own --out DIR"
        )
    return places


def layered(folder: Path | None, without: list[str] | None) -> "Patterns":
    """The default patterns, without some packs, the user's laid over them."""
    from .patterns import load_patterns

    return load_patterns(folder, without or ())


def password(file: Path | None) -> str | None:
    """The password in a file: its first line."""
    if file is None:
        return None
    try:
        return (file.read_text(encoding="utf-8").splitlines() or [""])[0]
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"the password file {file} cannot be read: {error}", "Write the password on its first line."
        ) from error
