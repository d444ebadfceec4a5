"""Blocks in the making: passages put together, before ids and offsets are settled."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ..document.model import Kind, Passage, Word, joined

TERMINAL = re.compile(r"[.?!:;…][\"'”’)\]]*$")
LAST_WORDS = 200  # of a draft, among which its end and its last line are
RECENT_WORDS = 1000  # of a draft, which tell what it is about
LONG_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass
class Draft:
    """A block that may still grow. ``parent`` is the draft of its lead-in or heading; ``last`` its latest passage.

    ``off`` are the words that were taken off its text: a bullet, a number. ``header``: it heads a table's column or rows.
    """

    part: str
    kind: Kind
    words: tuple[Word, ...]
    last: Passage
    label: str | None = None
    level: int | None = None
    number: str | None = None
    parent: "Draft | None" = None
    marker: str | None = None
    recommendation: int | str | None = None
    row: str | None = None
    column: str | None = None
    off: tuple[Word, ...] = ()
    header: bool = False
    id: str = field(default="", compare=False)

    def grow(self, passage: Passage) -> None:
        """Take up a passage that goes on from this block."""
        self.words = after(self.words, passage.words)
        self.off = (*self.off, *passage.off)
        self.last = passage

    @classmethod
    def of(cls, part: str, kind: Kind, passage: Passage, label: str | None, **facts: Any) -> "Draft":  # noqa: ANN401
        """A draft that begins with a passage."""
        return cls(part, kind, passage.words, passage, label, off=passage.off, **facts)

    def take_number(self, shown: str, passage: Passage) -> None:
        """Take the number that opens the passage off the text."""
        rest = without_first(passage)
        self.words, self.off, self.number = rest.words, rest.off, shown

    @property
    def text(self) -> str:
        """The words so far, raised marks left out, nothing mended."""
        return plain_text(self.words)

    @property
    def recent(self) -> str:
        """The end of the text so far: of all but the longest drafts the whole."""
        return plain_text(self.words[-RECENT_WORDS:])

    @property
    def finished(self) -> bool:
        """Whether the text ends as a sentence or a lead-in does."""
        return bool(TERMINAL.search(plain_text(self.words[-LAST_WORDS:])))


def plain_text(words: tuple[Word, ...]) -> str:
    """Words as text without raised marks."""
    return joined(w for w in words if not w.raised)


def after(words: tuple[Word, ...], more: tuple[Word, ...]) -> tuple[Word, ...]:
    """Words followed by the words of another passage, whose lines are counted on."""
    if not words or not more:
        return words or more
    by = max(w.line for w in words[-LAST_WORDS:]) + 1 - min(w.line for w in more)
    return (*words, *(w._replace(line=w.line + by) for w in more))


def without_first(passage: Passage, count: int = 1) -> Passage:
    """A passage without its first words."""
    rest = passage.words[count:]
    if rest:
        rest = (rest[0]._replace(glued=False), *rest[1:])
    return replace(passage, words=rest, off=(*passage.off, *passage.words[:count]))


def shared_words(a: str, b: str) -> int:
    """How many longer words two texts have in common: what a stray piece of text is most likely about."""
    return len(set(longer(a)) & set(longer(b)))


def longer(text: str) -> Iterator[str]:
    """The first letters of a text's longer words, so that forms of one word count as the same."""
    for word in LONG_WORD.findall(text.casefold()):
        yield word[:6]
