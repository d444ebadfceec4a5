"""Draw the floor plan of the code from its imports: ``python docs/floorplan.py`` writes ``docs/floorplan.svg``.

A row is a room, or a part of the extraction, in the order of the street; a line from a room leads up to each room that it
imports from. A test compares the picture with the code.
"""

import ast
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

HERE = Path(__file__).parent
SRC = HERE.parent / "src" / "lambextract"
ROW, TOP, LEFT, BOX = 34, 20, 20, 150  # pixels: height of a row, margins, width of a room's box
LANE, FIRST_LANE = 9, 660  # pixels between the lines on the right, and where they begin
WIDTH = 980
COLOURS = ("#2f5d8a", "#7a4b8c", "#2e7d5b", "#a2572c", "#5b5b5b")


def module_of(file: Path) -> str:
    """A module's dotted name within the package; a room's ``__init__`` has the room's name."""
    parts = file.relative_to(SRC).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def imported(file: Path) -> Iterator[str]:
    """The modules of the package that a module imports, those for type checkers among them."""
    package = file.relative_to(SRC).parent.parts
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = [*package[: len(package) - node.level + 1], *(node.module.split(".") if node.module else [])]
            for alias in node.names:
                inner = SRC.joinpath(*base, alias.name)
                yield ".".join([*base, alias.name] if inner.with_suffix(".py").exists() or inner.is_dir() else base)


def room_of(module: str, street: Sequence[str]) -> str | None:
    """The room that a module lies in, the nearest one of the street."""
    parts = module.split(".")
    return next((r for n in range(len(parts), 0, -1) if (r := ".".join(parts[:n])) in street), None)


def about(room: str) -> str:
    """The first sentence that a room says of itself."""
    file = SRC.joinpath(*room.split("."))
    file = file / "__init__.py" if file.is_dir() else file.with_suffix(".py")
    text = (ast.get_docstring(ast.parse(file.read_text("utf-8"))) or "").split("\n")[0]
    return text if len(text) <= 84 else f"{text[:83].rstrip(' ,;:')}…"


def plan(street: Sequence[str]) -> str:
    """The picture, as SVG."""
    arrows = {
        (here, there)
        for file in sorted(SRC.rglob("*.py"))
        if (here := room_of(module_of(file), street)) is not None
        for module in imported(file)
        if (there := room_of(module, street)) is not None and here != there
    }
    middle = {room: TOP + ROW * i + ROW // 2 for i, room in enumerate(street)}
    height = TOP * 2 + ROW * len(street)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="12">',
        "<title>The rooms of lambextract in the order of the street, and what each imports from</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
    ]
    for room in street:
        y, indent = middle[room], 18 * room.count(".")
        out.append(
            f'<rect x="{LEFT + indent}" y="{y - 12}" width="{BOX - indent}" height="24" rx="4" fill="#eef2f6" stroke="#9aa7b4"/>'
        )
        out.append(
            f'<text x="{LEFT + indent + 8}" y="{y + 4}" font-weight="bold">{escape(room.rpartition(".")[2])}</text>'
        )
        out.append(
            f'<text x="{LEFT + BOX + 12}" y="{y + 4}" fill="#333333" font-size="11">{escape(about(room))}</text>'
        )
    for lane, here in enumerate(street):
        targets = [middle[there] for there in street if (here, there) in arrows]
        if not targets:
            continue
        x, colour = FIRST_LANE + LANE * lane, COLOURS[lane % len(COLOURS)]
        out.append(f'<path d="M{FIRST_LANE - 8} {middle[here]} H{x} V{min(targets)}" fill="none" stroke="{colour}"/>')
        out.extend(f'<path d="M{x} {y} H{FIRST_LANE - 8}" stroke="{colour}" stroke-dasharray="2 2"/>' for y in targets)
        out.extend(f'<circle cx="{x}" cy="{y}" r="2.5" fill="{colour}"/>' for y in targets)
    return "\n".join([*out, "</svg>"]) + "\n"


def street_of(sentences: str) -> list[str]:
    """The rooms that the test of the architecture lists."""
    for node in ast.parse(sentences).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "STREET":
            return [name for name in ast.literal_eval(node.value) if not name.startswith("__")]
    raise ValueError("the test of the architecture lists no street")


if __name__ == "__main__":
    rooms = street_of((HERE.parent / "tests" / "test_architecture.py").read_text("utf-8"))
    (HERE / "floorplan.svg").write_text(plan(rooms), encoding="utf-8")
