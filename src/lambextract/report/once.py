"""Each promise and each sum once, however often the plan tells it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..records.dataset import Commitment, Dataset, FundingRecord
from ..records.tellings import day_of, promise_of


def told_once(dataset: Dataset) -> list[Commitment]:
    """Each promise once: as it is told first, or first with a date where the first telling has none."""
    chosen: dict[str, Commitment] = {}
    for commitment in dataset.commitments:
        known = chosen.setdefault(promise_of(commitment), commitment)
        if last_day(known) is None and last_day(commitment) is not None and known.status == commitment.status:
            chosen[promise_of(commitment)] = commitment
    return list(chosen.values())


def last_day(commitment: Commitment) -> date | None:
    """The day by which a commitment's deadline is over: its last, else its first."""
    day = day_of(commitment)
    return date.fromisoformat(day) if day else None


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of money with the commitment that names it."""

    commitment: Commitment
    fund: FundingRecord


def sums_of(dataset: Dataset) -> Iterator[Sum]:
    """Each sum once: those that tell an earlier one again are left out."""
    for commitment in dataset.commitments:
        yield from (Sum(commitment, fund) for fund in commitment.funding if fund.restates is None)
