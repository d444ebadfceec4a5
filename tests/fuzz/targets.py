"""What is fuzzed: each target takes any bytes, and lets through no exception that was not thought of."""

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from lambextract.document.model import Source
from lambextract.errors import PatternError, SourceError
from lambextract.limits import Clock, Limits
from lambextract.patterns import Patterns, load_patterns
from lambextract.patterns.load import FILES
from lambextract.readers.source import Fetched, Request
from lambextract.readers.text import read_text
from lambextract.structure import structure_of


@cache
def default_patterns() -> Patterns:
    """The rules of the default packs."""
    return load_patterns()


def text(data: bytes) -> None:
    """Read a text and split it: every block holds something, every parent is there, every id is its own."""
    patterns = default_patterns()
    clock = Clock(Limits(), "plan.md")
    try:
        reading = read_text(Request(Fetched("plan.md", data, ".md"), patterns.structure, clock))
    except SourceError:
        return
    document = structure_of(Source("plan.md", "0" * 64, "text/markdown", None), reading, patterns, lambda _word: False)
    ids = [block.id for block in document.blocks]
    assert len(set(ids)) == len(ids), "two blocks have one id"
    assert all(block.text.strip() or block.calls for block in document.blocks), "a block of nothing"
    assert all(block.parent is None or block.parent in set(ids) for block in document.blocks), (
        "a parent that is not there"
    )


def patterns(data: bytes) -> None:
    """Load a pattern file; its first byte says which of the files it is."""
    stem = sorted(FILES)[data[0] % len(FILES)] if data else "funding"
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, f"{stem}.toml").write_bytes(data[1:])
        try:
            load_patterns(Path(folder))
        except PatternError as error:
            assert str(error), "an error without words"


TARGETS: dict[str, Callable[[bytes], None]] = {"text": text, "patterns": patterns}
