"""Passages → drafts of blocks: parts, headings, numbered paragraphs, bullets with their lead-ins, footnotes.

Walks the pages once, in reading order. Tables are handed on as they come.
"""

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ..document.model import Item, Notice, Page, Part, Passage, SetAside, TableRow
from ..document.place import at
from ..patterns import StructurePatterns
from .drafts import Draft, plain_text, shared_words, without_first
from .footnotes import Note, first_number, is_small, raise_calls, split_notes
from .headings import Ranks, is_heading, part_of, plain
from .hyphenation import CALL
from .numbers import Number, number_of
from .numbers import Sequence as Numbers

FRONT = "front-matter"
BACK = "back-matter"
OPENING = "opening"  # the part before the first one that has a heading
SPACE = 0.28  # em
NESTED = 4.0  # points by which a nested bullet stands in
SIGNATURE = 14  # words that a line of a signature has at most
STEP = 0.5  # list levels of a text source


OPEN = 50  # drafts, the last ones, that may still grow
LONGEST_NOTE = 1000  # words from which on no paragraph is taken for a part of a footnote
NOTE_REACH = 3  # pages from a call to its note, when a full page pushes the note to the next
QUOTE_WORDS = 6  # words that a boxed statement has at least, to be known for one
SIZE_STEP = 0.7  # points between two sizes of type


@dataclass
class Run:
    """Table rows that follow one another directly, over all pages: each with the label of its page."""

    part: str
    heading: Draft | None
    rows: list[tuple[TableRow, str | None]] = field(default_factory=list)


Key = tuple[int, int, int]


def key_of(passage: Passage) -> Key:
    """What tells a passage from every other: its page, and where its first word stands."""
    first = passage.words[0]
    return passage.page, first.serial, first.line


@dataclass(frozen=True)
class Opening:
    """What stands between the front matter and the first part that is known as one, and would be lost in the former.

    ``first``: the passage with which it begins; ``headings``: those that open parts of their own in it.
    """

    first: Key | None = None
    headings: frozenset[Key] = frozenset()


