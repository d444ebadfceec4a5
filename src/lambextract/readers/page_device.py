"""pdfplumber's page, drawn on a device that makes glyphs: read faster, its marked content told apart as the PDF nests it.

pdfminer makes an object of each character that pdfplumber turns into a table of thirty entries; of a page with thousands of
them that is most of the time that reading takes. Here each becomes a ``Glyph`` at once, by the same arithmetic. Drawings and
pictures go pdfplumber's own way. pdfplumber also forgets the outer mark where an inner one ends, so that the rest of a
paragraph after a span of its own would belong to nothing.
"""

import re
from typing import Any

from pdfminer.layout import LTChar, LTPage
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.psparser import PSLiteral
from pdfminer.utils import apply_matrix_rect
from pdfplumber.page import Page, PDFPageAggregatorWithMarkedContent, fix_fontname_bytes
from pdfplumber.utils.exceptions import PdfminerException
from pdfplumber.utils.pdfinternals import decode_text

from ..layout.author_tags import ARTIFACT_MARK
from ..layout.sheet import NOTHING
from .content_stream import Interpreter
from .glyphs import Glyph

ARTIFACT = "Artifact"
DEEPEST = 500  # marks within one another
SLANT = 0.2  # of a character's height that its line may rise over its width and still count as level
UNMAPPED = re.compile(r"\(cid:\d+\)")

Matrix = tuple[float, float, float, float, float, float]


class Device(PDFPageAggregatorWithMarkedContent):
    """Collects what a page draws: its characters, each with the number of its marked content, and its drawings."""

    def __init__(self, page: Page) -> None:
        super().__init__(page.pdf.rsrcmgr, pageno=page.page_number, laparams=None)
        self.left, self.above = page.mediabox[:2]
        self.height = page.height
        self.marks: list[tuple[int | None, str | None]] = []
        self.glyphs: list[Glyph] = []
        self.known: dict[
            int, tuple[PDFFont, dict[int, tuple[str, float]]]
        ] = {}  # by font: its characters, as met so far

    def begin_tag(self, tag: PSLiteral, props: Any = None) -> None:  # noqa: ANN401
        """A mark opens: without a number of its own it carries the one around it."""
        name = decode_text(tag.name)
        number = props.get("MCID") if isinstance(props, dict) else None
        outer = self.marks[-1] if self.marks else (None, None)
        mark: tuple[int | None, str | None] = (number, name)
        if not isinstance(number, int):
            mark = (None, name) if name == ARTIFACT else (outer[0], outer[1] or name)
        if len(self.marks) < DEEPEST:
            self.marks.append(mark)
        self.cur_mcid, self.cur_tag = mark

    def end_tag(self) -> None:
        """The innermost mark ends: the one around it holds again."""
        if self.marks:
            self.marks.pop()
        self.cur_mcid, self.cur_tag = self.marks[-1] if self.marks else (None, None)

    def mark(self) -> int | None:
        """The number of the marked content that is open, None for none."""
        return ARTIFACT_MARK if self.cur_tag == ARTIFACT else self.cur_mcid

    def render_string_horizontal(
        self,
        seq: Any,  # noqa: ANN401 (pdfminer's own)
        matrix: Matrix,
        pos: tuple[float, float],
        font: PDFFont,
        fontsize: float,
        scaling: float,
        charspace: float,
        wordspace: float,
        rise: float,
        dxscale: float,
        ncs: Any,  # noqa: ANN401
        graphicstate: Any,  # noqa: ANN401
    ) -> tuple[float, float]:
        """The characters of one string, each by the arithmetic of pdfminer's LTChar; where the next one would stand."""
        x, y = pos
        a, b, c, d, e, f = matrix
        low = font.get_descent() * fontsize + rise
        high = low + fontsize
        level = b == 0 and c == 0
        _, known = self.known.setdefault(id(font), (font, {}))
        name, angle, mark = font_name(font), angle_of(matrix), self.mark()
        draw = self.draw
        spaced = False
        for item in seq:
            if isinstance(item, bytes):
                for cid in font.decode(item):
                    if spaced:
                        x += charspace
                    found = known.get(cid)
                    if found is None:
                        found = known[cid] = self.character(font, cid)
                    advance = found[1] * fontsize * scaling
                    at_x, at_y = x * a + y * c + e, x * b + y * d + f
                    if level:
                        x0, x1 = at_x, a * advance + at_x
                        y0, y1 = d * low + at_y, d * high + at_y
                        if x1 < x0:
                            x0, x1 = x1, x0
                        if y1 < y0:
                            y0, y1 = y1, y0
                    else:
                        x0, y0, x1, y1 = apply_matrix_rect((a, b, c, d, at_x, at_y), (0, low, advance, high))
                    draw(found[0], (x0, y0, x1, y1), y1 - y0, name, angle, mark)
                    x += advance
                    if wordspace and cid == 32:
                        x += wordspace
                    spaced = True
            elif isinstance(item, int | float):
                x -= item * dxscale
                spaced = True
        return x, y

    def character(self, font: PDFFont, cid: int) -> tuple[str, float]:
        """What a font's character means, and its width in thousandths of the font's size."""
        try:
            text: str = font.to_unichr(cid)
            assert isinstance(text, str), "a font maps to text"
        except PDFUnicodeNotDefined:
            text = self.handle_undefined_char(font, cid)
        return UNMAPPED.sub(NOTHING, text), font.char_width(cid)

    def render_char(self, *args: Any, **kwargs: Any) -> float:  # noqa: ANN401 (pdfminer's own)
        """A character of a font that runs downwards, as pdfminer places it."""
        advance: float = super().render_char(*args, **kwargs)
        char = self.cur_item._objs.pop()
        assert isinstance(char, LTChar), "pdfminer makes one of each"
        text, place = UNMAPPED.sub(NOTHING, char.get_text()), (char.x0, char.y0, char.x1, char.y1)
        self.draw(text, place, char.size, font_name(char), angle_of(char.matrix), self.mark())
        return advance

    def draw(
        self,
        text: str,
        place: tuple[float, float, float, float],
        size: float,
        font: str,
        angle: int | None,
        mark: int | None,
    ) -> None:
        """Add a character, given by its place from the page's lower left corner, to the glyphs: by pdfplumber's arithmetic."""
        x0, y0, x1, y1 = place
        left, above, height = self.left, self.above, self.height
        self.glyphs.append(
            Glyph(
                text,
                x0 + left if left else x0,
                (height - y1) + above,
                x1 + left if left else x1,
                (height - y0) + above,
                size,
                font,
                angle,
                mark,
                len(self.glyphs),
            )
        )


