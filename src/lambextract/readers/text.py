"""Text and Markdown → pages, damaged conversions included.

Understood are Markdown headings, list items, bold and escaped characters; tab-separated table rows with HTML in their
cells; footnotes as ``<sup>``; form feeds between pages. Everything else is a paragraph, up to the next empty line.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser

from ..document.model import Item, Page, Passage, TableRow, Word
from ..errors import SourceError
from ..layout.furniture import Edge, find_furniture
from .characters import LINE_HYPHEN, SOFT_HYPHEN, as_shown
from .source import Reading, Request

HEADING = re.compile(r"(#{1,6})(?=\s)")
ITEM = re.compile(r"(\s*)([-*+•●▪◦‣–])\s+(.*)$")
RULES = ("-", "*", "_", "=")  # characters of which a line under or between passages is made
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!<>|~])")
LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\[\]]*+\])*+)\]\((?:[^()\s]|\([^()]*+\))*+(?:\s++\"[^\"]*+\")?\)")
SPLIT_ENTITY = re.compile(r"&(</\w+>)(\w+;)")  # "<sup>7 &</sup>lt;u>": a tag closed inside an entity
ESCAPED_TAG = re.compile(r"&lt;(/?[a-zA-Z]{1,6})>")
SOURCE_SPACES = 2  # spaces that make a list level
PAGE_HEIGHT = 1000.0  # of a page of text, for running heads: its lines are spread over it


# comments and the like, which no reader sees, with what ends them; characters that cannot be shown; rows of Markdown tables
HIDDEN = {"<!--": "-->", "<?": "?>", "<![CDATA[": "]]>"}
OPENING = re.compile("|".join(map(re.escape, HIDDEN)))
LINE_ENDS = re.compile("\r\n|[\r\x0b\x85\u2028]")
CONTROLS = re.compile("[\x1c-\x1f]")  # separators that nobody sees
SOFT_LINE_END = re.compile(f"(?<=\\w){SOFT_HYPHEN}[ \t]*(?=\n)")
STAR = "\ufdd0"  # stands for a star that is no markup; no text holds it, as it is no character
UNDER_HEADINGS = "\x1d"  # stands for the line under the headings of a Markdown table
SEPARATORS = frozenset("\t\n\f")
PIPE_ROW = re.compile(r"^[ ]{0,3}\|(.+)\|[ ]*$", re.MULTILINE)


def read_text(request: Request) -> Reading:
    """Read plain text or Markdown. Raises SourceError for bytes that are not UTF-8 and for text without words."""
    text = decoded(request.plan.data, request.plan.name)
    if not re.search(r"\w", text):
        raise SourceError(f"{request.plan.name} holds no words", "Check the file.")
    chunks = text.split("\f")
    kept = without_running_heads(chunks) if len(chunks) > 2 else [chunk.split("\n") for chunk in chunks]
    pages: list[Page] = []
    number = 0
    for done, lines in enumerate(kept, 1):
        reader = LineReader(number)
        items = tuple(reader.items(lines))
        number = reader.line + 1
        pages.append(Page(0, items))
        request.progress(done, len(kept))
    kind = "text/markdown" if request.plan.name.casefold().endswith(".md") else "text/plain"
    return Reading(kind, None, tuple(pages))


def decoded(data: bytes, name: str) -> str:
    """The text, line ends evened out."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise SourceError(f"{name} is UTF-16, not UTF-8", f"Try: iconv -f UTF-16 -t UTF-8 {name} > utf8.txt")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = f"byte {error.start} is 0x{data[error.start]:02x}"
        hint = f"If it comes from Windows, try: iconv -f WINDOWS-1252 -t UTF-8 {name} > utf8.txt"
        raise SourceError(f"{name} is not UTF-8 text: {where}", hint) from error
    if "\0" in text:
        raise SourceError(f"{name} is no text: it holds NUL characters", "Check the file.")
    text = without_hidden(CONTROLS.sub(" ", LINE_ENDS.sub("\n", text)).replace("\u2029", "\n\n"))
    text = SOFT_LINE_END.sub(LINE_HYPHEN, text).replace(SOFT_HYPHEN, "")
    text = "".join(line if line in SEPARATORS else as_shown(line) for line in re.split("([\t\n\f])", text))
    return PIPE_ROW.sub(piped, text)


