"""The documents of an archive: the files in a folder, those that a pattern names, or those that are named one by one."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from glob import has_magic, iglob
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path

from ..errors import SourceError
from ..readers import READERS, shown_name


@dataclass(frozen=True, slots=True)
class Document:
    """A file of the archive: its path within it, which is its name in the dataset, and on this machine.

    ``size`` in bytes, ``modified`` in nanoseconds since 1970: what tells at a glance that it is another file than before.
    """

    name: str
    path: Path
    size: int
    modified: int

    @property
    def id(self) -> str:
        """Sixteen hexadecimal digits that stand for its name."""
        return id_of(self.name)


def id_of(name: str) -> str:
    """Sixteen hexadecimal digits that stand for a document's name."""
    return blake2b(name.encode("utf-8"), digest_size=8).hexdigest()


def documents_in(sources: Sequence[str]) -> list[Document]:
    """The documents that ``sources`` name, in the order of their names; hidden files and folders are left out.

    A folder stands for all files in and below it that a reader knows, a pattern (``archive/**/*.pdf``) for those that fit it,
    anything else for a file. Names are relative to the folder, to what stands before the pattern, or to the folder that all
    files have in common. Raises SourceError where there is nothing.
    """
    if len(sources) == 1 and Path(sources[0]).is_dir():
        root = Path(sources[0])
        files = [file for file in below(root) if is_plan(file, root)]
    elif len(sources) == 1 and has_magic(sources[0]) and not Path(sources[0]).exists():
        root = before_pattern(sources[0])
        named = iglob(sources[0], recursive=True)  # noqa: PTH207 (a pattern may begin anywhere)
        files = [file for file in map(Path, named) if is_plan(file, root)]
    else:
        files = list(map(Path, sources))
        if missing := [file for file in files if not file.is_file()]:
            raise SourceError(
                f"there is no file {missing[0]}", "Name a folder, files, or a pattern in quotes: 'plans/*.pdf'"
            )
        root = Path(os.path.commonpath([file.absolute().parent for file in files]))
        files = [file.absolute() for file in files]
    found: list[Document] = []
    for file in files:
        try:
            stat = file.stat()
        except FileNotFoundError:
            continue  # it went away meanwhile
        except OSError as error:
            raise SourceError(f"{file} cannot be read: {error.strerror}", "Check its permissions.") from error
        name = "/".join(map(shown_name, file.relative_to(root).parts))
        found.append(Document(name, file.absolute(), stat.st_size, stat.st_mtime_ns))
    if not found:
        raise SourceError(
            f"there are no plans in {', '.join(sources)}", f"Plans are files that end in {', '.join(READERS)}."
        )
    ordered = sorted(set(found), key=lambda d: d.name)
    for one, other in pairwise(ordered):
        if one.name == other.name:
            raise SourceError(
                f"{one.path} and {other.path} have the same name as it is shown",
                "Rename one: their names differ in blanks.",
            )
    return ordered


def below(root: Path) -> Iterator[Path]:
    """All files in and below a folder. Raises SourceError for a part of it that cannot be read: it has not gone."""

    def unread(error: OSError) -> None:
        raise SourceError(f"{error.filename} cannot be read: {error.strerror}", "Check its permissions.") from error

    for folder, _, names in os.walk(root, onerror=unread):
        yield from (Path(folder, name) for name in names)


def is_plan(file: Path, root: Path) -> bool:
    """Whether a file is one that a reader knows, and not hidden."""
    hidden = any(part.startswith(".") for part in file.relative_to(root).parts)
    return file.suffix.casefold() in READERS and not hidden and file.is_file()


def before_pattern(pattern: str) -> Path:
    """The folder that stands before the first part of a pattern that is no plain name."""
    parts = Path(pattern).parts
    first = next(i for i, part in enumerate(parts) if has_magic(part))
    return Path(*parts[:first]) if first else Path()
