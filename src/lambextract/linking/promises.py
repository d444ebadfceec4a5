"""Which commitments are one promise, told in several places.

First what takes up a thing that was named before and says no more than that it comes about ("these resources will be available
by May") joins the promise that named it. Then the likest pairs of the whole plan are joined, the surest first: by the words
of what is done and to what, by the verb, by the date, and by how near their passages stand in topic. What stands in one
passage is never one promise, else a list of like things would be.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from ..extraction.actors.register import SELF
from ..likeness.evidence import Evidence
from ..likeness.similarity import Gist
from ..records.dataset import Commitment, DeadlineRecord
from .tellings import YEAR, Tellings
from .topics import Topics

# what each part of a score weighs: the words (by both, and by the shorter of the two), the verb, what it is done to where the
# verb is the same, the date, the sum, the topic
WORDS, VERB, THING, DATE, MONEY, TOPIC = 0.8, 0.1, 0.15, 0.1, 0.1, 0.35
ONE_TOPIC = 0.8  # nearness of two passages' topics, from which they are one
SURE_IN_TOPIC, SURE = 0.7, 0.8  # the score from which two commitments are one promise: within one topic, and elsewhere
JOINED = 0.5  # the score that the commitments of two promises must reach on average, each with the likest of the other
MANY = 8  # tellings of a promise that speak for all of it
# the score from which two tellings of one promise are held against one another, if their topics touch
HELD_AGAINST = 0.65
# what the words have to tell in passages of different topics, and by how much less where the topics are one: where the verb or
# the date is the same, and where neither is
TELLS, TELLS_NEAR, TELLS_ALONE, TELLS_ALONE_NEAR = 1.2, 0.9, 1.4, 0.6
IN_ROW = 0.6  # likeness of the words of two cells of a row, from which they tell one promise
TELLING_IN_ROW = 0.5  # what the words have to tell there
ANOTHER_VERB = 0.75  # likeness of the words, from which two verbs that differ may mean one deed
# the share of the shorter that the longer must hold in passages of different topics: what differs in one word of each has the form
# of the other and is another promise ("achieve net-zero buildings", "achieve net-zero transport")
HELD, HELD_NEAR, HELD_COUNTED = 0.9, 0.75, 0.4  # in all, in topics that touch, where both name the same number or sum
TOUCHES = 0.5  # nearness of the topics of two passages that touch
# rarest words of a commitment, by which others are looked up; commitments that hold a word which is too common for that
LOOKED_UP, COMMON = 8, 500
SHARED = 0.4  # what these words have to tell, so that two commitments are held against one another
TIMES = ("timescale", "deadline")  # columns of a table that date its others
REPORTED = 0.7  # overlap of the words, from which a thing that is done may be the thing that is planned elsewhere
QUOTED = 0.3  # how much a word tells that one of the two says in its sentence only and not of the deed
ANOTHER_NAME = 0.6  # likeness of the words, from which two nouns that differ may name one thing: guidance, resources


@dataclass(frozen=True, slots=True)
class Joined:
    """Two commitments that tell one promise, by their indices: how sure that is, and the words that they share."""

    earlier: int
    later: int
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """What two commitments share, and how near their topics are."""

    evidence: Evidence
    text: float
    verb: bool
    date: bool
    money: bool
    near: float
    thing: bool  # whether verb and noun are the same, in one topic: both "sign an agreement"
    whole: bool  # whether both name what is done and to what

    @property
    def score(self) -> float:
        """How sure it is that the two are one promise."""
        told = VERB * self.verb + THING * self.thing + DATE * self.date + MONEY * self.money
        return WORDS * self.text + told + TOPIC * self.near

    @property
    def share(self) -> float:
        """The same as a share of the most that two can reach, 0 to 1."""
        return round(self.score / (WORDS + VERB + THING + DATE + MONEY + TOPIC), 3)

    @property
    def holds(self) -> bool:
        """Whether the longer of the two holds enough of the shorter to tell the same thing of another topic's passage."""
        counted = self.money or any(not YEAR.fullmatch(n) for n in self.evidence.numbers)
        return self.evidence.held >= (HELD_COUNTED if counted else HELD_NEAR if self.near >= TOUCHES else HELD)

    @property
    def telling(self) -> float:
        """What the words that they share tell."""
        return self.evidence.shared + QUOTED * max(self.evidence.telling - self.evidence.shared, 0.0)

    @property
    def enough(self) -> float:
        """What the words have to tell: less, the nearer the topics are."""
        if self.verb or self.date:
            return TELLS - TELLS_NEAR * self.near
        return TELLS_ALONE - TELLS_ALONE_NEAR * self.near


