"""Do words follow one another on the page? Holds the text of blocks against a second reading of the PDF, letter by letter.

A text stands on its pages if its letters are there, within its boxes, each followed by the next: in the order in which the
file draws them, or beside it on the line, or from the end of a line to the beginning of the next one in the column. Words
that white parts from the next column are the end of their line; words that run on are not.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from ..layout.overprint import Area
from ..readers.witness import Letters, Witnesses, WitnessPage, letters, on_one_line

ROUND = 2.0  # points around a box that belong to it: two readers measure letters differently
RUNS_ON = 0.45  # of a line's height: nearer words belong to one line of text; spaces measure 0.25
APART = 3.0  # of a line's height: words farther apart on a line are not beside each other
GUTTER = 8.0  # points of white, on several lines one above the other, that part columns
LINES = 3  # on which it must stand; on two it may do so by chance
WIDE = 0.9  # of a line's height that such white is wide, at least
SPACE = 0.12  # of a line's height that parts words
OUTSTANDING = 2.0  # times as wide as the usual space of its line
CALL = 3  # digits of a footnote's call, at most; its text leaves them out
LOWER = 0.85  # of a letter's height: a footnote's call is smaller
LOW = 0.3  # of a letter's height by which the next line is lower at least
HEAD = 12  # letters by which a text is looked for first
PATIENCE = 10_000  # letters that one search looks at, and …
LETTERS_TRIED = 20  # … times the letters of the text

Place = tuple[int, int]  # a page's number, and a letter's index on it


@dataclass(frozen=True)
class Pages:
    """The second reading of a document, by page; ``notes``: the numbers of the document's footnotes, which may be called."""

    pages: Witnesses
    notes: frozenset[str] = frozenset()

    @classmethod
    def of(cls, pages: Sequence[WitnessPage], notes: Iterable[str]) -> "Pages":
        """The pages by their numbers."""
        return cls(Witnesses(pages), frozenset(notes))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A box of a text: its page, its area on it, and the letters whose middle lies in it."""

    page: int
    area: Area
    inside: frozenset[int]


def stands(text: str, boxes: Sequence[Sequence[float]], pages: Pages) -> tuple[Place, ...] | None:
    """The letters of a text in their order on the pages; None if they do not follow one another there within its boxes."""
    wanted = letters(text)
    stretches = [s for box in boxes if (s := stretch_of(box, pages)) is not None]
    if not wanted:
        return ()
    search = Search(wanted, stretches, pages)
    path = search.path()
    return path if path is not None and not crosses_gutter(path, pages) else None


def stretch_of(box: Sequence[float], pages: Pages) -> Stretch | None:
    """A box with the letters in it; None for one on no page."""
    page = pages.pages.get(int(box[0]))
    if page is None:
        return None
    area = box[1] - ROUND, box[2] - ROUND, box[3] + ROUND, box[4] + ROUND
    return Stretch(page.number, area, frozenset(page.inside(area)))


class Search:
    """Looks for a way through the letters of some boxes that spells a text."""

    def __init__(self, wanted: str, stretches: Sequence[Stretch], pages: Pages) -> None:
        self.wanted, self.stretches, self.pages = wanted, stretches, pages
        self.patience = PATIENCE + LETTERS_TRIED * len(wanted)
        self.line_starts: dict[int, list[int]] = {}

    def path(self) -> tuple[Place, ...] | None:
        """The first way that spells the text, tried from each place where it may begin."""
        for at, stretch in enumerate(self.stretches):
            for i in self.starts(at, stretch):
                found = self.follow(at, i)
                if found is not None:
                    return found
                if self.patience < 0:
                    return None
        return None

    def starts(self, at: int, stretch: Stretch) -> Iterator[int]:
        """Where the text may begin in a box: where its first letters stand together, then where the first one does."""
        page = self.pages.pages[stretch.page]
        firsts = [i for i in sorted(stretch.inside) if page.text[i] == self.wanted[0]]
        together = {i for i in firsts if page.text.startswith(self.wanted[:HEAD], i)}
        yield from (i for i in firsts if i in together)
        yield from (i for i in firsts if i not in together)

    def follow(self, at: int, i: int) -> tuple[Place, ...] | None:
        """The way that spells the text from one letter on; back to the last fork where it ends."""
        forks: list[tuple[int, int, int]] = [(0, at, i)]  # how much is spelled before, box, letter
        path: list[tuple[int, int]] = []  # box and letter
        while forks:
            k, at, i = forks.pop()
            del path[k:]
            self.patience -= 1 - k
            k, i = self.run(path, k, at, i)
            self.patience -= k
            if self.patience < 0:
                return None
            if k == len(self.wanted):
                return tuple((self.stretches[box].page, j) for box, j in path)
            forks += [(k, box, j) for box, j in reversed(list(self.forks(k, at, i)))]
        return None

    def run(self, path: list[tuple[int, int]], k: int, at: int, i: int) -> tuple[int, int]:
        """Follow the order of drawing along a line as long as it spells the text: how much is spelled, and the last letter."""
        stretch = self.stretches[at]
        page, inside, wanted = self.pages.pages[stretch.page], stretch.inside, self.wanted
        text, goes_on = page.text, page.goes_on
        while True:
            path.append((at, i))
            k += 1
            if k == len(wanted) or not goes_on[i] or text[i + 1] != wanted[k] or i + 1 not in inside:
                return k, i
            i += 1

    def forks(self, k: int, at: int, i: int) -> Iterator[tuple[int, int]]:
        """Where the text may go on after a letter, when the order of drawing does not spell it: nearest first."""
        stretch = self.stretches[at]
        page = self.pages.pages[stretch.page]
        for skip in range(CALL + 1):  # the next letter that is drawn, past a footnote's call
            j = i + skip + 1
            fits = j in stretch.inside and page.text[j] == self.wanted[k]
            if fits and (not skip or self.is_call(page, range(i + 1, j))):
                yield at, j
        beside = after_call(page, i)
        if beside is not None and beside in stretch.inside and page.text[beside] == self.wanted[k]:
            white = page.level[beside][0] - page.level[i][2]
            yield from [(at, beside)] if white < APART * (page.level[i][3] - page.level[i][1]) else []
        if ends_line(page, i):
            low = page.level[i][1] + LOW * (page.level[i][3] - page.level[i][1])
            yield from (
                (at, j)
                for j in self.starts_of_lines(at)
                if page.text[j] == self.wanted[k] and page.turns[j] == page.turns[i] and page.level[j][1] > low
            )
        for later in range(at + 1, min(at + 3, len(self.stretches))):
            yield from self.next_box(k, at, i, later)

    def is_call(self, page: Letters, places: range) -> bool:
        """Whether letters are a footnote's call: digits that are a note's number, or small or raised ones."""
        digits = page.text[places.start : places.stop]
        small = all(is_mark(page, places.start - 1, j) for j in places)
        return digits.isdigit() and (digits in self.pages.notes or small)

    def next_box(self, k: int, at: int, i: int, later: int) -> Iterator[tuple[int, int]]:
        """Where a text may go on in a later box: at the letter drawn next, or from the end of a line to a line's beginning."""
        here, there = self.stretches[at], self.stretches[later]
        page, other = self.pages.pages[here.page], self.pages.pages[there.page]
        if here.page == there.page and i + 1 in there.inside and page.text[i + 1] == self.wanted[k]:
            yield later, i + 1
        if not ends_line(page, i):
            return
        yield from ((later, j) for j in self.starts_of_lines(later) if other.text[j] == self.wanted[k])

    def starts_of_lines(self, at: int) -> list[int]:
        """The letters of a box at which lines begin, from the top."""
        if at not in self.line_starts:
            page = self.pages.pages[self.stretches[at].page]
            found = (j for j in self.stretches[at].inside if begins_line(page, j))
            self.line_starts[at] = sorted(found, key=lambda j: (page.level[j][1], page.level[j][0]))
        return self.line_starts[at]


