"""A page as the PDF draws it: words and strokes with their places, before anybody has read it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..document.model import Box, Why, Word

FOLD = 20.0  # points of white between two pages on one sheet
FILLED = 20  # words that each half of such a sheet has at least, on most sheets
BULLET_GAP = 26.0  # points between a drawn bullet and its text, at most
BULLET = "•"
NOTHING = "\ufffd"  # stands for a glyph that has no character


@dataclass(frozen=True, slots=True)
class Turn:
    """How a page must be turned for its text to run from left to right.

    ``angle``: the direction in which its text runs, in degrees counter-clockwise (90: upwards), one of 90, 180, 270.
    ``width`` and ``height`` are the page's before it is turned.
    """

    angle: int
    width: float
    height: float

    def apply(self, box: Box) -> Box:
        """The place of a box once the page is turned."""
        page, x0, top, x1, bottom = box
        if self.angle == 90:
            return Box(page, self.height - bottom, x0, self.height - top, x1)
        if self.angle == 270:
            return Box(page, top, self.width - x1, bottom, self.width - x0)
        return Box(page, self.width - x1, self.height - bottom, self.width - x0, self.height - top)

    def undo(self, box: Box) -> Box:
        """The place of a box on the page as it is."""
        page, x0, top, x1, bottom = box
        if self.angle == 90:
            return Box(page, top, self.height - x1, bottom, self.height - x0)
        if self.angle == 270:
            return Box(page, self.width - bottom, x0, self.width - top, x1)
        return self.apply(box)


@dataclass(frozen=True, slots=True)
class Sideways:
    """Words that run in another direction than the page's text, at their places once the page is turned for them."""

    turn: Turn
    words: tuple[Word, ...]

    def upright(self, words: Iterable[Word]) -> tuple[Word, ...]:
        """Words of it at their places on the sheet."""
        return tuple(word._replace(box=self.turn.undo(word.box)) for word in words)

    def within(self, holds: Callable[[Word], bool]) -> "Sideways | None":
        """Those of its words that stand, on the sheet, where ``holds`` says; None if none does."""
        there = [holds(word) for word in self.upright(self.words)]
        words = tuple(word for word, inside in zip(self.words, there, strict=True) if inside)
        return Sideways(self.turn, words) if words else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page's words and drawings, in points, origin top left.

    ``level`` and ``upright`` are strokes (level ones have no height, upright ones no width), ``panels`` areas that a
    border or a tint sets off from the page, ``dots`` small drawn marks that may stand for a bullet. ``turn``: the page was
    turned, and all places are those after it. ``sideways`` are words at a right angle to the page's text, or upside down.
    ``aside`` are words that are not read, with the reason: they are set askew, or stand beyond the page's edges.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    level: tuple[Box, ...] = ()
    upright: tuple[Box, ...] = ()
    panels: tuple[Box, ...] = ()
    dots: tuple[Box, ...] = ()
    turn: Turn | None = None
    sideways: tuple[Sideways, ...] = ()
    aside: tuple[tuple[Why, Word], ...] = ()

    def all_words(self) -> Iterator[Word]:
        """Every word of the page's text layer, at its place on the sheet."""
        yield from self.words
        for group in self.sideways:
            yield from group.upright(group.words)
        yield from (word for _, word in self.aside)


def means_nothing(text: str) -> bool:
    """Whether a text holds nothing but glyphs without a character: unmapped, or of the private-use area."""
    return bool(text) and not text.isascii() and all(c == NOTHING or "\ue000" <= c <= "\uf8ff" for c in text)


def halved(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets, each that shows two pages side by side cut into them (all landscape sheets do, or none)."""
    spreads = [s for s in sheets if s.width > s.height and s.words]
    if len(spreads) < 2 or not all(map(folds, spreads)):
        return list(sheets)
    full = sum(min(len(half.words) for half in halves(s)) >= FILLED for s in spreads)
    if full * 2 < len(spreads):
        return list(sheets)
    return [half for s in sheets for half in (halves(s) if s in spreads else (s,))]


def folds(sheet: Sheet) -> bool:
    """Whether nothing crosses the middle of a sheet."""
    middle = sheet.width / 2
    crossed = any(w.box.x0 < middle + FOLD / 2 and w.box.x1 > middle - FOLD / 2 for w in sheet.words)
    return not crossed and not any(s.x0 < middle < s.x1 for s in sheet.level)


def halves(sheet: Sheet) -> tuple[Sheet, Sheet]:
    """The left and the right half of a sheet, coordinates unchanged."""
    middle = sheet.width / 2

    def side(boxes: Sequence[Box], left: bool) -> tuple[Box, ...]:
        return tuple(b for b in boxes if ((b.x0 + b.x1) / 2 < middle) == left)

    def half(left: bool) -> Sheet:
        def here(word: Word) -> bool:
            return (word.box.x0 < middle) == left

        words = tuple(filter(here, sheet.words))
        level, upright = side(sheet.level, left), side(sheet.upright, left)
        return replace(
            sheet,
            words=words,
            level=level,
            upright=upright,
            panels=side(sheet.panels, left),
            dots=side(sheet.dots, left),
            sideways=tuple(found for group in sheet.sideways if (found := group.within(here))),
        )

    return half(True), half(False)


def with_bullets(sheet: Sheet) -> Sheet:
    """The sheet with a bullet for each drawn dot that stands before a line of text."""
    bullets: list[Word] = []
    for dot in sheet.dots:
        y = (dot.top + dot.bottom) / 2
        level = [w for w in sheet.words if w.box.top <= y <= w.box.bottom]
        after = min((w for w in level if 0 <= w.box.x0 - dot.x1 <= BULLET_GAP), key=lambda w: w.box.x0, default=None)
        before = any(0 <= dot.x0 - w.box.x1 <= BULLET_GAP for w in level)
        if after is not None and not before:
            box = dot._replace(top=after.box.top, bottom=after.box.bottom)
            bullets.append(Word(BULLET, box, after.size))
    return replace(sheet, words=(*sheet.words, *bullets)) if bullets else sheet
