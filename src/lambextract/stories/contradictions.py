"""Where a plan contradicts itself → text, Markdown, JSON or CSV. To add a format: one function, one row in FORMATS."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..comparison.phrases import count
from ..dataset.writers import harmless, json_of
from ..records.contradictions import Contradiction, Contradictions, Orphan, Telling
from .markdown import safe
from .terminal import rendered

COLUMNS = [
    "promise",
    "field",
    "months",
    "score",
    "sentence",
    "commitment",
    "said",
    "place",
    "page",
    "paragraph",
    "recommendation",
    "quote",
]
CARE = "Matched by words and not understood: read both places before you quote."
SHOWN = 5  # of what stands in one place only; Markdown and JSON hold all
UNDATED = "Recommendations without any dated promise"


def text_of(found: Contradictions) -> str:
    """For the terminal; in colour if standard output is a terminal and NO_COLOR is not set."""
    return rendered(parts_of(found))


def parts_of(found: Contradictions) -> Iterator[RenderableType]:
    """The parts of the text: what disagrees, worst first, then what stands in one place only."""
    yield Text(found.document.title or found.document.source, style="bold")
    yield headline(found)
    if found.contradictions:
        yield CARE
    for one in found.contradictions:
        yield Text(f"\n• {one.sentence}")
        yield Padding(table_of(one), (0, 0, 0, 2))
    if found.orphans is not None:
        refs = ", ".join(map(str, found.orphans.undated))
        yield f"\n{UNDATED}: {len(found.orphans.undated)}"
        yield from [Padding(Text(refs), (0, 0, 0, 2))] if refs else []
    for title, orphans in lone(found):
        yield f"\n{title}: {len(orphans)}"
        yield from (Padding(Text(f"• {o.promise}, {o.place}"), (0, 0, 0, 2)) for o in orphans[:SHOWN])
        if len(orphans) > SHOWN:
            yield Padding(Text(f"… and {len(orphans) - SHOWN} more (--format json)"), (0, 0, 0, 2))


def table_of(one: Contradiction) -> Table:
    """The tellings of a promise, one below another: where, what it says there, the sentence."""
    table = Table(box=None, show_header=False, expand=True, pad_edge=False, padding=(0, 1))
    table.add_column(ratio=1, style="dim", overflow="fold")
    table.add_column(ratio=3, overflow="fold")
    for told in one.tellings:
        table.add_row(told.place, marked(told))
    return table


def marked(told: Telling) -> Text:
    """A telling's sentence, with the words in which it differs in bold where they stand in it."""
    text = Text(f"“{told.quote}”")
    at = text.plain.find(told.said)
    if at >= 0:
        text.stylize("bold", at, at + len(told.said))
    return text


def headline(found: Contradictions) -> str:
    """How many promises in how many places, and how many disagree."""
    number = len({c.promise for c in found.contradictions})
    done = f" and {count(found.done, 'thing')} reported done" if found.done else ""
    said = f"{count(found.promises, 'promise')}{done}, told in {count(found.commitments, 'place')}"
    if not number:
        return f"{said}: no two tellings were found to disagree."
    return f"{said}; {number} {'is' if number == 1 else 'are'} told in ways that disagree."


def lone(found: Contradictions) -> Iterator[tuple[str, Sequence[Orphan]]]:
    """What stands in one place only: what it is, and all of it."""
    if found.orphans is not None:
        yield "Open promises of the text that no row of the table was found to tell", found.orphans.not_in_annex
        yield "Open promises of the table that were not found anywhere else", found.orphans.annex_only


def markdown_of(found: Contradictions) -> str:
    """For notes, or an issue."""
    care = [CARE] if found.contradictions else []
    lines = [f"# {safe(found.document.title or found.document.source)}", "", safe(headline(found)), *care]
    for one in found.contradictions:
        lines += ["", f"- {safe(one.sentence)}"]
        lines += [f"  - {safe(t.place)}: “{safe(t.quote)}”" for t in one.tellings]
    if found.orphans is not None:
        lines += [
            "",
            f"**{UNDATED}: {len(found.orphans.undated)}.** {', '.join(map(str, found.orphans.undated))}".rstrip(),
        ]
    for title, orphans in lone(found):
        lines += ["", f"**{title}: {len(orphans)}.**", ""]
        lines += [f"- {safe(f'{o.promise}, {o.place}')}" for o in orphans]
    return "\n".join(lines) + "\n"


def csv_of(found: Contradictions) -> str:
    """A row for each telling."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in found.contradictions:
        for told in one.tellings:
            row = {**one.model_dump(), **told.model_dump()}
            writer.writerow([harmless(row[name]) for name in COLUMNS])
    return out.getvalue()


FORMATS: dict[str, Callable[[Contradictions], str]] = {
    "text": text_of,
    "markdown": markdown_of,
    "json": json_of,
    "csv": csv_of,
}
