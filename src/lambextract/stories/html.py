"""The story as one self-contained page: filters, both wordings side by side, and the slippage drawn as a chart."""

from dataclasses import dataclass
from datetime import date

from ..comparison import KINDS, Change, Comparison
from ..comparison.kinds import day_of
from ..comparison.phrases import without
from ..language.text_diff import marked
from ..records.changes import MEANINGS, RowText, Told
from ..records.dataset import Commitment
from . import Choice, Story, nothing_found
from .markdown import cells, rows_shown
from .outline import counts_of, outline_of
from .page import environment, guarded
from .titles import BAD, GOOD, months, version_names, where

WIDTH = 640  # of the chart's plot, in its own units
ROW = 26  # height of a row in the chart


@dataclass(frozen=True, slots=True)
class Bar:
    """One promise in the chart: where its day was and is now, in the chart's units, and what it says."""

    label: str
    was: float
    now: float
    title: str
    late: bool
    anchor: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The chart of slippage: its bars, and its ticks as places with labels."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    width: int = WIDTH
    row: int = ROW


def html_of(told: Story, choice: Choice) -> str:
    """The page."""
    templates = environment()
    templates.globals.update(
        kinds=KINDS, meanings=MEANINGS, where=where, months=months, bad=BAD, good=GOOD, cells=cells
    )
    if not isinstance(told, Comparison):
        names = version_names(told.versions)
        page = templates.get_template("history.html.jinja")
        return guarded(page.render(history=told, names=names, rows=rows_shown(told, choice)) + "\n")
    outline = outline_of(told, choice.everything or bool(choice.kinds))
    tucked = (*outline.told, *outline.apart, *outline.quiet)
    page = templates.get_template("story.html.jinja")
    return guarded(
        page.render(
            comparison=told,
            names=version_names((told.old, told.new)),
            outline=outline,
            titles=outline.titles,
            counts=counts_of(told),
            runs={c.id: marked(*c.wordings) for c in told.changes},
            by_id={c.id: c for c in told.changes},
            present=[k for k in KINDS if any(k == c.kind for c in tucked)],
            actors=sorted({name for change in tucked for name in actors_of(change)}),
            actors_of=actors_of,
            page_of=page_of,
            source_of=lambda change, side: (told.old if side == "old" else told.new).source,
            nothing=nothing_found(told, choice),
            chart=chart_of([c for c in outline.told if {"later", "earlier"} & set(c.kinds)]),
        )
        + "\n"
    )


def page_of(side: Told | None) -> int | None:
    """The page of the PDF on which a side of a change stands, if it has one."""
    return None if side is None or isinstance(side, RowText) else side.page


def actors_of(change: Change) -> list[str]:
    """The names of the bodies that a change concerns."""
    sides = (change.old, change.new)
    return list(dict.fromkeys(s.actor.name for s in sides if isinstance(s, Commitment)))


def chart_of(changes: list[Change]) -> Chart | None:
    """The chart of those changes that have a day in both versions."""
    days: list[tuple[Change, date, date]] = []
    for change in changes:
        if isinstance(change.old, Commitment) and isinstance(change.new, Commitment):
            before, after = day_of(change.old.deadline), day_of(change.new.deadline)
            if before and after:
                days.append((change, date.fromisoformat(before), date.fromisoformat(after)))
    if not days:
        return None
    first = min(min(was, now) for _, was, now in days)
    last = max(max(was, now) for _, was, now in days)
    start, end = date(first.year, 1, 1), date(last.year + 1, 1, 1)
    span = (end - start).days

    def x(day: date) -> float:
        return round((day - start).days / span * WIDTH, 1)

    bars = []
    for change, was, now in sorted(days, key=lambda d: (d[1] - d[2], d[1])):
        assert isinstance(change.old, Commitment), "only commitments have days"
        label = change.old.action.object or without(change.old.action.text, change.old.deadline)
        bars.append(Bar(shortened(label), x(was), x(now), change.sentence, now > was, change.id))
    step = 6 if (end.year - start.year) <= 3 else 12
    ticks = [
        (x(date(year, month, 1)), f"{year}" if month == 1 else "Jul")
        for year in range(start.year, end.year + 1)
        for month in range(1, 13, step)
        if date(year, month, 1) <= end
    ]
    return Chart(tuple(bars), tuple(ticks))


def shortened(text: str) -> str:
    """A label that fits beside the chart."""
    text = text.strip(" .,;")
    return text if len(text) <= 44 else text[:43].rsplit(" ", 1)[0] + " …"
