"""Ends what takes too long, wherever it is: the last resort behind the limits that reading and parsing keep by themselves."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from ..limits import out_of_time

GRACE = 2.0  # seconds that the stations have to end by themselves, and to say where
AGAIN = 1.0  # seconds until the next try, should a library have taken the first exception for its own


@contextmanager
def stopped_after(seconds: float, name: str) -> Iterator[None]:
    """Raise SourceError in what takes longer than ``seconds`` (0: no limit). On systems without alarms nothing is done."""
    if not seconds or not hasattr(signal, "setitimer"):
        yield
        return

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise out_of_time(name, seconds, "it was still being read")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds + GRACE, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
