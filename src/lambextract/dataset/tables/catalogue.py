"""The tables, each with its columns: the short one of the commitments first, the one with everything beside it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ...document.identifiers import slug
from ...records.dataset import (
    ActionRecord,
    ActorRecord,
    BlockRecord,
    Commitment,
    CoverageRecord,
    Dataset,
    DeadlineRecord,
    DocumentRecord,
    FundingRecord,
    LinkRecord,
    PartRecord,
    RecommendationRecord,
    Rejection,
    SetAsideRecord,
    WarningRecord,
)
from ...records.tellings import day_of, tells_first
from .labels import block_label, marker_label, month_label, page_label, paragraph_label, plan_id, reference_label
from .schema import Column, ForeignKey, Table, at, columns

PUBLISHING = "government"  # the id, within each plan, of the body that publishes it


@dataclass(frozen=True, slots=True)
class Plan:
    """What every row says of the plan that it comes from; ``rows``: the ids of its recommendations by block."""

    id: str
    document: DocumentRecord
    rows: dict[str, str]

    @classmethod
    def of(cls, dataset: Dataset) -> "Plan":
        """That of a dataset."""
        return cls(plan_id(dataset.document), dataset.document, recommendations_by_block(dataset))

    @property
    def publisher(self) -> str | None:
        """The id of the publishing body, the same in all plans that write its name alike."""
        return body_id(self.document.publisher) if self.document.publisher else None


@dataclass(frozen=True, slots=True)
class Row:
    """A record with its plan, its number among its like, from 1, and the commitment that it belongs to."""

    plan: Plan
    record: Any
    number: int = 0
    owner: str = ""


def recommendations_by_block(dataset: Dataset) -> dict[str, str]:
    """The id of the recommendation in whose row each block stands, for those that do.

    A plan may number the rows of two annexes alike: rows of one reference are told apart by their order.
    """
    ids: dict[int | str, list[str]] = defaultdict(list)
    for record in dataset.recommendations:
        ids[record.ref].append(record.id)
    rows: dict[int | str, list[str | None]] = defaultdict(list)
    found = {}
    for block in dataset.blocks:
        ref = block.recommendation
        if ref is None or ref not in ids:
            continue
        if block.row not in rows[ref]:
            rows[ref].append(block.row)
        found[block.id] = ids[ref][min(rows[ref].index(block.row), len(ids[ref]) - 1)]
    return found


def body_id(name: str) -> str:
    """A body's name in lower case with hyphens; in its own letters where it has no Latin ones."""
    return slug(name) or name.casefold()


def rows_of(records: Callable[[Dataset], Iterable[Any]]) -> Callable[[Dataset], Sequence[Row]]:
    """The rows of a list of records."""

    def rows(dataset: Dataset) -> list[Row]:
        plan = Plan.of(dataset)
        return [Row(plan, record, number) for number, record in enumerate(records(dataset), 1)]

    return rows


def funding_rows(dataset: Dataset) -> list[Row]:
    """A row for each sum, numbered within its commitment."""
    plan = Plan.of(dataset)
    return [Row(plan, fund, number, c.id) for c in dataset.commitments for number, fund in enumerate(c.funding, 1)]


def part_records(dataset: Dataset) -> list[PartRecord]:
    """The parts, and what stands before the first of them, if anything does."""
    listed = {part.id for part in dataset.document.parts}
    others = dict.fromkeys(b.part for b in dataset.blocks if b.part not in listed)
    before = [
        PartRecord(id=id_, title=id_.replace("-", " ").capitalize(), number=None, first_page=None) for id_ in others
    ]
    return [*before, *dataset.document.parts]


def body_of(row: Row) -> str | None:
    """The id of an actor over all plans: that of the publisher where the actor is the publishing body."""
    actor = row.record.actor
    return row.plan.publisher if actor.id == PUBLISHING else body_id(actor.name)


