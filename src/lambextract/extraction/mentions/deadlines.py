"""Times in a sentence: found and bounded by rule, read by the calendar."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from ...document.model import Span
from ...patterns.bounded import blamed
from ...patterns.calendar import CalendarPatterns
from ...patterns.deadlines import DeadlinePatterns, DeadlineRule, Relation
from .calendar import Context, Period, month_end, months_after, read_date
from .model import Time, settled

DAYS_IN_UNIT = {"day": 1, "week": 7}
MONTHS_IN_UNIT = {"month": 1, "year": 12}

Found = re.Match[str]


def find_times(
    text: str, patterns: DeadlinePatterns, calendar: CalendarPatterns, context: Context, times: bool = False
) -> list[Time]:
    """The time expressions of a sentence, from the left.

    ``times``: the text stands where times are expected (a timescale column, a dated heading), so that a date alone counts.
    """
    anywhere = [r for r in patterns.deadline if r.where == "anywhere"]
    found = settled(t for rule in anywhere for t in times_by(rule, text, patterns, calendar, context))
    if times:  # a date alone counts only where no rule has found more
        taken = [t.span for t in found]
        alone = (
            t for r in patterns.deadline if r.where == "times" for t in times_by(r, text, patterns, calendar, context)
        )
        found += [t for t in settled(alone) if all(t.span.end <= s.start or s.end <= t.span.start for s in taken)]
    return sorted(found, key=lambda t: t.span.start)


def times_by(
    rule: DeadlineRule, text: str, patterns: DeadlinePatterns, calendar: CalendarPatterns, context: Context
) -> Iterator[Time]:
    """The times that one rule finds."""
    for match in rule.find(text):
        with blamed(rule, match.group()):
            period = READS[rule.reads](match, rule, patterns, calendar, context)
        if period is None and rule.reads not in ("none", "within"):
            continue
        relation: Relation = "by" if rule.relation == "before" else rule.relation
        if relation == "from" and period and period.precision == "range":
            relation = "throughout"
        else:
            period = bounded(rule, match, period)
        span = trimmed(match)
        yield Time(span, span.within(text), rule.name, relation, period)


def trimmed(match: Found) -> Span:
    """The match without white space around it."""
    start, end = match.span()
    words = match.group()
    return Span(start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip()))


def bounded(rule: DeadlineRule, match: Found, period: Period | None) -> Period | None:
    """The period with the side left open that its relation leaves open, in EDTF as well."""
    if period is None or rule.relation in ("after", "ongoing"):
        return None
    if rule.relation == "by":
        return Period(None, period.end, f"../{last_of(period.edtf)}", period.precision)
    if rule.relation == "before":
        if re.search(r"\b(?:end|close)\b", match.group(), re.IGNORECASE) or period.start is None:
            return Period(None, period.end, f"../{last_of(period.edtf)}", period.precision)
        day = period.start - timedelta(days=1)
        return Period(None, day, f"../{day.isoformat()}", period.precision)
    if rule.relation == "from":
        return Period(period.start, None, f"{first_of(period.edtf)}/..", period.precision)
    return period


def first_of(edtf: str) -> str:
    """The beginning of an EDTF interval, or the whole of anything else."""
    return edtf.split("/")[0]


def last_of(edtf: str) -> str:
    """The end of an EDTF interval, or the whole of anything else."""
    return edtf.split("/")[-1]


# ---- how the groups of a match are read -------------------------------------------------------------------------------


def a_date(
    match: Found, rule: DeadlineRule, patterns: DeadlinePatterns, calendar: CalendarPatterns, context: Context
) -> Period | None:
    """The date in the group ``date``, or ``date2`` of an alternative."""
    groups = match.groupdict()
    return read_date(groups.get("date") or groups.get("date2") or "", calendar, context)


def a_span(
    match: Found, rule: DeadlineRule, patterns: DeadlinePatterns, calendar: CalendarPatterns, context: Context
) -> Period | None:
    """From one date to another; a year missing from the first is that of the second."""
    last = read_date(match["date2"], calendar, context)
    if last is None or last.end is None:
        return None
    near = Context(context.published, context.past, last.end.year)
    first = read_date(match["date"], calendar, near)
    if first is None or first.start is None:
        return None
    return Period(first.start, last.end, f"{first_of(first.edtf)}/{last_of(last.edtf)}", "range")


def within(
    match: Found, rule: DeadlineRule, patterns: DeadlinePatterns, calendar: CalendarPatterns, context: Context
) -> Period | None:
    """So many days, weeks, months or years after publication; None where they are counted from something else."""
    groups = match.groupdict()
    event = (groups.get("event") or "").casefold().strip()
    of_publication = not event or event in {w.casefold() for w in patterns.words.get("publication", ())}
    if not of_publication or context.published is None:
        return None
    end = later(context.published, count(groups["n"], patterns), unit(groups["unit"]))
    return Period(None, end, end.isoformat(), "month")


def the_last(
    match: Found, rule: DeadlineRule, patterns: DeadlinePatterns, calendar: CalendarPatterns, context: Context
) -> Period | None:
    """The months or years up to publication."""
    if context.published is None:
        return None
    months = count(match["n"] or "one", patterns) * MONTHS_IN_UNIT[unit(match["unit"])]
    index = context.published[0] * 12 + context.published[1] - 1 - months
    start, end = date(index // 12, index % 12 + 1, 1), month_end(*context.published)
    return Period(start, end, f"{start:%Y-%m}/{end:%Y-%m}", "month")


def the_next(
    match: Found, rule: DeadlineRule, patterns: DeadlinePatterns, calendar: CalendarPatterns, context: Context
) -> Period | None:
    """The weeks, months or years from publication on."""
    if context.published is None:
        return None
    start = date(*context.published, 1)
    end = later(context.published, count(match["n"] or "one", patterns), unit(match["unit"]))
    return Period(start, end, f"{start:%Y-%m}/{end:%Y-%m}", "month")


def until(
    match: Found, rule: DeadlineRule, patterns: DeadlinePatterns, calendar: CalendarPatterns, context: Context
) -> Period | None:
    """From publication to a date."""
    last = read_date(match["date"], calendar, context)
    if last is None or last.end is None or context.first_day is None:
        return None
    start = context.first_day
    return Period(start, last.end, f"{start:%Y-%m}/{last_of(last.edtf)}", "range")


def years_to(
    match: Found, rule: DeadlineRule, patterns: DeadlinePatterns, calendar: CalendarPatterns, context: Context
) -> Period | None:
    """So many years up to the end of a date."""
    last = read_date(match["date"], calendar, context)
    if last is None or last.end is None:
        return None
    after = last.end + timedelta(days=1)
    start = date(after.year - count(match["n"], patterns), after.month, 1)
    return Period(start, last.end, f"{start:%Y-%m}/{last.end:%Y-%m}", "range")


def nothing(
    match: Found, rule: DeadlineRule, patterns: DeadlinePatterns, calendar: CalendarPatterns, context: Context
) -> Period | None:
    """No days can be told."""
    return None


def later(published: tuple[int, int], number: int, name: str) -> date:
    """The last day of a stretch counted from the month of publication."""
    if name in DAYS_IN_UNIT:
        return month_end(*published) + timedelta(days=number * DAYS_IN_UNIT[name])
    return months_after(published, number * MONTHS_IN_UNIT[name])


def count(word: str, patterns: DeadlinePatterns) -> int:
    """A number in digits or in words."""
    if word.isdigit():
        return int(word)
    if word.casefold() in ("a", "an"):
        return 1
    values: list[int] = [*range(1, 13), 18, 24]
    return values[[w.casefold() for w in patterns.words["number"]].index(word.casefold())]


def unit(word: str) -> str:
    """A unit of time in the singular: day, week, month, year."""
    return word.casefold().removeprefix("working ").rstrip("s")


Reader = Callable[[Found, DeadlineRule, DeadlinePatterns, CalendarPatterns, Context], Period | None]

READS: dict[str, Reader] = {
    "date": a_date,
    "span": a_span,
    "within": within,
    "last": the_last,
    "next": the_next,
    "until": until,
    "years-to": years_to,
    "none": nothing,
}
