"""What a tagged PDF's author says about its content: which pieces are one paragraph, heading, list item or cell."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..document.model import Role

ARTIFACT_MARK = -1  # of words that the author calls no part of the text: running heads, page numbers, decoration


@dataclass(frozen=True, slots=True)
class Place:
    """A cell's place in a table: rows and columns are counted from 0; ``width``: the columns that it covers."""

    table: int
    row: int
    column: int
    width: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class Element:
    """A block-level element; ``level`` is a heading's, ``place`` that of the cell it stands in."""

    role: Role
    level: int | None = None
    place: Place | None = None


@dataclass(frozen=True)
class Tags:
    """The elements in the author's order; which one holds each item of content; the item of each mark on each page."""

    elements: tuple[Element, ...] = ()
    owners: tuple[int, ...] = ()
    items: Mapping[tuple[int, int], int] = field(default_factory=dict)

    @cached_property
    def widths(self) -> Mapping[int, int]:
        """How many columns each table has."""
        widths: dict[int, int] = {}
        for element in self.elements:
            if place := element.place:
                widths[place.table] = max(widths.get(place.table, 0), place.column + place.width)
        return widths
