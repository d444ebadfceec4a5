"""What words of time span."""

import re
from functools import cached_property
from typing import Any, Literal

from pydantic import Field

from .rules import Rule, TextRule, WholeRule, WordLists

Reads = Literal[
    "day", "numeric", "month", "range", "season", "term", "year", "split-year", "quarter", "half", "part", "relative"
]
NUMERIC_DAY = re.compile(r"(?<![\d.])(\d{1,2})[/.](\d{1,2})[/.](?:\d\d)?\d\d(?![\d.])")
LAST_MONTH = 12
NAMED = 5  # times that a document names a country, from which it is one of that country's
NESTED = ("part", "range")  # rules that hold other dates


class Span(Rule):
    """What a season, a term, a kind of year or a part of the year spans: its first month, and how many there are."""

    kind: Literal["season", "term", "year", "part"]
    first: int = Field(alias="from", ge=1, le=12)
    months: int = Field(ge=1, le=12)
    edtf: str | None = None


class DateRule(WholeRule):
    """A way to name a time; ``reads`` says which arithmetic turns its groups into days."""

    reads: Reads


class StatedRule(TextRule):
    """How a document says when its financial years begin: group ``month``."""


class CountryRule(TextRule):
    """What a document of a country says often, and that country's calendar: ``fiscal`` is the first month of its money year.

    ``southern``: its seasons are those of the south; ``month_first``: so are dates in numbers.
    """

    fiscal: int = Field(ge=1, le=12)
    southern: bool = False
    month_first: bool = False


class CalendarPatterns(WordLists):
    """The rules of ``calendar.toml``."""

    span: tuple[Span, ...] = ()
    date: tuple[DateRule, ...] = ()
    month_first: bool = False  # how the document writes dates in numbers
    stated: tuple[StatedRule, ...] = ()
    country: tuple[CountryRule, ...] = ()

    @classmethod
    def prepared(cls, raw: dict[str, Any]) -> dict[str, Any]:
        """The raw tables with ``{date}`` in nested rules filled in: it stands for all rules that hold no other date."""
        rules = raw.get("date", [])
        told = [r for r in rules if isinstance(r.get("match"), str)]  # what has no match is told when it is checked
        plain = union([r["match"] for r in told if r.get("reads") not in NESTED])
        filled = ({**r, "match": r["match"].replace("{date}", plain)} if r in told else r for r in rules)
        return {**raw, "date": list(filled)}

    @cached_property
    def any_date(self) -> str:
        """A regular expression, without named groups, for whatever a rule can read; longer rules first."""
        return union([r.match for r in sorted(self.date, key=lambda r: r.reads not in NESTED)])

    def spanned(self, name: str, kind: str) -> Span | None:
        """What a word spans."""
        return next((s for s in self.span if s.kind == kind and s.name == name.casefold()), None)

    def as_stated(self, text: str) -> "CalendarPatterns":
        """The calendar as a document states it: with the financial years that it defines, and its order of day and month."""
        country = self.country_of(text)
        dates = [(int(a), int(b)) for a, b in NUMERIC_DAY.findall(text)]
        shown = any(b > LAST_MONTH for _, b in dates)
        month_first = (shown or (country is not None and country.month_first)) and all(
            a <= LAST_MONTH for a, _ in dates
        )
        calendar = self.of_country(country) if country is not None else self
        return calendar.with_years(text).model_copy(update={"month_first": month_first})

    def country_of(self, text: str) -> CountryRule | None:
        """The country that a document names most; None where it names none often enough."""
        counts = [(sum(1 for _ in rule.find(text)), rule) for rule in self.country]
        most, country = max(counts, key=lambda c: c[0], default=(0, None))
        return country if most >= NAMED else None

    def of_country(self, country: CountryRule) -> "CalendarPatterns":
        """The calendar of a country: when its money years begin, and its seasons."""

        def moved(span: Span) -> Span:
            if span.kind == "year" and span.name in self.words["money_year"]:
                return span.model_copy(update={"first": country.fiscal})
            if span.kind == "season" and span.edtf and country.southern:
                return span.model_copy(update={"first": (span.first + 5) % LAST_MONTH + 1})
            return span

        return self.model_copy(update={"span": tuple(map(moved, self.span))})

    def with_years(self, text: str) -> "CalendarPatterns":
        """The calendar with financial years as a document defines them, if it does."""
        found = next((m for rule in self.stated for m in rule.find(text)), None)
        if found is None:
            return self
        first = self.months[found["month"].casefold()]
        spans = (
            s.model_copy(update={"first": first}) if s.kind == "year" and s.name in self.words["money_year"] else s
            for s in self.span
        )
        return self.model_copy(update={"span": tuple(spans)})

    @cached_property
    def months(self) -> dict[str, int]:
        """Names of months, long and short, in lower case → 1 to 12."""
        return {name.casefold(): i % 12 + 1 for i, name in enumerate(self.words.get("month", ()))}


def union(matches: list[str]) -> str:
    """Regular expressions joined as alternatives, their named groups made plain."""
    return "(?:" + "|".join(re.sub(r"\(\?P<\w+>", "(?:", m) for m in matches) + ")"
