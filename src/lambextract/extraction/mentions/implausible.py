"""Days that no calendar has, and sums that nobody has: slips of the pen or of a reader, which a dataset must not pass over."""

import itertools
import re
from calendar import monthrange
from collections.abc import Iterator, Sequence

from ...document.model import Block, Notice
from ...patterns.calendar import CalendarPatterns
from ...records.dataset import Commitment

MOST = 10**16  # of any currency: more than any country's government, or its people, has to give
LEAP = 2000  # a year that has all days, for days without a year
MONTHS, LONGEST_MONTH = 12, 31
SHOWN = 40  # characters of a sum in a warning
NUMBER = re.compile(r"\d+")
YEAR_DIGITS = 4


def implausible(
    blocks: Sequence[Block], commitments: Sequence[Commitment], calendar: CalendarPatterns
) -> Iterator[Notice]:
    """What a reader of the dataset has to know of impossible days in the text, and of sums beyond all measure."""
    for block in blocks:
        for text in dict.fromkeys(impossible_days(block.text, calendar)):
            yield Notice("date-impossible", f"no calendar has the day {text!r}", block.page or None, block.id)
    for c in commitments:
        for money in c.funding:
            if max(money.amount, money.max_amount or 0) > MOST:
                text = money.text if len(money.text) <= SHOWN else f"{money.text[:SHOWN]}…"
                message = f"a sum beyond all measure: {text!r}, of {len(str(int(money.amount)))} digits"
                yield Notice("sum-implausible", message, c.page, c.block)


def impossible_days(text: str, calendar: CalendarPatterns) -> Iterator[str]:
    """What the calendar's rules take for a day, and no calendar has."""
    for rule in calendar.date:
        if rule.reads not in ("day", "numeric"):
            continue
        for match in rule.find(text):
            groups = match.groupdict()
            words: str = groups.get("text") or match.group()
            numbers = list(map(int, NUMBER.findall(words)))
            year = next((n for n in numbers if len(str(n)) == YEAR_DIGITS), LEAP)
            rest = [n for n in numbers if len(str(n)) < YEAR_DIGITS]
            if groups.get("m"):
                days = [(n, calendar.months[groups["m"].casefold()]) for n in rest]
            elif year is LEAP and rule.reads == "numeric":
                continue  # with a year of two digits it may as well be the number of a paragraph
            else:
                days = list(itertools.permutations(rest, 2))
            if days and not any(exists(day, month, year) for day, month in days):
                yield words


def exists(day: int, month: int, year: int) -> bool:
    """Whether a month has a day; 0, and a number above 31, is no day but something else, such as a page's."""
    if day > LONGEST_MONTH or day == 0:
        return True
    return 1 <= month <= MONTHS and day <= monthrange(year, month)[1]
