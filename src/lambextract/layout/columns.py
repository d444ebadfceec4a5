"""Columns of text: bands of a page where white gutters part the words from top to bottom."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..document.model import Word

GUTTER = 9.0  # points: the least white between two columns; spaces between words measure 2 to 6
DEEP = 4  # lines that a band of columns has at least
SIDE = 0.17  # of the text's width: a column of prose is not narrower
PROSE = 14  # characters that a line of a column of prose has on average, at least

TITLE = 4.0  # points by which a title is larger than the text of the columns
SAME_GUTTER = 4.0  # points between the middles of one gutter on several pages

Row = Sequence[Word]
Gap = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Band:
    """Rows ``first..last`` (half-open) of a page that the same gutters part."""

    first: int
    last: int
    gutters: tuple[Gap, ...]


def free_gaps(row: Row, left: float, right: float) -> list[Gap]:
    """The white stretches of a row between the text's margins."""
    gaps: list[Gap] = []
    at = left
    for word in row:
        if word.box.x0 - at >= GUTTER:
            gaps.append((at, word.box.x0))
        at = max(at, word.box.x1)
    if right - at >= GUTTER:
        gaps.append((at, right))
    return gaps


def common(a: Sequence[Gap], b: Sequence[Gap]) -> list[Gap]:
    """What is white in both rows, where it is wide enough."""
    out: list[Gap] = []
    for x0, x1 in a:
        for y0, y1 in b:
            lo, hi = max(x0, y0), min(x1, y1)
            if hi - lo >= GUTTER:
                out.append((lo, hi))
    return out


def inner(gaps: Sequence[Gap], rows: Sequence[Row]) -> list[Gap]:
    """The gaps that have words on both sides in these rows."""
    x0 = min(row[0].box.x0 for row in rows)
    x1 = max(w.box.x1 for row in rows for w in row)
    return [g for g in gaps if g[0] > x0 and g[1] < x1]


def bands_of(rows: Sequence[Row], left: float, right: float, known: Sequence[float] = ()) -> list[Band]:
    """The bands of prose columns among a page's rows, from the top.

    ``known``: where gutters run on other pages; there a few lines are enough.
    """
    bands: list[Band] = []
    i = 0
    while i < len(rows):
        gaps = free_gaps(rows[i], left, right)
        j = i + 1
        while j < len(rows) and not (j > i and title_across(rows, i, j)):
            shared = common(gaps, free_gaps(rows[j], left, right))
            if not any(may_part(g, left, right) for g in shared):
                break
            gaps = shared
            j += 1
        i = after_title(rows, i, j)
        gutters = prose_gutters(wide_apart(gaps, left, right), rows[i:j], left, right, known) if i < j else []
        if gutters:
            bands.append(Band(i, j, tuple(gutters)))
            i = j
        else:
            i += 1
    return bands


def title_across(rows: Sequence[Row], first: int, at: int) -> bool:
    """Whether a row is a title that stands across all columns, though it may be no wider than one of them."""
    row = rows[at]
    sizes = sorted(r[0].size for r in rows[first:at])
    if row[0].size <= sizes[len(sizes) // 2] + TITLE:
        return False
    right = max(w.box.x1 for w in row if w.size == row[0].size)
    top, bottom = row[0].box.top - row[0].size / 2, row[0].box.bottom + row[0].size / 2
    near = [w for r in rows[max(0, at - 4) : at + 5] for w in r if w.box.bottom > top and w.box.top < bottom]
    return all(w.box.x0 < right for w in near)


def after_title(rows: Sequence[Row], first: int, last: int) -> int:
    """The row after the last lines of a title that began above: they may fit a column by chance."""
    sizes = sorted(row[0].size for row in rows[first:last])
    while 0 < first < last and rows[first][0].size == rows[first - 1][0].size > sizes[len(sizes) // 2] + TITLE:
        first += 1
    return first


def may_part(gap: Gap, left: float, right: float) -> bool:
    """Whether a gap could, as longer lines narrow it, come to leave room for a column on both sides."""
    least = SIDE * (right - left)
    return gap[1] - left >= least and right - gap[0] >= least


def wide_apart(gaps: Sequence[Gap], left: float, right: float) -> list[Gap]:
    """Those gaps that leave room for a column of prose on both sides."""
    least = SIDE * (right - left)
    return [g for g in gaps if g[0] - left >= least and right - g[1] >= least]


def prose_gutters(
    gaps: Sequence[Gap], rows: Sequence[Row], left: float, right: float, known: Sequence[float]
) -> list[Gap]:
    """Those gaps that part columns of prose: with words on both sides, and enough of them unless the gutter is known."""
    good = inner(gaps, rows) if gaps else []
    expected = [g for g in good if any(g[0] <= x <= g[1] for x in known)]
    if expected:
        return expected
    while good and len(rows) >= DEEP:
        edges = [left - 1, *((a + b) / 2 for a, b in good), right + 1]
        thin = next((k for k in range(len(edges) - 1) if not is_prose(rows, edges[k], edges[k + 1])), None)
        if thin is None:
            return good
        good.pop(min(thin, len(good) - 1))
    return []


def is_prose(rows: Sequence[Row], x0: float, x1: float) -> bool:
    """Whether the words between two edges read as a column of prose: enough lines, long enough."""
    lengths = [n for row in rows if (n := sum(len(w.text) + 1 for w in row if x0 <= w.box.x0 < x1))]
    return len(lengths) >= DEEP - 1 and sum(lengths) >= PROSE * len(lengths)


def gutters_of(pages: Sequence[Sequence[Row]]) -> list[float]:
    """Where gutters run on more than one page: the middle of each, in points from the left."""
    middles: list[float] = []
    for rows in pages:
        if rows:
            left, right = min(r[0].box.x0 for r in rows), max(w.box.x1 for r in rows for w in r)
            found = {round((a + b) / 2) for band in bands_of(rows, left, right) for a, b in band.gutters}
            middles += sorted(found)
    return [x for x in sorted(set(middles)) if sum(abs(x - y) <= SAME_GUTTER for y in middles) > 1]
