"""Table rows → cells and recommendations: rows rebuilt from the fragments that pages and conversions leave of them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ..document.identifiers import slug
from ..document.model import Cell, Notice, Passage, SetAside, TableRow, Why, Word
from ..patterns import StructurePatterns
from .drafts import TERMINAL, Draft, after, plain_text
from .hyphenation import Mender
from .outline import SPACE, Run

REF = re.compile(r"(?:[A-Za-z]+\.?\s+)?(?P<ref>[A-Z]{0,3}\.?\d{1,3}(?:\.\d{1,3})*|[A-Z])\s*[.):]?")
SHINGLE = 5  # words in a row that two texts share by chance only now and then
REPEATED = 0.9  # share of a row's word runs that stand in earlier rows, from which it repeats them
LONG = 12  # words that a repeated cell has at least
MOSTLY = 0.6  # share of a column's cells that must be references for it to hold them
KNOWN_HEADINGS = 2  # cells of a row that are known or bold, from which it is one of headings
DATED_HEADINGS = 2  # cells of a first row that are times, from which it is a row of headings
NO_HEADINGS = "table-without-headings"
THEME_WORDS = 14  # a theme has no more words
STRAY = 2  # letters of a fragment that belongs nowhere
FEWEST_FACTS = 2  # rows of a table of facts
RECOMMENDED = ("recommendation",)
ANSWERED = ("response", "timescale", "action", "deadline")


@dataclass(frozen=True, slots=True)
class Theme:
    """A row that names a theme: its text, and where it stands."""

    text: str
    passages: tuple[Passage, ...]
    label: str | None


@dataclass
class Row:
    """One row in the making: its cells by column."""

    ref: str | None
    theme: "Theme | None"
    cells: dict[str, list[tuple[Passage, str | None]]] = field(default_factory=dict)  # passages with page labels
    pages: list[int] = field(default_factory=list)


@dataclass
class Logical:
    """A table as its author wrote it, over all pages: what its columns hold, and its rows."""

    headings: tuple[str, ...]
    columns: tuple[str, ...]
    heading_row: TableRow | None = None
    rows: list[Row] = field(default_factory=list)
    told: "Told" = field(default_factory=lambda: Told())

    @property
    def is_recommendations(self) -> bool:
        """Whether its rows answer recommendations."""
        return any(c in self.columns for c in RECOMMENDED) and any(c in self.columns for c in ANSWERED)


@dataclass(slots=True)
class Told:
    """The runs of words that the rows of a table say, column by column, each row counted once: the last may still grow."""

    runs: set[tuple[str, ...]] = field(default_factory=set)
    # the last words of each column, with which a run may begin
    ends: dict[str, list[str]] = field(default_factory=dict)
    counted: int = 0

    def of(self, rows: Sequence[Row]) -> tuple[set[tuple[str, ...]], set[tuple[str, ...]]]:
        """The runs of all rows but the last, and those that the last adds."""
        for row in rows[self.counted : -1]:
            for column, passages in row.cells.items():
                words = [*self.ends.get(column, ()), *words_of(passages)]
                self.runs.update(shingles(words))
                self.ends[column] = words[-(SHINGLE - 1) :]
        self.counted = len(rows) - 1
        added = ([*self.ends.get(c, ()), *words_of(passages)] for c, passages in rows[-1].cells.items())
        return self.runs, {run for words in added for run in shingles(words)}


class TableReader:
    """Rebuilds the tables of one run of row fragments."""

    def __init__(self, run: Run, patterns: StructurePatterns, mender: Mender) -> None:
        self.run = run
        self.patterns = patterns
        self.mender = mender
        self.tables: list[Logical] = []
        self.notices: list[Notice] = []
        self.aside: list[SetAside] = []
        self.theme: Theme | None = None
        self.element: int | None = None  # the author's row that was read last
        self.after: TableRow | None = None  # the row that follows
        self.columns: tuple[str, ...] = ()  # of the fragments being read; a header may have lost one

    def read(self) -> list[Logical]:
        """The tables, in order."""
        page_table: tuple[int, int] | None = None
        rows = self.run.rows
        for i, (row, label) in enumerate(rows):
            self.after = rows[i + 1][0] if i + 1 < len(rows) else None
            here = (row.page, row.table)
            first = here != page_table
            new_table = (
                first and page_table is not None and row.page == page_table[0] and self.is_new(row, rows[i - 1][0])
            )
            page_table = here
            if not any(row.texts):
                self.set_aside(row, "decorative")
                continue
            if self.header(row, first, new_table):
                continue
            self.data(row, label, first)
            self.element = row.element
        self.close_theme()
        return [self.turned(t) for t in self.tables if t.rows or t.heading_row]

    def turned(self, table: Logical) -> Logical:
        """The table, one whose headings stand down its first column turned: "Lead | the Agency", "By | March 2023"."""
        first = table.columns[0]
        if table.headings or len(table.columns) < 2 or len(table.rows) < FEWEST_FACTS:
            return table
        texts = tuple(" ".join(words.text for words in passages_of(row, first)).strip(" :*") for row in table.rows)
        roles = [self.patterns.column_role(text) if text else None for text in texts]
        if None in roles:
            return table
        names = self.names(texts)
        heads = tuple(tuple(passages_of(row, first)) for row in table.rows)
        turned = Logical(texts, names, TableRow(table.rows[0].pages[0] if table.rows[0].pages else 0, heads))
        for column in table.columns[1:]:
            cells = {n: row.cells[column] for n, row in zip(names, table.rows, strict=True) if row.cells.get(column)}
            pages = sorted({page for row in table.rows for page in row.pages})
            turned.rows.append(Row(None, None, cells, pages))
        return turned

    # ---- headings ----------------------------------------------------------------------------------------------------

    def header(self, row: TableRow, first: bool, new_table: bool) -> bool:
        """Take a row of column headings; False if the row is none."""
        texts = tuple(self.reading_of(cell).strip(" :*") for cell in row.cells)
        current = self.tables[-1] if self.tables else None
        again = self.names(texts)
        if (
            current
            and plain_set(texts)
            and plain_set(texts) <= plain_set(current.headings)
            and set(again) <= set(current.columns)
        ):
            self.columns = again
            self.set_aside(row, "repeated")
            return True
        titled = current is not None and self.theme is not None and not (current.rows or current.headings)
        opening = current is None or new_table or not current.rows
        is_header = self.are_headings(row, texts, opening and (first or titled))
        if not is_header and not new_table and current and self.under_headings(row, texts, current):
            return True
        if not is_header:
            if (opening and first and current is None) or new_table:
                self.open_without_header(row)
            return False
        self.columns = self.with_refs(self.names(texts), texts)
        if current is None or new_table or set(self.columns) != set(current.columns):
            above = self.theme if current is not None and not current.rows and not current.headings else None
            if above is not None:  # a theme stood above the headings, not below them
                self.tables.pop()
                self.notices = [n for n in self.notices if n.code != NO_HEADINGS or n.page != row.page]
                self.theme = None
            self.close_theme()
            self.tables.append(Logical(texts, self.columns, row))
            self.theme = above
        else:
            self.set_aside(row, "repeated")
        return True

    def is_new(self, row: TableRow, above: TableRow) -> bool:
        """Whether a row that another grid holds than the row above it begins a table: its columns are others, or named."""
        texts = tuple(self.reading_of(cell).strip(" :*") for cell in row.cells)
        return not row.is_level(above) or self.are_headings(row, texts, opening=True)

    def are_headings(self, row: TableRow, texts: Sequence[str], opening: bool) -> bool:
        """Whether a row holds column headings: by their words, or, where a table opens, by how they are set."""
        if row.spans:
            return row.header and opening
        roles = [self.patterns.column_role(t) for t in texts if t]
        known = sum(r is not None for r in roles)
        if known >= KNOWN_HEADINGS and known == len(roles):
            return True
        return opening and (row.header or self.dated(texts) or (row.bold and len(roles) >= KNOWN_HEADINGS))

    def dated(self, texts: Sequence[str]) -> bool:
        """Whether a row's texts are times, as headings of columns are that date what stands under them."""
        return sum(any(rule.full(t) for rule in self.patterns.period) for t in texts if t) >= DATED_HEADINGS

    def under_headings(self, row: TableRow, texts: Sequence[str], table: Logical) -> bool:
        """Take a second row of column headings, which stands under a heading over several columns; False if it is none."""
        above = table.heading_row
        if above is None or table.rows or row.spans or len(row.cells) != len(above.cells):
            return False
        over = heads_over(above)
        parted = [i for i, at in enumerate(over) if at is not None and over.count(at) > 1]
        if not (row.bold or row.header or self.dated(texts)) or sum(bool(texts[i]) for i in parted) < 2:
            return False
        if any(t and i not in parted and above.cells[i] for i, t in enumerate(texts)):
            return False
        whole = [table.headings[at] if at is not None else "" for at in over]
        table.headings = tuple(f"{head} {text}".strip() for head, text in zip(whole, texts, strict=True))
        table.columns = self.columns = self.with_refs(self.names(table.headings), table.headings)
        cells = tuple((*(a or ()), *(b or ())) for a, b in zip(above.cells, row.cells, strict=True))
        table.heading_row = replace(above, cells=cells)
        return True

    def set_aside(self, row: TableRow, why: Why) -> None:
        """Note that the words of a row are no text of the plan."""
        words = tuple(w for cell in row.cells if cell for p in cell for w in (*p.off, *p.words))
        if words:
            self.aside.append(SetAside(row.page, words, why))

    def reading_of(self, cell: Cell | None) -> str:
        """The text of a cell with the hyphens at its line ends mended, as a column's heading is known by its words."""
        return " ".join(self.mender.reading(passage.words).text for passage in cell) if cell else ""

    def open_without_header(self, row: TableRow) -> None:
        """Begin a table that has no headings."""
        if row.page and len(row.cells) > 1:
            text = "the columns of a table have no headings that can be told from its rows"
            self.notices.append(Notice(NO_HEADINGS, text, row.page))
        self.columns = tuple(f"column-{i + 1}" for i in range(len(row.cells)))
        self.close_theme()
        self.tables.append(Logical((), self.columns))

    def names(self, texts: Sequence[str]) -> tuple[str, ...]:
        """A name for each column: its role, else its heading; the second of a name is numbered 2, the third 3."""
        names: dict[str, None] = {}
        times: Counter[str] = Counter()
        for i, text in enumerate(texts):
            name = wanted = (self.patterns.column_role(text) if text else None) or slug(text, 40) or f"column-{i + 1}"
            while name in names:
                times[wanted] += 1
                name = f"{wanted}-{times[wanted] + 1}"
            names[name] = None
        return tuple(names)

    def with_refs(self, names: tuple[str, ...], texts: Sequence[str]) -> tuple[str, ...]:
        """The names, a first column without a heading called ``ref`` where its cells are references."""
        if "ref" in names or texts[0]:
            return names
        firsts = [row.texts[0] for row, _ in self.run.rows if len(row.cells) == len(names) and row.texts[0]]
        refs = sum(bool(REF.fullmatch(t)) for t in firsts)
        return ("ref", *names[1:]) if refs > 1 and refs >= MOSTLY * len(firsts) else names

    # ---- rows --------------------------------------------------------------------------------------------------------

    def data(self, row: TableRow, label: str | None, first: bool) -> None:
        """Take a row that is not a row of headings: a theme, a new row, or the rest of the row before."""
        table = self.tables[-1]
        row = self.without_headings(row, table)
        if theme := self.theme_of(row, table):
            self.open_theme(theme, row, label)
            return
        if self.repeats(row, table):
            text = " | ".join(t for t in row.texts if t)
            self.notices.append(
                Notice("row-repeated", f"a row repeats earlier rows and was left out: {text}", row.page or None)
            )
            return
        cells = dict(zip(self.columns, row.cells, strict=False))
        extra = [c for c in row.cells[len(self.columns) :] if c]
        if extra and self.columns:
            last = self.columns[-1]
            cells[last] = tuple(p for c in (cells.get(last), *extra) if c for p in c)
        if self.continues(cells, table, first):
            self.extend(table.rows[-1], cells, label, row.page)
            return
        if table.rows and row.element is not None and row.element == self.element:
            self.extend(table.rows[-1], cells, label, row.page)
            return
        new = Row(self.ref_of(cells, table, row.page), self.theme, pages=[row.page] if row.page else [])
        table.columns = (*table.columns, *(c for c, cell in cells.items() if cell and c not in table.columns))
        for column, cell in cells.items():
            if cell:
                new.cells[column] = [(p, label) for p in cell]
        table.rows.append(new)

    def open_theme(self, text: str, row: TableRow, label: str | None) -> None:
        """Take a row that names a theme; one that only says it again, at the head of a page, is set aside."""
        if self.theme is not None and plain_set((text,)) == plain_set((self.theme.text,)):
            self.set_aside(row, "repeated")
            return
        passages = tuple(p for cell in row.cells if cell for p in cell)
        if not row.page:  # a conversion has cut it
            passages = (replace(passages[0], words=tuple(Word(word) for word in text.split())),)
        unused = self.theme is not None and not any(r.theme is self.theme for r in self.tables[-1].rows)
        above = self.theme.passages if self.theme is not None and unused else ()
        self.theme = Theme(text, (*above, *passages), label)

    def close_theme(self) -> None:
        """A table ends: a theme that no row has followed becomes a row of its own."""
        table = self.tables[-1] if self.tables else None
        if self.theme is not None and table is not None and not any(r.theme is self.theme for r in table.rows):
            pages = sorted({p.page for p in self.theme.passages if p.page})
            cells = {table.columns[0]: [(p, self.theme.label) for p in self.theme.passages]}
            table.rows.append(Row(None, None, cells, pages))
        self.theme = None

    def without_headings(self, row: TableRow, table: Logical) -> TableRow:
        """The row without column headings that a conversion has glued to the cells below them."""
        headings = [h for h in table.headings if h]
        glued = [
            i
            for i, cell in enumerate(row.cells)
            if cell and i < len(table.headings) and starts_with(cell, table.headings[i]) and len(headings) > 1
        ]
        if len(glued) < 2:
            return row
        cells = [
            strip_start(cell, len(table.headings[i].split())) if cell and i in glued else cell
            for i, cell in enumerate(row.cells)
        ]
        self.notices.append(
            Notice("headings-in-row", "column headings stood inside a row and were left out", row.page or None)
        )
        return replace(row, cells=tuple(cells))

    def theme_of(self, row: TableRow, table: Logical) -> str | None:
        """The theme that a row names, None for any other row."""
        texts = [t for t in row.texts if t]
        alone = len(texts) == 1 and row.bold and row.cells[0] and row.cells[0][0].marker is None
        named = not REF.fullmatch(texts[0]) or self.is_title(row, table)
        if (row.spans or alone) and row.cells[0] and len(row.cells) > 2 and named:
            text = " ".join(texts)
            return text if len(text.split()) <= THEME_WORDS and not TERMINAL.search(text) else None
        if "ref" not in table.columns or "ref" not in self.columns or row.page:
            return None
        at = self.columns.index("ref")
        first = row.texts[at] if at < len(row.texts) else ""
        if REF.fullmatch(first) and first.strip(".").isdigit():
            return None
        whole = self.rejoined([t for t in row.texts if t])
        if not whole or len(whole.split()) > THEME_WORDS or TERMINAL.search(whole) or not whole[0].isupper():
            return None
        if first:
            return whole
        before = table.rows[-1] if table.rows else None
        closed = before is None or all(
            TERMINAL.search(plain_text(ps[-1][0].words)) for ps in before.cells.values() if ps
        )
        return whole if len(texts) == 1 and closed else None

    def is_title(self, row: TableRow, table: Logical) -> bool:
        """Whether a row that opens a table names it: its column headings stand right below."""
        after = self.after
        if table.rows or table.headings or after is None or (after.page, after.table) != (row.page, row.table):
            return False
        return self.are_headings(after, tuple(self.reading_of(cell).strip(" :*") for cell in after.cells), opening=True)

    def rejoined(self, fragments: Sequence[str]) -> str:
        """A text that cell borders have cut, possibly inside a word, put together by the words of the document.

        Letters may stand on both sides of a cut, and a stray letter may be left over.
        """
        text = fragments[0] if fragments else ""
        for fragment in fragments[1:]:
            left, right = text.rsplit(" ", 1)[-1], fragment.split(" ", 1)[0]
            overlap = next((k for k in (2, 1) if left[-k:].casefold() == right[:k].casefold() and len(right) > k), 0)
            cut = [text + fragment[overlap:], text + fragment] if overlap else [text + fragment]
            known = [t for t in cut if self.mender.words[t[len(text) - len(left) :].split(" ", 1)[0].casefold()]]
            apart = min(self.mender.words[left.casefold()], self.mender.words[right.casefold()]) > 1
            if len(fragment) <= STRAY and fragment.islower() and not known:
                self.notices.append(Notice("stray-letters", f"{fragment!r} after {text!r} in a theme row was left out"))
                continue
            text = (known or ([f"{text} {fragment}"] if apart else cut))[0]
        return text

    def repeats(self, row: TableRow, table: Logical) -> bool:
        """Whether a row only says again what earlier rows of its table say."""
        words = [w for t in row.texts for w in t.casefold().split()]
        if len(words) < LONG or row.page:
            return False
        longest = max((t for t in row.texts), key=len)
        mine = list(shingles(longest.casefold().split()))
        if not mine or not table.rows:
            return False
        told, last = table.told.of(table.rows)
        return sum(s in told or s in last for s in mine) >= REPEATED * len(mine)

    def continues(self, cells: dict[str, Cell | None], table: Logical, first: bool) -> bool:
        """Whether a fragment is the rest of the row before it."""
        if not table.rows:
            return False
        if "ref" in self.columns:
            return not cells.get("ref")
        before = table.rows[-1]
        filled = {c: cell for c, cell in cells.items() if cell}
        opening = self.columns[0]
        if not first and opening in filled:
            return False
        open_cells = [c for c, ps in before.cells.items() if ps and not TERMINAL.search(plain_text(ps[-1][0].words))]
        lower = [c for c, cell in filled.items() if cell[0].marker is None and cell[0].words[0].text[:1].islower()]
        if "ref" in table.columns:  # a header that has lost its Ref column: rows go on in some cells only
            return len(filled) < len(self.columns) and bool(lower)
        return bool(set(lower) & set(open_cells)) or (first and opening not in filled and bool(filled))

    def extend(self, row: Row, cells: dict[str, Cell | None], label: str | None, page: int) -> None:
        """Add a fragment to the row that it goes on from."""
        for column, cell in cells.items():
            if not cell:
                continue
            have = row.cells.setdefault(column, [])
            first, *more = cell
            if have and goes_on(have[-1][0], first):
                old, old_label = have[-1]
                have[-1] = (
                    replace(old, words=after(old.words, first.words), room=first.room, page=first.page),
                    old_label,
                )
            else:
                have.append((first, label))
            have += [(p, label) for p in more]
        if page and page not in row.pages:
            row.pages.append(page)

    def ref_of(self, cells: dict[str, Cell | None], table: Logical, page: int) -> str | None:
        """A new row's reference; one that was lost is restored from the sequence."""
        cell = cells.get("ref")
        found = REF.fullmatch(" ".join(p.text for p in cell)) if cell else None
        if found:
            return found["ref"]
        if "ref" not in table.columns:
            return None
        before = table.rows[-1].ref if table.rows else "0"
        if before and before.isdigit():
            restored = str(int(before) + 1)
            self.notices.append(
                Notice(
                    "ref-restored", f"the reference {restored} was lost and is restored from the sequence", page or None
                )
            )
            return restored
        return None


