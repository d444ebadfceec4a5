"""Where every letter went that a second reader sees in a PDF: in a block, set aside, or nowhere; and which blocks are in doubt.

A build keeps this account, and ``check --source`` keeps it again from what was written: both by this module.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ..readers.witness import WitnessPage, letters
from ..records.dataset import BlockRecord, PageBox, SetAsideRecord
from .reading_order import CALL, Pages, Place, is_mark, stands, stretch_of

NEAR = 60.0  # points from a block's first letter within which its number or bullet stands


@dataclass
class Account:
    """The letters of a document, the blocks whose words do not follow one another on the page, and the letters of each
    page that are in no block and not set aside."""

    pages: Pages
    claimed: set[Place] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)

    def unseen(self) -> dict[int, str]:
        """The letters that are nowhere in the dataset, by page, in the order in which the file draws them."""
        return {
            number: "".join(c for i, c in enumerate(page.text) if (number, i) not in self.claimed)
            for number, page in self.pages.pages.items()
        }


def account_of(
    blocks: Sequence[BlockRecord], aside: Sequence[SetAsideRecord], witness: Sequence[WitnessPage]
) -> Account:
    """Find the letters of each block and of what was set aside on the pages."""
    notes = {b.number for b in blocks if b.kind == "footnote" and b.number}
    account = Account(Pages.of(witness, notes))
    firsts: dict[str, Place | None] = {}
    for block in blocks:
        path = stands(block.text, block.bboxes, account.pages)
        if path is None:
            account.doubtful.add(block.id)
            path = tuple(within(block.text, block.bboxes, account))
        account.claimed.update(path)
        firsts[block.id] = path[0] if path else None
    for block in blocks:
        for mark in (block.number, block.marker):
            if mark and (place := firsts[block.id] or corner(block, account)):
                account.claimed.update(near(letters(mark), place, account))
    for entry in aside:
        account.claimed.update(within(entry.text, entry.bboxes, account))
    account.claimed.update(calls(account))
    return account


def within(text: str, boxes: Iterable[PageBox], account: Account) -> Iterator[Place]:
    """Letters in some boxes that nothing has claimed, as many of each as a text has."""
    pool = Counter(letters(text))
    for box in boxes:
        stretch = stretch_of(box, account.pages)
        if stretch is None:
            continue
        page = account.pages.pages[stretch.page]
        for i in sorted(stretch.inside):
            if pool[page.text[i]] > 0 and (stretch.page, i) not in account.claimed:
                pool[page.text[i]] -= 1
                yield stretch.page, i


def corner(block: BlockRecord, account: Account) -> Place | None:
    """The letter nearest to the beginning of a block that has no letters of its own."""
    for box in block.bboxes[:1]:
        page = account.pages.pages.get(box[0])
        if page is not None and page.text:
            return box[0], min(
                range(len(page.text)), key=lambda i: abs(page.areas[i][0] - box[1]) + abs(page.areas[i][1] - box[2])
            )
    return None


def near(mark: str, place: Place, account: Account) -> Iterator[Place]:
    """The letters of a number or a bullet: the nearest that stand together before a block's first letter."""
    number, at = place
    page = account.pages.pages[number]
    if not mark:
        return
    x0, top, _, _ = page.level[at]
    best: tuple[float, int] | None = None
    start = page.text.find(mark)
    while start >= 0:
        a = page.level[start]
        away = abs(a[1] - top) * 2 + abs(a[0] - x0)
        free = all((number, start + k) not in account.claimed for k in range(len(mark)))
        if free and abs(a[1] - top) <= NEAR and (best is None or away < best[0]):
            best = away, start
        start = page.text.find(mark, start + 1)
    if best is not None:
        yield from ((number, best[1] + k) for k in range(len(mark)))


def calls(account: Account) -> Iterator[Place]:
    """The digits of footnotes' calls: unclaimed, few, and small or raised after a letter, or a note's number."""
    for number, page in account.pages.pages.items():
        i = 0
        while i < len(page.text):
            run = i
            while run < len(page.text) and page.text[run].isdigit() and (number, run) not in account.claimed:
                run += 1
            if 0 < run - i <= CALL and (
                page.text[i:run] in account.pages.notes
                or ((before := page.before(i)) is not None and all(is_mark(page, before, k) for k in range(i, run)))
            ):
                yield from ((number, k) for k in range(i, run))
            i = max(run, i + 1)
