"""Two folders change places: in one step where the system can, so that neither is ever gone from its place.

Linux: ``renameat2`` with ``RENAME_EXCHANGE``; macOS: ``renamex_np`` with ``RENAME_SWAP``. Elsewhere, and on file systems that
cannot, two renames, and what is killed between them is put back by ``recover``.
"""

import ctypes
import errno
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

AT_CWD = -100  # of Linux: paths count from the folder that the process is in
EXCHANGE = 2  # the flag, on both systems
CANNOT = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})


def exchange(one: Path, other: Path) -> bool:
    """Let two paths change places in one step; False where the system or the file system cannot. Raises OSError."""
    if os.name != "posix":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "linux" and hasattr(libc, "renameat2"):
        failed = libc.renameat2(AT_CWD, os.fsencode(one), AT_CWD, os.fsencode(other), ctypes.c_uint(EXCHANGE))
    elif sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        failed = libc.renamex_np(os.fsencode(one), os.fsencode(other), ctypes.c_uint(EXCHANGE))
    else:
        return False
    code = ctypes.get_errno()
    if failed and code not in CANNOT:
        raise OSError(code, os.strerror(code), str(other))
    return not failed


def sync(path: Path) -> None:
    """See that a file or a folder is on the disk and not only on its way there."""
    if os.name != "posix" and path.is_dir():
        return  # Windows opens no folders
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in CANNOT:  # some network folders know no fsync
            raise
    finally:
        os.close(handle)


@contextmanager
def uninterrupted(done: str) -> Iterator[None]:
    """Put off Ctrl-C until what is begun is done; then raise KeyboardInterrupt with ``done``, what stands now.

    It is noted and not blocked: where a library has threads of its own, one of them would take a signal that is blocked here.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    noted: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: noted.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.default_int_handler)
    if noted:
        raise KeyboardInterrupt(done)
