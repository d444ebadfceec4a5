"""A tagged PDF's structure tree → what its author says that each piece of marked content is (ISO 32000-1, 14.7 and 14.8)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from pdfminer.pdftypes import PDFObjRef, resolve1
from pdfminer.psparser import PSLiteral

from ..document.model import Role
from ..layout.author_tags import Element, Place, Tags

MOST = 400_000  # elements of a tree; a plan of 500 pages has 40,000
DEEPEST = 200  # elements within one another

BLOCKS: Mapping[str, Role] = {
    "P": "paragraph",
    "H": "heading",
    **{f"H{n}": "heading" for n in range(1, 7)},
    "Title": "heading",
    "LBody": "item",
    "LI": "item",
    "Lbl": "label",
    "TD": "cell",
    "TH": "cell",
    "Note": "note",
    "FENote": "note",
    "TOCI": "contents",
    "TOC": "contents",
    "Caption": "paragraph",
    "BlockQuote": "paragraph",
    "Formula": "paragraph",
    "Code": "paragraph",
    "BibEntry": "paragraph",
    "Index": "paragraph",
    "Artifact": "artifact",
}


class Node(NamedTuple):
    """An element on the way down: its object, its page, and what stands around it."""

    thing: Any
    page: int | None
    context: "Context"
    depth: int


@dataclass
class Holder:
    """A block-level element in the making: its number, once it has content."""

    element: int | None = None


@dataclass(frozen=True)
class Context:
    """What is known of the elements around a piece of content."""

    role: Role | None = None
    level: int | None = None
    holder: Holder | None = None
    item: "Item | None" = None
    table: "Grid | None" = None
    place: Place | None = None
    contents: bool = False


@dataclass
class Item:
    """A list item: the content of its label waits for the first block of its body."""

    label: list[int] = field(default_factory=list)
    begun: bool = False


@dataclass
class Grid:
    """A table's cells as they are met: which places rows above have taken."""

    number: int
    row: int = -1
    column: int = 0
    taken: set[tuple[int, int]] = field(default_factory=set)

    def next_row(self) -> None:
        """A row begins."""
        self.row, self.column = self.row + 1, 0

    def next_cell(self, rows: int, columns: int, header: bool) -> Place:
        """The place of the row's next cell, which covers so many rows and columns."""
        while (self.row, self.column) in self.taken:
            self.column += 1
        place = Place(self.number, self.row, self.column, columns, header)
        for r in range(rows):
            self.taken.update((self.row + r, self.column + c) for c in range(columns))
        self.column += columns
        return place


def read_tags(document: Any, pages: Mapping[int, int]) -> Tags | None:  # noqa: ANN401 (pdfminer is untyped here)
    """The author's structure of a pdfminer document, None where it has none; ``pages``: object number → page number."""
    root = resolve1(document.catalog.get("StructTreeRoot"))
    if not isinstance(root, dict):
        return None
    walk = Walk(roles_of(root), pages)
    walk.down(root.get("K"))
    return walk.tags() if walk.items else None


def roles_of(root: dict[str, Any]) -> dict[str, str]:
    """The names that the author gave to standard elements."""
    table = resolve1(root.get("RoleMap"))
    return {str(k): name_of(v) for k, v in table.items()} if isinstance(table, dict) else {}


def name_of(thing: Any) -> str:  # noqa: ANN401
    """A PDF name as text, empty for anything else."""
    thing = resolve1(thing)
    if not isinstance(thing, PSLiteral):
        return ""
    return thing.name if isinstance(thing.name, str) else thing.name.decode("latin-1")


