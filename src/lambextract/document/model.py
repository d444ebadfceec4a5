"""The values that walk down the street: words, passages and rows of a page; blocks and rows of a document.

All are frozen. Lengths are PDF points, the origin is the top left corner of the page; pages are counted from 1.
Text sources have no places: their words stand ``NOWHERE``.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from struct import Struct
from typing import Literal, NamedTuple

from ..errors import LambextractError

Kind = Literal["heading", "paragraph", "bullet", "footnote", "cell"]
Role = Literal["heading", "paragraph", "item", "label", "cell", "note", "contents", "artifact"]
Why = Literal["running-head", "page-number", "contents", "repeated", "decorative", "hidden", "unreadable"]


class Box(NamedTuple):
    """A rectangle on a page, in points."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float

    def union(self, other: "Box") -> "Box":
        """The smallest box around both, on the page of the first."""
        return Box(
            self.page,
            min(self.x0, other.x0),
            min(self.top, other.top),
            max(self.x1, other.x1),
            max(self.bottom, other.bottom),
        )


NOWHERE = Box(0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of characters, ``start <= end``, relative to the text one level up."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise LambextractError(f"span {self.start}..{self.end} is not a range")

    def __len__(self) -> int:
        return self.end - self.start

    def shift(self, by: int) -> "Span":
        """The same range ``by`` characters later."""
        return Span(self.start + by, self.end + by)

    def within(self, text: str) -> str:
        """The words that the range covers; a range outside its text is a broken invariant."""
        if self.end > len(text):
            raise LambextractError(f"span {self.start}..{self.end} lies outside a text of {len(text)} characters")
        return text[self.start : self.end]


class Word(NamedTuple):
    """A run of characters without white space, as the reader found it.

    ``glued``: no space stands before it. ``raised``: set above the line, as a footnote's number is. ``line`` counts the
    lines of the source, so that a hyphen at a line's end can be told from one inside it. ``size`` is in points, 0 where
    the source has none. ``serial`` counts the words of a page in the order in which the file draws them, -1 where nothing
    is drawn: with its page it tells a word from every other. ``tag`` is the number of the
    marked content that holds it, in a tagged PDF.
    """

    text: str
    box: Box = NOWHERE
    size: float = 0.0
    bold: bool = False
    raised: bool = False
    glued: bool = False
    line: int = 0
    serial: int = -1
    tag: int | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines that belong together to the eye: a heading, a paragraph or a part of one, a list item, a footnote.

    ``marker`` is a bullet's glyph, taken off the words. ``level`` is a heading level that the source states (Markdown's
    number of ``#``), None where only the look tells. ``indent`` is the left edge of the first line, in points (PDF) or
    list levels (text), ``hang`` the left edge of the lines after it. ``region`` numbers the columns and panels of a page
    in reading order, ``panel`` says that it stands in a box of its own. ``room`` is the white after the last line up to the
    right margin, in points: where the next word would have fitted, the paragraph ends; None: unknown. ``crowded``: no gap
    stands above it. ``off`` are words taken off the text: a bullet, a number. ``element`` and ``role``: of a tagged page,
    the number of the author's element, the same where it goes on on another page, and what the author calls it.
    """

    page: int
    words: tuple[Word, ...]
    marker: str | None = None
    level: int | None = None
    indent: float = 0.0
    hang: float = 0.0
    size: float = 0.0
    bold: bool = False
    region: int = 0
    panel: bool = False
    room: float | None = None
    crowded: bool = False
    top: float = 0.0
    off: tuple[Word, ...] = ()
    element: int | None = None
    role: Role | None = None

    @property
    def text(self) -> str:
        """The words with their spaces, nothing mended."""
        return joined(self.words)


Cell = tuple[Passage, ...]


SAME_EDGE = 6.0  # points by which the same column may stand elsewhere in another row


@dataclass(frozen=True, slots=True)
class TableRow:
    """One fragment of a table row on one page: a cell per column, in the order of the columns.

    ``cells`` holds None where a cell above or to the left covers the place. ``table`` numbers the tables of a page.
    ``edges`` are the left edges of the columns, in points, empty for text. ``spans``: one cell runs across all columns.
    ``bold``: all its words are, as in a row of column headings. ``element`` and ``header``: of a tagged page, the number of
    the row in the author's table, and whether the author calls its cells headings.
    """

    page: int
    cells: tuple[Cell | None, ...]
    table: int = 0
    edges: tuple[float, ...] = ()
    spans: bool = False
    bold: bool = False
    element: int | None = None
    header: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        """The text of each cell, passages joined by spaces."""
        return tuple(" ".join(p.text for p in cell) if cell else "" for cell in self.cells)

    def is_level(self, other: "TableRow") -> bool:
        """Whether the columns of another row stand at the same places."""
        near = (abs(a - b) <= SAME_EDGE for a, b in zip(self.edges, other.edges, strict=False))
        return len(self.cells) == len(other.cells) and len(self.edges) == len(other.edges) and all(near)


Item = Passage | TableRow


@dataclass(frozen=True, slots=True)
class Page:
    """One page in reading order, without running heads: ``label`` is the number printed on it.

    ``tagged``: its items are those that the file's author tagged.
    """

    number: int
    items: tuple[Item, ...]
    label: str | None = None
    width: float = 0.0
    height: float = 0.0
    tagged: bool = False


@dataclass(frozen=True, slots=True)
class SetAside:
    """Words of one page that are no text of the plan, and why: one line of a running head, one entry of the contents."""

    page: int
    words: tuple[Word, ...]
    why: Why


@dataclass(frozen=True, slots=True)
class Source:
    """Where a plan came from: the file's name, the SHA-256 of its bytes, its media type, its pages (None for text).

    ``title``, ``author`` and ``created``, a month (2012-06), are what the file says of itself.
    """

    name: str
    sha256: str
    media_type: str
    pages: int | None
    title: str | None = None
    author: str | None = None
    created: str | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the characters ``start..end`` of a block's text stand on a page; ``line`` tells lines apart."""

    start: int
    end: int
    box: Box
    line: int


ANCHOR = Struct("<4i4d")  # start, end, line, page; the box's sides


@dataclass(frozen=True, slots=True)
class Anchors:
    """The anchors of one block in their order, packed into bytes: they are most of what a long document holds to its end."""

    packed: bytes = b""

    @classmethod
    def of(cls, anchors: Iterable[Anchor]) -> "Anchors":
        """Some anchors, packed."""
        return cls(b"".join(ANCHOR.pack(a.start, a.end, a.line, *a.box) for a in anchors))

    def __iter__(self) -> Iterator[Anchor]:
        for start, end, line, *box in ANCHOR.iter_unpack(self.packed):
            yield Anchor(start, end, Box(*box), line)


@dataclass(frozen=True, slots=True)
class FootnoteCall:
    """The place in a block's text, as an offset, where footnote ``number`` is called."""

    offset: int
    number: int


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, bullet, footnote or cell paragraph, with its reading text and where it stands.

    ``header``: a cell that heads a column or a group of rows. ``doubtful``: the order of its words is in doubt.
    """

    id: str
    part: str
    kind: Kind
    text: str
    page: int | None = None
    label: str | None = None
    level: int | None = None
    number: str | None = None
    parent: str | None = None
    recommendation: int | str | None = None
    row: str | None = None
    column: str | None = None
    marker: str | None = None
    header: bool = False
    anchors: Anchors = Anchors()
    calls: tuple[FootnoteCall, ...] = ()
    doubtful: bool = False

    def boxes(self, span: Span | None = None) -> tuple[Box, ...]:
        """One box for each line that the characters of ``span`` (all of them without one) stand on."""
        span = span or Span(0, len(self.text))
        lines: dict[tuple[int, int], Box] = {}
        for start, end, line, page, x0, top, x1, bottom in ANCHOR.iter_unpack(self.anchors.packed):
            if start < span.end and end > span.start:
                box = Box(page, x0, top, x1, bottom)
                lines[page, line] = lines[page, line].union(box) if (page, line) in lines else box
        return tuple(lines.values())


@dataclass(frozen=True, slots=True)
class Part:
    """A foreword, a summary, a chapter or an annex."""

    id: str
    title: str
    number: str | None
    first_page: int | None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One row of a table of recommendations: the ids of the blocks in each of its columns."""

    id: str
    ref: int | str
    row: str
    theme: str | None
    columns: dict[str, tuple[str, ...]]
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that could not be read with certainty: what, and where."""

    code: str
    message: str
    page: int | None = None
    block: str | None = None


@dataclass(frozen=True, slots=True)
class PageCoverage:
    """Where the words of one page's text layer went: how many are read, set aside, and in neither.

    ``tagged``: its structure is that of its author's tags.
    """

    page: int
    tagged: bool
    read: int
    set_aside: int
    unaccounted: int


@dataclass(frozen=True, slots=True)
class Document:
    """A plan, split."""

    source: Source
    title: str
    publisher: str | None
    published: str | None
    parts: tuple[Part, ...]
    blocks: tuple[Block, ...]
    recommendations: tuple[Recommendation, ...]
    notices: tuple[Notice, ...] = ()
    aside: tuple[SetAside, ...] = ()
    coverage: tuple[PageCoverage, ...] = ()


def joined(words: Iterable[Word]) -> str:
    """Words with a space between them, none before a glued one."""

    def pieces() -> Iterator[str]:
        for i, word in enumerate(words):
            if i and not word.glued:
                yield " "
            yield word.text

    return "".join(pieces())