def after_call(page: Letters, i: int) -> int | None:
    """The letter to the right of another on its line, past a footnote's call."""
    after = page.after(i)
    while after is not None and is_mark(page, i, after):
        after = page.after(after)
    return after


def is_mark(page: Letters, i: int, j: int) -> bool:
    """Whether a letter beside another is a digit of a footnote's call."""
    a, b = page.level[i], page.level[j]
    return page.text[j].isdigit() and (b[3] - b[1] < LOWER * (a[3] - a[1]) or b[3] < a[3] - 0.1 * (a[3] - a[1]))


def ends_line(page: Letters, i: int) -> bool:
    """Whether white parts a letter from what stands to its right; a footnote's call does not count."""
    a = page.level[i]
    after = after_call(page, i)
    return after is None or page.level[after][0] - a[2] > RUNS_ON * (a[3] - a[1])


def begins_line(page: Letters, j: int) -> bool:
    """Whether white parts a letter from what stands to its left."""
    b = page.level[j]
    before = page.before(j)
    return before is None or b[0] - page.level[before][2] > RUNS_ON * (b[3] - b[1])


def crosses_gutter(path: Sequence[Place], pages: Pages) -> bool:
    """Whether a way runs across white that stands at the same place on several lines above one another: over a gutter.

    Such white is wider than the other spaces of its line: a justified line may have wide ones throughout.
    """
    above: list[tuple[float, float, int]] = []  # white that stands above, and on how many lines
    page = 0
    for number, places in lines_on(path, pages):
        here: list[tuple[float, float, int]] = []
        for c, d in wide_white(places):
            shared = [(max(a, c), min(b, d), n) for a, b, n in above if min(b, d) - max(a, c) >= GUTTER]
            here += [(a, b, n + 1) for a, b, n in shared] if number == page and shared else [(c, d, 1)]
        if any(n >= LINES for _, _, n in here):
            return True
        above, page = here, number
    return False


def lines_on(path: Sequence[Place], pages: Pages) -> Iterator[tuple[int, list[Area]]]:
    """The lines that a way runs along: the page and the places of the letters of each."""
    for number, places in itertools.groupby(path, key=itemgetter(0)):
        page = pages.pages[number]
        level, goes_on = page.level, page.goes_on
        line: list[Area] = []
        last = -1
        for _, i in places:
            follows = (
                goes_on[last] if i == last + 1 else level[i][0] >= level[last][0] and on_one_line(level[last], level[i])
            )
            if line and not follows:
                yield number, line
                line = []
            line.append(level[i])
            last = i
        yield number, line


def wide_white(line: Sequence[Area]) -> list[tuple[float, float]]:
    """Stretches of white between the letters of a line that are wide, and wider than its other spaces."""
    spaces = [(a[2], b[0]) for a, b in itertools.pairwise(line) if b[0] - a[2] > SPACE * (a[3] - a[1])]
    widths = sorted(b - a for a, b in spaces)
    usual = widths[len(widths) // 2] if len(widths) > 2 else 0.0
    least = max(GUTTER, WIDE * (line[0][3] - line[0][1]), OUTSTANDING * usual)
    return [(a, b) for a, b in spaces if b - a >= least]
