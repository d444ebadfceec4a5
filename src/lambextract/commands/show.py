"""A plan → those of its commitments that are asked for."""

import os
import pydoc
import shutil
import sys
from typing import TYPE_CHECKING, Annotated, cast

import typer

from .app import app, example
from .options import PasswordFile, PatternsDir, Plan, Without, completed, day, one_of, password

if TYPE_CHECKING:
    from ..dataset.selection import Order

STATUSES = ("planned", "ongoing", "completed")
STRENGTHS = ("firm", "conditional", "tentative")
ORDERS = ("place", "deadline", "actor", "amount")
FORMATS = ("table", "json", "csv", "markdown")


@app.command(
    short_help="Show some of its commitments in the terminal.",
    epilog=example(
        "lambextract show plan.pdf --due-before 2017 --sort deadline",
        "lambextract show data/out/plan --words training --money --format csv > money.csv",
    ),
)
def show(
    plan: Plan,
    actor: Annotated[
        str | None, typer.Option(metavar="NAME", help="What this body is to do: its id, or a part of its name.")
    ] = None,
    status: Annotated[
        list[str] | None,
        typer.Option(
            metavar="STATUS",
            help=f"{', '.join(STATUSES)}; may be given again.",
            autocompletion=completed(STATUSES),
            show_default=False,
        ),
    ] = None,
    strength: Annotated[
        list[str] | None,
        typer.Option(
            metavar="STRENGTH",
            help=f"{', '.join(STRENGTHS)}; may be given again.",
            autocompletion=completed(STRENGTHS),
            show_default=False,
        ),
    ] = None,
    category: Annotated[str | None, typer.Option(metavar="NAME", help="A kind of action, such as publish.")] = None,
    part: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="A part of the plan: its id, such as chapter-1, or a piece of its title."),
    ] = None,
    paragraph: Annotated[str | None, typer.Option(metavar="NUMBER", help="A numbered paragraph, such as 1.10.")] = None,
    recommendation: Annotated[str | None, typer.Option(metavar="REF", help="A row of the annex, such as 38.")] = None,
    due_before: Annotated[
        str | None,
        typer.Option(
            metavar="DAY", help="Still to be done, and due, or to begin, before this day: YYYY-MM-DD, YYYY-MM or YYYY."
        ),
    ] = None,
    due_after: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="Still to be done, and due, or to begin, after this day, month or year."),
    ] = None,
    money: Annotated[bool, typer.Option("--money", help="Only what names a sum.")] = False,
    words: Annotated[
        str | None, typer.Option(metavar="WORDS", help="Only sentences that hold all of these words.")
    ] = None,
    first: Annotated[
        bool, typer.Option("--first", help="Each promise once, by the first of its tellings that fits.")
    ] = False,
    sort: Annotated[
        str,
        typer.Option(
            metavar="ORDER",
            help=f"{', '.join(ORDERS)}: the largest sums first.",
            autocompletion=completed(ORDERS),
        ),
    ] = "place",
    reverse: Annotated[bool, typer.Option("--reverse", help="Sort the other way round.")] = False,
    format_: Annotated[
        str,
        typer.Option("--format", metavar="NAME", help=f"{', '.join(FORMATS)}.", autocompletion=completed(FORMATS)),
    ] = "table",
    patterns: PatternsDir = None,
    without: Without = None,
    password_file: PasswordFile = None,
) -> None:
    """Show a plan's commitments: all, or those of a body, a status, a part, a paragraph, before a day, with money.

    What has no day, or is reported done, is never due before or after one. On a terminal, what is longer than it goes through your
    pager; into a file or a pipe, all of it goes at once, without colours.
    """
    from ..comparison.inputs import dataset_of
    from ..dataset.selection import Selection, selected
    from ..stories import listing
    from .progress import progress

    wanted = Selection(
        actor,
        tuple(one_of("status", value, STATUSES) for value in status or ()),
        tuple(one_of("strength", value, STRENGTHS) for value in strength or ()),
        category,
        part,
        paragraph,
        recommendation,
        day(due_before),
        day(due_after, last=True),
        money,
        words,
        first,
        cast("Order", one_of("order", sort, ORDERS)),
        reverse,
    )
    form = one_of("format", format_, FORMATS)
    with progress(sys.stderr) as report:
        dataset = dataset_of(plan, patterns, without or (), password(password_file), report)
    page(listing.FORMATS[form](listing.Listing(dataset, selected(dataset, wanted))))


def page(text: str) -> None:
    """Print a text: through the pager where it is longer than the terminal, at once anywhere else."""
    if sys.stdout.isatty() and text.count("\n") >= shutil.get_terminal_size().lines:
        os.environ.setdefault("LESS", "-RFX")  # colours are shown, and what was read stays on the screen
        pydoc.pager(text)
    else:
        sys.stdout.write(text)
