"""Sheets → pages: lines, columns, panels and tables told apart by where they stand. The language comes later.

Where a file is tagged and its tags are sane, its author's own paragraphs, headings, list items and cells are taken instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..document.model import Item, Page, SetAside, Why, Word
from .author_tags import Tags
from .columns import free_gaps, gutters_of
from .furniture import Edge, find_furniture
from .lines import Line, lines_of, rows_of
from .passages import Leadings, passages_of, usual_leading
from .regions import Region, around, regions_of, share_column
from .sheet import Sheet, halved, with_bullets
from .tables import Columns, Table, tables_of, turned_passages
from .tagged_page import tagged_items

if TYPE_CHECKING:
    from ..patterns import StructurePatterns


@dataclass(frozen=True, slots=True)
class Arranged:
    """Pages in reading order, and what was set aside on the way."""

    pages: tuple[Page, ...]
    aside: tuple[SetAside, ...] = ()


def arrange(sheets: Sequence[Sheet], patterns: StructurePatterns, tags: Tags | None = None) -> Arranged:
    """The pages that the sheets show, in reading order and without running heads."""
    aside = [SetAside(s.number, (word,), why) for s in sheets for why, word in s.aside]
    sheets = [with_bullets(sheet) for sheet in halved(sheets)]
    lined = [lines_of(sheet.words) for sheet in sheets]
    furniture = find_furniture([edges(s, lines, patterns) for s, lines in zip(sheets, lined, strict=True)])
    for sheet, lines, dropped in zip(sheets, lined, furniture.lines, strict=True):
        aside += [SetAside(sheet.number, lines[i].words, furniture_kind(lines[i])) for i in sorted(dropped)]
    cleaned = [without(s, lines, drop) for s, lines, drop in zip(sheets, lined, furniture.lines, strict=True)]
    authored = [tagged_items(sheet, tags, patterns) for sheet in cleaned]
    looked = by_look([s for s, items in zip(cleaned, authored, strict=True) if items is None], patterns)
    pages: list[Page] = []
    for sheet, tagged, label in zip(cleaned, authored, furniture.labels, strict=True):
        items, repeated = (next(looked), []) if tagged is None else tagged
        aside += repeated
        if tagged is not None:
            items = [*items, *sideways_items(sheet, patterns)]
        pages.append(Page(sheet.number, tuple(items), label, sheet.width, sheet.height, tagged is not None))
    return Arranged(tuple(pages), tuple(aside))


def by_look(sheets: Sequence[Sheet], patterns: StructurePatterns) -> Iterator[list[Item]]:
    """The items of each sheet, told apart by how the page looks."""
    tabled: list[tuple[list[Table], list[Word]]] = []
    before: Columns | None = None
    for sheet in sheets:
        tables, words, before = tables_of(sheet, patterns, before)
        tabled.append((tables, words))
    gutters = gutters_of([rows_of(words) for _, words in tabled])
    regions = [
        regions_of(sheet, words, [t.box for t in tables], gutters) if words else []
        for sheet, (tables, words) in zip(sheets, tabled, strict=True)
    ]
    leadings = usual_leading(region.lines for page in regions for region in page)
    for sheet, found, (tables, _) in zip(sheets, regions, tabled, strict=True):
        items = in_reading_order(found, tables, patterns, leadings, sheet.number)
        yield [*items, *sideways_items(sheet, patterns, [t for t in tables if t.ruled])]


def furniture_kind(line: Line) -> Why:
    """What a line of furniture is: a page number alone, or a running head."""
    return "running-head" if any(c.isalpha() for w in line.words for c in w.text) else "page-number"


def sideways_items(sheet: Sheet, patterns: StructurePatterns, ruled: Sequence[Table] = ()) -> list[Item]:
    """What runs in another direction than the page's text, as passages of their own, but for the cells of ruled tables."""
    out: list[Item] = []
    for group in sheet.sideways:
        outside = group.within(lambda word: not any(table.holds(word) for table in ruled))
        passages = turned_passages(outside, sheet.number, patterns) if outside else ()
        out += [replace(p, region=-1 - len(out)) for p in passages]
    return out


def edges(sheet: Sheet, lines: Sequence[Line], patterns: StructurePatterns) -> list[Edge]:
    """A sheet's lines as the search for running heads sees them."""
    tops = [g.top for g in sheet.level] + [u.top for u in sheet.upright]
    first_rule = min(tops, default=sheet.height)
    ruled = [u for u in sheet.upright if u.bottom - u.top > 8]

    def tabular(line: Line) -> bool:
        y = (line.box.top + line.box.bottom) / 2
        if y > first_rule and sum(u.top <= y <= u.bottom for u in ruled) >= 3:
            return True
        gaps = free_gaps(line.words, line.box.x0, line.box.x1)
        return len(gaps) >= 2 and not any(c.isdigit() for c in line.text)

    return [Edge(x.text, x.box.top, x.size, sheet.height, tabular(x)) for x in lines]


def without(sheet: Sheet, lines: Sequence[Line], drop: frozenset[int]) -> Sheet:
    """The sheet without some of its lines."""
    return replace(sheet, words=tuple(w for i, line in enumerate(lines) if i not in drop for w in line.words))


def in_reading_order(
    regions: Sequence[Region], tables: Sequence[Table], patterns: StructurePatterns, leadings: Leadings, page: int
) -> list[Item]:
    """The passages of the regions and the rows of the tables, tables placed by their height among the regions."""
    items: list[Item] = []
    waiting = sorted(tables, key=lambda t: (t.box.top, t.box.x0))
    for number, region in enumerate(regions):
        while waiting and waiting[0].box.top < around(region.lines).top:
            items += waiting.pop(0).rows
        margin = max((r.box.x1 for r in regions if share_column(r.box, region.box)), default=region.box.x1)
        passages = passages_of(region.lines, patterns, page, leadings, margin)
        items += [replace(p, region=number, panel=region.panel) for p in passages]
    for table in waiting:
        items += table.rows
    return items
