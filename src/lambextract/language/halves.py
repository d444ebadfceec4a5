"""Parses half of a long text in a copy of this process, which has the model already.

The batches are parsed as they would be here: what the parser says of a text does not depend on who asks.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from ..forking import can_fork, elsewhere
from .model import Doc, model, parsed

ENOUGH = 20_000  # characters from which a copy is worth its cost
ROUND = 160_000  # characters that both parse before what they have is taken; bounds what the copy holds
ATTRIBUTES = ("ORTH", "TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD", "SPACY")

Batch = Sequence[str]


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
    """The texts of some batches, parsed here, then those of others, parsed by a copy of this process meanwhile."""
    with elsewhere(lambda: packed(docs_of(theirs))) as answer:
        docs = docs_of(ours), unpacked(answer())  # both before any is given: whoever takes them may stop half-way
    for half in docs:
        yield from half


def docs_of(batches: Sequence[Batch]) -> list[Doc]:
    """The parsed texts of some batches."""
    return [doc for batch in batches for doc in parsed(batch)]


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