class Promises:
    """The promises of a plan. ``joined``: what makes several commitments one, in the order in which it was found."""

    def __init__(self, tellings: Tellings, topics: Topics) -> None:
        self.tellings, self.topics = tellings, topics
        self.home = list(range(len(tellings.commitments)))
        self.members = {i: [i] for i in self.home}
        self.joined: list[Joined] = []
        self.followers: set[int] = set()  # commitments that only take up what another has named
        self.matches: dict[tuple[int, int], Match] = {}
        self.join_what_takes_up()
        self.join_what_is_alike()

    def clusters(self) -> list[list[int]]:
        """The commitments of each promise, in the order of the plan."""
        return sorted(sorted(m) for m in self.members.values())

    def promise_of(self, i: int) -> int:
        """The first commitment of a commitment's promise."""
        while self.home[i] != i:
            i = self.home[i]
        return i

    def join(self, i: int, j: int, match: Match) -> None:
        """Make two commitments' promises one."""
        first, second = sorted((self.promise_of(i), self.promise_of(j)))
        self.home[second] = first
        self.members[first] += self.members.pop(second)
        earlier, later = sorted((i, j))
        self.joined.append(Joined(earlier, later, match.share, match.evidence.words))

    def join_what_takes_up(self) -> None:
        """Join what only says that a thing comes about with the promise that named the thing."""
        for i, j in self.tellings.takes_up.items():
            match = self.match(i, j)
            if self.tellings.one_sentence(i, j) or not self.both_done(i, j):
                continue
            dates = self.tellings.brings_about(i) or match.verb
            if dates if self.tellings.row(i) else self.tellings.brings_about(i) and self.tellings.brings_up(i, j):
                self.followers.add(i)
                if self.promise_of(i) != self.promise_of(j):
                    self.join(i, j, match)

    def join_what_is_alike(self) -> None:
        """Join the likest pairs, the surest first."""
        options = []
        for i, j, near in self.options():
            match = self.matches.get((i, j)) or self.likest(i, j, near)
            if self.is_one(i, j, match):
                self.matches[i, j] = match  # the others, which are most of them, are hardly ever asked for again
                options.append((-round(match.score, 6), i, j))
        for _, i, j in sorted(options):
            one, other = self.promise_of(i), self.promise_of(j)
            if one != other and not self.in_one_passage(one, other) and self.all_alike(one, other):
                self.join(i, j, self.match(i, j))

    def options(self) -> Iterator[tuple[int, int, float]]:
        """Pairs of commitments of different passages that share enough of their rarer words, and how near their topics are."""
        dating = {
            i
            for i in self.followers
            if self.tellings.commitments[i].action.verb is None and len(self.tellings.own(i) - self.tellings.bodies) < 2
        }
        for i, j in self.sharing():
            if i in dating or j in dating:
                continue
            near = self.topics.nearness(i, j)
            if self.may_be_one(i, j, near) and not self.one_passage(i, j):
                yield i, j, near

    def sharing(self) -> Iterator[tuple[int, int]]:
        """Pairs of commitments, the earlier first, that share some of the later one's rarer words: found by an index."""
        rarity, holders = self.tellings.rarity, defaultdict[str, list[int]](list)
        for i, words in enumerate(self.tellings.words):
            told: dict[int, float] = {}
            for word in rarity.rarest(w for w in words if rarity.counts[w] <= COMMON and w in holders)[:LOOKED_UP]:
                weight = rarity.weights[word]
                for j in holders[word]:
                    told[j] = told.get(j, 0.0) + weight
            yield from ((j, i) for j in sorted(told) if told[j] >= SHARED)
            for word in words:
                holders[word].append(i)

    def may_be_one(self, i: int, j: int, near: float) -> bool:
        """Whether two commitments share enough words to be one promise, whatever the words are: a look before the measuring."""
        told = self.tellings.rarity.weight(self.tellings.words[i] & self.tellings.words[j])
        if told >= TELLS - TELLS_NEAR * near:
            return True
        a, b = self.tellings.gists[i], self.tellings.gists[j]
        return (a.actor, a.verb) == (b.actor, b.verb) and a.actor != SELF

    def one_passage(self, i: int, j: int) -> bool:
        """Whether two commitments stand in one passage: a block, a cell's column, a section, a list with what opens it."""
        a, b = self.tellings.commitments[i], self.tellings.commitments[j]
        if a.block == b.block or (self.topics.units[i] == self.topics.units[j] and a.column == b.column):
            return True
        return self.tellings.one_list(i, j)

    def in_one_passage(self, one: int, other: int) -> bool:
        """Whether any commitments of two promises stand in one passage."""
        return any(self.one_passage(i, j) for i in self.members[one] for j in self.members[other])

    def all_alike(self, one: int, other: int) -> bool:
        """Whether the commitments of two promises are alike as a whole, each with the likest of the other promise."""
        here = [i for i in self.members[one] if i not in self.followers][:MANY]
        there = [j for j in self.members[other] if j not in self.followers][:MANY]
        if not here or not there or len(here) + len(there) == 2:
            return True
        score = {(i, j): self.match(i, j).score for i in here for j in there}
        best = [max(score[i, j] for j in there) for i in here] + [max(score[i, j] for i in here) for j in there]
        return sum(best) >= JOINED * len(best)

    def is_one_act(self, i: int, j: int, match: Match) -> bool:
        """Whether two commitments have the same body do the same on the same day, to the same thing or to none that is named."""
        evidence = match.evidence
        named = self.tellings.commitments[i].actor.id != SELF
        thing = not match.whole or bool(self.tellings.heads(i) & self.tellings.heads(j))
        return evidence.actor and named and evidence.verb and match.date and thing and match.near >= TOUCHES

    def is_one(self, i: int, j: int, match: Match) -> bool:
        """Whether two commitments tell one promise."""
        deed = (
            match.verb or self.tellings.brings_about(i) or self.tellings.brings_about(j) or match.evidence.verb_within
        )
        if self.topics.units[i] == self.topics.units[j]:  # two cells of one row
            return self.dates_the_other(i, j) and deed and match.text >= IN_ROW and match.telling >= TELLING_IN_ROW
        if self.count_differs(i, j) or self.name_differs(i, j):
            return False
        if not self.both_done(i, j) and match.evidence.action < REPORTED:
            return False
        if self.is_one_act(i, j, match):
            return True
        if match.near < ONE_TOPIC and not (match.whole and match.evidence.rare and match.holds):
            return False
        if not match.verb and (self.is_of_another_thing(i, j, match) or self.is_of_another_thing(j, i, match)):
            return False
        if self.differ_in_kind(i, j):
            return False
        if not deed and match.text < ANOTHER_VERB:
            return False
        needed = SURE_IN_TOPIC if match.near >= ONE_TOPIC else SURE
        return match.score >= needed and match.telling >= match.enough

    def tell_one_thing(self, i: int, j: int) -> bool:
        """Whether two commitments are alike themselves, or what they take up is, and not only through others."""
        here = {i, self.tellings.takes_up.get(i, i)}
        there = {j, self.tellings.takes_up.get(j, j)}
        if here & there:
            return True
        matches = [self.match(a, b) for a in here for b in there]
        return any(m.score >= HELD_AGAINST and m.near >= TOUCHES for m in matches)

    def dates_the_other(self, i: int, j: int) -> bool:
        """Whether one of two cells of a row is its timescale; the cells of other columns are steps of their own."""
        columns = [self.tellings.commitments[k].column for k in (i, j)]
        return sum(column in TIMES for column in columns) == 1

    def count_differs(self, i: int, j: int) -> bool:
        """Whether both number what they are about, and not in the same way: phase 1, phase 2."""
        numbers = [self.tellings.numbers[k] for k in (i, j)]
        return all(numbers) and not numbers[0] & numbers[1]

    def name_differs(self, i: int, j: int) -> bool:
        """Whether the things of both have names, each with a word that the other's sentence does not know: two boards."""
        return self.tellings.names_another(i, j) and self.tellings.names_another(j, i)

    def both_done(self, i: int, j: int) -> bool:
        """Whether both are reported done, or both are not."""
        a, b = self.tellings.commitments[i], self.tellings.commitments[j]
        return (a.status == "completed") == (b.status == "completed")

    def is_of_another_thing(self, i: int, j: int, match: Match) -> bool:
        """Whether what one commitment only brings about is not what the other is about.

        "Launch a consultation on fares" is "consult", and is not "fares will change": the other speaks of what this one's
        thing is about. Where neither names the other's thing, both may name it differently.
        """
        heads = self.tellings.heads(i)
        if not self.tellings.brings_about(i) or not heads or i in self.tellings.takes_up:
            return False
        if heads & self.words_of(j):
            return False
        theirs = self.tellings.heads(j) or {self.tellings.gists[j].verb}
        return bool(theirs & self.words_of(i)) or match.text < ANOTHER_NAME

    def differ_in_kind(self, i: int, j: int) -> bool:
        """Whether two commitments name things of one name and of another kind: a consultation on fares, one on safety."""
        heads = [self.tellings.heads(k) for k in (i, j)]
        kinds = [self.tellings.kind_of_thing(k) for k in (i, j)]
        counted = self.tellings.numbers[i] & self.tellings.numbers[j]
        alike = counted or kinds[0] & kinds[1] or kinds[0] & self.words_of(j) or kinds[1] & self.words_of(i)
        return bool(heads[0] & heads[1]) and all(kinds) and not alike

    def words_of(self, i: int) -> frozenset[str]:
        """The stems of a commitment's own words; what only takes up a thing says it with the words of what named it."""
        words = self.tellings.full[i].action if i in self.followers else self.tellings.own(i)
        return words | {self.tellings.gists[i].verb}

    def match(self, i: int, j: int) -> Match:
        """What two commitments share, remembered."""
        key = (min(i, j), max(i, j))
        if key not in self.matches:
            self.matches[key] = self.likest(*key, self.topics.nearness(*key))
        return self.matches[key]

    def likest(self, i: int, j: int, near: float) -> Match:
        """What two commitments share, the earlier first: by their own words or by those of what they take up, whichever is more."""
        alone = near >= ONE_TOPIC  # elsewhere "this group" may be any group
        options = [self.match_of(i, j, a, b, near) for a in self.gists(i, alone) for b in self.gists(j, alone)]
        if len(options) == 1:
            return options[0]
        return max(options, key=lambda m: (m.text * min(1.0, m.telling), m.evidence.action))

    def dates(self, i: int) -> list[DeadlineRecord]:
        """When a commitment is due: its own time, and that of an entry of its row that dates it."""
        kept = (self.tellings.commitments[k].deadline for k in (i, *self.tellings.dated_by.get(i, ())))
        return [deadline for deadline in kept if deadline is not None]

    def gists(self, i: int, alone: bool) -> tuple[Gist, ...]:
        """A commitment's gist with what it takes up, and that of its words alone where they may stand alone."""
        own, full = self.tellings.gists[i], self.tellings.full[i]
        return (full, own) if alone and own != full else (full,)

    def match_of(self, i: int, j: int, one: Gist, other: Gist, near: float) -> Match:
        """What two commitments share by these gists."""
        a, b = self.tellings.commitments[i], self.tellings.commitments[j]
        named = bool(one.deed and other.deed)
        if not named:
            one, other = (g if g.deed else Gist(g.quote, g.quote, g.verb, g.actor) for g in (one, other))
        evidence = Evidence(a, b, (one, other), near, self.tellings.rarity)
        text = (evidence.action + evidence.held) / 2
        category = a.action.category is not None and a.action.category == b.action.category
        date = any(same_day(x, y) for x in self.dates(i) for y in self.dates(j))
        thing = evidence.verb and near >= ONE_TOPIC and bool(self.tellings.heads(i) & self.tellings.heads(j))
        money = bool(sums(a) & sums(b))
        return Match(evidence, text, evidence.verb or category, date, money, near, thing, named)


def sums(commitment: Commitment) -> set[tuple[object, ...]]:
    """What a commitment is to cost."""
    return {(f.amount, f.max_amount, f.currency, f.period) for f in commitment.funding}


def same_day(a: DeadlineRecord, b: DeadlineRecord) -> bool:
    """Whether two times end on the same day, or begin on it where they have no end."""
    return (a.end or a.start) is not None and (a.end or a.start) == (b.end or b.start)
