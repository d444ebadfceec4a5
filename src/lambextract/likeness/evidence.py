"""What two promises share that shows them to be versions of one: verb, object, actor, numbers, date, place, words."""

import re
from dataclasses import dataclass
from functools import cached_property

from ..language.text_diff import plain
from ..records.dataset import Commitment
from .similarity import Gist, Rarity, likeness, stems

IN_PLACE, IN_SECTION, IN_ROW, IN_PART, IN_TABLE = 1.0, 0.8, 0.6, 0.5, 0.2  # how near two promises stand
NEARNESS = 0.15  # how much of a score is where the two stand
TELLING, SEVERAL = 1.0, 3  # what the words of a shared object have to tell together where none is rare, and how many
OTHER_OBJECT = 0.3  # overlap of two objects below which they are different
SURE = 0.6  # score from which objects in different words may be one
SAME_OBJECT = 0.6  # overlap of two objects from which they are one
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
SENTENCE_ONLY = 0.5  # how much a word counts that stands in the other sentence but not in its deed
SHOWN = 5  # words that are shown as evidence


@dataclass(frozen=True)
class Evidence:
    """What two promises share, and how much they are alike: 0 to 1. Each part is worked out when it is first asked for.

    ``gists``: what each comes down to; ``near``: how near the two stand; ``rarity``: how much each word tells.
    """

    old: Commitment
    new: Commitment
    gists: tuple[Gist, Gist]
    near: float
    rarity: Rarity

    @cached_property
    def score(self) -> float:
        """How much the two are alike, by their words and by where they stand."""
        return round((1 - NEARNESS) * likeness(*self.gists, self.rarity) + NEARNESS * self.near, 4)

    @property
    def numbered(self) -> bool:
        """Whether they stand in the same annex row's column, or in the same numbered paragraph."""
        return self.near == IN_PLACE and (self.old.recommendation is not None or self.old.paragraph is not None)

    @cached_property
    def verb(self) -> bool:
        """Whether the verb is the same."""
        return bool(self.gists[0].verb) and self.gists[0].verb == self.gists[1].verb

    @cached_property
    def verb_within(self) -> bool:
        """Whether one's verb stands in what the other promises: "look at whether … could be made"."""
        a, b = self.gists
        return bool(a.verb and b.verb) and (a.verb in b.action or b.verb in a.action)

    @property
    def objects(self) -> bool:
        """Whether both name an object."""
        return bool(self.old.action.object and self.new.action.object)

    @cached_property
    def object(self) -> float:
        """The overlap of the objects' words."""
        return self.rarity.overlap(stems(self.old.action.object or ""), stems(self.new.action.object or ""))

    @property
    def actor(self) -> bool:
        """Whether the actor is the same."""
        return self.gists[0].actor == self.gists[1].actor

    @property
    def common(self) -> frozenset[str]:
        """The stems that they share beside the verbs and the bodies' names."""
        a, b = self.gists
        bodies = stems(self.old.actor.name) | stems(self.new.actor.name)
        return ((a.action & b.action) | (a.quote & b.quote)) - bodies - {a.verb, b.verb}

    @property
    def words(self) -> tuple[str, ...]:
        """The same, the rarest first."""
        return tuple(self.rarity.rarest(self.common))

    @property
    def rare(self) -> bool:
        """Whether a rare word is among them."""
        return any(map(self.rarity.is_rare, self.common))

    @cached_property
    def telling(self) -> float:
        """What all of them tell together."""
        return self.rarity.weight(self.common)

    @cached_property
    def action(self) -> float:
        """The overlap of the words of what is done and to what, the verbs left out."""
        return self.rarity.overlap(*(g.deed for g in self.gists))

    @cached_property
    def held(self) -> float:
        """The share of the shorter of the two that the other holds; what only its sentence holds counts half."""
        a, b = self.gists
        return held(a.deed, b.deed, a.quote, b.quote, self.rarity)

    @cached_property
    def shared(self) -> float:
        """What the words tell that both say of what is done and to what."""
        return self.rarity.weight(self.gists[0].deed & self.gists[1].deed)

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """The numbers that both name."""
        return tuple(sorted(set(NUMBER.findall(self.old.action.text)) & set(NUMBER.findall(self.new.action.text))))

    @cached_property
    def date(self) -> bool:
        """Whether both are due at the same time, in the same words."""
        one, other = self.old.deadline, self.new.deadline
        return one is not None and other is not None and plain(one.text) == plain(other.text)

    @property
    def of_another_deed(self) -> bool:
        """Whether neither the verb nor the object is the same: both may speak of one matter and yet be two promises."""
        differ = self.object < OTHER_OBJECT if self.objects else self.near < IN_SECTION
        return not self.verb and not self.verb_within and differ

    @property
    def of_another_thing(self) -> bool:
        """Whether the objects differ, and not so much else is shared that they may be one in other words."""
        return self.of_another_deed or (self.objects and self.object < OTHER_OBJECT and self.score < SURE)

    @property
    def of_one_thing(self) -> bool:
        """Whether more is shared than a verb: a rare word or the object, or the place in the same row or paragraph."""
        deed = self.object >= SAME_OBJECT or self.verb or self.verb_within
        several = self.telling >= TELLING and len(self.words) >= SEVERAL and deed
        in_place = self.verb and (self.date or self.object >= SAME_OBJECT) and self.near >= IN_SECTION
        return self.rare or several or self.numbered or in_place

    def told(self) -> tuple[str, ...]:
        """The evidence in words."""
        lines = [
            ("verb", "the same" if self.verb else ""),
            ("object", "the same" if self.object >= SAME_OBJECT else ""),
            ("actor", "the same" if self.actor else ""),
            ("place", "the same" if self.numbered else "the same section" if self.near >= IN_SECTION else ""),
            ("date", "the same" if self.date else ""),
            ("numbers", ", ".join(self.numbers)),
            ("words", ", ".join(self.words[:SHOWN])),
        ]
        return tuple(f"{name}: {said}" for name, said in lines if said)


def best_score(like: float) -> float:
    """The score that two commitments have at most, by how much they say the same."""
    return round((1 - NEARNESS) * like + NEARNESS, 4)


def held(
    one: frozenset[str], other: frozenset[str], quote: frozenset[str], other_quote: frozenset[str], rarity: Rarity
) -> float:
    """The share of what the shorter of two tells that the longer holds, 0 to 1; what only its sentence holds counts half."""
    if rarity.total(one) > rarity.total(other):
        one, other, other_quote = other, one, quote
    if not one:
        return 0.0
    weight = rarity.weight(one & other) + SENTENCE_ONLY * rarity.weight((one & other_quote) - other)
    return weight / rarity.total(one)
