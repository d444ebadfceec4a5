"""Every word of a PDF's text layer is in a block or set aside: counted page by page, and what is in neither told."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ..document.model import Item, Notice, Page, PageCoverage, Part, Passage, SetAside, TableRow, Why, Word, joined
from ..layout.sheet import NOTHING, Turn, means_nothing
from .drafts import Draft

MUCH = 0.2  # share of a part's words that may be set aside without a warning
FEW = 30  # words of a part that may be set aside in any case
QUIET = ("page-number", "running-head", "contents")  # what every plan has
SHOWN = 30  # characters of a word in a warning
SHOWN_ASIDE = 300  # characters of what was set aside in a text
LONG_CONTENTS = 0.15  # share of a document's words that its contents may be

Key = tuple[int, int]


def key_of(word: Word) -> Key:
    """What tells a word of a text layer from every other."""
    return word.box.page, word.serial


# ---- glyphs that mean nothing -----------------------------------------------------------------------------------------


def readable(pages: Sequence[Page]) -> tuple[list[Page], list[SetAside]]:
    """The pages without glyphs that have no character, and those glyphs."""
    aside: list[SetAside] = []
    return [replace(page, items=tuple(readable_items(page.items, aside))) for page in pages], aside


def readable_items(items: Sequence[Item], aside: list[SetAside]) -> Iterator[Item]:
    """Items without such glyphs; an item of nothing else is gone."""
    for item in items:
        if isinstance(item, TableRow):
            cells = (
                None if c is None else tuple(p for x in c if (p := readable_passage(x, aside))) for c in item.cells
            )
            yield replace(item, cells=tuple(cells))
        elif (passage := readable_passage(item, aside)) is not None:
            yield passage


def readable_passage(passage: Passage, aside: list[SetAside]) -> Passage | None:
    """A passage without glyphs that have no character; None if nothing is left."""
    if not any(any(map(means_nothing, word.text)) for word in passage.words):
        return passage
    kept: list[Word] = []
    lost: list[Word] = []
    glued = True
    for word in passage.words:
        if means_nothing(word.text):
            lost.append(word)
            glued = glued and word.glued
            continue
        text = with_gaps(word.text)
        kept.append(word._replace(text=text, glued=word.glued and bool(kept) and glued))
        glued = True
    if lost:
        aside.append(SetAside(passage.page, tuple(lost), "unreadable"))
    if kept:
        return replace(passage, words=tuple(kept))
    if passage.off:
        aside.append(SetAside(passage.page, passage.off, "decorative"))
    return None


def with_gaps(text: str) -> str:
    """A word without glyphs that have no character at its ends; one between letters is a letter that is missing."""
    first = next(i for i, c in enumerate(text) if not means_nothing(c))
    last = next(i for i in range(len(text) - 1, -1, -1) if not means_nothing(text[i]))
    return "".join(NOTHING if means_nothing(c) else c for c in text[first : last + 1])


def gap_notices(pages: Sequence[Page]) -> Iterator[Notice]:
    """What a reader has to know of glyphs that have no character where letters should be; a first one may be a bullet."""
    gaps = [
        (page.number, word.text)
        for page in pages
        for passage in passages_of(page)
        for i, word in enumerate(passage.words)
        if NOTHING in (word.text if i else word.text[1:])
    ]
    if gaps:
        where = ", ".join(dict.fromkeys(str(number) for number, _ in gaps))
        shown = ", ".join(dict.fromkeys(text[:SHOWN] for _, text in gaps[:3]))
        text = f"letters are missing in {len(gaps)} words, such as {shown}: their glyphs have no character, on pages {where}"
        yield Notice("letters-missing", text, gaps[0][0] or None)


def passages_of(page: Page) -> Iterator[Passage]:
    """The passages of a page, those in cells too."""
    for item in page.items:
        if isinstance(item, TableRow):
            yield from (p for cell in item.cells for p in cell or ())
        else:
            yield item


# ---- the account --------------------------------------------------------------------------------------------------------


def coverage_of(
    layer: Mapping[int, Sequence[int]],
    drafts: Sequence[Draft],
    aside: Sequence[SetAside],
    pages: Sequence[Page],
    count: int | None,
) -> tuple[PageCoverage, ...]:
    """For each page of a PDF, where the words of its text layer went; ``layer`` has their serials by page."""
    if count is None:
        return ()
    tagged = {page.number for page in pages if page.tagged}
    read = {key_of(word) for draft in drafts for word in (*draft.words, *draft.off)}
    left = {key_of(word) for entry in aside for word in entry.words}
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for page, serials in layer.items():
        for key in {(page, serial) for serial in serials}:
            counts[page]["read" if key in read else "aside" if key in left else "neither"] += 1
    return tuple(
        PageCoverage(n, n in tagged, counts[n]["read"], counts[n]["aside"], counts[n]["neither"])
        for n in range(1, count + 1)
    )


def coverage_notices(
    coverage: Sequence[PageCoverage], aside: Sequence[SetAside], parts: Sequence[Part]
) -> Iterator[Notice]:
    """What a reader has to know of words that are in no block."""
    lost = [c for c in coverage if c.unaccounted]
    if lost:
        count = sum(c.unaccounted for c in lost)
        pages = ", ".join(str(c.page) for c in lost)
        yield Notice("words-lost", f"{count} words are in no block and not set aside, on pages {pages}", lost[0].page)
    total = sum(c.read + c.set_aside + c.unaccounted for c in coverage)
    contents = sum(len(entry.words) for entry in aside if entry.why == "contents")
    if contents > LONG_CONTENTS * total:
        yield Notice("much-set-aside", f"{contents} of {total} words are taken for a list of contents: see set_aside")
    taken = Counter(entry.page for entry in aside if entry.why not in QUIET for _ in entry.words)
    starts = sorted({p.first_page for p in parts if p.first_page} | {1, len(coverage) + 1})
    for first, after in itertools.pairwise(starts):
        here = coverage[first - 1 : after - 1]
        left = sum(taken[page] for page in range(first, after))
        words = sum(c.read + c.set_aside + c.unaccounted for c in here)
        if left > FEW and left > MUCH * words:
            title = next((p.title for p in parts if p.first_page == first and p.title), "the opening pages")
            text = f"{left} of {words} words of {title!r} are set aside: see set_aside"
            yield Notice("much-set-aside", text, first)


def text_notices(aside: Sequence[SetAside]) -> Iterator[Notice]:
    """What a reader has to know of words of a text, which has no pages to count them on, that are in no block."""
    words: dict[Why, list[Word]] = defaultdict(list)
    for entry in aside:
        words[entry.why] += entry.words
    for why, found in words.items():
        shown = joined(found)
        shown = shown if len(shown) <= SHOWN_ASIDE else f"{shown[:SHOWN_ASIDE]}…"
        yield Notice("set-aside", f"{len(found)} words are in no block ({why}): {shown}")


def in_place(aside: Sequence[SetAside], turns: Mapping[int, Turn]) -> tuple[SetAside, ...]:
    """What was set aside, page by page, at its place on the page before it was turned."""

    def placed(entry: SetAside) -> SetAside:
        turn = turns.get(entry.page)
        words = (w._replace(box=turn.undo(w.box)) for w in entry.words) if turn else entry.words
        return replace(entry, words=tuple(words))

    order = sorted(aside, key=lambda e: (e.page, min(w.serial for w in e.words)))
    return tuple(placed(entry) for entry in order)
