"""Clauses → actions: what a verb group promises, once carriers, delegation and verbs that promise nothing are known.

An action is a clause together with the mood that its verb group, and whatever carries or delegates it, give it. Every
clause that is no promise is rejected by the name of a rule.
"""

from collections.abc import Iterator
from dataclasses import replace

from ...document.identifiers import slug
from ...language.clauses import SUBJECT, VERB_TAGS, Clause, complement_of, conjuncts, own_auxiliaries, word_before
from ...language.model import Token
from ...patterns.actions import CarrierRule, DelegationRule, Mood
from ...patterns.modality import Status, Strength
from ..actors.coreference import ACTING, Subject
from ..actors.register import SELF, Body
from .analysis import Action, Manner, Reading, Rejected
from .rejection import reason_against, reason_of_partner
from .subordination import is_joined_step, stands_free

EMBEDDED_REASON = "embedded"  # names of reasons and rules that no pattern gives
SCHEDULED = "scheduled"
STEP = "joined-step"


def read_actions(reading: Reading) -> None:
    """Sort the sentence's clauses into accepted actions and rejected ones."""
    for action in actions_of_nouns(reading):
        weigh(reading, action)
    for clause in reading.clauses:
        if clause.verb.i in reading.used:
            continue
        if not stands_free(reading, clause):
            if reading.rule_for(clause) is not None and reading.sounds(clause):
                reading.rejected.append(Rejected(clause, EMBEDDED_REASON, loud=True))
            continue
        manner = manner_of(reading, clause)
        if manner is None:
            continue
        for action in unfold(reading, clause, clause, manner):
            weigh(reading, action)


def weigh(reading: Reading, action: Action) -> None:
    """Accept an action, or reject it by the name of what speaks against it."""
    reason = reason_of_partner(reading, action) or reason_against(reading, action)
    if reason is None:
        reading.accepted.append(action)
    else:
        reading.rejected.append(Rejected(action.clause, reason, loud=action.manner.mood == "planned"))


def actions_of_nouns(reading: Reading) -> Iterator[Action]:
    """The actions that nouns carry behind a verb that says little itself: "we made a commitment to open it"."""
    for noun in reading.sentence.tokens:
        if noun.tag_ not in ("NN", "NNS"):
            continue
        lemma = noun.lemma_.casefold()
        rule = next((r for r in reading.patterns.promise if lemma in r.single), None)
        if rule is None or (verb := carried_by_noun(reading, noun)) is None:
            continue
        home = next((c for c in reversed(reading.clauses) if c.verb.i < noun.i and noun in c.phrase), None)
        if home is None or home.verb.lemma_ not in reading.patterns.listed("light") or is_denied(reading, home, noun):
            continue  # "we will develop a plan to open it": the plan is what is promised
        manner = Manner("planned", "planned", rule.strength, rules=(rule.name,), item=True)
        subject = holder_of(reading, noun, home)
        for clause in coordinated(reading, verb):
            reading.used.add(home.verb.i)
            yield from unfold(reading, clause, clause, replace(manner, actor=subject))


def is_denied(reading: Reading, clause: Clause, noun: Token) -> bool:
    """Whether a clause says that there is no such plan."""
    words = reading.modality.listed("denial")
    return clause.negated or any(t.text.casefold() in words for t in noun.lefts)


def carried_by_noun(reading: Reading, noun: Token) -> Token | None:
    """The verb whose "to" stands right behind a noun."""
    for clause in reading.clauses:
        to = next((a for a in clause.auxiliaries if a.tag_ == "TO"), None)
        if to is not None and to.i == noun.i + 1 and clause.verb.i > noun.i:
            return clause.verb
    return None


def holder_of(reading: Reading, noun: Token, home: Clause | None) -> Subject:
    """Whose plan or promise a noun is: its possessor, or the subject of the clause that it stands in."""
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is not None:
        subject = reading.coreference.of_noun(owner, reading.sentence, reading.named, reading.situation.before)
    else:
        subject = reading.cast(home) if home is not None else Subject("unknown")
    return subject if subject.kind in ACTING else Subject("unknown")


