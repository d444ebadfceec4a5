"""What two promises share that shows them to be versions of one: verb, object, actor, numbers, date, place, words."""

import re
from dataclasses import dataclass

from ..language.text_diff import plain
from ..records.dataset import Commitment
from .similarity import Gist, Rarity, deed_of, likeness, stems

IN_PLACE, IN_SECTION, IN_ROW, IN_PART, IN_TABLE = 1.0, 0.8, 0.6, 0.5, 0.2  # how near two promises stand
NEARNESS = 0.15  # how much of a score is where the two stand
TELLING, SEVERAL = 1.0, 3  # what the words of a shared object have to tell together where none is rare, and how many
OTHER_OBJECT = 0.3  # overlap of two objects below which they are different
SURE = 0.6  # score from which objects in different words may be one
SAME_OBJECT = 0.6  # overlap of two objects from which they are one
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
SENTENCE_ONLY = 0.5  # how much a word counts that stands in the other sentence but not in its deed
SHOWN = 5  # words that are shown as evidence


@dataclass(frozen=True, slots=True)
class Evidence:
    """What two promises share, and how much they are alike: 0 to 1."""

    score: float
    near: float
    numbered: bool  # whether they stand in the same annex row's column, or in the same numbered paragraph
    verb: bool
    verb_within: bool  # whether one's verb stands in what the other promises: "look at whether … could be made"
    objects: bool  # whether both name an object
    object: float
    actor: bool
    words: tuple[str, ...]  # the stems that they share beside the verb, the rarest first
    rare: bool  # whether a rare word is among them
    telling: float  # what all of them tell together
    action: float  # overlap of the words of what is done and to what, the verbs left out
    held: float  # the share of the shorter of the two that the other holds; what only its sentence holds counts half
    shared: float  # what the words tell that both say of what is done and to what
    numbers: tuple[str, ...]
    date: bool  # whether both are due at the same time, in the same words

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


def evidence_of(old: Commitment, new: Commitment, gists: tuple[Gist, Gist], near: float, rarity: Rarity) -> Evidence:
    """The evidence that two commitments are versions of one promise."""
    a, b = gists
    shared = (a.action & b.action) | (a.quote & b.quote)
    bodies = stems(old.actor.name) | stems(new.actor.name)
    words = tuple(rarity.rarest(shared - bodies - {a.verb, b.verb}))
    like = likeness(a, b, rarity)
    one, other = deed_of(a), deed_of(b)
    numbers = tuple(sorted(set(NUMBER.findall(old.action.text)) & set(NUMBER.findall(new.action.text))))
    return Evidence(
        score=round((1 - NEARNESS) * like + NEARNESS * near, 4),
        near=near,
        numbered=near == IN_PLACE and (old.recommendation is not None or old.paragraph is not None),
        verb=bool(a.verb) and a.verb == b.verb,
        verb_within=bool(a.verb and b.verb) and (a.verb in b.action or b.verb in a.action),
        objects=bool(old.action.object and new.action.object),
        object=rarity.overlap(stems(old.action.object or ""), stems(new.action.object or "")),
        actor=a.actor == b.actor,
        words=words,
        rare=any(map(rarity.is_rare, words[:1])),
        telling=rarity.weight(words),
        action=rarity.overlap(one, other),
        held=held(one, other, a.quote, b.quote, rarity),
        shared=rarity.weight(one & other),
        numbers=numbers,
        date=old.deadline is not None
        and new.deadline is not None
        and plain(old.deadline.text) == plain(new.deadline.text),
    )


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
