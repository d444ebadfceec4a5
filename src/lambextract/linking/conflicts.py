"""Where the tellings of one promise disagree: in when, in who, in how much, in whether it is done, in how firm it is."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..extraction.actors.register import SELF
from ..likeness.bodies import may_be_one
from ..likeness.similarity import stems
from ..records.dataset import Commitment, ConflictField, DeadlineRecord
from .promises import Match, Promises

SAME_DEED = 0.6  # overlap of the words of two deeds, from which they are told in the same words
OUTRIGHT = ("subject", "agent", "delegate")  # how an actor is known that the sentence itself names
MONTHS = {"month": 1, "season": 3, "quarter": 3, "term": 4, "half-year": 6, "year": 12, "financial-year": 12}
MONTHS |= {"academic-year": 12}  # how long what a time names is, by its precision


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two tellings of one promise that disagree, by their indices: in what, with the words of each, by how many months."""

    earlier: int
    later: int
    field: ConflictField
    words: tuple[str, str]
    months: int | None = None

    @property
    def text(self) -> str:
        """How the two disagree, in words."""
        apart = f" ({self.months} month{'s' if self.months != 1 else ''})" if self.months else ""
        return f"{self.field}: {self.words[0]} / {self.words[1]}{apart}"


def conflicts_of(promises: Promises) -> Iterator[Conflict]:
    """Where the tellings of each promise disagree: each with the first that says otherwise.

    What only takes up a thing that was named before tells its date and its sum, and is no telling of its own in other things.
    """
    tellings = promises.tellings
    steps = {before: step for step, before in reversed(tellings.step_of.items())}
    when = {i: c.deadline for i, c in enumerate(tellings.commitments)}
    for i, step in steps.items():
        when[i] = when[i] or when[step]
    for cluster in promises.clusters():
        outright = [i for i in cluster if i not in promises.followers]
        for field in FIELDS:
            yield from in_field(promises, cluster if field.taken_up else outright, field, when)


@dataclass(frozen=True, slots=True)
class Side:
    """A telling, the time that it or its next step is due, and whether it stands in a table."""

    commitment: Commitment
    when: DeadlineRecord | None
    in_table: bool


def in_field(
    promises: Promises, cluster: Sequence[int], field: "Field", when: dict[int, DeadlineRecord | None]
) -> Iterator[Conflict]:
    """The disagreements of a promise's tellings in one thing: of each telling with the first that says otherwise."""
    said: list[int] = []  # the first telling of each thing that is said
    tellings = promises.tellings
    sides = {i: Side(tellings.commitments[i], when[i], tellings.row(i) is not None) for i in cluster}
    for j in (j for j in cluster if field.tells(sides[j])):
        against = {i: field.differ(sides[i], sides[j]) for i in said}
        for i, words in against.items():
            if words is None or (field.same_words and not says_the_same(promises.match(i, j))):
                continue
            if field is WHEN and sides[j].commitment.status == "completed" and not promises.match(i, j).verb:
                continue  # two steps of one thing that is done: commissioned in May, published in July
            if promises.tell_one_thing(i, j) and not promises.one_passage(i, j):
                yield Conflict(i, j, field.name, words, months_apart(sides[i], sides[j]) if field is WHEN else None)
        if None not in against.values():
            said.append(j)


def other_time(a: Side, b: Side) -> tuple[str, str] | None:
    """Two times that cannot both be meant."""
    assert a.when is not None and b.when is not None, "both tell a time"
    if a.commitment.status != b.commitment.status and "completed" in (a.commitment.status, b.commitment.status):
        return None
    if a.in_table and b.in_table and a.commitment.quote == b.commitment.quote:
        return None  # a table that repeats an entry under another date plans it again
    if not apart(a.when, b.when) or says(a.commitment, b.when.text) or says(b.commitment, a.when.text):
        return None  # a sentence with two times names the other's as well
    return a.when.text, b.when.text


def says(commitment: Commitment, words: str) -> bool:
    """Whether a sentence holds all that some words tell."""
    return stems(words) <= stems(commitment.quote)


def other_actor(a: Side, b: Side) -> tuple[str, str] | None:
    """Two bodies of which neither is a partner of the other."""
    one, other = a.commitment, b.commitment
    if one.actor.id == other.actor.id or may_be_one(one.actor.name, other.actor.name):
        return None
    if one.actor.id in (*other.partners, other.delegated_by) or other.actor.id in (*one.partners, one.delegated_by):
        return None
    if says(one, other.actor.text or other.actor.name) or says(other, one.actor.text or one.actor.name):
        return None
    return one.actor.name, other.actor.name


