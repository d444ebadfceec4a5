"""Tables that are kept up to date, row by row and cell by cell: dates that moved, and what a status column says.

Rows are matched by what they are about, columns by their headings; a first row of one version that reads like the headings of
the other is taken for headings.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ..language.text_diff import plain, same_wording
from ..likeness.similarity import Rarity, overlap, stems
from ..patterns import ChangePatterns
from ..records.changes import TableRow
from ..records.dataset import BlockRecord, Dataset, DeadlineRecord
from .kinds import Found, covers, day_of, months
from .passages import sections_of
from .places import one_to_one

SAME_ROW = 0.55  # likeness of what two rows are about, from which they are versions of one
BY_CELL = 0.7  # how much of that is the cell that is most alike
NAMING = 0.4  # what the words of a cell have to tell to name its row
SAME_COLUMN = 0.6  # overlap of two columns' headings
HEAD = 25  # words of a cell's first paragraph that tell what a row is about
DATED_SHARE = 0.3  # share of a column's cells with a time, from which it is there for times
YEARS_SHARE = 0.8  # the same for bare figures that may be years
DATE_CELL = 60  # characters of the longest cell that is there for its date
STATUS_CELL = 4  # words of the longest cell that is there for its status
OFTEN = 2  # cells that say the same, from which what one of them says instead is how its row stands
SHORT_NAME = 6  # words of a name that says more with the next cell behind it
LABEL = re.compile(r"^\D{0,20}[\d. ]+$")  # a number, or a word with a number: "Dataset 4.1.8"
YEARS = ("1900", "2100")  # between which a figure may be a year
RECOMMENDED = "recommendation"  # the column with what others asked for
LEADING_NUMBER = re.compile(r"^\W*\d+\W+")  # a recommendation's number before its text
TRIED = 6  # stems of a row, the rarest first, by which rows are looked up


@dataclass(frozen=True)
class Cell:
    """What stands in a row's column."""

    column: str
    texts: tuple[str, ...]
    times: tuple[DeadlineRecord, ...]
    in_date_column: bool = True

    @property
    def text(self) -> str:
        """Its paragraphs in one line."""
        return " ".join(self.texts)

    @property
    def dated(self) -> tuple[DeadlineRecord, ...]:
        """Its times that have a day; none where it says how often something is done."""
        if any(t.relation == "ongoing" for t in self.times) or not self.in_date_column:
            return ()
        return tuple(t for t in self.times if day_of(t) and is_plausible(t))

    @property
    def is_date(self) -> bool:
        """Whether it is there for its times."""
        recurs = any(t.relation == "ongoing" and not day_of(t) for t in self.times)
        once = not (recurs and len(self.times) == 1)
        return bool(self.times) and len(self.text) <= DATE_CELL and once and self.in_date_column


@dataclass(frozen=True)
class Row:
    """A row of a table with its cells in the order of the columns."""

    id: str
    table: str
    blocks: tuple[BlockRecord, ...]
    cells: tuple[Cell, ...]
    section: str | None = field(default=None)

    @property
    def first(self) -> BlockRecord:
        """Its first block."""
        return self.blocks[0]

    @cached_property
    def heads(self) -> tuple[frozenset[str], ...]:
        """The stems of the first words of each cell, but of those that are there for a time or a figure."""
        naming = (c for c in self.cells if not (c.times and len(c.text) <= DATE_CELL))
        said = (frozenset(s for s in stems(head(c)) if not s.isdigit()) for c in naming)
        return tuple(s for s in said if s)

    @cached_property
    def figures(self) -> frozenset[str]:
        """The figures among those words: a row of 12 months is none of 24."""
        said = (s for c in self.cells if not c.is_date for s in stems(head(c)) if len(head(c).split()) > 1)
        return frozenset(s for s in said if s.isdigit())

    @cached_property
    def about(self) -> frozenset[str]:
        """The stems of all that it is about."""
        return frozenset().union(*self.heads)

    @property
    def is_dated(self) -> bool:
        """Whether it says when something is due."""
        return any(c.is_date and c.dated for c in self.cells)


