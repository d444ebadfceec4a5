"""Words → reading text: hyphens at line ends mended, footnote marks taken out, every character tied to its place."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..document.model import NOWHERE, Anchor, FootnoteCall, Item, Page, Passage, Word
from ..patterns import StructurePatterns
from ..readers.characters import LINE_HYPHEN

HYPHENS = "-\u2010"
HYPHENATES = 0.5  # share of the hyphens at line ends that must have parted words, for a document to hyphenate
LONGEST_WORD = 100  # characters before a hyphen that are looked at
CALL = re.compile(r"\[?(\d{1,3}(?:,\d{1,3})*)\]?")
CLOSING = re.compile(r"[.,;:!?)\]]+")  # never stands apart from the word before it
OPENING = ("(", "[", "“", "‘")  # what follows never stands apart from them
LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class Reading:
    """A stretch of reading text with the places of its characters and the footnotes called in it."""

    text: str
    anchors: tuple[Anchor, ...] = ()
    calls: tuple[FootnoteCall, ...] = ()


class Mender:
    """Mends hyphens at line ends by evidence: how the document writes the word elsewhere, then a list of the language's words.

    ``is_word``: whether that list has a word, in lower case.
    """

    def __init__(self, pages: Sequence[Page], patterns: StructurePatterns, is_word: Callable[[str], bool]) -> None:
        self.suspended = frozenset(patterns.words.get("suspended", ()))
        self.is_word = is_word
        self.words: Counter[str] = Counter()
        broken = ""
        ends: list[tuple[str, str]] = []  # the halves of words parted by a hyphen at a line's end
        for text in tokens(all_words(item for page in pages for item in page.items)):
            letters = LETTERS.findall(text)
            first, last = bool(broken), text[-1] in HYPHENS
            self.words.update(letters[int(first) : len(letters) - int(last)])  # halves of broken words do not count
            if broken and letters:
                ends.append((broken, letters[0]))
            broken = letters[-1] if last and letters and text[-1] == "-" else ""
            if "-" in text:
                self.words.update(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)+", text))
        parted = [self.parts_a_word(a, b) for a, b in ends]
        self.hyphenates = sum(p is True for p in parted) > HYPHENATES * sum(p is not None for p in parted)

    def parts_a_word(self, a: str, b: str) -> bool | None:
        """Whether a hyphen at a line's end parts one word rather than joining two; None: it may do either."""
        whole, hyphened = self.words[a + b], self.words[f"{a}-{b}"]
        if whole or hyphened:
            return whole > hyphened
        halves = all(self.words[half] or self.is_word(half) for half in (a, b))
        if self.is_word(a + b):
            return None if halves else True
        return False if halves else None

    def joins(self, left: str, right: str) -> str:
        """What stands between two halves parted by a hyphen at a line's end: the hyphen, or nothing.

        Where neither the document nor the list decides, it goes from documents that are seen to hyphenate words.
        """
        parts = self.parts_a_word(left.casefold(), right.casefold())
        if parts is None:
            parts = self.hyphenates
        return "" if parts and right[:1].islower() else "-"

    def reading(self, words: Sequence[Word]) -> Reading:
        """The reading text of a passage's words."""
        text = ""
        anchors: list[Anchor] = []
        calls: list[FootnoteCall] = []
        last: Word | None = None
        for word in words:
            if word.raised and (found := CALL.fullmatch(word.text.strip(".,;:"))):
                calls += [FootnoteCall(len(text), int(n)) for n in found[1].split(",")]
                continue
            glue = self.glue(text, last, word)
            if glue is None:
                text = text[:-1]
                shrink(anchors, len(text))
                glue = ""
            start = len(text) + len(glue)
            text += glue + word.text
            if word.box is not NOWHERE:
                anchors.append(Anchor(start, len(text), word.box, word.line))
            last = word
        return Reading(text, tuple(anchors), tuple(calls))

    def glue(self, text: str, last: Word | None, word: Word) -> str | None:
        """What joins a word to the text before it; None: nothing, and the hyphen before it goes."""
        if last is None:
            return ""
        new_line = word.line != last.line
        if new_line and text.endswith(LINE_HYPHEN):
            left = LETTERS.findall(text[-LONGEST_WORD:-1])
            right = LETTERS.match(word.text)
            keeps = left and right and self.words[f"{left[-1]}-{right[0]}".casefold()]
            return "" if keeps else None
        if text.endswith("-") and len(text) > 1 and text[-2].isalpha() and (found := LETTERS.match(word.text)):
            left = LETTERS.findall(text[-LONGEST_WORD:-1])
            if (
                found[0].casefold() in self.suspended
                or word.glued
                or not left
                or (not new_line and not found[0].islower())
            ):
                return "" if word.glued else " "
            if new_line:
                return "" if self.joins(left[-1], found[0]) else None
            return ""  # a space that a line's end has left behind: "multi- agency"
        if new_line and text.endswith(("/", "–", "—")) and len(text) > 1 and not text[-2].isspace():
            return ""
        if word.glued or text[-1:] in OPENING:
            return ""
        return " " if word.text[-1:].isalnum() or not CLOSING.fullmatch(word.text) else ""


def shrink(anchors: list[Anchor], end: int) -> None:
    """Let the last anchor end with a text that has become shorter."""
    if anchors and anchors[-1].end > end:
        last = anchors[-1]
        anchors[-1] = Anchor(last.start, max(last.start, end), last.box, last.line)


def tokens(words: Iterable[Word]) -> Iterator[str]:
    """The words in lower case, those put together that nothing parts on their line: a hyphen may be drawn by itself."""
    text, line = "", None
    for word in words:
        if text and word.glued and word.line == line:
            text += word.text.casefold()
            continue
        if text:
            yield text
        text, line = word.text.casefold(), word.line
    if text:
        yield text


def all_words(items: Iterable[Item]) -> Iterable[Word]:
    """Every word of the items, those in table cells included."""
    for item in items:
        passages: Iterable[Passage] = (
            (item,) if isinstance(item, Passage) else (p for cell in item.cells if cell for p in cell)
        )
        for passage in passages:
            yield from passage.words
