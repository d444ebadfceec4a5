"""Several plans at once: each in a process of its own, so that one that fails, or takes its process down, stops no other."""

import multiprocessing
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from .document.progress import Report

WARM = "lambextract.warm"  # the module that the processes are forked from has loaded, where they can be forked

Job = TypeVar("Job")
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Lost:
    """A process that ended before its work: with this code (a negative one is the signal that ended it)."""

    code: int | None


@dataclass(slots=True)
class Running:
    """A job that a process is at work on."""

    number: int
    process: Any  # multiprocessing's, of whatever context


def each(
    work: Callable[[Job, Report], Done],
    jobs: Sequence[Job],
    processes: int,
    report: Callable[[int, str, int, int], None],
) -> Iterator[tuple[int, Done | Lost]]:
    """Do some jobs, so many at a time: the number of each and what it gave, in the order in which they end.

    ``work`` is a function of a module, which raises nothing; jobs and what they give must be picklable. ``report`` is called
    with the number of a job, its stage, and how much of it is done. What is still running when the caller stops is ended.
    """
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload([WARM])
    running: dict[Connection, Running] = {}
    waiting = iter(enumerate(jobs))
    try:
        while True:
            while len(running) < processes and (following := next(waiting, None)) is not None:
                number, job = following
                ours, theirs = context.Pipe(duplex=False)
                process = context.Process(target=serve, args=(work, job, theirs), daemon=True)  # type: ignore[attr-defined]
                process.start()
                theirs.close()
                running[ours] = Running(number, process)
            if not running:
                return
            for pipe in wait(list(running)):
                assert isinstance(pipe, Connection), "only pipes are waited for"
                found = running[pipe]
                try:
                    said = pipe.recv()
                except (EOFError, OSError):
                    found.process.join()
                    said = Lost(found.process.exitcode)
                if isinstance(said, tuple):
                    report(found.number, *said)
                    continue
                del running[pipe]
                pipe.close()
                found.process.join()
                yield found.number, said
    finally:
        for left in running.values():
            left.process.terminate()
        for pipe, left in running.items():
            left.process.join()
            pipe.close()


def serve(work: Callable[[Job, Report], Done], job: Job, pipe: Connection) -> None:
    """Do one job, and send what it reports and what it gives (runs in a process of its own)."""
    last: list[tuple[str, int]] = [("", -1)]

    def report(stage: str, done: int, total: int) -> None:
        step = done * 50 // max(1, total)
        if last[0] != (stage, step):
            last[0] = (stage, step)
            pipe.send((stage, done, total))

    try:
        pipe.send(work(job, report))
    except (KeyboardInterrupt, BrokenPipeError):
        sys.exit(1)  # whoever waited for it has gone
