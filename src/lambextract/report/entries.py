"""A commitment → what the page shows of it: its facts in words, its paragraph by field, the pieces of the pages it stands on."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..comparison.phrases import spot
from ..layout.overprint import Area
from ..records.dataset import BlockRecord, Commitment, Dataset, PageBox
from ..records.tellings import day_of, promise_of, tellings_of
from ..stories.listing import due
from .highlight import Run, runs_of
from .once import told_once
from .page_images import PageImage
from .tallies import State, state_of

AROUND = 34.0  # points of the page that are shown above and below the words
FAR = 120.0  # points above or below the words, up to which their context is shown
NARROWEST = 260.0  # points of the page that are shown from left to right
PADDING = 1.2  # points by which a box is drawn around its words


@dataclass(frozen=True, slots=True)
class CutOut:
    """A piece of a page: what part of it is shown, and the boxes of the words, in points."""

    page: int
    view: Area
    boxes: tuple[Area, ...]

    @property
    def width(self) -> float:
        """Its width."""
        return round(self.view[2] - self.view[0], 1)

    @property
    def height(self) -> float:
        """Its height."""
        return round(self.view[3] - self.view[1], 1)


@dataclass(frozen=True, slots=True)
class Entry:
    """What is shown of a commitment; ``order``: its place in the plan.

    ``again``: the other tellings of its promise, with their places; ``counted``: whether it is the one by which its promise
    is counted.
    """

    commitment: Commitment
    order: int
    where: str
    due: str
    day: str
    state: State
    amount: str
    lead_in: str | None
    runs: tuple[Run, ...]
    cut_outs: tuple[CutOut, ...]
    again: tuple[tuple[Commitment, str], ...]
    counted: bool


def entries_of(dataset: Dataset, images: Mapping[int, PageImage], as_of: date | None) -> list[Entry]:
    """An entry for each commitment, in the order of the plan."""
    blocks = {b.id: b for b in dataset.blocks}
    once = {c.id for c in told_once(dataset)}
    rows: dict[str, list[PageBox]] = defaultdict(list)
    for block in dataset.blocks:
        if block.row is not None:
            rows[block.row] += block.bboxes
    tellings = tellings_of(dataset.commitments)
    return [
        entry(c, order, blocks, rows, tellings[promise_of(c)], images, as_of, c.id in once)
        for order, c in enumerate(dataset.commitments)
    ]


def entry(
    commitment: Commitment,
    order: int,
    blocks: Mapping[str, BlockRecord],
    rows: Mapping[str, Sequence[PageBox]],
    tellings: Sequence[Commitment],
    images: Mapping[int, PageImage],
    as_of: date | None,
    counted: bool,
) -> Entry:
    """The entry of one commitment."""
    block = blocks[commitment.block]
    parent = blocks.get(block.parent or "")
    lead_in = parent if parent is not None and block.kind == "bullet" and parent.kind != "heading" else None
    amounts = [f.max_amount or f.amount for f in commitment.funding]
    return Entry(
        commitment=commitment,
        order=order,
        where=", ".join(spot(commitment)),
        due=due(commitment.deadline) if commitment.deadline else "",
        day=day_of(commitment) or "",
        state=state_of(commitment, as_of),
        amount=f"{max(amounts):f}" if amounts else "",
        lead_in=lead_in.text if lead_in else None,
        runs=runs_of(block, commitment),
        cut_outs=tuple(cut_outs(commitment.bboxes, images, beside(block, lead_in, rows))),
        again=tuple((c, ", ".join(spot(c))) for c in tellings if c.id != commitment.id),
        counted=counted,
    )


def beside(block: BlockRecord, lead_in: BlockRecord | None, rows: Mapping[str, Sequence[PageBox]]) -> Sequence[PageBox]:
    """What one needs to see with a block: the row of a table that it is a cell of, the words that its list hangs on."""
    if block.row is not None:
        return rows[block.row]
    return lead_in.bboxes if lead_in else ()


def cut_outs(
    boxes: Sequence[PageBox], images: Mapping[int, PageImage], context: Sequence[PageBox] = ()
) -> list[CutOut]:
    """The pieces of the pages on which some words stand, for those pages that have an image.

    ``context``: what is to be seen with the words, if it is on the same page and not far off.
    """
    by_page: dict[int, list[PageBox]] = defaultdict(list)
    for box in boxes:
        by_page[box[0]].append(box)
    found = []
    for page, those in sorted(by_page.items()):
        if page in images:
            view = around([*those, *near(those, [b for b in context if b[0] == page])], images[page].area)
            found.append(CutOut(page, rounded(view), tuple(rounded(padded(b)) for b in those)))
    return found


def near(words: Sequence[PageBox], context: Sequence[PageBox]) -> list[PageBox]:
    """Those parts of the context that lie beside some words: cut where they go on far above or below them."""
    top, bottom = min(b[2] for b in words) - FAR, max(b[4] for b in words) + FAR
    return [(p, x0, max(y0, top), x1, min(y1, bottom)) for p, x0, y0, x1, y1 in context if y0 < bottom and y1 > top]


def around(boxes: Sequence[PageBox], page: Area) -> Area:
    """The part of a page around some boxes: wide enough that one sees where they stand, narrow enough to read on a phone."""
    x0, x1 = min(b[1] for b in boxes) - AROUND, max(b[3] for b in boxes) + AROUND
    missing = max(0.0, NARROWEST - (x1 - x0)) / 2
    return (
        max(page[0], x0 - missing),
        max(page[1], min(b[2] for b in boxes) - AROUND),
        min(page[2], x1 + missing),
        min(page[3], max(b[4] for b in boxes) + AROUND),
    )


def padded(box: PageBox) -> Area:
    """The frame around a box of words."""
    _, x0, top, x1, bottom = box
    return x0 - PADDING, top - PADDING, x1 + PADDING, bottom + PADDING


def rounded(area: Area) -> Area:
    """An area in tenths of a point."""
    x0, top, x1, bottom = area
    return round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1)
