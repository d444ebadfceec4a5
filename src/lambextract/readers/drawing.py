"""One page of pdfplumber's → a sheet: its words, strokes, panels and dots, turned so that its text runs left to right."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ..document.model import Box, Why, Word
from ..layout.overprint import drawn_again
from ..layout.sheet import Sheet, Sideways, Turn
from .content_size import check_glyphs
from .glyphs import Glyph, words_of

THIN = 2.0  # points: a rectangle thinner than this is a stroke
SHORTEST_STROKE = 6.0  # points; shorter ones are parts of drawings
DOT = (1.2, 7.5)  # points: the sides of a drawn bullet
PANEL = (90.0, 16.0)  # points: the least width and height of an area that holds text of its own
WHOLE_PAGE = 0.9  # of the page's area: a background, no panel
MOSTLY = 0.7  # share of a page's characters that must run in another direction for the page to be turned
SEAM = 0.35  # points: areas of one colour nearer than this show no line between them
MOST_FILLS = 1200  # areas of one colour on a page; beyond, no side is looked at twice

Drawing = dict[str, Any]  # as pdfplumber tells of it
Colour = tuple[float | str, ...]


def sheet_of(page: Any, number: int, name: str, marks: bool) -> Sheet:  # noqa: ANN401 (pdfplumber is untyped)
    """The words and drawings of one pdfplumber page, turned so that most of its text runs from left to right.

    ``marks``: whether words carry the numbers of their marked content.
    """
    check_glyphs(len(page.glyphs), number, name)  # the second reader, which counted before, may have seen fewer
    left, top = float(page.bbox[0]), float(page.bbox[1])
    width, height = float(page.width), float(page.height)
    glyphs = once(page.glyphs, marks)
    turn = turn_of(glyphs, width, height)

    def placed(x0: float, above: float, x1: float, below: float) -> Box:
        flat = Box(number, x0 - left, above - top, x1 - left, below - top)
        return turn.apply(flat) if turn else flat

    def box(glyph: Glyph) -> Box:
        return placed(glyph.x0, glyph.top, glyph.x1, glyph.bottom)

    def level(group: Sequence[Glyph]) -> Sequence[Glyph]:
        return [g.moved(box(g)) for g in group] if left or top or turn else group

    main = turn.angle if turn else 0
    by_angle: dict[int | None, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        by_angle[glyph.angle].append(glyph)
    shown_width, shown_height = (height, width) if turn and turn.angle != 180 else (width, height)
    words: list[Word] = []
    aside: list[tuple[Why, Word]] = []
    for word in words_of(level(by_angle.pop(main, [])), number):
        inside = -1 <= word.box.x0 <= shown_width and -1 <= word.box.top <= shown_height
        if inside:
            words.append(word)
        else:
            aside.append(("hidden", word))
    sideways: list[Sideways] = []
    for angle, others in sorted(by_angle.items(), key=lambda item: (item[0] is None, item[0] or 0)):
        if angle is None:
            aside += [("decorative", word) for word in words_of([g.moved(box(g)) for g in others], number)]
            continue
        own = Turn((angle - main) % 360, shown_width, shown_height)
        sideways.append(Sideways(own, tuple(words_of([g.moved(own.apply(box(g))) for g in others], number))))
    drawn = strokes_of((*page.rects, *page.lines, *page.curves), placed, width * height)
    return Sheet(
        number,
        shown_width,
        shown_height,
        tuple(words),
        **drawn,
        turn=turn,
        sideways=tuple(sideways),
        aside=tuple(aside),
    )


def once(glyphs: Sequence[Glyph], marks: bool) -> list[Glyph]:
    """The characters in the order in which they are drawn, each that is drawn again at its place only once.

    Without ``marks`` they lose their marks. Programs that know no bold type draw letters twice, a little apart.
    """
    if not marks:
        for glyph in glyphs:
            glyph.mark = None
    drawn = [i for i, glyph in enumerate(glyphs) if glyph.text.strip()]
    areas = [(g.x0, g.top, g.x1, g.bottom) for g in map(glyphs.__getitem__, drawn)]
    again = {drawn[k] for k in drawn_again([glyphs[i].text for i in drawn], areas)}
    if not again:
        return list(glyphs)
    for before, after in itertools.pairwise(drawn):
        if before in again and after in again:
            again.update(range(before + 1, after))  # the spaces of a line that is drawn again
    return [glyph for i, glyph in enumerate(glyphs) if i not in again]


def turn_of(glyphs: Sequence[Glyph], width: float, height: float) -> Turn | None:
    """How a page must be turned for most of its text to run from left to right; None if it does so already."""
    angles = Counter(g.angle for g in glyphs if g.text.strip())
    if not angles:
        return None
    angle, count = angles.most_common(1)[0]
    if not angle or count < MOSTLY * angles.total():
        return None
    return Turn(angle, width, height)


def strokes_of(
    things: Iterable[Drawing], placed: Callable[[float, float, float, float], Box], area: float
) -> dict[str, tuple[Box, ...]]:
    """Drawings sorted into strokes (level and upright), panels and dots; ``area`` is the page's, in square points."""
    level: list[Box] = []
    upright: list[Box] = []
    panels: list[Box] = []
    dots: list[Box] = []
    fills: dict[Colour, list[Box]] = defaultdict(list)
    for thing in things:
        place = placed(thing["x0"], thing["top"], thing["x1"], thing["bottom"])
        wide, high = place.x1 - place.x0, place.bottom - place.top
        if DOT[0] <= wide <= DOT[1] and DOT[0] <= high <= DOT[1] and thing.get("fill") and 0.6 <= wide / high <= 1.7:
            dots.append(place)
        elif high <= THIN and wide >= SHORTEST_STROKE:
            level.append(place)
        elif wide <= THIN and high >= SHORTEST_STROKE:
            upright.append(place)
        elif thing["object_type"] != "line" and wide * high < WHOLE_PAGE * area:
            if thing["object_type"] == "rect" and thing.get("fill") and not thing.get("stroke"):
                fills[colour_of(thing)].append(place)
                continue
            if thing["object_type"] == "rect":
                add_sides(place, level, upright)
            if wide >= PANEL[0] and high >= PANEL[1]:
                panels.append(place)
    for colour, places in fills.items():
        if is_white(colour):
            continue  # nothing shows where it ends
        runs = stacked(places)
        panels += [r for r in runs if r.x1 - r.x0 >= PANEL[0] and r.bottom - r.top >= PANEL[1]]
        for place in places:
            level += shown_sides(place, places, level=True)
            upright += shown_sides(place, places, level=False)
    return {"level": tuple(level), "upright": tuple(upright), "panels": tuple(panels), "dots": tuple(dots)}