@dataclass(frozen=True, slots=True)
class RowChange:
    """What changed in a row: its versions by index, the kinds, and the cells that differ: column, old, new."""

    old: int
    new: int
    found: Found
    cells: tuple[tuple[str, str, str], ...]


class Tables:
    """All rows of a version, with the headings of their columns."""

    def __init__(self, dataset: Dataset) -> None:
        headings = sections_of(dataset.blocks)
        labels: dict[tuple[str, str], str] = {}
        by_row: dict[str, list[BlockRecord]] = defaultdict(list)
        for block in dataset.blocks:
            if block.row is None or block.column is None:
                continue
            if block.header:
                labels.setdefault((table_of(block.row), block.column), block.text)
            else:
                by_row[block.row].append(block)
        self.labels = labels
        dates = date_columns(by_row)
        self.rows = tuple(
            Row(name, table_of(name), tuple(blocks), tuple(cells_of(blocks, dates)), headings.get(blocks[0].id))
            for name, blocks in by_row.items()
        )
        self.said = Counter(plain(c.text) for row in self.rows for c in row.cells)
        self.adopt_first_rows({table for table, _ in dates})

    def label(self, row: Row, column: str) -> str:
        """A column's heading, or its name where it has none."""
        return self.labels.get((row.table, column), column)

    def adopt_first_rows(self, dated: set[str]) -> None:
        """Take the first row of a table with dates for its headings where it has no date itself."""
        headed = {table for table, _ in self.labels}
        kept = []
        for row in self.rows:
            if row.table in headed or row.table not in dated:
                kept.append(row)
                continue
            headed.add(row.table)
            if len(row.cells) > 1 and not any(c.times for c in row.cells):
                self.labels |= {(row.table, c.column): c.text for c in row.cells}
            else:
                kept.append(row)
        self.rows = tuple(kept)

    def adopt(self, there: "Tables") -> None:
        """Take a table's first row for its headings where most of its cells are headings of the other version."""
        known = {plain(t) for t in there.labels.values()}
        headed = {table for table, _ in self.labels}
        for row in self.rows:
            if row.table in headed or len(row.cells) < 2:
                continue
            headed.add(row.table)
            if sum(plain(c.text) in known for c in row.cells) * 2 > len(row.cells):
                self.labels |= {(row.table, c.column): c.text for c in row.cells}
        self.rows = tuple(
            r for r in self.rows if not all(self.labels.get((r.table, c.column)) == c.text for c in r.cells)
        )

    def record(self, row: Row, cells: Sequence[tuple[str, str]] = ()) -> TableRow:
        """A row as it is published; ``cells``: those to be quoted, else all."""
        every = tuple((self.label(row, c.column), c.text) for c in row.cells)
        first = row.first
        return TableRow(
            row=row.id,
            name=name_of(row),
            cells=every,
            part=first.part,
            section=row.section,
            page=first.page,
            page_label=first.page_label,
            quote=" · ".join(f"{label}: {text}" for label, text in (cells or every)),
        )


def table_of(row: str) -> str:
    """The table that a row's id belongs to: annex-a-t1-r12 → annex-a-t1."""
    return re.sub(r"-[a-z]+\d+$", "", row)


