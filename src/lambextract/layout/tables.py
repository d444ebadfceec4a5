"""Tables on a page, ruled or not → their rows.

Three kinds are found: grids of strokes; stacks of level rules with gutters between the words; and words alone, under a
row of column headings or where the table of the page before goes on.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from ..document.model import Box, Passage, TableRow, Word
from .columns import DEEP, Gap, bands_of
from .grids import Grid, GridCell, join_level, middle, ruled_grids
from .lines import lines_of, rows_of
from .passages import passages_of, usual_leading
from .sheet import Sheet, Sideways

if TYPE_CHECKING:
    from ..patterns import StructurePatterns

GUTTER = 4.5  # points between two columns of a table; the spaces of a justified line measure less
WIDEST_SPACE = 0.4  # em
SAME_EXTENT = 8.0  # points by which the ends of stacked rules may differ
STACK = 3  # level rules that make a table
MOST = 0.85  # share of the lines that must keep to the columns of the page before
STRAY = 0.06  # share of the lines that may reach into a gutter
ROW_GAP = 1.3  # of the usual distance between lines: white across all columns that parts rows
THEME_LARGER = 2.5  # points by which a theme may be larger than the cells
DEFINED = 12.0  # points of white at least between a term and its meaning
HEADING_LINES = 4  # lines that a row of column headings has at most
FEWEST_LINES = 6  # from which columns can be seen to be prose
DENSE = 0.6  # share of the lines on which each column of prose has words, at least
FULL = 0.7  # of a column's width that its lines of prose fill on average
REF = re.compile(r"[A-Z]{0,3}\.?\d{1,3}(?:\.\d{1,3})*[.):]?|[A-Z]\.|\(?[a-z]\)")

Row = list[Word]


@dataclass(frozen=True, slots=True)
class Table:
    """A table on one page: its box, its rows, top to bottom, and whether strokes part all its cells."""

    box: Box
    rows: tuple[TableRow, ...]
    ruled: bool = False

    def holds(self, word: Word) -> bool:
        """Whether the word's middle lies within the table."""
        x, y = middle(word)
        return self.box.x0 <= x <= self.box.x1 and self.box.top <= y <= self.box.bottom


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table without upright strokes: the white between them, in points."""

    left: float
    gutters: tuple[Gap, ...]
    right: float

    @property
    def edges(self) -> tuple[float, ...]:
        """The left edge of each column and the right edge of the last."""
        return (self.left, *(g[1] for g in self.gutters), self.right)

    def column(self, piece: Sequence[Word]) -> int | None:
        """Which column a piece of a row stands in; None if it runs across a gutter.

        Gutters measured on other lines may be wider than the true ones: a piece may reach into one from either side.
        """
        x0, x1 = piece[0].box.x0, piece[-1].box.x1
        column = 0
        for left, right in self.gutters:
            if x0 < left and x1 > right:
                return None
            beyond = x1 > right if x0 >= left else False
            within = left <= x0 and x1 <= right
            column += beyond or (within and x0 - left > right - x1)
        return column

    def share(self, row: Row) -> list[tuple[list[Word], int | None]]:
        """The pieces of a row, each with its column."""
        return [(piece, self.column(piece)) for piece in pieces(row)]

    def fits(self, row: Row) -> bool:
        """Whether no piece of the row runs across a gutter."""
        return all(column is not None for _, column in self.share(row))

    def used(self, rows: Sequence[Row]) -> set[int]:
        """The columns that rows have words in."""
        return {column for row in rows for _, column in self.share(row) if column is not None}


def tables_of(
    sheet: Sheet, patterns: StructurePatterns, before: Columns | None
) -> tuple[list[Table], list[Word], Columns | None]:
    """The tables of a page, the words outside them, and the columns of a table that runs to the page's end.

    ``before``: the columns of the table without upright strokes that ran to the end of the page before.
    """
    words = list(sheet.words)
    tables: list[Table] = []
    for grid in ruled_grids(sheet):
        inner = [w for w in words if grid.holds(w)]
        words = [w for w in words if not grid.holds(w)]
        tables.append(ruled_table(grid, inner, sheet, patterns, len(tables)))
    rows = rows_of(words)
    at_end: Columns | None = None
    for found in stacked_tables(sheet, rows, before, patterns) or headed_tables(rows, patterns, before):
        inner_rows = rows[found.first : found.last]
        tables.append(open_table(found, inner_rows, sheet.number, patterns, len(tables)))
        taken = {id(w) for row in inner_rows for w in row}
        words = [w for w in words if id(w) not in taken]
        at_end = found.columns if found.last == len(rows) else None
    return tables, words, at_end


def ruled_table(grid: Grid, words: Sequence[Word], sheet: Sheet, patterns: StructurePatterns, number: int) -> Table:
    """The rows of a grid, its words shared out to the cells that they stand in, those that run sideways last."""
    homes: dict[GridCell, list[Word]] = {cell: [] for cell in grid.cells}
    for word in words:
        if cell := grid.cell_of(word):
            homes[cell].append(word)
    filled = dict(zip(homes, cells_of_words(list(homes.values()), sheet.number, patterns), strict=True))
    for cell in grid.cells if sheet.sideways else ():
        for group in sheet.sideways:
            inner = group.within(partial(stands_in, grid, cell))
            if inner is not None:
                filled[cell] += turned_passages(inner, sheet.number, patterns)
                homes[cell] += inner.words
    width = len(grid.edges) - 1
    rows: list[TableRow] = []
    for i in range(len(grid.bounds) - 1):
        here = {cell.left: cell for cell in grid.cells if cell.top == i}
        if not any(homes[c] for c in here.values()):
            continue
        cells = tuple(filled[here[k]] if k in here else None for k in range(width))
        spans = len(here) == 1 and next(iter(here.values())).right - next(iter(here)) == width
        bold = all(w.bold for c in here.values() for w in homes[c])
        rows.append(TableRow(sheet.number, cells, number, grid.edges[:-1], spans, bold))
    box = Box(sheet.number, grid.edges[0], grid.bounds[0], grid.edges[-1], grid.bounds[-1])
    return Table(box, tuple(rows), ruled=True)


def stands_in(grid: Grid, cell: GridCell, word: Word) -> bool:
    """Whether a word stands in a cell."""
    return grid.cell_of(word) is cell


def turned_passages(group: Sideways, page: int, patterns: StructurePatterns) -> tuple[Passage, ...]:
    """The passages of words that run sideways, at their places on the sheet."""
    passages = passages_of(lines_of(group.words), patterns, page)
    return tuple(replace(p, words=group.upright(p.words)) for p in passages)


def cells_of_words(
    homes: Sequence[Sequence[Word]], page: int, patterns: StructurePatterns
) -> list[tuple[Passage, ...]]:
    """The passages in each of a table's cells."""
    lines = [lines_of(words, line_base(words)) for words in homes]
    leadings = usual_leading(lines)
    return [tuple(passages_of(cell, patterns, page, leadings)) for cell in lines]


