"""Regions of a page: columns, panels and what lies between them, in reading order."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..document.model import Box, Word
from .columns import Band, bands_of
from .grids import middle
from .lines import Line, lines_of, rows_of
from .sheet import Sheet

MARGIN_GAP = 6.0  # points between a heading in the margin and the text
MOST_ROWS = 0.4  # share of a page's rows that begin at the text's left edge where headings stand beside it
TOUCH = 2.0  # points by which areas may overlap and still count as above one another


@dataclass(frozen=True, slots=True)
class Region:
    """Lines that read on from one another, in the area that they fill."""

    box: Box
    lines: tuple[Line, ...]
    panel: bool = False


def regions_of(
    sheet: Sheet, words: Sequence[Word], barriers: Sequence[Box], gutters: Sequence[float] = ()
) -> list[Region]:
    """The regions that the words outside tables form, in reading order.

    ``barriers`` are the tables, which no region crosses; ``gutters`` tells where columns are parted on other pages.
    """
    panels = sorted(set(sheet.panels), key=lambda p: ((p.x1 - p.x0) * (p.bottom - p.top), p))
    regions: list[Region] = []
    for column in columns_within(words, gutters):
        homes: dict[Box | None, list[Word]] = {}
        for word in column:
            x, y = middle(word)
            home = next((p for p in panels if p.x0 <= x <= p.x1 and p.top <= y <= p.bottom), None)
            homes.setdefault(home, []).append(word)
        walls = [*barriers, *(home for home in homes if home is not None)]
        here = [
            Region(around(lines), tuple(lines), home is not None)
            for home, members in homes.items()
            for lines in cut_at(lines_of(members, 1), [] if home else walls)
        ]
        regions += sorted(here, key=lambda r: (r.box.top, r.box.x0))
    return regions


def columns_within(words: Sequence[Word], gutters: Sequence[float]) -> list[list[Word]]:
    """Words shared out to columns where gutters part them, from the top; the rest in one piece each."""
    rows = rows_of(words)
    if beside := side_headings(rows):
        return with_side_headings(rows, beside, gutters)
    left = min(w.box.x0 for w in words)
    right = max(w.box.x1 for w in words)
    groups: list[list[Word]] = []
    at = 0
    for band in [*bands_of(rows, left, right, gutters), Band(len(rows), len(rows), ())]:
        if band.first > at:
            groups.append([w for row in rows[at : band.first] for w in row])
        edges = [left - 1, *((a + b) / 2 for a, b in band.gutters), right + 1]
        members = [w for row in rows[band.first : band.last] for w in row]
        for x0, x1 in itertools.pairwise(edges):
            if column := [w for w in members if x0 <= (w.box.x0 + w.box.x1) / 2 < x1]:
                groups.append(column)
        at = band.last
    return groups


def side_headings(rows: Sequence[Sequence[Word]]) -> dict[int, list[Word]]:
    """Headings set in the margin beside the text, by the row that they begin beside; empty where there are none.

    They are bold, end before the text's left edge, and begin level with a line of the text; bare numbers are none.
    """
    if not rows:
        return {}
    edges = Counter(round(min(w.box.x0 for w in row)) for row in rows)
    edge, often = max(edges.items(), key=lambda item: (item[1], item[0]))
    if often < MOST_ROWS * len(rows):
        return {}
    found: dict[int, list[Word]] = {}
    alone: dict[int, list[Word]] = {}
    last = -2
    for i, row in enumerate(rows):
        inside = [w for w in row if w.box.x1 <= edge - MARGIN_GAP]
        text = [w for w in row if w.box.x0 >= edge - 1]
        if len(inside) + len(text) < len(row) or not inside:
            continue  # a heading across the page, or a line of the text
        if not all(w.bold for w in inside):
            return {}
        if last == i - 1 and last >= 0:
            (found if last in found else alone)[i] = inside
        elif not text:
            alone[i] = inside
        elif not all(w.bold for w in text):
            found[i] = inside
        else:
            continue
        last = i
    sizes = {w.size for words in found.values() for w in words}
    beside = joined(found | {i: words for i, words in alone.items() if all(w.size in sizes for w in words)})
    named = all(any(re.search(r"[^\W\d_]{3}", w.text) for w in words) for words in beside.values())
    return beside if found and named else {}


def joined(lines: dict[int, list[Word]]) -> dict[int, list[Word]]:
    """Headings of several lines in one piece, by the row of their first line."""
    out: dict[int, list[Word]] = {}
    last = -2
    for i in sorted(lines):
        if last != i - 1:
            first = i
            out[first] = []
        out[first] += lines[i]
        last = i
    return out


def with_side_headings(
    rows: Sequence[Sequence[Word]], beside: dict[int, list[Word]], gutters: Sequence[float]
) -> list[list[Word]]:
    """The words of a page with headings in its margin: each heading, then the text beside and below it."""
    taken = {id(w) for words in beside.values() for w in words}
    groups: list[list[Word]] = []
    for first, last in itertools.pairwise([*sorted({0, *beside}), len(rows)]):
        if first in beside:
            groups.append(beside[first])
        text = [w for row in rows[first:last] for w in row if id(w) not in taken]
        if text:
            groups += columns_within(text, gutters)
    return groups


def around(lines: Sequence[Line]) -> Box:
    """The box around lines."""
    box = lines[0].box
    for line in lines[1:]:
        box = box.union(line.box)
    return box


def cut_at(lines: Sequence[Line], walls: Sequence[Box]) -> list[list[Line]]:
    """Lines cut where a panel or a table stands between two of them."""
    out: list[list[Line]] = []
    for line in lines:
        above = out[-1][-1].box if out else None
        if above is None or any(parts(w, above, line.box) for w in walls):
            out.append([line])
        else:
            out[-1].append(line)
    return out


def parts(wall: Box, above: Box, below: Box) -> bool:
    """Whether a wall stands between two lines."""
    beside = wall.x1 <= min(above.x0, below.x0) or wall.x0 >= max(above.x1, below.x1)
    return not beside and wall.top >= above.top and wall.bottom <= below.bottom and wall.top < below.top


def share_column(a: Box, b: Box) -> bool:
    """Whether two areas stand above one another rather than side by side."""
    return min(a.x1, b.x1) - max(a.x0, b.x0) > TOUCH
