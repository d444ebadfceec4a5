"""Where a sentence stands: what a lead-in, a heading, a column or a row says for the items and cells that hang on it."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from .bodies import Body
from .document import Block, Document
from .mentions import Money, Time
from .patterns import Patterns
from .patterns.modality import Status, Strength

# a finite verb that no relative or other pronoun opens: "Training … will begin", not "Producing guidance which will help"
FINITE = re.compile(
    r"(?<!which )(?<!that )(?<!who )(?<!they )(?<!it )(?<!we )(?<!there )\b(?:will|is|are|has|have|was|were|began|begins)\b"
)
TIMES = ("timescale", "deadline")  # columns that hold times
FACTS = ("owner", "deadline", "funding", "partners", "timescale", "status")
NOT_READ = (
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
    rules: tuple[str, ...] = ()


@dataclass
class Facts:
    """What the other cells of a row, or the facts under a heading, say of its actions."""

    owners: list[Body] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)
    money: list[Money] = field(default_factory=list)


class Places:
    """The document's blocks by what hangs on what."""

    def __init__(self, document: Document, patterns: Patterns) -> None:
        self.patterns = patterns
        self.blocks = document.blocks
        self.by_id = {b.id: b for b in document.blocks}
        self.by_row: dict[str, list[Block]] = defaultdict(list)
        self.facts_under: dict[str, list[Block]] = defaultdict(list)
        for block in document.blocks:
            if block.row:
                self.by_row[block.row].append(block)
        for cells in self.by_row.values():
            loose = all(c.column in FACTS for c in cells)
            for cell in cells:
                if loose and cell.parent:
                    self.facts_under[cell.parent].append(cell)

    def is_read(self, block: Block) -> bool:
        """Whether sentences of a block can be commitments."""
        if block.kind in ("heading", "footnote") or block.part in ("front-matter", "back-matter"):
            return False
        return block.kind != "cell" or block.column not in NOT_READ

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
        return parent if item else None

    def items_of(self, lead_in: Block) -> str | None:
        """In which form the items below a lead-in promise; None if they do not."""
        if lead_in.kind == "heading":
            rules: Sequence[object] = self.patterns.modality.heading
            return next((r.items for r in self.patterns.modality.heading if r.full(lead_in.text)), None)
        rules = self.patterns.modality.lead_in
        return next((r.items for r in self.patterns.modality.lead_in if r.find(lead_in.text)), None) if rules else None

    def prefix_of(self, block: Block) -> str:
        """What a list item is read behind, so that the parser sees its verb: "We will", "We are", or nothing."""
        lead_in = self.lead_in_of(block)
        items = self.items_of(lead_in) if lead_in else None
        first = block.text.split(" ", 1)[0]
        if block.kind == "cell" and block.column == "action" and first[:1].isupper():
            items = items or "order"
        if items is None:
            return ""
        if first.casefold().endswith("ing") and len(first) > 4:
            return "" if FINITE.search(block.text) else "We are "
        return "We will " if items == "order" else ""

    def row_cells(self, block: Block, *columns: str) -> list[Block]:
        """The cells of a block's row that stand in some columns."""
        return [b for b in self.by_row.get(block.row or "", ()) if b.column in columns]

    def fact_cells(self, block: Block, *columns: str) -> list[Block]:
        """The cells with facts for a block: in its row, or in the facts under its heading."""
        if block.row:
            return self.row_cells(block, *columns)
        heading = self.section(block)
        return [b for b in self.facts_under.get(heading.id, ()) if b.column in columns] if heading else []
