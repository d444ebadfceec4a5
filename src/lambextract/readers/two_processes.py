"""Reads a PDF's pages with a second process: that one from the first page on, this one from the last, until they meet.

The pages are the same whoever reads them. Should the second process fail, or not even start, this one reads them all.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Condition, Thread
from typing import IO, Any

ENOUGH = 12  # pages; to start a second process takes as long as reading about five
MODULE = f"{__package__}.two_processes"


@dataclass
class Ahead:
    """A process that reads pages from the first on; ``pages`` holds what it has sent, ``alive`` whether more may come."""

    process: subprocess.Popen[bytes] | None
    pages: list[Any] = field(default_factory=list)
    alive: bool = True
    changed: Condition = field(default_factory=Condition)

    def listen(self, task: bytes) -> None:
        """Send the task, and keep each page that comes back (runs in a thread)."""
        assert self.process and self.process.stdin and self.process.stdout, "only a started process is listened to"
        try:
            with self.process.stdin as pipe:
                pipe.write(task)
            while True:
                page = pickle.load(self.process.stdout)
                with self.changed:
                    self.pages.append(page)
                    self.changed.notify_all()
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):
            pass  # it has sent all that it will; what is missing is read here
        finally:
            with self.changed:
                self.alive = False
                self.changed.notify_all()

    def is_at(self, number: int) -> bool:
        """Whether page ``number`` (from 1) has been read there, or is being read now."""
        with self.changed:
            return number <= len(self.pages) + self.alive

    def upto(self, number: int) -> list[Any]:
        """The first ``number`` pages, or fewer if the process ends before."""
        with self.changed:
            self.changed.wait_for(lambda: len(self.pages) >= number or not self.alive)
            return self.pages[:number]

    def stop(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            for pipe in (self.process.stdin, self.process.stdout):
                with suppress(OSError):
                    if pipe is not None:
                        pipe.close()


def started(task: object) -> Ahead:
    """A second process at work on ``task``, or none where it cannot be started."""
    if (os.cpu_count() or 1) < 2 or not sys.executable:
        return Ahead(None, alive=False)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
    except OSError:
        return Ahead(None, alive=False)
    ahead = Ahead(process)
    Thread(target=ahead.listen, args=(pickle.dumps(task),), daemon=True).start()
    return ahead


def read_in_two(
    task: object, total: int, read: Callable[[int], Any], report: Callable[[int], None], meanwhile: Callable[[], None]
) -> list[Any]:
    """All pages: the first ones from a second process given ``task``, the others by ``read(number)``, the last first.

    ``meanwhile`` is run once the second process is at work. ``report`` is called with the number of pages done.
    """
    ahead = started(task) if total >= ENOUGH else Ahead(None, alive=False)
    try:
        meanwhile()
        here: list[Any] = []
        number = total
        while number and not ahead.is_at(number):
            here.append(read(number))
            number -= 1
            report(min(total, len(here) + len(ahead.pages)))
        there = ahead.upto(number)
    finally:
        ahead.stop()
    there += [read(n) for n in range(len(there) + 1, number + 1)]
    report(total)
    return [*there, *reversed(here)]


def serve(source: IO[bytes], sink: IO[bytes]) -> None:
    """Read the task from ``source`` and send each page to ``sink``: what the second process does."""
    from .pdf import pages_from_first

    for page in pages_from_first(*pickle.load(source)):
        pickle.dump(page, sink, protocol=pickle.HIGHEST_PROTOCOL)
        sink.flush()


if __name__ == "__main__":
    import gc

    gc.set_threshold(50_000, 20, 50)  # pages make many small objects, none of them in circles
    with suppress(BrokenPipeError):
        serve(sys.stdin.buffer, sys.stdout.buffer)
    sys.stdout = None  # what the reader closed is not flushed again
