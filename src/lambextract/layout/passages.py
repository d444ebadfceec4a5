"""Lines → passages: where one paragraph, list item or heading ends and the next begins, as far as the eye can tell."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..document.model import Passage, Word
from .lines import Line, dominant_size
from .sheet import BULLET, means_nothing

if TYPE_CHECKING:
    from ..patterns import StructurePatterns

GAP = 1.22  # of the usual distance between lines: a wider one parts paragraphs
FREQUENT = 0.25  # of the commonest distance between lines: rarer distances do not count as usual
FARTHEST = 2.4  # em: lines farther apart than this say nothing about the usual distance
GAPPED = 2  # gaps between lines of one size from which a region is seen to part its paragraphs by gaps
SIZE_STEP = 0.6  # points between two sizes of type
CENTRED = 2.0  # points by which the middles of centred lines may differ
SHIFTED = 4.0  # the same where a region is seen to be centred: a number before a line shifts it
MOSTLY = 0.6  # share of the neighbouring lines of other left edges that stand centred, from which a region does
INDENT = 4.0  # points by which a line must stand in or out to mean something
MARKER_GAP = 0.45  # em after a dash that opens a list item; a space measures 0.28
SLACK = 1.5  # points that a word may lack to fit a line
WEB = re.compile(r"https?:|www\.")
WEB_REST = re.compile(r"[\w-]*[/=&?#%.][^\s.]|\w+$")
OVERRUN = 0.7  # em to the right margin: an address is cut inside a word only where it would overrun the margin
STUCK = re.compile(r"(\d{1,3})[^\W\d_]{2}")
MARK = re.compile(r"\d{1,3}[,.]?")
SMALL = 0.8  # of the size of the line above: a mark's size, at most
ENDS = re.compile(r"[.!?:;…][\"'”’)\]]*\d{0,3}$")

Leadings = dict[float, float]


def usual_leading(groups: Iterable[Sequence[Line]]) -> Leadings:
    """The usual distance from line to line, in points, for each size of type; each group holds lines of one column."""
    counts: dict[float, Counter[float]] = {}
    for lines in groups:
        for above, below in itertools.pairwise(lines):
            step = below.box.top - above.box.top
            if above.size == below.size and 0.8 * above.size < step < FARTHEST * above.size:
                counts.setdefault(above.size, Counter())[round(step * 2) / 2] += 1
    return {
        size: min(step for step, n in steps.items() if n >= FREQUENT * max(steps.values()))
        for size, steps in counts.items()
    }


class Gathering:
    """Lines collected for one passage, and what they show so far."""

    def __init__(self, line: Line, marker: Word | None, crowded: bool) -> None:
        self.lines = [line]
        self.marker = marker
        self.crowded = crowded
        self.indent = (marker.box if marker else line.box).x0
        self.hang = line.box.x0 if marker else None  # left edge of the lines after the first, once known

    def add(self, line: Line) -> None:
        self.lines.append(line)
        if self.hang is None or len(self.lines) == 2:
            self.hang = line.box.x0

    @property
    def last(self) -> Line:
        return self.lines[-1]


def passages_of(
    lines: Sequence[Line],
    patterns: StructurePatterns,
    page: int,
    leadings: Leadings | None = None,
    margin: float | None = None,
) -> list[Passage]:
    """The passages that the lines of one region form, in their order.

    ``leadings``: the document's usual line distances, for regions too short to show their own. ``margin``: the right edge
    of the column of text that the region belongs to.
    """
    if not lines:
        return []
    right = max(line.box.x1 for line in lines)
    usual = {**(leadings or {}), **(usual_leading([lines]) if len(lines) > 3 else {})}
    gaps = sum(a.size == b.size and gap_between(a, b, usual) for a, b in itertools.pairwise(lines))
    gathered: list[Gathering] = []
    centred = stands_centred(lines)
    for line in lines:
        here = gathered[-1] if gathered else None
        if here is not None and is_lone_mark(line, here.last, usual):
            here.add(replace(line, words=tuple(w._replace(raised=True) for w in line.words)))
            continue
        body, marker = split_marker(line, here, gathered, patterns)
        ended = here is not None and gaps < GAPPED and bool(ENDS.search(here.last.text))
        if here is None or marker or begins(here, body, right, usual, patterns, ended, centred):
            crowded = here is not None and not gap_between(here.last, line, usual)
            gathered.append(Gathering(body, marker, crowded))
        else:
            here.add(body)
    return [finish(g, page, right, margin or right) for g in gathered]


def is_lone_mark(line: Line, above: Line, usual: Leadings) -> bool:
    """Whether a line holds nothing but a footnote's mark that found no room on the line above."""
    digits = all(MARK.fullmatch(w.text) for w in line.words)
    return digits and line.size <= SMALL * above.size and not gap_between(above, line, usual)


