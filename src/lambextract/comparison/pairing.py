"""Which commitment of the new version is which of the old one, without keys.

First by identity of text, those that stand in the same place before others; then by what the two share, the surest pairs of
the whole document first; then, where neighbours are paired with neighbours, by less. A pair has to share more than a verb:
a rare word, the object, or the place in a table or a paragraph. Numbers of paragraphs, ids and pages count for nothing.
Whichever side is called old, the pairs are the same.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from ..language.text_diff import plain
from ..likeness.evidence import IN_SECTION, Evidence, best_score
from ..likeness.similarity import Gist, Rarity, candidates, gist_of, likeness, overlap, stems
from ..records.dataset import Commitment, Dataset, DeadlineRecord
from .passages import Passages, is_quoted
from .places import Places, one_to_one

SAME_PROMISE = 0.5  # score from which two commitments are versions of one promise
WITH_NEIGHBOURS = 0.34  # the same where the commitments before or after them are paired with each other as well
IN_PASSAGES = (
    0.42  # the same where one stands in a passage that says something like the other, that likeness counted in
)
ANOTHER_DEED = 0.65  # the score that is needed where neither the verb nor the object is the same
ELSEWHERE = 0.54  # the likeness that is needed where the two stand in different parts
SAME_SENTENCE = 0.8  # overlap of two sentences' words, from which one is a version of the other


SELDOM = 4  # places in which a name stands that tells which thing is meant
NAME = re.compile(r"(?<=[\w,;] )[A-Z][\w’'-]{2,}")  # a word with a capital within a sentence
SMALL_WORD = re.compile(r"(?<!\w)[a-z][\w’'-]{2,}")


@dataclass(frozen=True, slots=True)
class Pair:
    """A commitment of each side by its index, how sure the match is, and what it was matched by."""

    old: int
    new: int
    score: float
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Side:
    """One version's commitments with what they are matched by."""

    dataset: Dataset
    commitments: tuple[Commitment, ...]
    gists: tuple[Gist, ...]
    keys: tuple[tuple[str, str], ...]  # the sentence and the action, typography evened out
    quoted: frozenset[int]  # those within quotation marks

    @cached_property
    def dated_by(self) -> dict[str, DeadlineRecord]:
        """The deadlines that other cells of their rows give to answers in tables, by the answers' ids."""
        entries = {c.id: c.deadline for c in self.commitments if c.deadline is not None}
        links = (link for link in self.dataset.links if link.kind == "timescale")
        return {link.source: entries[link.target] for link in links if link.target in entries}

    @cached_property
    def names(self) -> tuple[frozenset[str], ...]:
        """Of each commitment the stems of rare names in its sentence: words with a capital that stand in few places."""
        texts = [b.text for b in self.dataset.blocks]
        common = {w for text in texts for w in SMALL_WORD.findall(text)}
        places = Counter(stem for text in texts for stem in stems(text))
        bodies = stems(" ".join(sorted({c.actor.name for c in self.commitments})))
        found = ({w for w in NAME.findall(c.quote) if w.casefold() not in common} for c in self.commitments)
        said = (
            (stems(" ".join(sorted(words))) & gist.quote) - bodies
            for words, gist in zip(found, self.gists, strict=True)
        )
        return tuple(frozenset(s for s in words if places[s] <= SELDOM) for words in said)

    def row_days(self, commitment: Commitment) -> set[str | None]:
        """The days that stand in the cells of a commitment's row."""
        mine = (p for p in self.passages.beside(commitment.block))
        return {day for p in mine for t in p.times if (day := t.end or t.start) is not None}

    @cached_property
    def passages(self) -> Passages:
        """All that stands in the version."""
        return Passages(self.dataset)

    def rank(self, index: int) -> float:
        """Where a commitment stands in its version, 0 to 1."""
        return index / max(1, len(self.commitments))

    def texts(self) -> Iterator[frozenset[str]]:
        """The stems of each block, and of each quotation that stands in no block."""
        known = {b.id for b in self.dataset.blocks}
        yield from (stems(b.text) for b in self.dataset.blocks)
        yield from (stems(c.quote) for c in self.commitments if c.block not in known)


def side_of(dataset: Dataset) -> Side:
    """A dataset's commitments, ready to be matched."""
    found = dataset.commitments
    return Side(
        dataset,
        found,
        tuple(entries_with_answers(found)),
        tuple((plain(c.quote), plain(c.action.text)) for c in found),
        quoted_in(dataset),
    )


