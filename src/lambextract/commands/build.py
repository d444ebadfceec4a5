"""A plan → a dataset in a folder."""

import os
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from ..errors import MachineError, SourceError, UnforeseenError, UsageError
from ..limits import Limits
from ..recipe import Recipe
from .app import app, example
from .batch import Task, built_in_turn, built_together, list_failures
from .options import (
    Cache,
    Jobs,
    MaxCharacters,
    MaxMemory,
    MaxPages,
    PageTimeout,
    PasswordFile,
    PatternsDir,
    Sources,
    Tags,
    Timeout,
    Without,
    checked_patterns,
    completed,
    password,
)

DEFAULT_OUT = Path("data") / "out"
DEFAULT = Limits()
STDIN = "-"
STACKED = "stacked"  # the folder, beside those of several plans, that holds the tables of all of them


@app.command(
    short_help="Read a plan and write its dataset.", epilog=example("lambextract build plan.pdf --out plan-dataset")
)
def build(
    sources: Sources,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Where the dataset goes. Given several plans: a folder for each in it, and their tables stacked in "
            "DIR/stacked. Default: data/out/NAME-OF-THE-PLAN",
            show_default=False,
        ),
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM", help="When the plan was published, over what it says itself; YYYY will do."),
    ] = None,
    publisher: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Who publishes the plan, and is its 'we', over what is found in it."),
    ] = None,
    patterns: PatternsDir = None,
    without: Without = None,
    formats: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="LIST",
            help="Which files: json, csv, sqlite, parquet, xlsx, ics, several with commas between, or all.",
            autocompletion=completed(("json", "csv", "sqlite", "parquet", "xlsx", "ics", "all")),
        ),
    ] = "json,csv",
    password_file: PasswordFile = None,
    tags: Tags = True,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help="Write nothing, and end with code 4, if words of the plan are lost, in doubt or set aside at large.",
        ),
    ] = False,
    timeout: Timeout = DEFAULT.seconds,
    page_timeout: PageTimeout = DEFAULT.page_seconds,
    max_memory: MaxMemory = DEFAULT.memory,
    max_pages: MaxPages = DEFAULT.pages,
    max_characters: MaxCharacters = DEFAULT.characters,
    jobs: Jobs = 1,
    cache: Cache = True,
) -> None:
    """Read a plan and write its commitments as validated JSON, CSV and more.

    A commitment is one body doing one thing that can be checked. Each comes with its actor, action, deadline and funding, and
    the sentence it stands in. Every word of a PDF's text layer is in a block or in set_aside, and coverage counts them page by
    page. What was in the folder stays until the new dataset is whole.
    """
    from ..dataset.writers import chosen
    from ..dataset.writers.folder import check_place

    wanted = chosen(formats)
    places = destinations(sources, out)
    stack = (out or DEFAULT_OUT) / STACKED if len(sources) > 1 else None
    for place in [*places, *([stack] if stack else [])]:
        check_place(place)
    limits = Limits(timeout, page_timeout, max_memory, max_pages, max_characters)
    secret = password(password_file)
    recipe = checked_patterns(Recipe(published, publisher, patterns, tuple(without or ()), secret, tags, limits))
    several = stack is not None
    tasks = [
        Task(source, place, wanted, strict, recipe, cache, several)
        for source, place in zip(sources, places, strict=True)
    ]
    at_once = (
        1 if STDIN in sources else min(jobs or (os.cpu_count() or 1), len(tasks))
    )  # only this process has its input
    outcomes = built_together(tasks, at_once) if at_once > 1 else built_in_turn(tasks)
    if stack is not None:
        stack_all([o.data for o in outcomes if o.data is not None], stack, wanted, len(sources))
        list_failures(tasks, outcomes)
    codes = [o.failure.exit_code for o in outcomes if o.failure is not None]
    if codes:
        raise typer.Exit(code_of(codes) if several else codes[0])


def code_of(codes: Sequence[int]) -> int:
    """The exit code for several plans of which some failed: 3, unless lambextract itself or the machine is at fault."""
    graver = [code for code in codes if code in (UnforeseenError.exit_code, MachineError.exit_code)]
    return max(graver, default=SourceError.exit_code)


def stack_all(written: Sequence[bytes], place: Path, formats: tuple[str, ...], asked: int) -> None:
    """Write the tables of several plans, given as JSON, one below another, and say how many there are."""
    from ..dataset.writers import write_stacked
    from ..records.dataset import Dataset

    if not written:
        return
    datasets = [Dataset.model_validate_json(data) for data in written]
    if write_stacked(datasets, place, formats) is not None:
        of = "" if len(datasets) == asked else f" of {asked}"
        typer.echo(f"The tables of {len(datasets)}{of} plans, stacked, are in {place}", err=True)
    elif place.exists():
        typer.echo(f"Note: {place} is from an earlier build: {', '.join(formats)} has no tables to stack.", err=True)


def destinations(sources: list[str], out: Path | None) -> list[Path]:
    """The folder for each source's dataset: named after its file, with more of its path where two files share a name."""
    if out is not None and len(sources) == 1:
        return [out]
    paths = [Path("stdin" if source == "-" else source) for source in sources]
    namings: tuple[Callable[[Path], str], ...] = (
        lambda p: p.stem,
        lambda p: p.name.replace(".", "-"),
        lambda p: f"{p.resolve().parent.name}-{p.stem}",
        lambda p: f"{p.resolve().parent.name}-{p.name.replace('.', '-')}",
    )
    stems = Counter(path.stem for path in paths)
    for naming in namings:
        names = [path.stem if stems[path.stem] == 1 else naming(path) for path in paths]
        if len(set(names)) == len(names) and (STACKED not in names or len(names) == 1):
            return [(out or DEFAULT_OUT) / name for name in names]
    twice = next((name for name in names if names.count(name) > 1), STACKED)
    raise UsageError(
        f"two things would be written to {(out or DEFAULT_OUT) / twice}",
        "Build them one by one, each with its own --out DIR",
    )