def split_marker(
    line: Line, here: Gathering | None, done: Sequence[Gathering], patterns: StructurePatterns
) -> tuple[Line, Word | None]:
    """The line without the bullet that opens it, and the bullet."""
    return take_marker(line, patterns, lambda first, second: opens_item(first, second, line, here, done))


def take_marker(
    line: Line, patterns: StructurePatterns, soft_opens: Callable[[Word, Word], bool]
) -> tuple[Line, Word | None]:
    """The line without the bullet that opens it, and the bullet; ``soft_opens`` decides on dashes, an o and the like."""
    first = line.words[0]
    if len(first.text) > 1 and first.text[0] in patterns.bullets - patterns.soft_bullets:
        rest = first._replace(text=first.text[1:], glued=False)
        words = (rest, *line.words[1:])
        return Line(words, line.box, line.size, line.bold), first._replace(text=first.text[0])
    if len(line.words) < 2 or not patterns.is_bullet(first.text):
        return line, None
    second = line.words[1]
    if first.text in patterns.soft_bullets and not soft_opens(first, second):
        return line, None
    box = second.box
    for word in line.words[1:]:
        box = box.union(word.box)
    words = (second._replace(glued=False), *line.words[2:])
    bold = all(w.bold for w in words if not w.raised)
    return Line(words, box, dominant_size(words), bold), first


def opens_item(first: Word, second: Word, line: Line, here: Gathering | None, done: Sequence[Gathering]) -> bool:
    """Whether a dash, an o or another ambiguous glyph at a line's start opens a list item."""
    if second.box.x0 - first.box.x1 >= MARKER_GAP * line.size:
        return True
    if here is None:
        return second.box.x0 - first.box.x1 > 0
    if any(g.marker and g.marker.text == first.text and abs(g.indent - first.box.x0) < INDENT for g in done):
        return True
    body = here.hang if here.hang is not None else here.indent
    return abs(first.box.x0 - body) >= INDENT and abs(first.box.x0 - here.indent) >= INDENT


def gap_between(above: Line, below: Line, usual: Leadings) -> bool:
    """Whether more than the usual white stands between two lines."""
    step = below.box.top - above.box.top
    leading = usual.get(above.size) or usual.get(below.size) or 1.3 * above.size
    return step > GAP * max(leading, above.size) or step < 0


def begins(
    here: Gathering, line: Line, right: float, usual: Leadings, patterns: StructurePatterns, ended: bool, centred: bool
) -> bool:
    """Whether a line without a bullet begins a new passage after the lines gathered so far.

    ``ended``: the text so far may be a whole paragraph, in a region that parts its paragraphs by no gaps. ``centred``: the
    region's lines stand centred.
    """
    last = here.last
    if abs(line.size - last.size) > SIZE_STEP or gap_between(last, line, usual):
        return True
    first = line.words[0]
    if first.raised and first.text.isdigit():
        return True
    if continues_numbers(here.lines[0].words[0], first, patterns):
        return True
    room = right - last.box.x1
    fits = room > first.box.x1 - first.box.x0 + 0.25 * line.size + SLACK
    if fits and first.text.isdigit() and len(first.text) <= 3:
        return True
    hanging = here.hang is not None and abs(line.box.x0 - here.hang) < INDENT and here.hang > here.indent + INDENT
    if all(x.bold for x in here.lines) and not any(w.bold for w in line.words) and not hanging:
        return not first.text[:1].islower() and (fits or not ENDS.search(last.text))
    if len(here.lines) == 1:
        return fits and ended and (here.marker is None or line.box.x0 < here.lines[0].box.x0 - INDENT)
    body = here.hang if here.hang is not None else last.box.x0
    shifted = line.box.x0 < body - INDENT or line.box.x0 > body + INDENT
    return (shifted and not is_centred(last, line, SHIFTED if centred else CENTRED)) or (fits and ended)


