"""Date words → first day, last day and EDTF (ISO 8601-2): arithmetic over a calendar of patterns, never over today.

Day-month-year and month-year words that are not plain go through dateparser, with required parts and a fixed base, so that
nothing is filled in from the clock. Everything else is computed here.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from ...patterns.bounded import blamed
from ...patterns.calendar import CalendarPatterns, DateRule, Span

MONTHS = 12
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
NO_PART = re.compile(r"(?<=\d)(st|nd|rd|th)\b|\bof\b|,")
PLAIN = re.compile(
    r"(?:(?P<day>\d{1,2})\s+)?(?P<month>[A-Za-z]+)(?:\s+(?P<day2>\d{1,2})(?=\s))?\s+(?P<year>(?:19|20)\d\d)"
)
BASE = datetime(2000, 1, 1)  # dateparser wants one; required parts keep it from being used


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time: its first and last day, in EDTF, and how exactly it was named. Days are None where unknown."""

    start: date | None
    end: date | None
    edtf: str
    precision: str


@dataclass(frozen=True, slots=True)
class Context:
    """What words such as *this autumn* or *28 September* are read against.

    ``published``: year and month of publication. ``past``: the thing has happened, so that a date without a year is the
    latest one before publication. ``year``: a year named nearby that a date without one shares.
    """

    published: tuple[int, int] | None = None
    past: bool = False
    year: int | None = None

    @property
    def first_day(self) -> date | None:
        """The first day of the month of publication."""
        return date(*self.published, 1) if self.published else None


Groups = dict[str, Any]


def read_date(text: str, calendar: CalendarPatterns, context: Context) -> Period | None:
    """The period that a date expression names, None for text that is none."""
    for rule in calendar.date:
        if found := rule.full(text):
            groups = {k: v for k, v in found.groupdict().items() if v is not None}
            with blamed(rule, text):
                period = READS[rule.reads](groups, calendar, context, rule)
            if period is not None:
                return period
    return None


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def stretch(year: int, first: int, months: int, precision: str, edtf: str | None = None) -> Period:
    """``months`` whole months from month ``first`` of ``year`` on."""
    last = first + months - 1
    end_year, end_month = year + (last - 1) // 12, (last - 1) % 12 + 1
    code = f"{year:04d}-{first:02d}" if months == 1 else f"{year:04d}-{first:02d}/{end_year:04d}-{end_month:02d}"
    return Period(date(year, first, 1), month_end(end_year, end_month), edtf or code, precision)


@cache
def parser() -> Any:  # noqa: ANN401 (dateparser is untyped)
    """The reader of day-month-year and month-year words; its library is imported when first needed."""
    from dateparser.date import DateDataParser

    settings = {
        "REQUIRE_PARTS": ["month", "year"],
        "PREFER_DAY_OF_MONTH": "first",
        "RELATIVE_BASE": BASE,
        "DATE_ORDER": "DMY",
        "PARSERS": ["absolute-time"],
    }
    return DateDataParser(languages=["en"], settings=settings)


@cache
def parsed(text: str) -> date | None:
    """The day, or the first day of the month, that words with a month and a year name, as dateparser reads them."""
    found = parser().get_date_data(text).date_obj
    return found.date() if found else None


def named_day(text: str, calendar: CalendarPatterns) -> date | None:
    """The day, or the first day of the month, that words with a month and a year name.

    What can be read in one way only is read here; dateparser, whose first answer takes a third of a second, is
    asked for the rest.
    """
    words = NO_PART.sub(" ", text)
    found = PLAIN.fullmatch(words.strip())
    number = calendar.months.get(found["month"].casefold()) if found else None
    if found is not None and number is not None and not (found["day"] and found["day2"]):
        try:
            return date(int(found["year"]), number, int(found["day"] or found["day2"] or 1))
        except ValueError:
            pass  # there is no such day
    return parsed(words)


