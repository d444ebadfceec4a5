"""Which promise a commitment tells, whether it tells it first, what is to be done, and by which day its deadline is over."""

from collections import defaultdict
from collections.abc import Iterable

from .dataset import Commitment


def promise_of(commitment: Commitment) -> str:
    """The promise that a commitment tells; in a dataset of an older version each tells its own."""
    return commitment.promise or commitment.id


def tellings_of(commitments: Iterable[Commitment]) -> dict[str, list[Commitment]]:
    """The tellings of each promise, by its id, in the order of the plan."""
    tellings: dict[str, list[Commitment]] = defaultdict(list)
    for commitment in commitments:
        tellings[promise_of(commitment)].append(commitment)
    return tellings


def tells_first(commitment: Commitment) -> bool:
    """Whether a commitment tells its promise first: those that do are each promise once."""
    return promise_of(commitment) == commitment.id


def what_of(commitment: Commitment) -> str:
    """What is to be done; of what is said in the passive, with the thing that it is done to."""
    text, thing = commitment.action.text, commitment.action.object
    return text if thing is None or thing in text else f"{text} ({thing})"


def day_of(commitment: Commitment) -> str | None:
    """The day (ISO) by which a commitment's deadline is over: its last, else its first; None where it has no days."""
    deadline = commitment.deadline
    return (deadline.end or deadline.start) if deadline else None