def is_centred(above: Line, below: Line, slack: float) -> bool:
    """Whether two lines stand centred below one another, so that their left edges say nothing."""
    return abs(above.box.x0 + above.box.x1 - below.box.x0 - below.box.x1) <= 2 * slack


def stands_centred(lines: Sequence[Line]) -> bool:
    """Whether the lines of a region stand centred, most of them, where their left edges differ."""
    ragged = [(a, b) for a, b in itertools.pairwise(lines) if abs(a.box.x0 - b.box.x0) > INDENT]
    return len(ragged) > 1 and sum(is_centred(a, b, SHIFTED) for a, b in ragged) >= MOSTLY * len(ragged)


def continues_numbers(opening: Word, first: Word, patterns: StructurePatterns) -> bool:
    """Whether a line's first word is the next number after the one that opened the passage."""
    stuck = STUCK.match(opening.text), STUCK.match(first.text)  # "1Bercow", "2Rose": footnotes
    if stuck[0] and stuck[1]:
        return int(stuck[1][1]) == int(stuck[0][1]) + 1
    for rule in patterns.number:
        a, b = rule.full(opening.text), rule.full(first.text)
        if a and b:
            return follows(a.group("n") or a.groups()[-1], b.group("n") or b.groups()[-1])
    return False


def follows(a: str | None, b: str | None) -> bool:
    """Whether number ``b`` comes next after ``a``: 1.2 → 1.3, b → c, 4 → 5."""
    if not a or not b:
        return False
    *stem_a, last_a = a.split(".")
    *stem_b, last_b = b.split(".")
    if stem_a != stem_b:
        return False
    if last_a.isdigit() and last_b.isdigit():
        return int(last_b) == int(last_a) + 1
    return len(last_a) == len(last_b) == 1 and ord(last_b) == ord(last_a) + 1


def finish(gathering: Gathering, page: int, right: float, margin: float) -> Passage:
    """The passage that the gathered lines form."""
    placed: list[Word] = []
    for above, line in zip([None, *gathering.lines], gathering.lines, strict=False):
        first, *rest = line.words
        placed += [first._replace(glued=above is not None and cuts_address(above, line, margin)), *rest]
    words = tuple(placed)
    upright = [w for w in words if not w.raised] or list(words)
    return Passage(
        page=page,
        words=words,
        marker=shown_marker(gathering.marker),
        off=(gathering.marker,) if gathering.marker else (),
        indent=gathering.indent,
        hang=gathering.hang if gathering.hang is not None else gathering.indent,
        size=dominant_size(upright),
        bold=all(w.bold for w in upright),
        room=right - gathering.last.box.x1,
        crowded=gathering.crowded,
        top=gathering.lines[0].box.top,
    )


def shown_marker(marker: Word | None) -> str | None:
    """A bullet as it is shown: one of a symbol font has no character of its own."""
    if marker is None:
        return None
    return BULLET if means_nothing(marker.text) else marker.text


def cuts_address(above: Line, below: Line, margin: float) -> bool:
    """Whether a web address that would have overrun the right margin was cut between two lines."""
    last, first = above.words[-1].text, below.words[0].text
    return margin - above.box.x1 < OVERRUN * above.size and bool(WEB.search(last)) and bool(WEB_REST.match(first))
