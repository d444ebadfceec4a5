"""A comparison or a history as data: JSON with a published schema, and CSV with a row for each change."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ..comparison import Change, Comparison
from ..comparison.history import History
from ..dataset.writers import harmless, json_of, schema_of
from ..records.changes import Passage, RowText, TableRow
from . import Story
from .markdown import cells

COLUMNS = [
    "id",
    "kinds",
    "told_as",
    "sentence",
    "slip_months",
    "start_slip_months",
    "late_months",
    "funding_delta",
    "funding_period",
    "score",
    "old_id",
    "old_actor",
    "old_action",
    "old_status",
    "old_strength",
    "old_deadline",
    "old_deadline_end",
    "old_funding",
    "old_paragraph",
    "old_recommendation",
    "old_page",
    "old_quote",
    "new_id",
    "new_actor",
    "new_action",
    "new_status",
    "new_strength",
    "new_deadline",
    "new_deadline_end",
    "new_funding",
    "new_paragraph",
    "new_recommendation",
    "new_page",
    "new_quote",
    "still",
    "reason",
    "evidence",
    "folded_into",
]


def schema_text() -> str:
    """The JSON Schema of ``diff --format json``."""
    return schema_of(Comparison)


def csv_of(told: Story) -> str:
    """A header, then a row for each change, or for each promise of a history."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    if isinstance(told, Comparison):
        writer.writerow(COLUMNS)
        for change in told.changes:
            row = {**facts(change), **dict(side(change, "old")), **dict(side(change, "new"))}
            writer.writerow([harmless(row.get(name)) for name in COLUMNS])
    else:
        names = [
            f"version_{i}_{slot}"
            for i in range(1, len(told.versions) + 1)
            for slot in ("state", "deadline_end", "says")
        ]
        writer.writerow(["id", "promise", "actor", "slip_months", *names])
        writer.writerows([[harmless(cell) for cell in history_row(told, i)] for i in range(len(told.rows))])
    return out.getvalue()


def facts(change: Change) -> dict[str, Any]:
    """What a change says beside its two sides."""
    return {
        "id": change.id,
        "kinds": "; ".join(change.kinds),
        "told_as": change.kind,
        "sentence": change.sentence,
        "slip_months": change.slip_months,
        "start_slip_months": change.start_slip_months,
        "late_months": change.late_months,
        "funding_delta": number(change.funding_delta),
        "funding_period": change.funding_period,
        "score": number(change.score),
        "still": change.still,
        "reason": change.reason,
        "evidence": "; ".join(change.evidence) or None,
        "folded_into": change.folded_into,
    }


def number(value: float | None) -> Decimal | None:
    """A number as a decimal, to three places."""
    return None if value is None else round(Decimal(str(value)), 3)


def side(change: Change, which: str) -> Iterator[tuple[str, Any]]:
    """The columns of one side."""
    record = change.old if which == "old" else change.new
    if record is None:
        return
    yield f"{which}_quote", record.quote
    if isinstance(record, RowText):
        yield f"{which}_recommendation", str(record.recommendation)
        return
    yield f"{which}_page", record.page
    if isinstance(record, TableRow):
        yield f"{which}_id", record.row
        yield f"{which}_action", record.name
        return
    yield f"{which}_paragraph", record.paragraph
    if isinstance(record, Passage):
        return
    yield f"{which}_recommendation", None if record.recommendation is None else str(record.recommendation)
    yield f"{which}_id", record.id
    yield f"{which}_actor", record.actor.name
    yield f"{which}_action", record.action.text
    yield f"{which}_status", record.status
    yield f"{which}_strength", record.strength
    yield f"{which}_deadline", record.deadline.text if record.deadline else None
    yield f"{which}_deadline_end", record.deadline.end if record.deadline else None
    yield f"{which}_funding", "; ".join(f.text for f in record.funding) or None


def history_row(history: History, index: int) -> list[Any]:
    """One promise's cells."""
    row = history.rows[index]
    out: list[Any] = [row.id, row.promise, row.actor, row.slip_months]
    for moment, says in zip(row.moments, cells(row), strict=True):
        deadline = moment.commitment.deadline if moment.commitment else None
        out += [moment.state, deadline.end if deadline else None, says]
    return out


__all__ = ["COLUMNS", "csv_of", "json_of", "schema_text"]
