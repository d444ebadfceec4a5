"""Words → lines: what stands on one baseline, with marks that are set above it."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..document.model import Box, Word

SAME_LINE = 0.5  # share of a word's height that must lie within a line's height
INITIAL = 0.45  # of an initial's height: the height of the lines that it stands beside
INITIALS = 2  # words that are set so large on one line, at most
RAISED_SIZE = 0.82  # of the line's size; footnote marks measure 0.5 to 0.7
RAISED_BY = 0.12  # of the line's size, by which a mark's foot stands above the line's foot
TOUCHING = 1.5  # points between a word and the mark set at its end
GLUED = 0.15  # em between two words that no space parts; spaces measure 0.2 em and more


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline, left to right; the height of ``box`` is that of the full-sized ones. ``bold``: all are."""

    words: tuple[Word, ...]
    box: Box
    size: float
    bold: bool

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(w.text for w in self.words)


def rows_of(words: Iterable[Word]) -> list[list[Word]]:
    """Words grouped by height on the page, top to bottom, each group left to right.

    The largest words found the rows, smaller ones join the row that holds at least half of their height: so a raised
    footnote mark lands in its line although its own box stands higher.
    """
    tops: list[float] = []  # of the rows, kept sorted
    rows: list[tuple[float, float, list[Word]]] = []
    for word in sorted(words, key=lambda w: (-w.size, w.box.top, w.box.x0)):
        top, bottom = word.box.top, word.box.bottom
        need = SAME_LINE * (bottom - top)
        at = bisect_left(tops, top)
        best, best_share = -1, need
        for i in range(max(0, at - 2), min(at + 2, len(rows))):
            above, below, _ = rows[i]
            if bottom - top >= INITIAL * (below - above):
                share = (below if below < bottom else bottom) - (above if above > top else top)
                if share > best_share or (share == best_share and best < 0):
                    best, best_share = i, share
        if best < 0 and word.text.isdigit():
            best = next((i for i in (at - 1, at) if 0 <= i < len(rows) and touches(word, rows[i])), -1)
        if best >= 0:
            rows[best][2].append(word)
        else:
            tops.insert(at, top)
            rows.insert(at, (top, bottom, [word]))
    return [sorted(row, key=lambda w: (w.box.x0, w.box.top)) for row in with_initials(rows)]


def with_initials(rows: Sequence[tuple[float, float, list[Word]]]) -> list[list[Word]]:
    """Rows of words; a large initial that stands beside the beginnings of several lines goes to the first of them."""
    out = [list(words) for _, _, words in rows]
    lowest = min((below - above for above, below, _ in rows), default=0.0)
    for i, (top, bottom, words) in enumerate(rows):
        if lowest >= INITIAL * (bottom - top):
            continue
        beside = [
            j
            for j, (a, b, _) in enumerate(rows)
            if b - a < INITIAL * (bottom - top) and min(b, bottom) - max(a, top) > SAME_LINE * (b - a)
        ]
        if beside and len(words) <= INITIALS:
            out[beside[0]] += words
            out[i] = []
    return [row for row in out if row]


def touches(word: Word, row: tuple[float, float, list[Word]]) -> bool:
    """Whether a small mark stands at the end of a word of the row, however high it is set."""
    top, bottom, words = row
    near = word.box.bottom > top - 1 and word.box.top < bottom and word.size < RAISED_SIZE * (bottom - top)
    return near and any(abs(word.box.x0 - w.box.x1) < TOUCHING for w in words)


def dominant_size(words: Sequence[Word]) -> float:
    """The size in which most characters are set, rounded to half a point."""
    if len({word.size for word in words}) == 1:
        return round(words[0].size * 2) / 2
    sizes: Counter[float] = Counter()
    for word in words:
        sizes[round(word.size * 2) / 2] += len(word.text)
    return max(sizes, key=lambda s: (sizes[s], s)) if sizes else 0.0


def line_of(row: Sequence[Word], number: int) -> Line:
    """One row of words as a line: its ``number`` and the words' ``glued`` and ``raised`` marks filled in."""
    size = dominant_size(row)
    foot = max((w.box.bottom for w in row if w.size >= RAISED_SIZE * size), default=row[0].box.bottom)
    words: list[Word] = []
    full = [w.box for w in row if w.size >= RAISED_SIZE * size] or [w.box for w in row]
    box = Box(
        row[0].box.page,
        min(w.box.x0 for w in row),
        min(b.top for b in full),
        max(w.box.x1 for w in row),
        max(b.bottom for b in full),
    )
    for i, word in enumerate(row):
        raised = word.size < RAISED_SIZE * size and foot - word.box.bottom > RAISED_BY * size
        glued = i > 0 and word.box.x0 - row[i - 1].box.x1 < GLUED * size
        text, place, own, bold, _, _, _, serial, tag = word
        words.append(Word(text, place, own, bold, raised, glued, number, serial, tag))
    return Line(tuple(words), box, size, all(w.bold for w in words if not w.raised) and any(w.bold for w in words))


def lines_of(words: Iterable[Word], first: int = 0) -> list[Line]:
    """The lines that the words form, top to bottom, numbered from ``first``."""
    return [line_of(row, first + i) for i, row in enumerate(rows_of(words))]
