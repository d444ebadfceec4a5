"""Joins the stations: source → pages → document → commitments → dataset. Without logic of its own."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from .dataset.word_accounting import Account, account_of, packed, pages_of, unpacked
from .document.model import Block, Box, Document, Recommendation, SetAside, joined
from .document.months import check_month
from .document.progress import Report, quiet
from .errors import SourceError
from .extraction import commitments_of
from .extraction.context.cell_times import CellTimes
from .extraction.decision import Verdict
from .extraction.mentions.implausible import implausible
from .extraction.recording import deadline_record, rounded
from .forking import elsewhere
from .freed_memory import hand_back
from .language.model import is_word, model_name, prepare
from .limits import Clock, Limits
from .linking import Linked, linked
from .patterns import Patterns, load_patterns
from .readers import Fetched, Request, fetch, read
from .records.dataset import (
    BlockRecord,
    Commitment,
    CoverageRecord,
    Dataset,
    DeadlineRecord,
    DocumentRecord,
    PageBox,
    PartRecord,
    RecommendationRecord,
    SetAsideRecord,
    Tool,
    WarningRecord,
)
from .records.version import __version__
from .structure import structure_of

if TYPE_CHECKING:
    from .readers.witness import WitnessPage

LONG = 8  # pages of a PDF from which a copy of the process keeps the account of its words
UNSEEN = 8  # letters of a page that only the second reader sees, from which a warning tells of them
UNSEEN_SHOWN = 60
SHORT_CELL = (
    200  # characters of the longest cell whose times are told: a longer one is prose, and its promises have theirs
)


def build(
    source: str | Path | Fetched,
    *,
    published: str | None = None,
    publisher: str | None = None,
    patterns: Patterns | None = None,
    password: str | None = None,
    tags: bool = True,
    limits: Limits | None = None,
    report: Report = quiet,
) -> Dataset:
    """Read a government plan and return the dataset of its commitments.

    ``source`` is a path to a .pdf, .txt or .md file, "-" for standard input, or what was fetched already. ``published``
    ("2010-02") overrides the month that the document states, ``publisher`` the body that is found to publish it. ``tags``:
    whether the structure that a PDF's author wrote into it is used, where it is sane; without, the look of the pages alone
    decides. ``limits``: what the build may cost, those of ``Limits()`` if none are given. ``report`` is called with the
    stage, and how much of it is done.

    Raises SourceError for a plan that cannot be read, or not within the limits, PatternError for a pattern file that is
    wrong, MachineError if the language model is missing, UsageError for a month that is none.

    >>> dataset = build("plan.pdf")  # doctest: +SKIP
    >>> dataset.commitments[0].actor.name  # doctest: +SKIP
    'Canals and Navigations Agency'
    """
    check_month(published)
    rules = patterns or load_patterns()
    plan = source if isinstance(source, Fetched) else fetch(source)
    request = Request(plan, rules.structure, Clock(limits or Limits(), plan.name), password, tags)
    return built(request, rules, published, publisher, report)


def built(request: Request, rules: Patterns, published: str | None, publisher: str | None, report: Report) -> Dataset:
    """The dataset of what is asked to be read. Raises what ``build`` raises."""
    check_month(published)
    clock = request.clock
    facts, reading = read(
        replace(request, progress=lambda done, total: report("Reading", done, total), meanwhile=prepare)
    )
    document = structure_of(facts, reading, rules, is_word)
    if not document.blocks:
        message = f"{facts.name} holds no text but running heads and page numbers"
        raise SourceError(message, "Look at it in a viewer; if its pages are scanned, run OCR first.")
    document = told(document, published, publisher)
    aside = tuple(map(aside_record, document.aside))
    blocks = tuple(map(block_record, document.blocks))
    two = clock.limits.readers > 1
    long = len(reading.witness) >= LONG
    with elsewhere(partial(accounted, blocks, aside, reading.witness), worthwhile=two and long) as answer:
        held: list[object] = [reading, blocks]  # let go of once the copy has ended: until then they share it
        del reading, blocks
        account = cache(lambda: unpacked(answer()))

        def doubtful() -> frozenset[str]:
            found = account().doubtful
            held.clear()  # a page's words and letters are what a long document holds most of
            return found

        document, verdict = commitments_of(document, rules, timed(report, clock), halves=two, doubtful=doubtful)
    hand_back()
    dataset = dataset_of(in_doubt(document, account()), verdict, aside, account(), rules)
    hand_back()
    return dataset


def accounted(
    blocks: Sequence[BlockRecord], aside: Sequence[SetAsideRecord], witness: "Sequence[WitnessPage]"
) -> bytes:
    """The account of a document's words, as bytes; of a text, which has no second reader, there is none to keep."""
    return packed(account_of(blocks, aside, pages_of(blocks, witness)) if witness else Account(frozenset(), {}))


