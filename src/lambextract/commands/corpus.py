"""An archive of plans → one dataset of all of them, kept up to date."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..document.progress import Report
from ..errors import MachineError, SourceError, UsageError
from ..limits import Limits
from ..recipe import Recipe
from .alarm import stopped_after
from .app import app, example
from .options import (
    Cache,
    Jobs,
    MaxCharacters,
    MaxMemory,
    MaxPages,
    PageTimeout,
    PatternsDir,
    Tags,
    Timeout,
    Without,
    checked_patterns,
)
from .unforeseen import thought_of

if TYPE_CHECKING:
    from ..corpus import Entry, Job, Output, Tally

DEFAULT = Limits()
FAILURES_SHOWN = 20
NEEDED = ("lambextract.corpus", "lambextract.commands.corpus", "lambextract.dataset.writers.as_parquet")
LIBRARIES = {"corpus": ("pyarrow", "fsspec"), "cluster": ("distributed",)}


@app.command(
    short_help="Build a whole archive of plans into one dataset.",
    epilog=example("lambextract corpus archive --out archive-dataset --jobs 4"),
)
def corpus(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="DIR|GLOB",
            help="A folder, in and below which all .pdf, .txt and .md files are taken; or a pattern in quotes, or files.",
            show_default=False,
        ),
    ],
    out: Annotated[
        str,
        typer.Option(
            metavar="DIR",
            help="Where the dataset goes, or is: a folder, or an address that fsspec knows, such as s3://bucket/corpus.",
            show_default=False,
        ),
    ],
    sqlite: Annotated[
        bool, typer.Option("--sqlite", help="Write DIR/corpus.sqlite, too, with the same two tables.")
    ] = False,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="A Dask scheduler whose workers build the plans: tcp://HOST:8786",
            show_default=False,
        ),
    ] = None,
    jobs: Jobs = 1,
    publisher: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who publishes all of the plans, over what is found in them.")
    ] = None,
    patterns: PatternsDir = None,
    without: Without = None,
    tags: Tags = True,
    timeout: Timeout = DEFAULT.seconds,
    page_timeout: PageTimeout = DEFAULT.page_seconds,
    max_memory: MaxMemory = DEFAULT.memory,
    max_pages: MaxPages = DEFAULT.pages,
    max_characters: MaxCharacters = DEFAULT.characters,
    cache: Cache = True,
) -> None:
    """Build every plan of an archive into one Parquet dataset: a row for each commitment, and one for each document.

    The first run builds all; later ones build only what is new or has changed, and take out what has gone. A run that was cut
    off goes on where it was. A plan that cannot be read stops no other: documents.parquet says why. With --scheduler the work
    is done by a Dask cluster, which must reach the archive and the output by the same paths.
    """
    check_libraries("corpus", *(["cluster"] if scheduler else []))
    from ..cache import opened
    from ..corpus import Output, documents_in, refresh
    from ..corpus.as_sqlite import FILE, write_sqlite
    from .progress import progress

    opened()  # whether it can be had is known before any work is done

    limits = Limits(timeout, page_timeout, max_memory, max_pages, max_characters, readers=1)
    folder = patterns.absolute() if patterns is not None else None
    recipe = checked_patterns(Recipe(None, publisher, folder, tuple(without or ()), None, tags, limits))
    address = out if "://" in out else str(Path(out).absolute())
    output = Output(address)
    documents = documents_in(sources)
    if output.local and (inside := next((d for d in documents if d.path.is_relative_to(output.root)), None)):
        raise UsageError(f"{inside.name} lies in {out}, which is to be written", "Choose another folder: --out DIR")
    done = 0
    with progress(sys.stderr) as report:

        def run(todo: "Sequence[Job]") -> "Iterator[Entry]":
            nonlocal done
            found = from_cluster(scheduler, todo) if scheduler else from_processes(todo, jobs or (os.cpu_count() or 1))
            report("Plans", done, len(todo))
            for entry in found:
                done += 1
                report("Plans", done, len(todo))
                yield entry

        try:
            with alone(output):
                tally = refresh(documents, recipe, output, cache, run)
                sqlite = sqlite or output.exists(FILE)  # an old one would not fit the rest
                if sqlite:
                    write_sqlite(output)
        except KeyboardInterrupt as stop:
            raise KeyboardInterrupt(f"{done} plans are done, and the same command goes on from there") from stop
    conclude(tally, out, sqlite)
    if tally.failed:
        raise typer.Exit(SourceError.exit_code)


@contextmanager
def alone(output: "Output") -> Iterator[None]:
    """No other process of this machine writes to the same folder meanwhile. Raises UsageError that names who does."""
    if not output.local:
        yield
        return
    from ..dataset.writers.lock import held

    folder = Path(output.root)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with held(folder):
        yield


def check_libraries(*extras: str) -> None:
    """Raise MachineError if a library is missing that an extra brings."""
    import importlib

    from ..dataset.writers.extras import install_command

    for extra in extras:
        for library in LIBRARIES[extra]:
            try:
                importlib.import_module(library)
            except ImportError as error:
                raise MachineError(
                    f"this needs {library}, which is not installed here", f"Install it: {install_command(extra)}"
                ) from error


def from_cluster(address: str, jobs: "Sequence[Job]") -> "Iterator[Entry]":
    """The entries of some jobs, from a Dask cluster."""
    if not jobs:
        return
    from ..corpus.cluster import on_cluster

    yield from on_cluster(address, jobs, thought_of)


def from_processes(jobs: "Sequence[Job]", at_once: int) -> "Iterator[Entry]":
    """The entries of some jobs, from processes of this machine, so many at a time."""
    from ..corpus.entries import failed_entry
    from ..parallel import Lost, each

    for number, found in each(entered_alone, jobs, min(at_once, len(jobs)), lambda *_: None, NEEDED):
        if isinstance(found, Lost):
            yield failed_entry(jobs[number], found.told(jobs[number].document.name))
        elif isinstance(found, Exception):
            raise found
        else:
            yield found


def entered_alone(job: "Job", report: Report) -> "Entry | Exception":
    """Work out one document (runs in a process of its own); what keeps its entry from being written is given back."""
    from ..corpus import entered

    try:
        limit = job.recipe.limits.seconds
        return entered(job, report, thought_of, lambda: stopped_after(limit, job.document.name))
    except Exception as error:  # noqa: BLE001 (it ends the whole run, in the process that waits)
        return error


def conclude(tally: "Tally", out: str, sqlite: bool) -> None:
    """Say what was done, and which documents could not be read."""
    from ..comparison.phrases import count
    from ..language.printable import printable

    counts = {
        "new": tally.new,
        "changed": tally.changed,
        "tried again": tally.retried,
        "unchanged": tally.unchanged,
        "removed": tally.removed,
    }
    told = ", ".join(f"{number} {what}" for what, number in counts.items() if number)
    typer.echo(f"{count(tally.documents, 'document')}: {told}", err=True)
    typer.echo(f"{count(tally.commitments, 'commitment')} in {out}", err=True)
    if sqlite:
        typer.echo(f"The same as a database: {out.rstrip('/')}/corpus.sqlite", err=True)
    if not tally.failed:
        return
    typer.echo(f"\n{count(len(tally.failed), 'document')} could not be built, and will be tried again:", err=True)
    for entry in tally.failed[:FAILURES_SHOWN]:
        typer.echo(printable(f"  {entry.document}: {entry.problem}"), err=True)
    if len(tally.failed) > FAILURES_SHOWN:
        typer.echo(
            f"  … and {len(tally.failed) - FAILURES_SHOWN} more: status and problem in documents.parquet", err=True
        )
