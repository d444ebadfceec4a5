"""A sentence as it is read: its clauses, with the times, bodies and rules that touch them, and what has been made of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ...language.clauses import Clause, clauses_of
from ...language.model import Token
from ...language.parser import Sentence
from ...patterns.actions import ActionPatterns, Mood
from ...patterns.modality import ModalityPatterns, ModalityRule, Status, Strength
from ..actors.coreference import ACTING, Coreference, Subject
from ..actors.noun_usage import Usage
from ..actors.register import SELF, Body
from ..mentions.model import Mention, Time


@dataclass(frozen=True, slots=True)
class Manner:
    """The mood of an action: its status and strength, who asked for it, and the rules that said so."""

    status: Status | None
    mood: Mood
    strength: Strength = "firm"
    begins: bool = False
    delegated_by: Body | None = None
    actor: Subject | None = None
    rules: tuple[str, ...] = ()
    item: bool = False


@dataclass(frozen=True, eq=False)
class Action:
    """A clause that may be a promise: its verb, its manner, its subject. ``outer`` is the clause that carries it."""

    clause: Clause
    outer: Clause
    manner: Manner
    subject: Subject

    @cached_property
    def tokens(self) -> list[Token]:
        """The words of the verb phrase, the verb first."""
        return self.clause.phrase


@dataclass(frozen=True, slots=True)
class Rejected:
    """A clause that promises nothing, and the rule that says so. ``loud``: its verb group sounded like a promise."""

    clause: Clause
    reason: str
    loud: bool


@dataclass(frozen=True, slots=True)
class Situation:
    """What the judgement of a sentence needs to know of its place.

    ``column`` of a table; ``item``: it stands at the head of a list item below a lead-in or heading that makes items
    promises; ``before`` the body spoken of last; ``published`` the first day of the month of publication.
    """

    column: str | None = None
    item: bool = False
    entry: bool = False
    before: Body | None = None
    published: date | None = None


class Reading:
    """One sentence's clauses, and what they come to: ``accepted`` actions, and ``rejected`` ones with the reason."""

    def __init__(
        self,
        sentence: Sentence,
        coreference: Coreference,
        actions: ActionPatterns,
        modality: ModalityPatterns,
        situation: Situation,
        times: Sequence[Time] = (),
        usage: Usage | None = None,
    ) -> None:
        self.sentence = sentence
        self.usage = usage
        self.coreference = coreference
        self.patterns = actions
        self.modality = modality
        self.situation = situation
        self.times = times
        self.named = coreference.register.find(sentence.text)
        self.clauses = clauses_of(sentence)
        self.by_verb = {c.verb.i: c for c in self.clauses}
        owners = [self.clause_at(time) for time in times]
        self.dated = frozenset(i for c in owners if c is not None for i in carriers(c.verb))  # verbs with a time
        to_come = [c for c, time in zip(owners, times, strict=True) if c is not None and self.is_to_come(time)]
        self.to_come = frozenset(i for c in to_come for i in carriers(c.verb))  # verbs with a time after publication
        self.purpose = modality.listed("purpose")
        self.used: set[int] = set()
        self.accepted: list[Action] = []
        self.rejected: list[Rejected] = []

    def is_time(self, token: Token) -> bool:
        """Whether a word belongs to a time expression."""
        at = self.sentence.place(token.idx)
        return any(t.span.start <= at < t.span.end for t in self.times)

    def cast(self, clause: Clause) -> Subject:
        """The subject of a clause; a pronoun stands for the body that acts in the clause before, else in the sentence before."""
        before = self.situation.before
        token = clause.subject
        if before is not None and before.id == SELF and self.is_effect(clause):
            before = None  # "it will help": more likely what was promised than who promised it
        if token is not None and token.tag_ == "PRP":
            for other in reversed([c for c in self.clauses if c.verb.i < token.i and c.subject is not None]):
                if other.subject is None or other.subject.tag_ == "PRP" or other.verb.dep_ in ("relcl", "acl"):
                    continue
                subject = self.coreference.of_noun(other.subject, self.sentence, self.named, before)
                if subject.kind in ACTING and agrees_with(token, other.subject):
                    before = subject.body
                    break
        return self.coreference.of_clause(clause, self.named, before)

    def is_effect(self, clause: Clause) -> bool:
        """Whether a clause's verb is one of what things bring about."""
        return any("acts" in rule.unless and clause.is_named_by(rule) for rule in self.patterns.nothing)

    def is_dated_to_a_year(self, clause: Clause) -> bool:
        """Whether a time of a clause names its year."""
        mine = (t for t in self.times if (at := self.clause_at(t)) is not None and at.verb.i == clause.verb.i)
        return any(re.search(r"\b(?:19|20)\d\d\b", t.text) for t in mine)

    def is_to_come(self, time: Time) -> bool:
        """Whether a time lies after publication."""
        day = (time.period.end or time.period.start) if time.period else None
        return day is not None and self.situation.published is not None and day >= self.situation.published

    def clause_at(self, mention: Mention) -> Clause | None:
        """The clause that a mention's words belong to: that of the nearest verb above them in the parse."""
        inside = [
            t
            for t in self.sentence.tokens
            if mention.span.start <= self.sentence.place(t.idx) < mention.span.end and not t.is_space
        ]
        if not inside:
            return None
        own = {t.i for t in inside}
        token = next((t for t in inside if t.head.i not in own or t.head.i == t.i), inside[0])
        seen: set[int] = set()
        while token.i not in seen:
            seen.add(token.i)
            if token.i in self.by_verb and token.i not in own:
                return self.by_verb[token.i]
            token = token.head
        return self.by_verb.get(token.i)

    def rule_for(self, clause: Clause) -> ModalityRule | None:
        """The rule that names the clause's verb group."""
        group = clause.group
        bare = self.situation.item and clause.subject is None and clause.verb.tag_ == "VBP" and not clause.auxiliaries
        for rule in self.modality.modality:
            if bare and rule.present:
                continue  # an order that the parser takes for a statement: "by December, agree a plan"
            if rule.where == "entry" and not self.situation.entry:
                continue
            if rule.where == "item" and not (self.situation.item and self.at_head(clause)):
                continue
            if rule.full(group):
                return rule
        return None

    def is_candidate(self, clause: Clause) -> bool:
        """Whether a clause's verb group is one that a promise could have: future, progressive, perfect, "to do" or an order.

        Such a clause is either taken for a commitment or rejected by name; the simple present and past are not recorded.
        """
        if any(a.tag_ == "MD" for a in clause.auxiliaries):
            return True
        if any(a.lemma_ in ("have", "be") for a in clause.auxiliaries) and clause.verb.tag_ in ("VBN", "VBG"):
            return clause.verb.tag_ == "VBG" or any(a.lemma_ == "have" for a in clause.auxiliaries)
        main = clause.verb.dep_ in ("ROOT", "conj")
        if any(a.tag_ == "TO" for a in clause.auxiliaries):
            return main and clause.subject is not None
        return main and clause.verb.tag_ == "VB" and clause.subject is None and not clause.auxiliaries

    def at_head(self, clause: Clause) -> bool:
        """Whether a clause is the first of its item, or coordinated with it."""
        top = clause
        while top.coordinated and top.head is not None:
            top = top.head
        return bool(top.verb.i == top.sentence.tokens[0].i or top.verb.dep_ == "ROOT")

    def sounds(self, clause: Clause) -> bool:
        """Whether a clause's verb group sounds like a promise."""
        rule = self.rule_for(clause)
        return rule is not None and rule.status == "planned"

    def modal(self, clause: Clause) -> bool:
        """Whether a clause has a finite verb group of its own."""
        return any(a.tag_ in ("MD", "VBZ", "VBP", "VBD") for a in clause.auxiliaries)


def agrees_with(pronoun: Token, noun: Token) -> bool:
    """Whether a pronoun can stand for a noun: "they" for a plural, "it" for a singular."""
    plural = noun.tag_ in ("NNS", "NNPS")
    return plural if pronoun.text.casefold() in ("they", "them") else not plural or noun.tag_ == "NNPS"


def carriers(verb: Token) -> Iterator[int]:
    """A verb's index, and those of the verbs that carry it: "aim to expand"."""
    seen: set[int] = set()
    while verb.i not in seen:
        seen.add(verb.i)
        yield verb.i
        if verb.dep_ != "xcomp":
            return
        verb = verb.head
