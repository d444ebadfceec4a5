"""Has a PDF read in a process that can be stopped, from its first page on; a copy of it may read from the last, until they meet.

The pages are the same whoever reads them. What takes too long, needs too much memory or takes its process down with it ends
there, and the page at which it happened is named; this process only waits, with the clock in its hand. The copy helps, and no
more: what it fails at, the process that it is a copy of comes to.
"""

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Condition, Thread

from ..errors import MachineError, SourceError, UnforeseenError
from ..limits import Clock
from .messages import Drawn, Failed, Message, Opened, Task, receive, send

STARTING = 60.0  # seconds that a process may take to start, before its time for the file begins
ABOVE = 3  # descriptors of the standard streams are below
COPY = "copy"  # the thread that listens to it
MODULE = f"{__package__}.reading_process"
PATIENCE = 1.0  # seconds that a process has to end when it is told to
LOOK = 0.5  # seconds between two looks at the clock


class Reader:
    """A process that reads pages. All it holds is changed under the condition of the pages that it reads for."""

    def __init__(self, task: Task, pages: "Pages") -> None:
        self.task = task
        self.pages = pages
        self.page: int | None = None  # that is being read
        self.heard = False  # whether it has said something since the last look at the clock
        # the look at which it was seen to have begun with that page, or with opening the file: with starting it has longer
        self.since = time.monotonic() + STARTING
        self.alive = True
        pipe = pipe_for_copy() if may_copy(task) else None
        ends = pipe[1:] if pipe else ()
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-m", MODULE, str(os.getpid()), *map(str, ends)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
                pass_fds=ends,
            )
        except BaseException:
            if pipe:
                os.close(pipe[0])
            raise
        finally:
            for end in ends:
                os.close(end)
        self.threads = [Thread(target=self.listen, daemon=True)]
        if pipe:
            self.threads.append(Thread(target=self.listen_to_copy, args=(pipe[0],), name=COPY, daemon=True))
        for n, thread in enumerate(self.threads):
            try:
                thread.start()
            except RuntimeError as error:  # this account may have no more of them
                self.threads = self.threads[:n]
                if pipe:
                    os.close(pipe[0])
                if n:
                    return  # the copy ends when it finds nobody who reads
                self.stop()
                raise OSError(errno.EAGAIN, str(error)) from error

    def listen(self) -> None:
        """Send the task, and tell the pages of each answer (runs in a thread)."""
        assert self.process.stdin and self.process.stdout, "a process is started with pipes"
        try:
            with self.process.stdin as pipe:
                send(pipe, self.task)
            while True:
                self.pages.hear(self, receive(self.process.stdout))
        except (OSError, EOFError, ValueError):
            pass  # it has said all that it will
        finally:
            self.pages.ended(self)

    def listen_to_copy(self, end: int) -> None:
        """Tell the pages of each that the copy has read (runs in a thread)."""
        with os.fdopen(end, "rb") as pipe, suppress(OSError, EOFError, ValueError):
            while True:
                drawn = receive(pipe).drawn
                if drawn is not None:
                    self.pages.take(drawn)

    def stop(self) -> None:
        """End the process and its copy, and wait until nothing of them is left."""
        self.process.terminate()  # which lets it end its copy
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for thread in self.threads:
            thread.join()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()

    def overdue(self, now: float) -> bool:
        """Whether it has been at one page for longer than a page may take."""
        if self.heard:
            self.heard, self.since = False, now
        allowed = self.task.limits.page_seconds
        return bool(allowed) and self.alive and now - self.since > allowed


