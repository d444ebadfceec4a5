"""Which part, section and row of the new version is which of the old one, and how near two commitments stand by that."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ..likeness.evidence import IN_PART, IN_PLACE, IN_ROW, IN_SECTION, IN_TABLE
from ..likeness.similarity import overlap, stems
from ..records.dataset import Commitment, Dataset, PartRecord, RecommendationRecord

SAME_ROW = 0.5  # overlap of two recommendations' words, from which they are versions of one
SAME_TITLE = 0.6  # overlap of two headings' words, from which they are versions of one


class Places:
    """The parts and rows of two versions side by side."""

    def __init__(self, old: Dataset, new: Dataset) -> None:
        self.rows = {
            old.recommendations[i].ref: new.recommendations[j].ref
            for i, j in row_pairs(old.recommendations, new.recommendations)
        }
        self.parts = part_pairs(old, new)
        self.titles: dict[tuple[str, str], bool] = {}

    def nearness(self, a: Commitment, b: Commitment) -> float:
        """How near two commitments stand: 1 in the same cell or paragraph, 0 in different parts."""
        if a.recommendation is not None and b.recommendation is not None:
            if self.rows.get(a.recommendation) == b.recommendation:
                return IN_PLACE if a.column == b.column else IN_ROW
            return IN_TABLE
        if self.parts.get(a.part) != b.part:
            return 0.0
        if self.same_title(a.section, b.section):
            return IN_PLACE if a.paragraph == b.paragraph else IN_SECTION
        return IN_PART

    def same_title(self, a: str | None, b: str | None) -> bool:
        """Whether two headings are versions of one; two commitments under no heading share that."""
        if a is None or b is None or a == b:
            return a == b
        if (a, b) not in self.titles:
            self.titles[a, b] = overlap(stems(a), stems(b)) >= SAME_TITLE
        return self.titles[a, b]


def part_pairs(old: Dataset, new: Dataset) -> dict[str, str]:
    """Which part of the new version is which of the old one: by the sentences that both hold, else by title, else by name."""
    here, there = (part_of_each_quote(d) for d in (old, new))
    votes = Counter((here[q], there[q]) for q in here.keys() & there.keys())
    titles_old, titles_new = (dict(titles_of(d)) for d in (old, new))
    options = [(-n, a != b, a, b) for (a, b), n in votes.items()]
    found = dict(settled(options))
    rest = [
        (-score, a != b, a, b)
        for a, one in titles_old.items()
        for b, other in titles_new.items()
        if a not in found
        and b not in found.values()
        and (score := overlap(one, other) if one and other else float(a == b)) >= SAME_TITLE
    ]
    found |= dict(settled(rest))
    counted = not votes  # nothing is the same: names such as chapter-4 say nothing, but that of a summary does
    for part in titles_old.keys() & titles_new.keys():
        if part not in found and part not in found.values() and not (counted and part[-1:].isdigit()):
            found[part] = part
    return found


def part_of_each_quote(dataset: Dataset) -> dict[str, str]:
    """The part of each sentence that is quoted, where it stands in one part only."""
    parts: dict[str, set[str]] = {}
    for c in dataset.commitments:
        parts.setdefault(c.quote, set()).add(c.part)
    return {quote: next(iter(found)) for quote, found in parts.items() if len(found) == 1}


def titles_of(dataset: Dataset) -> Iterator[tuple[str, frozenset[str]]]:
    """Each part with the stems of its title; parts that only commitments name have none."""
    known: Sequence[PartRecord] = dataset.document.parts
    yield from ((p.id, stems(p.title)) for p in known)
    yield from ((part, frozenset()) for part in {c.part for c in dataset.commitments} - {p.id for p in known})


def settled(options: Iterable[tuple[float, bool, str, str]]) -> Iterator[tuple[str, str]]:
    """The best options that share neither side with a better one."""
    taken: tuple[set[str], set[str]] = (set(), set())
    for _, _, a, b in sorted(options):
        if a not in taken[0] and b not in taken[1]:
            taken[0].add(a)
            taken[1].add(b)
            yield a, b


def row_pairs(old: Sequence[RecommendationRecord], new: Sequence[RecommendationRecord]) -> Iterator[tuple[int, int]]:
    """Which annex row of the new version is which of the old one: by their texts, the same reference first."""
    words_old = [stems(r.recommendation) for r in old]
    words_new = [stems(r.recommendation) for r in new]
    options: list[tuple[float, ...]] = []
    for i, a in enumerate(old):
        for j, b in enumerate(new):
            same = a.ref == b.ref
            score = overlap(words_old[i], words_new[j]) if words_old[i] or words_new[j] else float(same)
            if score >= SAME_ROW:
                options.append((-score, float(not same), abs(i - j), i, j))
    yield from ((i, j) for _, i, j in one_to_one(options))


def one_to_one(options: Iterable[tuple[float, ...]]) -> Iterator[tuple[float, int, int]]:
    """The best options (the smallest tuples) that share neither of their last two members with a better one."""
    taken_old: set[float] = set()
    taken_new: set[float] = set()
    for option in sorted(options):
        i, j = option[-2:]
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            yield option[0], int(i), int(j)
