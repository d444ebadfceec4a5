"""Tables: what the cells of a row say of one another, which of them act, and by when."""

import re
from collections import Counter, defaultdict

from ...document.model import Block, Document, Span
from ...patterns import Patterns
from ...patterns.modality import Status, Strength
from ..mentions.model import Time
from .cell_times import CellTimes
from .column_roles import DATED, OUTDATED, TIMES, Content, roles_of, table_of
from .entry_forms import EntryForms

MILESTONE_WORDS = 15  # words of a milestone in a figure or a list, its date among them
ENTRY_WORDS = 4  # words from which a cell below a time names something that is to be done then
HEADING_WORDS = 8  # words of a cell, its column's name among them, that may be a heading
FACTS = (DATED, OUTDATED, "owner", "deadline", "funding", "partners", "timescale", "status")


class Tables:
    """The cells of a document's tables by row, the roles of their columns, and facts under a heading."""

    def __init__(self, document: Document, patterns: Patterns, times: CellTimes, forms: EntryForms) -> None:
        self.patterns, self.times, self.forms = patterns, times, forms
        self.by_id = {b.id: b for b in document.blocks}
        self.by_row: dict[str, list[Block]] = defaultdict(list)
        for block in document.blocks:
            if block.row:
                self.by_row[block.row].append(block)
        known = tuple(dict.fromkeys(rule.name for rule in patterns.structure.column))
        self.roles = roles_of(document.blocks, known, self.content(times, forms))
        self.heading_times: dict[str, Time | None] = {}
        self.repeated = self.repeated_rows()
        self.owned = self.owners_beside()
        self.facts_under: dict[str, list[Block]] = defaultdict(list)
        for cells in self.by_row.values():
            loose = all(self.roles.of(c) in FACTS for c in cells)
            for cell in cells:
                if loose and cell.parent:
                    self.facts_under[cell.parent].append(cell)

    def content(self, times: CellTimes, forms: EntryForms) -> Content:
        """What tells the columns' roles."""
        former = self.patterns.structure.listed("former")
        return Content(
            times.is_time, times.has_time, forms.wording.form_of, lambda name: not former.isdisjoint(name.split("-"))
        )

    def repeated_rows(self) -> frozenset[str]:
        """The rows of column headings where a table begins anew: short, and the same as another."""
        said = {row: tuple(f"{c.column}: {c.text}" for c in cells) for row, cells in self.by_row.items()}
        rows = Counter(cells for cells in said.values() if len(cells) > 1)
        short = {row for row, cells in said.items() if all(len(cell.split()) <= HEADING_WORDS for cell in cells)}
        return frozenset(row for row in short if rows[said[row]] > 1)

    def row_cells(self, block: Block, *columns: str) -> list[Block]:
        """The cells of a block's row that stand in some columns."""
        return [b for b in self.by_row.get(block.row or "", ()) if self.roles.of(b) in columns]

    def fact_cells(self, block: Block, *columns: str) -> list[Block]:
        """The cells with facts for a block: in its row, or in the facts under its heading."""
        if block.row:
            return self.row_cells(block, *columns)
        heading = self.section(block)
        return [b for b in self.facts_under.get(heading.id, ()) if self.roles.of(b) in columns] if heading else []

    def owner_cells(self, block: Block) -> list[Block]:
        """The cells that name who owns what a block says."""
        return self.owned.get(block.row, []) if block.row else self.fact_cells(block, "owner")

    def owners_beside(self) -> dict[str, list[Block]]:
        """The owner's cells of each row: its own, or those of a row above that stand beside several rows."""
        out: dict[str, list[Block]] = {}
        table, found = "", list[Block]()
        for row, cells in self.by_row.items():
            if table_of(cells[0]) != table or cells[0].header:
                table, found = table_of(cells[0]), []
            found = [c for c in cells if self.roles.of(c) == "owner"] or found
            out[row] = found
        return out

    def marked(self, block: Block) -> list[Block]:
        """The column headings that are times and below which a block's row has something: a mark, what happens then."""
        if self.roles.of(block) != "action":
            return []
        row = (c for c in self.by_row.get(block.row or "", ()) if c is not block)
        cells = [c for c in row if len(c.text.split()) < ENTRY_WORDS and self.column_time(c) is not None]
        return list({c.parent: self.by_id[c.parent] for c in cells if c.parent}.values())

    def column_time(self, block: Block) -> Time | None:
        """The time that the heading of a cell's column is, as in "By March 2022"."""
        heading = self.by_id.get(block.parent) if block.kind == "cell" and block.parent else None
        if heading is None or heading.kind != "cell":
            return None
        if heading.id not in self.heading_times:
            whole = (t for t in self.times.times_in(heading.text) if self.times.fills(t, heading.text))
            self.heading_times[heading.id] = next(whole, None)
        return self.heading_times[heading.id]

    def is_action_cell(self, block: Block) -> bool:
        """Whether a cell holds an action in short form: by its column, or as its column's heading is a time."""
        if block.kind != "cell":
            return False
        return self.roles.of(block) == "action" or self.column_time(block) is not None

    def holds_entries(self, block: Block) -> bool:
        """Whether a block holds short entries with times, parted by semicolons."""
        return self.roles.of(block) in TIMES or self.column_time(block) is not None

    def holds_several(self, cell: Block) -> bool:
        """Whether a cell names several things, each with its time: "Panel by May 2025; first meeting in June 2025"."""
        parts = [p for p in re.split(r";|(?<=\d)\.", cell.text) if p.strip()]
        return len(parts) > 1 and all(
            any(t.period is not None and not self.times.fills(t, part) for t in self.times.times_in(part))
            for part in parts
        )

    def is_dated_entry(self, block: Block) -> bool:
        """Whether a cell names, without a finite verb, what is to come: as its row says, its column's heading, or itself."""
        names = self.roles.is_subject(block) or self.roles.of(block) == "action"
        if block.kind in ("paragraph", "bullet"):
            return self.milestone_in(block) is not None
        if block.kind != "cell" or block.marker is not None or not block.text[:1].isalnum():
            return False
        if self.forms.wording.form_of(block.text) != "thing":
            return False
        if len(re.findall(r"[^\W\d_]{2,}", block.text)) >= ENTRY_WORDS:
            heading = self.by_id.get(block.parent or "")
            if heading is not None and self.column_time(block) is not None and self.times.is_to_come(heading):
                return True
            if self.recurring_in(block) is not None:
                return True
        if not names:
            return False
        first = next(b for b in self.by_row[block.row or ""] if b.column == block.column)
        times = [*self.fact_cells(block, DATED, *TIMES), *self.marked(block)]
        return first is block and any(map(self.times.is_to_come, times))

    def time_cells(self, block: Block) -> list[Block]:
        """The cells that say when, the first that does counts: of what is done the status, then the date that holds."""
        done = self.told_status(block) == "completed"
        told = self.fact_cells(block, "status") if done else []
        dates = self.fact_cells(block, DATED, *TIMES)
        former = [] if any(self.times.times_in(c.text) for c in dates) else self.fact_cells(block, OUTDATED)
        return [*told, *dates, *former]

    def told_strength(self, block: Block) -> Strength:
        """How firm an entry is: tentative where its row says that there is no time yet."""
        cells = self.fact_cells(block, DATED, *TIMES)
        return "tentative" if any(rule.full(c.text) for c in cells for rule in self.patterns.modality.open) else "firm"

    def told_status(self, block: Block) -> Status | None:
        """The status that a row, or the facts under a heading, give: "Completed April 2023", "Done", "Ongoing"."""
        if not self.is_action_cell(block):
            return None
        for cell in self.fact_cells(block, "status", DATED, *TIMES):
            for rule in self.patterns.modality.told:
                if rule.full(cell.text):
                    return rule.status
        return None

    def section(self, block: Block) -> Block | None:
        """The heading that a block stands under."""
        seen: set[str] = set()
        at: Block | None = block
        while at is not None and at.parent and at.id not in seen:
            seen.add(at.id)
            at = self.by_id.get(at.parent)
            if at is not None and at.kind == "heading":
                return at
        return None

    def milestone_in(self, block: Block) -> Time | None:
        """The time to come that a short passage without a verb ends with: "Register open to all May 2018"."""
        text, first_day = block.text.rstrip(" ;,."), self.times.context.first_day
        words = text.split()
        if first_day is None or not text[-1:].isdigit() or not ENTRY_WORDS < len(words) <= MILESTONE_WORDS:
            return None
        if self.forms.wording.form_of(text) != "thing":
            return None
        last = next(iter(self.times.times_in(text)[-1:]), None)
        if last is None or last.span.end < len(text) or last.relation != "in" or last.span.start == 0:
            return None
        start = last.period.start if last.period else None
        alone = re.search(r"[^\W\d_]{2,}(?: [–—-])? $", text[: last.span.start]) is not None
        return last if alone and start is not None and start > first_day else None

    def recurring_in(self, block: Block) -> Time | None:
        """How often what an entry names comes, where it opens with that: "Monthly publication of all contracts"."""
        if self.column_time(block) is not None:
            return None
        for rule in self.patterns.modality.recurring:
            for match in rule.find(block.text):
                span = Span(*match.span("often"))
                return Time(span, span.within(block.text), rule.name, "ongoing")
        return None
