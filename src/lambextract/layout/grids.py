"""Ruled tables: strokes → grids of cells, as they stand on one page."""

import itertools
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from ..document.model import Box, Word
from .sheet import Sheet

SNAP = 3.0  # points: strokes this near to one another are one line
MOST_STROKES = 1500  # on a page, after joining; a dense table has 300
COVERED = 0.6  # share of a cell's side that a stroke must cover to close it
NARROWEST = 12.0  # points: a column
LOWEST = 6.0  # points: a row
OPEN = 6.0  # points by which upright strokes outrun the last level one where a table is cut by the page's end


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a grid: rows ``top..bottom`` and columns ``left..right`` (half-open) of it."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table on a page: the edges of its columns and rows in points, and its cells."""

    edges: tuple[float, ...]
    bounds: tuple[float, ...]
    cells: tuple[GridCell, ...]

    def holds(self, word: Word) -> bool:
        """Whether the word's middle lies within the table."""
        x, y = middle(word)
        return self.edges[0] <= x <= self.edges[-1] and self.bounds[0] <= y <= self.bounds[-1]

    def cell_of(self, word: Word) -> GridCell | None:
        """The cell that the word's middle stands in."""
        x, y = middle(word)
        for cell in self.cells:
            x0, top, x1, bottom = self.area(cell)
            if x0 <= x <= x1 and top <= y <= bottom:
                return cell
        return None

    def area(self, cell: GridCell) -> tuple[float, float, float, float]:
        """The cell's x0, top, x1, bottom."""
        return self.edges[cell.left], self.bounds[cell.top], self.edges[cell.right], self.bounds[cell.bottom]


def middle(word: Word) -> tuple[float, float]:
    """The point in the middle of a word."""
    return (word.box.x0 + word.box.x1) / 2, (word.box.top + word.box.bottom) / 2


def join_level(strokes: Sequence[Box]) -> list[Box]:
    """Level strokes, those that continue one another joined."""
    heights = clusters([s.top for s in strokes])

    def height(stroke: Box) -> int:
        at = bisect_left(heights, stroke.top)
        return (
            at if at < len(heights) and (at == 0 or heights[at] - stroke.top < stroke.top - heights[at - 1]) else at - 1
        )

    joined: list[Box] = []
    for stroke in sorted(strokes, key=lambda s: (height(s), s.x0)):
        last = joined[-1] if joined else None
        if last and abs(last.top - stroke.top) <= SNAP and last.x0 - SNAP <= stroke.x0 <= last.x1 + SNAP:
            joined[-1] = last._replace(x1=max(last.x1, stroke.x1))
        else:
            joined.append(stroke)
    return joined


def join_upright(strokes: Sequence[Box]) -> list[Box]:
    """Upright strokes, those that continue one another joined."""
    turned = join_level([Box(s.page, s.top, s.x0, s.bottom, s.x1) for s in strokes])
    return [Box(s.page, s.top, s.x0, s.bottom, s.x1) for s in turned]


def ruled_grids(sheet: Sheet) -> list[Grid]:
    """The grids that level and upright strokes form together: two columns or more with words in at least two."""
    level, upright = join_level(sheet.level), join_upright(sheet.upright)
    if len(level) + len(upright) > MOST_STROKES:
        return []
    grids = [grid_of([level[i] for i in ls], [upright[i] for i in us]) for ls, us in connected(level, upright)]
    whole = [g for g in grids if g and worded(g, sheet.words)]
    return [g for g in whole if not any(g is not h and inside(g, h) for h in whole)]


def connected(level: Sequence[Box], upright: Sequence[Box]) -> list[tuple[list[int], list[int]]]:
    """Groups of strokes that touch one another, as indices."""
    parent = list(range(len(level) + len(upright)))

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, line in enumerate(level):
        for j, post in enumerate(upright):
            if line.x0 - SNAP <= post.x0 <= line.x1 + SNAP and post.top - SNAP <= line.top <= post.bottom + SNAP:
                parent[find(len(level) + j)] = find(i)
    groups: dict[int, tuple[list[int], list[int]]] = {}
    for k in range(len(parent)):
        lines, posts = groups.setdefault(find(k), ([], []))
        (lines if k < len(level) else posts).append(k if k < len(level) else k - len(level))
    return [g for g in groups.values() if g[0] and g[1]]