def line_base(words: Sequence[Word]) -> int:
    """A number for the first line of a cell that no other cell of the page has."""
    return round(words[0].box.x0) * 10_000 + round(words[0].box.top) * 3 if words else 0


@dataclass(frozen=True, slots=True)
class Found:
    """A table among a page's rows of words: rows ``first..last``, its columns, and the heights where its rows part.

    ``headings``: how many of its lines hold the column headings.
    """

    first: int
    last: int
    columns: Columns
    bounds: tuple[float, ...] = ()
    headings: int = 0


def stacked_tables(
    sheet: Sheet, rows: Sequence[Row], before: Columns | None, patterns: StructurePatterns
) -> list[Found]:
    """Tables with level rules only: three or more of one extent above one another, and gutters in the words between."""
    found: list[Found] = []
    for stack in stacks_of(sheet):
        table = stacked_table(stack, rows, before, patterns)
        if table is not None and not any(f.first < table.last and table.first < f.last for f in found):
            found.append(table)
    return sorted(found, key=lambda f: f.first)


def stacks_of(sheet: Sheet) -> list[list[Box]]:
    """The level rules of one extent above one another, where there are enough for a table."""
    stacks: list[list[Box]] = []
    for rule in join_level(sheet.level):
        near = (s for s in stacks if abs(s[0].x0 - rule.x0) + abs(s[0].x1 - rule.x1) <= SAME_EXTENT)
        home = next(near, None)
        if home is None:
            stacks.append([rule])
        elif rule.top - home[-1].top > 2:
            home.append(rule)
    return [stack for stack in stacks if len(stack) >= STACK]