def without_hidden(text: str) -> str:
    """The text without comments and the like, their line ends kept; one that is never ended is text."""
    out: list[str] = []
    at = 0
    while found := OPENING.search(text, at):
        end = text.find(HIDDEN[found.group()], found.end())
        if end < 0:  # nor is any other of its kind
            out.append(text[at : found.end()])
            at = found.end()
            if not any(text.find(closing, at) >= 0 for closing in HIDDEN.values()):
                break
            continue
        out += [text[at : found.start()], "\n" * text.count("\n", found.start(), end)]
        at = end + len(HIDDEN[found.group()])
    return "".join([*out, text[at:]])


def piped(match: re.Match[str]) -> str:
    """A row of a Markdown table as a tab-separated one; the line under its headings as a sign of them."""
    cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", match[1])]
    under = all(re.fullmatch(r":?-{3,}:?", cell) for cell in cells)
    return UNDER_HEADINGS if under else "\t".join(cells).replace("\\|", "|")


def without_running_heads(chunks: Sequence[str]) -> list[list[str]]:
    """The lines of each page of a text with form feeds, without running heads and page numbers."""
    pages: list[list[str]] = [chunk.split("\n") for chunk in chunks]
    edges: list[list[Edge]] = []
    places: list[list[int]] = []
    for lines in pages:
        filled = [i for i, line in enumerate(lines) if line.strip()]
        step = PAGE_HEIGHT / max(1, len(lines))
        tops = {
            i: (filled.index(i) * step if k < len(filled) / 2 else PAGE_HEIGHT - (len(filled) - k) * step)
            for k, i in enumerate(filled)
        }
        edges.append([Edge(lines[i].strip(), tops[i], step / 3, PAGE_HEIGHT, "\t" in lines[i]) for i in filled])
        places.append(filled)
    furniture = find_furniture(edges)
    for lines, filled, drop in zip(pages, places, furniture.lines, strict=True):
        for k in drop:
            lines[filled[k]] = ""
    return pages


class LineReader:
    """Reads lines into passages and rows; ``line`` counts them, so that hyphens at line ends can be told."""

    def __init__(self, first_line: int) -> None:
        self.line = first_line
        self.pending: Passage | None = None  # the passage that is not finished, without its later lines
        self.more: list[Word] = []  # their words

    def items(self, lines: Sequence[str]) -> Iterator[Item]:
        """The items that the lines hold, in order."""
        for raw, below in zip(lines, [*lines[1:], ""], strict=True):
            self.line += 1
            line = ESCAPED_TAG.sub(r"<\1>", SPLIT_ENTITY.sub(r"\1&\2", raw.rstrip(" ")))
            if not line.strip() or line == UNDER_HEADINGS or is_rule(line):
                yield from self.flush()
            elif "\t" in line:
                yield from self.flush()
                yield replace(self.row(line), header=below == UNDER_HEADINGS)
            elif found := HEADING.match(line):
                yield from self.flush()
                if words := words_of(line[found.end() :].strip().rstrip("#").strip(), self.line):
                    yield passage(words, level=len(found[1]))
            elif found := ITEM.match(line):
                yield from self.flush()
                indent = len(found[1].expandtabs(4)) // SOURCE_SPACES
                if words := words_of(found[3], self.line):
                    self.pending = passage(words, marker=found[2], indent=float(indent))
            elif words := words_of(line, self.line):
                if self.pending is None or words[0].raised:
                    yield from self.flush()
                    self.pending = passage(words)
                else:
                    self.more += words
        yield from self.flush()

    def flush(self) -> Iterator[Passage]:
        """The passage that is not finished, if there is one."""
        if self.pending is not None:
            whole = (*self.pending.words, *self.more)
            bold = self.pending.bold and all_bold(self.more)
            yield replace(self.pending, words=whole, bold=bold) if self.more else self.pending
            self.pending, self.more = None, []

    def row(self, line: str) -> TableRow:
        """A tab-separated line as a table row."""
        cells = tuple(cell_passages(cell, self.line * 1000 + 40 * i) for i, cell in enumerate(line.split("\t")))
        words = [w for cell in cells for p in cell for w in p.words]
        return TableRow(0, cells, bold=bool(words) and all_bold(words))


