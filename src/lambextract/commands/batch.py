"""Builds the plans that one command names, one after the other or several at a time, and says what became of each."""

import sys
import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ..document.progress import Report
from ..errors import DatasetError, LambextractError
from ..recipe import Recipe
from .alarm import stopped_after
from .app import tell
from .unforeseen import thought_of

if TYPE_CHECKING:
    from ..records.dataset import Dataset

# warnings that --strict does not let pass
LOSSES = ("words-lost", "words-unseen", "letters-missing", "cut-short", "order-doubtful", "much-set-aside")


@dataclass(frozen=True, slots=True)
class Task:
    """A plan to be built, and where its dataset goes. ``sent``: whether the dataset is wanted, too."""

    source: str
    place: Path
    formats: tuple[str, ...]
    strict: bool
    recipe: Recipe
    cache: bool
    sent: bool


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a plan gave no dataset: an error as it is told, in parts that can go from one process to another."""

    message: str
    hint: str
    exit_code: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a plan: how many commitments and warnings its dataset has, and its JSON where it is wanted."""

    commitments: int = 0
    warnings: int = 0
    notes: tuple[str, ...] = ()
    data: bytes | None = field(default=None, repr=False)
    failure: Failure | None = None


def built_in_turn(tasks: Sequence[Task]) -> list[Outcome]:
    """Build plans one after the other, each with its bars and its table. On Ctrl-C what was written is said."""
    from .progress import progress

    outcomes: list[Outcome] = []
    for task in tasks:
        try:
            with progress(sys.stderr) as report:
                dataset, notes = written(task, report)
            for note in notes:
                typer.echo(f"Note: {note}.", err=True)
            try:
                from .rendering import console, summary  # which needs much that reading does not

                console(sys.stderr).print(summary(dataset, f"{task.place}"))
            except KeyboardInterrupt as stop:
                raise KeyboardInterrupt(f"the new dataset stands in {task.place}") from stop
            outcomes.append(outcome_of(dataset, notes, task.sent))
        except KeyboardInterrupt as stop:
            before = [str(t.place) for t, o in zip(tasks, outcomes, strict=False) if o.failure is None]
            told = [*([f"{', '.join(before)} had been written before"] if before else []), *map(str, stop.args)]
            raise KeyboardInterrupt("; ".join(told) or f"nothing was written, {task.place} is as it was") from stop
        except Exception as error:  # noqa: BLE001 (one plan's trouble, whatever it is, does not keep the others from theirs)
            report_ = thought_of(error, task.source)
            tell(report_)
            outcomes.append(Outcome(failure=failure_of(report_)))
    return outcomes


def built_together(tasks: Sequence[Task], at_once: int) -> list[Outcome]:
    """Build plans, so many at a time, with one display for all and a line for each that has ended."""
    from ..parallel import Lost, each
    from .progress import progress_of_many

    start = time.time()
    outcomes: list[Outcome | None] = [None] * len(tasks)
    alone = [replace(t, recipe=replace(t.recipe, limits=replace(t.recipe.limits, readers=1))) for t in tasks]
    try:
        with progress_of_many(sys.stderr, [task.source for task in tasks]) as display:
            for number, found in each(built_alone, alone, at_once, display.report):
                task = tasks[number]
                outcome = Outcome(failure=failure_of(found.told(task.source))) if isinstance(found, Lost) else found
                outcomes[number] = outcome
                display.ended(number, line_of(task, outcome))
    except KeyboardInterrupt as stop:
        places = [str(task.place) for task in tasks if is_new(task.place, start)]
        told = f"{', '.join(places)} had been written before" if places else "nothing was written"
        raise KeyboardInterrupt(told) from stop
    return [outcome for outcome in outcomes if outcome is not None]


def is_new(place: Path, start: float) -> bool:
    """Whether a folder was put there since: its process may have ended before it could say so."""
    try:
        return place.stat().st_mtime >= start
    except OSError:
        return False


def built_alone(task: Task, report: Report) -> Outcome:
    """Build one plan and write its dataset, whatever happens (runs in a process of its own)."""
    try:
        dataset, notes = written(task, report)
    except Exception as error:  # noqa: BLE001 (whatever it is, it is told)
        return Outcome(failure=failure_of(thought_of(error, task.source)))
    return outcome_of(dataset, notes, task.sent)


def written(task: Task, report: Report) -> "tuple[Dataset, tuple[str, ...]]":
    """Build one plan and write its dataset; the dataset, and what the writers noted."""
    from ..building import dataset_of
    from ..cache import opened
    from ..dataset.writers import write

    limit = task.recipe.limits.seconds
    dataset = dataset_of(
        task.source, task.recipe, opened() if task.cache else None, report, lambda: stopped_after(limit, task.source)
    )
    if task.strict:
        refuse_losses(dataset, task.source)
    with warnings.catch_warnings(record=True) as notes:
        warnings.simplefilter("always", RuntimeWarning)
        write(dataset, task.place, task.formats)
    return dataset, tuple(str(note.message) for note in notes)


def outcome_of(dataset: "Dataset", notes: tuple[str, ...], sent: bool) -> Outcome:
    """What is told of a dataset that was written."""
    from ..dataset.writers.as_json import dataset_bytes

    data = dataset_bytes(dataset) if sent else None
    return Outcome(len(dataset.commitments), len(dataset.warnings), notes, data)


def failure_of(error: LambextractError) -> Failure:
    """An error as it is told."""
    return Failure(str(error), error.hint, error.exit_code)


def line_of(task: Task, outcome: Outcome) -> str:
    """One line on a plan that has ended, and its notes below it."""
    from ..comparison.phrases import count

    if outcome.failure is not None:
        return f"{task.source}: not built: {outcome.failure.message}"
    counts = f"{count(outcome.commitments, 'commitment')}, {count(outcome.warnings, 'warning')}"
    return "\n".join([f"{task.source}: {counts}, written to {task.place}", *(f"  Note: {n}." for n in outcome.notes)])


def list_failures(tasks: Sequence[Task], outcomes: Sequence[Outcome]) -> None:
    """Say at the end which of several plans were not built, and what to do about each."""
    from ..comparison.phrases import count
    from ..language.printable import printable

    failed = [(t.source, o.failure) for t, o in zip(tasks, outcomes, strict=True) if o.failure is not None]
    if not failed:
        return
    typer.echo(
        f"\n{len(failed)} of {count(len(tasks), 'plan')} {'was' if len(failed) == 1 else 'were'} not built:", err=True
    )
    for source, failure in failed:
        typer.echo(printable(f"  {source}: {failure.message}"), err=True)
        if failure.hint:
            typer.echo(printable(f"    {failure.hint}"), err=True)


def refuse_losses(dataset: "Dataset", source: str) -> None:
    """Raise DatasetError if a dataset says that words of its plan are lost, in doubt, or set aside at large."""
    grave = [w for w in dataset.warnings if w.code in LOSSES]
    if grave:
        what = "; ".join(w.message for w in grave)
        raise DatasetError(f"{source}: {what}", "Nothing was written. Without --strict it is, with these as warnings.")
