"""Who writes to a folder: one process at a time, named to the others."""

import errno
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ...errors import UsageError

try:
    import fcntl
except ImportError:  # Windows has no such locks
    fcntl = None  # type: ignore[assignment]


NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})  # of some network folders


@contextmanager
def held(target: Path) -> Iterator[None]:
    """Hold the lock of a folder that is to be written, ``.NAME.lock`` beside it, and take it away afterwards.

    It is held by the process and not by the file: one that was left by a killed process locks nobody out. Raises UsageError
    that names the holder.
    """
    if fcntl is None:
        yield
        return
    path = target.parent / f".{target.name}.lock"
    handle = taken(path, target)
    try:
        os.ftruncate(handle, 0)
        os.write(handle, f"process {os.getpid()} on {socket.gethostname()}".encode())
        yield
    finally:
        path.unlink(missing_ok=True)  # while it is still held, so that nobody else's is taken away
        os.close(handle)


def taken(path: Path, target: Path) -> int:
    """The open lock file, held."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            lock(handle)
            current = path.stat()
        except BlockingIOError as error:
            holder = os.read(handle, 200).decode(errors="replace") or "another process"
            os.close(handle)
            raise UsageError(
                f"{target} is being written by {holder}", "Wait until it is done, or choose another folder: --out DIR"
            ) from error
        except FileNotFoundError:  # its holder took it away meanwhile
            os.close(handle)
            continue
        if (current.st_dev, current.st_ino) == (os.fstat(handle).st_dev, os.fstat(handle).st_ino):
            return handle
        os.close(handle)


def lock(handle: int) -> None:
    """Lock an open file, or leave it unlocked where the file system knows no locks. Raises BlockingIOError if it is held."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in NO_LOCKS:
            raise
