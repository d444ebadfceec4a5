"""Two versions and more → what changed."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ..errors import UsageError
from .app import app, example
from .options import FAULTS, NOT_COMPARABLE, PasswordFile, PatternsDir, Without, password


@app.command(
    short_help="Tell what changed between versions of a plan.",
    epilog=example(
        "lambextract diff plan-2010.pdf plan-2011.pdf",
        "lambextract diff data/out/old data/out/new --format html > changes.html",
        "lambextract diff old.pdf new.pdf --only dropped --only later --actor CNA",
    ),
)
def diff(
    versions: Annotated[
        list[Path],
        typer.Argument(
            metavar="OLD NEW [NEWER]...",
            help="Built datasets (folders) or plans, the oldest first. Plans are built on the fly and kept in a cache.",
            show_default=False,
        ),
    ],
    format_: Annotated[
        str, typer.Option("--format", metavar="NAME", help="text, markdown, html, json, csv or github.")
    ] = "text",
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", metavar="KIND", help="Only this kind of change; may be given again.", show_default=False
        ),
    ] = None,
    actor: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only what this body is to do: its id, or a part of its name.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Show also what only moved or was reworded; json and csv always hold it.")
    ] = False,
    exit_code: Annotated[
        bool,
        typer.Option(
            "--exit-code",
            help="End with code 1 if there is a change of substance, 6 if the versions can hardly be compared.",
        ),
    ] = False,
    patterns: PatternsDir = None,
    without: Without = None,
    password_file: PasswordFile = None,
) -> None:
    """Tell what changed from one version of a plan to the next: what slipped, was dropped, was watered down, is new.

    Kinds of change, the worst first: dropped, unpromised, overtaken, weakened, later, delayed, vaguer, funding, actor,
    recommendation, status, added, promised, earlier, dated, strengthened, completed, started; and, of wording only, renamed,
    split, merged, moved, reworded. Given three versions or more, the history of each promise.
    """
    from ..comparison import compare
    from ..comparison.history import history_of
    from ..comparison.inputs import dataset_of
    from ..patterns import load_change_patterns
    from ..stories import FORMATS, Choice, chosen, kind_named

    if len(versions) < 2:
        raise UsageError("one version alone has no changes", "Name two: lambextract diff OLD NEW")
    if format_ not in FORMATS:
        raise UsageError(f"there is no format {format_}", f"The formats are: {', '.join(FORMATS)}")
    choice = Choice(tuple(map(kind_named, only or ())), actor, everything)
    secret = password(password_file)
    datasets = []
    for version in versions:
        from .progress import progress

        with progress(sys.stderr) as report:
            datasets.append(dataset_of(version, patterns, without or (), secret, report))
    rules = load_change_patterns(patterns, without or ())
    if len(datasets) == 2:
        comparison = compare(datasets[0], datasets[1], rules)
        told = chosen(comparison, choice)
        sys.stdout.write(FORMATS[format_](told, choice))
        changed = bool(told.substance)
        if exit_code and comparison.alarms:
            raise typer.Exit(NOT_COMPARABLE)
    else:
        history = history_of(datasets, rules)
        sys.stdout.write(FORMATS[format_](history, choice))
        changed = any(row.eventful for row in history.rows)
    if exit_code and changed:
        raise typer.Exit(FAULTS)
