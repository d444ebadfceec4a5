"""How far a command is, on a terminal: bars, and nothing elsewhere. Its library is loaded only where they are drawn."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from ..document.progress import Report, quiet
from ..language.printable import printable

if TYPE_CHECKING:
    from rich.progress import Progress

REDRAW = 0.1  # seconds between two drawings of a bar
SHOWN_NAME = 32  # letters of a file's name beside a bar


def uncoloured() -> bool:
    """Whether the user wants no escapes: NO_COLOR is set and not empty (no-color.org)."""
    return bool(os.environ.get("NO_COLOR"))


@contextmanager
def progress(stream: TextIO) -> Iterator[Report]:
    """A report that draws a bar for each stage on a terminal, and nothing elsewhere."""
    if not stream.isatty() or uncoloured():  # bars are drawn with escapes
        yield quiet
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description:<10}"), BarColumn(bar_width=40), MofNCompleteColumn())
    plain = Console(file=stream, highlight=False)  # whose cursor the bars move
    with Progress(*columns, console=plain, transient=True, auto_refresh=False) as bars:  # without a thread of its own
        tasks = {}
        drawn = 0.0

        def report(stage: str, done: int, total: int) -> None:
            nonlocal drawn
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            now = time.monotonic()
            redrawn = now - drawn >= REDRAW or done == total
            bars.update(tasks[stage], completed=done, total=total, refresh=redrawn)
            drawn = now if redrawn else drawn

        yield report


class Display:
    """What is shown while several plans are built: a bar for all of them, and a line for each that is at work."""

    def __init__(self, stream: TextIO, names: Sequence[str], bars: "Progress | None") -> None:
        self.stream, self.names, self.bars = stream, names, bars
        self.all = bars.add_task("Plans", total=len(names)) if bars is not None else None
        self.tasks: dict[int, Any] = {}

    def report(self, number: int, stage: str, done: int, total: int) -> None:
        """Show how far one plan is."""
        if self.bars is not None:
            if number not in self.tasks:
                self.tasks[number] = self.bars.add_task("", total=total)
            name = printable(Path(self.names[number]).name)[-SHOWN_NAME:]
            self.bars.update(self.tasks[number], description=f"  {name}: {stage}", completed=done, total=total)

    def ended(self, number: int, line: str) -> None:
        """Show that one plan has ended, and a line on it, which stays."""
        if self.bars is not None and self.all is not None:
            if number in self.tasks:
                self.bars.remove_task(self.tasks[number])
            self.bars.advance(self.all)
            from rich.text import Text

            self.bars.console.print(Text(printable(line)), soft_wrap=True)
        else:
            self.stream.write(f"{printable(line)}\n")
            self.stream.flush()


@contextmanager
def progress_of_many(stream: TextIO, names: Sequence[str]) -> Iterator[Display]:
    """A display for plans that are built several at a time: bars on a terminal; elsewhere lines alone."""
    if not stream.isatty() or uncoloured():
        yield Display(stream, names, None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(bar_width=24), MofNCompleteColumn())
    plain = Console(file=stream, highlight=False)
    with Progress(*columns, console=plain, transient=True) as bars:
        yield Display(stream, names, bars)
