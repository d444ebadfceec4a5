"""Running heads and feet: found by position and repetition, not by their wording, and the printed page numbers in them."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ZONE = 0.13  # of the page's height at its head and foot: where running heads and feet may stand
DEEPEST = 3  # lines of furniture at either edge
SAME_PLACE = 3.0  # points: repeated lines stand at the same height
ENOUGH = 3  # pages on which a line must be repeated; in shorter documents, every page but one
NEAR = 1.9  # of its own height: a second line of a running head stands this near to the first
LABELLED = 0.2  # share of all pages that must carry a number that counts along with them: a chapter's number does not
AGREEING = 0.4  # share of the numbered pages that must agree on how labels count

DIGITS = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class Edge:
    """A line of a page: its text, height on the page and size in points."""

    text: str
    top: float
    size: float
    height: float  # of the page
    tabular: bool = False  # belongs to a table, so no furniture


@dataclass(frozen=True, slots=True)
class Furniture:
    """Which lines of each page are furniture, by their indices, and the pages' printed numbers."""

    lines: tuple[frozenset[int], ...]
    labels: tuple[str | None, ...]


def find_furniture(pages: Sequence[Sequence[Edge]]) -> Furniture:
    """Tell furniture from text; ``pages`` holds each page's lines from top to bottom.

    A line is furniture if it stands outermost (but for other furniture) in the zone at the head or the foot and is
    repeated on other pages at the same height, numbers apart; or if it stands alone where other pages have such a line; or
    if it is nothing but the page's number, counted as the other pages count theirs.
    """
    found: list[set[int]] = [set() for _ in pages]
    for head in (True, False):
        candidates = [outermost(lines, head) for lines in pages]
        repeated = repeated_keys(pages, candidates)
        slots = {(height, round(size)) for _, height, size in repeated}
        counted = offsets_of(
            [
                [lines[i].text for i in indices if key_of(lines[i]) in repeated]
                for lines, indices in zip(pages, candidates, strict=True)
            ]
        )
        for number, (furniture, lines, indices) in enumerate(zip(found, pages, candidates, strict=True)):
            for position, i in enumerate(indices):
                text, height, size = key_of(lines[i])
                again = (text, height, size) in repeated or any((text, height + d, size) in repeated for d in (-1, 1))
                slot = any((height + d, round(size)) in slots for d in (-1, 0, 1))
                labelled = any((style, value - number) in counted for style, _, value in numbers_in(lines[i].text))
                alone = labelled and lines[i].text.strip().isdigit()
                apart = position == 0 and slot and (labelled or stands_apart(lines, i, head))
                if not (again or alone or apart):
                    break
                furniture.add(i)
    texts = [[lines[i].text for i in sorted(indices)] for lines, indices in zip(pages, found, strict=True)]
    return Furniture(tuple(map(frozenset, found)), tuple(label_pages(texts)))


def outermost(lines: Sequence[Edge], head: bool) -> list[int]:
    """Indices of the lines that may be furniture, from the page's edge inwards."""
    indices: list[int] = []
    order = range(len(lines)) if head else range(len(lines) - 1, -1, -1)
    for i in order:
        line = lines[i]
        within = line.top < ZONE * line.height if head else line.top > (1 - ZONE) * line.height
        if line.tabular or not within or len(indices) == DEEPEST:
            break
        if indices and abs(line.top - lines[indices[-1]].top) > NEAR * max(line.size, lines[indices[-1]].size):
            break
        indices.append(i)
    return indices


def key_of(line: Edge) -> tuple[str, int, float]:
    """What is the same on every page where a running head is repeated: its words, its height, its size.

    Heights in the lower half are counted from the foot, since a document may have pages of several sizes.
    """
    height = line.top if line.top < line.height / 2 else line.top - line.height
    return DIGITS.sub("#", line.text.casefold()), round(height / SAME_PLACE), line.size


def repeated_keys(pages: Sequence[Sequence[Edge]], candidates: Sequence[Sequence[int]]) -> set[tuple[str, int, float]]:
    """The keys that occur on enough pages."""
    counts: Counter[tuple[str, int, float]] = Counter()
    for lines, indices in zip(pages, candidates, strict=True):
        counts.update({key_of(lines[i]) for i in indices})
    enough = min(ENOUGH, max(2, len(pages) - 1))
    return {key for key, n in counts.items() if n + max(counts[key[0], key[1] + d, key[2]] for d in (-1, 1)) >= enough}


def stands_apart(lines: Sequence[Edge], i: int, head: bool) -> bool:
    """Whether a gap parts the line from the text beside it."""
    j = i + 1 if head else i - 1
    if not 0 <= j < len(lines):
        return True
    return abs(lines[j].top - lines[i].top) > NEAR * max(lines[i].size, lines[j].size)


def offsets_of(texts: Sequence[Sequence[str]]) -> Counter[tuple[str, int]]:
    """How printed numbers count along with the pages: (arabic or roman, number minus page) → pages that agree on it."""
    counts: Counter[tuple[str, int]] = Counter()
    numbered: Counter[str] = Counter()
    for page, lines in enumerate(texts):
        options = {n for text in lines for n in numbers_in(text)}
        counts.update({(style, value - page) for style, _, value in options})
        numbered.update({style for style, _, _ in options})
    return Counter({key: n for key, n in counts.items() if n >= max(2, AGREEING * numbered[key[0]])})


def label_pages(texts: Sequence[Sequence[str]]) -> list[str | None]:
    """The number printed on each page: the one in its furniture that counts along with the pages."""
    enough = max(2, LABELLED * len(texts))
    counted = {key: n for key, n in offsets_of(texts).items() if n >= enough}
    labels: list[str | None] = []
    for page, lines in enumerate(texts):
        options = sorted({n for text in lines for n in numbers_in(text)})
        good = [o for o in options if (o[0], o[2] - page) in counted]
        labels.append(max(good, key=lambda o: counted[o[0], o[2] - page])[1] if good else None)
    return labels


def numbers_in(text: str) -> Iterable[tuple[str, str, int]]:
    """The numbers at the ends of a running head: (arabic or roman, as shown, value)."""
    tokens = re.findall(r"[0-9A-Za-z]+", text)
    ends = {*tokens[:2], *tokens[-1:], *(t for t, u in zip(tokens[1:], tokens, strict=False) if u.casefold() == "page")}
    for token in ends:
        if token.isdigit() and len(token) <= 4:
            yield "arabic", token, int(token)
        elif (value := roman(token)) is not None:
            yield "roman", token, value


def roman(token: str) -> int | None:
    """The value of a lower-case roman number, None for anything else."""
    if not re.fullmatch(r"(?=.)(?:c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", token):
        return None
    values = [ROMAN[c] for c in token]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
