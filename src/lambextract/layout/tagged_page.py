"""A page whose author tagged it → its items: paragraphs, headings, list items and table rows as the tags say.

Tags are evidence, not truth: a page on which they leave much of the text out, run against its lines, or call every line a
paragraph is read by its look instead.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..document.model import Box, Cell, Item, Passage, SetAside, TableRow, Word
from .author_tags import ARTIFACT_MARK, Element, Tags
from .grids import middle
from .lines import Line, lines_of
from .passages import ENDS, MARKER_GAP, Gathering, finish, passages_of, take_marker
from .regions import regions_of, share_column
from .sheet import BULLET, BULLET_GAP, Sheet

if TYPE_CHECKING:
    from ..patterns import StructurePatterns

LOOSE = 0.12  # share of a page's words that may stand outside its tags
FEW_LOOSE = 12  # words that may stand outside in any case
UPWARDS = 0.7  # of a line's height by which the next word stands higher where a column or a page ends
BROKEN = 0.25  # share of a page's paragraphs that may go on, in lower case, in the next one
ENOUGH = 6  # paragraphs from which a page can be judged by them
CROSSED = 0.15  # share of a page's paragraphs that may stand among the lines of others


@dataclass(frozen=True, slots=True)
class Piece:
    """An element's words on one page, in lines."""

    number: int
    element: Element
    lines: tuple[Line, ...]

    @property
    def box(self) -> Box:
        """The area that the lines fill."""
        box = self.lines[0].box
        for line in self.lines[1:]:
            box = box.union(line.box)
        return box

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(line.text for line in self.lines)


def tagged_items(
    sheet: Sheet, tags: Tags | None, patterns: StructurePatterns
) -> tuple[list[Item], list[SetAside]] | None:
    """The items of a page as its author tagged them, in the author's order, and what only repeats what stands elsewhere.

    None where the tags are not to be trusted.
    """
    if tags is None or not sheet.words:
        return None
    pieces, loose = pieces_of(sheet, tags)
    if not is_sane(pieces, loose, sheet):
        return None
    dots = [w for w in sheet.words if w.serial < 0]
    items: list[Item] = []
    for table, group in itertools.groupby(pieces, key=lambda p: table_of(p, tags)):
        members = list(group)
        if table is None:
            items += [passage_of(p, sheet, dots, patterns) for p in members]
        else:
            items += rows_of_table(members, table, tags.widths[table], sheet, patterns)
    items = with_room(items)
    return with_loose(items, loose, sheet, patterns)


def table_of(piece: Piece, tags: Tags) -> int | None:
    """The table that a piece stands in; one of a single column is a box, no table."""
    place = piece.element.place
    return place.table if place is not None and tags.widths[place.table] > 1 else None


def pieces_of(sheet: Sheet, tags: Tags) -> tuple[list[Piece], list[Word]]:
    """A page's words by the elements that hold them, in the author's order; and the words that none holds."""
    held: dict[int, list[tuple[int, Word]]] = defaultdict(list)
    loose: list[Word] = []
    for word in sheet.words:
        item = None if word.tag is None else tags.items.get((sheet.number, word.tag))
        if item is not None:
            held[tags.owners[item]].append((item, word))
        elif word.serial >= 0:
            loose.append(word)
    pieces: list[Piece] = []
    first = {number: min(item for item, _ in words) for number, words in held.items()}
    count = 0
    for number in sorted(held, key=first.__getitem__):
        words = [w for _, w in sorted(held[number], key=lambda pair: (pair[0], pair[1].serial))]
        lines: list[Line] = []
        for run in runs_downwards(words):
            lines += lines_of(run, count)
            count += len(lines)
        pieces.append(Piece(number, tags.elements[number], tuple(lines)))
    return pieces, loose


