"""Bytes → a file that is there whole or not at all; nobody else's file is written over unless it was named."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from ..atomic_file import atomic_file
from ..errors import UsageError

STANDARD_OUTPUT = Path("-")


def named_after(plan: Path, suffix: str) -> Path:
    """The name of an output where none is given: the plan's, with a suffix, in the folder that one is in."""
    resolved = plan.resolve()
    if resolved.name == "dataset.json":
        resolved = resolved.parent
    return Path(f"{resolved.name if resolved.is_dir() else resolved.stem}{suffix}")


def check_target(named: Path | None, default: Path, ours: Callable[[bytes], bool], *inputs: Path | None) -> Path:
    """Where the output goes: the file that was named, else the default one.

    Raises UsageError, before any work is done, if that would write over one of the inputs, or over a file that was not named and
    that lambextract has not made (``ours`` tells by its bytes), or if it cannot be written.
    """
    target = named or default
    if target == STANDARD_OUTPUT:
        return target
    try:
        if target.is_dir():
            raise UsageError(f"{target} is a folder", "Name a file: -o FILE")
        for source in (file for given in inputs if given is not None for file in (given, given / "dataset.json")):
            if target.exists() and source.exists() and target.samefile(source):
                raise UsageError(f"{target} is what is read", "Name another file: -o FILE")
        if named is None and target.exists() and not ours(target.read_bytes()):
            raise UsageError(f"{target} is there already, and lambextract has not made it", "Name a file: -o FILE")
        if not os.access(target.resolve().parent, os.W_OK | os.X_OK):
            raise UsageError(f"{target} cannot be written: there is no such folder, or you may not", "Try: -o FILE")
    except OSError as error:
        raise UsageError(f"{target} cannot be written: {error.strerror}", "Name another file: -o FILE") from error
    return target


def put(data: bytes, target: Path) -> None:
    """Write the file in one step, or to standard output. Raises UsageError; what was there stays then."""
    if target == STANDARD_OUTPUT:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    target = target.resolve()  # what a link leads to is written, and the link stays
    special = target.exists() and not target.is_file()  # a device, or a pipe with a name
    try:
        if special:
            target.write_bytes(data)
        else:
            with atomic_file(target) as file:
                file.write(data)
    except OSError as error:
        hint = "Name another file: -o FILE" if special else "What was there is unchanged. Name another file: -o FILE"
        raise UsageError(f"{target} cannot be written: {error.strerror}", hint) from error
