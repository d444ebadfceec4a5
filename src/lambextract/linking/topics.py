"""Which passages of a plan speak of one topic: an annex row and the section that answers it, a bullet of the summary and both.

A passage's words are weighed by how few passages hold them. What two passages share is told in proportion to the most that
either shares with any passage of the other's kind: 1 for two that are nearest to each other.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import sqrt

from ..document.model import Block
from ..likeness.similarity import Rarity, stems
from .tellings import Tellings

ROW, SECTION, ITEM = "row", "section", "item"
LOOKED_UP = 60  # of a passage's rarest words, by which others like it are looked up
COMMON = 60  # passages from which on a word tells nothing of a topic

Unit = tuple[str, str]  # a kind of passage, and the row, the heading or the block that it is


class Topics:
    """The passages of a plan, and how near two commitments stand by what theirs speak of."""

    def __init__(self, tellings: Tellings, blocks: Sequence[Block]) -> None:
        self.heading = dict(headings_of(blocks))
        self.units = [self.unit_of(tellings, i) for i in range(len(tellings.commitments))]
        texts: dict[Unit, list[str]] = {unit: [] for unit in self.units}
        for block in blocks:
            for unit in self.units_of(block):
                if unit in texts:
                    texts[unit].append(block.text)
        self.words = {unit: stems(" ".join(said)) for unit, said in texts.items()}
        self.rarity = Rarity(self.words.values())
        self.index = {unit: n for n, unit in enumerate(self.words)}
        self.shared: dict[int, float] = {}  # by two passages' numbers, see ``pair``
        self.most: dict[tuple[Unit, str], float] = defaultdict(float)
        units = list(self.words)
        for n, m in self.pairs(units):
            one, other = units[n], units[m]
            weight = self.rarity.weight(self.words[one] & self.words[other])
            share = weight / sqrt(self.rarity.total(self.words[one]) * self.rarity.total(self.words[other]))
            self.shared[self.pair(n, m)] = share
            for a, b in ((one, other), (other, one)):
                self.most[a, b[0]] = max(self.most[a, b[0]], share)

    def pair(self, n: int, m: int) -> int:
        """One number for two passages, whichever comes first."""
        return min(n, m) * len(self.index) + max(n, m)

    def unit_of(self, tellings: Tellings, i: int) -> Unit:
        """The passage that a commitment stands in: its row, its list item where no number tells its paragraph, its section."""
        commitment = tellings.commitments[i]
        block = tellings.blocks[commitment.block]
        if block.row is not None:
            return ROW, block.row
        if block.kind == "bullet" and commitment.paragraph is None:
            return ITEM, block.id
        return SECTION, self.heading[block.id]

    def units_of(self, block: Block) -> Iterator[Unit]:
        """The passages that a block is part of."""
        if block.row is not None:
            if not block.header:
                yield ROW, block.row
        else:
            yield ITEM, block.id
            yield SECTION, self.heading[block.id]

    def pairs(self, units: Sequence[Unit]) -> list[tuple[int, int]]:
        """Pairs of passages, by their numbers, that share one of their rarer words; rows are no topics of one another."""
        holders: dict[str, list[int]] = defaultdict(list)
        for n, unit in enumerate(units):
            for word in self.words[unit]:
                holders[word].append(n)
        seen: set[tuple[int, int]] = set()
        for n, unit in enumerate(units):
            known = [w for w in self.rarity.rarest(self.words[unit]) if 1 < len(holders[w]) <= COMMON]
            others = Counter(m for w in known[:LOOKED_UP] for m in holders[w])
            for m in others:
                if m != n and not (unit[0] == units[m][0] == ROW):
                    seen.add((min(n, m), max(n, m)))
        return sorted(seen)

    def nearness(self, i: int, j: int) -> float:
        """How near two commitments stand: 1 in one passage, or in two that are nearest to each other; 0 to 1."""
        a, b = self.units[i], self.units[j]
        if a == b:
            return 1.0
        most = max(self.most.get((a, b[0]), 0.0), self.most.get((b, a[0]), 0.0))
        return self.shared.get(self.pair(self.index[a], self.index[b]), 0.0) / most if most else 0.0


def headings_of(blocks: Sequence[Block]) -> Iterator[tuple[str, str]]:
    """Each block with the heading that it stands under, or its part where there is none before it."""
    heading: dict[str, str] = {}
    for block in blocks:
        if block.kind == "heading":
            heading[block.part] = block.id
        yield block.id, heading.get(block.part, block.part)