def manner_of(reading: Reading, clause: Clause) -> Manner | None:
    """The manner that a clause's own verb group gives; None where it gives none."""
    bare = clause.verb.tag_ == "VBN" and clause.verb.dep_ == "acl" and not clause.auxiliaries
    if bare and not reading.is_dated_to_a_year(clause):
        return None  # "a lock closed in August" is any such lock
    rule = reading.rule_for(clause)
    if rule is None:
        if is_joined_step(reading, clause):
            return step_manner(reading, clause)
        participle = clause.verb.tag_ in ("VBN", "VBG") and not clause.auxiliaries and clause.verb.i in reading.dated
        attends = clause.verb.tag_ == "VBG" and clause.is_named_by_any(reading.patterns.attendant)
        if (
            participle
            and clause.verb.dep_ in ("acl", "advcl", "pcomp")
            and not (attends and clause.verb.dep_ != "pcomp")
        ):
            return participle_manner(reading, clause)
        to_be = [a.tag_ for a in clause.auxiliaries] == ["TO", "VB"] and clause.passive
        if to_be and clause.verb.dep_ in ("relcl", "acl") and clause.verb.i in reading.dated:
            return Manner("planned", "planned", rules=("dated-infinitive",))  # "guidelines to be published in March"
        return None
    if rule.status == "none":
        reading.rejected.append(Rejected(clause, rule.name, loud=False))
        return None
    carried = rule.present and carried_by(reading, clause, Manner(rule.status, "present"), reading.cast(clause))
    if rule.present and not carried and is_scheduled(reading, clause):
        return Manner("planned", "planned", rules=(rule.name, SCHEDULED))
    mood: Mood = "present" if rule.present else rule.status
    return Manner(rule.status, mood, rules=(rule.name,))


def is_scheduled(reading: Reading, clause: Clause) -> bool:
    """Whether the simple present tells of what is to come: "opens in May", "is planned for March"."""
    if clause.passive:
        return clause.verb.i in reading.dated and clause.is_named_by_any(reading.patterns.schedule)
    if clause.verb.i not in reading.to_come or clause.predicate is not None:
        return False
    noun = clause.subject.lemma_.casefold() if clause.subject is not None else ""
    return reading.cast(clause).kind not in ("self", "people") and noun not in reading.modality.listed("unit_of_time")


def step_manner(reading: Reading, clause: Clause) -> Manner | None:
    """The manner of a further step of a list item: that of the item's first action."""
    first = next(iter(reading.accepted), None)
    if first is None:
        return None
    return replace(first.manner, rules=(*first.manner.rules, STEP), actor=first.subject, item=True)


def participle_manner(reading: Reading, clause: Clause) -> Manner | None:
    """The manner of a dated participle: done ("launched in 2009"), or as what it depends on ("before submitting …")."""
    outer = manner_of(reading, clause.head) if clause.head is not None else None
    if clause.verb.tag_ == "VBN":
        status: Status = outer.status if outer and outer.status == "planned" else "completed"
        return Manner(status, status, rules=("dated-participle",))
    aim = any(
        rule.find(reading.sentence.text[: reading.sentence.place(clause.verb.idx)]) for rule in reading.patterns.aim
    )
    if clause.verb.dep_ == "acl" and not aim:
        return None
    above = accepted_above(reading, clause)
    name = "with-the-aim-of" if aim else "dated-participle"
    strength: Strength = "tentative" if aim else "firm"
    if above is not None:
        manner = above.manner
        return Manner(
            manner.status,
            manner.mood,
            strength,
            False,
            manner.delegated_by,
            above.subject,
            (*manner.rules, name),
            True,
        )
    status = outer.status if outer and outer.status else "planned"
    return Manner(status, status, strength, rules=(name,))


def accepted_above(reading: Reading, clause: Clause) -> Action | None:
    """The nearest accepted action that a clause hangs below."""
    at = clause.head
    seen: list[Clause] = []
    while at is not None and at not in seen:
        seen.append(at)
        for action in reading.accepted:
            if at in (action.clause, action.outer) or at.verb.i == action.clause.verb.i:
                return action
        at = at.head
    return None


def unfold(reading: Reading, clause: Clause, outer: Clause, manner: Manner) -> Iterator[Action]:
    """The actions that a clause promises: its own, or those that it carries or hands on."""
    reading.used.add(clause.verb.i)
    subject = manner.actor or reading.cast(outer)
    inner = carried_actions(reading, clause, outer, manner, subject)
    inner = inner or handed_actions(reading, clause, manner, subject) or hoped_actions(reading, clause, manner)
    if inner is not None:
        yield from inner
        return
    lasting = next((r for r in reading.patterns.lasting if clause.is_named_by(r)), None)
    if lasting is not None and manner.mood == "planned":
        manner = replace(manner, status="ongoing", rules=(*manner.rules, lasting.name))
    yield Action(clause, outer, manner, subject)


