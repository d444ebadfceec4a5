"""The dataset as flat tables: what their columns are called, what they hold, and how they hang together.

One place for the CSV writer, the data package and the field reference in the documentation.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import Any

from ...records.dataset import (
    ActionRecord,
    ActorRecord,
    BlockRecord,
    Commitment,
    CoverageRecord,
    Dataset,
    DeadlineRecord,
    FundingRecord,
    LinkRecord,
    RecommendationRecord,
    Record,
    Rejection,
    SetAsideRecord,
)

Value = str | int | float | bool | Decimal | None
LIST = "; "  # between the items of a list in one cell


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its Table Schema type, what it holds, and where in a record it is found."""

    name: str
    type: str
    description: str
    path: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A column whose values are those of another table's column; ``table`` is empty for the same table."""

    column: str
    table: str
    other: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its rows as records, its columns, its keys."""

    name: str
    description: str
    rows: Callable[[Dataset], Sequence[Any]]
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()

    def cells(self, dataset: Dataset) -> Iterator[list[Value]]:
        """The table's rows, a value for each column."""
        for record in self.rows(dataset):
            yield [flat(reduce(member, column.path, record)) for column in self.columns]


@dataclass(frozen=True, slots=True)
class Fund:
    """A sum with the commitment that it belongs to, and its number there, from 1."""

    commitment: str
    number: int
    fund: FundingRecord


@dataclass(frozen=True, slots=True)
class Numbered:
    """A record that has no id of its own, with its number in the dataset, from 1."""

    number: int
    record: Record


def member(record: Any, name: str) -> Any:  # noqa: ANN401
    """A field of a record; nothing has no fields."""
    return None if record is None else getattr(record, name)


def flat(value: Any) -> Value:  # noqa: ANN401
    """A value as one cell: lists joined, boxes as ``page x0 top x1 bottom``, sums as written."""
    if isinstance(value, tuple):
        return LIST.join(str(flat(v)) if not isinstance(v, tuple) else " ".join(map(str, v)) for v in value) or None
    if isinstance(value, FundingRecord):
        return value.text
    return value  # type: ignore[no-any-return]


def columns(
    model: type[Record],
    types: dict[str, str],
    prefix: str = "",
    path: tuple[str, ...] = (),
    required: Sequence[str] = (),
) -> tuple[Column, ...]:
    """The columns of a record's fields that ``types`` names: as ``prefix`` and the field, found at ``path``."""
    return tuple(
        Column(
            f"{prefix}{model.model_fields[name].alias or name}",
            kind,
            model.model_fields[name].description or "",
            (*path, name),
            name in required,
        )
        for name, kind in types.items()
    )


COMMITMENTS = Table(
    "commitments",
    "One row for each commitment: who will do what, by when, with what money",
    lambda d: d.commitments,
    (
        *columns(Commitment, {"id": "string", "promise": "string", "quote": "string"}, required=("id", "quote")),
        *columns(
            ActorRecord, {"id": "string", "name": "string", "text": "string", "source": "string"}, "actor_", ("actor",)
        ),
        *columns(Commitment, {"partners": "string", "delegated_by": "string"}),
        *columns(
            ActionRecord,
            {"verb": "string", "lemma": "string", "category": "string", "text": "string", "object": "string"},
            "action_",
            ("action",),
        ),
        *columns(
            Commitment,
            {"status": "string", "strength": "string", "condition": "string"},
            required=("status", "strength"),
        ),
        *columns(
            DeadlineRecord,
            {
                "text": "string",
                "relation": "string",
                "edtf": "string",
                "start": "date",
                "end": "date",
                "precision": "string",
                "source": "string",
            },
            "deadline_",
            ("deadline",),
        ),
        *columns(Commitment, {"funding": "string"}),
        *columns(
            Commitment,
            {
                "part": "string",
                "section": "string",
                "paragraph": "string",
                "recommendation": "string",
                "column": "string",
                "page": "integer",
                "page_label": "string",
                "block": "string",
                "quote_start": "integer",
                "quote_end": "integer",
            },
            required=("quote", "part", "block"),
        ),
        *columns(ActorRecord, {"start": "integer", "end": "integer"}, "actor_", ("actor",)),
        *columns(ActionRecord, {"start": "integer", "end": "integer"}, "action_", ("action",)),
        *columns(DeadlineRecord, {"start_char": "integer", "end_char": "integer"}, "deadline_", ("deadline",)),
        *columns(Commitment, {"bboxes": "string", "patterns": "string"}),
    ),
    ("id",),
    (
        ForeignKey("promise", "", "id"),
        ForeignKey("block", "blocks", "id"),
        ForeignKey("recommendation", "recommendations", "ref"),
    ),
)

