"""Several plans at once, in processes that each work on one at a time: one that takes its process down stops no other."""

import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar, cast

from .document.progress import Report
from .errors import SourceError

WARM = "lambextract.warm"  # the module that the processes are forked from has loaded, where they can be forked
PATIENCE = 5.0  # seconds that a process has to put its work away
STEPS = 50  # of a stage that are told
TURNS = 50  # jobs that a process does before another takes its place: libraries keep words that they have met

Job = TypeVar("Job")
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Lost:
    """A process that ended before its work: with this code (a negative one is the signal that ended it)."""

    code: int | None

    def told(self, name: str) -> SourceError:
        """The error for what it was at work on."""
        message = f"the process that built {name} ended before its work (code {self.code})"
        return SourceError(message, "Was there memory for so many at once? Try fewer: --jobs 1")


@dataclass(frozen=True, slots=True)
class Step:
    """How far a job is."""

    stage: str
    done: int
    total: int


@dataclass(slots=True)
class Worker:
    """A process that does jobs, the number of the one that it is at, and how many it has been given."""

    process: Any  # multiprocessing's, of whatever context
    pipe: Connection
    number: int = -1
    given: int = 0

    def end(self) -> None:
        """End the process, and wait until it has."""
        self.process.terminate()
        self.process.join(PATIENCE)
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join()
        self.pipe.close()


def each(
    work: Callable[[Job, Report], Done],
    jobs: Sequence[Job],
    processes: int,
    report: Callable[[int, str, int, int], None],
    warm: Sequence[str] = (),
) -> Iterator[tuple[int, Done | Lost]]:
    """Do some jobs, so many at a time: the number of each and what it gave, in the order in which they end.

    ``work`` is a function of a module, which raises nothing; jobs and what they give must be picklable. ``report`` is called
    with the number of a job, its stage, and how much of it is done. ``warm`` names modules that the work needs beside those of
    a build. What is still running when the caller stops is ended.
    """
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload([WARM, *warm])
    busy: dict[Connection, Worker] = {}
    idle: list[Worker] = []
    waiting = iter(enumerate(jobs))
    try:
        while True:
            while len(busy) < processes and (following := next(waiting, None)) is not None:
                worker = idle.pop() if idle else begun(context, work)
                number, job = following
                worker.number, worker.given = number, worker.given + 1
                busy[worker.pipe] = worker
                with suppress(OSError):  # it has ended: what is read from it says so
                    worker.pipe.send(job)
            if not busy:
                return
            for ready in wait(list(busy)):
                pipe = cast("Connection", ready)  # only pipes are waited for
                worker = busy[pipe]
                try:
                    said = pipe.recv()
                except (EOFError, OSError):
                    worker.process.join()
                    said = Lost(worker.process.exitcode)
                if isinstance(said, Step):
                    report(worker.number, said.stage, said.done, said.total)
                    continue
                del busy[pipe]
                if isinstance(said, Lost) or worker.given >= TURNS:
                    worker.end()
                else:
                    idle.append(worker)
                yield worker.number, said
    finally:
        for worker in (*busy.values(), *idle):
            worker.end()


def begun(context: Any, work: Callable[[Job, Report], Done]) -> Worker:  # noqa: ANN401 (multiprocessing's own)
    """A process that waits for jobs."""
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(work, theirs), daemon=True)
    process.start()
    theirs.close()
    return Worker(process, ours)


def serve(work: Callable[[Job, Report], Done], pipe: Connection) -> None:
    """Do the jobs that come, and send what each reports and what it gives (runs in a process of its own)."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that it ends what it has started
    with suppress(EOFError, KeyboardInterrupt, BrokenPipeError):  # whoever waited for it has gone
        while True:
            pipe.send(work(pipe.recv(), reporting(pipe)))


def reporting(pipe: Connection) -> Report:
    """A report of one job that is sent, in steps that can be seen."""
    last: tuple[str, int] | None = None

    def report(stage: str, done: int, total: int) -> None:
        nonlocal last
        step = stage, done * STEPS // max(1, total)
        if step != last:
            last = step
            pipe.send(Step(stage, done, total))

    return report
