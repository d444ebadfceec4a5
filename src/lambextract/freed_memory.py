"""Freed memory, back to the system: the C library keeps what a parse has used, where a long document needs it elsewhere next."""

import ctypes
import sys
from contextlib import suppress


def hand_back() -> None:
    """Hand back what is free (glibc on Linux; nothing elsewhere)."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)
