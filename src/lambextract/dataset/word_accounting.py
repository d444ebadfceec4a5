"""Where every letter went that a second reader sees in a PDF: in a block, set aside, or nowhere; and which blocks are in doubt.

A build keeps this account, and ``check --source`` keeps it again from what was written: both by this module.
"""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter, not_

import msgspec

from ..readers.witness import Letters, WitnessPage, letters
from ..records.dataset import BlockRecord, PageBox, SetAsideRecord
from .reading_order import CALL, Pages, Place, is_mark, stands, stretch_of

NEAR = 60.0  # points from a block's first letter within which its number or bullet stands


@dataclass(frozen=True, slots=True)
class Account:
    """The blocks whose words do not follow one another on the page, and the letters of each page that are nowhere.

    ``unseen``: by page, the letters that are in no block and not set aside, in the order in which the file draws them.
    """

    doubtful: frozenset[str]
    unseen: Mapping[int, str]


ACCOUNTS = msgspec.msgpack.Decoder(Account)


def packed(account: Account) -> bytes:
    """An account as bytes, on its way from one process to another."""
    return msgspec.msgpack.encode(account)


def unpacked(data: bytes) -> Account:
    """An account from bytes."""
    return ACCOUNTS.decode(data)


class Ledger:
    """The letters of a document, and which of them are in a block or set aside."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.claimed: dict[int, bytearray] = {}  # of each page: 1 for a letter that is claimed

    def claim(self, places: Iterable[Place]) -> None:
        """Note that letters are in the dataset."""
        for number, of_page in itertools.groupby(places, key=itemgetter(0)):
            claimed = self.on(number)
            for _, i in of_page:
                claimed[i] = 1

    def on(self, number: int) -> bytearray:
        """Which letters of a page are claimed."""
        if number not in self.claimed:
            self.claimed[number] = bytearray(len(self.pages.pages.text(number)))
        return self.claimed[number]

    def unseen(self) -> dict[int, str]:
        """The letters that nothing has claimed, by page, in the order in which the file draws them."""
        return {
            number: "".join(itertools.compress(self.pages.pages.text(number), map(not_, self.on(number))))
            for number in self.pages.pages
        }


def pages_of(blocks: Iterable[BlockRecord], witness: Sequence[WitnessPage]) -> Pages:
    """The second reading of a document, with the numbers of its footnotes."""
    return Pages.of(witness, {b.number for b in blocks if b.kind == "footnote" and b.number})


def account_of(blocks: Sequence[BlockRecord], aside: Sequence[SetAsideRecord], pages: Pages) -> Account:
    """Find the letters of each block and of what was set aside on the pages."""
    ledger = Ledger(pages)
    doubtful: set[str] = set()
    firsts: dict[str, Place | None] = {}
    for block in blocks:
        path = stands(block.text, block.bboxes, pages)
        if path is None:
            doubtful.add(block.id)
            path = tuple(within(block.text, block.bboxes, ledger))
        ledger.claim(path)
        firsts[block.id] = path[0] if path else None
    for block in blocks:
        for mark in (block.number, block.marker):
            if mark and (place := firsts[block.id] or corner(block, pages)):
                ledger.claim(near(letters(mark), place, ledger))
    for entry in aside:
        ledger.claim(within(entry.text, entry.bboxes, ledger))
    ledger.claim(calls(ledger))
    return Account(frozenset(doubtful), ledger.unseen())


def within(text: str, boxes: Iterable[PageBox], ledger: Ledger) -> Iterator[Place]:
    """Letters in some boxes that nothing has claimed, as many of each as a text has."""
    pool = Counter(letters(text))
    for box in boxes:
        stretch = stretch_of(box, ledger.pages)
        if stretch is None:
            continue
        page = ledger.pages.pages[stretch.page]
        claimed = ledger.on(stretch.page)
        for i in sorted(stretch.inside):
            if pool[page.text[i]] > 0 and not claimed[i]:
                pool[page.text[i]] -= 1
                yield stretch.page, i


def corner(block: BlockRecord, pages: Pages) -> Place | None:
    """The letter nearest to the beginning of a block that has no letters of its own."""
    for box in block.bboxes[:1]:
        page = pages.pages.get(box[0])
        if page is not None and page.text:
            return box[0], min(
                range(len(page.text)), key=lambda i: abs(page.areas[i][0] - box[1]) + abs(page.areas[i][1] - box[2])
            )
    return None


def near(mark: str, place: Place, ledger: Ledger) -> Iterator[Place]:
    """The letters of a number or a bullet: the nearest that stand together before a block's first letter."""
    number, at = place
    page = ledger.pages.pages[number]
    if not mark:
        return
    x0, top, _, _ = page.level[at]
    claimed = ledger.on(number)
    best: tuple[float, int] | None = None
    start = page.text.find(mark)
    while start >= 0:
        a = page.level[start]
        away = abs(a[1] - top) * 2 + abs(a[0] - x0)
        free = not any(claimed[start : start + len(mark)])
        if free and abs(a[1] - top) <= NEAR and (best is None or away < best[0]):
            best = away, start
        start = page.text.find(mark, start + 1)
    if best is not None:
        yield from ((number, best[1] + k) for k in range(len(mark)))


def calls(ledger: Ledger) -> Iterator[Place]:
    """The digits of footnotes' calls: unclaimed, few, and small or raised after a letter, or a note's number."""
    for number in ledger.pages.pages:
        claimed = ledger.on(number)
        digits = (i for i, c in enumerate(ledger.pages.pages.text(number)) if c.isdigit() and not claimed[i])
        for run in consecutive(list(digits)):
            if len(run) <= CALL and is_called(run, ledger.pages.pages[number], ledger.pages):
                yield from ((number, i) for i in run)


def is_called(run: Sequence[int], page: Letters, pages: Pages) -> bool:
    """Whether some digits that follow one another are a note's number, or small or raised after a letter."""
    if page.text[run[0] : run[-1] + 1] in pages.notes:
        return True
    before = page.before(run[0])
    return before is not None and all(is_mark(page, before, i) for i in run)


def consecutive(numbers: Iterable[int]) -> Iterator[list[int]]:
    """Ascending numbers in groups, each of which counts on by one."""
    group: list[int] = []
    for number in numbers:
        if group and number != group[-1] + 1:
            yield group
            group = []
        group.append(number)
    if group:
        yield group
