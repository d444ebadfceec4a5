"""A version's text, passage by passage, with an index: whether something like a promise stands anywhere in it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..likeness.similarity import Rarity, stems
from ..records.changes import Passage
from ..records.dataset import BlockRecord, Commitment, Dataset, DeadlineRecord, Rejection

SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[A-Z“\"•(])")
LIKE = 0.4  # overlap of a promise's sentence and a passage from which the passage says something like it
HELD, TELLING = 0.8, 1.4  # share of an action that a longer passage has to hold, and what those words have to tell
TRIED = 10  # stems of a promise, the rarest first, by which passages are looked up
SURELY = 0.75  # overlap from which a passage says the same, however common its words
SHORT_CELL = 20  # words of a cell that says how its row stands
FEWEST_SHARED = 2  # stems that a passage and a promise have to share
SPEAKING = 1.2  # what these have to tell together, a rare one among them


@dataclass(frozen=True, slots=True)
class Place:
    """A passage: a sentence, a heading or what stands in a cell; with the commitments and rejected clauses in it."""

    number: int
    block: BlockRecord
    start: int
    text: str
    stems: frozenset[str]
    commitments: tuple[int, ...]
    reasons: tuple[str, ...]
    times: tuple[DeadlineRecord, ...] = ()
    lead: str = ""  # the words that an item of a list goes on from: "We published"

    @property
    def said(self) -> str:
        """What it says, with the words that it goes on from."""
        return f"{self.lead} {self.text}" if self.lead else self.text

    @property
    def end(self) -> int:
        """Its end in the block's text."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that says something like a promise, and how much like it; ``bonus``: what its place and names add to that."""

    place: Place
    alike: float
    bonus: float = 0.0

    @property
    def score(self) -> float:
        """How surely it speaks of the promise, 0 to 1."""
        return min(1.0, self.alike + self.bonus)


class Passages:
    """All passages of a version."""

    def __init__(self, dataset: Dataset) -> None:
        self.places = tuple(places_of(dataset))
        self.headings = sections_of(dataset.blocks)
        self.index: dict[str, list[int]] = defaultdict(list)
        for place in self.places:
            for stem in place.stems:
                self.index[stem].append(place.number)
        self.of_block: dict[str, list[Place]] = defaultdict(list)
        self.of_row: dict[str, list[Place]] = defaultdict(list)
        self.order = {b.id: i for i, b in enumerate(dataset.blocks)}
        for place in self.places:
            self.of_block[place.block.id].append(place)
            if place.block.row is not None:
                self.of_row[place.block.row].append(place)

    def nearest(
        self,
        action: frozenset[str],
        quote: frozenset[str],
        whole: frozenset[str],
        rarity: Rarity,
        without: frozenset[str] = frozenset(),
    ) -> list[Hit]:
        """The passages that say something like a promise, the most alike first.

        ``whole``: the stems of its sentence with times and sums, which tell as well where they are the same; ``without``: stems
        that count for nothing.
        """
        found = []
        words = action | quote | whole
        totals = rarity.total(quote), rarity.total(whole), rarity.total(action)
        for number in self.sharing(words, rarity):
            place = self.places[number]
            shared = (place.stems & words) - without
            if len(shared) < FEWEST_SHARED:
                continue
            total = rarity.total(place.stems) - rarity.weight(place.stems & without)
            score = max(
                2 * rarity.weight(shared & quote) / (totals[0] + total),
                2 * rarity.weight(shared & whole) / (totals[1] + total),
            )
            telling = rarity.weight(shared & action)
            if telling >= TELLING and telling >= HELD * totals[2]:
                score = max(score, telling / totals[2] / 2)
            if score < SURELY and not (any(map(rarity.is_rare, shared)) and rarity.weight(shared) >= SPEAKING):
                continue
            found.append(Hit(place, round(score, 3)))
        found.sort(key=lambda h: (-h.score, h.place.number))
        return found

    def sharing(self, words: frozenset[str], rarity: Rarity) -> list[int]:
        """The passages that share the rarest of some stems."""
        known = [w for w in rarity.rarest(words) if w in self.index][:TRIED]
        return sorted({n for w in known for n in self.index[w]})

    def speaks_of(self, words: frozenset[str], rarity: Rarity) -> bool:
        """Whether any passage says something like some words."""
        return any(hit.score >= LIKE for hit in self.nearest(words, words, words, rarity)[:1])

    def around(self, commitment: Commitment) -> Iterator[Place]:
        """The sentence of a commitment, and the one after it in its block."""
        mine = self.of_block.get(commitment.block, [])
        yield from (p for p in mine if p.end > commitment.quote_start and p.start < commitment.quote_end)
        at = next((i for i, p in enumerate(mine) if p.end > commitment.quote_start), None)
        if at is not None:
            yield from mine[at + 1 : at + 2]

    def beside(self, block: str) -> list[Place]:
        """What the other short cells of a block's row say: its dates, how it stands."""
        mine = self.of_block.get(block, [])
        row = mine[0].block.row if mine else None
        places = self.of_row.get(row, []) if row is not None else []
        return [p for p in places if p.block.column != mine[0].block.column and len(p.text.split()) <= SHORT_CELL]

    def record(self, place: Place) -> Passage:
        """A passage as it is published."""
        block = place.block
        return Passage(
            block=block.id,
            kind=block.kind,
            part=block.part,
            section=self.headings.get(block.id),
            paragraph=block.number if block.kind == "paragraph" else None,
            page=block.page,
            page_label=block.page_label,
            quote=place.text,
            quote_start=place.start,
        )