class MarkedPage(Page):
    """A pdfplumber page whose characters are glyphs, which know their marked content."""

    @property
    def glyphs(self) -> list[Glyph]:
        """The characters of the page, in the order in which they are drawn."""
        self.layout  # noqa: B018 (they are met while it is made)
        return self._glyphs

    @property
    def layout(self) -> LTPage:
        """pdfminer's layout of the page without its characters, made once."""
        if not hasattr(self, "_layout"):
            device = Device(self)
            try:
                Interpreter(self.pdf.rsrcmgr, device).process_page(self.page_obj)
            except Exception as error:
                raise PdfminerException(error) from error
            self._layout, self._glyphs = device.get_result(), device.glyphs
        return self._layout

    def close(self) -> None:
        """Let go of what was read, which lives as long as the page otherwise: until a look for circles, long after."""
        super().close()
        self._glyphs = []


def marked(page: Page) -> MarkedPage:
    """The same page, its characters as glyphs and its marked content told apart."""
    return MarkedPage(page.pdf, page.page_obj, page_number=page.page_number, initial_doctop=page.initial_doctop)


def font_name(thing: Any) -> str:  # noqa: ANN401
    """The name of a font, or of the one that a character is set in."""
    name = thing.fontname
    return fix_fontname_bytes(name) if isinstance(name, bytes) else name


def angle_of(matrix: Matrix) -> int | None:
    """The direction in which a character's line runs: 0, 90 (upwards), 180 or 270 degrees; None: askew.

    Mirrored text counts as 0.
    """
    a, b, _c, d = matrix[:4]
    if min(abs(a), abs(b)) > SLANT * max(abs(a), abs(b)):
        return None
    if abs(a) >= abs(b):
        return 180 if a < 0 and d < 0 else 0
    return 90 if b > 0 else 270
