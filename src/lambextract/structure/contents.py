"""Contents pages: recognised by their heading and by lines that end in page numbers, and taken out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..document.model import Item, Page, Passage, SetAside, TableRow, Word, joined
from ..patterns import StructurePatterns
from .headings import is_heading, plain

# a number of four digits is a year: a list of dates is no list of contents
ENTRY = re.compile(
    r"(?P<title>\S.*?)[\s.…·_\u2060]*?(?:(?<=[\s.…·_\u2060]))(?P<page>\d{1,3}|[ivxlc]{1,6})", re.IGNORECASE
)
NUMBER = re.compile(r"\d{1,3}|[ivxlc]{1,6}")
LONGEST = 90  # characters of an entry
MOST_ITEMS = 1000  # of a list of contents on one page
SENTENCE_ENDS, SENTENCE_WORDS = (".", ";"), 6  # of a sentence, which is no title
MOST_WAITING = 100  # titles that are set apart from their page numbers
LONGEST_ENTRY = 600  # characters of a whole one, over several lines
ENTRIES = 0.6  # share of the lines that must end in a page number
FEWEST = 2
UNHEADED = 4  # entries, their page numbers rising, that make a list of contents without a heading
FIRST_PAGES = 6  # where such a list may stand
EARLY = 0.1  # or this share of the document


@dataclass(frozen=True, slots=True)
class Contents:
    """The entries of a contents page, title and printed page, and the lines that hold them."""

    entries: tuple[tuple[str, str], ...] = ()
    aside: tuple[SetAside, ...] = ()

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles alone."""
        return tuple(title for title, _ in self.entries)


def take_contents(pages: Sequence[Page], patterns: StructurePatterns, body: float) -> tuple[list[Page], Contents]:
    """The pages without their contents lists, and what those list.

    A list is known by its heading, by its author's tags, or, near the start, by page numbers that rise from line to line.
    """
    out = [replace(page, items=tuple(heading_apart(page.items, patterns))) for page in pages]
    out, entries, aside = without_tagged(out, patterns)
    for n, page in enumerate(out):
        lines = Lines(page.items)
        for i, item in enumerate(page.items):
            headed = isinstance(item, Passage) and patterns.is_contents(item.text)
            if not headed and n >= max(FIRST_PAGES, EARLY * len(out)):
                continue
            start = i + headed
            taken, found = run_of_entries(lines, start, body)
            if len(found) < FEWEST or (not headed and not (len(found) >= UNHEADED and rise(found))):
                continue
            entries += found
            reached_end = start + taken == len(page.items)
            aside += lines_aside(page, page.items[i : start + taken])
            out[n] = replace(page, items=(*page.items[:i], *page.items[start + taken :]))
            for m in range(n + 1, len(pages)):
                if not reached_end:
                    break
                taken, more = run_of_entries(Lines(out[m].items), 0, body)
                if len(more) < FEWEST:
                    break
                entries += more
                aside += lines_aside(out[m], out[m].items[:taken])
                out[m] = replace(out[m], items=out[m].items[taken:])
                reached_end = taken == len(pages[m].items)
            break
    return out, Contents(tuple(entries), tuple(aside))


def without_tagged(
    pages: Sequence[Page], patterns: StructurePatterns
) -> tuple[list[Page], list[tuple[str, str]], list[SetAside]]:
    """The pages without what their author tagged as contents and the heading above it; the entries, and the words."""
    out: list[Page] = []
    entries: list[tuple[str, str]] = []
    aside: list[SetAside] = []
    for page in pages:
        passages = [x for x in page.items if isinstance(x, Passage)]
        listed = [x for x in passages if x.role == "contents"]
        listed = [x for x in passages if x in listed or (listed and patterns.is_contents(x.text))]
        aside += lines_aside(page, listed)
        for item in listed:
            entries += entries_of(item) or [(item.text, "")]
        out.append(replace(page, items=tuple(x for x in page.items if x not in listed)) if listed else page)
    return out, entries, aside


