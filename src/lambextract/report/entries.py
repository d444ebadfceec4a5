"""A commitment → what the page shows of it: its facts in words, its paragraph by field, the pieces of the pages it stands on."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..comparison.phrases import spot
from ..layout.overprint import Area
from ..records.dataset import BlockRecord, Commitment, Dataset, PageBox
from ..records.tellings import day_of, promise_of, tells_first
from ..stories.listing import due
from .highlight import Run, runs_of
from .page_images import PageImage
from .tallies import State, state_of

AROUND = 34.0  # points of the page that are shown above and below the words
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
    """What is shown of a commitment; ``order``: its place in the plan, ``again``: the other tellings of its promise."""

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
    again: tuple[Commitment, ...]

    @property
    def first(self) -> bool:
        """Whether it tells its promise first."""
        return tells_first(self.commitment)


def entries_of(dataset: Dataset, images: Mapping[int, PageImage], as_of: date | None) -> list[Entry]:
    """An entry for each commitment, in the order of the plan."""
    blocks = {b.id: b for b in dataset.blocks}
    tellings: dict[str, list[Commitment]] = defaultdict(list)
    for commitment in dataset.commitments:
        tellings[promise_of(commitment)].append(commitment)
    return [
        entry(c, order, blocks, tellings[promise_of(c)], images, as_of) for order, c in enumerate(dataset.commitments)
    ]


def entry(
    commitment: Commitment,
    order: int,
    blocks: Mapping[str, BlockRecord],
    tellings: Sequence[Commitment],
    images: Mapping[int, PageImage],
    as_of: date | None,
) -> Entry:
    """The entry of one commitment."""
    block = blocks[commitment.block]
    parent = blocks.get(block.parent or "")
    amounts = [f.max_amount or f.amount for f in commitment.funding]
    return Entry(
        commitment=commitment,
        order=order,
        where=", ".join(spot(commitment)),
        due=due(commitment.deadline) if commitment.deadline else "",
        day=day_of(commitment) or "",
        state=state_of(commitment, as_of),
        amount=f"{max(amounts):f}" if amounts else "",
        lead_in=parent.text if parent is not None and block.kind == "bullet" and parent.kind != "heading" else None,
        runs=runs_of(block, commitment),
        cut_outs=tuple(cut_outs(commitment.bboxes, images)),
        again=tuple(c for c in tellings if c.id != commitment.id),
    )


def cut_outs(boxes: Sequence[PageBox], images: Mapping[int, PageImage]) -> list[CutOut]:
    """The pieces of the pages on which some words stand, for those pages that have an image."""
    by_page: dict[int, list[PageBox]] = defaultdict(list)
    for box in boxes:
        by_page[box[0]].append(box)
    found = []
    for page, those in sorted(by_page.items()):
        if page in images:
            view = around(those, images[page].area)
            found.append(CutOut(page, rounded(view), tuple(rounded(padded(b)) for b in those)))
    return found


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
