"""Counts: of each actor what it is to do, and of the whole plan what was promised, what is due, what could be read."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ..records.dataset import Commitment, Dataset
from .once import last_day, told_once

OPEN_ENDED = ("from", "after")  # relations of what goes on once it has begun


@dataclass(frozen=True, slots=True)
class ActorTally:
    """What one body is to do, each promise counted once; ``due``: how many of the open ones had a day that has passed."""

    id: str
    name: str
    planned: int
    ongoing: int
    completed: int
    firm: int
    dated: int
    money: int
    due: int

    @property
    def all(self) -> int:
        """All its promises, and what it is said to have done."""
        return self.planned + self.ongoing + self.completed


@dataclass(frozen=True, slots=True)
class Headline:
    """The plan in numbers, each promise counted once."""

    promises: int
    open: int
    completed: int
    tellings: int
    firm: int
    days: int
    funded: int
    due: int
    begun: int


State = Literal["due", "begun", ""]


def state_of(commitment: Commitment, as_of: date | None) -> State:
    """What had become of an open promise by a day: it was due, or, of what is to go on from a day, it was to have begun."""
    deadline = commitment.deadline
    if as_of is None or commitment.status == "completed" or deadline is None:
        return ""
    if deadline.end and deadline.relation not in OPEN_ENDED:
        return "due" if date.fromisoformat(deadline.end) <= as_of else ""
    return "begun" if deadline.start and date.fromisoformat(deadline.start) <= as_of else ""


def headline_of(dataset: Dataset, as_of: date | None = None) -> Headline:
    """The plan in numbers."""
    promises = told_once(dataset)
    still = [c for c in promises if c.status != "completed"]
    return Headline(
        promises=len(promises),
        open=len(still),
        completed=len(promises) - len(still),
        tellings=len(dataset.commitments),
        firm=sum(c.strength == "firm" for c in still),
        days=sum(last_day(c) is not None for c in still),
        funded=sum(bool(c.funding) for c in still),
        due=sum(state_of(c, as_of) == "due" for c in still),
        begun=sum(state_of(c, as_of) == "begun" for c in still),
    )


def actors_of(dataset: Dataset, as_of: date | None = None) -> list[ActorTally]:
    """A line for each actor, the one with the most promises first."""
    groups: dict[str, list[Commitment]] = defaultdict(list)
    for commitment in told_once(dataset):
        groups[commitment.actor.id].append(commitment)
    found = [tally(id_, those, as_of) for id_, those in groups.items()]
    return sorted(found, key=lambda t: (-t.all, t.name))


def tally(id_: str, promises: Sequence[Commitment], as_of: date | None) -> ActorTally:
    """The line of one actor."""
    status = Counter(c.status for c in promises)
    still = [c for c in promises if c.status != "completed"]
    return ActorTally(
        id=id_,
        name=promises[0].actor.name,
        planned=status["planned"],
        ongoing=status["ongoing"],
        completed=status["completed"],
        firm=sum(c.strength == "firm" for c in still),
        dated=sum(last_day(c) is not None for c in still),
        money=sum(bool(c.funding) for c in promises),
        due=sum(state_of(c, as_of) == "due" for c in still),
    )
