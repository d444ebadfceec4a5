"""Clauses → actions: what a verb group promises, once carriers, delegation and verbs that promise nothing are known.

An action is a clause together with the mood that its verb group, and whatever carries or delegates it, give it. Whether it
is a promise is decided here, rule by rule; every rejection names its rule.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from .bodies import SELF, Body
from .clauses import EMBEDDED, SUBJECT, VERB_TAGS, Clause, clauses_of, complement_of, conjuncts, own_auxiliaries
from .language import Sentence, Token
from .mentions import Mention, Time
from .patterns.actions import ActionPatterns, CarrierRule, DelegationRule, LemmaRule, Mood, NothingRule
from .patterns.modality import ModalityPatterns, ModalityRule, Status, Strength
from .subjects import ACTING, Casting, Subject

# reasons that no pattern gives
EMBEDDED_REASON = "embedded"
NO_PROMISE = "no-promise"
DENIED = "denied"
THING_ACTS = "effect-of-a-thing"
PEOPLE_ACT = "effect-on-people"
PRESENT = "says-how-things-are"
SHARED = "shares-its-object"
SCHEDULED = "scheduled"
STEP = "joined-step"
INHERITED = ("effects", "helping", "attributes", "talk-about-the-document")  # reasons that hold for what is joined on


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
    """Reads one sentence's actions."""

    def __init__(
        self,
        sentence: Sentence,
        casting: Casting,
        actions: ActionPatterns,
        modality: ModalityPatterns,
        situation: Situation,
        times: Sequence[Time] = (),
    ) -> None:
        self.sentence = sentence
        self.casting = casting
        self.patterns = actions
        self.modality = modality
        self.situation = situation
        self.times = times
        self.named = casting.register.find(sentence.text)
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

    def read(self) -> None:
        """Sort the sentence's clauses into accepted actions and rejected ones."""
        for clause in self.clauses:
            if clause.verb.i in self.used:
                continue
            if not self.stands_free(clause):
                if self.rule_for(clause) is not None and self.sounds(clause):
                    self.rejected.append(Rejected(clause, EMBEDDED_REASON, loud=True))
                continue
            manner = self.manner_of(clause)
            if manner is None:
                continue
            for action in self.unfold(clause, clause, manner):
                reason = self.reason_of_partner(action) or self.reason_against(action)
                if reason is None:
                    self.accepted.append(action)
                else:
                    self.rejected.append(Rejected(action.clause, reason, loud=manner.mood == "planned"))

    def is_time(self, token: Token) -> bool:
        """Whether a word belongs to a time expression."""
        at = self.sentence.place(token.idx)
        return any(t.span.start <= at < t.span.end for t in self.times)

    def cast(self, clause: Clause) -> Subject:
        """The subject of a clause; a pronoun stands for the body that acts in the clause before, else in the sentence before."""
        before = self.situation.before
        token = clause.subject
        if token is not None and token.tag_ == "PRP":
            for other in reversed([c for c in self.clauses if c.verb.i < token.i and c.subject is not None]):
                if other.subject is None or other.subject.tag_ == "PRP" or other.verb.dep_ in ("relcl", "acl"):
                    continue
                subject = self.casting.of_noun(other.subject, self.sentence, self.named, before)
                if subject.kind in ("body", "group") and agrees_with(token, other.subject):
                    before = subject.body
                    break
        return self.casting.of_clause(clause, self.named, before)

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

    # ---- where a clause stands ---------------------------------------------------------------------------------------

    def stands_free(self, clause: Clause) -> bool:
        """Whether a clause can be a promise where it stands: a main clause, one announced, or one with a time of its own."""
        top = clause
        while top.coordinated and top.head is not None:
            top = top.head
        dep = top.verb.dep_
        if any(c.tag_ == "WRB" and c.i < top.verb.i for c in top.verb.children) and not self.situation.item:
            return clause.coordinated and self.goes_on_anew(clause, top)  # "details how we are supporting"
        if dep not in EMBEDDED or top.head is None or self.follows_from(top):
            return True
        if clause.coordinated and (self.speaks_anew(clause) or self.goes_on_anew(clause, top)):
            return True
        if (
            clause.verb.i in self.dated
            and dep in ("relcl", "acl", "advcl", "pcomp", "ccomp")
            and self.tells(top)
        ):
            return True
        if dep == "ccomp":
            if self.matches_any(self.patterns.announcement, top.head) and self.stands_free(top.head):
                return True
            return self.set_apart(top) or self.is_displaced(top)
        if dep == "advcl" and self.is_joined_step(clause):
            return True
        if dep in ("advcl", "relcl") and self.situation.item:
            return False
        return dep == "advcl" and self.set_apart(top)

    def follows_from(self, clause: Clause) -> bool:
        """Whether a clause tells what follows from another: "… so we will look into it", not "so that"."""
        mark = next((c for c in clause.verb.children if c.dep_ == "mark"), None)
        if mark is None or mark.text.casefold() not in self.modality.listed("so"):
            return False
        after = clause.verb.doc[mark.i + 1] if mark.i + 1 < len(clause.verb.doc) else None
        return after is not None and after.text.casefold() != "that"

    def goes_on_anew(self, clause: Clause, top: Clause) -> bool:
        """Whether a clause joined to a subordinate one promises while that does not: "once it has run, and a review will …"."""
        own = any(c.dep_ in SUBJECT for c in clause.verb.children)
        promises = any(a.tag_ == "MD" for a in own_auxiliaries(clause.verb)) and self.sounds(clause)
        return own and promises and clause is not top and not any(a.tag_ == "MD" for a in top.auxiliaries)

    def is_displaced(self, clause: Clause) -> bool:
        """Whether a clause that the parser hangs below another is the main clause: the other has no subject of its own."""
        if any(c.dep_ == "mark" for c in clause.verb.children) or not self.modal(clause):
            return False
        above = clause.head
        other = next((c for c in above.verb.children if c.dep_ in SUBJECT), None) if above else None
        acting = self.cast(clause).kind in ACTING
        return acting and (other is None or other.dep_ == "csubj")

    def is_joined_step(self, clause: Clause) -> bool:
        """Whether a participle after a comma is a further step of a list item: "Review the rules, amending the guide"."""
        if not self.situation.item or clause.verb.tag_ != "VBG" or own_auxiliaries(clause.verb):
            return False
        if any(c.dep_ in ("mark", *SUBJECT) for c in clause.verb.children):
            return False
        before = clause.verb.doc[clause.verb.i - 1] if clause.verb.i else None
        joined = before is not None and (before.text == "," or before.dep_ == "cc")
        has_object = any(c.dep_ in ("dobj", "prep") and c.i > clause.verb.i for c in clause.verb.children)
        return joined and has_object and not self.matches_any(self.patterns.attendant, clause)

    def speaks_anew(self, clause: Clause) -> bool:
        """Whether a clause coordinated with an embedded one has a body of its own for a subject, and a finite verb."""
        if not any(c.dep_ in SUBJECT for c in clause.verb.children) or not self.modal(clause):
            return False
        if any(c.dep_ == "mark" or c.tag_ == "WRB" for c in clause.verb.children):
            return False
        return self.cast(clause).kind in ("self", "body")

    def tells(self, clause: Clause) -> bool:
        """Whether a dated embedded clause tells of an action rather than naming a time or a purpose."""
        if clause.verb.dep_ in ("advcl", "ccomp") and any(c.dep_ == "mark" for c in clause.verb.children):
            return False
        if clause.verb.dep_ == "pcomp" and not self.tells_of_sequel(clause):
            return False
        if any(c.dep_ == "mark" and c.text.casefold() in self.purpose for up in self.above(clause) for c in up.verb.children):
            return False
        return not any(c.tag_ == "TO" for c in own_auxiliaries(clause.verb)) or clause.verb.dep_ == "relcl"

    def tells_of_sequel(self, clause: Clause) -> bool:
        """Whether a participle behind a preposition is a step of its own: "before submitting a report in March 2011"."""
        if clause.verb.head.text.casefold() in self.modality.listed("sequel"):
            return True
        return any(rule.find(self.sentence.text[: self.sentence.place(clause.verb.idx)]) for rule in self.patterns.aim)

    def above(self, clause: Clause) -> Iterator[Clause]:
        """The clauses that a clause stands within, the nearest first, and itself."""
        seen: list[Clause] = []
        at: Clause | None = clause
        while at is not None and at not in seen:
            seen.append(at)
            yield at
            at = at.head

    def set_apart(self, clause: Clause) -> bool:
        """Whether a clause that the parser hangs below another is a main clause of its own: parted by ; or – or :."""
        if clause.head is None or any(c.dep_ == "mark" for c in clause.verb.children):
            return False
        if not any(c.dep_ in SUBJECT for c in clause.verb.children):
            return False
        low, high = sorted((clause.verb.i, clause.head.verb.i))
        between = [t for t in self.sentence.tokens if low < t.i < high]
        return (
            any(t.text in (";", ":", "–", "—", "-") for t in between)
            or (any(t.dep_ == "punct" and t.text == "," and clause.head.verb.i == t.head.i for t in between)
            and self.modal(clause))
        )

    def modal(self, clause: Clause) -> bool:
        """Whether a clause has a finite verb group of its own."""
        return any(a.tag_ in ("MD", "VBZ", "VBP", "VBD") for a in clause.auxiliaries)

    # ---- mood -----------------------------------------------------------------------------------------------------------

    def rule_for(self, clause: Clause) -> ModalityRule | None:
        """The rule that names the clause's verb group."""
        group = clause.group
        for rule in self.modality.modality:
            if rule.where == "entry" and not self.situation.entry:
                continue
            if rule.where == "item" and not (self.situation.item and self.at_head(clause)):
                continue
            if rule.full(group):
                return rule
        return None

    def at_head(self, clause: Clause) -> bool:
        """Whether a clause is the first of its item, or coordinated with it."""
        top = clause
        while top.coordinated and top.head is not None:
            top = top.head
        return top.verb.i == top.sentence.tokens[0].i or top.verb.dep_ == "ROOT"

    def sounds(self, clause: Clause) -> bool:
        """Whether a clause's verb group sounds like a promise."""
        rule = self.rule_for(clause)
        return rule is not None and rule.status == "planned"

    def manner_of(self, clause: Clause) -> Manner | None:
        """The manner that a clause's own verb group gives; None where it gives none."""
        rule = self.rule_for(clause)
        if rule is None:
            if self.is_joined_step(clause):
                return self.step_manner(clause)
            participle = clause.verb.tag_ in ("VBN", "VBG") and not clause.auxiliaries and clause.verb.i in self.dated
            if participle and clause.verb.dep_ in ("acl", "advcl", "pcomp"):
                return self.participle_manner(clause)
            return None
        if rule.status == "none":
            self.rejected.append(Rejected(clause, rule.name, loud=False))
            return None
        if rule.present and self.is_scheduled(clause):
            return Manner("planned", "planned", rules=(rule.name, SCHEDULED))
        mood: Mood = "present" if rule.present else rule.status
        return Manner(rule.status, mood, rules=(rule.name,))

    def is_scheduled(self, clause: Clause) -> bool:
        """Whether the simple present tells of what is to come: "opens in May", "is planned for March"."""
        if clause.passive:
            return clause.verb.i in self.dated and self.matches_any(self.patterns.schedule, clause)
        if clause.verb.i not in self.to_come or clause.predicate is not None:
            return False
        return self.cast(clause).kind not in ("self", "people")

    def step_manner(self, clause: Clause) -> Manner | None:
        """The manner of a further step of a list item: that of the item's first action."""
        first = next(iter(self.accepted), None)
        if first is None:
            return None
        return replace(first.manner, rules=(*first.manner.rules, STEP), actor=first.subject, item=True)

    def participle_manner(self, clause: Clause) -> Manner | None:
        """The manner of a dated participle: done ("launched in 2009"), or as what it depends on ("before submitting …")."""
        outer = self.manner_of(clause.head) if clause.head is not None else None
        if clause.verb.tag_ == "VBN":
            status: Status = outer.status if outer and outer.status == "planned" else "completed"
            return Manner(status, status, rules=("dated-participle",))
        aim = any(rule.find(self.sentence.text[: self.sentence.place(clause.verb.idx)]) for rule in self.patterns.aim)
        if clause.verb.dep_ == "acl" and not aim:
            return None
        above = self.accepted_above(clause)
        name, strength = ("with-the-aim-of", "tentative") if aim else ("dated-participle", "firm")
        if above is not None:
            manner = above.manner
            return Manner(
                manner.status, manner.mood, strength, False, manner.delegated_by, above.subject, (*manner.rules, name), True
            )
        status = outer.status if outer and outer.status else "planned"
        return Manner(status, status, strength, rules=(name,))

    def accepted_above(self, clause: Clause) -> Action | None:
        """The nearest accepted action that a clause hangs below."""
        at = clause.head
        seen: list[Clause] = []
        while at is not None and at not in seen:
            seen.append(at)
            for action in self.accepted:
                if at in (action.clause, action.outer) or at.verb.i == action.clause.verb.i:
                    return action
            at = at.head
        return None

    # ---- carriers and delegation -----------------------------------------------------------------------------------------

    def unfold(self, clause: Clause, outer: Clause, manner: Manner) -> Iterator[Action]:
        """The actions that a clause promises: its own, or those that it carries or hands on."""
        self.used.add(clause.verb.i)
        subject = manner.actor or self.cast(outer)
        carried = self.carried_by(clause, manner, subject)
        if carried is not None:
            rule, verb = carried
            inner = replace(
                manner,
                status=rule.status if rule.status == "ongoing" or manner.mood != "planned" else manner.status,
                mood=rule.status if rule.status in ("planned", "ongoing") else manner.mood,
                strength=rule.strength or manner.strength,
                begins=manner.begins or rule.begins,
                rules=(*manner.rules, rule.name),
                actor=manner.actor or subject,
            )
            if rule.status is None:
                inner = replace(inner, status=manner.status, mood=manner.mood)
            carried_clauses = self.coordinated(verb)
            for each in carried_clauses:
                yield from self.unfold(each, outer, inner)
            if carried_clauses:
                return
        handed = self.handed_on(clause, manner, subject)
        if handed is not None:
            delegate, verb, name = handed
            asker = subject.body if subject.kind in ACTING and not clause.passive else None
            asker = asker or self.casting.register.bodies[SELF]
            status: Status = "completed" if "did" in manner.rules else "planned"
            inner = replace(
                manner, status=status, mood=status, delegated_by=asker, actor=delegate, rules=(*manner.rules, name)
            )
            if manner.strength == "tentative":
                inner = replace(inner, strength="tentative")
            for each in self.coordinated(verb):
                yield from self.unfold(each, clause, inner)
            return
        awaited = self.awaited(clause)
        if awaited is not None:
            inner = replace(
                manner, status="planned", mood="planned", strength="tentative", actor=Subject("unknown"), item=True,
                rules=(*manner.rules, "expect"),
            )
            for each in self.coordinated(awaited):
                yield from self.unfold(each, clause, inner)
            return
        yield Action(clause, outer, manner, subject)

    def awaited(self, clause: Clause) -> Token | None:
        """What the publishing body expects of a thing: "we expect the service to meet the standard"."""
        rules = [r for r in self.patterns.delegation if r.awaits and self.matches(r, clause)]
        if not rules or clause.passive:
            return None
        for child in clause.phrase[1:]:
            inside = child.dep_ in ("xcomp", "ccomp") and child.head.i == clause.verb.i
            if inside and any(c.tag_ == "TO" for c in own_auxiliaries(child)) and any(c.dep_ in SUBJECT for c in child.children):
                return child
        return None

    def coordinated(self, verb: Token) -> list[Clause]:
        """The clause of a carried verb, and those coordinated with it that share its "to"."""
        out: list[Clause] = []
        joined = {t.i: t for t in conjuncts(verb)}
        for other in self.clauses:  # those that the parser has hung elsewhere
            if other.coordinated and other.head is not None and other.head.verb.i in joined:
                joined.setdefault(other.verb.i, other.verb)
        for _, token in sorted(joined.items()):
            if token.tag_ not in VERB_TAGS:
                continue
            clause = self.by_verb.get(token.i)
            if clause is None:
                clause = Clause(self.sentence, token, None, (), None, None, coordinated=False, shared=False)
            own = [a for a in own_auxiliaries(token) if a.tag_ != "TO"]
            if token.i != verb.i and (own or any(c.dep_ in SUBJECT for c in token.children)):
                continue
            if clause.verb.i not in self.used:
                out.append(clause)
                self.used.add(clause.verb.i)
        return out

    def carried_by(self, clause: Clause, manner: Manner, subject: Subject) -> tuple[CarrierRule, Token] | None:
        """The verb that a clause's verb carries, and the rule by which it does."""
        for rule in self.patterns.carrier:
            if rule.subjects and subject.kind not in rule.subjects:
                continue
            if rule.moods and manner.mood not in rule.moods:
                continue
            if rule.voice != "any" and (rule.voice == "passive") != clause.passive:
                continue
            if not self.matches(rule, clause):
                continue
            verb = complement_of(clause, rule.complement)
            if verb is not None:
                return rule, verb
        return None

    def handed_on(self, clause: Clause, manner: Manner, subject: Subject) -> tuple[Subject, Token, str] | None:
        """Whom a clause asks to do something, what, and the rule's name."""
        for rule in self.patterns.delegation:
            if not self.matches(rule, clause) or (rule.money and not self.names_money(clause)):
                continue
            found = self.delegate_in(clause, rule, subject)
            if found is not None:
                return (*found, rule.name)
        return None

    def names_money(self, clause: Clause) -> bool:
        """Whether a clause speaks of money."""
        words = self.patterns.listed("money")
        said = [*clause.phrase, *(clause.subject.subtree if clause.subject is not None else ())]
        return any(t.tag_ == "$" or t.text.casefold() in words for t in said)

    def delegate_in(self, clause: Clause, rule: DelegationRule, subject: Subject) -> tuple[Subject, Token] | None:
        """The body that is asked and the verb of what it is asked: "asked X to V", "X was asked to V", "that X V"."""
        for child in clause.phrase[1:]:
            if child.dep_ not in ("xcomp", "ccomp", "advcl", "acl", "relcl", "conj") or child.head.i == child.i:
                continue
            to = any(c.tag_ == "TO" for c in own_auxiliaries(child))
            that = any(c.dep_ == "mark" and c.text.casefold() == "that" for c in child.children)
            inside = child.head.i == clause.verb.i or any(child.head.i == t.i for t in clause.phrase)
            if not inside or not (to or (that and not rule.money)):
                continue
            token = self.asked_token(clause, child, rule)
            if token is None and clause.passive and to and not rule.money:
                return (subject, child) if subject.kind in ("body", "group") else None
            if token is not None:
                asked = self.casting.of_noun(token, self.sentence, self.named, None)
                if asked.kind in ("body", "group"):
                    return asked, child
                if rule.name == "ask" and self.is_person(token):
                    return asked, child
        return None

    def is_person(self, token: Token) -> bool:
        """Whether a noun is the name of a person."""
        return token.tag_ == "NNP" and any(c.tag_ == "NNP" and c.dep_ == "compound" for c in token.children)

    def asked_token(self, clause: Clause, child: Token, rule: DelegationRule) -> Token | None:
        """The noun for whom an infinitive is meant."""
        own = next((c for c in child.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if own is not None:
            return own
        before = [t for t in clause.phrase if clause.verb.i < t.i < child.i]
        if rule.money:
            return next(
                (
                    t
                    for t in reversed(before)
                    if t.dep_ in ("pobj", "dative")
                    and t.head.text.casefold() in ("to", "available", clause.verb.text.casefold())
                ),
                None,
            )
        return next((t for t in before if t.dep_ in ("dobj", "dative") and t.head.i == clause.verb.i), None)

    # ---- what promises nothing ---------------------------------------------------------------------------------------------

    def reason_of_partner(self, action: Action) -> str | None:
        """The reason against the clause that an action is coordinated with, where it shares subject and auxiliaries.

        A verb that shares the object after it with the one before ("refresh and republish the guidance") is no second action.
        """
        clause = action.clause
        if not clause.coordinated or clause.head is None:
            return None
        partner = next((r for r in self.rejected if r.clause is clause.head), None)
        joined = any(a.clause is clause.head and a.manner.mood == action.manner.mood for a in self.accepted)
        if partner is not None and clause.shared and partner.reason in (THING_ACTS, PEOPLE_ACT, *INHERITED):
            return partner.reason
        if joined and clause.head.verb.i < clause.verb.i and self.share_object(clause.head, clause):
            return SHARED
        return None

    def share_object(self, first: Clause, second: Clause) -> bool:
        """Whether nothing but "and", commas and adverbs stands between two verbs, so that they share what follows."""
        between = [t for t in self.sentence.tokens if first.verb.i < t.i < second.verb.i]
        plain = all(
            t.dep_ in ("cc", "punct", "advmod", "prt", "aux", "preconj") or t.pos_ in ("ADV", "PART", "CCONJ")
            for t in between
        )
        return (
            plain
            and any(t.dep_ == "cc" for t in between)
            and any(
                c.dep_ in ("dobj", "prep", "nsubjpass", "agent", "ccomp")
                for c in second.verb.children
                if c.i > second.verb.i or second.passive
            )
        )

    def reason_against(self, action: Action) -> str | None:
        """The name of the rule by which an action is no promise, None if it is one."""
        clause, manner, kind = action.clause, action.manner, action.subject.kind
        if clause.negated or action.outer.negated:
            return DENIED
        if clause.predicate is not None and not self.is_checkable(clause):
            return "attributes"
        passive = self.is_passive(action)
        for rule in self.patterns.nothing:
            if self.forbids(rule, action, kind, passive):
                if self.happens(action, kind):
                    return None
                return rule.name
        if manner.mood == "present" and not self.recurs(action):
            return PRESENT
        if passive or clause.predicate is not None or kind in ACTING or manner.delegated_by is not None:
            return None
        if manner.item or (self.situation.item and self.at_head(clause) and kind == "unknown"):
            return None
        if self.happens(action, kind):
            return None
        if kind == "people":
            return PEOPLE_ACT
        return THING_ACTS

    def is_passive(self, action: Action) -> bool:
        """Whether the subject is what is acted on, in the action's own clause or in the one that carries it."""
        clause = action.clause
        own = own_auxiliaries(clause.verb)
        if own or clause is action.outer:
            return clause.passive
        return clause.verb.tag_ == "VBN" and clause.passive

    def is_checkable(self, clause: Clause) -> bool:
        """Whether a predicate is one that somebody can check."""
        assert clause.predicate is not None, "only predicates are checked"
        words = {w for rule in self.patterns.predicate for w in rule.words}
        said = clause.predicate.text.casefold()
        phrase = f"{clause.predicate.head.text} {said}".casefold()
        return said in words or phrase in words

    def recurs(self, action: Action) -> bool:
        """Whether a time shows that something in the simple present is done again and again."""
        return action.clause.verb.i in self.dated and action.subject.kind in ACTING

    def forbids(self, rule: NothingRule, action: Action, kind: str, passive: bool) -> bool:
        """Whether a rule says that an action promises nothing."""
        voice = "predicate" if action.clause.predicate is not None else "passive" if passive else "active"
        if rule.voice not in ("any", voice) or (rule.subjects and kind not in rule.subjects):
            return False
        if rule.moods and action.manner.mood not in rule.moods:
            return False
        if "coordinated" in rule.unless and action.clause.coordinated:
            return False
        if "dated" in rule.unless and action.clause.verb.i in self.dated:
            return False
        if "ready" in rule.unless and self.makes_ready(action):
            return False
        return self.matches(rule, action.clause)

    def makes_ready(self, action: Action) -> bool:
        """Whether a phrase ends in something that can be checked: "have 40 chargers in place"."""
        said = " ".join(t.text.casefold() for t in action.tokens)
        return any(re.search(rf"\b{re.escape(w)}\b", said) for rule in self.patterns.predicate for w in rule.words)

    def happens(self, action: Action, kind: str) -> bool:
        """Whether an action is something that things of its kind do and somebody can check."""
        for rule in self.patterns.happening:
            if rule.column is not None and rule.column != self.situation.column:
                continue
            if rule.moods and action.manner.mood not in rule.moods:
                continue
            if rule.dated and action.clause.verb.i not in self.dated and action.outer.verb.i not in self.dated:
                continue
            if kind in rule.subjects and self.matches(rule, action.clause):
                return True
        return False

    # ---- matching verbs ------------------------------------------------------------------------------------------------------

    def matches_any(self, rules: Sequence[LemmaRule], clause: Clause) -> bool:
        """Whether one of the rules names the clause's verb."""
        return any(self.matches(rule, clause) for rule in rules)

    def matches(self, rule: LemmaRule, clause: Clause) -> bool:
        """Whether a rule names the clause's verb, alone or with what stands beside it."""
        if rule.every:
            return True
        lemma = str(clause.verb.lemma_).casefold()
        if clause.predicate is not None:
            lemma_counts = clause.lemma in rule.single
        else:
            lemma_counts = lemma in rule.single
        if lemma_counts:
            return True
        return any(lemma == first and clause.beside(rest) for first, rest in rule.phrases)


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