def day(groups: Groups, calendar: CalendarPatterns, context: Context, rule: DateRule) -> Period | None:
    """A day; one without a year is taken from the context."""
    text = groups["text"]
    if "m" in groups and "y" not in groups:
        month = calendar.months[groups["m"].casefold()]
        number = re.match(r"\d+", text)
        year = nearest_year(month, context)
        if year is None:
            return Period(None, None, f"XXXX-{month:02d}-{int(number[0]):02d}", "day") if number else None
        text = f"{text} {year}"
    found = named_day(text, calendar)
    return Period(found, found, found.isoformat(), "day") if found else None


def month(groups: Groups, calendar: CalendarPatterns, context: Context, rule: DateRule) -> Period | None:
    """A month; one without a year is taken from the context."""
    if "y" in groups:
        found = named_day(f"{groups['m']} {groups['y']}", calendar)
        return stretch(found.year, found.month, 1, "month") if found else None
    if "yy" in groups:
        return stretch(century(groups["yy"]), calendar.months[groups["m2"].casefold()], 1, "month")
    number = calendar.months[groups["m"].casefold()]
    year = nearest_year(number, context)
    return stretch(year, number, 1, "month") if year else Period(None, None, f"XXXX-{number:02d}", "month")


def numeric(groups: Groups, calendar: CalendarPatterns, context: Context, rule: DateRule) -> Period | None:
    """A day in numbers, day first or month first as the document writes its dates."""
    first, second, year_ = int(groups["a"]), int(groups["b"]), century(groups["yn"])
    number, month_ = (second, first) if calendar.month_first and first <= MONTHS else (first, second)
    if month_ > MONTHS:
        number, month_ = month_, number
    try:
        found = date(year_, month_, number)
    except ValueError:
        return None  # 31.6.14, or no date at all
    return Period(found, found, found.isoformat(), "day")


def nearest_year(month: int, context: Context) -> int | None:
    """The year of a month named without one: the next such month from publication on, the latest if it is past."""
    if context.year is not None:
        return context.year
    if context.published is None:
        return None
    year, published = context.published
    if context.past:
        return year if month <= published else year - 1
    return year if month >= published else year + 1


def season(groups: Groups, calendar: CalendarPatterns, context: Context, rule: DateRule) -> Period | None:
    """A season of a year."""
    span = calendar.spanned(groups["season"], "season")
    return of_season(span, int(groups["y"])) if span else None


def of_season(span: Span, year: int) -> Period:
    """A season of the year that it begins in."""
    return stretch(year, span.first, span.months, "season", f"{year:04d}-{span.edtf}" if span.edtf else None)


def term(groups: Groups, calendar: CalendarPatterns, context: Context, rule: DateRule) -> Period | None:
    """A school term."""
    span = calendar.spanned(f"{groups['term']} term", "term")
    if span is None:
        return None
    year = int(groups["y"]) if "y" in groups else span_year(span, context)
    return stretch(year, span.first, span.months, "term") if year else None


def span_year(span: Span, context: Context, shift: int = 0) -> int | None:
    """The year in which a season or term named without one begins: the one under way at publication, or the next."""
    if context.published is None:
        return None
    year, published = context.published
    ended = span.first + span.months - 1 < published
    return year + shift + (1 if ended and not context.past and shift == 0 else 0)


def year(groups: Groups, calendar: CalendarPatterns, context: Context, rule: DateRule) -> Period:
    """A calendar year."""
    return of_year(int(groups["y"]))


def of_year(number: int) -> Period:
    """A calendar year."""
    return Period(date(number, 1, 1), date(number, 12, 31), f"{number:04d}", "year")


