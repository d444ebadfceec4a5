"""Sources → pages. To add a reader: one file, one row in READERS."""

import hashlib
import sys
from collections.abc import Callable
from pathlib import Path, PurePath

from ..document import Box, Source, Word
from ..errors import SourceError, UsageError
from ..layout.sheet import Turn
from ..patterns import StructurePatterns
from .source import Progress, Reading, Request

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


def read(
    path: str | Path,
    patterns: StructurePatterns,
    password: str | None,
    progress: Progress,
    meanwhile: Callable[[], None] = lambda: None,
) -> tuple[Source, Reading]:
    """Read the plan at ``path`` (``-``: standard input); ``meanwhile`` is other work, done while pages are read elsewhere.

    Raises SourceError if it is missing, a folder, empty or unreadable, UsageError for a kind that no reader knows.
    """
    name, data, suffix = fetch(path)
    reading = READERS[suffix](Request(name, data, patterns, password, progress, meanwhile))
    digest = hashlib.sha256(data).hexdigest()
    return Source(name, digest, reading.media_type, reading.count, reading.title, reading.author), reading


def words_of(
    path: str | Path, patterns: StructurePatterns, password: str | None
) -> tuple[str, bytes, dict[int, list[tuple[str, Box]]] | None]:
    """A source's name, its bytes and, of a PDF, the words on each page with their places; None for text."""
    name, data, suffix = fetch(path)
    if suffix != ".pdf":
        return name, data, None
    from .pdf import sheets_of

    sheets, _, _ = sheets_of(Request(name, data, patterns, password, lambda done, total: None))

    def place(word: Word, turn: Turn | None) -> tuple[str, Box]:
        return word.text, turn.undo(word.box) if turn else word.box

    return name, data, {sheet.number: [place(word, sheet.turn) for word in sheet.words] for sheet in sheets}


def fetch(path: str | Path) -> tuple[str, bytes, str]:
    """The source's name, its bytes, and the suffix that decides on its reader."""
    if str(path) == STANDARD_INPUT:
        data = sys.stdin.buffer.read()
        if not data:
            raise SourceError("nothing came on standard input", "Try: lambextract build - < plan.pdf")
        return ("stdin.pdf", data, ".pdf") if b"%PDF-" in data[:1024] else ("stdin.txt", data, ".txt")
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
    try:
        data = file.read_bytes()
    except OSError as error:
        raise SourceError(f"{file} cannot be read: {error.strerror}", "Check its permissions.") from error
    if not data:
        raise SourceError(f"{file} is empty", "Check how it was downloaded.")
    if suffix != ".pdf" and data.startswith(b"%PDF-"):
        raise SourceError(f"{file.name} is a PDF, whatever its name says", f"Rename it to {file.stem}.pdf")
    return file.name, data, suffix


__all__ = ["READERS", "Progress", "Reading", "Request", "read", "words_of"]