def places_of(dataset: Dataset) -> Iterator[Place]:
    """The passages in reading order: the sentences that are quoted, and those between them."""
    promised: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for i, c in enumerate(dataset.commitments):
        promised[c.block].append((c.quote_start, c.quote_end, i))
    rejected: dict[str, list[Rejection]] = defaultdict(list)
    for r in dataset.rejected:
        rejected[r.block].append(r)
    number = 0
    texts = {b.id: b.text for b in dataset.blocks if b.kind in ("paragraph", "bullet")}
    for block in dataset.blocks:
        lead = lead_in(texts.get(block.parent or "", "")) if block.kind == "bullet" else ""
        mine, refused = promised.get(block.id, []), rejected.get(block.id, [])
        spans = [(s, e) for s, e, _ in mine]
        times = [t for r in refused for t in r.times] + [*block.times]
        times += [d for *_, i in mine if (d := dataset.commitments[i].deadline) is not None]
        times.sort(key=lambda t: (t.start_char is None, t.start_char or 0))
        for start, end in cut(block.text, spans):
            text = block.text[start:end]
            words = stems(text)
            if not words:
                continue
            yield Place(
                number,
                block,
                start,
                text,
                words,
                tuple(i for s, e, i in mine if s < end and start < e),
                tuple(r.reason for r in refused if r.quote_start < end and start < r.quote_end),
                tuple(dict.fromkeys(t for t in times if t.start_char is None or start <= t.start_char < end)),
                lead if start == 0 else "",
            )
            number += 1


def lead_in(text: str) -> str:
    """The last sentence of a text that goes on in a list, if it is none by itself."""
    words = text.rstrip(" :–—-")
    if not words or words[-1] in ".;!?":
        return ""
    *_, (start, end) = sentences(words, 0, len(words))
    return words[start:end]


def cut(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where a block's passages begin and end: at the spans that are known, and at the ends of sentences between them."""
    at = 0
    for start, end in sorted(set(spans)):
        if start >= at:
            yield from sentences(text, at, start)
            yield start, end
        at = max(at, end)
    yield from sentences(text, at, len(text))


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of a stretch of text, white space around them left out."""
    at = start
    for stop in (*(m.end() for m in SENTENCE_END.finditer(text, start, end)), end):
        piece = text[at:stop]
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            yield at + lead, at + len(piece.rstrip())
        at = stop


def is_quoted(text: str, place: int) -> bool:
    """Whether a place in a text stands within quotation marks: what was said before, or by others."""
    before = text[:place]
    return before.count("“") > before.count("”")


def sections_of(blocks: Sequence[BlockRecord]) -> dict[str, str]:
    """The heading above each block, by the block's id."""
    above: dict[str, str] = {}
    last: tuple[str, str] | None = None
    for block in blocks:
        if last is not None and last[0] == block.part:
            above[block.id] = last[1]
        if block.kind == "heading":
            last = (block.part, block.text)
    return above
