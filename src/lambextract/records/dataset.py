"""The published contract: what a build writes, and what is read back in. Checked, frozen, unknown keys refused.

Offsets are half-open and count characters; boxes are ``[page, x0, top, x1, bottom]`` in PDF points, origin top left.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer

ConflictField = Literal["deadline", "actor", "funding", "status", "strength"]
Relation = Literal["by", "in", "from", "throughout", "after", "ongoing"]
Amount = Annotated[
    Decimal,
    PlainSerializer(
        lambda d: int(d) if d == d.to_integral_value() else float(d), return_type=int | float, when_used="json"
    ),
]
PageBox = tuple[int, float, float, float, float]


def real_day(value: str | None) -> str | None:
    """An ISO day that exists, or nothing."""
    if value is not None:
        date.fromisoformat(value)
    return value


Day = Annotated[
    str | None,
    Field(json_schema_extra={"format": "date"}),
    AfterValidator(real_day),
]
Month = Annotated[str | None, Field(pattern=r"^(?:[1-9]\d{3}|0[1-9]\d\d|00[1-9]\d|000[1-9])(-(0[1-9]|1[0-2]))?$")]


class Record(BaseModel):
    """A record of the dataset."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Tool(Record):
    """What made the dataset."""

    name: str = Field(description="lambextract")
    version: str = Field(description="The tool's version")
    patterns_sha256: str = Field(description="SHA-256 over the pattern files that were used")
    packs: tuple[str, ...] = Field(
        description="The packs of patterns, in the order in which they were laid over one another"
    )
    model: str = Field(description="The language model and its version")


class PartRecord(Record):
    """A part of the document."""

    id: str = Field(description="foreword, summary, chapter-1 …, annex-a …")
    title: str = Field(description="The part's heading")
    number: str | None = Field(description="The number or letter that the heading carries")
    first_page: int | None = Field(description="The PDF page on which it begins")


class DocumentRecord(Record):
    """What the plan says of itself, and where it came from."""

    title: str = Field(description="The plan's title")
    publisher: str | None = Field(description="Who publishes it")
    published: Month = Field(description="When, in EDTF: 2010-02, or 2010 where only the year is known")
    source: str = Field(description="The source's file name")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256 of the source's bytes")
    media_type: str = Field(description="application/pdf, text/plain or text/markdown")
    pages: int | None = Field(description="Pages of the PDF, null for text")
    parts: tuple[PartRecord, ...] = Field(description="The document's parts, in order")
    tool: Tool = Field(description="What made the dataset")


class DeadlineRecord(Record):
    """By when."""

    text: str = Field(description="The time expression as written")
    relation: Relation = Field(description="How the action stands to the time")
    edtf: str | None = Field(description="The expression in EDTF (ISO 8601-2)")
    start: Day = Field(description="First day, ISO")
    end: Day = Field(description="Last day, ISO")
    precision: str = Field(
        description="day, month, season, term, quarter, half-year, year, financial-year, academic-year, range, event"
    )
    source: Literal["sentence", "lead-in", "heading", "column"] = Field(description="Where it is said")
    start_char: int | None = Field(description="Offset of the text in the block, null when inherited")
    end_char: int | None = Field(description="End of it")


class BlockRecord(Record):
    """One heading, numbered paragraph, bullet, footnote or cell paragraph."""

    id: str = Field(description="Readable, and the same after edits elsewhere in the document")
    part: str = Field(description="The part it stands in")
    kind: Literal["heading", "paragraph", "bullet", "footnote", "cell"] = Field(description="What it is")
    level: int | None = Field(description="A heading's level, 1 for parts")
    number: str | None = Field(description="The printed paragraph or footnote number")
    parent: str | None = Field(
        description="A bullet's lead-in, a paragraph's heading, a cell's column heading, a footnote's caller"
    )
    recommendation: int | str | None = Field(description="The annex reference of a cell")
    row: str | None = Field(description="The table row of a cell")
    column: str | None = Field(description="The column of a cell: recommendation, response, timescale, owner …")
    marker: str | None = Field(default=None, description="The glyph or number that marks a list item")
    header: bool = Field(
        default=False, description="Whether a cell heads a column, or names the theme of the rows below"
    )
    doubtful: bool = Field(
        default=False,
        description="Whether the order of its words is in doubt: a second reader sees them otherwise. It gives no commitments",
    )
    text: str = Field(description="Reading text: no markup, no footnote marks, line ends and page ends mended")
    page: int | None = Field(description="The PDF page on which it begins")
    page_label: str | None = Field(description="The printed page number")
    bboxes: tuple[PageBox, ...] = Field(description="A box for each of its pages and columns")
    times: tuple[DeadlineRecord, ...] = Field(
        default=(), description="Of a short cell: the times that stand in it, such as a release table's dates"
    )


