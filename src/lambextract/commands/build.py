"""A plan → a dataset in a folder."""

import sys
import warnings
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


@app.command(epilog=example("lambextract build plan.pdf --out plan-dataset"))
def build(
    sources: Sources,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Where the dataset goes. Given several plans: a folder for each in it. Default: data/out/NAME-OF-THE-PLAN",
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
        str, typer.Option("--format", metavar="LIST", help="Which files: json, csv or both.")
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
    """Read a plan and write its commitments as validated JSON and CSV.

    A commitment is one body doing one thing that can be checked. Each comes with its actor, action, deadline and funding, and
    the sentence it stands in. Every word of a PDF's text layer is in a block or in set_aside, and coverage counts them page by
    page. What was in the folder stays until the new dataset is whole.
    """
    from ..dataset.writers import chosen
    from ..dataset.writers.folder import check_place

    wanted = chosen(formats)
    places = destinations(sources, out)
    for place in places:
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
    for source, place in zip(sources, places, strict=True):
        try:
            build_one(source, place, wanted, strict, options)
            written.append(str(place))
        except KeyboardInterrupt as stop:
            told = [*([f"{', '.join(written)} had been written before"] if written else []), *map(str, stop.args)]
            raise KeyboardInterrupt("; ".join(told) or f"nothing was written, {place} is as it was") from stop
        except Exception as error:  # noqa: BLE001 (one plan's trouble, whatever it is, does not keep the others from theirs)
            report = thought_of(error, source)
            tell(report)
            failure = failure or report
    if failure is not None:
        raise typer.Exit(failure.exit_code)


def build_one(source: str, place: Path, formats: tuple[str, ...], strict: bool, options: dict[str, Any]) -> None:
    """Build one plan, write its dataset and tell what was found."""
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


def refuse_losses(dataset: "Dataset", source: str) -> None:
    """Raise DatasetError if a dataset says that words of its plan are lost, in doubt, or set aside at large."""
    grave = [w for w in dataset.warnings if w.code in LOSSES]
    if grave:
        what = "; ".join(w.message for w in grave)
        raise DatasetError(f"{source}: {what}", "Nothing was written. Without --strict it is, with these as warnings.")


def destinations(sources: list[str], out: Path | None) -> list[Path]:
    """The folder for each source's dataset; two sources may not share one."""
    names = ["stdin" if source == "-" else Path(source).stem for source in sources]
    places = [out] if out is not None and len(sources) == 1 else [(out or DEFAULT_OUT) / name for name in names]
    if len(set(places)) < len(places):
        twice = next(p for p in places if places.count(p) > 1)
        raise UsageError(
            f"two of the plans would be written to {twice}", "Build them one by one, each with its own --out DIR"
        )
    return places