def timed(report: Report, clock: Clock) -> Callable[[int, int], None]:
    """A report of how far the parsing is, which ends it once the time is up."""

    def told(done: int, total: int) -> None:
        clock.check(f"parsing it, with {done} of {total} blocks parsed")
        report("Parsing", done, total)

    return told


def told(document: Document, published: str | None, publisher: str | None) -> Document:
    """The document with the month and the publisher that the user names."""
    if published is not None:
        document = replace(
            document, published=published, notices=tuple(n for n in document.notices if n.code != "publication-guessed")
        )
    if publisher is not None:
        document = replace(document, publisher=publisher.strip() or None)
    return document


def dataset_of(
    document: Document, verdict: Verdict, aside: tuple[SetAsideRecord, ...], account: Account, rules: Patterns
) -> Dataset:
    """The dataset of a document that has been judged."""
    found = linked(document, verdict.commitments, rules)
    return Dataset(
        document=document_record(document, rules),
        blocks=blocks_with_times(document, rules),
        recommendations=recommendation_records(document, found.commitments),
        commitments=found.commitments,
        links=found.links,
        rejected=verdict.rejected,
        set_aside=aside,
        coverage=coverage_records(document, account),
        warnings=warnings_of(document, found, account, rules),
    )


def in_doubt(document: Document, account: Account) -> Document:
    """The document, the blocks marked whose words a second reader sees in another order."""
    blocks = (replace(b, doubtful=True) if b.id in account.doubtful else b for b in document.blocks)
    return replace(document, blocks=tuple(blocks))


def document_record(document: Document, patterns: Patterns) -> DocumentRecord:
    """The record of the document."""
    return DocumentRecord(
        title=document.title,
        publisher=document.publisher,
        published=document.published,
        source=document.source.name,
        sha256=document.source.sha256,
        media_type=document.source.media_type,
        pages=document.source.pages,
        parts=tuple(
            PartRecord(id=p.id, title=p.title, number=p.number, first_page=p.first_page) for p in document.parts
        ),
        tool=Tool(
            name="lambextract",
            version=__version__,
            patterns_sha256=patterns.sha256,
            packs=patterns.packs,
            model=model_name(),
        ),
    )


def block_record(block: Block) -> BlockRecord:
    """The record of a block: its lines' boxes joined to one for each column of each page."""
    return BlockRecord(
        id=block.id,
        part=block.part,
        kind=block.kind,
        level=block.level,
        number=block.number,
        parent=block.parent,
        recommendation=block.recommendation,
        row=block.row,
        column=block.column,
        marker=block.marker,
        header=block.header,
        doubtful=block.doubtful,
        text=block.text,
        page=block.page,
        page_label=block.label,
        bboxes=columns_of(block.boxes()),
    )


def blocks_with_times(document: Document, rules: Patterns) -> tuple[BlockRecord, ...]:
    """The records of all blocks; short cells with the times that stand in them."""
    reader = CellTimes(rules, document.published)
    records = map(block_record, document.blocks)
    return tuple(
        r.model_copy(update={"times": times_of(reader, r.text)})
        if r.kind == "cell" and not r.header and len(r.text) <= SHORT_CELL
        else r
        for r in records
    )


def times_of(reader: CellTimes, text: str) -> tuple[DeadlineRecord, ...]:
    """The records of the times in a cell's text."""
    return tuple(deadline_record(t, "column", t.span) for t in reader.times_in(text))


def aside_record(entry: SetAside) -> SetAsideRecord:
    """The record of words that were set aside."""
    boxes: dict[int, Box] = {}
    for word in entry.words:
        boxes[word.line] = boxes[word.line].union(word.box) if word.line in boxes else word.box
    text = joined(entry.words)
    return SetAsideRecord(page=entry.page, text=text, bboxes=tuple(map(rounded, boxes.values())), why=entry.why)


def coverage_records(document: Document, account: Account) -> tuple[CoverageRecord, ...]:
    """Where the words of each page went."""
    doubtful = Counter(a.box.page for b in document.blocks if b.doubtful for a in b.anchors)
    return tuple(
        CoverageRecord(
            page=c.page,
            structure="tags" if c.tagged else "layout",
            words=c.read + c.set_aside + c.unaccounted,
            read=c.read,
            set_aside=c.set_aside,
            unaccounted=c.unaccounted,
            doubtful=doubtful[c.page],
            unseen_letters=len(account.unseen.get(c.page, "")),
        )
        for c in document.coverage
    )