def clusters(values: Sequence[float]) -> list[float]:
    """Values that lie within a snap of one another, as their means, ascending."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= SNAP:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(g) / len(g) for g in groups]


def grid_of(level: Sequence[Box], upright: Sequence[Box]) -> Grid | None:
    """The grid that touching strokes form, None where they are only a box or a cross."""
    xs = with_open_sides(clusters([u.x0 for u in upright]), level)
    ys = clusters([s.top for s in level])
    top, bottom = min(u.top for u in upright), max(u.bottom for u in upright)
    if ys[0] - top > OPEN:
        ys.insert(0, top)
    if bottom - ys[-1] > OPEN:
        ys.append(bottom)
    xs = [x for i, x in enumerate(xs) if i == 0 or x - xs[i - 1] >= NARROWEST or i == len(xs) - 1]
    ys = [y for i, y in enumerate(ys) if i == 0 or y - ys[i - 1] >= LOWEST or i == len(ys) - 1]
    if len(xs) < 3 or len(ys) < 2:
        return None
    return Grid(tuple(xs), tuple(ys), tuple(cells_of(xs, ys, level, upright)))


def with_open_sides(xs: Sequence[float], level: Sequence[Box]) -> list[float]:
    """The edges of columns, with those where two level strokes or more run out beyond the outermost upright one."""
    lefts = [x for x in clusters([s.x0 for s in level]) if x < xs[0] - NARROWEST]
    rights = [x for x in clusters([s.x1 for s in level]) if x > xs[-1] + NARROWEST]
    left = [x for x in lefts if sum(abs(s.x0 - x) <= SNAP for s in level) > 1]
    right = [x for x in rights if sum(abs(s.x1 - x) <= SNAP for s in level) > 1]
    return [*left[:1], *xs, *right[-1:]]


def cells_of(xs: Sequence[float], ys: Sequence[float], level: Sequence[Box], upright: Sequence[Box]) -> list[GridCell]:
    """The cells between the strokes: where no stroke parts two places, they are one cell."""

    def barred_right(row: int, col: int) -> bool:  # a stroke between columns col-1 and col in this row
        y0, y1 = ys[row], ys[row + 1]
        near = [u for u in upright if abs(u.x0 - xs[col]) <= SNAP + 1]
        return sum(max(0.0, min(u.bottom, y1) - max(u.top, y0)) for u in near) >= COVERED * (y1 - y0)

    def barred_above(row: int, left: int, right: int) -> bool:  # a stroke between rows row-1 and row there
        x0, x1 = xs[left], xs[right]
        near = [s for s in level if abs(s.top - ys[row]) <= SNAP + 1]
        return sum(max(0.0, min(s.x1, x1) - max(s.x0, x0)) for s in near) >= COVERED * (x1 - x0)

    cells: list[GridCell] = []
    open_above: dict[tuple[int, int], int] = {}  # columns of a cell of the row above → its index
    for row in range(len(ys) - 1):
        starts = [0, *(c for c in range(1, len(xs) - 1) if barred_right(row, c)), len(xs) - 1]
        here: dict[tuple[int, int], int] = {}
        for place in itertools.pairwise(starts):
            if place in open_above and not barred_above(row, *place):
                here[place] = open_above[place]
                cells[here[place]] = GridCell(cells[here[place]].top, row + 1, *place)
            else:
                here[place] = len(cells)
                cells.append(GridCell(row, row + 1, *place))
        open_above = here
    return cells


def worded(grid: Grid, words: Sequence[Word]) -> bool:
    """Whether words stand in two columns of the grid at least: a panel with a stripe is no table."""
    columns = set()
    for word in words:
        if grid.holds(word):
            x, _ = middle(word)
            columns.add(next(i for i in range(len(grid.edges) - 1) if x <= grid.edges[i + 1]))
            if len(columns) > 1:
                return True
    return False


def inside(a: Grid, b: Grid) -> bool:
    """Whether grid ``a`` lies within grid ``b``."""
    return (
        b.edges[0] - SNAP <= a.edges[0]
        and a.edges[-1] <= b.edges[-1] + SNAP
        and b.bounds[0] - SNAP <= a.bounds[0]
        and a.bounds[-1] <= b.bounds[-1] + SNAP
    )
