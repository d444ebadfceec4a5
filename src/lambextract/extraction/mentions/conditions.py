"""What an action hangs on, and hedges beside a verb."""

from ...document.model import Span
from ...patterns.modality import ModalityPatterns
from .deadlines import trimmed
from .model import Condition, settled


def find_conditions(text: str, patterns: ModalityPatterns) -> list[Condition]:
    """The conditions that a sentence states, from the left."""
    found = ((trimmed(m), rule.name) for rule in patterns.condition for m in rule.find(text))
    return settled(Condition(span, span.within(text), name) for span, name in found)


def find_hedges(text: str, patterns: ModalityPatterns) -> list[Condition]:
    """The hedges of a sentence, from the left: where feasible."""
    found = ((Span(*m.span()), rule.name) for rule in patterns.hedge for m in rule.find(text))
    return settled(Condition(span, span.within(text), name) for span, name in found)