class RecommendationRecord(Record):
    """A row of the annex."""

    id: str = Field(description="recommendation-38; what a `refers` link points to")
    ref: int | str = Field(description="The printed reference")
    theme: str | None = Field(description="The theme row above it")
    recommendation: str = Field(description="What was recommended")
    response: str = Field(description="What is answered")
    timescale: str = Field(description="By when, and who")
    pages: tuple[int, ...] = Field(description="The PDF pages that the row stands on")
    commitments: tuple[str, ...] = Field(description="Ids of the commitments in it")
    status: str = Field(description="Derived: completed, open, open until a day, or none")
    latest: Day = Field(default=None, description="Derived: the last day of its open commitments' deadlines")


class ActorRecord(Record):
    """Who does it."""

    id: str = Field(description="government for the publishing body, else the body's acronym or name in lower case")
    name: str = Field(description="The body's name as the document gives it in full")
    text: str | None = Field(description="The words that name it here")
    start: int | None = Field(description="Offset of the text in the block, null when inherited")
    end: int | None = Field(description="End of it")
    source: Literal["subject", "agent", "lead-in", "column", "pronoun", "delegate", "implied"] = Field(
        description="How it is known"
    )


class ActionRecord(Record):
    """What is done."""

    verb: str | None = Field(description="The main verb as written, null for a verbless entry")
    lemma: str | None = Field(description="Its dictionary form")
    text: str = Field(description="The verb phrase with its object")
    object: str | None = Field(
        default=None, description="What it is done to: the verb's object, or the subject of a passive or of an event"
    )
    category: str | None = Field(description="publish, consult, legislate, fund …, from the patterns")
    start: int = Field(description="Offset of the text in the block")
    end: int = Field(description="End of it")


class FundingRecord(Record):
    """With what money."""

    text: str = Field(description="The sum as written")
    amount: Amount = Field(description="The sum in units of the currency; the lower end of a range")
    max_amount: Amount | None = Field(description="The upper end of a range")
    currency: str = Field(description="ISO 4217")
    bound: Literal["exact", "up_to", "at_least", "range"] = Field(description="How the sum is bounded")
    period: Literal["total", "per_year"] = Field(description="Whether it is paid once or every year")
    start: int | None = Field(description="Offset of the text in the block, null when inherited")
    end: int | None = Field(description="End of it")
    restates: str | None = Field(
        default=None,
        description="Id of the commitment that tells this sum first; null for the first, so that sums add up",
    )


class Commitment(Record):
    """One responsible body doing one checkable action."""

    id: str = Field(description="Readable and stable: chapter-1-1.28-develop")
    promise: str | None = Field(
        default=None, description="The promise that it tells: the id of the commitment that tells it first, or its own"
    )
    part: str = Field(description="The part it stands in")
    section: str | None = Field(description="The heading above it")
    paragraph: str | None = Field(description="The printed paragraph number")
    recommendation: int | str | None = Field(description="The annex reference")
    column: str | None = Field(description="The column of the annex")
    block: str = Field(description="The block it stands in")
    page: int | None = Field(description="The PDF page of its first word")
    page_label: str | None = Field(description="The printed page number")
    bboxes: tuple[PageBox, ...] = Field(description="A box for each line of the quotation")
    quote: str = Field(description="The sentence, verbatim")
    quote_start: int = Field(description="Its offset in the block's text")
    quote_end: int = Field(description="Its end")
    actor: ActorRecord = Field(description="Who")
    partners: tuple[str, ...] = Field(description="Ids of the bodies that act with it")
    delegated_by: str | None = Field(description="Id of who asked for it")
    action: ActionRecord = Field(description="What")
    status: Literal["planned", "ongoing", "completed"] = Field(description="Whether it is still to be done")
    strength: Literal["firm", "conditional", "tentative"] = Field(description="How firmly it is promised")
    condition: str | None = Field(description="What it hangs on, as written")
    deadline: DeadlineRecord | None = Field(description="By when, null where nothing is said")
    funding: tuple[FundingRecord, ...] = Field(description="With what money")
    patterns: tuple[str, ...] = Field(description="The rules that fired")