def split_year(groups: Groups, calendar: CalendarPatterns, context: Context, rule: DateRule) -> Period | None:
    """A financial or an academic year, such as 2010/11 or FY25; two years further apart are a range."""
    kind = groups.get("kind") or groups.get("kind2") or "financial"
    if ends := groups.get("ends") or groups.get("ends2"):  # "fiscal 2026", named by the year that it ends in
        span = calendar.spanned(kind, "year")
        return of_split_year(century(ends) - (1 if span and span.first > 1 else 0), kind, calendar)
    if "begins" in groups:
        return of_split_year(int(groups["begins"]), kind, calendar)
    first, last = int(groups.get("y") or groups["y3"]), int(groups.get("y2") or groups["y4"])
    last = last if last > 99 else first // 100 * 100 + last
    if last <= first or last > first + 20:
        return None
    if last > first + 1:
        return Period(date(first, 1, 1), date(last, 12, 31), f"{first:04d}/{last:04d}", "range")
    return of_split_year(first, kind, calendar)


def century(digits: str) -> int:
    """A year of two or four digits."""
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def of_split_year(first: int, kind: str, calendar: CalendarPatterns) -> Period | None:
    """The financial, academic … year that begins in a calendar year."""
    span = calendar.spanned(kind, "year")
    precision = "academic-year" if kind.casefold() in ("academic", "school", "teaching") else "financial-year"
    return stretch(first, span.first, span.months, precision) if span else None


