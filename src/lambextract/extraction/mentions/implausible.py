"""Days that no calendar has, and sums that nobody has: slips of the pen or of a reader, which a dataset must not pass over."""

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
NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d\d)(?![\d/-])")


def implausible(
    blocks: Sequence[Block], commitments: Sequence[Commitment], calendar: CalendarPatterns
) -> Iterator[Notice]:
    """What a reader of the dataset has to know of impossible days in the text, and of sums beyond all measure."""
    names = "|".join(sorted(map(re.escape, calendar.months), key=len, reverse=True))
    after = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({names})\b(?:,? ((?:19|20)\d\d)\b)?", re.IGNORECASE)
    before = re.compile(rf"\b({names}) (\d{{1,2}})(?:st|nd|rd|th)?(?:,? ((?:19|20)\d\d)\b|(?=[.;)]))", re.IGNORECASE)
    for block in blocks:
        found = [
            *(
                m.group()
                for m in after.finditer(block.text)
                if not exists(m[1], calendar.months[m[2].casefold()], m[3])
            ),
            *(
                m.group()
                for m in before.finditer(block.text)
                if not exists(m[2], calendar.months[m[1].casefold()], m[3])
            ),
            *(m.group() for m in NUMERIC.finditer(block.text) if not any(exists(*p, m[4]) for p in either(m[1], m[3]))),
        ]
        for text in dict.fromkeys(found):
            yield Notice("date-impossible", f"no calendar has the day {text!r}", block.page or None, block.id)
    for c in commitments:
        for money in c.funding:
            if max(money.amount, money.max_amount or 0) > MOST:
                text = money.text if len(money.text) <= SHOWN else f"{money.text[:SHOWN]}…"
                message = f"a sum beyond all measure: {text!r}, of {len(str(int(money.amount)))} digits"
                yield Notice("sum-implausible", message, c.page, c.block)


def exists(day: str, month: int, year: str | None) -> bool:
    """Whether a month has a day; 0, and a number above 31, is no day but something else, such as a page's."""
    number = int(day)
    return number <= monthrange(int(year) if year else LEAP, month)[1] or number > LONGEST_MONTH


def either(one: str, other: str) -> Iterator[tuple[str, int]]:
    """The day and the month of two numbers, in either order, as far as there are such months."""
    for day, month in ((one, other), (other, one)):
        if 1 <= int(month) <= MONTHS:
            yield day, int(month)
