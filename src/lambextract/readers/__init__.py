"""Sources → pages. To add a reader: one file, one row in READERS."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from ..cache import Store
from ..document.model import Source
from ..errors import SourceError, UsageError
from ..limits import Clock, Limits
from .characters import DRAWS_NOTHING
from .source import Fetched, Progress, Reading, Request

if TYPE_CHECKING:
    from .supervision import Pages
    from .witness import WitnessPage

STANDARD_INPUT = "-"


def pdf(request: Request) -> Reading:
    """Read a PDF (its library is imported only now)."""
    from .pdf import read_pdf

    return read_pdf(request)


def text(request: Request) -> Reading:
    """Read text or Markdown."""
    from .text import read_text

    return read_text(request)


READERS: dict[str, Callable[[Request], Reading]] = {".pdf": pdf, ".txt": text, ".md": text}


def begin(plan: Fetched, password: str | None, tags: bool, limits: Limits, store: Store | None) -> Pages | None:
    """Begin to read a PDF in a process of its own, so that all else can be made ready meanwhile; None where there is no need.

    What is returned goes to ``read``, or is closed. Raises MachineError where no process can be started.
    """
    if plan.suffix != ".pdf":
        return None
    from .pdf import begin as begin_pdf

    return begin_pdf(plan, password, tags, limits, store)


def read(request: Request) -> tuple[Source, Reading]:
    """Read a plan that was fetched.

    Raises SourceError if it is unreadable or goes beyond the limits.
    """
    plan, limits = request.plan, request.clock.limits
    if plan.suffix != ".pdf":
        limits.check_characters(plan.name, len(plan.data))
    reading = READERS[plan.suffix](request)
    facts = reading.media_type, reading.count, reading.title, reading.author, reading.created
    return Source(plan.name, plan.sha256, *facts), reading


def second_reading(path: str | Path, password: str | None) -> tuple[str, bytes, list[WitnessPage] | None]:
    """A source's name, its bytes and, of a PDF, what another reader sees on its pages; None for text.

    A dataset was built of it, so that it may have any number of pages; memory and the time for each page are limited.
    """
    found = fetch(path)
    name, data = found.name, found.data
    if found.suffix != ".pdf":
        return name, data, None
    from .messages import Task
    from .supervision import read_pages

    limits = Limits(seconds=0, pages=0, characters=0)
    task = Task(name, data, password, limits, witness_only=True)
    _, pages = read_pages(task, lambda _done, _total: None, lambda: None, Clock(limits, name))
    return name, data, [page.witness for page in pages]


def fetch(path: str | Path) -> Fetched:
    """Fetch a source's bytes (``-``: from standard input). Raises SourceError or UsageError for what is no source."""
    if str(path) == STANDARD_INPUT:
        data = sys.stdin.buffer.read()
        if not data:
            raise SourceError("nothing came on standard input", "Try: lambextract build - < plan.pdf")
        return Fetched("stdin.pdf", data, ".pdf") if b"%PDF-" in data[:1024] else Fetched("stdin.txt", data, ".txt")
    file = Path(path)
    if file.is_dir():
        raise SourceError(f"{file} is a folder, not a plan", f"Name a file in it: lambextract build {file}/plan.pdf")
    suffix = PurePath(file).suffix.casefold()
    if not file.exists():
        raise SourceError(f"there is no file {file}", "Check the name; quote it if it holds spaces.")
    if suffix not in READERS:
        raise UsageError(
            f"{file.name}: no reader knows {suffix or 'files without a suffix'}",
            f"Readers there are for {', '.join(READERS)}.",
        )
    if not file.is_file():  # a pipe would be waited for without end
        raise SourceError(f"{file} is no ordinary file", "From a pipe, use standard input: lambextract build -")
    try:
        data = file.read_bytes()
    except OSError as error:
        raise SourceError(f"{file} cannot be read: {error.strerror}", "Check its permissions.") from error
    if not data:
        raise SourceError(f"{file} is empty", "Check how it was downloaded.")
    if suffix != ".pdf" and data.startswith(b"%PDF-"):
        raise SourceError(f"{file.name} is a PDF, whatever its name says", f"Rename it to {file.stem}.pdf")
    return Fetched(shown_name(file.name), data, suffix)


def shown_name(name: str) -> str:
    """A file's name, of which a dataset can hold all: bytes that are no UTF-8 and what draws nothing, as backslash codes."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return DRAWS_NOTHING.sub(lambda m: m.group().encode("unicode_escape").decode(), re.sub(r"\s", " ", text))


__all__ = ["READERS", "Fetched", "Progress", "Reading", "Request", "begin", "fetch", "read", "second_reading"]
