"""The second reading of a PDF, by pdfium, that a dataset is held against: the letters of each page and where they stand.

Nothing of the first reading goes into it. Letters are folded (compatibility forms apart, accents and case gone), so that two
readers that spell a ligature differently still agree.
"""

import ctypes
import itertools
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import pi
from typing import Any

import pypdfium2
import pypdfium2.raw

from ..errors import SourceError
from ..layout.overprint import Area, drawn_again

pdfium: Any = pypdfium2.raw  # untyped: functions of the C library

MOST_GLYPHS = 250_000  # on one page
LEVEL = 0.5  # share of a letter's height by which another may stand lower and still be on its line


def letters(text: str) -> str:
    """The letters and digits of a text, without case, accents and compatibility forms."""
    return "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if c.isalnum())


@dataclass(frozen=True)
class WitnessPage:
    """A page's letters in the order in which the file draws them.

    ``areas`` are their places in points, origin top left, on the page as it is shown; ``turns`` the direction in which
    each letter's line runs, in quarter turns counter-clockwise.
    """

    number: int
    text: str
    areas: tuple[Area, ...]
    turns: bytes

    @cached_property
    def level(self) -> tuple[Area, ...]:
        """The places of the letters once their lines run from left to right."""
        return tuple(levelled(a, t) if t else a for a, t in zip(self.areas, self.turns, strict=True))

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


class Witness:
    """A PDF as pdfium opens it. Raises SourceError where it cannot."""

    def __init__(self, data: bytes, password: str | None, name: str) -> None:
        try:
            self.pdf = pypdfium2.PdfDocument(data, password=password)  # type: ignore[no-untyped-call]
        except pypdfium2.PdfiumError as error:
            raise SourceError(
                f"{name} is damaged: a second reader cannot open it", "Repair it with: qpdf plan.pdf repaired.pdf"
            ) from error

    def __len__(self) -> int:
        return len(self.pdf)

    def page(self, number: int) -> WitnessPage:
        """What stands on a page, counted from 1; nothing on one that pdfium cannot read: it bears no witness."""
        if number > len(self.pdf):
            return WitnessPage(number, "", (), b"")
        try:
            page = self.pdf[number - 1]
            found = page_of(page, number)
            page.close()
        except pypdfium2.PdfiumError:
            return WitnessPage(number, "", (), b"")
        return found


def witness_of(data: bytes, password: str | None, name: str) -> list[WitnessPage]:
    """Read every page with pdfium. Raises SourceError where pdfium cannot open the file."""
    witness = Witness(data, password, name)
    return [witness.page(number) for number in range(1, len(witness) + 1)]


def page_of(page: Any, number: int) -> WitnessPage:  # noqa: ANN401 (pypdfium2 is untyped here)
    """One page's letters."""
    text_page = page.get_textpage()
    raw = text_page.raw
    place = placing(page)
    text: list[str] = []
    areas: list[Area] = []
    turns = bytearray()
    chars: list[int] = []  # of each letter, the number of its character
    rectangle = pdfium.FS_RECTF()
    turned = page.get_rotation() // 90
    unicode_of, box_of, angle_of = (
        pdfium.FPDFText_GetUnicode,
        pdfium.FPDFText_GetLooseCharBox,
        pdfium.FPDFText_GetCharAngle,
    )
    for i in range(min(MOST_GLYPHS, text_page.count_chars())):
        found = letters_of(unicode_of(raw, i))
        if not found or not box_of(raw, i, rectangle):
            continue
        area = place(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        turn = (4 - round(angle_of(raw, i) / (pi / 2)) + 3 * turned) % 4
        for letter in found:
            text.append(letter)
            areas.append(area)
            turns.append(turn)
            chars.append(i)

    def ligature(one: int, other: int) -> bool:  # pdfium gives the letters of a ligature one place
        objects = (pdfium.FPDFText_GetTextObject(raw, chars[k]) for k in (one, other))
        return abs(one - other) == 1 and areas[one] == areas[other] and same_object(*objects)

    again = drawn_again(text, areas, ligature)
    text_page.close()
    if again:
        kept = [i for i in range(len(text)) if i not in again]
        text, areas, turns = [text[i] for i in kept], [areas[i] for i in kept], bytearray(turns[i] for i in kept)
    return WitnessPage(number, "".join(text), tuple(areas), bytes(turns))


@lru_cache(maxsize=4096)
def letters_of(code: int) -> str:
    """The folded letters of a character, by its number."""
    return letters(chr(code)) if 32 < code < 0x110000 else ""


def same_object(one: Any, other: Any) -> bool:  # noqa: ANN401
    """Whether two of pdfium's handles are of one object."""
    return bool(one) and bool(other) and ctypes.addressof(one.contents) == ctypes.addressof(other.contents)


def placing(page: Any) -> Any:  # noqa: ANN401
    """The function that turns pdfium's places (origin bottom left, page not turned) into places on the page as shown."""
    left, bottom, right, top = page.get_mediabox()
    left, right, bottom, top = min(left, right), max(left, right), min(bottom, top), max(bottom, top)
    angle = page.get_rotation()

    def place(x0: float, y0: float, x1: float, y1: float) -> Area:
        y0, y1 = min(y0, y1), max(y0, y1)
        if angle == 90:
            return y0 - bottom, x0 - left, y1 - bottom, x1 - left
        if angle == 180:
            return right - x1, y0 - bottom, right - x0, y1 - bottom
        if angle == 270:
            return top - y1, right - x1, top - y0, right - x0
        return x0 - left, top - y1, x1 - left, top - y0

    return place
