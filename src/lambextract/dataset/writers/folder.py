"""A folder of files that changes in one step: either all of the new is there, or all of the old."""

import contextlib
import glob
import os
import secrets
import shutil
import warnings
import zipfile
from collections.abc import Iterable
from pathlib import Path

from ...atomic_file import hidden_name
from ...errors import UsageError
from ..tables import TABLES
from .exchange import exchange, sync, uninterrupted
from .lock import held

# what shows that a folder holds a dataset: at least one of these
MARK = frozenset(
    {"dataset.json", "datapackage.json", "dataset.sqlite", "dataset.xlsx", "deadlines.ics", "commitments.parquet"}
)
# what such a folder may hold; anything else is somebody's, and stays
OURS = (
    MARK | {"dataset.schema.json", "metadata.json"} | {f"{t.name}.{end}" for t in TABLES for end in ("csv", "parquet")}
)

RANDOM = 8  # letters that tell a folder beside another from the others

# words that such a file holds if it is ours, of those whose names others use too
SIGNS = {
    "dataset.sqlite": b"CREATE TABLE codebook",
    "deadlines.ics": b"-//lambextract//",
    "commitments.parquet": b"lambextract",
    "dataset.xlsx": b"lambextract",
}


def made_here(file: Path) -> bool:
    """Whether a file that is called as one of a dataset's is one."""
    sign = SIGNS.get(file.name)
    if sign is None:
        return True
    try:
        if file.suffix == ".xlsx":
            with zipfile.ZipFile(file) as book:
                return sign in book.read("docProps/core.xml")
        return sign in file.read_bytes()
    except (OSError, KeyError, zipfile.BadZipFile):
        return False


def check_place(folder: Path) -> None:
    """Raise UsageError, before any work is done, if a dataset cannot be put at ``folder``."""
    try:
        target = folder.resolve()
    except (OSError, RuntimeError) as error:  # a link that leads to itself
        raise UsageError(f"{folder} is a link that leads nowhere", "Choose another folder: --out DIR") from error
    if Path.cwd().is_relative_to(target):
        raise UsageError(f"{folder} is the folder you are in", "It would be replaced under your feet: --out DIR")
    try:
        if folder.is_dir():
            held = {entry.name for entry in folder.iterdir()}
            if foreign := sorted(held - OURS):
                more = f" and {len(foreign) - 1} more" if len(foreign) > 1 else ""
                raise UsageError(
                    f"{folder} holds something that is not a dataset: {foreign[0]}{more}",
                    "Nothing was changed. Choose another folder: --out DIR",
                )
            if held and not any(made_here(folder / name) for name in held & MARK):
                raise UsageError(f"{folder} holds {min(held)}, but no dataset", "Choose another folder: --out DIR")
        elif folder.exists():
            raise UsageError(f"{folder} is a file, not a folder", "Choose another folder: --out DIR")
        home = next(p for p in (folder, *folder.resolve().parents) if p.exists())
    except OSError as error:
        raise UsageError(f"{folder} cannot be read: {error.strerror}", "Choose another folder: --out DIR") from error
    if not home.is_dir() or not os.access(home if home != folder else folder.resolve().parent, os.W_OK | os.X_OK):
        raise UsageError(f"{folder} cannot be written", "Check its permissions, or choose another folder: --out DIR")


def place(files: Iterable[tuple[str, bytes]], folder: Path) -> Path:
    """Put files, given by name, at ``folder`` in one step: written beside it as they come, brought to the disk, moved into place.

    Whatever is killed, ``folder`` holds the old files or the new ones, whole; where the system cannot let two folders change
    places in one step, the next call puts back what was killed in between, and warns. Raises UsageError.
    """
    check_place(folder)
    target = folder.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with held(target):
            for note in recover(target):
                warnings.warn(note, RuntimeWarning, stacklevel=2)
            put(files, target, folder)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror}", unchanged(target)) from error
    return folder


def put(files: Iterable[tuple[str, bytes]], target: Path, folder: Path) -> None:
    """Write the files beside ``target`` and move them there."""
    fresh = target.with_name(beside(target, "new") + secrets.token_hex(RANDOM // 2))
    fresh.mkdir()
    try:
        for name, data in files:
            (fresh / name).write_bytes(data)
            sync(fresh / name)
        sync(fresh)
        with uninterrupted(f"the new dataset stands in {folder}"):
            swap(fresh, target)
            settle(target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def swap(fresh: Path, target: Path) -> None:
    """Let ``fresh`` and ``target`` change places; what was there lies at ``fresh`` then, and comes back if they cannot."""
    if not target.exists():
        fresh.replace(target)
        return
    if exchange(fresh, target):
        return
    old = target.with_name(beside(target, "old") + secrets.token_hex(RANDOM // 2))
    old.mkdir()
    try:
        target.replace(old)
    except OSError:
        old.rmdir()
        raise
    try:
        fresh.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            old.replace(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def settle(target: Path) -> None:
    """See that a move into ``target`` is on the disk. Raises UsageError: the new files stand there even if it is not."""
    try:
        sync(target.parent)
    except OSError as error:
        raise UsageError(
            f"{target} holds the new dataset, but the disk did not confirm it: {error.strerror}",
            "Check the disk, then build again.",
        ) from error


def recover(target: Path) -> list[str]:
    """Put back, or take away, what processes left beside ``target`` that were killed while they wrote; what was done, in words.

    Only whoever holds the folder's lock may call it.
    """
    olds, news = (
        [p for p in sorted(target.parent.glob(f"{glob.escape(name)}*")) if p.is_dir() and not p.is_symlink()]
        for name in (beside(target, "old"), beside(target, "new"))
    )
    said = []
    for old in olds:
        if not target.exists() and any((old / name).is_file() for name in MARK):
            old.replace(target)
            said.append(f"{target} was put back: a build that wrote to it had been stopped half-way")
    for left in (*olds, *news):
        if left.exists():
            shutil.rmtree(left, ignore_errors=True)
            said.append(f"{left.name}, left by a build that had been stopped half-way, was taken away")
    return said


def beside(target: Path, kind: str) -> str:
    """How the names begin of the folders that stand beside a target while it changes: ``kind`` is new or old."""
    return hidden_name(target, f".{kind}-{'0' * RANDOM}")[:-RANDOM]


def unchanged(target: Path) -> str:
    """What became of a dataset that could not be replaced."""
    if target.exists():
        return "What was there is unchanged."
    kept = next(iter(sorted(target.parent.glob(f"{glob.escape(beside(target, 'old'))}*"))), None)
    if kept is not None:
        return f"What was there lies in {kept} now; the next build puts it back."
    return "Nothing was there before. Choose another folder: --out DIR"
