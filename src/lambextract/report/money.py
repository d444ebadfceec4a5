"""Sums → what they come to, without counting one twice, and a chart of the largest."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ..records.dataset import Dataset, FundingRecord
from .once import Sum, sums_of

WIDTH = 420  # of the longest bar, in the chart's units
DRAWN = 20  # bars at most; the table holds all
Bound = Literal["exact", "up_to", "at_least", "range"]
BOUNDS: tuple[Bound, ...] = ("exact", "up_to", "at_least", "range")
WORDS: dict[Bound, str] = {"exact": "", "up_to": "up to ", "at_least": "at least ", "range": ""}


Key = tuple[bool, str, bool]  # whether it is done, the currency, whether it is paid every year


@dataclass(frozen=True, slots=True)
class Total:
    """What the sums of one currency come to, once or a year, of what is still to be done or of what is reported done.

    ``low`` if every range ends at its lower end, ``high`` if not; ``by_bound``: how many there are of each kind and what
    they come to.
    """

    done: bool
    currency: str
    per_year: bool
    number: int
    low: Decimal
    high: Decimal
    by_bound: tuple[tuple[Bound, int, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A sum in the chart: how long it is, and how much of it is certain."""

    sum: Sum
    solid: float
    whole: float


@dataclass(frozen=True, slots=True)
class Money:
    """All sums, what they come to, how many were left out as told before; the chart's bars by currency and period."""

    sums: tuple[Sum, ...]
    totals: tuple[Total, ...]
    restated: int
    charts: tuple[tuple[Total, tuple[Bar, ...]], ...]


def money_of(dataset: Dataset) -> Money:
    """The money of a plan."""
    sums = sorted(sums_of(dataset), key=lambda s: (-top(s.fund), s.commitment.id))
    groups: dict[Key, list[Sum]] = defaultdict(list)
    for one in sums:
        groups[one.commitment.status == "completed", one.fund.currency, one.fund.period == "per_year"].append(one)
    everything = sum(len(c.funding) for c in dataset.commitments)
    charts = [(total_of(key, those), bars_of(those)) for key, those in sorted(groups.items())]
    return Money(tuple(sums), tuple(t for t, _ in charts), everything - len(sums), tuple(charts))


def top(fund: FundingRecord) -> Decimal:
    """The most that a sum can be."""
    return fund.max_amount or fund.amount


def total_of(key: Key, sums: Sequence[Sum]) -> Total:
    """What some sums come to."""
    by_bound = tuple(
        (bound, len(those), sum((s.fund.amount for s in those), Decimal(0)))
        for bound in BOUNDS
        if (those := [s for s in sums if s.fund.bound == bound])
    )
    low = sum((s.fund.amount for s in sums), Decimal(0))
    high = sum((top(s.fund) for s in sums), Decimal(0))
    return Total(*key, len(sums), low, high, by_bound)


def bars_of(sums: Sequence[Sum]) -> tuple[Bar, ...]:
    """The bars of the largest sums: solid as far as the sum is certain."""
    shown = sums[:DRAWN]
    scale = WIDTH / float(max((top(s.fund) for s in shown), default=Decimal(1)) or 1)
    return tuple(
        Bar(
            s,
            0.0 if s.fund.bound == "up_to" else round(float(s.fund.amount) * scale, 1),
            round(float(top(s.fund)) * scale, 1),
        )
        for s in shown
    )