def year_of(commitment: Commitment) -> int | None:
    """The year in which a deadline falls: that of its last day, else that of its first."""
    day = day_of(commitment)
    return int(day[:4]) if day else None


def recommendation_of(row: Row) -> str | None:
    """The id of the recommendation in whose row a record stands."""
    return row.plan.rows.get(row.record.id if isinstance(row.record, BlockRecord) else row.record.block)


PLAN = Column("plan", "string", "The plan: its file's name and the start of its SHA-256", at("plan", "id"), True)
NUMBER = Column("number", "integer", "Number of the entry within the plan, from 1", at("number"), True)
MONTH = Column(
    "published",
    "string",
    "When, in EDTF: 2010-02; 2010-XX where only the year is known",
    lambda r: month_label(r.plan.document.published),
)
PUBLISHER = (
    *columns(
        DocumentRecord,
        {"title": "string", "publisher": "string"},
        base=("plan", "document"),
        names={"title": "plan_title"},
    ),
    MONTH,
)
PRINTED_PAGE = Column(
    "page_label", "string", "The printed page number: p. 7", lambda r: page_label(r.record.page_label)
)
PARAGRAPH = Column(
    "paragraph", "string", "The printed paragraph number: para 1.10", lambda r: paragraph_label(r.record.paragraph)
)
IN_RECOMMENDATION = Column(
    "recommendation", "string", "Id of the recommendation in whose row of the annex it stands", recommendation_of
)
TO_RECOMMENDATION = ForeignKey("recommendation", "recommendations", "id")

PLANS = Table(
    "plans",
    "One row for each plan: what it says of itself, where it came from, and what made the tables",
    lambda d: [Row(Plan.of(d), d.document)],
    (
        PLAN,
        *columns(DocumentRecord, {"title": "string", "publisher": "string"}),
        Column(
            "publisher_id",
            "string",
            "Id of the publisher over all plans: its name in lower case",
            at("plan", "publisher"),
        ),
        MONTH,
        *columns(
            DocumentRecord,
            {"source": "string", "sha256": "string", "media_type": "string", "pages": "integer"},
            required=("source", "sha256", "media_type"),
        ),
        Column(
            "version", "string", "Version of lambextract", at("record", "tool", "version"), True, ("tool", "version")
        ),
        Column(
            "packs",
            "string",
            "The packs of patterns that were used",
            at("record", "tool", "packs"),
            False,
            ("tool", "packs"),
        ),
        Column(
            "patterns_sha256",
            "string",
            "SHA-256 over the pattern files",
            at("record", "tool", "patterns_sha256"),
            True,
            ("tool", "patterns_sha256"),
        ),
        Column(
            "model",
            "string",
            "The language model and its version",
            at("record", "tool", "model"),
            True,
            ("tool", "model"),
        ),
    ),
    ("plan",),
)

PARTS = Table(
    "parts",
    "One row for each part of the plan",
    rows_of(part_records),
    (
        PLAN,
        *columns(PartRecord, {"id": "string", "title": "string"}, required=("id",)),
        Column(
            "label",
            "string",
            "The number or letter that the heading carries: no. 1, no. A",
            lambda r: f"no. {r.record.number}" if r.record.number else None,
        ),
        *columns(PartRecord, {"first_page": "integer"}),
    ),
    ("id",),
)