def goes_on(before: Passage, passage: Passage) -> bool:
    """Whether a passage at the start of a cell's fragment goes on from the last passage of the fragment before."""
    if passage.element is not None and before.element is not None:
        return passage.element == before.element
    if passage.marker is not None:
        return False
    if not TERMINAL.search(plain_text(before.words)) or passage.words[0].text[:1].islower():
        return True
    if not passage.page or before.room is None:
        return False
    first = passage.words[0].box
    return before.marker is None and before.room < first.x1 - first.x0 + SPACE * passage.size + 1.5


def passages_of(row: Row, column: str) -> list[Passage]:
    """The passages of a cell."""
    return [p for p, _ in row.cells.get(column, ())]


def words_of(passages: Sequence[tuple[Passage, str | None]]) -> list[str]:
    """The words of a cell, case folded."""
    return [w.text.casefold() for p, _ in passages for w in p.words]


def shingles(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every run of a few words."""
    return (tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1))


def heads_over(row: TableRow) -> list[int | None]:
    """For each column, the one whose heading stands over it: a heading reaches over the places merged with its own."""
    over: list[int | None] = []
    for i, cell in enumerate(row.cells):
        over.append(i if cell else over[-1] if cell is None and over else None)
    return over


def plain_set(texts: Sequence[str]) -> set[str]:
    """Texts to compare headings by."""
    return {t.casefold() for t in texts if t}


def starts_with(cell: Cell, heading: str) -> bool:
    """Whether a cell's text begins with its column's heading."""
    words = [w.text.casefold().strip(":.") for p in cell for w in p.words]
    start = heading.casefold().split()
    return bool(start) and words[: len(start)] == start


def strip_start(cell: Cell, count: int) -> Cell:
    """A cell without its first words."""
    out: list[Passage] = []
    for passage in cell:
        drop = min(count, len(passage.words))
        count -= drop
        if rest := passage.words[drop:]:
            out.append(replace(passage, words=rest))
    return tuple(out)


def drafts_of(
    table: Logical, part: str, number: int, patterns: StructurePatterns, taken: set[str]
) -> Iterator[tuple[Draft, Row | None]]:
    """The blocks of a table's cells, row by row: its column headings first, and each theme before its rows.

    Cells hang on their column's heading where it is no known role. ``taken`` holds the names of the rows that other tables
    have.
    """
    parents: dict[str, Draft] = {}
    for draft in heading_drafts(table, part, f"{part}-t{number}-r0"):
        if patterns.column_role(draft.text) is None and not table.is_recommendations:
            parents[draft.column or ""] = draft
        yield draft, None
    theme: Theme | None = None
    themes = 0
    for i, row in enumerate(table.rows, 1):
        if row.theme is not None and row.theme is not theme:
            themes += 1
            place = f"{part}-t{number}-theme{themes}"
            for passage in row.theme.passages:
                yield Draft.of(part, "cell", passage, row.theme.label, row=place, column="theme", header=True), None
        theme = row.theme
        ref = int(row.ref) if row.ref and row.ref.isdigit() else row.ref
        answered = ref if table.is_recommendations and ref is not None else None
        id_ = row_id(row, i, answered, part, number, taken)
        for column in table.columns:
            lead_in: Draft | None = None
            for passage, label in row.cells.get(column, ()):
                parent = (lead_in if passage.marker else None) or parents.get(column)
                draft = Draft.of(part, "cell", passage, label, parent=parent, row=id_, column=column)
                draft.marker, draft.recommendation = passage.marker, answered
                yield draft, row
                if passage.marker is None:
                    lead_in = draft


def heading_drafts(table: Logical, part: str, row: str) -> Iterator[Draft]:
    """The blocks of a table's column headings."""
    if table.heading_row is None:
        return
    for column, cell in zip(table.columns, table.heading_row.cells, strict=False):
        if cell:
            draft = Draft.of(part, "cell", cell[0], None, row=row, column=column, header=True)
            for passage in cell[1:]:
                draft.grow(passage)
            yield draft


def row_id(row: Row, i: int, answered: int | str | None, part: str, number: int, taken: set[str]) -> str:
    """A name for a table's row that no other row has: by its reference, or by its place."""
    id_ = f"{part}-r{slug(str(answered))}"
    if answered is None or id_ in taken:
        id_ = f"{part}-t{number}-r{slug(row.ref) if row.ref else i}"
    if id_ in taken:
        id_ = f"{part}-t{number}-r{i}-{slug(row.ref or 'row')}"
    taken.add(id_)
    return id_