@dataclass
class Outline:
    """What the walk has found so far."""

    patterns: StructurePatterns
    ranks: Ranks
    body: float
    parts: list[Part] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    order: list[Draft | Run] = field(default_factory=list)  # drafts and runs of table rows, in reading order
    notices: list[Notice] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)
    numbers: Numbers = field(default_factory=Numbers)
    part: str = FRONT
    # what is open outside panels (False) and inside them (True): a panel may stand in the middle of a paragraph
    headings: dict[bool, Draft | None] = field(default_factory=dict)
    open_in: dict[bool, Draft] = field(default_factory=dict)
    lists: dict[bool, list[tuple[float, Draft]]] = field(default_factory=lambda: {False: [], True: []})
    note: Draft | None = None
    after_note: bool = False
    after_break: dict[bool, bool] = field(default_factory=dict)
    held: tuple[Passage, Number] | None = None
    cover: frozenset[str] = frozenset()
    opening: Opening = Opening()
    # the numbers raised in the drafts that will not grow any more, those of footnotes among them, and how many they are
    calls: set[str] = field(default_factory=set)
    notes_met: set[str | None] = field(default_factory=set)
    settled: int = 0

    # ---- the walk ------------------------------------------------------------------------------------------------

    def walk(self, pages: Sequence[Page]) -> None:
        """Walk over all pages."""
        split: list[tuple[list[Item], list[Note], list[Passage]]] = []
        last = 0
        pages, quotes = without_pull_quotes(pages)
        for quote in quotes:
            self.aside.append(SetAside(quote.page, (*quote.off, *quote.words), "repeated"))
            text = f"a boxed statement that the text makes as well: {quote.text}"
            self.notices.append(Notice("pull-quote", text, quote.page))
        pages = [replace(page, items=unboxed(page.items, self.body)) for page in pages]
        for page in pages:
            split.append(split_notes(page, self.body, self.patterns, (last + 1, 1)))
            last = split[-1][1][-1].number if split[-1][1] else last
        for i, (page, (items, notes, rest)) in enumerate(zip(pages, split, strict=True)):
            near = {n.number for _, later, _ in split[i : i + NOTE_REACH] for n in later}
            with at(f"page {page.number}" if page.number else f"part {i + 1} of the text"):
                self.page(page, raise_calls(items, near), notes, rest)

    def page(self, page: Page, items: list[Item], notes: list[Note], rest: list[Passage]) -> None:
        """Walk over one page, its footnotes already told from its text."""
        if page.number:
            self.after_break = {True: True, False: True}
            if rest and self.note is not None:
                for passage in rest:
                    self.note.grow(passage)
            elif rest:
                items += rest
        ordered = merge_in_order(page, items, notes)
        region = -1
        for item in ordered:
            if isinstance(item, Note):
                self.footnote(item, page)
            elif isinstance(item, TableRow):
                self.row(item, page)
            else:
                if item.region != region and page.number:
                    self.after_break[item.panel] = True
                region = item.region
                self.passage(item, page)
                self.after_break[item.panel] = False

    def row(self, row: TableRow, page: Page) -> None:
        """Take a table's row: rows that follow one another directly form a run."""
        self.enter([p for cell in row.cells if cell for p in cell])
        last = self.order[-1] if self.order else None
        if not isinstance(last, Run):
            last = self.over_page(row)
        if last is None:
            last = Run(self.part, self.headings.get(False))
            self.order.append(last)
            self.lists = {False: [], True: []}
            self.after_break = {True: True, False: True}
        last.rows.append((row, page.label))

    def over_page(self, row: TableRow) -> Run | None:
        """The run that a row goes on from: one that only footnotes part from it, on the page before, of the same columns."""
        above = next((x for x in reversed(self.order) if isinstance(x, Run) or x.kind != "footnote"), None)
        if not isinstance(above, Run) or above.part != self.part or not row.page:
            return None
        before = above.rows[-1][0]
        return above if row.page - before.page in (0, 1) and row.is_level(before) else None

    def enter(self, passages: Sequence[Passage]) -> None:
        """Begin a part without a heading, where one of the passages is the first after the front matter."""
        if self.part == FRONT and any(key_of(p) == self.opening.first for p in passages if p.words):
            self.parts.append(Part(OPENING, "", None, passages[0].page or None))
            self.part = OPENING

    def footnote(self, note: Note, page: Page) -> None:
        """Take a footnote."""
        first, *more = note.passages
        draft = Draft.of(self.part, "footnote", first, page.label, number=str(note.number))
        for passage in more:
            draft.grow(passage)
        self.add(draft)
        self.note, self.after_note = draft, True

    def passage(self, passage: Passage, page: Page) -> None:
        """Take a passage of running text."""
        heading = is_heading(passage, self.body)
        if not heading:
            self.enter([passage])
        if self.held:
            held, held_number = self.held
            self.held = None
            off = (*held.off, *held.words, *passage.off)
            self.paragraph(replace(passage, indent=held.indent, off=off), page, held_number)
            return
        if self.stray_note(passage, page) or self.goes_on(passage):
            return
        self.after_note = False
        number = self.number_at(passage)
        if heading and not (number and self.numbers_paragraphs(number)):
            self.open_heading(passage, page)
        elif number and self.numbers.accepts(number, passage):
            if len(passage.words) == 1:
                self.held = passage, number
            else:
                self.paragraph(without_first(passage), page, number)
        elif passage.marker is not None:
            self.bullet(passage, page)
        else:
            self.paragraph(passage, page, None)

    # ---- kinds of passages -----------------------------------------------------------------------------------------

    def open_heading(self, passage: Passage, page: Page) -> None:
        """Take a heading, which may open a part."""
        chapters = sum(p.id.startswith("chapter") for p in self.parts)
        forced = key_of(passage) in self.opening.headings
        if not forced:
            self.enter([passage])
        may_open = forced or self.may_open_part(passage)
        found = part_of(passage, self.ranks, self.patterns, chapters, forced) if may_open else None
        if found:
            taken = {p.id for p in self.parts}
            id_ = next(i for n in itertools.count(1) if (i := found.id if n == 1 else f"{found.id}-{n}") not in taken)
            self.parts.append(Part(id_, plain_text(passage.words), found.number, page.number or None))
            self.part = id_
            self.numbers.new_part()
        level = 1 if found else max(2, self.ranks.level(passage))
        draft = Draft.of(self.part, "heading", passage, page.label, level=level)
        number = self.number_at(passage)
        if number and len(passage.words) > 1 and not found:
            draft.take_number(number.shown, passage)
        self.close(passage.panel, whole=found is not None)
        draft.parent = None if found else self.enclosing(level)
        self.headings[passage.panel] = draft
        if found:
            self.headings[True] = None
        self.add(draft)

    def paragraph(self, passage: Passage, page: Page, number: Number | None) -> None:
        """Take a paragraph."""
        heading = self.heading_of(passage)
        draft = Draft.of(self.part, "paragraph", passage, page.label, parent=heading)
        if number:
            self.numbers.take(number)
            draft.number = number.shown
        lead_in = self.lead_in(passage.panel) if number and number.scheme == "letter" else None
        if lead_in is not None:
            draft.kind, draft.parent = "bullet", lead_in
        else:
            self.lists[passage.panel] = []
        self.add(draft)
        self.open_in[passage.panel] = draft

    def bullet(self, passage: Passage, page: Page) -> None:
        """Take a bullet: its parent is the bullet that it stands in from, or the lead-in above the list."""
        step = NESTED if page.number else STEP
        bullets = self.lists[passage.panel]
        while bullets and passage.indent < bullets[-1][0] - step:
            bullets.pop()
        parent: Draft | None
        if bullets and passage.indent > bullets[-1][0] + step and not self.after_break.get(passage.panel):
            parent = bullets[-1][1]
        elif bullets:
            parent = bullets[-1][1].parent
            bullets.pop()
        else:
            parent = self.lead_in(passage.panel) or self.heading_of(passage)
        draft = Draft.of(self.part, "bullet", passage, page.label, parent=parent, marker=passage.marker)
        bullets.append((passage.indent, draft))
        self.add(draft)
        self.open_in[passage.panel] = draft

    # ---- what goes on from what -------------------------------------------------------------------------------------

    def goes_on(self, passage: Passage) -> bool:
        """Whether the passage goes on from a block that was cut; if so, it is taken up there."""
        draft = self.open_in.get(passage.panel)
        if draft is None or draft.part != self.part:
            return False
        if passage.element is not None and passage.element == draft.last.element:
            draft.grow(passage)
            return True
        if passage.marker is not None or passage.level is not None:
            return False
        first = passage.words[0]
        number = self.number_at(passage)
        if number and self.numbers.accepts(number, passage) and draft.finished:
            return False
        if number and number.scheme != "bare" and self.numbers.accepts(number, passage):
            return False
        if abs(passage.size - draft.last.size) > SIZE_STEP or (
            is_heading(passage, self.body) and not passage.words[0].text[:1].islower()
        ):
            return False
        if self.continues(draft, passage, first.text):
            draft.grow(passage)
            return True
        return False

    def continues(self, draft: Draft, passage: Passage, first: str) -> bool:
        """Whether a passage without a mark of its own is the rest of a block."""
        lower = first[:1].islower()
        if passage.page == 0:
            if draft.kind == "bullet" or self.part == FRONT:  # a cover's lines are no sentences
                return not draft.finished and lower
            return not draft.finished or (
                draft.number is not None and self.numbered_part(draft) and not self.lists[False]
            )
        if not self.after_break.get(passage.panel):
            return False
        if passage.element is not None and draft.last.element is not None:  # two paragraphs, says the author
            return not draft.finished and lower
        cut = not draft.finished and (lower or self.was_full(draft.last, passage) or not first[:1].isalpha())
        if draft.kind == "bullet":
            return cut
        if cut:
            return True
        if draft.number is None:
            level = abs(passage.indent - draft.last.hang) < NESTED and abs(passage.indent - passage.hang) < NESTED
            return level and draft.kind == "paragraph" and self.was_full(draft.last, passage)
        hanging = (
            draft.number is not None
            and abs(passage.indent - draft.last.hang) < NESTED
            and draft.last.hang > draft.last.indent
        )
        hanging = hanging or (
            draft.number is not None
            and abs(passage.indent - draft.last.indent) < NESTED
            and draft.last.indent == draft.last.hang
        )
        return hanging and self.numbered_part(draft) and self.was_full(draft.last, passage)

    def was_full(self, last: Passage, passage: Passage) -> bool:
        """Whether the passage's first word would not have fitted the line before it."""
        first = passage.words[0].box
        return last.room is None or last.room < (first.x1 - first.x0) + SPACE * passage.size + 1.5

    def numbered_part(self, draft: Draft) -> bool:
        """Whether the paragraphs of the part carry numbers, so that one without is a piece of another."""
        paragraphs = [d for d in self.drafts if d.part == draft.part and d.kind == "paragraph"]
        return sum(d.number is not None for d in paragraphs) >= 0.75 * len(paragraphs)

    def stray_note(self, passage: Passage, page: Page) -> bool:
        """In a text, whether a passage is a footnote without its mark, or goes on from the footnote before it."""
        if page.number:
            return False
        number = first_number(passage, self.patterns, raised=False)
        if passage.marker is not None and number is not None and str(number) in self.called():
            accepted = self.number_at(passage)
            if not accepted or not self.numbers.accepts(accepted, passage):
                self.footnote(Note(number, (without_first(passage),)), page)
                return True
        if self.note is None or not self.after_note or passage.level is not None or len(self.note.words) > LONGEST_NOTE:
            return False
        if self.number_at(passage) or first_number(passage, self.patterns, raised=True) is not None:
            return False
        lower = passage.words[0].text[:1].islower()
        if passage.marker is not None:
            goes_on = lower and not self.note.finished and self.note.last.marker is not None
        else:
            draft = self.open_in.get(False)
            about = shared_words(passage.text, self.note.recent)
            goes_on = (
                draft is not None and draft.finished and not lower and about > shared_words(passage.text, draft.recent)
            )
        if goes_on:
            self.note.grow(passage)
            message = f"a paragraph after footnote {self.note.number} was taken as part of it, by the words they share"
            if passage.marker is None:
                self.notices.append(Notice("footnote-continued", message))
        return goes_on

    def called(self) -> set[str]:
        """The numbers raised in the text so far for which no footnote was found."""
        while self.settled < len(self.drafts) - OPEN:
            self.note_calls(self.drafts[self.settled], self.calls, self.notes_met)
            self.settled += 1
        calls, met = set(self.calls), set(self.notes_met)
        for draft in self.drafts[self.settled :]:
            self.note_calls(draft, calls, met)
        return calls - met

    def note_calls(self, draft: Draft, calls: set[str], met: set[str | None]) -> None:
        """Add the numbers that a draft calls, or that of the footnote that it is."""
        if draft.kind == "footnote":
            met.add(draft.number)
        else:
            calls.update(word.text for word in draft.words if word.raised)

    # ---- small questions ----------------------------------------------------------------------------------------------

    def add(self, draft: Draft) -> None:
        """Append a draft in reading order."""
        self.drafts.append(draft)
        self.order.append(draft)

    def close(self, panel: bool, whole: bool) -> None:
        """A heading ends the list and the paragraph above it; one that opens a part (``whole``) ends all."""
        for flow in (False, True) if whole else (panel,):
            self.lists[flow] = []
            self.open_in.pop(flow, None)
        self.after_note = False

    def heading_of(self, passage: Passage) -> Draft | None:
        """The heading that a passage stands under: in a panel the panel's own."""
        own = self.headings.get(True) if passage.panel else None
        return own or self.headings.get(False)

    def lead_in(self, panel: bool) -> Draft | None:
        """The paragraph right above a list that begins, if there is one below the latest heading."""
        for draft in reversed(self.drafts):
            if draft.kind == "footnote" or draft.last.panel != panel:
                continue
            if draft.kind == "heading":
                return None
            if draft.kind == "paragraph":
                return draft
        return None

    def enclosing(self, level: int) -> Draft | None:
        """The heading that encloses one of this level."""
        for draft in reversed(self.drafts):
            if draft.kind == "heading" and draft.part == self.part and (draft.level or 1) < level:
                return draft
        return None

    def number_at(self, passage: Passage) -> Number | None:
        """The number that opens a passage."""
        first = passage.words[0]
        if (first.raised and CALL.fullmatch(first.text)) or (passage.size and is_small(passage, self.body)):
            return None
        latest = self.numbers.last.get(("letter", 1, ""))
        return number_of(passage.words[0].text, self.patterns, latest)

    def numbers_paragraphs(self, number: Number) -> bool:
        """Whether numbers like this one stand before paragraphs in this document, and this one goes on from them."""
        previous = self.numbers.last.get((number.scheme, len(number.steps), number.prefix))
        seen = any(
            d.kind == "paragraph"
            and d.number
            and (n := number_of(d.number, self.patterns))
            and len(n.steps) == len(number.steps)
            for d in self.drafts[-60:]
        )
        return number.scheme == "decimal" and seen and previous is not None and previous.steps[:-1] == number.steps[:-1]

    def may_open_part(self, passage: Passage) -> bool:
        """Whether a part may begin here: not on a cover."""
        return bool(self.parts) or passage.text not in self.cover


