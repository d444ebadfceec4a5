"""Rules → what their own examples prove: every rule's ``hits`` must fire and its ``misses`` must not.

Rules over text are tried on the text; rules over verbs on the example parsed as a sentence of a plan.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ..document.model import Block
from ..language.clauses import complement_of
from ..language.parser import Reader
from ..patterns import Patterns
from ..patterns.actions import CarrierRule, DelegationRule, HappeningRule, LemmaRule, NothingRule, PromiseRule
from ..patterns.reasons import rules_of
from ..patterns.rules import Rule, TextRule
from .actors.coreference import Coreference
from .actors.register import Register
from .mentions.calendar import Context
from .mentions.deadlines import find_times
from .modality.actions import carried_by, delegate_in, manner_of, read_actions
from .modality.analysis import Reading, Situation

PUBLISHED = date(2016, 6, 1)  # when the plan that an example stands in was published
CONTEXT = Context((PUBLISHED.year, PUBLISHED.month))
OWN_NAMES = "The Towpath Trust and the Boats Agency will work together."  # bodies that examples name


@dataclass(frozen=True, slots=True)
class Proof:
    """A rule with its place in the pattern files, and the examples that do not prove it."""

    file: str
    table: str
    rule: Rule
    failed_hits: tuple[str, ...] = ()
    failed_misses: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether an example does not prove it."""
        return bool(self.failed_hits or self.failed_misses)


def proofs_of(patterns: Patterns) -> list[Proof]:
    """What the examples of every rule prove. Parses those of verbs, which needs the language model."""
    rules = list(rules_of(patterns))
    spoken = dict.fromkeys(x for *_, r in rules if isinstance(r, LemmaRule) for x in (*r.hits, *r.misses))
    readings = dict(zip(spoken, readings_of(list(spoken), patterns), strict=True))
    return [proof_of(file, table, rule, readings) for file, table, rule in rules]


def proof_of(file: str, table: str, rule: Rule, readings: dict[str, list[Reading]]) -> Proof:
    """What a rule's examples prove."""
    if isinstance(rule, TextRule):
        hits = tuple(x for x in rule.hits if not rule.tests(x))
        misses = tuple(x for x in rule.misses if rule.tests(x))
    elif isinstance(rule, LemmaRule):
        hits = tuple(x for x in rule.hits if not any(fires(rule, r) for r in readings[x]))
        misses = tuple(x for x in rule.misses if any(fires(rule, r) for r in readings[x]))
    else:
        hits = misses = ()
    return Proof(file, table, rule, hits, misses)


def readings_of(texts: Sequence[str], patterns: Patterns) -> Iterator[list[Reading]]:
    """Each text's sentences as they are read in a plan."""
    blocks = [Block(f"example-{i}", "chapter-1", "paragraph", text) for i, text in enumerate(texts)]
    names = Block("names", "chapter-1", "paragraph", OWN_NAMES)
    register = Register([*blocks, names, names], None, patterns.actors)
    coreference = Coreference(register, [*blocks, names], patterns.actors)
    reader = Reader(
        patterns.structure.listed("abbreviations"), patterns.modality.listed("preposition"), patterns.actions.verbs
    )
    found: dict[str, list[Reading]] = {b.id: [] for b in blocks}
    for sentence in reader.sentences_of(
        blocks, lambda b: "", lambda b: False, lambda s: None, lambda done, total: None
    ):
        situation = Situation("response", published=PUBLISHED)
        times = find_times(sentence.text, patterns.deadlines, patterns.calendar, CONTEXT)
        reading = Reading(sentence, coreference, patterns.actions, patterns.modality, situation, times)
        read_actions(reading)
        found[sentence.block.id].append(reading)
    yield from found.values()


def fires(rule: LemmaRule, reading: Reading) -> bool:
    """Whether a rule over verbs decides something in a sentence."""
    if isinstance(rule, NothingRule):
        return any(r.reason == rule.name for r in reading.rejected)
    if isinstance(rule, PromiseRule):
        return any(rule.name in action.manner.rules for action in reading.accepted)
    for clause in reading.clauses:
        if not clause.is_named_by(rule):
            continue
        if isinstance(rule, CarrierRule):
            manner = manner_of(reading, clause)
            carried = carried_by(reading, clause, manner, reading.cast(clause)) if manner is not None else None
            if (carried is not None and carried[0].name == rule.name) or complement_of(clause, rule.complement):
                return True
        elif isinstance(rule, DelegationRule):
            if delegate_in(reading, clause, rule, reading.cast(clause)) is not None:
                return True
        elif not isinstance(rule, HappeningRule) or reading.cast(clause).kind in rule.subjects:
            return True
    return False
