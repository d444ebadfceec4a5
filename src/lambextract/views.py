"""Records → what a person sees in a terminal: the only import of rich."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from .dataset import Dataset
from .errors import LambextractError
from .progress import Report, quiet
from .score import Score

WARNINGS_SHOWN = 5  # of one summary; all stand in dataset.json


def console(stream: TextIO) -> Console:
    """A console on a stream; colours only on a terminal, and not where NO_COLOR is set."""
    return Console(file=stream, highlight=False, soft_wrap=False)


@contextmanager
def progress(stream: TextIO) -> Iterator[Report]:
    """A report that draws a bar for each stage on a terminal, and nothing elsewhere."""
    if not stream.isatty():
        yield quiet
        return
    columns = (TextColumn("{task.description:<10}"), BarColumn(bar_width=40), MofNCompleteColumn())
    with Progress(*columns, console=console(stream), transient=True) as bars:
        tasks = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield report


def summary(dataset: Dataset, place: str) -> Table:
    """What a build found, as a table: parts, paragraphs, recommendations, commitments by status, deadlines, funding."""
    document, commitments = dataset.document, dataset.commitments
    table = Table(title=Text(document.title or document.source, style="bold"), title_justify="left", show_header=False)
    table.add_column("what", no_wrap=True)
    table.add_column("how many", justify="right", no_wrap=True)
    table.add_column("details")
    kinds = Counter(b.kind for b in dataset.blocks)
    numbered = sum(b.kind == "paragraph" and b.number is not None for b in dataset.blocks)
    status = Counter(c.status for c in commitments)
    strength = Counter(c.strength for c in commitments if c.status != "completed")
    dated = [c.deadline for c in commitments if c.deadline]
    exact = [d for d in dated if d.start or d.end]
    funds = [f for c in commitments for f in c.funding]
    links = Counter(link.kind for link in dataset.links)
    pages = f"{document.pages} pages" if document.pages else "text"
    published = f"published {document.published}" if document.published else "publication date unknown"
    table.add_row("Source", document.source, f"{pages}, {published}")
    parts = [p for p in document.parts if p.id not in ("front-matter", "back-matter")]
    table.add_row("Parts", str(len(parts)), ", ".join(p.id for p in parts))
    table.add_row(
        "Paragraphs",
        str(kinds["paragraph"]),
        f"{numbered} numbered, {kinds['bullet']} bullets, {kinds['footnote']} footnotes",
    )
    themes = {r.theme for r in dataset.recommendations if r.theme}
    table.add_row("Recommendations", str(len(dataset.recommendations)), f"{len(themes)} themes" if themes else "")
    table.add_row("Commitments", str(len(commitments)), listed(status, ("planned", "ongoing", "completed")))
    table.add_row(
        "  still open",
        str(len(commitments) - status["completed"]),
        listed(strength, ("firm", "conditional", "tentative")),
    )
    table.add_row(
        "Deadlines",
        str(len(dated)),
        f"{len(exact)} with dates, {len(dated) - len(exact)} with an event or a manner only",
    )
    table.add_row(
        "Funding",
        str(len(funds)),
        ", ".join(f"{n} in {c}" for c, n in sorted(Counter(f.currency for f in funds).items())),
    )
    table.add_row("Links", str(len(dataset.links)), listed(links, ("restates", "conflicts", "timescale", "refers")))
    table.add_row("Rejected", str(len(dataset.rejected)), "sentences that sound like promises and are none")
    table.add_row("Warnings", str(len(dataset.warnings)), warned(dataset))
    table.add_section()
    table.add_row("Written to", "", place)
    return table


def listed(counts: Mapping[Any, int], names: Sequence[str]) -> str:
    """Counts in words, those of nothing left out."""
    return ", ".join(f"{counts[name]} {name}" for name in names if counts.get(name))


def warned(dataset: Dataset) -> str:
    """The first few warnings, a line each."""
    lines = [f"{w.message}{f' (page {w.page})' if w.page else ''}" for w in dataset.warnings[:WARNINGS_SHOWN]]
    more = len(dataset.warnings) - len(lines)
    return "\n".join([*lines, *([f"… and {more} more in dataset.json"] if more > 0 else [])])


def figures(score: Score) -> Table:
    """A score, as a table: precision, recall and F1, then each field."""
    table = Table(show_header=True)
    table.add_column("")
    for name in ("labelled", "found", "precision", "recall", "F1"):
        table.add_column(name, justify="right")
    for name, c in (("open", score.open), ("all", score.all)):
        table.add_row(name, str(c.labelled), str(c.found), f"{c.precision:.3f}", f"{c.recall:.3f}", f"{c.f1:.3f}")
    table.add_section()
    for name, share in score.fields.items():
        table.add_row(name, "", "", "", "", f"{share:.3f}")
    table.add_row("fully right", "", "", "", "", f"{score.fully_right:.3f}", style="bold")
    return table


def trouble(error: LambextractError) -> Text:
    """An error and its hint."""
    text = Text.assemble(("Error: ", "bold red"), str(error))
    return text.append(f"\n{error.hint}") if error.hint else text
