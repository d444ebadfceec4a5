"""A folder of files that changes in one step: either all of the new is there, or all of the old."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ...errors import UsageError

# what a dataset's folder may hold; anything else is somebody's, and stays
OURS = frozenset({
    "dataset.json", "dataset.schema.json", "datapackage.json",
    "commitments.csv", "recommendations.csv", "blocks.csv", "funding.csv", "links.csv", "rejected.csv",
    "set_aside.csv", "coverage.csv",
})  # fmt: skip
MARK = frozenset({"dataset.json", "datapackage.json"})  # at least one of them shows that a folder holds a dataset


def check_place(folder: Path) -> None:
    """Raise UsageError, before any work is done, if a dataset cannot be put at ``folder``."""
    if Path.cwd().is_relative_to(folder.resolve()):
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
            if held and not held & MARK:
                raise UsageError(f"{folder} holds {min(held)}, but no dataset", "Choose another folder: --out DIR")
        elif folder.exists():
            raise UsageError(f"{folder} is a file, not a folder", "Choose another folder: --out DIR")
        home = next(p for p in (folder, *folder.resolve().parents) if p.exists())
    except OSError as error:
        raise UsageError(f"{folder} cannot be read: {error.strerror}", "Choose another folder: --out DIR") from error
    if not home.is_dir() or not os.access(home if home != folder else folder.resolve().parent, os.W_OK | os.X_OK):
        raise UsageError(f"{folder} cannot be written", "Check its permissions, or choose another folder: --out DIR")


def place(files: Mapping[str, bytes], folder: Path) -> Path:
    """Put the files at ``folder`` in one step: written beside it first, then moved into place."""
    check_place(folder)
    target = folder.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}.new-", dir=target.parent))
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror}", "Choose another folder: --out DIR") from error
    try:
        for name, data in files.items():
            (fresh / name).write_bytes(data)
        fresh.chmod(0o777 & ~umask())
        swap(fresh, target)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror}", "What was there is unchanged.") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return folder


def swap(fresh: Path, target: Path) -> None:
    """Move ``fresh`` to ``target``; what was there goes once the new stands, and comes back if it cannot."""
    if not target.exists():
        fresh.replace(target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}.old-", dir=target.parent))
    try:
        target.replace(old)
    except OSError:
        old.rmdir()
        raise
    try:
        fresh.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            old.replace(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def umask() -> int:
    """The file mode that the user does not want to give."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
