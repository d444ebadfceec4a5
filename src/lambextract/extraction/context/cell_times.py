"""Times in the cells of a table and in other short passages, where a date alone counts."""

import re

from ...document.model import Block
from ...patterns import Patterns
from ..mentions.calendar import Context
from ..mentions.deadlines import find_times
from ..mentions.model import Time


class CellTimes:
    """Finds times in cells, and remembers them by text."""

    def __init__(self, patterns: Patterns, published: str | None) -> None:
        self.patterns = patterns
        self.context = Context(published_month(published))
        self.known_times: dict[str, list[Time]] = {}

    def times_in(self, text: str) -> list[Time]:
        """The times in the text of a cell that holds times."""
        if text not in self.known_times:
            found = find_times(text, self.patterns.deadlines, self.patterns.calendar, self.context, times=True)
            self.known_times[text] = found
        return self.known_times[text]

    def has_time(self, text: str) -> bool:
        """Whether a text of a cell has a time in it."""
        return bool(self.times_in(text)) or self.is_time(text)

    def is_time(self, text: str) -> bool:
        """Whether a text of a cell is a time and no more, or says that there is none yet."""
        times = self.times_in(text)
        whole = bool(times) and times[0].period is not None and self.fills(times[0], text)
        said = (*self.patterns.modality.told, *self.patterns.modality.open, *self.patterns.modality.blank)
        return whole or any(rule.full(text) for rule in said)

    def fills(self, time: Time, text: str) -> bool:
        """Whether a text is a time and nothing more, but for a remark in brackets behind it."""
        return len(time.text) >= len(re.sub(r" ?\([^()]*\)$", "", text.strip(" .:"))) - 1

    def is_to_come(self, cell: Block) -> bool:
        """Whether a cell holds a time that is not over when the plan is published, or says that there is none yet."""
        if any(rule.full(cell.text) for rule in self.patterns.modality.open):
            return True
        times = self.times_in(cell.text)
        if not times or not self.fills(times[0], cell.text) or self.context.first_day is None:
            return False
        day = (times[0].period.end or times[0].period.start) if times[0].period else None
        return day is not None and day >= self.context.first_day


def published_month(published: str | None) -> tuple[int, int] | None:
    """Year and month of publication; a year alone counts from its first month."""
    if not published:
        return None
    year, _, month = published.partition("-")
    return int(year), int(month or 1)
