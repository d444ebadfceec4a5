"""A commitment's paragraph, parted where the words of its actor, action, deadline, money and condition begin and end."""

import itertools
from dataclasses import dataclass
from typing import Literal

from ..records.dataset import BlockRecord, Commitment

Field = Literal["quote", "actor", "action", "deadline", "money", "condition"]
FIELDS: tuple[Field, ...] = ("quote", "actor", "action", "deadline", "money", "condition")


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a block, and the fields that they belong to."""

    text: str
    fields: tuple[Field, ...]


def runs_of(block: BlockRecord, commitment: Commitment) -> tuple[Run, ...]:
    """The block's whole text in runs; put together they are the text. What is inherited from elsewhere has no run."""
    spans = spans_of(block.text, commitment)
    edges = sorted({0, len(block.text), *(edge for _, start, end in spans for edge in (start, end))})
    return tuple(
        Run(block.text[a:b], tuple(f for f in FIELDS if any(f == name and s <= a and b <= e for name, s, e in spans)))
        for a, b in itertools.pairwise(edges)
        if a < b
    )


def spans_of(text: str, commitment: Commitment) -> list[tuple[Field, int, int]]:
    """Where in a block's text the fields stand, as half-open offsets."""
    actor, action, deadline = commitment.actor, commitment.action, commitment.deadline
    found: list[tuple[Field, int | None, int | None]] = [
        ("quote", commitment.quote_start, commitment.quote_end),
        ("actor", actor.start, actor.end),
        ("action", action.start, action.end),
        *((("deadline", deadline.start_char, deadline.end_char),) if deadline else ()),
        *(("money", fund.start, fund.end) for fund in commitment.funding),
    ]
    condition = commitment.condition or ""
    at = text.find(condition, commitment.quote_start, commitment.quote_end)
    if condition and (at >= 0 or (at := text.find(condition)) >= 0):
        found.append(("condition", at, at + len(condition)))
    return [(name, start, end) for name, start, end in found if start is not None and end is not None]
