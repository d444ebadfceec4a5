"""What a verb group says of an action, and what an action hangs on."""

from typing import Literal

from .rules import TextRule, WholeRule, WordLists

Status = Literal["planned", "ongoing", "completed"]
Strength = Literal["firm", "conditional", "tentative"]


class ModalityRule(WholeRule):
    """A verb group, reduced to its auxiliaries and the main verb's tag, and the status that it gives an action."""

    status: Literal["planned", "ongoing", "completed", "none"]
    where: Literal["clause", "entry", "item"] = "clause"
    present: bool = False


class LeadInRule(TextRule):
    """The end of a lead-in that turns items below it into promises, and in which form; ``tail`` completes it."""

    items: Literal["order", "participle", "done", "any"]
    tail: str = ""


class HeadingRule(WholeRule):
    """A heading that turns items below it into promises."""

    items: Literal["order", "participle", "done", "any"]


class ToldRule(WholeRule):
    """What a status or timescale cell says of its row's actions: done, under way."""

    status: Status


class ModalityPatterns(WordLists):
    """The rules of ``modality.toml``."""

    modality: tuple[ModalityRule, ...] = ()
    condition: tuple[TextRule, ...] = ()
    hedge: tuple[TextRule, ...] = ()
    lead_in: tuple[LeadInRule, ...] = ()
    heading: tuple[HeadingRule, ...] = ()
    told: tuple[ToldRule, ...] = ()
    open: tuple[WholeRule, ...] = ()
    blank: tuple[WholeRule, ...] = ()
    recurring: tuple[TextRule, ...] = ()
    wish: tuple[TextRule, ...] = ()
    promise: tuple[TextRule, ...] = ()