def runs_downwards(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Words in their order, cut where they go on at the head of another column."""
    run: list[Word] = []
    lowest = 0.0
    for word in words:
        high = word.box.bottom - word.box.top
        if run and word.box.bottom < lowest - (1 + UPWARDS) * max(high, word.size):
            yield run
            run, lowest = [], 0.0
        run.append(word)
        lowest = max(lowest, word.box.bottom)
    if run:
        yield run


# ---- whether the tags are to be trusted --------------------------------------------------------------------------------


def is_sane(pieces: Sequence[Piece], loose: Sequence[Word], sheet: Sheet) -> bool:
    """Whether a page's tags hold its text, and hold it as its lines stand."""
    outside = sum(any(c.isalnum() for c in w.text) for w in loose)
    if not pieces or outside > max(FEW_LOOSE, LOOSE * len(sheet.words)):
        return False
    running = [p for p in pieces if p.element.place is None and p.element.role in ("paragraph", "item")]
    if len(running) >= ENOUGH:
        cut = sum(goes_on(a, b) for a, b in itertools.pairwise(running))
        if cut > BROKEN * len(running):
            return False
    crossed = sum(stands_among(a, b) for a, b in itertools.permutations(pieces, 2)) if len(pieces) < 400 else 0
    return crossed <= max(1, CROSSED * len(pieces))


def goes_on(above: Piece, below: Piece) -> bool:
    """Whether a paragraph is the rest of the one before it."""
    first = below.lines[0].words[0].text
    return not ENDS.search(above.lines[-1].text) and first[:1].islower() and below.element.role != "item"


def stands_among(a: Piece, b: Piece) -> bool:
    """Whether a line of one piece stands between two words of another's line."""
    for line in a.lines:
        for other in b.lines:
            level = min(line.box.bottom, other.box.bottom) - max(line.box.top, other.box.top)
            if level > 0.5 * min(line.size, other.size) and other.box.x0 < line.box.x0 and line.box.x1 < other.box.x1:
                return any(
                    x.box.x1 <= line.box.x0 + 1 and y.box.x0 >= line.box.x1 - 1
                    for x, y in itertools.pairwise(other.words)
                )
    return False


# ---- pieces → items -------------------------------------------------------------------------------------------------------


def passage_of(piece: Piece, sheet: Sheet, dots: Sequence[Word], patterns: StructurePatterns) -> Passage:
    """A piece as a passage, its bullet taken off."""
    first = piece.lines[0]
    body, marker = take_marker(first, patterns, lambda a, b: opens_item(piece, first, a, b))
    if marker is None:
        marker = dot_before(first, dots)
    gathering = Gathering(body, marker, crowded=False)
    for line in piece.lines[1:]:
        gathering.add(line)
    passage = finish(gathering, sheet.number, piece.box.x1, piece.box.x1)
    home = home_of(piece, sheet)
    return replace(
        passage,
        marker=passage.marker or (BULLET if piece.element.role == "item" and unnumbered(passage, patterns) else None),
        element=piece.number,
        role=piece.element.role,
        region=home,
        panel=home > 0,
    )


def opens_item(piece: Piece, line: Line, first: Word, second: Word) -> bool:
    """Whether an ambiguous glyph at a piece's start opens a list item: by its tag, or by the gap after it."""
    return piece.element.role == "item" or second.box.x0 - first.box.x1 >= MARKER_GAP * line.size


def unnumbered(passage: Passage, patterns: StructurePatterns) -> bool:
    """Whether no number or letter opens a list item."""
    return not any(rule.full(passage.words[0].text) for rule in patterns.number)


def dot_before(line: Line, dots: Sequence[Word]) -> Word | None:
    """The drawn bullet that stands before a line."""
    near = (
        d
        for d in dots
        if 0 <= line.box.x0 - d.box.x1 <= BULLET_GAP and d.box.top < line.box.bottom > line.box.top < d.box.bottom
    )
    return next(near, None)


def home_of(piece: Piece, sheet: Sheet) -> int:
    """The number of the panel that a piece stands in, from 1; 0 for none."""
    x, y = middle(piece.lines[0].words[0])
    inside = (i for i, p in enumerate(sheet.panels, 1) if p.x0 <= x <= p.x1 and p.top <= y <= p.bottom)
    return next(inside, 0)


def rows_of_table(
    pieces: Sequence[Piece], table: int, width: int, sheet: Sheet, patterns: StructurePatterns
) -> Iterator[TableRow]:
    """The rows of a table, or the parts of them that stand on this page."""
    rows: dict[int, dict[int, list[Piece]]] = defaultdict(lambda: defaultdict(list))
    for piece in pieces:
        assert piece.element.place is not None, "only cells are given"
        rows[piece.element.place.row][piece.element.place.column].append(piece)
    for number in sorted(rows):
        columns = rows[number]
        cells: list[Cell | None] = [()] * width
        for column, members in columns.items():
            place = members[0].element.place
            assert place is not None, "only cells are given"
            cells[column] = tuple(replace(passage_of(p, sheet, (), patterns), panel=False) for p in members)
            for covered in range(column + 1, min(width, column + place.width)):
                cells[covered] = None
        places = [members[0].element.place for members in columns.values()]
        words = [w for members in columns.values() for p in members for line in p.lines for w in line.words]
        yield TableRow(
            page=sheet.number,
            cells=tuple(cells),
            table=table,
            spans=len(places) == 1 and places[0] is not None and places[0].width == width,
            bold=all(w.bold for w in words),
            element=number,
            header=all(place is not None and place.header for place in places) and len(places) > 1,
        )


def with_room(items: Sequence[Item]) -> list[Item]:
    """The items, each passage with the white after its last line up to the right edge of what shares its column."""
    boxes = [area(x) if isinstance(x, Passage) else None for x in items]
    out: list[Item] = []
    for item, box in zip(items, boxes, strict=True):
        if isinstance(item, Passage) and box is not None:
            right = max(b.x1 for b in boxes if b is not None and share_column(b, box))
            out.append(replace(item, room=right - item.words[-1].box.x1))
        else:
            out.append(item)
    return out


def area(passage: Passage) -> Box:
    """The area that a passage's words fill."""
    box = passage.words[0].box
    for word in passage.words[1:]:
        box = box.union(word.box)
    return box


def with_loose(
    items: Sequence[Item], loose: Sequence[Word], sheet: Sheet, patterns: StructurePatterns
) -> tuple[list[Item], list[SetAside]]:
    """The items, and between them, by their height, passages of the words that no element holds.

    Such words right above a table that goes on from another page are its headings, which the author's program repeats.
    """
    out = list(items)
    aside: list[SetAside] = []
    if not loose:
        return out, aside
    for number, region in enumerate(regions_of(sheet, loose, ()), len(sheet.panels) + 1):
        found = [replace(p, region=number) for p in passages_of(region.lines, patterns, sheet.number)]
        below = (i for i, x in enumerate(out) if top_of(x) >= region.box.top)
        at = next(below, len(out))
        following = out[at] if at < len(out) else None
        repeats = isinstance(following, TableRow) and bool(following.element)
        if repeats and all(w.tag == ARTIFACT_MARK for p in found for w in p.words):
            aside += [SetAside(sheet.number, (*p.off, *p.words), "repeated") for p in found]
        else:
            out[at:at] = found
    return out, aside


def top_of(item: Item) -> float:
    """How far from the page's head an item begins, in points."""
    passages = [item] if isinstance(item, Passage) else [p for cell in item.cells if cell for p in cell]
    return min(p.top for p in passages)
