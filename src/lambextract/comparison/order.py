"""Which sentences stand elsewhere than before, when the others are taken to have kept their order."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from ..records.dataset import Commitment
from .pairing import Pair, Side


def moved(before: Side, after: Side, pairs: Sequence[Pair]) -> Iterator[Pair]:
    """The pairs that are out of order: those that are not in the longest run of pairs in the same order in both.

    ``pairs`` are in the order of the old version. In annex rows the row counts and not the order within it.
    """
    loose = [p for p in pairs if before.commitments[p.old].recommendation is None]
    kept = {loose[i].old for i in longest_run([p.new for p in loose])}
    for pair in pairs:
        if place_of(before.commitments[pair.old]) == place_of(after.commitments[pair.new]):
            continue
        a, b = before.commitments[pair.old], after.commitments[pair.new]
        if (a.recommendation is None) != (b.recommendation is None) or (
            a.recommendation is None and (pair.old not in kept or a.part != b.part)
        ):
            yield pair


def place_of(commitment: Commitment) -> tuple[object, ...]:
    """Where a reader would look for a commitment."""
    return commitment.part, commitment.section, commitment.paragraph, commitment.recommendation, commitment.column


def longest_run(values: Sequence[int]) -> list[int]:
    """The indices of a longest increasing subsequence (patience sorting, n log n)."""
    tails: list[int] = []
    ends: list[int] = []
    back: list[int] = [-1] * len(values)
    for i, value in enumerate(values):
        at = bisect_left(tails, value)
        back[i] = ends[at - 1] if at else -1
        if at == len(tails):
            tails.append(value)
            ends.append(i)
        else:
            tails[at], ends[at] = value, i
    run: list[int] = []
    at = ends[-1] if ends else -1
    while at != -1:
        run.append(at)
        at = back[at]
    return run[::-1]