class LinkRecord(Record):
    """How two things in the document hang together."""

    kind: Literal["restates", "conflicts", "refers", "timescale"] = Field(description="The kind of link")
    source: str = Field(alias="from", description="Id of a commitment or a block")
    target: str = Field(alias="to", description="Id of a commitment, a block, or a recommendation (recommendation-38)")
    text: str = Field(description="The words, or how the two disagree")
    words: tuple[str, ...] = Field(
        default=(), description="What the two were matched on: the words of the later that the earlier has too"
    )
    score: float | None = Field(
        default=None, description="How much speaks for the match, 0 to 1; null for what is pointed to"
    )
    field: ConflictField | None = Field(default=None, description="Of a conflict: in what the two disagree")
    said: tuple[str, str] | None = Field(
        default=None, description="Of a conflict: the words of the earlier, and those of the later"
    )
    months: int | None = Field(default=None, description="Of a conflict of dates: how many months they lie apart")

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class WarningRecord(Record):
    """Something that could not be read with certainty."""

    code: str = Field(description="A short name for the kind of warning")
    message: str = Field(description="What, in a sentence")
    page: int | None = Field(description="The PDF page")
    block: str | None = Field(description="The block")


class Rejection(Record):
    """A clause that was weighed and gave no commitment."""

    block: str = Field(description="The block it stands in")
    quote: str = Field(description="The sentence, verbatim")
    quote_start: int = Field(description="Its offset in the block's text")
    quote_end: int = Field(description="Its end")
    verb: str | None = Field(
        default=None, description="The clause's main verb, as it is written; null for a whole sentence"
    )
    reason: str = Field(description="The name of the rule that rejected it")
    times: tuple[DeadlineRecord, ...] = Field(default=(), description="The times in the sentence")


class SetAsideRecord(Record):
    """Words of a page that are in no block, and why."""

    page: int = Field(description="The PDF page")
    text: str = Field(description="The words")
    bboxes: tuple[PageBox, ...] = Field(description="A box for each line of them")
    why: Literal["running-head", "page-number", "contents", "repeated", "decorative", "hidden", "unreadable"] = Field(
        description="A running head or foot; a page number; an entry of the contents; what is said elsewhere as well, "
        "such as column headings on a table's next page; ornament, or set askew; beyond the page's edge; glyphs that stand "
        "for no character"
    )


class CoverageRecord(Record):
    """Where the words of a page's text layer went."""

    page: int = Field(description="The PDF page")
    structure: Literal["tags", "layout"] = Field(
        description="What its paragraphs, lists and tables were told by: the author's tags in the file, or the look of the page"
    )
    words: int = Field(description="The words of its text layer")
    read: int = Field(description="Those in blocks")
    set_aside: int = Field(description="Those set aside")
    unaccounted: int = Field(description="Those in neither: 0, or a warning says so")
    doubtful: int = Field(description="Those read whose order is in doubt")
    unseen_letters: int = Field(description="Letters that only a second reader sees: in no block and not set aside")


class Dataset(Record):
    """Everything that a build found."""

    document: DocumentRecord
    blocks: tuple[BlockRecord, ...]
    recommendations: tuple[RecommendationRecord, ...]
    commitments: tuple[Commitment, ...]
    links: tuple[LinkRecord, ...]
    rejected: tuple[Rejection, ...]
    set_aside: tuple[SetAsideRecord, ...] = ()
    coverage: tuple[CoverageRecord, ...] = ()
    warnings: tuple[WarningRecord, ...]