RECOMMENDATIONS = Table(
    "recommendations",
    "One row for each recommendation of the annex, with the answer and the timescale",
    lambda d: d.recommendations,
    columns(
        RecommendationRecord,
        {
            "id": "string",
            "ref": "string",
            "theme": "string",
            "recommendation": "string",
            "response": "string",
            "timescale": "string",
            "pages": "string",
            "commitments": "string",
            "status": "string",
            "latest": "date",
        },
        required=("id", "ref"),
    ),
    ("id",),
)

BLOCKS = Table(
    "blocks",
    "The document, split: one row for each heading, paragraph, bullet, footnote and cell paragraph, in reading order",
    lambda d: d.blocks,
    columns(
        BlockRecord,
        {
            "id": "string",
            "part": "string",
            "kind": "string",
            "level": "integer",
            "number": "string",
            "parent": "string",
            "recommendation": "string",
            "row": "string",
            "column": "string",
            "marker": "string",
            "header": "boolean",
            "doubtful": "boolean",
            "text": "string",
            "page": "integer",
            "page_label": "string",
            "bboxes": "string",
        },
        required=("id", "part", "kind"),
    ),
    ("id",),
    (ForeignKey("parent", "", "id"), ForeignKey("recommendation", "recommendations", "ref")),
)

FUNDING = Table(
    "funding",
    "One row for each sum of money that a commitment names",
    lambda d: [Fund(c.id, i, f) for c in d.commitments for i, f in enumerate(c.funding, 1)],
    (
        Column("commitment", "string", "Id of the commitment", ("commitment",), required=True),
        Column("number", "integer", "Number of the sum within the commitment, from 1", ("number",), required=True),
        *columns(
            FundingRecord,
            {
                "text": "string",
                "amount": "number",
                "max_amount": "number",
                "currency": "string",
                "bound": "string",
                "period": "string",
                "restates": "string",
                "start": "integer",
                "end": "integer",
            },
            path=("fund",),
            required=("amount", "currency"),
        ),
    ),
    ("commitment", "number"),
    (ForeignKey("commitment", "commitments", "id"), ForeignKey("restates", "commitments", "id")),
)

NUMBER = Column("number", "integer", "Number of the entry, from 1", ("number",), required=True)

LINKS = Table(
    "links",
    "What restates, contradicts, dates or refers to what",
    lambda d: [Numbered(i, link) for i, link in enumerate(d.links, 1)],
    (
        NUMBER,
        *columns(
            LinkRecord,
            {
                "kind": "string",
                "source": "string",
                "target": "string",
                "text": "string",
                "field": "string",
                "months": "integer",
                "score": "number",
                "words": "string",
            },
            path=("record",),
            required=("kind", "source", "target"),
        ),
    ),
    ("number",),
)

SET_ASIDE = Table(
    "set_aside",
    "The words of a PDF that are in no block, and why: one row for each line or entry",
    lambda d: [Numbered(i, entry) for i, entry in enumerate(d.set_aside, 1)],
    (
        NUMBER,
        *columns(
            SetAsideRecord,
            {"page": "integer", "text": "string", "why": "string", "bboxes": "string"},
            path=("record",),
            required=("page", "why"),
        ),
    ),
    ("number",),
)

REJECTED = Table(
    "rejected",
    "The clauses that were weighed and gave no commitment, and why: one row for each",
    lambda d: [Numbered(i, entry) for i, entry in enumerate(d.rejected, 1)],
    (
        NUMBER,
        *columns(
            Rejection,
            {
                "block": "string",
                "verb": "string",
                "reason": "string",
                "quote": "string",
                "quote_start": "integer",
                "quote_end": "integer",
            },
            path=("record",),
            required=("block", "reason", "quote"),
        ),
    ),
    ("number",),
    (ForeignKey("block", "blocks", "id"),),
)

COVERAGE = Table(
    "coverage",
    "Where the words of each page of a PDF went",
    lambda d: d.coverage,
    columns(
        CoverageRecord,
        {
            "page": "integer",
            "structure": "string",
            "words": "integer",
            "read": "integer",
            "set_aside": "integer",
            "unaccounted": "integer",
            "doubtful": "integer",
            "unseen_letters": "integer",
        },
        required=("page", "structure", "words", "read"),
    ),
    ("page",),
)

TABLES = (COMMITMENTS, RECOMMENDATIONS, BLOCKS, FUNDING, LINKS, REJECTED, SET_ASIDE, COVERAGE)
