"""Deadlines → a chart: a lane or more for each actor, each date drawn as what it is."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from ..records.dataset import Commitment, Dataset
from ..stories.titles import MONTHS
from .once import told_once
from .tallies import OPEN_ENDED, State, state_of

Shape = Literal["point", "span", "throughout", "open"]
WIDTH, LANE, LABELS = 700, 16, 230  # of the plot, of a lane, of the names beside it, in the chart's units
ARROW = 26  # length of what is open-ended
APART = 5  # between two marks of one lane
FAR = 3.0  # how many times longer the axis may be than the stretch that nine tenths of the dates lie in
TICKS = 9  # at most, or as many as there are years
NAME = 34  # characters of an actor's name beside its lanes


@dataclass(frozen=True, slots=True)
class Mark:
    """One promise: its commitment, how it is drawn, from where to where, in which lane, and what it says."""

    commitment: Commitment
    shape: Shape
    x0: float
    x1: float
    y: float
    state: State


@dataclass(frozen=True, slots=True)
class Group:
    """An actor's marks, and where its name stands."""

    name: str
    label: str
    y: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The chart; ``far``: promises whose dates lie so far off that they are listed and not drawn, ``undated``: that have none."""

    groups: tuple[Group, ...]
    ticks: tuple[tuple[float, str], ...]
    height: float
    as_of: float | None
    far: tuple[Commitment, ...]
    undated: int
    width: int = WIDTH
    labels: int = LABELS


def timeline_of(dataset: Dataset, as_of: date | None = None) -> Timeline | None:
    """The chart of what is still to be done; None where nothing of it has a date."""
    promises = [c for c in told_once(dataset) if c.status != "completed"]
    dated = [(c, *days) for c in promises if (days := days_of(c)) is not None]
    if not dated:
        return None
    first, last = stretch([day for _, start, end in dated for day in (start, end)], as_of)
    near = [d for d in dated if d[2] >= first and d[1] <= last]
    axis = Axis(first, last)
    lanes = 0
    groups = []
    for name, those in by_actor(near):
        marks, used = laid(those, axis, lanes, as_of)
        groups.append(Group(name, shortened(name), (lanes + 0.5) * LANE, tuple(marks)))
        lanes += used
    return Timeline(
        tuple(groups),
        tuple(axis.ticks()),
        lanes * LANE,
        axis.x(as_of) if as_of is not None and first <= as_of <= last else None,
        tuple(c for c, start, end in dated if end < first or start > last),
        len(promises) - len(dated),
    )


def days_of(commitment: Commitment) -> tuple[date, date] | None:
    """The first and the last day that a deadline speaks of, the same for a point or what has one end only."""
    deadline = commitment.deadline
    if deadline is None or not (deadline.start or deadline.end):
        return None
    start = date.fromisoformat(deadline.start or deadline.end or "")
    end = date.fromisoformat(deadline.end or deadline.start or "")
    return start, end


def shape_of(commitment: Commitment) -> Shape:
    """How a deadline is drawn: a point for what is due by a day, a span for what falls within a time, an arrow for what goes on."""
    deadline = commitment.deadline
    assert deadline is not None, "only what has a day is drawn"
    if deadline.relation == "by" or (deadline.start == deadline.end and deadline.relation == "in"):
        return "point"
    if deadline.relation in ("throughout", "ongoing") and deadline.start and deadline.end:
        return "throughout"
    if deadline.end is None or deadline.relation in OPEN_ENDED:
        return "open"
    return "span" if deadline.start else "point"


@dataclass(frozen=True, slots=True)
class Axis:
    """The stretch of time that the chart shows."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """Where a day lies."""
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return round(max(0.0, min(1.0, share)) * WIDTH, 1)

    def ticks(self) -> Iterator[tuple[float, str]]:
        """Where years begin, and, where there are few, their quarters."""
        years = self.last.year - self.first.year + 1
        step = max(1, -(-years // TICKS))
        quarters = (1, 4, 7, 10) if years <= 2 else (1, 7) if years <= 4 else (1,)
        days = (date(year, m, 1) for year in range(self.first.year, self.last.year + 1, step) for m in quarters)
        for number, day in enumerate(d for d in days if self.first <= d <= self.last):
            month = MONTHS[day.month - 1][:3]
            yield self.x(day), str(day.year) if day.month == 1 else month if number else f"{month} {day.year}"


def stretch(days: Sequence[date], as_of: date | None) -> tuple[date, date]:
    """The first and the last day of the chart: those of all dates, or of nine tenths where the rest lies very far off."""
    ordered = sorted(days)
    low, high = ordered[0], ordered[-1]
    tail = len(ordered) // 20
    inner = (ordered[tail], ordered[-1 - tail])
    if (high - low).days > FAR * max(365, (inner[1] - inner[0]).days):
        low, high = inner
    margin = timedelta(days=max(20, (high - low).days // 25))
    if as_of is not None and abs((as_of - low).days) < FAR * max(365, (high - low).days):
        low, high = min(low, as_of), max(high, as_of)
    return max(date.min + margin, low) - margin, min(date.max - margin, high) + margin


Dated = tuple[Commitment, date, date]


def by_actor(dated: Sequence[Dated]) -> list[tuple[str, list[Dated]]]:
    """The promises of each actor, the one with the most first."""
    groups: dict[str, list[Dated]] = defaultdict(list)
    for one in dated:
        groups[one[0].actor.name].append(one)
    return sorted(groups.items(), key=lambda g: (-len(g[1]), g[0]))


def laid(dated: Sequence[Dated], axis: Axis, above: int, as_of: date | None) -> tuple[list[Mark], int]:
    """The marks of one actor in as few lanes as they need, below those that there are; and the number of lanes."""
    free: list[float] = []  # of each lane, where its next mark may begin
    marks = []
    for commitment, start, end in sorted(dated, key=lambda d: (d[1], d[2])):
        shape = shape_of(commitment)
        x0, x1 = axis.x(start), axis.x(end)
        if shape == "open":
            x1 = x0 + ARROW
        elif shape == "point":
            x0 = x1
        left = x0 - 5 if shape == "point" else x0
        lane = next((i for i, at in enumerate(free) if at <= left), len(free))
        if lane == len(free):
            free.append(0.0)
        free[lane] = max(x1, x0 + 4) + APART + (5 if shape == "point" else 0)
        marks.append(
            Mark(commitment, shape, x0, max(x1, x0 + 4), (above + lane + 0.5) * LANE, state_of(commitment, as_of))
        )
    return marks, len(free)


def shortened(name: str) -> str:
    """A name that fits beside the lanes."""
    return name if len(name) <= NAME else name[: NAME - 1].rsplit(" ", 1)[0] + " …"
