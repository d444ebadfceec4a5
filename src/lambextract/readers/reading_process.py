"""The process that reads a PDF, from its first page on; a copy of it may read from the last.

It is told what to read on standard input, and says what it reads on standard output: ``supervision`` watches it. The copy helps,
and no more: what it fails at, the process that it is a copy of comes to.
"""

import os
import signal
import sys
from contextlib import suppress
from typing import IO

from ..forking import end_with, forked, held_back, reaped
from .messages import Message, receive_task, send

ENOUGH = 8  # pages from which a copy is worth its cost
MEGABYTE = 1_000_000  # bytes


def serve(source: IO[bytes], sink: IO[bytes], second: int | None) -> None:
    """Read the task from ``source`` and send each message to ``sink``: what a reading process does.

    ``second``: the end of a pipe for what a copy of it reads, where it may have one.
    """
    task = receive_task(source)
    bound_memory(task.limits.memory)
    from .pdf_pages import messages_of

    send(sink, Message())  # it is ready: from now on its time is that of the file
    pair = Pair(sink, second)
    try:
        for message in messages_of(task, pair.is_second):
            pair.say(message)
    finally:
        pair.end()


class Pair:
    """This process, and a copy of it: each of them has one, with ``sink`` for what it says."""

    def __init__(self, sink: IO[bytes], second: int | None) -> None:
        self.sink, self.second = sink, second
        self.copy: int | None = None  # the copy's number; 0 in the copy itself

    def is_second(self, pages: int) -> bool:
        """Make a copy, where it is worth it: False in the process itself, True in the copy."""
        if self.second is None or pages < ENOUGH:
            return False
        with held_back():
            self.copy = forked()
        if self.copy is None:
            return False
        if self.copy:
            signal.signal(signal.SIGTERM, self.stopped)
            os.close(self.second)
            return False
        own, self.sink = self.sink, os.fdopen(self.second, "wb")
        os.close(own.fileno())  # so that it is seen when the process itself has ended
        return True

    def say(self, message: Message) -> None:
        """Send a message; of a copy only pages are wanted: at what it fails, the process itself comes to."""
        if self.copy != 0 or message.drawn is not None:
            send(self.sink, message)

    def stopped(self, *_: object) -> None:
        """End at once, the copy first."""
        self.end()
        os._exit(1)

    def end(self) -> None:
        """End the copy; the copy itself ends, whatever happened."""
        if self.copy == 0:
            os._exit(0)
        if self.copy:
            reaped(self.copy, kill=True)


def bound_memory(megabytes: int) -> None:
    """Let this process have no more memory than that, where the system can hold it to it (Linux)."""
    try:
        import resource
    except ImportError:  # Windows
        return
    if megabytes:
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        wanted = megabytes * MEGABYTE
        with suppress(OSError, ValueError):  # macOS refuses limits on the address space
            resource.setrlimit(resource.RLIMIT_AS, (wanted if most < 0 else min(wanted, most), most))


if __name__ == "__main__":
    import gc

    gc.set_threshold(50_000, 20, 50)  # pages make many small objects, few of them in circles
    if hasattr(signal, "SIGCHLD"):
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # whoever started this may want to hear of no ended process
    parent, *second = map(int, sys.argv[1:])
    end_with(parent)
    with suppress(BrokenPipeError):
        serve(sys.stdin.buffer, sys.stdout.buffer, second[0] if second else None)
    sys.stdout = None  # what the reader closed is not flushed again