class Pages:
    """The pages of one PDF as they come in."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.changed = Condition()
        self.opened: Opened | None = None
        self.drawn: dict[int, Drawn] = {}
        self.letters = 0
        self.failed: Failed | None = None
        self.reader: Reader | None = None

    def start(self) -> None:
        """Start to read. Raises OSError where no process can be started."""
        self.reader = Reader(self.task, self)

    def hear(self, reader: Reader, message: Message) -> None:
        """Take in what the process says."""
        with self.changed:
            reader.heard = True
            if message.opened is not None:
                self.opened = message.opened
            elif message.begun is not None:
                reader.page = message.begun
            elif message.drawn is not None:
                self.take(message.drawn)
            elif message.failed is not None:
                self.failed = self.failed or message.failed
            self.changed.notify_all()

    def take(self, drawn: Drawn) -> None:
        """Take in a page, whoever has read it; one that both have read is the same."""
        with self.changed:
            if drawn.number not in self.drawn:
                self.letters += len(drawn.witness.text)
                self.drawn[drawn.number] = drawn
            if self.whole() and self.reader is not None:
                self.reader.process.terminate()  # it would read on what its copy has read
            self.changed.notify_all()

    def ended(self, reader: Reader) -> None:
        """Take in that the process says no more."""
        with self.changed:
            reader.alive = False
            self.changed.notify_all()

    def whole(self) -> bool:
        """Whether all pages are there."""
        return self.opened is not None and len(self.drawn) == self.opened.total

    def wait(self, report: Callable[[int, int], None], clock: Clock) -> None:
        """Wait until all pages are there. Raises SourceError for what can't be read, or not within the limits."""
        told = 0
        while True:
            with self.changed:
                if not (self.whole() or self.failed or self.dead()):
                    self.changed.wait(min(LOOK, max(0.0, clock.left())))
                if self.failed is not None and not self.whole():
                    raise error_of(self.failed, self.task.name)
                done, total = len(self.drawn), self.opened.total if self.opened else 0
                self.task.limits.check_characters(self.task.name, self.letters)
                if not self.whole():
                    self.check(clock)
            if total and done != told:
                told = done
                report(done, total)
            if total and done == total:
                return

    def dead(self) -> bool:
        """Whether the process ended before its work."""
        return self.reader is not None and not self.reader.alive

    def check(self, clock: Clock) -> None:
        """Raise SourceError for a process that is gone or takes too long."""
        reader = self.reader
        assert reader is not None, "pages are waited for once they are being read"
        where = f"page {reader.page} of {self.task.name}" if reader.page else self.task.name
        if reader.overdue(time.monotonic()):
            limit = self.task.limits.page_seconds
            hint = f"Look at it in a viewer; if it is as it should be, give it more time: --page-timeout {10 * limit:g}"
            raise SourceError(f"{where} was not read within {limit:g} seconds", hint)
        if not reader.alive:
            code = reader.process.wait()
            memory = self.task.limits.memory
            needs = f", or need more than {memory} MB (--max-memory {4 * memory})" if memory else ""
            raise SourceError(
                f"{where} took the process down that read it ({ending(code)})",
                f"The file may be damaged{needs}; try: qpdf plan.pdf repaired.pdf",
            )
        clock.check(f"reading it, with {len(self.drawn)} of {self.opened.total if self.opened else '?'} pages read")

    def close(self) -> None:
        """End all that reads."""
        if self.reader is not None:
            self.reader.stop()


def pipe_for_copy() -> tuple[int, int] | None:
    """A pipe, its ends above those of the standard streams, which a process has at its start; None where there can be none."""
    import fcntl  # on Linux it is there

    try:
        ends = os.pipe()
    except OSError:  # too many files are open
        return None
    lifted: list[int] = []
    try:
        lifted.extend(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, ABOVE) for end in ends)
    except OSError:
        for end in lifted:
            os.close(end)
        return None
    finally:
        for end in ends:
            os.close(end)
    return lifted[0], lifted[1]


def may_copy(task: Task) -> bool:
    """Whether the process that reads a PDF may have a copy of itself help it."""
    return not task.witness_only and task.limits.readers > 1 and sys.platform == "linux"


def begun(task: Task) -> Pages:
    """The pages of a PDF, a process at work on them: to be waited for, and closed in any case.

    Raises MachineError where no process can be started.
    """
    pages = Pages(task)
    try:
        pages.start()
    except OSError as error:
        hint = "Is there memory left, and may this account start another process?"
        raise MachineError(f"no process could be started to read {task.name}: {error.strerror}", hint) from error
    return pages


def read_pages(
    task: Task,
    report: Callable[[int, int], None],
    meanwhile: Callable[[], None],
    clock: Clock,
    pages: Pages | None = None,
) -> tuple[Opened, list[Drawn]]:
    """What a PDF says of itself, and all of its pages in order.

    ``meanwhile`` is run once a process is at work, ``pages`` is what was begun before. ``report`` is called with the number
    of pages done, and of all.

    Raises SourceError for a PDF that cannot be read, or not within the limits; UnforeseenError for a fault of the reader.
    """
    pages = pages or begun(task)
    try:
        meanwhile()
        pages.wait(report, clock)
    finally:
        pages.close()
    assert pages.opened is not None, "all pages of a PDF are there once it is open"
    return pages.opened, [pages.drawn[number] for number in sorted(pages.drawn)]


def error_of(failed: Failed, name: str) -> Exception:
    """The exception for what a process says that it failed at."""
    if failed.trace:
        return UnforeseenError(failed.message, failed.trace, f"page {failed.page} of {name}" if failed.page else name)
    return SourceError(failed.message, failed.hint)


def ending(code: int) -> str:
    """How a process ended, in words."""
    if code >= 0:
        return f"it ended with code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
