"""Footnotes: which passages are, and the places that call them where the marks are not raised."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..document.model import Item, Page, Passage, TableRow, Word
from ..patterns import StructurePatterns
from .drafts import without_first
from .hyphenation import CALL

SMALLER = 0.9  # points below the running text's size in which notes are set at least
SAME_SIZE = 0.4  # points
GLUED_CALL = re.compile(
    r"(?P<word>.*(?:[^\W\d_]{2}[.,;:]?|[)\]\"'”’][.,;:]?|\b(?:19|20)\d\d[.,;:]?))(?P<n>\d{1,3})(?P<after>[.,;:)]*)"
)
GLUED_DIGITS = re.compile(r"(?P<n>\d{1,3})(?P<after>[.,;:)]*)")  # the same where the type changes before the number
MAY_CALL = re.compile(r"(?:[^\W\d_]{2}|\b(?:19|20)\d\d|[)\]\"'”’])[.,;:]?$")
GLUED_NUMBER = re.compile(r"(\d{1,3})([^\W\d_\"'“‘(].*)")  # "4Achievement": a note's number stuck to its first word


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote's number and the passages that hold its text, the number taken off."""

    number: int
    passages: tuple[Passage, ...]


def first_number(passage: Passage, patterns: StructurePatterns, raised: bool) -> int | None:
    """The number that opens a passage as it opens a footnote, None for any other passage."""
    first = passage.words[0]
    if len(passage.words) < 2 or first.raised != raised:
        return None
    found = next((m for rule in patterns.note if (m := rule.full(first.text))), None)
    return int(found["n"]) if found else None


def is_small(passage: Passage, body: float) -> bool:
    """Whether a passage is set in the small type of notes."""
    return bool(body) and 0 < passage.size <= body - SMALLER


def split_notes(
    page: Page, body: float, patterns: StructurePatterns, expected: Sequence[int]
) -> tuple[list[Item], list[Note], list[Passage]]:
    """A page's items without its footnotes, the footnotes, and small print at the foot that no number opens.

    The latter may be the rest of a note from the page before. ``expected``: the numbers that may come next.
    """
    items: list[Item] = []
    notes: list[Note] = []
    rest: list[Passage] = []
    for i, item in enumerate(page.items):
        if isinstance(item, TableRow) or item.marker:
            items.append(item)
            continue
        if item.role == "note":  # so its author calls it, wherever it stands
            parted = unglued(item, None)
            tagged = first_number(parted, patterns, parted.words[0].raised)
            if tagged is None:
                rest.append(item)
            else:
                notes.append(Note(tagged, (without_first(parted),)))
            continue
        number = first_number(item, patterns, raised=True)
        if number is None and is_small(item, body) and at_foot(page, i, body):
            item = unglued(item, {n.number + 1 for n in notes[-1:]} or {n for n in expected if n})
            number = first_number(item, patterns, raised=False)
        if number is not None:
            notes.append(Note(number, (without_first(item),)))
        elif (
            notes
            and is_small(item, body)
            and abs(item.size - notes[-1].passages[0].size) <= SAME_SIZE
            and at_foot(page, i, body)
        ):
            notes[-1] = Note(notes[-1].number, (*notes[-1].passages, item))
        elif not notes and is_small(item, body) and at_foot(page, i, body) and item.words[0].text[:1].islower():
            rest.append(item)
        else:
            items.append(item)
    return items, notes, rest


def unglued(passage: Passage, expected: set[int] | None) -> Passage:
    """The passage with an expected number parted from the word that it is stuck to; None: any number is expected."""
    first = passage.words[0]
    found = GLUED_NUMBER.fullmatch(first.text)
    if not found or (expected is not None and int(found[1]) not in expected):
        return passage
    parted = (first._replace(text=found[1]), first._replace(text=found[2], glued=False))
    return replace(passage, words=(*parted, *passage.words[1:]))


def at_foot(page: Page, i: int, body: float) -> bool:
    """Whether nothing in the size of the running text stands below item ``i`` in its column."""
    here = page.items[i]
    assert isinstance(here, Passage)
    for other in page.items[i + 1 :]:
        if isinstance(other, TableRow):
            return False
        if not is_small(other, body) and other.region == here.region:
            return False
    return True


def raise_calls(items: Sequence[Item], numbers: set[int]) -> list[Item]:
    """The items with the marks raised that call the footnotes ``numbers`` but stand glued to a word, as in "areas3;"."""
    found = {
        int(n)
        for item in items
        for passage in passages_in(item)
        for word in passage.words
        if word.raised and (match := CALL.fullmatch(word.text.strip(".,;:")))
        for n in match[1].split(",")
    }
    missing = numbers - found
    if not missing:
        return list(items)

    def split(before: Word | None, word: Word) -> tuple[Word, ...]:
        apart = GLUED_DIGITS.fullmatch(word.text) if word.glued and before and MAY_CALL.search(before.text) else None
        match = apart or GLUED_CALL.fullmatch(word.text)
        if not match or int(match["n"]) not in missing:
            return (word,)
        missing.discard(int(match["n"]))
        head = () if apart else (word._replace(text=match["word"]),)
        mark = word._replace(text=match["n"], raised=True, glued=True)
        after = (word._replace(text=match["after"], glued=True),) if match["after"] else ()
        return (*head, mark, *after)

    def mended(passage: Passage) -> Passage:
        pairs = zip([None, *passage.words], passage.words, strict=False)
        return replace(passage, words=tuple(part for before, word in pairs for part in split(before, word)))

    out: list[Item] = []
    for item in items:
        if isinstance(item, Passage):
            out.append(mended(item))
        else:
            cells = tuple(None if cell is None else tuple(mended(p) for p in cell) for cell in item.cells)
            out.append(replace(item, cells=cells))
    return out


def passages_in(item: Item) -> Sequence[Passage]:
    """The passage that an item is, or those in a row's cells."""
    return (item,) if isinstance(item, Passage) else [p for cell in item.cells if cell for p in cell]
