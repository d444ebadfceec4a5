"""A bounded folder of entries, each in one file with a checksum; several processes may use it at once.

An entry is written beside its place and moved there in one step, so that a reader sees all of it or nothing. What was not
used for longest goes first when the folder is full. Where the folder cannot be read or written, there is no cache.
"""

import hashlib
import os
import re
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from ..atomic_file import PART, PRIVATE, atomic_file
from ..errors import UsageError

ROOM = 1_000_000_000  # bytes that the folder may hold; LAMBEXTRACT_CACHE_MB says otherwise
SHARE = 4  # an entry may take a fourth of the room at most
OFF = "off"  # as LAMBEXTRACT_CACHE: there is no cache
MAGIC = b"lambextract cache 1\n"
CHECKSUM = 32  # bytes of it, at the end
SUFFIX = ".entry"
LEFTOVER = 3600.0  # seconds after which a file that was never moved into place is nobody's


class TooLargeError(Exception):
    """An entry takes more room than one may."""


class Store:
    """Entries by kind and key. ``room``: the bytes that it may hold."""

    def __init__(self, folder: Path, room: int = ROOM) -> None:
        self.folder, self.room = folder, room

    def file_of(self, kind: str, key: str) -> Path:
        """The file of an entry."""
        return self.folder / f"{kind}-{key}{SUFFIX}"

    def get(self, kind: str, key: str) -> bytes | None:
        """The entry of that kind and key; None where there is none, or where it is not what was put there."""
        file = self.file_of(kind, key)
        try:
            data = file.read_bytes()
        except OSError:
            return None
        packed = data[len(MAGIC) : -CHECKSUM]
        if not data.startswith(MAGIC) or data[len(MAGIC) + len(packed) :] != checksum_of(packed):
            self.drop(kind, key)
            return None
        with suppress(OSError):
            os.utime(file)  # it was used now
        return zlib.decompress(packed)

    def drop(self, kind: str, key: str) -> None:
        """Remove an entry that is of no use."""
        with suppress(OSError):
            self.file_of(kind, key).unlink()

    def put(self, kind: str, key: str, chunks: Iterable[bytes]) -> None:
        """Keep an entry, given piece by piece. Only its owner may read it: a plan that is not public is kept too."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with atomic_file(self.file_of(kind, key), PRIVATE) as file:
                pack_into(file, chunks, self.room // SHARE)
            self.tidy()
        except (OSError, TooLargeError):
            pass  # there is no cache, or no room in it

    def tidy(self) -> None:
        """Remove what was not used for longest until the rest fits into the room, and what was left half-written."""
        found: list[tuple[float, int, str]] = []
        with os.scandir(self.folder) as entries:
            for entry in entries:
                if not entry.name.endswith((SUFFIX, PART)):
                    continue  # somebody's
                with suppress(OSError):
                    stat = entry.stat()
                    found.append((stat.st_mtime, stat.st_size, entry.path))
        newest = max((used for used, _, _ in found), default=0.0)
        size = sum(size for _, size, _ in found)
        for used, bytes_, path in sorted(found):
            unfinished = path.endswith(PART)
            if newest - used < LEFTOVER if unfinished else size <= self.room:
                continue  # another process is writing it, or there is room for it
            with suppress(OSError):
                Path(path).unlink()
            size -= bytes_

    def held(self) -> tuple[int, int]:
        """How many entries it holds, and their bytes."""
        count = size = 0
        with suppress(OSError), os.scandir(self.folder) as entries:
            for entry in entries:
                if entry.name.endswith(SUFFIX):
                    with suppress(OSError):
                        count, size = count + 1, size + entry.stat().st_size
        return count, size


def pack_into(file: IO[bytes], chunks: Iterable[bytes], most: int) -> None:
    """Write an entry. Raises TooLargeError if it takes more bytes than it may."""
    packer, digest = zlib.compressobj(1), hashlib.blake2b(digest_size=CHECKSUM)
    size = file.write(MAGIC)
    for packed in packings(packer, chunks):
        digest.update(packed)
        size += file.write(packed)
        if size > most:
            raise TooLargeError
    file.write(digest.digest())


def packings(packer: Any, chunks: Iterable[bytes]) -> Iterator[bytes]:  # noqa: ANN401 (zlib's own)
    """The compressed bytes of some pieces, as they come."""
    for chunk in chunks:
        yield packer.compress(chunk)
    yield packer.flush()


def checksum_of(data: bytes) -> bytes:
    """The checksum of an entry's bytes."""
    return hashlib.blake2b(data, digest_size=CHECKSUM).digest()


def opened() -> Store | None:
    """The user's cache: in LAMBEXTRACT_CACHE, else where the system keeps caches; None where that is ``off``,
    or where the system does not say.

    Raises UsageError for a LAMBEXTRACT_CACHE_MB that is no number.
    """
    named = os.environ.get("LAMBEXTRACT_CACHE")
    if named == OFF:
        return None
    megabytes = os.environ.get("LAMBEXTRACT_CACHE_MB") or str(ROOM // 1_000_000)
    if not re.fullmatch(r"[0-9]{1,9}", megabytes):
        raise UsageError(f"LAMBEXTRACT_CACHE_MB is {megabytes!r}", "Give it as a number of megabytes, e.g. 500")
    room = int(megabytes) * 1_000_000
    try:
        return Store(Path(named) if named else system_folder(), room)
    except RuntimeError:  # nobody's home
        return None


def system_folder() -> Path:
    """Where this system keeps what programs can make again."""
    if base := os.environ.get("XDG_CACHE_HOME"):
        return Path(base) / "lambextract"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "lambextract"
    if sys.platform == "win32" and (local := os.environ.get("LOCALAPPDATA")):
        return Path(local) / "lambextract" / "Cache"
    return Path.home() / ".cache" / "lambextract"
