"""What dates an action in a table: the entry of its row's timescale, or the cell of a column of dates."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ..document.model import Block
from ..likeness.similarity import as_written, likeness
from ..records.dataset import Commitment, LinkRecord
from .promises import Promises

DATED_BY = 0.4  # likeness of an answer and an entry of its row, from which the entry dates it
ANSWERS, ENTRIES = "response", "timescale"


def timescales(promises: Promises, blocks: Sequence[Block]) -> Iterator[LinkRecord]:
    """Links from what is dated to what dates it."""
    yield from entries(promises)
    yield from cells(promises.tellings.commitments, blocks)


def entries(promises: Promises) -> Iterator[LinkRecord]:
    """Answers without a time of their own, with the entry of their row that dates them."""
    tellings = promises.tellings
    rows: dict[object, list[int]] = defaultdict(list)
    for i, commitment in enumerate(tellings.commitments):
        if commitment.recommendation is not None:
            rows[commitment.recommendation].append(i)
    for row in rows.values():
        kept = [(i, tellings.commitments[i]) for i in row]
        answers = [i for i, c in kept if c.column == ANSWERS and c.deadline is None and c.status != "completed"]
        dated = [i for i, c in kept if c.column == ENTRIES and c.deadline is not None]
        for i in answers:
            told = [j for j in dated if promises.promise_of(i) == promises.promise_of(j)]
            options = told or dated
            best = max(options, key=lambda j: likeness(tellings.gists[i], tellings.gists[j]), default=None)
            if best is None:
                continue
            alike = likeness(tellings.gists[i], tellings.gists[best])
            if told or (len(answers) == 1 and len(dated) == 1) or alike >= DATED_BY:
                answer, entry = tellings.commitments[i], tellings.commitments[best]
                assert entry.deadline is not None, "only dated entries are tried"
                words = as_written(sorted(tellings.own(i) & tellings.own(best)), entry.quote)
                yield LinkRecord(
                    kind="timescale",
                    source=answer.id,
                    target=entry.id,
                    text=entry.deadline.text,
                    words=words,
                    score=round(alike, 3),
                )


def cells(commitments: Sequence[Commitment], blocks: Sequence[Block]) -> Iterator[LinkRecord]:
    """Commitments whose time stands in another cell of their row, with that cell."""
    of_row: dict[str, list[Block]] = defaultdict(list)
    for block in blocks:
        if block.row is not None:
            of_row[block.row].append(block)
    rows = {b.id: b.row for b in blocks if b.row is not None}
    for commitment in commitments:
        deadline, row = commitment.deadline, rows.get(commitment.block)
        if deadline is None or deadline.source != "column" or row is None:
            continue
        for cell in of_row[row]:
            if cell.id != commitment.block and not cell.header and deadline.text in cell.text:
                yield LinkRecord(kind="timescale", source=commitment.id, target=cell.id, text=deadline.text)
                break