def add_sides(place: Box, level: list[Box], upright: list[Box]) -> None:
    """Add the four sides of a drawn rectangle to the strokes."""
    level += [place._replace(bottom=place.top), place._replace(top=place.bottom)]
    upright += [place._replace(x1=place.x0), place._replace(x0=place.x1)]


def colour_of(thing: Drawing) -> Colour:
    """The colour that an area is filled with, in its own colour space."""
    colour = thing.get("non_stroking_color")
    values = colour if isinstance(colour, tuple | list) else (colour,)
    return tuple(round(v, 2) if isinstance(v, int | float) else str(v) for v in values)


def is_white(colour: Colour) -> bool:
    """Whether a colour is white, as grey, RGB or CMYK."""
    return colour in ((1,), (1, 1, 1), (0, 0, 0, 0))


def stacked(places: Sequence[Box]) -> list[Box]:
    """Areas of one colour, those of one width that follow one another below joined: a paragraph is shaded line by line."""
    out: list[Box] = []
    for place in sorted(places, key=lambda p: (round(p.x0), round(p.x1), p.top)):
        last = out[-1] if out else None
        same = last is not None and abs(last.x0 - place.x0) <= 1 and abs(last.x1 - place.x1) <= 1
        if last is not None and same and place.top <= last.bottom + SEAM:
            out[-1] = last.union(place)
        else:
            out.append(place)
    return out


def shown_sides(place: Box, others: Sequence[Box], level: bool) -> list[Box]:
    """The parts of an area's sides (the level or the upright ones) at which its colour ends, as strokes."""
    if len(others) > MOST_FILLS:
        others = ()
    out: list[Box] = []
    low, high = (place.x0, place.x1) if level else (place.top, place.bottom)
    for side, beyond in (
        ((place.top, place.top - SEAM), (place.bottom, place.bottom + SEAM))
        if level
        else ((place.x0, place.x0 - SEAM), (place.x1, place.x1 + SEAM))
    ):
        covers = sorted(
            (o.x0, o.x1) if level else (o.top, o.bottom)
            for o in others
            if (o.top <= beyond <= o.bottom if level else o.x0 <= beyond <= o.x1)
        )
        at = low
        for a, b in [*covers, (high, high)]:
            if min(a, high) - at >= SHORTEST_STROKE:
                end = min(a, high)
                out.append(Box(place.page, at, side, end, side) if level else Box(place.page, side, at, side, end))
            at = max(at, b)
    return out
