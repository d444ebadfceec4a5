"""Where a sentence stands: what a lead-in, a heading, a column or a row says for the items and cells that hang on it."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from ...document.model import Block, Document, Span
from ...language.list_forms import Form, Wording, common_form, unnumbered
from ...language.parser import Sentence, is_base_form
from ...patterns import Patterns
from ...patterns.modality import Status, Strength
from ..actors.register import Body
from ..mentions.calendar import Context
from ..mentions.deadlines import find_times
from ..mentions.model import Time
from .column_roles import DATED, TIMES, Content, roles_of, table_of

PARTICIPLE = re.compile(r"[A-Za-z-]*[aeiouy][a-z]*ing", re.IGNORECASE)  # reviewing, not bring
NAMED_TO = re.compile(
    r"(?:The )?[A-Z][\w&’'-]*(?: (?:of|for|and|the|&|[A-Z][\w&’'-]*))* to [a-z]+ "
)  # "CRA to submit the"
SENTENCE = re.compile(r"[A-Z].*[.;)]\s*", re.DOTALL)  # as it is printed: a capital, and an end
MILESTONE_WORDS = 15  # words of a milestone in a figure or a list, its date among them
ENTRY_WORDS = 4  # words from which a cell below a time names something that is to be done then
HEADING_WORDS = 8  # words of a cell, its column's name among them, that may be a heading
FACTS = (DATED, "owner", "deadline", "funding", "partners", "timescale", "status")
NOT_READ = (
    DATED,
    "recommendation",
    "ref",
    "theme",
    "owner",
    "deadline",
    "funding",
    "partners",
    "status",
    "term",
    "meaning",
    "definition",
)


@dataclass(frozen=True, slots=True)
class LeadIn:
    """What a lead-in or a heading gives to the items below it."""

    items: str  # order, participle or any
    promises: bool
    actor: Body | None = None
    delegated_by: str | None = None
    status: Status = "planned"
    strength: Strength = "firm"
    condition: str | None = None
    times: tuple[Time, ...] = ()
    lemma: str | None = None  # of the verb whose objects the items are


class Placement:
    """The document's blocks by what hangs on what."""

    def __init__(self, document: Document, patterns: Patterns) -> None:
        self.patterns = patterns
        self.blocks = document.blocks
        self.by_id = {b.id: b for b in document.blocks}
        self.by_row: dict[str, list[Block]] = defaultdict(list)
        # a finite verb that no pronoun opens: "Training … will begin", not "Producing guidance which will help"
        not_after = "".join(rf"(?<!\b{re.escape(w)} )" for w in patterns.modality.words.get("opens_a_clause", ()))
        finite = "|".join(map(re.escape, patterns.modality.words.get("finite", ())))
        self.finite = re.compile(rf"{not_after}\b(?:{finite})\b")
        # what shows an entry: a participle with nothing or a preposition after it, a predicate, "to be"
        after = "|".join(map(re.escape, patterns.modality.words.get("after_participle", ())))
        predicates = "|".join(map(re.escape, patterns.modality.words.get("entry_predicate", ())))
        self.done = re.compile(
            rf"(?<=\w )(?:to be \w+|\w{{2,}}(?:ed|ised)(?= (?:{after})\b|[.,;]|$)|(?:{predicates})(?= |[.,;]|$))",
            re.IGNORECASE,
        )
        later = "|".join(map(re.escape, patterns.modality.words.get("opens_a_later_clause", ())))
        self.opening_clause = re.compile(rf"[.;]|\b(?:{later})\b")
        self.noun_too = re.compile(
            rf"(?:{'|'.join(sorted(patterns.modality.listed('noun_too')))}) (?:{after})\b", re.IGNORECASE
        )
        self.orders = patterns.actions.verbs
        self.known_times: dict[str, list[Time]] = {}
        self.context = Context(published_month(document.published))
        self.wording = Wording(
            lambda word: is_base_form(word, "verb"),
            lambda word: is_base_form(word, "noun") or is_base_form(word, "adj"),
            self.is_finite,
            lambda text: self.noun_too.match(text) is not None or re.match(r"[\w-]+ of\b", text) is not None,
        )
        known = tuple(dict.fromkeys(rule.name for rule in patterns.structure.column))
        self.roles = roles_of(document.blocks, known, Content(self.is_time, self.has_time, self.wording.form_of))
        lists: dict[str, list[Form]] = defaultdict(list)
        self.heading_times: dict[str, Time | None] = {}
        self.facts_under: dict[str, list[Block]] = defaultdict(list)
        said: dict[str, list[str]] = defaultdict(list)
        for block in document.blocks:
            if block.row:
                self.by_row[block.row].append(block)
                said[block.row].append(f"{block.column}: {block.text}")
            if (source := self.lead_in_of(block)) is not None:
                lists[source.id].append(self.wording.form_of(block.text))
        self.form_below = {lead_in: common_form(forms) for lead_in, forms in lists.items()}
        rows = Counter(tuple(cells) for cells in said.values() if len(cells) > 1)
        short = {row for row, cells in said.items() if all(len(cell.split()) <= HEADING_WORDS for cell in cells)}
        self.repeated = frozenset(row for row in short if rows[tuple(said[row])] > 1)
        self.owned = self.owners_beside()
        for cells in self.by_row.values():
            loose = all(self.roles.of(c) in FACTS for c in cells)
            for cell in cells:
                if loose and cell.parent:
                    self.facts_under[cell.parent].append(cell)

    def is_read(self, block: Block) -> bool:
        """Whether sentences of a block can be commitments."""
        if block.header or block.kind in ("heading", "footnote") or block.part in ("front-matter", "back-matter"):
            return False
        if block.row in self.repeated:
            return False  # column headings, where a table begins anew
        if block.kind == "cell" and self.roles.of(block) == "deadline":
            return self.holds_several(block)
        return block.kind != "cell" or self.roles.of(block) not in NOT_READ

    def holds_several(self, cell: Block) -> bool:
        """Whether a cell names several things, each with its time: "Panel by May 2025; first meeting in June 2025"."""
        parts = [p for p in re.split(r";|(?<=\d)\.", cell.text) if p.strip()]
        return len(parts) > 1 and all(
            any(t.period is not None and not self.fills(t, part) for t in self.times_in(part)) for part in parts
        )

    def times_in(self, text: str) -> list[Time]:
        """The times in the text of a cell that holds times."""
        if text not in self.known_times:
            found = find_times(text, self.patterns.deadlines, self.patterns.calendar, self.context, times=True)
            self.known_times[text] = found
        return self.known_times[text]

    def has_time(self, text: str) -> bool:
        """Whether a text of a cell has a time in it."""
        return bool(self.times_in(text)) or self.is_time(text)

    def is_time(self, text: str) -> bool:
        """Whether a text of a cell is a time and no more, or says that there is none yet."""
        times = self.times_in(text)
        whole = bool(times) and times[0].period is not None and self.fills(times[0], text)
        said = (*self.patterns.modality.told, *self.patterns.modality.open, *self.patterns.modality.blank)
        return whole or any(rule.full(text) for rule in said)

    def is_dated_entry(self, block: Block) -> bool:
        """Whether a cell names, without a finite verb, what is to come: as its row says, its column's heading, or itself."""
        names = self.roles.is_subject(block) or self.roles.of(block) == "action"
        if block.kind in ("paragraph", "bullet"):
            return self.milestone_in(block) is not None
        if block.kind != "cell" or block.marker is not None or not block.text[:1].isalnum():
            return False
        if self.wording.form_of(block.text) != "thing":
            return False
        if len(re.findall(r"[^\W\d_]{2,}", block.text)) >= ENTRY_WORDS:
            heading = self.by_id.get(block.parent or "")
            if heading is not None and self.column_time(block) is not None and self.is_to_come(heading):
                return True
            if self.recurring_in(block) is not None:
                return True
        if not names:
            return False
        first = next(b for b in self.by_row[block.row or ""] if b.column == block.column)
        times = [*self.fact_cells(block, DATED, *TIMES), *self.marked(block)]
        return first is block and any(map(self.is_to_come, times))

    def milestone_in(self, block: Block) -> Time | None:
        """The time to come that a short passage without a verb ends with: "Register open to all May 2018"."""
        text, first_day = block.text.rstrip(" ;,."), self.context.first_day
        words = text.split()
        if first_day is None or not text[-1:].isdigit() or not ENTRY_WORDS < len(words) <= MILESTONE_WORDS:
            return None
        if self.wording.form_of(text) != "thing":
            return None
        last = next(iter(self.times_in(text)[-1:]), None)
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

    def marked(self, block: Block) -> list[Block]:
        """The column headings that are times and below which a block's row has something: a mark, what happens then."""
        if self.roles.of(block) != "action":
            return []
        row = (c for c in self.by_row.get(block.row or "", ()) if c is not block)
        cells = [c for c in row if len(c.text.split()) < ENTRY_WORDS and self.column_time(c) is not None]
        return list({c.parent: self.by_id[c.parent] for c in cells if c.parent}.values())

    def is_to_come(self, cell: Block) -> bool:
        """Whether a cell holds a time that is not over when the plan is published, or says that there is none yet."""
        if any(rule.full(cell.text) for rule in self.patterns.modality.open):
            return True
        times = self.times_in(cell.text)
        if not times or not self.fills(times[0], cell.text) or self.context.first_day is None:
            return False
        day = (times[0].period.end or times[0].period.start) if times[0].period else None
        return day is not None and day >= self.context.first_day

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

    def lead_in_of(self, block: Block) -> Block | None:
        """The block that introduces a list item: a paragraph, a bullet, a cell paragraph or a heading."""
        item = block.kind == "bullet" or (block.kind == "cell" and block.marker is not None)
        parent = self.by_id.get(block.parent) if block.parent else None
        if parent is not None and parent.kind == "cell" and parent.row != block.row:
            return None  # a column's heading
        return parent if item else None

    def items_of(self, lead_in: Block) -> str | None:
        """In which form the items below a lead-in promise; None if they do not."""
        if lead_in.kind == "heading":
            found = next((r.items for r in self.patterns.modality.heading if r.full(lead_in.text)), None)
        else:
            found = next((r.items for r in self.patterns.modality.lead_in if r.find(lead_in.text)), None)
        if found is None and lead_in.kind != "heading" and self.holds_participles(lead_in):
            return "participle"
        return found or ("order" if self.holds_orders(lead_in) else None)

    def holds_orders(self, lead_in: Block) -> bool:
        """Whether the items below a lead-in are orders, of which the lead-in does not say that they are only wished."""
        if self.form_below.get(lead_in.id) != "order":
            return False
        return not self.is_wished(lead_in)

    def holds_things(self, lead_in: Block) -> bool:
        """Whether the items below a lead-in are things: no orders, steps or sentences."""
        return self.form_below.get(lead_in.id) == "thing"

    def is_wished(self, lead_in: Block | None) -> bool:
        """Whether a lead-in says that what stands below it is only wished, advised, or asked of others."""
        return lead_in is not None and any(rule.find(lead_in.text) for rule in self.patterns.modality.wish)

    def holds_participles(self, lead_in: Block) -> bool:
        """Whether the items below a lead-in that promises are steps told by participles."""
        promises = any(rule.find(lead_in.text) for rule in self.patterns.modality.promise)
        return promises and self.form_below.get(lead_in.id) == "participle"

    def prefix_of(self, block: Block) -> str:
        """What a list item is read behind, so that the parser sees its verb: "We will", "We are", or nothing."""
        lead_in = self.lead_in_of(block)
        items = self.items_of(lead_in) if lead_in else None
        first = opening_word(block.text)
        form = self.wording.form_of(block.text)
        if self.is_action_cell(block) and first[:1].isupper() and not self.is_whole(block.text):
            items = items or ("order" if form != "thing" else None)
        if items is None and self.is_own_order(block, lead_in):
            items = "order"
        if items is not None and PARTICIPLE.fullmatch(first):
            return "" if self.is_finite(block.text) else "We are "
        if items == "done" or (items != "order" and lead_in is not None and self.is_done(first, block.text)):
            return "We have "
        ordered = items == "order" or (items == "any" and self.is_order(block.text))
        return "We will " if ordered else ""

    def is_own_order(self, block: Block, lead_in: Block | None) -> bool:
        """Whether a passage is an order by itself, below a lead-in that does not say otherwise."""
        if block.kind not in ("bullet", "cell", "paragraph") or (
            lead_in is not None and self.items_of(lead_in) is not None
        ):
            return False
        if block.kind == "paragraph" and SENTENCE.fullmatch(block.text) is None:
            return False  # words of a figure, or what goes on from elsewhere
        free = lead_in is None or lead_in.kind == "heading"  # a sentence above says what the items are
        return free and self.wording.form_of(block.text) == "order" and not self.is_wished(lead_in)

    def is_finite(self, text: str) -> bool:
        """Whether the opening clause of a text has a finite verb."""
        return self.finite.search(self.opening_clause.split(text, maxsplit=1)[0]) is not None

    def is_order(self, text: str) -> bool:
        """Whether a text begins with a verb in its base form: "Publish the standard", not "Support for schools"."""
        first = opening_word(text)
        return (
            first[:1].isupper()
            and first.casefold() in self.orders
            and not self.noun_too.match(text)
            and not self.is_finite(text)
            and self.entry_at(text) is None
        )

    def is_whole(self, text: str) -> bool:
        """Whether an action cell can be read as it stands: a sentence, "CRA to submit the case", "Contract awarded"."""
        if self.entry_at(text) is not None:
            return True
        if opening_word(text).casefold() in self.orders:
            return False
        return self.is_finite(text) or NAMED_TO.match(text) is not None

    def entry_in(self, sentence: Sentence) -> int | None:
        """Where an entry's verb stands in a sentence of a cell that holds actions or times."""
        cell = self.is_action_cell(sentence.block) or self.holds_entries(sentence.block)
        return self.entry_at(sentence.text) if cell and not sentence.prefixed else None

    def entry_at(self, text: str) -> int | None:
        """Where the verb stands of an entry that names a thing and then what is to be done with it, without a finite verb.

        "Contract | awarded to a firm", "Pipeline | under way"; "Review of schools | to be completed".
        """
        if self.is_finite(text):
            return None
        first = text.split(" ", 1)[0].casefold()
        found = self.done.search(text)
        order = first in self.orders and not (found and found.start() == len(first) + 1)
        if found is None or (order and "to be" not in found.group()):
            return None
        return found.start()

    def is_done(self, first: str, text: str) -> bool:
        """Whether a list item begins with a past participle: "Recruited 20 advisers"."""
        known = self.patterns.modality.listed("not_participle")
        done = re.fullmatch(r"[A-Za-z-]{2,}ed", first) is not None and first.casefold() not in known
        done = done or first.casefold() in self.patterns.modality.listed("participles")
        return done and not self.finite.search(text) and self.entry_at(text) is None

    def is_action_cell(self, block: Block) -> bool:
        """Whether a cell holds an action in short form: by its column, or as its column's heading is a time."""
        if block.kind != "cell":
            return False
        return self.roles.of(block) == "action" or self.column_time(block) is not None

    def column_time(self, block: Block) -> Time | None:
        """The time that the heading of a cell's column is, as in "By March 2022"."""
        heading = self.by_id.get(block.parent) if block.kind == "cell" and block.parent else None
        if heading is None or heading.kind != "cell":
            return None
        if heading.id not in self.heading_times:
            whole = (t for t in self.times_in(heading.text) if self.fills(t, heading.text))
            self.heading_times[heading.id] = next(whole, None)
        return self.heading_times[heading.id]

    def fills(self, time: Time, text: str) -> bool:
        """Whether a text is a time and nothing more, but for a remark in brackets behind it."""
        return len(time.text) >= len(re.sub(r" ?\([^()]*\)$", "", text.strip(" .:"))) - 1

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

    def holds_entries(self, block: Block) -> bool:
        """Whether a block holds short entries with times, parted by semicolons."""
        return self.roles.of(block) in TIMES or self.column_time(block) is not None

    def row_cells(self, block: Block, *columns: str) -> list[Block]:
        """The cells of a block's row that stand in some columns."""
        return [b for b in self.by_row.get(block.row or "", ()) if self.roles.of(b) in columns]

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

    def fact_cells(self, block: Block, *columns: str) -> list[Block]:
        """The cells with facts for a block: in its row, or in the facts under its heading."""
        if block.row:
            return self.row_cells(block, *columns)
        heading = self.section(block)
        return [b for b in self.facts_under.get(heading.id, ()) if self.roles.of(b) in columns] if heading else []


def opening_word(text: str) -> str:
    """The first word of a text behind its number, without a comma."""
    return re.split(r"[ ,]", unnumbered(text), maxsplit=1)[0]


def published_month(published: str | None) -> tuple[int, int] | None:
    """Year and month of publication; a year alone counts from its first month."""
    if not published:
        return None
    year, _, month = published.partition("-")
    return int(year), int(month or 1)
