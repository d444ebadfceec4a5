"""A file that is there whole or not at all: written beside its place, and moved there in one step."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

PART = ".part"  # how the name of a file ends that is still being written
LONGEST = 255  # bytes of a file's name, on most systems
PUBLIC, PRIVATE = 0o666, 0o600  # who may read and write it; what the user does not give to new files is taken off


@contextmanager
def atomic_file(target: Path, mode: int = PUBLIC) -> Iterator[IO[bytes]]:
    """A file to write to, which takes the place of ``target`` once all is written.

    Whatever is raised meanwhile, what was at ``target`` stays, and nothing is left beside it but by a process that is killed:
    ``.NAME.….part``. Raises OSError.
    """
    part = target.with_name(hidden_name(target, f".{secrets.token_hex(8)}{PART}"))
    try:
        with open(part, "xb", opener=lambda path, flags: os.open(path, flags, mode)) as file:
            yield file
        part.replace(target)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def hidden_name(target: Path, ending: str) -> str:
    """A name for what stands beside a file or folder on its way there: its own behind a dot, cut where it would be too long."""
    own = os.fsencode(target.name)[: LONGEST - 1 - len(os.fsencode(ending))]
    return f".{os.fsdecode(own)}{ending}"
