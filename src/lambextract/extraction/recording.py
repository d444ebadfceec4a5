"""What was judged → the records that are published."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..document.identifiers import Names, slug
from ..document.model import Block, Span
from ..patterns.modality import Status, Strength
from ..records.dataset import ActionRecord, ActorRecord, Commitment, DeadlineRecord, FundingRecord
from .context.discourse import Who
from .context.placement import Placement
from .mentions.calendar import Period
from .mentions.model import Money, Time


@dataclass(frozen=True, slots=True)
class Judged:
    """One commitment as it was judged. ``quote`` and the spans within are relative to the block's text."""

    block: Block
    quote: Span
    who: Who
    action: ActionRecord
    partners: tuple[str, ...] = ()
    delegated_by: str | None = None
    status: Status = "planned"
    strength: Strength = "firm"
    condition: str | None = None
    deadline: DeadlineRecord | None = None
    funding: tuple[FundingRecord, ...] = ()
    rules: tuple[str, ...] = ()


class Recorder:
    """Makes the records of one document, each with an id of its own."""

    def __init__(self, placement: Placement) -> None:
        self.placement = placement
        self.names = Names()
        blocks = placement.tables.by_id.values()
        self.labels = {b.page: b.label for b in blocks if b.page is not None and b.label is not None}

    def record(self, judged: Judged) -> Commitment:
        """The finished record."""
        block, who = judged.block, judged.who
        boxes = block.boxes(judged.quote)
        section = self.placement.tables.section(block)
        page = boxes[0].page if boxes else block.page
        return Commitment(
            id=self.identify(block, section, judged.action),
            part=block.part,
            section=section.text if section else None,
            paragraph=self.paragraph(block),
            recommendation=block.recommendation,
            column=block.column,
            block=block.id,
            page=page,
            page_label=block.label if page == block.page else self.labels.get(page or 0),
            bboxes=tuple(rounded(b) for b in boxes),
            quote=judged.quote.within(block.text),
            quote_start=judged.quote.start,
            quote_end=judged.quote.end,
            actor=ActorRecord(
                id=who.body.id,
                name=who.body.name,
                text=who.span.within(block.text) if who.span else None,
                start=who.span.start if who.span else None,
                end=who.span.end if who.span else None,
                source=who.source,
            ),
            partners=judged.partners,
            delegated_by=judged.delegated_by if judged.delegated_by != who.body.id else None,
            action=judged.action,
            status=judged.status,
            strength=judged.strength,
            condition=judged.condition,
            deadline=judged.deadline,
            funding=judged.funding,
            patterns=tuple(dict.fromkeys(judged.rules)),
        )

    def paragraph(self, block: Block) -> str | None:
        """The printed number of the paragraph that a block is or hangs on."""
        at: Block | None = block
        seen: set[str] = set()
        while at is not None and at.id not in seen:
            if at.kind in ("paragraph", "bullet") and at.number and not at.number.startswith("("):
                return at.number
            seen.add(at.id)
            at = self.placement.tables.by_id.get(at.parent) if at.parent and at.kind != "paragraph" else None
        return None

    def identify(self, block: Block, section: Block | None, action: ActionRecord) -> str:
        """A readable id that edits elsewhere do not change."""
        verb = slug(action.lemma or action.text, 40) or "entry"
        number = self.paragraph(block)
        if block.row:
            home = f"{block.row}-{block.column}"
        elif number:
            home = f"{block.part}-{number}"
        elif section is not None and section.part == block.part and section.level != 1:
            home = f"{block.part}-{slug(' '.join(section.text.split()[:5]))}"
        else:
            home = block.part
        return self.names.unique(f"{home}-{verb}")


def rounded(box: tuple[int, float, float, float, float]) -> tuple[int, float, float, float, float]:
    """A box with its lengths to a hundredth of a point."""
    page, x0, top, x1, bottom = box
    return page, round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)


def deadline_record(time: Time, source: str, span: Span | None) -> DeadlineRecord:
    """The record of a time; ``span`` is relative to the block, None where the time is inherited."""
    period = time.period
    return DeadlineRecord(
        text=time.text,
        relation=time.relation,
        edtf=period.edtf if period else None,
        start=period.start.isoformat() if period and period.start else None,
        end=period.end.isoformat() if period and period.end else None,
        precision=period.precision if period else "event",
        source=source,
        start_char=span.start if span else None,
        end_char=span.end if span else None,
    )


def funding_records(money: Sequence[Money], offset: int | None) -> tuple[FundingRecord, ...]:
    """The records of sums said in a sentence that begins at ``offset`` of its block; None: they stand elsewhere."""
    return tuple(
        FundingRecord(
            text=m.text,
            amount=m.amount,
            max_amount=m.max_amount,
            currency=m.currency,
            bound=m.bound,
            period=m.period,
            start=None if offset is None else m.span.start + offset,
            end=None if offset is None else m.span.end + offset,
        )
        for m in money
    )


def due(time: Time) -> Time:
    """A bare date in a deadline column: what is due by then."""
    if time.relation != "in" or time.period is None:
        return time
    period = time.period
    return replace(
        time, relation="by", period=Period(None, period.end, f"../{period.edtf.split('/')[-1]}", period.precision)
    )