def date_columns(rows: Mapping[str, Sequence[BlockRecord]]) -> set[tuple[str, str]]:
    """The columns, each with its table, that are there for times.

    A good share of the cells has to hold one; of bare figures nearly all have to be years: otherwise they are counts.
    """
    cells: Counter[tuple[str, str]] = Counter()
    timed: Counter[tuple[str, str]] = Counter()
    bare: Counter[tuple[str, str]] = Counter()
    for name, blocks in rows.items():
        for column in {b.column or "" for b in blocks}:
            mine = [b for b in blocks if b.column == column]
            times = [t for b in mine for t in b.times if is_plausible(t)]
            key = table_of(name), column
            cells[key] += 1
            timed[key] += any(not t.text.isdigit() for t in times)
            bare[key] += bool(times) and all(t.text.isdigit() for t in times)
    return {
        key for key, n in cells.items() if timed[key] >= DATED_SHARE * n or timed[key] + bare[key] >= YEARS_SHARE * n
    }


def cells_of(blocks: Sequence[BlockRecord], dates: set[tuple[str, str]]) -> Iterator[Cell]:
    """A row's cells."""
    columns: dict[str, list[BlockRecord]] = defaultdict(list)
    for block in blocks:
        columns[block.column or ""].append(block)
    for column, mine in columns.items():
        times = tuple(t for b in mine for t in b.times)
        in_dates = (table_of(mine[0].row or ""), column) in dates
        yield Cell(column, tuple(b.text for b in mine), times, in_dates)


def is_plausible(time: DeadlineRecord) -> bool:
    """Whether a time lies in years that a plan may speak of; one without a day does."""
    day = day_of(time)
    return day is None or YEARS[0] <= day < YEARS[1]


def head(cell: Cell) -> str:
    """The first words of a cell; of one that begins with a label of few words, with those after it."""
    words = cell.texts[0].split()
    if len(words) < 3 and len(cell.texts) > 1:
        words += cell.texts[1].split()
    return " ".join(words[:HEAD])


def name_of(row: Row) -> str:
    """What a row is about, in its own words: its first cells, numbers and bare labels left out."""
    heads = [head(c) for c in row.cells if not c.is_date and any(ch.isalpha() for ch in c.text)]
    if len(heads) > 1 and LABEL.search(heads[0]):
        heads = heads[1:]
    if len(heads) > 1 and len(heads[0].split()) <= SHORT_NAME and len(heads[1].split()) > STATUS_CELL:
        return f"{heads[0]}: {heads[1]}"
    return heads[0] if heads else row.cells[0].text


def row_changes(
    old: Tables, new: Tables, patterns: ChangePatterns, rarity: Rarity
) -> tuple[list[RowChange], set[int], set[int]]:
    """What changed in the rows that both versions hold; and by index, the rows of each that the other does not hold."""
    old.adopt(new)
    new.adopt(old)
    pairs = paired(old, new, rarity)
    said = old.said + new.said
    changes = []
    for i, j in pairs:
        found, cells = Found(), []
        for label, a, b in columns_of(old, new, old.rows[i], new.rows[j]):
            if plain(a.text) == plain(b.text):
                continue
            if RECOMMENDED in (a.column, b.column):
                if not same_wording(*(LEADING_NUMBER.sub("", c.text) for c in (a, b))):
                    found.kinds.add("recommendation")
                    cells.append((label, a.text, b.text))
            elif compare_cells(a, b, found, patterns, said):
                cells.append((label, a.text, b.text))
        if found.kinds:
            changes.append(RowChange(i, j, found, tuple(cells)))
    lost = set(range(len(old.rows))) - {i for i, _ in pairs}
    gained = set(range(len(new.rows))) - {j for _, j in pairs}
    return changes, lost, gained


def paired(old: Tables, new: Tables, rarity: Rarity) -> list[tuple[int, int]]:
    """Which row of the new version is which of the old one, by what they are about."""
    index: dict[str, list[int]] = defaultdict(list)
    for j, row in enumerate(new.rows):
        for stem in row.about:
            index[stem].append(j)
    options: list[tuple[float, ...]] = []
    for i, row in enumerate(old.rows):
        known = [s for s in rarity.rarest(row.about) if s in index][:TRIED]
        for j in sorted({j for s in known for j in index[s]}):
            score = likeness(row, new.rows[j], rarity)
            if score >= SAME_ROW:
                options.append((-score, abs(len(row.cells) - len(new.rows[j].cells)), abs(i - j), i + j, i, j))
    return [(i, j) for _, i, j in one_to_one(options)]