def stacked_table(
    stack: Sequence[Box], rows: Sequence[Row], before: Columns | None, patterns: StructurePatterns
) -> Found | None:
    """The table that stands between the rules of a stack, None where the words between have no columns."""
    inner = [i for i, row in enumerate(rows) if stack[0].top <= middle(row[0])[1] <= stack[-1].top]
    if not inner:
        return None
    first, last = inner[0], inner[-1] + 1
    inner_rows = rows[first:last]
    goes_on = (
        before is not None and first_fits(rows, before) and sum(map(before.fits, inner_rows)) >= MOST * len(inner_rows)
    )
    columns = before if goes_on else columns_of(inner_rows, stack[0].x0, stack[0].x1, patterns)
    if columns is None:
        return None
    size = max(w.size for row in inner_rows for w in row) + THEME_LARGER
    if fits_all(rows[last:], columns, size):
        last = len(rows)
    if fits_all(rows[:first], columns, size, 1 if goes_on else 2):
        first = 0
    bounds = tuple(rule.top for rule in stack)
    if depth := headings_above(rows, first, columns, patterns):
        first -= depth
        bounds = (min(w.box.top for w in rows[first]) - 1, *bounds)
    return Found(first, last, columns, bounds)


def headings_above(rows: Sequence[Row], first: int, columns: Columns, patterns: StructurePatterns) -> int:
    """How many lines of column headings stand right above a table's first rule."""
    for n in range(1, min(HEADING_LINES, first) + 1):
        heads, depth, _ = headings_at(rows, first - n, patterns)
        if heads is not None and depth == n and all(columns.fits(row) for row in rows[first - n : first]):
            return n
    return 0


def first_fits(rows: Sequence[Row], columns: Columns) -> bool:
    """Whether the page's first line stands in the columns."""
    return bool(rows) and columns.fits(rows[0])


def fits_all(rows: Sequence[Row], columns: Columns, size: float, fewest: int = 2) -> bool:
    """Whether all rows, set no larger than ``size``, stand in ``fewest`` columns at least: the table reaches the edge."""
    fitting = all(columns.fits(row) and max(w.size for w in row) <= size for row in rows)
    return fitting and len(columns.used(rows)) >= fewest


def columns_of(rows: Sequence[Row], left: float, right: float, patterns: StructurePatterns) -> Columns | None:
    """The columns that most rows agree on: stretches of white that hardly any row reaches into."""
    cover = [0] * (int(right - left) + 2)
    for row in rows:
        filled: set[int] = set()
        for a, b in zip(row, [*row[1:], None], strict=True):
            end = a.box.x1
            if b is not None and b.box.x0 - end < gutter_beside(b):
                end = b.box.x0  # a space within a cell
            filled.update(range(max(0, int(a.box.x0 - left)), min(len(cover) - 1, int(end - left)) + 1))
        for x in filled:
            cover[x] += 1
    allowed = STRAY * len(rows)
    gutters: list[Gap] = []
    start: int | None = None
    for x, n in enumerate([*cover, len(rows)]):
        if n <= allowed:
            start = x if start is None else start
        elif start is not None:
            if x - start >= GUTTER and start > 2 and x < len(cover) - 2:
                gutters.append((left + start, left + x))
            start = None
    columns = Columns(left, tuple(gutters), right)
    for row in rows:  # bullets standing apart from their text are no column
        for piece, column in columns.share(row):
            if column == 0 and not (len(piece) == 1 and patterns.is_bullet(piece[0].text)):
                return columns if gutters else None
    return Columns(left, columns.gutters[1:], right) if len(gutters) > 1 else None