def carried_actions(
    reading: Reading, clause: Clause, outer: Clause, manner: Manner, subject: Subject
) -> Iterator[Action] | None:
    """The actions that a clause's verb carries: "aims to open it and to train staff"; None where it carries none."""
    carried = carried_by(reading, clause, manner, subject)
    if carried is None:
        return None
    rule, verb = carried
    inner = replace(
        manner,
        strength=rule.strength or manner.strength,
        begins=manner.begins or rule.begins,
        rules=(*manner.rules, rule.name),
        actor=manner.actor or subject,
    )
    if rule.status is not None:
        own = rule.status == "ongoing" or manner.mood != "planned"
        inner = replace(inner, status=rule.status if own else manner.status)
        inner = replace(inner, mood=rule.status if rule.status in ("planned", "ongoing") else manner.mood)
    clauses = coordinated(reading, verb)
    return (action for each in clauses for action in unfold(reading, each, outer, inner)) if clauses else None


def handed_actions(reading: Reading, clause: Clause, manner: Manner, subject: Subject) -> Iterator[Action] | None:
    """The actions that a clause hands on to somebody: "asked the Agency to open it"; None where it hands on none."""
    handed = handed_on(reading, clause, manner, subject)
    if handed is None:
        return None
    delegate, verb, name = handed
    asker = subject.body if subject.kind in ACTING and not clause.passive else None
    asker = asker or reading.coreference.register.bodies[SELF]
    status: Status = "completed" if "did" in manner.rules else "planned"
    inner = replace(manner, status=status, mood=status, delegated_by=asker, actor=delegate, rules=(*manner.rules, name))
    return (action for each in coordinated(reading, verb) for action in unfold(reading, each, clause, inner))


def hoped_actions(reading: Reading, clause: Clause, manner: Manner) -> Iterator[Action] | None:
    """What a clause hopes of a thing: "we expect the service to meet the standard"; None where it hopes nothing."""
    hoped = awaited(reading, clause)
    if hoped is None:
        return None
    inner = replace(
        manner,
        status="planned",
        mood="planned",
        strength="tentative",
        actor=Subject("unknown"),
        item=True,
        rules=(*manner.rules, "expect"),
    )
    return (action for each in coordinated(reading, hoped) for action in unfold(reading, each, clause, inner))


def awaited(reading: Reading, clause: Clause) -> Token | None:
    """What the publishing body expects of a thing: "we expect the service to meet the standard"."""
    rules = [r for r in reading.patterns.delegation if r.awaits and clause.is_named_by(r)]
    if not rules or clause.passive:
        return None
    for child in clause.phrase[1:]:
        inside = child.dep_ in ("xcomp", "ccomp") and child.head.i == clause.verb.i
        if (
            inside
            and any(c.tag_ == "TO" for c in own_auxiliaries(child))
            and any(c.dep_ in SUBJECT for c in child.children)
        ):
            return child
    return None


def coordinated(reading: Reading, verb: Token) -> list[Clause]:
    """The clause of a carried verb, and those coordinated with it that share its "to"."""
    out: list[Clause] = []
    inside = {t.i for t in reading.sentence.tokens}
    firsts = (verb, *further_gerunds(reading, verb))
    joined = {t.i: t for first in firsts for t in conjuncts(first) if t.i in inside}
    for other in reading.clauses:  # those that the parser has hung elsewhere
        if other.coordinated and other.head is not None and other.head.verb.i in joined:
            joined.setdefault(other.verb.i, other.verb)
    for _, token in sorted(joined.items()):
        if token.tag_ not in VERB_TAGS:
            continue
        clause = reading.by_verb.get(token.i)
        if clause is None:
            clause = Clause(reading.sentence, token, None, (), None, None, coordinated=False, shared=False)
        own = [a for a in own_auxiliaries(token) if a.tag_ != "TO"]
        if token.i != verb.i and (own or any(c.dep_ in SUBJECT for c in token.children)):
            continue
        if clause.verb.i not in reading.used:
            out.append(clause)
            reading.used.add(clause.verb.i)
    return out


