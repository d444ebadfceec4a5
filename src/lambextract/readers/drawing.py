"""One page of pdfplumber's → a sheet: its words, strokes, panels and dots, turned so that its text runs left to right."""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from pdfplumber.utils.text import extract_words

from ..document.model import Box, Why, Word
from ..layout.author_tags import ARTIFACT_MARK
from ..layout.overprint import drawn_again
from ..layout.sheet import NOTHING, Sheet, Sideways, Turn, means_nothing
from .characters import SOFT_HYPHEN, as_shown
from .content_size import check_glyphs
from .marked_content import ARTIFACT

THIN = 2.0  # points: a rectangle thinner than this is a stroke
SHORTEST_STROKE = 6.0  # points; shorter ones are parts of drawings
DOT = (1.2, 7.5)  # points: the sides of a drawn bullet
PANEL = (90.0, 16.0)  # points: the least width and height of an area that holds text of its own
WHOLE_PAGE = 0.9  # of the page's area: a background, no panel
SPACE = 0.16  # em: a wider gap between two characters parts words where the file has no space character
MOSTLY = 0.7  # share of a page's characters that must run in another direction for the page to be turned
SLANT = 0.2  # of a character's height that its line may rise over its width and still count as level
BOLD = re.compile(r"bold|black|heavy|semibold|demi|(?<![a-z])bd(?![a-z])", re.IGNORECASE)
NARROW = re.compile(r"\s+(?=[.,;:!?)\]%])")  # a space within a word, as is set before punctuation
UNMAPPED = re.compile(r"\(cid:\d+\)")
SEAM = 0.35  # points: areas of one colour nearer than this show no line between them
MOST_FILLS = 1200  # areas of one colour on a page; beyond, no side is looked at twice

KEPT = ("x0", "x1", "top", "bottom", "doctop", "size", "fontname", "matrix")  # of what pdfplumber tells of a character

Char = dict[str, Any]
Colour = tuple[float | str, ...]


def sheet_of(page: Any, number: int, name: str, marks: bool) -> Sheet:  # noqa: ANN401 (pdfplumber is untyped)
    """The words and drawings of one pdfplumber page, turned so that most of its text runs from left to right.

    ``marks``: whether words carry the numbers of their marked content.
    """
    check_glyphs(len(page.chars), number, name)  # the second reader, which counted before, may have seen fewer
    left, top = float(page.bbox[0]), float(page.bbox[1])
    width, height = float(page.width), float(page.height)
    chars = once(page.chars, marks)
    turn = turn_of(chars, width, height)

    def box(thing: Char) -> Box:
        flat = Box(number, thing["x0"] - left, thing["top"] - top, thing["x1"] - left, thing["bottom"] - top)
        return turn.apply(flat) if turn else flat

    main = turn.angle if turn else 0
    by_angle: dict[int | None, list[Char]] = defaultdict(list)
    for char in chars:
        by_angle[angle_of(char)].append(char)
    shown_width, shown_height = (height, width) if turn and turn.angle != 180 else (width, height)
    words: list[Word] = []
    aside: list[tuple[Why, Word]] = []
    for word in words_along(by_angle.pop(main, []), number, box):
        inside = -1 <= word.box.x0 <= shown_width and -1 <= word.box.top <= shown_height
        if inside:
            words.append(word)
        else:
            aside.append(("hidden", word))
    sideways: list[Sideways] = []
    for angle, others in sorted(by_angle.items(), key=lambda item: (item[0] is None, item[0] or 0)):
        if angle is None:
            aside += [("decorative", word) for word in words_along(others, number, box)]
            continue
        own = Turn((angle - main) % 360, shown_width, shown_height)
        places = {c["serial"]: own.apply(box(c)) for c in others}
        found = words_along(others, number, lambda c, places=places: places[c["serial"]])  # type: ignore[misc]
        sideways.append(Sideways(own, tuple(found)))
    drawn = strokes_of((*page.rects, *page.lines, *page.curves), box, width * height)
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


