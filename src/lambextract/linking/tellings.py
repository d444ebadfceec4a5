"""The commitments of a plan, ready to be held against one another: what each is about, and what it takes up from before."""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from ..document.model import Block
from ..likeness.similarity import Gist, Rarity, gist_of, stem, stems
from ..patterns.links import LinkPatterns
from ..records.dataset import Commitment

WITHIN = 10  # commitments before one, among which what it takes up is looked for
LONGEST_ROW = 60  # commitments of a row among which an entry without a verb finds the one that it dates
DATED = 0.4  # share of what an entry without a verb tells, from which it dates the answer that says it
SHORT_NAME = 3  # words of the longest phrase with an article that names again what was named before
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d")
WORD = re.compile(r"[\w’'-]+")


class Tellings:
    """Commitments and their gists.

    ``takes_up``: the commitment that first named the thing which another only takes up ("these resources will be …").
    ``dated_by``: the entries of its row without a verb that date it.
    ``step_of``: the commitment before one that says no more than "this": it is a step of that promise.
    """

    def __init__(self, commitments: Sequence[Commitment], blocks: Sequence[Block], patterns: LinkPatterns) -> None:
        self.commitments = commitments
        self.blocks = {b.id: b for b in blocks}
        self.patterns = patterns
        self.gists = [gist_of(c) for c in commitments]
        self.takes_up: dict[int, int] = {}
        self.step_of: dict[int, int] = {}
        self.dated_by: dict[int, list[int]] = defaultdict(list)
        self.known_heads: dict[int, frozenset[str]] = {}
        self.find_antecedents()
        self.full = [self.with_antecedent(i) for i in range(len(commitments))]

    @cached_property
    def rarity(self) -> Rarity:
        """How much each word tells in the plan."""
        return Rarity([g.action | g.quote for g in self.gists])

    @cached_property
    def words(self) -> list[frozenset[str]]:
        """All stems of each commitment's sentence and of what it takes up."""
        return [g.action | g.quote for g in self.full]

    @cached_property
    def small(self) -> frozenset[str]:
        """The stems of words that stand for something named before."""
        return frozenset(map(stem, self.patterns.listed("demonstrative")))

    @cached_property
    def bodies(self) -> frozenset[str]:
        """The stems of the short names of the bodies that act."""
        return frozenset(stem(c.actor.id) for c in self.commitments)

    @cached_property
    def determiners(self) -> frozenset[str]:
        """The stems of words before a noun that do not tell of what kind it is."""
        return frozenset(map(stem, self.patterns.listed("determiner")))

    @cached_property
    def bringing_about(self) -> frozenset[str]:
        """The stems of verbs that only say that a thing comes about."""
        return frozenset(map(stem, self.patterns.listed("bringing_about")))

    def row(self, i: int) -> str | None:
        """The table row that a commitment stands in."""
        block = self.blocks.get(self.commitments[i].block)
        return block.row if block is not None else None

    def brings_about(self, i: int) -> bool:
        """Whether a commitment's verb only says that a thing comes about, or there is none."""
        return not self.gists[i].verb or self.gists[i].verb in self.bringing_about

    def own(self, i: int) -> frozenset[str]:
        """The stems of what is done and to what, in a commitment's own words, without its verb."""
        return self.gists[i].deed

    def with_antecedent(self, i: int) -> Gist:
        """A commitment's gist, with the words of what it takes up."""
        gist = self.gists[i]
        if (before := self.takes_up.get(i)) is None:
            return gist
        return Gist(gist.action | self.own(before), gist.quote, gist.verb, gist.actor)

    def find_antecedents(self) -> None:
        """Find what takes up what, in each row and under each heading."""
        here: dict[object, list[int]] = defaultdict(list)
        for i, commitment in enumerate(self.commitments):
            row = self.row(i)
            before = here[row or (commitment.part, commitment.section)]
            phrase = self.phrase(i)
            if row and commitment.action.verb is None:
                found = self.answer_of(
                    i, [j for j in before[-LONGEST_ROW:] if self.commitments[j].column != commitment.column]
                )
                if found is not None:
                    self.takes_up[i] = found
                    self.dated_by[found].append(i)
            elif self.is_taken_up(i, phrase):
                named = stems(" ".join(phrase)) - self.small
                if named:
                    found = self.first_named(i, named, self.nearest(before, commitment.column if row else None))
                    if found is not None:
                        self.takes_up[i] = found
                elif before and self.commitments[before[-1]].block == commitment.block:
                    self.step_of[i] = before[-1]
            before.append(i)

    def answer_of(self, i: int, before: Sequence[int]) -> int | None:
        """The commitment of a row's other columns that an entry without a verb dates: "emergency plans by March"."""
        words = self.gists[i].action - self.bodies
        said = {j: self.rarity.held(words, self.gists[j].action | {self.gists[j].verb}) for j in before}
        best = max(said, key=lambda j: (said[j], -j), default=None)
        return best if best is not None and said[best] >= DATED else None

    def phrase(self, i: int) -> list[str]:
        """The words for the thing that something is done to; without one, those behind the verb."""
        action = self.commitments[i].action
        return WORD.findall(action.object) if action.object else WORD.findall(action.text)[1:3]

    def is_taken_up(self, i: int, phrase: Sequence[str]) -> bool:
        """Whether a phrase names again what was named before: "these resources", "the scheme"; not "the scheme for schools"."""
        if not phrase:
            return False
        first = phrase[0].casefold()
        if first in self.patterns.listed("demonstrative"):
            return True
        return first in self.patterns.listed("definite") and len(phrase) <= SHORT_NAME and not self.goes_on(i)

    def goes_on(self, i: int) -> bool:
        """Whether the words behind the thing say which one is meant."""
        action = self.commitments[i].action
        behind = WORD.findall(action.text.partition(action.object or " ")[2].casefold())
        return behind[:1] != [] and behind[0] in self.patterns.listed("after_noun")

    def nearest(self, before: Sequence[int], column: str | None) -> list[int]:
        """The commitments before one, the nearest first; in a row, those of the other columns first."""
        near = list(reversed(before[-WITHIN:]))
        if column is None:
            return near
        return sorted(near, key=lambda j: self.commitments[j].column == column)

    def first_named(self, i: int, named: frozenset[str], near: Sequence[int]) -> int | None:
        """The nearest commitment that names a thing, or the one that it takes the thing up from."""
        for j in near:
            if named <= self.words_before(i, j):
                first = self.takes_up.get(j, j)
                return first if named <= self.words_before(i, first) else j
        return None

    def words_before(self, i: int, j: int) -> frozenset[str]:
        """The stems by which an earlier commitment may have named a thing: its sentence, or its deed if it shares the sentence."""
        return self.gists[j].action if self.one_sentence(i, j) else self.gists[j].quote | self.gists[j].action

    def one_sentence(self, i: int, j: int) -> bool:
        """Whether two commitments stand in one sentence."""
        a, b = self.commitments[i], self.commitments[j]
        return a.block == b.block and a.quote_start == b.quote_start

    def one_list(self, i: int, j: int) -> bool:
        """Whether one commitment's block opens the list that the other's is in, or both are in one list."""
        a, b = self.blocks[self.commitments[i].block], self.blocks[self.commitments[j].block]
        if a.kind == b.kind == "bullet" and a.parent is not None and a.parent == b.parent:
            return True
        return a.id in self.above[b.id] or b.id in self.above[a.id]

    @cached_property
    def above(self) -> dict[str, frozenset[str]]:
        """For each block with commitments the ids of what it hangs on: the sentence that opens its list, the heading above."""
        return {c.block: self.above_block(self.blocks[c.block]) for c in self.commitments}

    def above_block(self, block: Block) -> frozenset[str]:
        """The ids of what a block hangs on."""
        ids: set[str] = set()
        while block.parent is not None and block.parent in self.blocks and block.parent not in ids:
            ids.add(block.parent)
            block = self.blocks[block.parent]
        return frozenset(ids)

    @cached_property
    def numbers(self) -> list[frozenset[str]]:
        """The numbers in what each commitment does and to what, without those of its times and sums."""
        return [numbers_of(c) for c in self.commitments]

    def brings_up(self, i: int, j: int) -> bool:
        """Whether what one commitment takes up is what the other does something to, and not only a word of its sentence."""
        named = stems(" ".join(self.phrase(i))) - self.small
        one_thing = bool(self.heads(i) & self.heads(j)) or not self.heads(j)
        return one_thing and named <= self.own(j) and not self.is_taken_up(j, self.phrase(j))

    def names_another(self, i: int, j: int) -> bool:
        """Whether the thing of one commitment has a name, and a word of it is not in the other's sentence."""
        phrase = WORD.findall(self.commitments[i].action.object or "")
        named = stems(" ".join(w for w in phrase[1:] if w[0].isupper()))  # the first word may open the sentence
        return bool(named - self.words[j] - self.bodies)

    def kind_of_thing(self, i: int) -> frozenset[str]:
        """The stems of the words that tell a thing from others of its name: of "a consultation on fares" fares."""
        words = stems(self.commitments[i].action.object or "") - self.heads(i) - self.small
        return frozenset(w for w in words - self.determiners if not w.isdigit())

    def heads(self, i: int) -> frozenset[str]:
        """The stem of the noun that the thing's phrase is about: of "guidance on deployment" guidance; none without a thing."""
        if i not in self.known_heads:
            self.known_heads[i] = self.heads_of(i)
        return self.known_heads[i]

    def heads_of(self, i: int) -> frozenset[str]:
        """The same, found for the first time."""
        last: str | None = None
        for word in WORD.findall((self.commitments[i].action.object or "").casefold()):
            if word in self.patterns.listed("after_noun"):
                break
            last = stem(word)
        return frozenset([last] if last else []) - self.small


def numbers_of(commitment: Commitment) -> frozenset[str]:
    """The numbers in what is done and to what, without those of its times and sums."""
    said = f"{commitment.action.object or ''} {commitment.action.text}"
    for words in (*([commitment.deadline.text] if commitment.deadline else []), *(f.text for f in commitment.funding)):
        said = said.replace(words, " ")
    return frozenset(n for n in NUMBER.findall(said) if not YEAR.fullmatch(n))
