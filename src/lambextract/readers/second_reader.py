"""The second reading of a PDF, by pdfium, that a dataset is held against: the letters of each page and where they stand.

Nothing of the first reading goes into it.
"""

import ctypes
from math import pi
from typing import Any

import pypdfium2
import pypdfium2.raw

from ..errors import SourceError
from ..layout.overprint import Area, drawn_again
from .content_size import MOST_GLYPHS
from .witness import PLACE, WitnessPage, letters

pdfium: Any = pypdfium2.raw  # untyped: functions of the C library


class Witness:
    """A PDF as pdfium opens it. Raises SourceError where it cannot."""

    def __init__(self, data: bytes, password: str | None, name: str) -> None:
        try:
            self.pdf = pypdfium2.PdfDocument(data, password=password)  # type: ignore[no-untyped-call]
        except pypdfium2.PdfiumError as error:
            raise SourceError(
                f"{name} is damaged: a second reader cannot open it", "Repair it with: qpdf plan.pdf repaired.pdf"
            ) from error
        self.held: tuple[int, Any, Any] | None = None  # the page that is open: its number, itself, its text

    def __len__(self) -> int:
        return len(self.pdf)

    def count(self, number: int) -> int:
        """How many characters a page has, 0 for one that pdfium cannot read."""
        try:
            _, text = self.open(number)
            found: int = text.count_chars()
        except pypdfium2.PdfiumError:
            return 0
        return found

    def page(self, number: int) -> WitnessPage:
        """What stands on a page, counted from 1; nothing on one that pdfium cannot read: it bears no witness."""
        try:
            page, text = self.open(number)
            return page_of(page, text, number)
        except pypdfium2.PdfiumError:
            return WitnessPage(number, "", b"", b"")
        finally:
            self.close()

    def open(self, number: int) -> tuple[Any, Any]:
        """A page and its text, kept open until another is asked for. Raises PdfiumError for one that cannot be read."""
        if self.held is None or self.held[0] != number:
            self.close()
            if number > len(self.pdf):
                raise pypdfium2.PdfiumError("there is no such page")  # type: ignore[no-untyped-call]
            page = self.pdf[number - 1]
            try:
                self.held = number, page, page.get_textpage()
            except pypdfium2.PdfiumError:
                page.close()
                raise
        return self.held[1:]

    def close(self) -> None:
        """Close the page that is open, and its text with it."""
        if self.held is not None:
            self.held[1].close()
            self.held = None


def page_of(page: Any, text_page: Any, number: int) -> WitnessPage:  # noqa: ANN401 (pypdfium2 is untyped here)
    """One page's letters."""
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
    folded: dict[int, str] = {}  # of each character number, its folded letters
    quarters: dict[float, int] = {}  # of each angle, the direction of its line
    for i in range(min(MOST_GLYPHS, text_page.count_chars())):
        code = unicode_of(raw, i)
        found = folded.get(code)
        if found is None:
            found = folded[code] = letters_of(code)
        if not found or not box_of(raw, i, rectangle):
            continue
        area = place(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        angle = angle_of(raw, i)
        turn = quarters.get(angle)
        if turn is None:
            turn = quarters[angle] = (4 - round(angle / (pi / 2)) + 3 * turned) % 4
        for letter in found:
            text.append(letter)
            areas.append(area)
            turns.append(turn)
            chars.append(i)

    def ligature(one: int, other: int) -> bool:  # pdfium gives the letters of a ligature one place
        objects = (pdfium.FPDFText_GetTextObject(raw, chars[k]) for k in (one, other))
        return abs(one - other) == 1 and areas[one] == areas[other] and same_object(*objects)

    again = drawn_again(text, areas, ligature)
    if again:
        kept = [i for i in range(len(text)) if i not in again]
        text, areas, turns = [text[i] for i in kept], [areas[i] for i in kept], bytearray(turns[i] for i in kept)
    return WitnessPage(number, "".join(text), b"".join(PLACE.pack(*area) for area in areas), bytes(turns))


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
