"""How a plan says by when."""

from functools import cached_property
from typing import Any, Literal

from .calendar import CalendarPatterns, union
from .rules import TextRule, WordLists

Relation = Literal["by", "in", "from", "throughout", "after", "ongoing"]


class DeadlineRule(TextRule):
    """A way to say by when: its ``relation``, how its groups are read, and where it counts."""

    relation: Literal["by", "before", "in", "from", "throughout", "after", "ongoing"]
    reads: Literal["date", "span", "within", "last", "next", "until", "years-to", "none"] = "date"
    where: Literal["anywhere", "times"] = "anywhere"


class DeadlinePatterns(WordLists):
    """The rules of ``deadlines.toml``."""

    deadline: tuple[DeadlineRule, ...] = ()

    @cached_property
    def ahead(self) -> frozenset[str]:
        """The rules that count from publication on: "over the next two years"."""
        return frozenset(rule.name for rule in self.deadline if rule.reads == "next")


def with_dates(raw: dict[str, Any], calendar: CalendarPatterns) -> dict[str, Any]:
    """The raw tables with ``{date}``, ``{day}``, ``{range}`` and ``{month}`` filled in from the calendar."""
    days = union([r.match for r in calendar.date if r.reads == "day"])
    months = union(list(calendar.words.get("month", ())))
    ranges = union([r.match for r in calendar.date if r.reads == "range"])
    filled = {"{date}": calendar.any_date, "{day}": days, "{range}": ranges, "{month}": f"(?-i:{months})"}

    def fill(match: Any) -> Any:  # noqa: ANN401 (what is no text is told later)
        if not isinstance(match, str):
            return match
        for name, value in filled.items():
            match = match.replace(name, value)
        return match

    given = any(r.given for r in calendar.date)  # the user's dates stand in all of them
    rules = [{**r, "match": fill(r.get("match")), "given": given or r["given"]} for r in raw.get("deadline", [])]
    return {**raw, "deadline": rules}
