"""The house rules that a test can hold: imports point upstream, libraries have one home each, no plan is known by name."""

import ast
import re
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src" / "lambextract"

# the street, upstream first; a module may import from its own station and from those before it
STREET = [
    {"errors", "version", "progress"},
    {"document", "naming", "items"},
    {"patterns"},
    {"layout"},
    {"readers"},
    {"structure"},
    {"calendar", "language"},
    {"mentions"},
    {"names"},
    {"finders", "bodies", "clauses", "publisher", "roles", "usage"},
    {"subjects"},
    {"settings", "reading"},
    {"standing", "objections"},
    {"actions"},
    {"memory", "attachment"},
    {"attribution"},
    {"leadins"},
    {"dataset"},
    {"quotation"},
    {"account"},
    {"records"},
    {"commitments"},
    {"extraction"},
    {"similarity", "proofs"},
    {"wording"},
    {"explanation"},
    {"links"},
    {"pipeline"},
    {"writers", "score"},
    {"check"},
    {"sides", "comparison"},
    {"stories"},
    {"views"},
    {"cli"},
    {"__main__", "__init__"},
]
STATION = {name: number for number, names in enumerate(STREET) for name in names}

# libraries and the only modules that import them
HOMES = {
    "pdfplumber": "readers/pdf.py readers/drawing.py readers/marked.py",
    "pypdfium2": "readers/pdf.py readers/witness.py",
    "spacy": "language.py",
    "rich": "views.py stories/terminal.py",
    "jinja2": "stories/html.py",
    "typer": "cli.py",
}


def modules() -> list[Path]:
    """All modules of the package."""
    return sorted(SRC.rglob("*.py"))


def imports_of(file: Path) -> set[str]:
    """The names of the stations and libraries that a module imports, those for type checkers left out."""
    found: set[str] = set()
    package = ("lambextract", *file.relative_to(SRC).parent.parts)
    for node in ast.walk(without_type_checking(ast.parse(file.read_text("utf-8")))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1]
            path = [*base, *(node.module.split(".") if node.module else [])]
            found |= {"." + path[1]} if len(path) > 1 else {f".{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def without_type_checking(tree: ast.Module) -> ast.Module:
    """A module without what stands under ``if TYPE_CHECKING``."""
    tree.body = [n for n in tree.body if not (isinstance(n, ast.If) and ast.unparse(n.test) == "TYPE_CHECKING")]
    return tree


@pytest.mark.parametrize("file", modules(), ids=lambda f: str(f.relative_to(SRC)))
def test_imports_point_upstream(file: Path) -> None:
    relative = file.relative_to(SRC)
    station = relative.parts[0].removesuffix(".py")
    wrong = {
        name
        for name in (n.removeprefix(".") for n in imports_of(file) if n.startswith("."))
        if name != station and STATION[name] >= STATION[station] and station != "__init__"
    }
    assert not wrong


@pytest.mark.parametrize(("library", "home"), HOMES.items())
def test_a_library_is_imported_at_its_home_only(library: str, home: str) -> None:
    users = {str(f.relative_to(SRC)) for f in modules() if library in imports_of(f)}
    assert users <= set(home.split())


def test_no_module_prints() -> None:
    for file in modules():
        calls = [n for n in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(n, ast.Call)]
        assert not [n for n in calls if isinstance(n.func, ast.Name) and n.func.id == "print"], file


def test_nothing_in_the_code_knows_the_plan_it_is_named_after() -> None:
    words = r"\bSENCO|\bSEND?\b|special educational|tribunal|\bBalls\b|Brian Lamb|Lamb Inquiry|parental confidence|\bTDA\b|\bNCSL\b"
    for file in modules():
        assert not re.search(words, file.read_text("utf-8")), file
