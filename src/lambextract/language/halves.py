"""Parses half of a long text in a second process, forked from this one, which has the model already.

A fork is made only where nothing else goes on in the process (no other thread) and the system is one on which that is safe.
The batches are parsed as they would be here: what the parser says of a text does not depend on who asks.
"""

import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from .model import Doc, model, parsed

ENOUGH = 20_000  # characters from which a second process is worth its start
ROUND = 200_000  # characters that both parse before what they have is taken; bounds what the second one holds
ATTRIBUTES = ("ORTH", "TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD", "SPACY")

Batch = Sequence[str]


def can_fork() -> bool:
    """Whether a second process can be had of this one, and a processor for it."""
    return sys.platform == "linux" and (os.cpu_count() or 1) > 1 and threading.active_count() == 1


def parsed_in_halves(batches: Sequence[Batch]) -> Iterator[Doc]:
    """The parsed texts of some batches, in order."""
    for group in rounds(batches):
        size = sum(map(length, group))
        if size < ENOUGH or len(group) < 2 or not can_fork():
            yield from (doc for batch in group for doc in parsed(batch))
            continue
        first: list[Batch] = []
        at = 0
        while at * 2 < size:
            first.append(group[len(first)])
            at += length(first[-1])
        yield from with_second(first, group[len(first) :])


def rounds(batches: Sequence[Batch]) -> Iterator[list[Batch]]:
    """The batches in groups that both processes parse before what they have is taken."""
    group: list[Batch] = []
    size = 0
    for batch in batches:
        group.append(batch)
        size += length(batch)
        if size >= ROUND:
            yield group
            group, size = [], 0
    if group:
        yield group


def length(batch: Batch) -> int:
    """The characters of a batch."""
    return sum(map(len, batch))


def with_second(ours: Sequence[Batch], theirs: Sequence[Batch]) -> Iterator[Doc]:
    """The texts of some batches, parsed here, then those of others, parsed by a second process meanwhile."""
    pipe, sink = os.pipe()
    try:
        pid = os.fork()
    except OSError:  # there is no memory for it, or no place
        os.close(pipe)
        os.close(sink)
        yield from (doc for batch in (*ours, *theirs) for doc in parsed(batch))
        return
    if pid == 0:
        os.close(pipe)  # so that it ends with whoever reads it
        serve(theirs, sink)
    os.close(sink)
    data: bytes | None = None
    try:
        yield from [doc for batch in ours for doc in parsed(batch)]
        with os.fdopen(pipe, "rb", closefd=False) as source:
            data = source.read()
    finally:
        os.close(pipe)
        whole = ended(pid, kill=data is None)
    yield from unpacked(data) if whole and data is not None else (doc for batch in theirs for doc in parsed(batch))


def ended(pid: int, kill: bool) -> bool:
    """Wait until the second process has ended; whether it did all of its work. ``kill``: nobody wants it any more."""
    try:
        if kill:
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
    except (ChildProcessError, ProcessLookupError):  # whoever started this process has it reap no children
        return False
    return status == 0


def serve(batches: Sequence[Batch], sink: int) -> None:
    """Parse some batches and write what they give; the process ends with it, whatever happens."""
    code = 1
    with suppress(BaseException):
        with os.fdopen(sink, "wb") as pipe:
            pipe.write(packed([doc for batch in batches for doc in parsed(batch)]))
        code = 0
    os._exit(code)


def packed(docs: Sequence[Doc]) -> bytes:
    """Parsed texts as bytes."""
    return bytes(store(docs).to_bytes())


def unpacked(data: bytes) -> list[Doc]:
    """Parsed texts from bytes."""
    return list(store(()).from_bytes(data).get_docs(model().vocab))


def store(docs: Sequence[Doc]) -> Any:  # noqa: ANN401 (spaCy is untyped)
    """spaCy's container of parsed texts."""
    from spacy.tokens import DocBin

    return DocBin(attrs=ATTRIBUTES, store_user_data=False, docs=docs)