WHO = columns(ActorRecord, {"id": "string", "name": "string"}, "actor_", ("actor",), required=("id", "name"))
BODY = Column(
    "actor_body",
    "string",
    "Id of the actor over all plans: its name in lower case; the publisher's for government",
    body_of,
)
FIRST = Column(
    "is_first",
    "boolean",
    "Whether it tells its promise first: the rows where it is true count each promise once",
    lambda r: tells_first(r.record),
    True,
)
YEAR = Column(
    "deadline_year",
    "integer",
    "The year of the deadline's last day, else of its first",
    lambda r: year_of(r.record),
)
UID = Column(
    "uid", "string", "An id that no commitment of any other plan has", lambda r: f"{r.plan.id}/{r.record.id}", True
)
IDS = (PLAN, *columns(Commitment, {"id": "string", "promise": "string"}, required=("id",)), FIRST)
WHAT = columns(
    ActionRecord,
    {"text": "string", "object": "string", "category": "string"},
    "action_",
    ("action",),
    required=("text",),
)
HOW = columns(
    Commitment, {"status": "string", "strength": "string", "condition": "string"}, required=("status", "strength")
)
WHEN = (
    *columns(
        DeadlineRecord,
        {"text": "string", "relation": "string", "start": "date", "end": "date"},
        "deadline_",
        ("deadline",),
    ),
    YEAR,
)
WHERE = (
    *columns(Commitment, {"funding": "string", "part": "string", "section": "string"}, required=("part",)),
    PARAGRAPH,
    IN_RECOMMENDATION,
    *columns(Commitment, {"page": "integer", "quote": "string"}, required=("quote",)),
)
SHORT = (*IDS, *PUBLISHER[1:], *WHO, *WHAT, *HOW, *WHEN, *WHERE)
REST = (
    UID,
    PUBLISHER[0],
    BODY,
    *columns(ActorRecord, {"text": "string", "source": "string"}, "actor_", ("actor",), required=("source",)),
    *columns(Commitment, {"partners": "string", "delegated_by": "string"}),
    *columns(ActionRecord, {"verb": "string", "lemma": "string"}, "action_", ("action",)),
    *columns(DeadlineRecord, {"edtf": "string", "precision": "string", "source": "string"}, "deadline_", ("deadline",)),
    *columns(Commitment, {"column": "string"}, names={"column": "table_column"}),
    PRINTED_PAGE,
    *columns(
        Commitment,
        {"block": "string", "quote_start": "integer", "quote_end": "integer"},
        required=("block", "quote_start", "quote_end"),
    ),
    *columns(
        ActorRecord,
        {"start": "integer", "end": "integer"},
        path=("actor",),
        names={"start": "actor_start_char", "end": "actor_end_char"},
    ),
    *columns(
        ActionRecord,
        {"start": "integer", "end": "integer"},
        path=("action",),
        names={"start": "action_start_char", "end": "action_end_char"},
    ),
    *columns(DeadlineRecord, {"start_char": "integer", "end_char": "integer"}, "deadline_", ("deadline",)),
    *columns(Commitment, {"bboxes": "string", "patterns": "string"}),
)
COMMITMENT_KEYS = (ForeignKey("promise", "commitments", "id"), ForeignKey("part", "parts", "id"), TO_RECOMMENDATION)

COMMITMENTS = Table(
    "commitments",
    "One row for each commitment: who will do what, by when, with what money, and where it says so",
    rows_of(lambda d: d.commitments),
    SHORT,
    ("id",),
    COMMITMENT_KEYS,
)

COMMITMENTS_FULL = Table(
    "commitments_full",
    "The same rows with every column: how each fact is known, ids over all plans, offsets, boxes and rules",
    rows_of(lambda d: d.commitments),
    (*SHORT, *REST),
    ("id",),
    (*COMMITMENT_KEYS, ForeignKey("block", "blocks", "id")),
)

RECOMMENDATIONS = Table(
    "recommendations",
    "One row for each recommendation of the annex, with the answer and the timescale",
    rows_of(lambda d: d.recommendations),
    (
        PLAN,
        *columns(RecommendationRecord, {"id": "string"}, required=("id",)),
        Column("ref", "string", "The printed reference: rec 38", lambda r: reference_label(r.record.ref), True),
        *columns(
            RecommendationRecord,
            {
                "theme": "string",
                "recommendation": "string",
                "response": "string",
                "timescale": "string",
                "pages": "string",
                "commitments": "string",
                "status": "string",
                "latest": "date",
            },
        ),
    ),
    ("id",),
)