def says_the_same(match: Match) -> bool:
    """Whether two tellings say with the same verb, and in nearly the same words, what is done and to what."""
    return match.verb and match.evidence.action >= SAME_DEED


def other_sum(a: Side, b: Side) -> tuple[str, str] | None:
    """Sums of one currency and period, none of which both name."""
    mine, theirs = ({(f.amount, f.max_amount) for f in side.commitment.funding} for side in (a, b))
    kinds = [{(f.currency, f.period) for f in side.commitment.funding} for side in (a, b)]
    if mine & theirs or not kinds[0] & kinds[1]:
        return None
    one, other = (", ".join(f.text for f in side.commitment.funding) for side in (a, b))
    return one, other


def other_status(a: Side, b: Side) -> tuple[str, str] | None:
    """Planned in one place and reported done in another."""
    one, other = a.commitment.status, b.commitment.status
    return (one, other) if {one, other} == {"planned", "completed"} else None


def other_strength(a: Side, b: Side) -> tuple[str, str] | None:
    """Firm in one place, and in another only tentative or on a condition."""
    one, other = a.commitment, b.commitment
    if one.strength == other.strength or "firm" not in (one.strength, other.strength):
        return None
    if (one.condition and says(other, one.condition)) or (other.condition and says(one, other.condition)):
        return None
    return one.condition or one.strength, other.condition or other.strength


@dataclass(frozen=True, slots=True)
class Field:
    """Something that tellings may disagree in: which of them say it, and how two differ.

    ``taken_up``: what only takes up a thing that was named before says it too. ``same_words``: it hangs on the words of the
    deed, so that tellings in other words do not disagree in it.
    """

    name: ConflictField
    tells: Callable[[Side], bool]
    differ: Callable[[Side, Side], tuple[str, str] | None]
    taken_up: bool = False
    same_words: bool = False


def names_a_body(side: Side) -> bool:
    """Whether a sentence itself names who acts, and it is not the publisher, who speaks for others."""
    return side.commitment.actor.id != SELF and side.commitment.actor.source in OUTRIGHT


WHEN = Field("deadline", lambda s: s.when is not None and named_period(s.when) is not None, other_time, taken_up=True)
FIELDS = (
    WHEN,
    Field("actor", names_a_body, other_actor, same_words=True),
    Field("funding", lambda s: bool(s.commitment.funding), other_sum, taken_up=True),
    Field("status", lambda s: True, other_status, same_words=True),
    Field("strength", lambda s: s.commitment.status != "completed", other_strength, same_words=True),
)


def named_period(deadline: DeadlineRecord) -> tuple[date, date] | None:
    """The first and last day of what a time names: of "by September 2011" September, though the promise ends with it."""
    start, end = (date.fromisoformat(d) if d else None for d in (deadline.start, deadline.end))
    if start is not None and end is not None:
        return start, end
    named = (deadline.edtf or "").removeprefix("../").removesuffix("/..")
    if re.fullmatch(r"\d{4}-(?:0[1-9]|1[0-2])-\d\d", named):
        months = 0
    elif re.fullmatch(r"\d{4}-(?:0[1-9]|1[0-2])", named):
        months = 1
    else:
        months = MONTHS.get(deadline.precision, 0)
    if end is not None:
        return (later(end + timedelta(days=1), -months) if months else end), end
    if start is not None:
        return start, (later(start, months) - timedelta(days=1) if months else start)
    return None


def later(day: date, months: int) -> date:
    """The same day so many months later, or the last of its month."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def apart(a: DeadlineRecord, b: DeadlineRecord) -> bool:
    """Whether two times cannot both be meant; those of different precision that overlap can."""
    one, other = named_period(a), named_period(b)
    if one is None or other is None or (one[0] <= other[1] and other[0] <= one[1]):
        return False
    if a.relation == b.relation:
        return a.relation in ("by", "in", "from")
    first, second = (a, b) if one[1] < other[0] else (b, a)
    # what is to happen before the end of the second may happen in the first; what goes on from the first may in the second
    return second.relation not in ("by", "throughout", "ongoing") and first.relation not in (
        "from",
        "after",
        "throughout",
        "ongoing",
    )


def months_apart(a: Side, b: Side) -> int | None:
    """How many months lie between two times: between their last days."""
    assert a.when is not None and b.when is not None, "both tell a time"
    one, other = named_period(a.when), named_period(b.when)
    if one is None or other is None:
        return None
    return abs((one[1].year - other[1].year) * 12 + one[1].month - other[1].month)