def further_gerunds(reading: Reading, verb: Token) -> Iterator[Token]:
    """The gerunds that go on from one behind a preposition, where the parser hangs them elsewhere.

    "committed to opening the lock and to training staff", "commits to opening the lock, training staff and testing it".
    """
    if verb.tag_ != "VBG" or verb.dep_ != "pcomp":
        return
    preposition, carrier = verb.head, verb.head.head
    for token in (t for t in reading.sentence.tokens if t.i > verb.i):
        before = word_before(token)
        if token.tag_ == "IN" and token.text.casefold() == preposition.text.casefold():
            if before is not None and before.dep_ == "cc":
                yield from (c for c in token.children if c.dep_ == "pcomp" and c.tag_ == "VBG")
        elif token.tag_ == "VBG" and token.dep_ == "advcl" and token.head.i == carrier.i:
            listed = before is not None and before.text == "," and any(c.dep_ == "cc" for c in token.children)
            yield from [token] if listed else []


def carried_by(reading: Reading, clause: Clause, manner: Manner, subject: Subject) -> tuple[CarrierRule, Token] | None:
    """The verb that a clause's verb carries, and the rule by which it does."""
    for rule in reading.patterns.carrier:
        if rule.subjects and subject.kind not in rule.subjects:
            continue
        if rule.moods and manner.mood not in rule.moods:
            continue
        if rule.voice != "any" and (rule.voice == "passive") != clause.passive:
            continue
        if rule.voice == "active" and clause.predicate is not None:
            continue  # "is committed to" says more of a mind than "commits to"
        if not clause.is_named_by(rule):
            continue
        verb = complement_of(clause, rule.complement)
        if verb is not None:
            return rule, verb
    return None


def handed_on(reading: Reading, clause: Clause, manner: Manner, subject: Subject) -> tuple[Subject, Token, str] | None:
    """Whom a clause asks to do something, what, and the rule's name."""
    for rule in reading.patterns.delegation:
        if not clause.is_named_by(rule) or (rule.money and not names_money(reading, clause)):
            continue
        found = delegate_in(reading, clause, rule, subject)
        if found is not None:
            return (*found, rule.name)
    return None


def names_money(reading: Reading, clause: Clause) -> bool:
    """Whether a clause speaks of money."""
    words = reading.patterns.listed("money")
    said = [*clause.phrase, *(clause.subject.subtree if clause.subject is not None else ())]
    return any(t.tag_ == "$" or t.text.casefold() in words for t in said)


def delegate_in(
    reading: Reading, clause: Clause, rule: DelegationRule, subject: Subject
) -> tuple[Subject, Token] | None:
    """The body that is asked and the verb of what it is asked: "asked X to V", "X was asked to V", "that X V"."""
    for child in clause.phrase[1:]:
        if child.dep_ not in ("xcomp", "ccomp", "advcl", "acl", "relcl", "conj") or child.head.i == child.i:
            continue
        to = any(c.tag_ == "TO" for c in own_auxiliaries(child))
        that = any(c.dep_ == "mark" and c.text.casefold() == "that" for c in child.children)
        inside = child.head.i == clause.verb.i or any(child.head.i == t.i for t in clause.phrase)
        if not inside or not (to or (that and not rule.money)):
            continue
        if rule.money and child.lemma_.casefold() in reading.patterns.listed("covers"):
            continue
        token = asked_token(reading, clause, child, rule)
        if token is None and clause.passive and to and not rule.money:
            return (subject, child) if subject.kind in ("body", "group") else None
        if token is not None:
            asked = reading.coreference.of_noun(token, reading.sentence, reading.named, reading.situation.before)
            if asked.kind in ("body", "group"):
                return asked, child
            if rule.persons and is_person(reading, token):
                return asked, child
            if rule.anybody and asked.kind == "thing" and token.tag_ in ("NNS", "NNPS") and asked.span is not None:
                name = asked.span.within(reading.sentence.text)  # only who can act is asked
                return Subject("group", Body(slug(name), name, (name,)), asked.span), child
    return None


def is_person(reading: Reading, token: Token) -> bool:
    """Whether a noun is the name of a person."""
    return token.tag_ == "NNP" and any(c.tag_ == "NNP" and c.dep_ == "compound" for c in token.children)


def asked_token(reading: Reading, clause: Clause, child: Token, rule: DelegationRule) -> Token | None:
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
