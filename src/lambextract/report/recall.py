"""What was not taken for a promise, what was not read, and what answers each recommendation: so that recall can be judged."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..comparison.phrases import page_of, spot
from ..records.dataset import BlockRecord, Commitment, Dataset, RecommendationRecord, Rejection, SetAsideRecord
from ..records.tellings import promise_of, tellings_of


@dataclass(frozen=True, slots=True)
class Refused:
    """The clauses that one rule turned down, each with the words in which it stands and its place."""

    reason: str
    note: str
    clauses: tuple[tuple[Rejection, str], ...]


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """A recommendation, its own commitments, and where else their promises are told or it is referred to."""

    record: RecommendationRecord
    commitments: tuple[Commitment, ...]
    elsewhere: tuple[tuple[Commitment, str], ...]
    referring: tuple[tuple[str, str], ...]  # id of a commitment, or of nothing, and the place


def refused_of(dataset: Dataset, notes: Mapping[str, str]) -> list[Refused]:
    """What was weighed and turned down, by reason, the most frequent first; ``notes`` says what the rules are for."""
    blocks = {b.id: b for b in dataset.blocks}
    groups: dict[str, list[Rejection]] = defaultdict(list)
    for one in dataset.rejected:
        groups[one.reason].append(one)
    ordered = sorted(groups.items(), key=lambda g: (-len(g[1]), g[0]))
    return [Refused(r, notes.get(r, ""), tuple((x, place_of(blocks[x.block])) for x in those)) for r, those in ordered]


def aside_of(dataset: Dataset) -> list[tuple[str, tuple[SetAsideRecord, ...]]]:
    """The words that were set aside, by why."""
    groups: dict[str, list[SetAsideRecord]] = defaultdict(list)
    for one in dataset.set_aside:
        groups[one.why].append(one)
    return [(why, tuple(those)) for why, those in sorted(groups.items(), key=lambda g: (-len(g[1]), g[0]))]


def annex_of(dataset: Dataset) -> list[AnnexRow]:
    """The rows of the annex with what answers them."""
    commitments = {c.id: c for c in dataset.commitments}
    blocks = {b.id: b for b in dataset.blocks}
    tellings = tellings_of(dataset.commitments)
    referring: dict[str, list[str]] = defaultdict(list)
    for link in dataset.links:
        if link.kind == "refers":
            referring[link.target].append(link.source)
    rows = []
    for record in dataset.recommendations:
        own = tuple(commitments[i] for i in record.commitments)
        told = [t for c in own for t in tellings[promise_of(c)] if t.id not in record.commitments]
        rows.append(
            AnnexRow(
                record,
                own,
                tuple((t, ", ".join(spot(t))) for t in {t.id: t for t in told}.values()),
                tuple(referred(referring[record.id], commitments, blocks)),
            )
        )
    return rows


def referred(
    sources: Sequence[str], commitments: Mapping[str, Commitment], blocks: Mapping[str, BlockRecord]
) -> list[tuple[str, str]]:
    """The places that point to something: a commitment's id where it is one, and its place in words."""
    found = []
    for source in dict.fromkeys(sources):
        commitment = commitments.get(source)
        block = blocks.get(commitment.block if commitment else source)
        if block is not None:
            found.append((commitment.id if commitment else "", place_of(block)))
    return found


def place_of(block: BlockRecord) -> str:
    """Where a block stands, as a reader would look for it."""
    words = []
    if block.recommendation is not None:
        words.append(f"recommendation {block.recommendation}")
    elif block.kind == "paragraph" and block.number:
        words.append(f"para {block.number}")
    elif block.kind == "footnote":
        words.append(f"footnote {block.number}" if block.number else "a footnote")
    if block.page is not None:
        words.append(page_of(block.page, block.page_label))
    return ", ".join(words) or block.part
