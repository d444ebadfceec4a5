"""Where a corpus is written: a folder, or any place that fsspec reaches, by its address. Each file is there whole or not at all.

OUT/corpus.json                              says what this is
OUT/documents.parquet                        a row for each document, also for those that could not be read
OUT/commitments/bucket=3f/ID.parquet         the rows of one document
OUT/journal/ID.json                          what an unfinished run has done; empty once it is finished
"""

import json
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import fsspec
from fsspec.implementations.local import LocalFileSystem

from ..atomic_file import PART, atomic_file
from ..errors import UsageError
from ..records.version import __version__

MARK = "corpus.json"
DOCUMENTS = "documents.parquet"
COMMITMENTS = "commitments"
JOURNAL = "journal"
FORMAT = 1


class Output:
    """A place for a corpus. Raises UsageError for an address that nothing here knows how to reach."""

    def __init__(self, address: str) -> None:
        self.address = address
        try:
            self.files, self.root = fsspec.core.url_to_fs(address)
        except (ValueError, ImportError) as error:
            raise UsageError(
                f"{address} cannot be reached: {error}", "Name a folder, or install what it needs."
            ) from error
        self.local = isinstance(self.files, LocalFileSystem)

    def claim(self) -> None:
        """Make sure that this is a corpus, or begin one. Raises UsageError for a place that holds something else."""
        mark = self.read(MARK)
        if mark is None:
            if self.files.exists(self.root) and (not self.files.isdir(self.root) or self.foreign()):
                raise UsageError(
                    f"{self.address} holds something that is not a corpus", "Choose another place: --out DIR"
                )
            self.write(MARK, json.dumps({"made_by": "lambextract", "format": FORMAT}).encode() + b"\n")
            return
        try:
            known = json.loads(mark)["format"]
        except (ValueError, KeyError, TypeError):
            known = None
        if known != FORMAT:
            raise UsageError(
                f"{self.address} is a corpus that lambextract {__version__} does not know", "Make a new one: --out DIR"
            )

    def foreign(self) -> list[str]:
        """What is there, but for the beginnings of a corpus whose making was cut off."""
        names = (str(path).rpartition("/")[2] for path in self.files.ls(self.root, detail=False))
        return [name for name in names if not (name.startswith(f".{MARK}.") and name.endswith(PART))]

    def path(self, name: str) -> str:
        """The full path of a file."""
        return f"{self.root}/{name}"

    def read(self, name: str) -> bytes | None:
        """A file's bytes, None where there is none."""
        try:
            data: bytes = self.files.cat_file(self.path(name))
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            return None
        return data

    def write(self, name: str, data: bytes) -> None:
        """Put a file there in one step, over the one that was there."""
        path = self.path(name)
        if not self.local:
            self.files.pipe_file(path, data)  # object stores show a file once it is whole
            return
        target = Path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        with atomic_file(target) as file:
            file.write(data)

    def put(self, name: str, file: Path) -> None:
        """Put a file of this machine there, however long it is."""
        if not self.local:
            self.files.put_file(str(file), self.path(name))
            return
        with file.open("rb") as whole, atomic_file(Path(self.path(name))) as copy:
            shutil.copyfileobj(whole, copy)

    def exists(self, name: str) -> bool:
        """Whether a file is there."""
        return bool(self.files.exists(self.path(name)))

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        with suppress(FileNotFoundError):
            self.files.rm_file(self.path(name))

    def names(self, folder: str) -> list[str]:
        """The files in a folder and below it, by their names within the corpus, in order; none where it is not there."""
        self.files.invalidate_cache()  # others write, too
        try:
            found: list[Any] = self.files.find(self.path(folder))
        except FileNotFoundError:
            return []
        inside = len(self.path(""))
        return sorted(str(path)[inside:] for path in found if not str(path).rpartition("/")[2].startswith("."))