def headed_tables(rows: Sequence[Row], patterns: StructurePatterns, before: Columns | None) -> list[Found]:
    """Tables without any rule: under a row of column headings, or going on from the page before."""
    found: list[Found] = []
    bands = bands_of(rows, min(r[0].box.x0 for r in rows), max(w.box.x1 for r in rows for w in r)) if rows else []
    i = 0
    while i < len(rows):
        columns, depth, known = headings_at(rows, i, patterns)
        if i == 0 and before is not None:
            if columns is None and first_fits(rows, before):
                columns, depth = before, 0
            elif columns is not None and len(columns.gutters) == len(before.gutters):
                columns = before
        if columns is None and (listed := definitions_at(rows, i, patterns)):
            found.append(listed)
            i = listed.last
            continue
        if columns is None:
            i += 1
            continue
        last = extent(rows, i + depth, columns)
        if columns is not before:
            better = columns_of(rows[i:last], columns.left, columns.right, patterns)
            columns = better if better and len(better.gutters) >= len(columns.gutters) else columns
        inner = rows[i + depth : last]
        prose = reads_down(inner, columns, patterns) or any(band.first + DEEP <= i < band.last for band in bands)
        if len(columns.used(inner)) > 1 and (known or not prose):
            found.append(Found(i, last, columns, headings=depth))
        i = max(last, i + depth, i + 1)
    return found


def gutter_beside(word: Word) -> float:
    """The white that may part columns before a word, in points: large type has wide spaces."""
    return max(GUTTER, WIDEST_SPACE * word.size)


def pieces(row: Row) -> list[list[Word]]:
    """A row cut where a gutter could be."""
    out: list[list[Word]] = []
    for word in row:
        if out and word.box.x0 - out[-1][-1].box.x1 < gutter_beside(word):
            out[-1].append(word)
        else:
            out.append([word])
    return out


def reads_down(rows: Sequence[Row], columns: Columns, patterns: StructurePatterns) -> bool:
    """Whether columns are prose that is read down each of them: each has words on most lines, and its lines are full.

    The numbers and bullets that stand before prose are no column of their own.
    """
    lines: list[list[float]] = [[] for _ in range(len(columns.gutters) + 1)]
    marks = [True] * len(lines)
    for row in rows:
        ends: dict[int, tuple[float, float]] = {}
        for piece, column in columns.share(row):
            if column is not None:
                x0, _ = ends.get(column, (piece[0].box.x0, 0.0))
                ends[column] = x0, piece[-1].box.x1
                marks[column] = marks[column] and is_mark(piece, patterns)
        for column, (x0, x1) in ends.items():
            lines[column].append(x1 - x0)
    prose = [found for found, mark in zip(lines, marks, strict=True) if found and not mark]
    if len(rows) < FEWEST_LINES or len(prose) < 2 or not all(len(found) >= DENSE * len(rows) for found in prose):
        return False
    return all(sum(found) >= FULL * max(found) * len(found) for found in prose)


def is_mark(piece: Sequence[Word], patterns: StructurePatterns) -> bool:
    """Whether a piece of a row is only the number or the bullet of a paragraph."""
    return len(piece) == 1 and (patterns.is_bullet(piece[0].text) or bool(REF.fullmatch(piece[0].text)))


