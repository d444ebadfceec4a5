"""A copy of this process that does a part of its work beside it; where there can be none, this one does that part itself.

A copy is made only where the system is one on which that is safe (Linux), where there is a processor for it, and where
nothing else goes on in the process: another thread might hold a lock that the copy would wait for without end.
"""

import ctypes
import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

DEATH = 1  # of Linux: PR_SET_PDEATHSIG, the signal that a process gets when the one ends that made it


def can_fork() -> bool:
    """Whether a copy of this process can be had, and a processor for it."""
    return sys.platform == "linux" and (os.cpu_count() or 1) > 1 and threading.active_count() == 1


class Elsewhere:
    """Some work that a copy of this process is at, or that is still to be done here."""

    def __init__(self, work: Callable[[], bytes], worthwhile: bool) -> None:
        self.work: Callable[[], bytes] | None = work
        self.pid, self.pipe = copied(work) if worthwhile and can_fork() else (0, -1)
        self.collects = gc.isenabled()
        if self.pid:
            gc.disable()  # a look for circles writes to all that it looks at: what the two share would be there twice

    def answer(self) -> bytes:
        """What the work gives, once: it is let go of then."""
        assert self.work is not None, "an answer is asked for once"
        data: bytes | None = None
        if self.pid:
            with os.fdopen(self.pipe, "rb", closefd=False) as source:
                data = source.read()
            data = data if self.end() else None
        work, self.work = self.work, None
        return work() if data is None else data

    def end(self, kill: bool = False) -> bool:
        """Wait until the copy has ended; whether it did all of its work. ``kill``: nobody wants it any more."""
        if not self.pid:
            return False
        if kill:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        try:
            _, status = os.waitpid(self.pid, 0)
        except ChildProcessError:  # whoever started this process has it reap no children
            status = 1
        os.close(self.pipe)
        if self.collects:
            gc.enable()
        self.pid = 0
        return status == 0


@contextmanager
def elsewhere(work: Callable[[], bytes], worthwhile: bool = True) -> Iterator[Callable[[], bytes]]:
    """Begin some work in a copy of this process: a function that waits for what it gives, to be asked once.

    Where no copy can be had, where it is not worth its cost, or where the copy ended before its work, the work is done here when
    it is asked for, with the same result. Whatever happens, no copy is left.
    """
    begun = Elsewhere(work, worthwhile)
    del work  # which may hold much
    try:
        yield begun.answer
    finally:
        begun.end(kill=True)


def copied(work: Callable[[], bytes]) -> tuple[int, int]:
    """A copy of this process that is at work, and the pipe on which it will say what the work gave; 0 where none can be had."""
    pipe, sink = os.pipe()
    parent = os.getpid()
    try:
        pid = os.fork()
    except OSError:  # there is no memory for it, or no place
        os.close(pipe)
        os.close(sink)
        return 0, -1
    if not pid:
        os.close(pipe)  # so that it ends with whoever reads it
        told(work, sink, parent)
    os.close(sink)
    return pid, pipe


def told(work: Callable[[], bytes], sink: int, parent: int) -> NoReturn:
    """Do the work and say what it gave; the copy ends with it, whatever happens."""
    code = 1
    gc.disable()
    with suppress(BaseException):
        end_with(parent)
        with os.fdopen(sink, "wb") as pipe:
            pipe.write(work())
        code = 0
    os._exit(code)


def end_with(parent: int) -> None:
    """See that this process ends when the one ends of which it is a copy."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(DEATH, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)  # it has ended already