def alone_in_panel(items: Sequence[Item]) -> list[Passage]:
    """The passages that fill a panel by themselves."""
    boxed = [x for x in items if isinstance(x, Passage) and x.panel]
    regions = Counter(x.region for x in boxed)
    return [x for x in boxed if regions[x.region] == 1]


def without_pull_quotes(pages: Sequence[Page]) -> tuple[list[Page], list[Passage]]:
    """The pages without boxed statements that only repeat what the text says, and those statements."""
    told = plain(" ".join(x.text for page in pages for x in page.items if isinstance(x, Passage)))
    out: list[Page] = []
    taken: list[Passage] = []
    for page in pages:
        alone = alone_in_panel(page.items)
        quotes = [
            x for x in alone if len(x.words) >= QUOTE_WORDS and told.count(plain(x.text)) > 1 and x.marker is None
        ]
        taken += quotes
        out.append(replace(page, items=tuple(x for x in page.items if x not in quotes)) if quotes else page)
    return out, taken


def unboxed(items: Sequence[Item], body: float) -> tuple[Item, ...]:
    """Items with headings that fill a box by themselves taken out of it: the box is their ornament."""
    alone = alone_in_panel(items)
    return tuple(
        replace(x, panel=False) if isinstance(x, Passage) and x in alone and is_heading(x, body) else x for x in items
    )


def merge_in_order(
    page: Page, items: Sequence[Passage | TableRow], notes: Sequence[Note]
) -> list[Passage | TableRow | Note]:
    """A page's items with its notes: where they stand in a text, at the end of a PDF's page."""
    if page.number:
        return [*items, *notes]
    by_line = {n.passages[0].words[0].line: n for n in notes}
    out: list[Passage | TableRow | Note] = []
    rest = sorted(by_line)
    for item in items:
        line = item.words[0].line if isinstance(item, Passage) else None
        while line is not None and rest and rest[0] < line:
            out.append(by_line[rest.pop(0)])
        out.append(item)
    return [*out, *(by_line[k] for k in rest)]
