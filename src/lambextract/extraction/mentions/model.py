"""What the finders find in a sentence: times, sums, bodies, conditions, each with its words and its place."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from ...document.model import Span
from ...patterns.deadlines import Relation
from ...patterns.funding import Bound, MoneyPeriod
from .calendar import Period


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a sentence (``span`` is relative to it) that the pattern ``rule`` recognised."""

    span: Span
    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class Time(Mention):
    """A time expression with its preposition, and what it says. ``period`` is None where no days can be told."""

    relation: Relation = "in"
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Money(Mention):
    """A sum; ``amount`` in whole units of the currency, ``max_amount`` the upper end of a range."""

    amount: Decimal = Decimal(0)
    max_amount: Decimal | None = None
    currency: str = ""
    bound: Bound = "exact"
    period: MoneyPeriod = "total"


@dataclass(frozen=True, slots=True)
class Condition(Mention):
    """What an action hangs on."""


M = TypeVar("M", bound=Mention)


def settled(mentions: Iterable[M]) -> list[M]:
    """Mentions without overlaps, from the left: of two that overlap the longer stays, of equals the first by name."""
    kept: list[M] = []
    for mention in sorted(mentions, key=lambda m: (m.span.start - m.span.end, m.rule, m.span.start)):
        if all(mention.span.end <= k.span.start or k.span.end <= mention.span.start for k in kept):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.span.start)