def likeness(a: Row, b: Row, rarity: Rarity) -> float:
    """How much two rows are about the same: by the cell that is most alike, and by all of them; other figures, other rows."""
    if a.figures and b.figures and not a.figures & b.figures:
        return 0.0
    alike = [rarity.overlap(x, y) for x in a.heads for y in b.heads if rarity.weight(x & y) >= NAMING]
    return round(BY_CELL * max(alike, default=0.0) + (1 - BY_CELL) * rarity.overlap(a.about, b.about), 4)


def columns_of(old: Tables, new: Tables, a: Row, b: Row) -> Iterator[tuple[str, Cell, Cell]]:
    """The cells of two rows side by side: by the columns' headings, else the only dates, else by their order."""
    free = list(b.cells)
    rest = []
    for cell in a.cells:
        label = old.label(a, cell.column)
        same = [
            c
            for c in free
            if plain(label) == plain(new.label(b, c.column))
            or overlap(stems(label), stems(new.label(b, c.column))) >= SAME_COLUMN
        ]
        if same:
            free.remove(same[0])
            yield label, cell, same[0]
        else:
            rest.append(cell)
    mine, theirs = [c for c in rest if c.is_date and c.dated], [c for c in free if c.is_date and c.dated]
    if len(mine) == len(theirs) == 1:
        yield old.label(a, mine[0].column), mine[0], theirs[0]
    elif len(a.cells) == len(b.cells):
        places = [c.column for c in b.cells]
        for cell in rest:
            other = b.cells[[c.column for c in a.cells].index(cell.column)]
            if other in free and places:
                yield old.label(a, cell.column), cell, other


def compare_cells(a: Cell, b: Cell, found: Found, patterns: ChangePatterns, said: Mapping[str, int]) -> bool:
    """Add what changed between two versions of a cell; whether anything did that is worth telling.

    ``said``: how often each text stands in a cell: what a status column says, it says of several rows.
    """
    if (a.is_date or b.is_date) and (a.dated or b.dated):
        return compare_dates(a, b, found, patterns)
    words = (a.text.split(), b.text.split())
    short = all(0 < len(w) <= STATUS_CELL and not any(c.isdigit() for c in " ".join(w)) for w in words)
    abbreviated = plain(a.text).startswith(plain(b.text)) or plain(b.text).startswith(plain(a.text))
    often = sorted((said[plain(a.text)], said[plain(b.text)]))
    if short and not abbreviated and (often[0] > 1 or often[1] > OFTEN):
        found.kinds.add("status")
        return True
    return False


def compare_dates(a: Cell, b: Cell, found: Found, patterns: ChangePatterns) -> bool:
    """Add how a cell's date moved."""
    done = any(r.means == "done" and r.tests(b.text) and not r.tests(a.text) for r in patterns.said)
    if not (a.dated and b.dated):
        if done:
            found.kinds.add("completed")
        elif bool(a.dated) != bool(b.dated):
            found.kinds.add("vaguer" if a.dated else "dated")
        return bool(found.kinds)
    if len(a.dated) != len(b.dated):
        return False
    moved = [(x, y) for x, y in zip(a.dated, b.dated, strict=True) if (x.start, x.end) != (y.start, y.end)]
    for was, now in moved[:1]:
        slip = months(was.end or was.start, now.end or now.start)
        if day_of(was) == day_of(now) or (not slip and (covers(was, now) or covers(now, was))):
            continue
        found.slip_months = slip
        if done:
            found.kinds.add("completed")
            found.late_months = slip if slip and slip > 0 else None
        else:
            found.kinds.add("later" if (day_of(now) or "") > (day_of(was) or "") else "earlier")
    return bool(found.kinds)
