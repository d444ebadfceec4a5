"""Which commitment of the new version is which of the old one, without keys.

First by identity of text, those that stand in the same place before others; then by likeness, the most alike first, above
one threshold. Numbers, ids and pages count for nothing. Whichever side is called old, the pairs are the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..dataset.similarity import Gist, candidates, gist_of, likeness, overlap, stems
from ..language.text_diff import plain
from ..records.dataset import Commitment, Dataset, RecommendationRecord

SAME_PROMISE = 0.5  # likeness and nearness together, from which two commitments are versions of one promise
NEARNESS = 0.15  # how much of that is where they stand
ELSEWHERE = 0.62  # the likeness that is needed where the two stand in different parts
SAME_SENTENCE = 0.8  # overlap of two sentences' words, from which one is a version of the other
SAME_PLACE = 0.8  # nearness from which two sentences stand in the same place
SAME_ROW = 0.5  # overlap of two recommendations' words, from which they are versions of one


@dataclass(frozen=True, slots=True)
class Pair:
    """A commitment of each side by its index, and how sure the match is."""

    old: int
    new: int
    score: float


@dataclass(frozen=True, slots=True)
class Side:
    """One version's commitments with what they are matched by."""

    commitments: tuple[Commitment, ...]
    gists: tuple[Gist, ...]
    keys: tuple[tuple[str, str], ...]  # the sentence and the action, typography evened out
    rows: tuple[RecommendationRecord, ...]

    def rank(self, index: int) -> float:
        """Where a commitment stands in its version, 0 to 1."""
        return index / max(1, len(self.commitments))


def side_of(dataset: Dataset) -> Side:
    """A dataset's commitments, ready to be matched."""
    found = dataset.commitments
    return Side(
        found,
        tuple(map(gist_of, found)),
        tuple((plain(c.quote), plain(c.action.text)) for c in found),
        dataset.recommendations,
    )


def pairs_of(old: Side, new: Side) -> list[Pair]:
    """The pairs, in the order of the old version; no commitment is in two."""
    rows = {old.rows[i].ref: new.rows[j].ref for i, j in row_pairs(old.rows, new.rows)}
    free_old, free_new = set(range(len(old.commitments))), set(range(len(new.commitments)))
    found: list[Pair] = []
    for depth in (2, 1):  # the same sentence and action, then the same sentence
        for i, j in identical(old, new, free_old, free_new, rows, depth):
            found.append(Pair(i, j, 1.0))
            free_old.discard(i)
            free_new.discard(j)
    found += alike(old, new, sorted(free_old), sorted(free_new), rows)
    free_old -= {p.old for p in found}
    free_new -= {p.new for p in found}
    found += in_like_sentences(old, new, sorted(free_old), sorted(free_new), rows)
    return sorted(found, key=lambda p: p.old)


def identical(
    old: Side, new: Side, free_old: set[int], free_new: set[int], rows: dict[int | str, int | str], depth: int
) -> Iterator[tuple[int, int]]:
    """Pairs with the same words; of several that read the same, those that stand nearest to each other."""
    here: dict[tuple[str, ...], list[int]] = defaultdict(list)
    there: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for side, free, index in ((old, free_old, here), (new, free_new, there)):
        for i in sorted(free):
            index[side.keys[i][:depth]].append(i)
    for key, mine in here.items():
        options = [
            (-nearness(old, new, i, j, rows), abs(a - b), abs(old.rank(i) - new.rank(j)), i + j, i, j)
            for a, i in enumerate(mine)
            for b, j in enumerate(there.get(key, ()))
        ]
        yield from ((i, j) for *_, i, j in one_to_one(options))


def alike(
    old: Side, new: Side, free_old: Sequence[int], free_new: Sequence[int], rows: dict[int | str, int | str]
) -> Iterator[Pair]:
    """Pairs that say nearly the same, the surest first."""
    gists_old, gists_new = [old.gists[i] for i in free_old], [new.gists[j] for j in free_new]
    tried = {(a, b) for a, b in candidates(gists_old, gists_new)}
    tried |= {(a, b) for b, a in candidates(gists_new, gists_old)}
    options = []
    for a, b in tried:
        i, j = free_old[a], free_new[b]
        like, near = likeness(gists_old[a], gists_new[b]), nearness(old, new, i, j, rows)
        score = (1 - NEARNESS) * like + NEARNESS * near
        if score < SAME_PROMISE or (near == 0 and like < ELSEWHERE):
            continue
        options.append((-score, -near, abs(old.rank(i) - new.rank(j)), abs(i - j), i + j, i, j))
    yield from (Pair(i, j, round(min(-option[0], 0.99), 3)) for *option, i, j in one_to_one(options))


def in_like_sentences(
    old: Side, new: Side, free_old: Sequence[int], free_new: Sequence[int], rows: dict[int | str, int | str]
) -> Iterator[Pair]:
    """Pairs of what is left in sentences that are nearly the same and stand in the same place: "will look into" → "will open"."""
    options = []
    for i in free_old:
        for j in free_new:
            near = nearness(old, new, i, j, rows)
            same = overlap(old.gists[i].quote, new.gists[j].quote) if near >= SAME_PLACE else 0.0
            if same >= SAME_SENTENCE:
                options.append((-same, -near, abs(old.rank(i) - new.rank(j)), abs(i - j), i + j, i, j))
    yield from (Pair(i, j, round(SAME_SENTENCE * -option[0], 3)) for *option, i, j in one_to_one(options))


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


def nearness(old: Side, new: Side, i: int, j: int, rows: dict[int | str, int | str]) -> float:
    """How near two commitments stand: 1 in the same cell or paragraph, 0 in different parts."""
    a, b = old.commitments[i], new.commitments[j]
    if a.recommendation is not None and b.recommendation is not None:
        if rows.get(a.recommendation) == b.recommendation:
            return 1.0 if a.column == b.column else 0.6
        return 0.2
    if a.part != b.part:
        return 0.0
    if a.section == b.section:
        return 1.0 if a.paragraph == b.paragraph else 0.8
    return 0.5


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