def headings_at(rows: Sequence[Row], i: int, patterns: StructurePatterns) -> tuple[Columns | None, int, bool]:
    """The columns that headings from row ``i`` on announce, how many lines the headings take, and whether they are known.

    Headings are recognised by their words (two known ones), or by being bold, in two or more pieces, above rows that
    are not and that keep to the same columns.
    """
    depth = 1
    while (
        depth < HEADING_LINES and i + depth < len(rows) and heading_like(rows[i], rows[i + depth - 1], rows[i + depth])
    ):
        depth += 1
    for n in range(depth, 0, -1):
        block = rows[i : i + n]
        words = sorted((w for row in block for w in row), key=lambda w: w.box.x0)
        groups = side_by_side(words)
        if len(groups) < 2:
            continue
        texts = [" ".join(w.text for w in sorted(g, key=lambda w: (round(w.box.top), w.box.x0))) for g in groups]
        known = sum(patterns.column_role(t) is not None for t in texts)
        bold = all(w.bold for w in words)
        below = rows[i + n : i + n + 6]
        if not below or (known < 2 and not (bold and not all(w.bold for row in below for w in row))):
            continue
        gaps = [(max(w.box.x1 for w in a), min(w.box.x0 for w in b)) for a, b in itertools.pairwise(groups)]
        left = min(w.box.x0 for row in (*block, *below) for w in row)
        right = max(w.box.x1 for row in rows for w in row) + 1
        columns = Columns(left, tuple((b - GUTTER, b - 0.5) for _, b in gaps), right)
        keeps = len(columns.used(below)) == len(groups) and sum(columns.fits(r) for r in below) >= min(3, len(below))
        if known >= 2 or (keeps and not runs_above(rows[max(0, i - 3) : i], columns)):
            return columns, n, known >= 2
    return None, 0, False


def definitions_at(rows: Sequence[Row], i: int, patterns: StructurePatterns) -> Found | None:
    """A list of terms with their meanings beside them, from row ``i`` on: two columns, the second one flush left.

    The narrow first column holds words, no bullets or numbers, beside several lines of the second.
    """
    first = pieces(rows[i])
    if len(first) != 2 or first[1][0].box.x0 - first[0][-1].box.x1 < DEFINED or not is_term(first[0], patterns):
        return None
    left, right = first[0][0].box.x0, first[1][0].box.x0
    edge = max(w.box.x1 for row in rows for w in row)
    if right - left > 0.45 * (edge - left):
        return None
    last, terms, end = i, 0, 0.0
    while last < len(rows):
        row = pieces(rows[last])
        starts = [p[0].box.x0 for p in row]
        if abs(starts[-1] - right) > 2 or (
            len(row) > 1 and (abs(starts[0] - left) > 2 or row[0][-1].box.x1 > right - GUTTER)
        ):
            break
        if len(row) > 2 or (len(row) > 1 and not is_term(row[0], patterns)):
            break
        if len(row) > 1:
            terms += 1
            end = max(end, row[0][-1].box.x1)
        last += 1
    if terms < STACK or last - i == terms == len(rows):
        return None
    return Found(i, last, Columns(left, ((end, right),), edge + 1))


def is_term(words: Sequence[Word], patterns: StructurePatterns) -> bool:
    """Whether words can be a term in a list of definitions: not a bullet, a number or a letter."""
    text = " ".join(w.text for w in words)
    return (
        bool(re.search(r"[^\W\d_]{3}", text))
        and not patterns.is_bullet(words[0].text)
        and not REF.fullmatch(words[0].text)
    )


def runs_above(rows: Sequence[Row], columns: Columns) -> bool:
    """Whether the gutters part the lines above as well: then they part columns of the page, not of a table."""
    return any(columns.fits(row) and len(columns.used([row])) > 1 for row in rows)


def heading_like(first: Row, above: Row, row: Row) -> bool:
    """Whether a row can be a further line of the column headings that ``first`` opens."""
    size = max(w.size for w in above)
    near = row[0].box.top - above[0].box.top < 1.8 * size
    return near and all(w.bold for w in first) == all(w.bold for w in row) and abs(row[0].size - first[0].size) < 1


def side_by_side(words: Sequence[Word]) -> list[list[Word]]:
    """Words grouped where white runs between them from top to bottom."""
    groups: list[list[Word]] = []
    right = 0.0
    for word in words:
        if groups and word.box.x0 - right < 2 * gutter_beside(word):
            groups[-1].append(word)
        else:
            groups.append([word])
        right = max(right, word.box.x1)
    return groups


