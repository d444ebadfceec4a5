"""Where a sentence stands: what a lead-in, a heading, a column or a row says for the items and cells that hang on it."""

import re
from collections import defaultdict
from dataclasses import dataclass

from ...document.model import Block, Document
from ...language.list_forms import Form, common_form
from ...language.parser import Sentence
from ...patterns import Patterns
from ...patterns.modality import Status, Strength
from ..actors.register import Body
from ..mentions.model import Time
from .cell_times import CellTimes
from .column_roles import DATED
from .entry_forms import EntryForms, opening_word
from .table_rows import Tables

PARTICIPLE = re.compile(r"[A-Za-z-]*[aeiouy][a-z]*ing", re.IGNORECASE)  # reviewing, not bring
SENTENCE = re.compile(r"[A-Z].*[.;)]\s*", re.DOTALL)  # as it is printed: a capital, and an end
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
    """The document's blocks by what hangs on what: list items on lead-ins and headings, cells on rows and columns."""

    def __init__(self, document: Document, patterns: Patterns) -> None:
        self.patterns = patterns
        self.blocks = document.blocks
        self.times = CellTimes(patterns, document.published)
        self.forms = EntryForms(patterns)
        self.tables = Tables(document, patterns, self.times, self.forms)
        lists: dict[str, list[Form]] = defaultdict(list)
        for block in document.blocks:
            if (source := self.lead_in_of(block)) is not None:
                lists[source.id].append(self.forms.wording.form_of(block.text))
        self.form_below = {lead_in: common_form(forms) for lead_in, forms in lists.items()}

    def is_read(self, block: Block) -> bool:
        """Whether sentences of a block can be commitments."""
        if block.header or block.kind in ("heading", "footnote") or block.part in ("front-matter", "back-matter"):
            return False
        if block.row in self.tables.repeated:
            return False  # column headings, where a table begins anew
        if block.kind == "cell" and self.tables.roles.of(block) == "deadline":
            return self.tables.holds_several(block)
        return block.kind != "cell" or self.tables.roles.of(block) not in NOT_READ

    def lead_in_of(self, block: Block) -> Block | None:
        """The block that introduces a list item: a paragraph, a bullet, a cell paragraph or a heading."""
        item = block.kind == "bullet" or (block.kind == "cell" and block.marker is not None)
        parent = self.tables.by_id.get(block.parent) if block.parent else None
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
        form = self.forms.wording.form_of(block.text)
        if self.tables.is_action_cell(block) and first[:1].isupper() and not self.forms.is_whole(block.text):
            items = items or ("order" if form != "thing" else None)
        if items is None and self.is_own_order(block, lead_in):
            items = "order"
        if items is not None and PARTICIPLE.fullmatch(first):
            return "" if self.forms.is_finite(block.text) else "We are "
        if items == "done" or (items != "order" and lead_in is not None and self.forms.is_done(first, block.text)):
            return "We have "
        ordered = items == "order" or (items == "any" and self.forms.is_order(block.text))
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
        return free and self.forms.wording.form_of(block.text) == "order" and not self.is_wished(lead_in)

    def entry_in(self, sentence: Sentence) -> int | None:
        """Where an entry's verb stands in a sentence of a cell that holds actions or times."""
        cell = self.tables.is_action_cell(sentence.block) or self.tables.holds_entries(sentence.block)
        return self.forms.entry_at(sentence.text) if cell and not sentence.prefixed else None