def once(chars: Sequence[Char], marks: bool) -> list[Char]:
    """The characters in the order in which they are drawn, each that is drawn again at its place only once.

    Each gets its ``serial`` and its ``mark``. Programs that know no bold type draw letters twice, a little apart.
    """
    told = [
        {
            **{key: char[key] for key in KEPT},
            "text": UNMAPPED.sub(NOTHING, char["text"]) if "(cid:" in char["text"] else char["text"],
            "upright": True,
            "serial": i,
            "mark": mark_of(char) if marks else None,
        }
        for i, char in enumerate(chars)
    ]
    drawn = [i for i, char in enumerate(told) if char["text"].strip()]
    areas = [(told[i]["x0"], told[i]["top"], told[i]["x1"], told[i]["bottom"]) for i in drawn]
    again = {drawn[k] for k in drawn_again([told[i]["text"] for i in drawn], areas)}
    if again:
        for before, after in itertools.pairwise(drawn):
            if before in again and after in again:
                again.update(range(before + 1, after))  # the spaces of a line that is drawn again
    return [char for i, char in enumerate(told) if i not in again]


def mark_of(char: Char) -> int | None:
    """The number of a character's marked content, None for none."""
    if char.get("tag") == ARTIFACT:
        return ARTIFACT_MARK
    mark = char.get("mcid")
    return mark if isinstance(mark, int) else None


def words_along(chars: Sequence[Char], number: int, box: Callable[[Char], Box]) -> list[Word]:
    """The words that characters form which all run in one direction; ``box``: a character's place once it runs level."""
    if not chars:
        return []
    level = [level_char(c, box(c)) for c in chars]
    found = extract_words(level, x_tolerance_ratio=SPACE, extra_attrs=["fontname", "size", "mark"], return_chars=True)
    out: list[Word] = []
    for w in found:
        place = Box(number, w["x0"], w["top"], w["x1"], w["bottom"])
        bold, size, mark = bool(BOLD.search(w["fontname"])), float(w["size"]), w["mark"]
        serials = [c["serial"] for c in w["chars"]]
        for serial, text in zip((min(serials), *serials[1:]), pieces_of(shown(w["text"])), strict=False):
            out.append(Word(text, place, size, bold, serial=serial, tag=mark))
    return out


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


def level_char(char: Char, place: Box) -> Char:
    """A character as if its line ran level."""
    _, x0, top, x1, bottom = place
    turned = angle_of(char) != 0
    if not turned and x0 == char["x0"] and top == char["top"]:
        return char
    size = round(bottom - top, 3) if turned else char["size"]
    return {**char, "x0": x0, "x1": x1, "top": top, "bottom": bottom, "doctop": top, "size": size}


def turn_of(chars: Sequence[Char], width: float, height: float) -> Turn | None:
    """How a page must be turned for most of its text to run from left to right; None if it does so already."""
    angles = Counter(angle_of(c) for c in chars if c["text"].strip())
    if not angles:
        return None
    angle, count = angles.most_common(1)[0]
    if not angle or count < MOSTLY * angles.total():
        return None
    return Turn(angle, width, height)


def angle_of(char: Char) -> int | None:
    """The direction in which a character's line runs: 0, 90 (upwards), 180 or 270 degrees; None: askew.

    Mirrored text counts as 0.
    """
    a, b, _c, d = char["matrix"][:4]
    if min(abs(a), abs(b)) > SLANT * max(abs(a), abs(b)):
        return None
    if abs(a) >= abs(b):
        return 180 if a < 0 and d < 0 else 0
    return 90 if b > 0 else 270


def strokes_of(things: Iterable[Char], box: Callable[[Char], Box], area: float) -> dict[str, tuple[Box, ...]]:
    """Drawings sorted into strokes (level and upright), panels and dots; ``area`` is the page's, in square points."""
    level: list[Box] = []
    upright: list[Box] = []
    panels: list[Box] = []
    dots: list[Box] = []
    fills: dict[Colour, list[Box]] = defaultdict(list)
    for thing in things:
        place = box(thing)
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


def colour_of(thing: Char) -> Colour:
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