class Walk:
    """Goes down a structure tree, in order, and notes for each piece of marked content which element holds it."""

    def __init__(self, roles: Mapping[str, str], pages: Mapping[int, int]) -> None:
        self.roles, self.pages = roles, pages
        self.elements: list[Element] = []
        self.items: dict[tuple[int, int], int] = {}  # page and mark → item
        self.owners: list[int] = []  # of each item, the element that holds it
        self.seen: set[int] = set()
        self.tables = 0

    def tags(self) -> Tags:
        """What was found."""
        return Tags(tuple(self.elements), tuple(self.owners), self.items)

    def down(self, top: Any) -> None:  # noqa: ANN401
        """Walk the tree below ``top``, without recursion: a tree may be as deep as its maker likes."""
        stack = [Node(top, None, Context(), 0)]
        while stack and len(self.elements) + len(self.owners) < MOST:
            node = stack.pop()
            stack += reversed(list(self.inside(node)))

    def inside(self, node: Node) -> Iterator[Node]:
        """What stands inside a node; content is noted on the way."""
        thing, page, context, depth = node
        if isinstance(thing, PDFObjRef):
            if thing.objid in self.seen:
                return  # a circle, or an element that two others claim
            self.seen.add(thing.objid)
            thing = resolve1(thing)
        if depth > DEEPEST:
            return
        if isinstance(thing, bool):
            return
        if isinstance(thing, int):
            self.content(page, thing, context)
        elif isinstance(thing, list):
            yield from (Node(kid, page, context, depth + 1) for kid in thing)
        elif isinstance(thing, dict):
            own = thing.get("Pg")
            page = self.pages.get(own.objid) if isinstance(own, PDFObjRef) else page
            kind = name_of(thing.get("Type"))
            if kind == "MCR":
                mark = resolve1(thing.get("MCID"))
                if isinstance(mark, int) and "Stm" not in thing:
                    self.content(page, mark, context)
            elif kind != "OBJR":
                yield Node(thing.get("K"), page, self.entered(thing, context), depth + 1)

    def entered(self, element: dict[str, Any], around: Context) -> Context:
        """What is known inside an element."""
        name = self.standard(name_of(element.get("S")))
        here = around
        if name == "Table" and around.place is None:
            self.tables += 1
            here = replace(here, table=Grid(self.tables))
        elif name == "TR" and around.place is None and here.table is not None:
            here.table.next_row()
        if name == "LI":
            here = replace(here, item=Item())
        role = BLOCKS.get(name)
        if role is None or (around.role == "note" and role in ("label", "paragraph")):
            return here  # it belongs to the block around it
        if role == "label" and (around.item is None or around.item.begun):
            return here  # a footnote's call
        if role == "cell":
            if here.table is None or here.table.row < 0 or around.place is not None:
                role = "paragraph"
            else:
                rows, columns = spans_of(element)
                here = replace(here, place=here.table.next_cell(rows, columns, name == "TH"))
        level = int(name[1]) if name[0] == "H" and name[1:].isdigit() else None
        return replace(here, role=role, level=level, holder=Holder(), contents=here.contents or role == "contents")

    def standard(self, name: str) -> str:
        """The standard element that a name stands for."""
        for _ in range(8):
            if name in BLOCKS or name not in self.roles or self.roles[name] == name:
                break
            name = self.roles[name]
        return name

    def content(self, page: int | None, mark: int, context: Context) -> None:
        """Note that a piece of marked content belongs to the innermost block around it."""
        if page is None or (page, mark) in self.items:
            return
        item = len(self.owners)
        self.items[page, mark] = item
        if context.role == "label" and context.item is not None and not context.item.begun:
            context.item.label.append(item)
            self.owners.append(self.element(context))
            return
        holder = context.holder or Holder()
        if holder.element is None:
            first = context.item is not None and not context.item.begun
            holder.element = self.element(context, opens_item=first)
            if context.item is not None and first:
                context.item.begun = True
                for label in context.item.label:
                    self.owners[label] = holder.element
        self.owners.append(holder.element)

    def element(self, context: Context, opens_item: bool = False) -> int:
        """A new element of the document for what stands in a context; its number."""
        role: Role = context.role or "paragraph"
        if context.contents:
            role = "contents"
        elif opens_item and role in ("paragraph", "cell"):
            role = "item"
        elif role in ("label", "cell"):
            role = "paragraph"
        self.elements.append(Element(role, context.level, context.place))
        return len(self.elements) - 1


def spans_of(element: dict[str, Any]) -> tuple[int, int]:
    """How many rows and columns a cell covers, by its attributes."""
    rows = columns = 1
    attributes = resolve1(element.get("A"))
    for entry in attributes if isinstance(attributes, list) else [attributes]:
        table = resolve1(entry)
        if isinstance(table, dict):
            rows = span_of(table.get("RowSpan"), rows)
            columns = span_of(table.get("ColSpan"), columns)
    return rows, columns


def span_of(value: Any, otherwise: int) -> int:  # noqa: ANN401
    """A span as a number from 1 to 100."""
    number = resolve1(value)
    return min(100, number) if isinstance(number, int) and number > 0 else otherwise