def lines_aside(page: Page, items: Sequence[Item]) -> list[SetAside]:
    """The items of a contents list as words set aside, one entry each."""
    words = (
        (*item.off, *item.words)
        if isinstance(item, Passage)
        else tuple(w for cell in item.cells if cell for p in cell for w in (*p.off, *p.words))
        for item in items
    )
    return [SetAside(page.number, found, "contents") for found in words if found]


def rise(entries: Sequence[tuple[str, str]]) -> bool:
    """Whether page numbers rise from entry to entry, as they do in a list of contents."""
    numbers = [int(n) for _, n in entries if n.isdigit()]
    return len(numbers) >= UNHEADED and numbers == sorted(numbers) and numbers[0] < numbers[-1]


def heading_apart(items: Sequence[Item], patterns: StructurePatterns) -> Iterator[Item]:
    """The items, the heading of a contents list that was taken for a part of its first row put before it."""
    for item in items:
        first = item.cells[0] if isinstance(item, TableRow) and item.cells else None
        if isinstance(item, TableRow) and first and len(first) > 1 and patterns.is_contents(first[0].text):
            yield first[0]
            yield replace(item, cells=(first[1:], *item.cells[1:]))
        else:
            yield item


class Lines:
    """A page's items, each read once, however many lists are tried that it might belong to."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self.known: dict[int, tuple[list[tuple[str, str]], list[str], str | None]] = {}

    def of(self, i: int) -> tuple[list[tuple[str, str]], list[str], str | None]:
        """The entries that an item holds, the page numbers that it holds alone, and its text: None of a table's row."""
        if i not in self.known:
            item = self.items[i]
            self.known[i] = entries_of(item), numbers_of(item), item.text if isinstance(item, Passage) else None
        return self.known[i]


def run_of_entries(lines: Lines, start: int, body: float) -> tuple[int, list[tuple[str, str]]]:
    """How many items, from one on, belong to a contents list, and its entries.

    A title may stand in one passage with its page number or, set far apart, before it in another.
    """
    entries: list[tuple[str, str]] = []
    waiting: list[str] = []  # titles whose page number has not come yet
    taken = 0
    for i, item in enumerate(lines.items[start : start + MOST_ITEMS]):
        found, pages, text = lines.of(start + i)
        if found:
            entries += found
            waiting = []
            taken = i + 1
        elif waiting and pages:
            entries += zip(waiting, pages, strict=False)
            waiting = waiting[len(pages) :]
            taken = taken if waiting else i + 1
        elif (
            text is None
            or len(text) > LONGEST
            or pages
            or len(waiting) == MOST_WAITING
            or (text.endswith(SENTENCE_ENDS) and len(text.split()) >= SENTENCE_WORDS)
            or (entries and (plain(text) == plain(entries[0][0]) or is_levelled(item, body)))
        ):
            break
        else:
            waiting.append(text)
    return taken, entries


def is_levelled(item: Item, body: float) -> bool:
    """Whether an item is a heading whose level the source states."""
    return isinstance(item, Passage) and bool(is_heading(item, body) and item.level)


def numbers_of(item: Item) -> list[str]:
    """The page numbers that an item holds, if it holds nothing else."""
    numbers = [word.text for word in item.words] if isinstance(item, Passage) else []
    return numbers if numbers and all(NUMBER.fullmatch(n) for n in numbers) else []


def entry_of(text: str) -> re.Match[str] | None:
    """The title and the page number that a text holds, if it is a contents entry."""
    return ENTRY.fullmatch(text) if len(text) <= LONGEST_ENTRY else None


def entries_of(item: Item) -> list[tuple[str, str]]:
    """The contents entries that an item holds; none unless most of its lines end in a page number."""
    if isinstance(item, TableRow):
        found = entry_of(" ".join(t for t in item.texts if t))
        return [(found["title"], found["page"])] if found and len(item.cells) <= 3 else []
    lines: dict[int, list[Word]] = {}
    for word in item.words:
        lines.setdefault(word.line, []).append(word)
    entries: list[tuple[str, str]] = []
    held = ""
    for words in lines.values():
        line = joined(words)
        held = f"{held} {line}".strip() if len(held) < LONGEST_ENTRY else line
        if found := entry_of(held):
            entries.append((found["title"], found["page"]))
            held = ""
    return entries if len(entries) >= ENTRIES * len(lines) else []
