"""How a plan names sums of money."""

from typing import Literal

from pydantic import Field

from .rules import TextRule, WordLists

Bound = Literal["exact", "up_to", "at_least", "range"]
MoneyPeriod = Literal["total", "per_year"]


class AmountRule(TextRule):
    """A sum: groups ``cur``, ``n``, ``mag``, and ``cur2``, ``n2``, ``mag2`` for the upper end of a range."""


class BoundRule(TextRule):
    """Words right before a sum that bound it."""

    bound: Bound


class PeriodRule(TextRule):
    """Words right after a sum that say how often it is paid."""

    period: MoneyPeriod


class FundingPatterns(WordLists):
    """The rules of ``funding.toml``."""

    codes: dict[str, str] = Field(default_factory=dict)
    magnitudes: dict[str, int] = Field(default_factory=dict)
    amount: tuple[AmountRule, ...] = ()
    bound: tuple[BoundRule, ...] = ()
    period: tuple[PeriodRule, ...] = ()
    threshold: tuple[TextRule, ...] = ()