def extent(rows: Sequence[Row], start: int, columns: Columns) -> int:
    """The row after the last one that belongs to a table with these columns.

    A row that crosses a gutter ends the table, unless it is a single bold line between rows that fit (a theme).
    """
    size = max((w.size for w in rows[start]), default=0.0) if start < len(rows) else 0.0
    at = start
    while at < len(rows):
        row = rows[at]
        larger = max(w.size for w in row) - size
        theme = (
            all(w.bold for w in row) and larger <= THEME_LARGER and at + 1 < len(rows) and columns.fits(rows[at + 1])
        )
        if not theme and (larger > 1.0 or not columns.fits(row)):
            break
        at += 1
    return at


def open_table(found: Found, rows: Sequence[Row], page: int, patterns: StructurePatterns, number: int) -> Table:
    """The rows of a table without upright strokes."""
    columns = found.columns
    width = len(columns.gutters) + 1
    shared: list[list[Word]] = []  # the words of each cell, row by row
    looks: list[tuple[bool, bool]] = []
    for group in row_groups(rows, found):
        words = [w for row in group for w in row]
        bold = all(w.bold for w in words)
        spans = bold and len(group) <= 2 and (len(pieces(group[0])) == 1) and not_cell(words, columns)
        homes: list[list[Word]] = [[] for _ in range(width)]
        for row in group:
            for piece, column in columns.share(row):
                homes[0 if spans or column is None else column] += piece
        shared += homes
        looks.append((spans, bold))
    cells = cells_of_words(shared, page, patterns)
    table_rows = [
        TableRow(page, tuple(cells[i * width : (i + 1) * width]), number, columns.edges[:-1], spans, bold)
        for i, (spans, bold) in enumerate(looks)
    ]
    all_words = [w for row in rows for w in row]
    box = Box(
        page,
        columns.left,
        min(w.box.top for w in all_words),
        columns.right,
        max(w.box.bottom for w in all_words),
    )
    return Table(box, tuple(table_rows))


def not_cell(words: Sequence[Word], columns: Columns) -> bool:
    """Whether a lone bold line is a theme: it begins in the first column and is no reference."""
    return columns.column(words[:1]) == 0 and not REF.fullmatch(" ".join(w.text for w in words))


def row_groups(rows: Sequence[Row], found: Found) -> list[list[Row]]:
    """Lines grouped into table rows: by the rules between them, else by the references in the first column, else by
    white that runs across all columns above a line with words in the first one."""
    if found.bounds:
        groups: dict[int, list[Row]] = {}
        for row in rows:
            y = middle(row[0])[1]
            groups.setdefault(sum(y > b for b in found.bounds), []).append(row)
        return [groups[k] for k in sorted(groups)]
    columns = found.columns
    first_column = [[w for piece, column in columns.share(row) if column == 0 for w in piece] for row in rows]
    openers = [bool(ws) and bool(REF.fullmatch(ws[0].text)) for ws in first_column]
    by_ref = sum(openers) >= 2 and sum(openers) >= 0.6 * sum(
        bool(ws) and not all(w.bold for w in ws) for ws in first_column
    )
    steps = [b[0].box.top - a[0].box.top for a, b in itertools.pairwise(rows)]
    usual = min((s for s in steps if s > 0.8 * rows[0][0].size), default=0.0)
    out: list[list[Row]] = [list(rows[: found.headings])] if found.headings else []
    for k, row in enumerate(rows):
        if k < found.headings:
            continue
        gap = k > 0 and steps[k - 1] > ROW_GAP * usual
        bold = all(w.bold for w in row)
        above_bold = k > 0 and all(w.bold for w in rows[k - 1])
        if by_ref:
            new = openers[k] or (bold and not above_bold) or (above_bold and not bold)
        else:
            new = (gap and bool(first_column[k])) or (above_bold and not bold and k <= HEADING_LINES)
        new = new or k == found.headings
        if out and not new:
            out[-1].append(row)
        else:
            out.append([row])
    return out
