"""What the walk over a document remembers: who was spoken of last, and what each block has promised."""

from dataclasses import dataclass, field

from ...document.model import Block, Span
from ..actors.register import Body


@dataclass(frozen=True, slots=True)
class Who:
    """An actor, how it is known, and the words that name it, relative to the block."""

    body: Body
    source: str
    span: Span | None = None
    partners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """A commitment with what later ones may take from it; ``end`` is that of its sentence in the block's text."""

    block: Block
    who: Who
    status: str
    named: bool
    end: int


@dataclass
class Discourse:
    """What was read so far. ``before`` is the body that the sentence before spoke of."""

    before: Body | None = None
    latest: Made | None = None
    last_in: dict[str, Made] = field(default_factory=dict)  # block → its latest commitment
    leading: dict[str, Body] = field(default_factory=dict)  # block → who leads what it speaks of: "led by X"
    row_actors: dict[tuple[str, str], list[Body]] = field(default_factory=dict)  # row and column → who acts there
    funded: set[str] = field(default_factory=set)  # rows and headings whose sums have been given to an action
    whole: Span | None = None  # the sentence of which parts have been read, and the bodies that act in them
    acting: list[Body] = field(default_factory=list)