def entries_with_answers(commitments: Sequence[Commitment]) -> Iterator[Gist]:
    """The gists; that of an entry without a verb ("summary Summer 2017") with the answer in its row that it dates."""
    answers: dict[int | str, list[Gist]] = defaultdict(list)
    for c in commitments:
        if c.recommendation is not None and c.action.verb is not None:
            answers[c.recommendation].append(gist_of(c))
    for c in commitments:
        gist = gist_of(c)
        row = answers.get(c.recommendation, []) if c.recommendation is not None and c.action.verb is None else []
        best = max(row, key=lambda a: overlap(a.action, gist.action), default=None)
        if best is not None and best.action & gist.action:
            gist = Gist(gist.action | best.action, gist.quote | best.action, best.verb, gist.actor)
        yield gist


def quoted_in(dataset: Dataset) -> frozenset[int]:
    """The commitments that stand within quotation marks: what was said before, or by others."""
    texts = {b.id: b.text for b in dataset.blocks}
    places = ((i, texts.get(c.block, ""), c.action.start) for i, c in enumerate(dataset.commitments))
    return frozenset(i for i, text, at in places if is_quoted(text, at))


def rarity_of(old: Side, new: Side) -> Rarity:
    """How much each word tells in two versions together."""
    return Rarity([*old.texts(), *new.texts()])


class Finder(Protocol):
    """Finds the free commitments of the other version in passages that say something like one."""

    def partners(self, i: int, free: set[int]) -> list[tuple[float, int]]:
        """Each with how much alike the passage is."""


def pairs_of(
    old: Side, new: Side, rarity: Rarity | None = None, finders: tuple[Finder, Finder] | None = None
) -> list[Pair]:
    """The pairs, in the order of the old version; no commitment is in two.

    ``finders``: search the new version for what stands in the old one, and the other way round.
    """
    matching = Matching(old, new, rarity or rarity_of(old, new))
    matching.identical()
    matching.alike(SAME_PROMISE)
    matching.in_like_sentences()
    matching.beside_neighbours()
    if finders is not None:
        matching.in_like_passages(*finders)
    return sorted(matching.pairs, key=lambda p: p.old)