def columns_of(lines: Sequence[Box]) -> tuple[PageBox, ...]:
    """The boxes of lines joined where one follows another below, on the same page."""
    boxes: list[Box] = []
    for line in lines:
        if boxes and boxes[-1].page == line.page and line.top >= boxes[-1].top and line.x0 < boxes[-1].x1:
            boxes[-1] = boxes[-1].union(line)
        else:
            boxes.append(line)
    return tuple(rounded(b) for b in boxes)


def recommendation_records(document: Document, commitments: Sequence[Commitment]) -> tuple[RecommendationRecord, ...]:
    """The records of all rows."""
    blocks: dict[str, list[Block]] = defaultdict(list)
    rows: dict[str, list[Commitment]] = defaultdict(list)
    of_block = {b.id: b.row for b in document.blocks if b.row is not None}
    for block in document.blocks:
        if block.row is not None:
            blocks[block.row].append(block)
    for commitment in commitments:
        if (row := of_block.get(commitment.block)) is not None:
            rows[row].append(commitment)
    return tuple(recommendation_record(r, blocks[r.row], rows[r.row]) for r in document.recommendations)


def recommendation_record(
    recommendation: Recommendation, blocks: Sequence[Block], commitments: Sequence[Commitment]
) -> RecommendationRecord:
    """The record of a row of these blocks: its cells' texts with bullets marked, and what its commitments come to."""
    texts = {b.id: f"• {b.text}" if b.marker else b.text for b in blocks}
    cells = {name: "\n".join(texts[i] for i in ids) for name, ids in recommendation.columns.items()}
    answer = cells.get("response") or cells.get("action") or ""
    times = [cells[name] for name in ("timescale", "deadline") if cells.get(name)]
    return RecommendationRecord(
        id=recommendation.id,
        ref=recommendation.ref,
        theme=recommendation.theme,
        recommendation=cells.get("recommendation", ""),
        response=answer,
        timescale="\n".join(times),
        pages=recommendation.pages,
        commitments=tuple(c.id for c in commitments),
        status=status_of(commitments),
        latest=latest_of(commitments),
    )


def status_of(commitments: Sequence[Commitment]) -> str:
    """What a row's commitments come to: open (until its latest deadline), completed, or none."""
    still_open = [c for c in commitments if c.status != "completed"]
    if not still_open:
        return "completed" if commitments else "none"
    latest = latest_of(commitments)
    return f"open until {latest}" if latest else "open"


def latest_of(commitments: Sequence[Commitment]) -> str | None:
    """The last day of the deadlines of what is still open."""
    open_ = (c for c in commitments if c.status != "completed")
    return max((c.deadline.end for c in open_ if c.deadline and c.deadline.end), default=None)


def warnings_of(document: Document, found: Linked, account: Account, rules: Patterns) -> tuple[WarningRecord, ...]:
    """The notices of all stations, and what can only be seen at the end."""
    noticed = (*document.notices, *found.notices, *implausible(document.blocks, found.commitments, rules.calendar))
    notices = [WarningRecord(code=n.code, message=n.message, page=n.page, block=n.block) for n in noticed]
    for page, text in account.unseen.items():
        if len(text) >= UNSEEN:
            message = f"letters that only a second reader sees ({len(text)}): {text[:UNSEEN_SHOWN]!r}"
            notices.append(WarningRecord(code="words-unseen", message=message, page=page, block=None))
    doubtful = [b for b in document.blocks if b.doubtful]
    if doubtful:
        pages = ", ".join(dict.fromkeys(str(b.page) for b in doubtful))
        message = f"{len(doubtful)} blocks whose words may not follow one another give no commitments, on pages {pages}"
        notices.append(
            WarningRecord(code="order-doubtful", message=message, page=doubtful[0].page, block=doubtful[0].id)
        )
    if document.published is None:
        message = "the document does not say when it was published, so that words such as 'this autumn' have no dates"
        notices.append(WarningRecord(code="publication-unknown", message=message, page=None, block=None))
    if document.publisher is None:
        message = "nothing tells who publishes the document: 'we' is 'The Government', until --publisher names it"
        notices.append(WarningRecord(code="publisher-unknown", message=message, page=None, block=None))
    if not found.commitments:
        notices.append(WarningRecord(code="no-commitments", message="no commitments were found", page=None, block=None))
    return tuple(notices)
