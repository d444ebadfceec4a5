"""Sheets → pages: lines, columns, panels and tables told apart by where they stand. The language comes later."""

from collections.abc import Sequence
from dataclasses import replace

from ..document import Item, Notice, Page, Word
from ..patterns import StructurePatterns
from .columns import free_gaps, gutters_of
from .furniture import Edge, find_furniture
from .lines import Line, lines_of, rows_of
from .passages import Leadings, passages_of, usual_leading
from .regions import Region, around, regions_of, share_column
from .sheet import Sheet, halved, with_bullets
from .tables import Columns, Table, tables_of


def arrange(sheets: Sequence[Sheet], patterns: StructurePatterns) -> tuple[tuple[Page, ...], tuple[Notice, ...]]:
    """The pages that the sheets show, in reading order and without running heads."""
    sheets = [with_bullets(sheet) for sheet in halved(sheets)]
    lined = [lines_of(sheet.words) for sheet in sheets]
    furniture = find_furniture([edges(s, lines, patterns) for s, lines in zip(sheets, lined, strict=True)])
    cleaned = [without(s, lines, drop) for s, lines, drop in zip(sheets, lined, furniture.lines, strict=True)]
    tabled: list[tuple[list[Table], list[Word]]] = []
    before: Columns | None = None
    for sheet in cleaned:
        tables, words, before = tables_of(sheet, patterns, before)
        tabled.append((tables, words))
    gutters = gutters_of([rows_of(words) for _, words in tabled])
    regions = [
        regions_of(sheet, words, [t.box for t in tables], gutters) if words else []
        for sheet, (tables, words) in zip(cleaned, tabled, strict=True)
    ]
    leadings = usual_leading(region.lines for page in regions for region in page)
    pages = [
        Page(s.number, tuple(in_reading_order(rs, tables, patterns, leadings, s.number)), label, s.width, s.height)
        for s, label, rs, (tables, _) in zip(cleaned, furniture.labels, regions, tabled, strict=True)
    ]
    return tuple(pages), ()


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