class Matching:
    """The pairs that are found one after another, and what is still free."""

    def __init__(self, old: Side, new: Side, rarity: Rarity) -> None:
        self.old, self.new, self.rarity = old, new, rarity
        self.places = Places(old.dataset, new.dataset)
        self.free_old, self.free_new = set(range(len(old.commitments))), set(range(len(new.commitments)))
        self.pairs: list[Pair] = []
        self.known: dict[tuple[int, int], Evidence] = {}
        self.likes: dict[tuple[int, int], float] = {}

    def add(self, pairs: Iterable[Pair]) -> None:
        """Take pairs, and their commitments out of what is free."""
        for pair in pairs:
            self.pairs.append(pair)
            self.free_old.discard(pair.old)
            self.free_new.discard(pair.new)

    def identical(self) -> None:
        """Pairs with the same sentence and action, then with the same sentence."""
        for depth in (2, 1):
            self.add(
                Pair(i, j, 1.0, ("the same words",))
                for i, j in list(identical(self.old, self.new, self.free_old, self.free_new, self.places, depth))
            )

    def options(self) -> Iterator[tuple[int, int]]:
        """Pairs of free commitments that share some of their rarer stems."""
        mine, theirs = sorted(self.free_old), sorted(self.free_new)
        gists_old, gists_new = [self.old.gists[i] for i in mine], [self.new.gists[j] for j in theirs]
        tried = {(a, b) for a, b in candidates(gists_old, gists_new)}
        tried |= {(a, b) for b, a in candidates(gists_new, gists_old)}
        pairs = ((mine[a], theirs[b]) for a, b in sorted(tried))
        yield from ((i, j) for i, j in pairs if (i in self.old.quoted) == (j in self.new.quoted))

    def evidence(self, i: int, j: int) -> Evidence:
        """What two commitments share."""
        if (i, j) not in self.known:
            a, b = self.old.commitments[i], self.new.commitments[j]
            gists = (self.old.gists[i], self.new.gists[j])
            self.known[i, j] = Evidence(a, b, gists, self.places.nearness(a, b), self.rarity)
        return self.known[i, j]

    def like(self, i: int, j: int) -> float:
        """How much two commitments say the same, wherever they stand."""
        if (i, j) not in self.likes:
            self.likes[i, j] = likeness(self.old.gists[i], self.new.gists[j], self.rarity)
        return self.likes[i, j]

    def ranked(self, i: int, j: int, score: float) -> tuple[float, ...]:
        """A pair as an option: the surest first, then those that stand nearest to each other."""
        near = self.evidence(i, j).near
        return (-score, -near, abs(self.old.rank(i) - self.new.rank(j)), abs(i - j), i + j, i, j)

    def take(self, options: Iterable[tuple[float, ...]]) -> None:
        """Take the best options that do not contend for a commitment."""
        found = [
            Pair(i, j, round(min(-option, 0.99), 3), self.evidence(i, j).told()) for option, i, j in one_to_one(options)
        ]
        self.add(found)

    def alike(self, threshold: float) -> None:
        """Pairs that say nearly the same, the surest first."""
        options = []
        for i, j in self.options():
            like = self.like(i, j)
            if best_score(like) < threshold:
                continue  # wherever the two stand
            seen = self.evidence(i, j)
            if (
                seen.score < self.needed(seen, threshold)
                or not seen.of_one_thing
                or (seen.near == 0 and like < ELSEWHERE)
            ):
                continue
            options.append(self.ranked(i, j, seen.score))
        self.take(options)

    def in_like_sentences(self) -> None:
        """Pairs of what is left in nearly the same sentences in the same place: "will look into" → "will open"."""
        options = []
        for i in sorted(self.free_old):
            for j in sorted(self.free_new):
                near = self.places.nearness(self.old.commitments[i], self.new.commitments[j])
                same = overlap(self.old.gists[i].quote, self.new.gists[j].quote) if near >= IN_SECTION else 0.0
                if same >= SAME_SENTENCE:
                    options.append(self.ranked(i, j, SAME_SENTENCE * same))
        self.take(options)

    def beside_neighbours(self) -> None:
        """Pairs of what is left whose neighbours are paired with each other; each new pair may help the next."""
        while True:
            partner = {p.old: p.new for p in self.pairs}
            options = []
            for i, j in self.options():
                if best_score(self.like(i, j)) < WITH_NEIGHBOURS:
                    continue
                seen = self.evidence(i, j)
                if (
                    seen.score >= self.needed(seen, WITH_NEIGHBOURS)
                    and seen.of_one_thing
                    and self.flanked(i, j, partner)
                ):
                    options.append(self.ranked(i, j, seen.score))
            before = len(self.pairs)
            self.take(options)
            if len(self.pairs) == before:
                return

    def in_like_passages(self, forward: Finder, backward: Finder) -> None:
        """Pairs of what is left where one stands in a passage that says something like the other."""
        scores: dict[tuple[int, int], float] = {}
        for i in sorted(self.free_old):
            for score, j in forward.partners(i, self.free_new):
                scores[i, j] = max(scores.get((i, j), 0.0), score)
        for j in sorted(self.free_new):
            for score, i in backward.partners(j, self.free_old):
                scores[i, j] = max(scores.get((i, j), 0.0), score)
        self.take(
            self.ranked(i, j, (score + self.evidence(i, j).score) / 2)
            for (i, j), score in sorted(scores.items())
            if score + self.evidence(i, j).score >= 2 * IN_PASSAGES
            and self.evidence(i, j).of_one_thing
            and not self.evidence(i, j).of_another_thing
        )

    def needed(self, seen: Evidence, threshold: float) -> float:
        """The score that two commitments need to be paired."""
        return max(threshold, ANOTHER_DEED) if seen.of_another_deed else threshold

    def flanked(self, i: int, j: int, partner: dict[int, int]) -> bool:
        """Whether the commitment before or after one is paired with that before or after the other."""
        return any(partner.get(i + step) == j + step for step in (-1, 1))


def identical(
    old: Side, new: Side, free_old: set[int], free_new: set[int], places: Places, depth: int
) -> Iterator[tuple[int, int]]:
    """Pairs with the same words; of several that read the same, those that stand nearest to each other."""
    here: dict[tuple[str, ...], list[int]] = defaultdict(list)
    there: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for side, free, index in ((old, free_old, here), (new, free_new, there)):
        for i in sorted(free):
            index[side.keys[i][:depth]].append(i)
    for key, mine in here.items():
        options = [
            (
                -places.nearness(old.commitments[i], new.commitments[j]),
                abs(a - b),
                abs(old.rank(i) - new.rank(j)),
                i + j,
                i,
                j,
            )
            for a, i in enumerate(mine)
            for b, j in enumerate(there.get(key, ()))
        ]
        yield from ((i, j) for *_, i, j in one_to_one(options))
