"""A plan → a dataset in a folder."""

import sys
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import DatasetError, LambextractError, UsageError
from ..limits import Limits
from .alarm import stopped_after
from .app import app, example, tell
from .options import (
    MaxCharacters,
    MaxMemory,
    MaxPages,
    PageTimeout,
    PasswordFile,
    PatternsDir,
    Sources,
    Timeout,
    Without,
    completed,
    layered,
    password,
)
from .unforeseen import thought_of

if TYPE_CHECKING:
    from ..records.dataset import Dataset

# warnings that --strict does not let pass
LOSSES = ("words-lost", "words-unseen", "letters-missing", "cut-short", "order-doubtful", "much-set-aside")
DEFAULT_OUT = Path("data") / "out"
DEFAULT = Limits()
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
    tags: Annotated[
        bool,
        typer.Option(
            "--tags/--no-tags", help="Whether to use the structure that a PDF's author tagged, where it is sane."
        ),
    ] = True,
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
) -> None:
    """Read a plan and write its commitments as validated JSON, CSV and more.

    A commitment is one body doing one thing that can be checked. Each comes with its actor, action, deadline and funding, and
    the sentence it stands in. Every word of a PDF's text layer is in a block or in set_aside, and coverage counts them page by
    page. What was in the folder stays until the new dataset is whole.
    """
    from ..dataset.tables.labels import plan_id
    from ..dataset.writers import chosen
    from ..dataset.writers.folder import check_place

    wanted = chosen(formats)
    places = destinations(sources, out)
    stack = (out or DEFAULT_OUT) / STACKED if len(sources) > 1 else None
    for place in [*places, *([stack] if stack else [])]:
        check_place(place)
    rules = layered(patterns, without)
    secret = password(password_file)
    options = {
        "published": published,
        "publisher": publisher,
        "patterns": rules,
        "password": secret,
        "tags": tags,
        "limits": Limits(timeout, page_timeout, max_memory, max_pages, max_characters),
    }
    failure: LambextractError | None = None
    written: list[str] = []
    built: dict[str, Dataset] = {}
    for source, place in zip(sources, places, strict=True):
        try:
            dataset = build_one(source, place, wanted, strict, options)
            written.append(str(place))
            if stack is not None:
                built.setdefault(plan_id(dataset.document), dataset)
        except KeyboardInterrupt as stop:
            told = [*([f"{', '.join(written)} had been written before"] if written else []), *map(str, stop.args)]
            raise KeyboardInterrupt("; ".join(told) or f"nothing was written, {place} is as it was") from stop
        except Exception as error:  # noqa: BLE001 (one plan's trouble, whatever it is, does not keep the others from theirs)
            report = thought_of(error, source)
            tell(report)
            failure = failure or report
    if stack is not None and built:
        stack_all(list(built.values()), stack, wanted, len(sources))
    if failure is not None:
        raise typer.Exit(failure.exit_code)


def build_one(source: str, place: Path, formats: tuple[str, ...], strict: bool, options: dict[str, Any]) -> "Dataset":
    """Build one plan, write its dataset and tell what was found; the dataset."""
    from ..dataset.writers import write
    from ..pipeline import build as build_dataset
    from .rendering import console, progress, summary

    with progress(sys.stderr) as report, stopped_after(options.get("limits", DEFAULT).seconds, source):
        dataset = build_dataset(source, report=report, **options)
    if strict:
        refuse_losses(dataset, source)
    with warnings.catch_warnings(record=True) as notes:
        warnings.simplefilter("always", RuntimeWarning)
        write(dataset, place, formats)
    try:
        for note in notes:
            typer.echo(f"Note: {note.message}.", err=True)
        console(sys.stderr).print(summary(dataset, f"{place}"))
    except KeyboardInterrupt as stop:
        raise KeyboardInterrupt(f"the new dataset stands in {place}") from stop
    return dataset


def stack_all(datasets: "list[Dataset]", place: Path, formats: tuple[str, ...], asked: int) -> None:
    """Write the tables of several plans, one below another, and say how many there are."""
    from ..dataset.writers import write_stacked

    if write_stacked(datasets, place, formats) is not None:
        of = "" if len(datasets) == asked else f" of {asked}"
        typer.echo(f"The tables of {len(datasets)}{of} plans, stacked, are in {place}", err=True)
    elif place.exists():
        typer.echo(f"Note: {place} is from an earlier build: {', '.join(formats)} has no tables to stack.", err=True)


def refuse_losses(dataset: "Dataset", source: str) -> None:
    """Raise DatasetError if a dataset says that words of its plan are lost, in doubt, or set aside at large."""
    grave = [w for w in dataset.warnings if w.code in LOSSES]
    if grave:
        what = "; ".join(w.message for w in grave)
        raise DatasetError(f"{source}: {what}", "Nothing was written. Without --strict it is, with these as warnings.")


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
