"""Some commitments of a plan → a table, JSON, CSV or Markdown. To add a format: one function, one row in FORMATS."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..comparison.phrases import count, spot
from ..dataset.tables import TABLES
from ..dataset.writers import harmless
from ..records.dataset import Commitment, Dataset, DeadlineRecord
from ..records.tellings import promise_of, what_of
from .markdown import safe
from .terminal import rendered
from .titles import version_name

SHORT = next(table for table in TABLES if table.name == "commitments")
NARROWEST = 30  # columns for which a listing is laid out
DAY = 13  # characters of "to 2017-08-31"
TABULAR = 60  # columns of a terminal, from which there is room for a table


@dataclass(frozen=True, slots=True)
class Listing:
    """A plan, and those of its commitments that were asked for, in order."""

    dataset: Dataset
    commitments: tuple[Commitment, ...]


def text_of(listing: Listing) -> str:
    """For the terminal; in colour if standard output is a terminal and NO_COLOR is not set."""
    return rendered(parts_of(listing), NARROWEST)


def parts_of(listing: Listing) -> Iterator[RenderableType]:
    """The title, how many there are, and the commitments."""
    document = listing.dataset.document
    yield Text(document.title or document.source, style="bold")
    yield f"{version_name(document)}: {headline(listing)}"
    if not listing.commitments:
        return
    if Console().width >= TABULAR:
        yield table_of(listing.commitments)
        return
    for commitment in listing.commitments:
        yield Text(f"\n{who(commitment)}: {what_of(commitment)}")
        yield Padding(Text(facts_of(commitment)), (0, 0, 0, 2))
        yield Padding(Text(commitment.id, style="dim"), (0, 0, 0, 2))


def headline(listing: Listing) -> str:
    """How many of how many."""
    shown, whole = len(listing.commitments), len(listing.dataset.commitments)
    promises = len({promise_of(c) for c in listing.commitments})
    told = "" if promises == shown else f" ({count(promises, 'promise')}, some of them told more than once)"
    return f"all {whole} commitments{told}" if shown == whole else f"{shown} of {whole} commitments{told}"


def table_of(commitments: Sequence[Commitment]) -> Table:
    """A row for each commitment."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=True, show_lines=False)
    table.add_column("When", overflow="fold", width=DAY)
    table.add_column("Who", overflow="fold", ratio=4)
    table.add_column("What", overflow="fold", ratio=8)
    table.add_column("Where", overflow="fold", ratio=4)
    for c in commitments:
        told = Text(what_of(c))
        if marks := marks_of(c):
            told.append(f" [{marks}]", style="italic")
        told.append(f"\n{c.id}", style="dim")
        table.add_row(due(c.deadline), who(c), told, ", ".join(spot(c)))
    return table


def who(commitment: Commitment) -> str:
    """Who is to do it; marked where nothing in the sentence names it."""
    implied = " (implied)" if commitment.actor.source == "implied" else ""
    return f"{commitment.actor.name}{implied}"


def due(deadline: DeadlineRecord | None) -> str:
    """A deadline in a few words: its day or days with how they are meant; its own words where it has none."""
    if deadline is None:
        return ""
    if deadline.start and deadline.end and deadline.start != deadline.end and deadline.relation != "by":
        return f"{deadline.start} to {deadline.end}"
    day = deadline.end or deadline.start
    if day is None:
        return deadline.text
    return day if deadline.relation in ("by", "in") else f"{deadline.relation} {day}"


def marks_of(commitment: Commitment) -> str:
    """What is not as usual: that it is done or under way, conditional or tentative, and money that ``what`` does not name."""
    marks = [m for m in (commitment.status, commitment.strength) if m not in ("planned", "firm")]
    told = what_of(commitment)
    return ", ".join([*marks, *(f.text for f in commitment.funding if f.text not in told)])


def facts_of(commitment: Commitment) -> str:
    """When, how and where, in a line."""
    return "; ".join(filter(None, (due(commitment.deadline), marks_of(commitment), ", ".join(spot(commitment)))))


def markdown_of(listing: Listing) -> str:
    """For notes: a Markdown table."""
    document = listing.dataset.document
    lines = [f"# {safe(document.title or document.source)}", "", safe(f"{version_name(document)}: {headline(listing)}")]
    if listing.commitments:
        lines += ["", "| When | Who | What | Money | Where |", "| --- | --- | --- | --- | --- |"]
    for c in listing.commitments:
        money = ", ".join(f.text for f in c.funding)
        told = what_of(c) + (f" ({marks_of(c.model_copy(update={'funding': ()}))})" if is_marked(c) else "")
        cells = (due(c.deadline), who(c), told, money, ", ".join(spot(c)))
        lines.append(f"| {' | '.join(map(safe, cells))} |")
    return "\n".join(lines) + "\n"


def is_marked(commitment: Commitment) -> bool:
    """Whether a commitment is not simply planned and firm."""
    return (commitment.status, commitment.strength) != ("planned", "firm")


def json_of(listing: Listing) -> str:
    """The whole records, as they are in dataset.json."""
    whole = {
        "document": listing.dataset.document.model_dump(mode="json"),
        "commitments": [c.model_dump(mode="json", by_alias=True) for c in listing.commitments],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def csv_of(listing: Listing) -> str:
    """The rows of commitments.csv."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.name for column in SHORT.columns])
    chosen = listing.dataset.model_copy(update={"commitments": listing.commitments})
    writer.writerows([[harmless(value) for value in row] for row in SHORT.cells([chosen])])
    return out.getvalue()


FORMATS: dict[str, Callable[[Listing], str]] = {
    "table": text_of,
    "json": json_of,
    "csv": csv_of,
    "markdown": markdown_of,
}
