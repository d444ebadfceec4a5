"""What changed between versions → the terminal: headline counts, each change with both wordings side by side, actors."""

import io
import os
import sys
from collections.abc import Iterable, Iterator, Sequence

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..comparison import Change, Comparison
from ..comparison.history import History
from ..language.printable import printable
from ..language.text_diff import marked
from . import Choice, Story, nothing_found
from .markdown import cells, rows_shown
from .outline import Outline, counts_of, outline_of
from .titles import BAD, GOOD, months, version_names, where

WIDEST = 120  # columns beyond which lines are hard to read
NARROWEST = 60


def text_of(told: Story, choice: Choice) -> str:
    """The story as text; in colour if standard output is a terminal and NO_COLOR is not set."""
    colour = coloured()
    return rendered(story_of(told, choice, colour) if isinstance(told, Comparison) else history_of(told, choice))


def coloured() -> bool:
    """Whether text is told in colour."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def rendered(parts: Iterable[RenderableType], narrowest: int = NARROWEST) -> str:
    """The parts of a story as text, as wide as the terminal, but for what could not be read any more."""
    colour = coloured()
    out = io.StringIO()
    width = max(narrowest, min(WIDEST, Console().width))
    target = Console(
        file=out, width=width, force_terminal=colour, no_color=not colour, highlight=False, emoji=False, markup=False
    )
    for part in parts:
        target.print(part)
    return "\n".join(line.rstrip() for line in printable(out.getvalue()).split("\n")).rstrip("\n") + "\n"


def story_of(comparison: Comparison, choice: Choice, colour: bool) -> Iterator[RenderableType]:
    """A comparison's parts."""
    names = version_names((comparison.old, comparison.new))
    outline = outline_of(comparison, choice.everything or bool(choice.kinds))
    for alarm in comparison.alarms:
        yield Text(f"CAUTION: {alarm.message}", style="bold red")
        yield ""
    yield Text(comparison.new.title or comparison.new.source, style="bold")
    yield f"{names[0]} ({comparison.old.source}) → {names[1]} ({comparison.new.source})"
    yield ""
    yield Padding(counts(comparison), (0, 2))
    if outline.first:
        yield ""
        yield Text(f"TO LOOK AT FIRST ({len(outline.first)})", style="bold")
        yield from (change_of(c, names, colour, outline.folded.get(c.id, ())) for c in outline.first)
    for whole in outline.whole:
        yield Text(f"\n• {whole.sentence}")
    if outline.rest:
        yield Text(f"\nTHE REST, BY SECTION ({sum(len(s.changes) for s in outline.rest)})", style="bold")
    for section in outline.rest:
        yield Text(f"\n{section.heading}{f' (in {names[0]} only)' if section.gone else ''}", style="bold")
        for change in section.changes:
            if choice.everything or choice.kinds:
                yield change_of(change, names, colour, outline.folded.get(change.id, ()))
            else:
                yield Padding(Text(f"{outline.titles[change.kind]}: {change.sentence}"), (0, 0, 0, 2))
    if not outline.told and not outline.whole:
        yield f"\n{nothing_found(comparison, choice)}"
    yield from hidden(outline)
    if comparison.actors and outline.told:
        yield "\nBY WHO IS TO ACT"
        yield actors_of(comparison)


def hidden(outline: Outline) -> Iterator[RenderableType]:
    """What is not shown, counted."""
    said = []
    if outline.apart:
        said.append(f"{len(outline.apart)} statements of what was done, or is done anyway, that came or went")
    if outline.quiet:
        said.append(f"{len(outline.quiet)} that only moved, were reworded or are told together with others")
    if said:
        yield f"\nNot shown: {'; '.join(said)}. --all shows them."


def counts(comparison: Comparison) -> Table:
    """The headline counts, worst first."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(justify="right")
    table.add_column()
    slips = [c.slip_months for c in comparison.changes if "later" in c.kinds and c.slip_months]
    for kind, number, words in counts_of(comparison):
        note = f" by up to {months(max(slips))}" if kind == "later" and slips else ""
        table.add_row(Text(str(number), style=colour_of(kind)), f"{words}{note}")
    if "unchanged" in comparison.summary:
        table.add_row(str(comparison.summary["unchanged"]), "unchanged, or changed in wording and place only")
    return table


def colour_of(kind: str) -> str:
    """The colour in which a kind of change is told."""
    return "bold red" if kind in BAD else "bold green" if kind in GOOD else "bold"


def change_of(change: Change, names: Sequence[str], colour: bool, again: Sequence[Change] = ()) -> RenderableType:
    """One change: its sentence, and both wordings side by side with what differs marked; ``again``: where else it is told."""
    runs = marked(*change.wordings)
    table = Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, padding=(0, 1))
    sides = []
    for name, record, part, sign in ((names[0], change.old, runs[0], "-"), (names[1], change.new, runs[1], "+")):
        if record is not None:
            table.add_column(f"{name}, {where(record)}", ratio=1, header_style="dim", overflow="fold")
            sides.append(wording(part, sign, colour))
    table.add_row(*sides)
    lines: list[RenderableType] = [Text(f"\n• {change.sentence}"), Padding(table, (0, 0, 0, 2))]
    if again:
        lines.append(
            Padding(Text(f"Told as well: {'; '.join(where(c.new or c.old) for c in again)}", style="dim"), (0, 2))
        )
    return Group(*lines)


def wording(runs: Sequence[tuple[str, bool]], sign: str, colour: bool) -> Text:
    """Runs of words, those that differ coloured, or between brackets with the sign where there is no colour."""
    text = Text()
    left, right = ("[-", "-]") if sign == "-" else ("{+", "+}")
    for words, differs in runs:
        if not differs:
            text.append(words)
        elif colour:
            text.append(words, style="strike red" if sign == "-" else "bold underline green")
        else:
            core = words.rstrip()
            text.append(f"{left}{core}{right}{words[len(core) :]}")
    return text


def actors_of(comparison: Comparison) -> Table:
    """What became of each body's promises."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), collapse_padding=True)
    table.add_column("who", overflow="fold", min_width=20)
    for name in ("kept", "done", "slipped", "median", "dropped", "weaker", "vaguer", "new"):
        table.add_column(name, justify="right", no_wrap=True)
    for a in comparison.actors:
        slip = f"{a.median_slip_months:g} mo" if a.median_slip_months is not None else ""
        numbers = (a.kept, a.completed, a.slipped, slip, a.dropped, a.weakened, a.vaguer, a.added)
        table.add_row(a.name, *(str(n) if n else "" for n in numbers))
    return table


def history_of(history: History, choice: Choice) -> Iterator[RenderableType]:
    """A history's parts: a row for each promise to which something happened."""
    names = version_names(history.versions)
    yield Text(history.versions[-1].title, style="bold")
    yield " → ".join(names)
    rows = rows_shown(history, choice)
    table = Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, padding=(0, 1))
    table.add_column("promise", ratio=3, overflow="fold")
    for name in names:
        table.add_column(name, ratio=2, overflow="fold")
    table.add_column("slip", justify="right", no_wrap=True)
    for row in rows:
        table.add_row(row.promise, *cells(row), f"{row.slip_months:+d} mo" if row.slip_months else "")
    yield table
    yield f"{len(rows)} of {len(history.rows)} promises" + ("" if choice.everything else "; --all shows the others")
