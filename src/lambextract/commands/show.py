"""A plan → those of its commitments that are asked for."""

import os
import pydoc
import shutil
import sys
from enum import StrEnum
from typing import Annotated, Literal

import typer

from .app import app, example
from .options import PasswordFile, PatternsDir, Plan, Without, day, password

Status = StrEnum("Status", ["planned", "ongoing", "completed"])
Strength = StrEnum("Strength", ["firm", "conditional", "tentative"])
Order = Literal["place", "deadline", "actor", "amount"]


@app.command(
    epilog=example(
        "lambextract show plan.pdf --due-before 2017 --sort deadline",
        "lambextract show data/out/plan --actor treasury --money --format csv > money.csv",
    )
)
def show(
    plan: Plan,
    actor: Annotated[
        str | None, typer.Option(metavar="NAME", help="What this body is to do: its id, or a part of its name.")
    ] = None,
    status: Annotated[list[Status] | None, typer.Option(help="May be given again.", show_default=False)] = None,
    strength: Annotated[list[Strength] | None, typer.Option(help="May be given again.", show_default=False)] = None,
    category: Annotated[str | None, typer.Option(metavar="NAME", help="A kind of action, such as publish.")] = None,
    part: Annotated[str | None, typer.Option(metavar="ID", help="A part of the plan, such as chapter-1.")] = None,
    paragraph: Annotated[str | None, typer.Option(metavar="NUMBER", help="A numbered paragraph, such as 1.10.")] = None,
    recommendation: Annotated[str | None, typer.Option(metavar="REF", help="A row of the annex, such as 38.")] = None,
    due_before: Annotated[
        str | None, typer.Option(metavar="DAY", help="Due before this day: YYYY-MM-DD, YYYY-MM or YYYY.")
    ] = None,
    due_after: Annotated[str | None, typer.Option(metavar="DAY", help="Due after this day.")] = None,
    money: Annotated[bool, typer.Option("--money", help="Only what names a sum.")] = False,
    words: Annotated[
        str | None, typer.Option(metavar="WORDS", help="Only sentences that hold all of these words.")
    ] = None,
    first: Annotated[bool, typer.Option("--first", help="Each promise once, as it is told first.")] = False,
    sort: Annotated[Order, typer.Option(help="By what to sort.")] = "place",
    reverse: Annotated[bool, typer.Option("--reverse", help="Sort the other way round.")] = False,
    format_: Annotated[
        Literal["table", "json", "csv", "markdown"], typer.Option("--format", help="How to print them.")
    ] = "table",
    patterns: PatternsDir = None,
    without: Without = None,
    password_file: PasswordFile = None,
) -> None:
    """Show a plan's commitments: all, or those of a body, a status, a part, a paragraph, before a day, with money.

    A commitment without a day is never due before or after one. On a terminal, what is longer than it goes through your
    pager; into a file or a pipe, all of it goes at once, without colours.
    """
    from ..comparison.inputs import dataset_of
    from ..dataset.selection import Selection, selected
    from ..stories.listing import FORMATS, Listing
    from .rendering import progress

    wanted = Selection(
        actor,
        tuple(map(str, status or ())),
        tuple(map(str, strength or ())),
        category,
        part,
        paragraph,
        recommendation,
        day(due_before),
        day(due_after),
        money,
        words,
        first,
        sort,
        reverse,
    )
    with progress(sys.stderr) as report:
        dataset = dataset_of(plan, patterns, without or (), password(password_file), report)
    page(FORMATS[format_](Listing(dataset, selected(dataset, wanted))))


def page(text: str) -> None:
    """Print a text: through the pager where it is longer than the terminal, at once anywhere else."""
    if sys.stdout.isatty() and text.count("\n") >= shutil.get_terminal_size().lines:
        os.environ.setdefault("LESS", "-RFX")  # colours are shown, and what was read stays on the screen
        pydoc.pager(text)
    else:
        sys.stdout.write(text)
