"""A copy of this process that does a part of its work beside it; where there can be none, this one does that part itself.

A copy is made only where the system is one on which that is safe (Linux), where there is a second processor for it, and where
no other thread of Python's goes on in the process: it might hold a lock that the copy would wait for without end.
"""

import ctypes
import gc
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

PATIENCE = 300.0  # seconds that a copy may be at its work: they have seconds of it, unless somebody stops them
CHUNK = 1 << 20  # bytes that are read at once
HELD = (signal.SIGINT, *((signal.SIGALRM,) if hasattr(signal, "SIGALRM") else ()))
DEATH = 1  # of Linux: PR_SET_PDEATHSIG, the signal that a process gets when the one ends that made it


def can_fork() -> bool:
    """Whether a copy of this process can be had, and a processor for it."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1 and threading.active_count() == 1


@contextmanager
def held_back() -> Iterator[None]:
    """Hold Ctrl-C and alarms back until a copy is made and its number known: Python drops what is raised while it forks."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    noted: list[int] = []
    before = {number: signal.getsignal(number) for number in HELD}
    for number, handler in before.items():
        if callable(handler):
            signal.signal(number, lambda number, _frame: noted.append(number))
    try:
        yield
    finally:
        for number, handler in before.items():
            if callable(handler):
                signal.signal(number, handler)
        for number in noted:
            signal.raise_signal(number)


def forked() -> int | None:
    """Make a copy of this process, which ends with it: its number here, 0 in the copy, None where none can be had.

    Whoever calls it holds signals back until the number is where it can be found.
    """
    if not can_fork():
        return None
    parent = os.getpid()
    try:
        pid = os.fork()
    except OSError:  # there is no memory for it, or no place
        return None
    if not pid:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        end_with(parent)
    return pid


def reaped(pid: int, kill: bool) -> bool:
    """Wait until a copy has ended; whether it did all of its work. ``kill``: nobody wants it any more."""
    try:
        ended, status = os.waitpid(pid, os.WNOHANG if kill else 0)
        if not ended:
            os.kill(pid, signal.SIGKILL)
            _, status = os.waitpid(pid, 0)
    except ChildProcessError:  # whoever started this process has nobody told of ended ones
        return False
    return status == 0


def end_with(parent: int) -> None:
    """See that this process, which another has started, ends when that one ends (Linux; nothing elsewhere)."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(DEATH, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)  # it has ended already


class Elsewhere:
    """Some work that a copy of this process is at, or that is still to be done here."""

    def __init__(self, work: Callable[[], bytes], worthwhile: bool) -> None:
        self.work: Callable[[], bytes] | None = work
        self.collects = gc.isenabled()
        self.pid, self.pipe = 0, -1
        if not worthwhile:
            return
        try:
            with held_back():
                self.pid, self.pipe = copied(work)
        except BaseException:
            self.end(kill=True)
            raise
        if self.pid:
            gc.disable()  # a look for circles writes to all that it looks at: what the two share would be there twice

    def answer(self) -> bytes:
        """What the work gives, once: it is let go of then."""
        assert self.work is not None, "an answer is asked for once"
        data = said_on(self.pipe, PATIENCE) if self.pid else None
        done = self.end(kill=data is None)
        work, self.work = self.work, None
        return data if done and data is not None else work()

    def end(self, kill: bool = False) -> bool:
        """Wait until the copy has ended; whether it did all of its work. ``kill``: nobody wants it any more."""
        pid, self.pid = self.pid, 0
        if not pid:
            return False
        try:
            return reaped(pid, kill)
        finally:
            os.close(self.pipe)
            if self.collects:
                gc.enable()


def said_on(pipe: int, seconds: float) -> bytes | None:
    """All that comes on a pipe until its end; None where that takes longer."""
    until = time.monotonic() + seconds
    parts: list[bytes] = []
    while select.select([pipe], [], [], max(0.0, until - time.monotonic()))[0]:
        part = os.read(pipe, CHUNK)
        if not part:
            return b"".join(parts)
        parts.append(part)
    return None


@contextmanager
def elsewhere(work: Callable[[], bytes], worthwhile: bool = True) -> Iterator[Callable[[], bytes]]:
    """Begin some work in a copy of this process: a function that waits for what it gives, to be asked once.

    Where no copy can be had, where it is not worth its cost, or where the copy ended before its work, the work is done here when
    it is asked for, with the same result. Whatever is raised within, no copy is left.
    """
    begun = Elsewhere(work, worthwhile)
    del work  # which may hold much
    try:
        yield begun.answer
    finally:
        begun.end(kill=True)


def copied(work: Callable[[], bytes]) -> tuple[int, int]:
    """A copy of this process that is at work, and the pipe on which it will say what the work gave; 0 where none can be had."""
    try:
        pipe, sink = os.pipe()
    except OSError:  # too many files are open
        return 0, -1
    pid = forked()
    if pid == 0:
        try:
            os.close(pipe)  # so that it ends with whoever reads it
            told(work, sink)
        finally:
            os._exit(1)  # whatever happens: the copy does not go on as if it were this process
    os.close(sink)
    if pid is None:
        os.close(pipe)
        return 0, -1
    return pid, pipe


def told(work: Callable[[], bytes], sink: int) -> NoReturn:
    """Do the work and say what it gave; the copy ends with it, whatever happens."""
    code = 1
    gc.disable()
    with suppress(BaseException):
        with os.fdopen(sink, "wb") as pipe:
            pipe.write(work())
        code = 0
    os._exit(code)
