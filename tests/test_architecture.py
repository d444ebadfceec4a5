"""The house rules that a test can hold: imports point upstream, libraries have one home each, no plan is known by name."""

import ast
import re
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src" / "lambextract"

# the street, upstream first: rooms, and the parts of the extraction; a module may import from its own station and from those
# before it
STREET = [
    "errors",
    "atomic_file",
    "forking",
    "freed_memory",
    "limits",
    "document",
    "recipe",
    "patterns",
    "records",
    "cache",
    "layout",
    "readers",
    "structure",
    "language",
    "extraction.mentions",
    "extraction.actors",
    "extraction.context",
    "extraction.modality",
    "extraction.attribution",
    "extraction.lead_ins",
    "extraction.recording",
    "extraction.decision",
    "extraction",
    "extraction.selftest",
    "extraction.explanation",
    "likeness",
    "linking",
    "dataset",
    "pipeline",
    "building",
    "corpus",
    "comparison",
    "stories",
    "report",
    "machine",
    "parallel",
    "commands",
    "warm",
    "__main__",
    "__init__",
]
STATION = {name: number for number, name in enumerate(STREET)}
ROOMS = {name.partition(".")[0] for name in STREET}

# libraries and the only modules that import them
HOMES = {
    "pdfplumber": "readers/pdf_pages.py readers/page_device.py",
    "pypdfium2": "readers/pdf_pages.py readers/second_reader.py report/page_images.py",
    "pdfminer": "readers/pdf_pages.py readers/page_device.py readers/content_stream.py readers/content_size.py "
    "readers/structure_tree.py",
    "msgspec": "readers/messages.py readers/glyphs.py dataset/word_accounting.py",
    "rich": "commands/rendering.py commands/progress.py stories/terminal.py stories/contradictions.py stories/listing.py",
    "jinja2": "stories/page.py",
    "pypdf": "report/annotated_pdf.py",
    "PIL": "report/page_images.py",
    "sqlite3": "dataset/writers/as_sqlite.py corpus/as_sqlite.py",
    "pyarrow": "dataset/writers/as_parquet.py corpus/refresh.py corpus/as_sqlite.py",
    "fsspec": "corpus/output.py",
    "distributed": "corpus/cluster.py",
    "xlsxwriter": "dataset/writers/as_xlsx.py",
    "icalendar": "dataset/writers/as_ics.py",
    "typer": "commands/*.py",
}


def modules() -> list[Path]:
    """All modules of the package."""
    return sorted(SRC.rglob("*.py"))


def module_of(file: Path) -> str:
    """A module's dotted name within the package; a room's ``__init__`` has the room's name."""
    parts = file.relative_to(SRC).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def station_of(module: str) -> str:
    """The station that a module belongs to: its own, or that of the room it lies in."""
    parts = module.split(".")
    names = (".".join(parts[:n]) for n in range(len(parts), 0, -1))
    return next(name for name in names if name in STATION)


def imports_of(file: Path) -> set[str]:
    """The modules of the package (``.room.module``) and the libraries that a module imports, but for type checkers."""
    found: set[str] = set()
    package = file.relative_to(SRC).parent.parts
    for node in ast.walk(without_type_checking(ast.parse(file.read_text("utf-8")))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level:
            base = [*package[: len(package) - node.level + 1], *(node.module.split(".") if node.module else [])]
            for alias in node.names:
                inner = SRC.joinpath(*base, alias.name)
                module = [*base, alias.name] if inner.with_suffix(".py").exists() or inner.is_dir() else base
                found.add("." + ".".join(module))
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def without_type_checking(tree: ast.Module) -> ast.Module:
    """A module without what stands under ``if TYPE_CHECKING``."""
    tree.body = [n for n in tree.body if not (isinstance(n, ast.If) and ast.unparse(n.test) == "TYPE_CHECKING")]
    return tree


@pytest.mark.parametrize("file", modules(), ids=lambda f: str(f.relative_to(SRC)))
def test_imports_point_upstream(file: Path) -> None:
    station = STATION[station_of(module_of(file))]
    inside = {name[1:] for name in imports_of(file) if name.startswith(".") and name != "."}
    wrong = {name for name in inside if STATION[station_of(name)] > station}
    assert not wrong


def test_the_rooms_are_those_of_the_street() -> None:
    there = {path.stem for path in SRC.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert there == ROOMS


@pytest.mark.parametrize(("library", "home"), HOMES.items())
def test_a_library_is_imported_at_its_home_only(library: str, home: str) -> None:
    users = [f.relative_to(SRC) for f in modules() if library in imports_of(f)]
    assert users
    assert all(any(user.match(place) for place in home.split()) for user in users)


def test_no_module_prints() -> None:
    for file in modules():
        calls = [n for n in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(n, ast.Call)]
        assert not [n for n in calls if isinstance(n.func, ast.Name) and n.func.id == "print"], file


def test_nothing_in_the_code_knows_the_plan_it_is_named_after() -> None:
    words = r"\bSENCO|\bSEND?\b|special educational|tribunal|\bBalls\b|Brian Lamb|Lamb Inquiry|parental confidence|\bTDA\b|\bNCSL\b"
    for file in modules():
        assert not re.search(words, file.read_text("utf-8")), file