BLOCKS = Table(
    "blocks",
    "The document, split: one row for each heading, paragraph, bullet, footnote and cell paragraph, in reading order",
    rows_of(lambda d: d.blocks),
    (
        PLAN,
        *columns(
            BlockRecord,
            {"id": "string", "part": "string", "kind": "string", "level": "integer"},
            required=("id", "part", "kind"),
        ),
        Column(
            "label",
            "string",
            "The printed number, with what it numbers: para 1.10, note 3",
            lambda r: block_label(r.record),
        ),
        *columns(BlockRecord, {"parent": "string"}),
        IN_RECOMMENDATION,
        *columns(BlockRecord, {"row": "string", "column": "string"}, "table_"),
        Column(
            "marker",
            "string",
            "The glyph or number that marks a list item, in brackets: [•]",
            lambda r: marker_label(r.record.marker),
        ),
        *columns(
            BlockRecord,
            {"header": "boolean", "doubtful": "boolean", "text": "string", "page": "integer"},
            required=("header", "doubtful"),
        ),
        PRINTED_PAGE,
        *columns(BlockRecord, {"bboxes": "string"}),
    ),
    ("id",),
    (ForeignKey("parent", "blocks", "id"), ForeignKey("part", "parts", "id"), TO_RECOMMENDATION),
)

FUNDING = Table(
    "funding",
    "One row for each sum of money that a commitment names; the rows without `restates` add up",
    funding_rows,
    (
        PLAN,
        Column("commitment", "string", "Id of the commitment", at("owner"), True),
        Column("number", "integer", "Number of the sum within the commitment, from 1", at("number"), True),
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
            required=("text", "amount", "currency", "bound", "period"),
            names={"start": "start_char", "end": "end_char"},
        ),
    ),
    ("commitment", "number"),
    (ForeignKey("commitment", "commitments", "id"), ForeignKey("restates", "commitments", "id")),
)

LINKS = Table(
    "links",
    "What restates, contradicts, dates or refers to what",
    rows_of(lambda d: d.links),
    (
        PLAN,
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
            required=("kind", "source", "target"),
            names={"source": "from_id", "target": "to_id"},
        ),
    ),
    ("number",),
)

REJECTED = Table(
    "rejected",
    "The clauses that were weighed and gave no commitment, and why: one row for each",
    rows_of(lambda d: d.rejected),
    (
        PLAN,
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
            required=("block", "reason", "quote"),
        ),
    ),
    ("number",),
    (ForeignKey("block", "blocks", "id"),),
)

SET_ASIDE = Table(
    "set_aside",
    "The words of a PDF that are in no block, and why: one row for each line or entry",
    rows_of(lambda d: d.set_aside),
    (
        PLAN,
        NUMBER,
        *columns(
            SetAsideRecord,
            {"page": "integer", "text": "string", "why": "string", "bboxes": "string"},
            required=("page", "why"),
        ),
    ),
    ("number",),
)

COVERAGE = Table(
    "coverage",
    "Where the words of each page of a PDF went",
    rows_of(lambda d: d.coverage),
    (
        PLAN,
        *columns(
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
    ),
    ("page",),
)

WARNINGS = Table(
    "warnings",
    "What could not be read with certainty",
    rows_of(lambda d: d.warnings),
    (
        PLAN,
        NUMBER,
        *columns(
            WarningRecord,
            {"code": "string", "message": "string", "page": "integer", "block": "string"},
            required=("code", "message"),
        ),
    ),
    ("number",),
)

TABLES = (
    COMMITMENTS,
    COMMITMENTS_FULL,
    FUNDING,
    RECOMMENDATIONS,
    LINKS,
    BLOCKS,
    PLANS,
    PARTS,
    REJECTED,
    SET_ASIDE,
    COVERAGE,
    WARNINGS,
)
