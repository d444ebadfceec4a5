"""Characters as a PDF's page draws them, and the words that they form.

Words are those of pdfplumber's ``extract_words``, character by character and to the last digit of their places, formed
without the many small tables that it makes on its way: the tests hold one against the other.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from operator import attrgetter

import msgspec

from ..document.model import Box, Word
from ..layout.sheet import means_nothing
from .characters import LIGATURES, SOFT_HYPHEN, as_shown

SPACE = 0.16  # em: a wider gap between two characters parts words where the file has no space character
LINE = 3.0  # points: characters of one run whose tops are nearer than this stand on one line
BOLD = re.compile(r"bold|black|heavy|semibold|demi|(?<![a-z])bd(?![a-z])", re.IGNORECASE)
NARROW = re.compile(r"\s+(?=[.,;:!?)\]%])")  # a space within a word, as is set before punctuation


class Glyph(msgspec.Struct, gc=False):
    """A character and its place on the page, in points, origin top left.

    ``angle`` is the direction in which its line runs: 0, 90 (upwards), 180 or 270 degrees, None: askew. ``serial`` counts
    the characters of the page in the order in which they are drawn; ``mark`` numbers the marked content that holds it.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    font: str
    angle: int | None
    mark: int | None
    serial: int

    def moved(self, place: Box) -> "Glyph":
        """The character as if its line ran level, at that place."""
        _, x0, top, x1, bottom = place
        if self.angle == 0 and x0 == self.x0 and top == self.top:
            return self
        size = self.size if self.angle == 0 else round(bottom - top, 3)
        return Glyph(self.text, x0, top, x1, bottom, size, self.font, self.angle, self.mark, self.serial)


run_of = attrgetter("font", "size", "mark")
left_of = attrgetter("x0")
top_of = attrgetter("top")


def words_of(glyphs: Sequence[Glyph], number: int) -> list[Word]:
    """The words that the characters of page ``number`` form which all run level, in the order in which they are drawn."""
    out: list[Word] = []
    for (font, size, mark), run in groupby(glyphs, run_of):
        bold, height = BOLD.search(font) is not None, float(size)
        for line in lines_of(list(run)):
            for group in groups_of(line):
                text = "".join([LIGATURES.get(g.text, g.text) for g in group])
                place = Box(
                    number,
                    min([g.x0 for g in group]),
                    min([g.top for g in group]),
                    max([g.x1 for g in group]),
                    max([g.bottom for g in group]),
                )
                serials = [g.serial for g in group]
                first = min(serials)
                if text.isascii() and text.isalnum():
                    out.append(Word(text, place, height, bold, serial=first, tag=mark))
                    continue
                for serial, piece in zip((first, *serials[1:]), pieces_of(shown(text)), strict=False):
                    out.append(Word(piece, place, height, bold, serial=serial, tag=mark))
    return out


def lines_of(run: list[Glyph]) -> Iterator[list[Glyph]]:
    """The characters of one run line by line, each from left to right."""
    tops = sorted({g.top for g in run})
    if tops[-1] <= tops[0] + LINE:
        yield sorted(run, key=left_of)
        return
    line_of: dict[float, int] = {tops[0]: 0}
    for before, top in pairwise(tops):
        line_of[top] = line_of[before] + (top > before + LINE)
    ordered = sorted(run, key=lambda g: line_of[g.top])
    for _, line in groupby(ordered, lambda g: line_of[g.top]):
        yield sorted(line, key=left_of)


def groups_of(line: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """The characters of a line word by word: white space parts words, and so does a gap."""
    group: list[Glyph] = []
    for glyph in line:
        text = glyph.text
        if not text or text.isspace():
            if group:
                yield group
                group = []
            continue
        if group:
            last = group[-1]
            x0 = glyph.x0
            if x0 < last.x0 or x0 > last.x1 + SPACE * last.size or abs(glyph.top - last.top) > LINE:
                yield group
                group = []
        group.append(glyph)
    if group:
        yield group


def shown(text: str) -> str:
    """A drawn word as the eye reads it: a soft hyphen that is drawn is a hyphen."""
    return as_shown(text.replace(SOFT_HYPHEN, "-"))


def pieces_of(text: str) -> Iterator[str]:
    """What a word holds between its narrow spaces, but for one before a full stop or the like.

    A glyph without meaning that opens it is parted from the rest: it may be a bullet.
    """
    for piece in NARROW.sub("", text).split():
        if len(piece) > 1 and means_nothing(piece[0]) and not means_nothing(piece[1]):
            yield from (piece[0], piece[1:])
        else:
            yield piece