def is_rule(line: str) -> bool:
    """Whether a line is drawn: three or more of one character, which but for the double line may stand apart."""
    marks = "".join(line.split())
    return len(marks) >= 3 and marks[0] in RULES and set(marks) == {marks[0]} and (marks[0] != "=" or marks in line)


def all_bold(words: Sequence[Word]) -> bool:
    """Whether all words but raised ones are bold."""
    return all(w.bold for w in words if not w.raised)


def passage(words: Sequence[Word], marker: str | None = None, indent: float = 0.0, level: int | None = None) -> Passage:
    """A passage of a text."""
    return Passage(0, tuple(words), marker, level, indent, indent, bold=all_bold(words))


@dataclass
class Style:
    """What the markup read so far says of the words to come."""

    bold: bool = False
    raised: bool = False


class Markup(HTMLParser):
    """Collects words from HTML and from Markdown's stars; one list of words for each paragraph or list item."""

    def __init__(self, line: int) -> None:
        super().__init__(convert_charrefs=True)
        self.line = line
        self.style = Style()
        self.paragraphs: list[tuple[str | None, list[Word]]] = [(None, [])]
        self.spaced = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("b", "strong"):
            self.style.bold = True
        elif tag == "sup":
            self.style.raised = True
        elif tag == "li":
            self.open("•")
        elif tag in ("br", "p", "ul", "ol", "div"):
            self.open(None)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("b", "strong"):
            self.style.bold = False
        elif tag == "sup":
            self.style.raised = False
        elif tag in ("li", "p", "ul", "ol", "div"):
            self.open(None)

    def open(self, marker: str | None) -> None:
        """Begin a paragraph or a list item."""
        self.line += 1
        self.spaced = True
        if self.paragraphs[-1][1]:
            self.paragraphs.append((marker, []))
        else:
            self.paragraphs[-1] = (marker, [])

    def handle_data(self, data: str) -> None:
        shown = "".join(
            part if part == STAR else as_shown(part) for part in re.split(f"({STAR})", data)
        )  # entities too
        for piece in re.split(r"(\*\*|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])|\s+)", shown.replace(SOFT_HYPHEN, "")):
            if piece == "**":
                self.style.bold = not self.style.bold
            elif not piece or piece == "*":
                continue
            elif piece.isspace():
                self.spaced = True
            else:
                words = self.paragraphs[-1][1]
                words.append(
                    Word(
                        piece.replace(STAR, "*"),
                        bold=self.style.bold,
                        raised=self.style.raised,
                        glued=bool(words) and not self.spaced,
                        line=self.line,
                    )
                )
                self.spaced = False


def parsed(text: str, line: int) -> list[tuple[str | None, list[Word]]]:
    """The paragraphs and list items of a piece of marked-up text."""
    markup = Markup(line)
    plain = ESCAPED.sub(lambda m: STAR if m[1] == "*" else html.escape(m[1]), LINK.sub(r"\1", text))
    markup.feed(re.sub(r"<(?![a-zA-Z/])", "&lt;", plain))
    markup.close()
    return [(marker, words) for marker, words in markup.paragraphs if words]


def words_of(text: str, line: int) -> tuple[Word, ...]:
    """The words of one line of text."""
    return tuple(w._replace(line=line) for _, words in parsed(text, line) for w in words)


def cell_passages(text: str, line: int) -> tuple[Passage, ...]:
    """The passages in one cell of a table row."""
    return tuple(passage(words, marker) for marker, words in parsed(text.strip(), line))
