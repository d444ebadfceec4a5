"""What is done: categories, carriers, delegation, and what promises nothing."""

from functools import cached_property
from typing import Literal

from .modality import Status, Strength
from .rules import Rule, TextRule, WordLists

Subject = Literal[
    "self", "body", "group", "reviewer", "people", "event", "thing", "writing", "document", "pronoun", "unknown"
]
Mood = Literal["planned", "ongoing", "completed", "present"]


class LemmaRule(Rule):
    """A rule over verbs, by their dictionary forms; a second word must stand beside the verb."""

    lemmas: tuple[str, ...] = ()

    @cached_property
    def every(self) -> bool:
        """Whether the rule holds for all verbs."""
        return "*" in self.lemmas

    @cached_property
    def single(self) -> frozenset[str]:
        """Lemmas of one word."""
        return frozenset(x for x in self.lemmas if " " not in x)

    @cached_property
    def phrases(self) -> dict[str, tuple[str, ...]]:
        """Lemmas of several words: by the verb, what must stand beside it."""
        found: dict[str, tuple[str, ...]] = {}
        for verb, rest in (x.split(" ", 1) for x in self.lemmas if " " in x):
            found[verb] = (*found.get(verb, ()), rest)
        return found


class CategoryRule(LemmaRule):
    """A kind of action.

    ``agent``: only who can promise does such things. ``makes``: what is listed behind it is made or brought about.
    """

    agent: bool = False
    makes: bool = False


class CarrierRule(LemmaRule):
    """A verb that carries another one; ``complement`` says in which form, ``moods`` in which of its own it does so."""

    complement: tuple[Literal["to", "ing", "of-ing", "in-ing", "to-ing"], ...]
    status: Status | None = None
    strength: Strength | None = None
    begins: bool = False
    subjects: tuple[Subject, ...] = ()
    voice: Literal["active", "passive", "any"] = "any"
    moods: tuple[Mood, ...] = ()


class PromiseRule(LemmaRule):
    """A noun, by its dictionary form, that carries a verb: "a commitment to open it"."""

    strength: Strength = "firm"


class DelegationRule(LemmaRule):
    """A verb by which somebody hands an action to somebody.

    ``money``: by giving money for it. ``awaits``: of a thing, it tells what is hoped of it. ``persons``: people may be
    asked too, by their names. ``anybody``: whoever is asked can act, as things are not asked.
    """

    money: bool = False
    awaits: bool = False
    persons: bool = False
    anybody: bool = False


class HappeningRule(LemmaRule):
    """What things of some kinds do that can be checked.

    ``moods``: only so; ``column``: only in that column of a table; ``dated``: only where a time is said.
    """

    subjects: tuple[Subject, ...] = ()
    moods: tuple[Mood, ...] = ()
    column: str | None = None
    dated: bool = False


class PredicateRule(Rule):
    """Predicates that somebody can check: available, in place."""

    words: tuple[str, ...]


class NothingRule(LemmaRule):
    """Verbs that promise nothing, for the kinds of subject, voice and mood where they do not.

    ``states``: only where a clause hangs on the verb that says what was found or said. ``carried``: only where one of these
    carriers hands the verb on. ``unless`` "target": unless it is planned for a day.
    """

    subjects: tuple[Subject, ...] = ()
    voice: Literal["active", "passive", "predicate", "any"] = "any"
    moods: tuple[Mood, ...] = ()
    unless: tuple[Literal["coordinated", "dated", "ready", "carried", "acts", "target"], ...] = ()
    states: bool = False
    carried: tuple[str, ...] = ()


class ActionPatterns(WordLists):
    """The rules of ``actions.toml``."""

    category: tuple[CategoryRule, ...] = ()
    carrier: tuple[CarrierRule, ...] = ()
    promise: tuple[PromiseRule, ...] = ()
    tentative: tuple[LemmaRule, ...] = ()
    lasting: tuple[LemmaRule, ...] = ()
    delegation: tuple[DelegationRule, ...] = ()
    schedule: tuple[LemmaRule, ...] = ()
    attendant: tuple[LemmaRule, ...] = ()
    announcement: tuple[LemmaRule, ...] = ()
    happening: tuple[HappeningRule, ...] = ()
    predicate: tuple[PredicateRule, ...] = ()
    nothing: tuple[NothingRule, ...] = ()
    aim: tuple[TextRule, ...] = ()

    @cached_property
    def verbs(self) -> frozenset[str]:
        """The verbs of all categories, those of one word."""
        return frozenset(x for rule in self.category for x in rule.single)