def quarter(groups: Groups, calendar: CalendarPatterns, context: Context, rule: DateRule) -> Period | None:
    """A quarter of a calendar year, or of a financial year where two years or its name are said."""
    if "qm" in groups:  # "the March quarter" ends in March
        names = [m.casefold() for m in calendar.words["month"]]
        return stretch(int(groups["y5"]), names.index(groups["qm"].casefold()) - 1, 3, "quarter")
    number = int(groups["q"]) if "q" in groups else ORDINALS.get(groups["qw"].casefold(), 4)
    first, start = year_begins(groups, calendar)
    month_number = start + 3 * (number - 1)
    return stretch(first + (month_number - 1) // 12, (month_number - 1) % 12 + 1, 3, "quarter")


def half(groups: Groups, calendar: CalendarPatterns, context: Context, rule: DateRule) -> Period | None:
    """Half a calendar year, or half a financial year where two years or its name are said."""
    number = int(groups["h"]) if "h" in groups else (1 if groups["hw"].casefold() == "first" else 2)
    first, start = year_begins(groups, calendar)
    month_number = start + 6 * (number - 1)
    return stretch(first + (month_number - 1) // 12, (month_number - 1) % 12 + 1, 6, "half-year")


def year_begins(groups: Groups, calendar: CalendarPatterns) -> tuple[int, int]:
    """The year and the month in which the year begins of which a quarter or a half is named."""
    number = int(groups.get("y") or groups["y3"])
    two = "y2" in groups or "y4" in groups
    money = groups.get("kind", "").casefold() in calendar.words["money_year"]
    ends = not two and (money or "fy" in groups or "fy2" in groups)  # named by the year that it ends in
    span = calendar.spanned(groups.get("kind", "financial"), "year") if two or ends or "kind" in groups else None
    start = span.first if span else 1
    return number - (1 if ends and start > 1 else 0), start


def part(groups: Groups, calendar: CalendarPatterns, context: Context, rule: DateRule) -> Period | None:
    """The early, middle or late part of a period, its beginning or its end."""
    inner = read_date(groups["inner"], calendar, context)
    if inner is None or inner.start is None or inner.end is None:
        return inner
    word = groups["part"].casefold()
    if word in ("end", "close"):
        return edge(inner, inner.end)
    if word in ("beginning", "start"):
        return edge(inner, inner.start)
    name = {"middle": "mid", "later": "late"}.get(word, word)
    span = calendar.spanned(name, "part")
    if inner.precision == "year" and span is not None:
        return stretch(inner.start.year, span.first, span.months, "year")
    return third(inner, ("early", "mid", "late").index(name)) if name in ("early", "mid", "late") else inner


def edge(inner: Period, day_: date) -> Period:
    """The first or the last part of a period: its first or last month, or day of a month."""
    if inner.precision in ("day", "month"):
        return Period(day_, day_, day_.isoformat(), inner.precision)
    found = stretch(day_.year, day_.month, 1, inner.precision)
    return Period(found.start, found.end, found.edtf, inner.precision)


def third(inner: Period, index: int) -> Period:
    """The first, second or last third of a period that is no calendar year."""
    assert inner.start is not None and inner.end is not None, "only known periods have thirds"
    days = (inner.end - inner.start).days + 1
    bounds = [inner.start + timedelta(days=round(days * k / 3)) for k in range(3)] + [inner.end + timedelta(days=1)]
    first, last = bounds[index], bounds[index + 1] - timedelta(days=1)
    return Period(first, last, f"{first.isoformat()}/{last.isoformat()}", inner.precision)


def range_of(groups: Groups, calendar: CalendarPatterns, context: Context, rule: DateRule) -> Period | None:
    """From one date to another; what the first leaves out (year, month) it shares with the second."""
    last = read_date(groups["b"], calendar, context)
    if last is None or last.start is None or last.end is None:
        return None
    text = groups["a"]
    if re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)?", text):
        text = f"{text} {calendar.words['month'][last.start.month - 1]}"
    near = Context(context.published, context.past, last.start.year)
    first = read_date(text, calendar, near) or read_date(f"{text} {last.start.year}", calendar, near)
    if first is None or first.start is None:
        return None
    if first.start > last.start:  # November–January 2011
        earlier = Context(context.published, context.past, last.start.year - 1)
        first = read_date(text, calendar, earlier) or first
    return Period(first.start, last.end, f"{first.edtf.split('/')[0]}/{last.edtf.split('/')[-1]}", "range")


def relative(groups: Groups, calendar: CalendarPatterns, context: Context, rule: DateRule) -> Period | None:
    """A season, month or year named from publication on: this autumn, next year, the last year."""
    if context.published is None:
        return None
    near = (groups.get("near") or groups.get("near2") or "").casefold()
    back, on = near.endswith("last"), near.endswith(("next", "following"))
    published_year, published = context.published
    if "turn" in groups:
        if groups["turn"].casefold().startswith("year"):
            return edge(of_year(published_year), date(published_year, 12, 31))
        span = calendar.spanned("early", "part")
        return stretch(published_year + 1, span.first, span.months, "year") if span else None
    if "season" in groups:
        span = calendar.spanned(groups["season"], "season")
        year_ = span_year(span, context, -1 if back else 0) if span else None
        if on and span and year_ == published_year and span.first <= published:
            year_ += 1
        return of_season(span, year_) if span and year_ else None
    unit, kind = groups.get("unit") or groups.get("unit2"), groups.get("kind") or groups.get("kind2")
    if kind:
        span = calendar.spanned(kind, "year")
        first = published_year - (1 if span and published < span.first else 0)
        return of_split_year(first - back + on, kind, calendar)
    if unit == "year":
        if back and near.startswith("the"):  # the last year: the twelve months up to publication
            return stretch(published_year - 1, published, 13, "year")
        return of_year(published_year - back + on)
    if unit == "quarter":
        first_month = (published - 1) // 3 * 3 + 1 + 3 * (on - back)
        return stretch(published_year + (first_month - 1) // 12, (first_month - 1) % 12 + 1, 3, "quarter")
    number = published - 1 + on - back
    return stretch(published_year + number // 12, number % 12 + 1, 1, "month")


Reader = Callable[[Groups, CalendarPatterns, Context, DateRule], Period | None]

READS: dict[str, Reader] = {
    "day": day,
    "numeric": numeric,
    "month": month,
    "season": season,
    "term": term,
    "year": year,
    "split-year": split_year,
    "quarter": quarter,
    "half": half,
    "part": part,
    "range": range_of,
    "relative": relative,
}


def months_after(published: tuple[int, int], months: int) -> date:
    """The last day of the month ``months`` after publication."""
    index = published[1] - 1 + months
    return month_end(published[0] + index // 12, index % 12 + 1)
