"""Sums of money in a sentence, with their bounds and periods."""

import re
from decimal import Decimal

from ...document.model import Span
from ...patterns.bounded import blamed
from ...patterns.funding import AmountRule, Bound, FundingPatterns, MoneyPeriod
from .deadlines import trimmed
from .model import Money, settled

THOUSAND = 1000  # a number from here on shares no magnitude with the one after it: £250,000 to £1.5m
WORDS_FOR = {"pounds": "£", "euros": "€", "dollars": "$"}


def find_money(text: str, patterns: FundingPatterns) -> list[Money]:
    """The sums that a sentence names, from the left; a range is one of them."""
    found = settled(money_by(rule, match, text, patterns) for rule in patterns.amount for match in rule.find(text))
    return [m for m in found if not any(r.find(text[: m.span.end]) for r in patterns.threshold)]


def money_by(rule: AmountRule, match: re.Match[str], text: str, patterns: FundingPatterns) -> Money:
    """The sum of one rule's match."""
    with blamed(rule, match.group()):
        return money_of(match, rule.name, text, patterns)


def money_of(match: re.Match[str], rule: str, text: str, patterns: FundingPatterns) -> Money:
    """The sum of one match, with the words beside it that bound it or say how often it is paid."""
    groups = match.groupdict()
    sign = WORDS_FOR.get(groups["cur"].casefold(), groups["cur"].strip())
    currency = patterns.codes.get(sign) or patterns.codes.get(sign.casefold(), sign.upper())
    whole = "," in groups["n"] or Decimal(groups["n"].replace(",", "")) >= THOUSAND
    amount = value(groups["n"], groups["mag"] or (None if whole else groups.get("mag2")), patterns)
    maximum = value(groups["n2"], groups.get("mag2"), patterns) if groups.get("n2") else None
    span = trimmed(match)
    start, end = span.start, span.end
    bound: Bound = "exact" if maximum is None else "range"
    for before in patterns.bound:
        reach = [m for m in before.find(text[:start]) if m.end() == start]
        if reach and maximum is None:
            start, bound = reach[0].start(), before.bound
            break
    period: MoneyPeriod = "total"
    for after in patterns.period:
        if found := after.find(text[end:]):
            end, period = end + found[0].end(), after.period
            break
    span = Span(start, end)
    return Money(span, span.within(text), rule, amount, maximum, currency, bound, period)


def value(number: str, magnitude: str | None, patterns: FundingPatterns) -> Decimal:
    """A number with its magnitude, as a decimal."""
    factor = patterns.magnitudes[magnitude.casefold()] if magnitude else 1
    return Decimal(number.replace(",", "")) * factor
