"""What a second reader sees on a PDF's page: its letters and where they stand.

Letters are folded (compatibility forms apart, accents and case gone), so that two readers that spell a ligature differently
still agree.
"""

import itertools
import struct
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..layout.overprint import Area

PLACE = struct.Struct("<4d")
OPEN = 24  # pages that are kept open: blocks and their notes stand near one another
LEVEL = 0.5  # share of a letter's height by which another may stand lower and still be on its line


def letters(text: str) -> str:
    """The letters and digits of a text, without case, accents and compatibility forms."""
    return "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if c.isalnum())


@dataclass(frozen=True, slots=True)
class WitnessPage:
    """A page's letters in the order in which the file draws them, packed: a thousand pages of them fit into memory.

    ``places`` are four numbers for each letter, in ``PLACE``'s form: x0, top, x1 and bottom in points, origin top left, on
    the page as it is shown; ``turns`` the direction in which its line runs, in quarter turns counter-clockwise.
    """

    number: int
    text: str
    places: bytes
    turns: bytes

    def opened(self) -> "Letters":
        """The letters with their places as numbers."""
        return Letters(self.number, self.text, list(PLACE.iter_unpack(self.places)), self.turns)


class Witnesses(Mapping[int, "Letters"]):
    """The pages of a document by their numbers; those looked at last are kept open."""

    def __init__(self, pages: Sequence[WitnessPage]) -> None:
        self.packed = {page.number: page for page in pages}
        self.last: dict[int, Letters] = {}

    def __getitem__(self, number: int) -> "Letters":
        page = self.last.get(number)
        if page is None:
            page = self.packed[number].opened()
            if len(self.last) >= OPEN:
                del self.last[next(iter(self.last))]
            self.last[number] = page
        return page

    def text(self, number: int) -> str:
        """The letters of a page, which need not be opened for that."""
        return self.packed[number].text

    def __iter__(self) -> Iterator[int]:
        return iter(self.packed)

    def __len__(self) -> int:
        return len(self.packed)


class Letters:
    """A page's letters in the order in which the file draws them, with what follows from their places."""

    def __init__(self, number: int, text: str, areas: "list[Area]", turns: bytes) -> None:
        self.number, self.text, self.areas, self.turns = number, text, areas, turns

    @cached_property
    def level(self) -> tuple[Area, ...]:
        """The places of the letters once their lines run from left to right."""
        if not any(self.turns):
            return tuple(self.areas)
        return tuple(levelled(a, t) if t else a for a, t in zip(self.areas, self.turns, strict=True))

    @cached_property
    def goes_on(self) -> bytes:
        """For each letter 1 if the one that is drawn next stands to its right on its line, else 0."""
        level = self.level
        return bytes(b[0] >= a[0] and on_one_line(a, b) for a, b in itertools.pairwise(level)) + b"\0"

    @cached_property
    def heights(self) -> tuple[list[float], list[int]]:
        """The middles of the letters' places on the page as it is shown, ascending, and the letters in that order."""
        middles = [(top + bottom) / 2 for _, top, _, bottom in self.areas]
        order = sorted(range(len(middles)), key=middles.__getitem__)
        return [middles[i] for i in order], order

    def inside(self, area: Area) -> list[int]:
        """The letters whose middle lies in an area of the page, in the order in which they are drawn."""
        x0, top, x1, bottom = area
        middles, order = self.heights
        found = order[bisect_left(middles, top) : bisect_right(middles, bottom)]
        return sorted(i for i in found if x0 <= (self.areas[i][0] + self.areas[i][2]) / 2 <= x1)

    @cached_property
    def neighbours(self) -> tuple[list[int | None], list[int | None]]:
        """For each letter the one to its left and the one to its right on its line."""
        before: list[int | None] = [None] * len(self.text)
        after: list[int | None] = [None] * len(self.text)
        for line in self.lines():
            for left, right in itertools.pairwise(line):
                after[left], before[right] = right, left
        return before, after

    def lines(self) -> Iterator[list[int]]:
        """The letters line by line, each from left to right."""
        level = self.level
        order = sorted(range(len(self.text)), key=lambda i: (self.turns[i], level[i][1] + level[i][3]))
        line: list[int] = []
        turn, limit = -1, 0.0
        for i in order:
            _, top, _, bottom = level[i]
            if line and (self.turns[i] != turn or (top + bottom) / 2 > limit):
                yield sorted(line, key=lambda j: (level[j][0], j))
                line = []
            if not line:
                turn, limit = self.turns[i], (top + bottom) / 2 + LEVEL * (bottom - top)
            line.append(i)
        if line:
            yield sorted(line, key=lambda j: (level[j][0], j))

    def after(self, i: int) -> int | None:
        """The next letter to the right on letter ``i``'s line."""
        return self.neighbours[1][i]

    def before(self, i: int) -> int | None:
        """The next letter to the left on letter ``i``'s line."""
        return self.neighbours[0][i]


def on_one_line(a: Area, b: Area) -> bool:
    """Whether two letters stand on one line."""
    shared = min(a[3], b[3]) - max(a[1], b[1])
    return shared > LEVEL * min(a[3] - a[1], b[3] - b[1])


def levelled(area: Area, quarters: int) -> Area:
    """An area on a page that is turned so that text which runs in another direction runs from left to right."""
    x0, top, x1, bottom = area
    if quarters == 1:
        return -bottom, x0, -top, x1
    if quarters == 3:
        return top, -x1, bottom, -x0
    return -x1, -bottom, -x0, -top
