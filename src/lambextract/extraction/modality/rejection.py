"""What promises nothing: the reasons against an action, each by the name of the rule that gives it."""

import re

from ...language.clauses import Clause, agent_of, own_auxiliaries
from ...language.model import Token, is_abstract, is_made_of_verb
from ...patterns.actions import NothingRule
from ..actors.coreference import ACTING
from .analysis import Action, Reading

# reasons that no pattern gives
DENIED = "denied"
THING_ACTS = "effect-of-a-thing"
PEOPLE_ACT = "effect-on-people"
PRESENT = "says-how-things-are"
SHARED = "shares-its-object"
DONE_TO = "done-to-the-subject"
DONE_BY = "done-by-a-thing"
INHERITED = ("effects", "helping", "attributes", "talk-about-the-document")  # reasons that hold for what is joined on


def reason_of_partner(reading: Reading, action: Action) -> str | None:
    """The reason against the clause that an action is coordinated with, where it shares subject and auxiliaries.

    A verb that shares the object after it with the one before ("refresh and republish the guidance") is no second action.
    """
    clause = action.clause
    if not clause.coordinated or clause.head is None:
        return None
    partner = next((r for r in reading.rejected if r.clause is clause.head), None)
    joined = any(a.clause is clause.head and a.manner.mood == action.manner.mood for a in reading.accepted)
    if partner is not None and clause.shared and partner.reason in (THING_ACTS, PEOPLE_ACT, *INHERITED):
        return partner.reason
    if joined and clause.head.verb.i < clause.verb.i and share_object(reading, clause.head, clause):
        return SHARED
    return None


def share_object(reading: Reading, first: Clause, second: Clause) -> bool:
    """Whether nothing but "and", commas and adverbs stands between two verbs, so that they share what follows."""
    between = [t for t in reading.sentence.tokens if first.verb.i < t.i < second.verb.i]
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


def reason_against(reading: Reading, action: Action) -> str | None:
    """The name of the rule by which an action is no promise, None if it is one."""
    clause, manner, kind = action.clause, action.manner, action.subject.kind
    if clause.negated or action.outer.negated or denies(reading, action):
        return DENIED
    if clause.predicate is not None and not is_checkable(reading, clause):
        return "attributes"
    passive = is_passive(reading, action)
    for rule in reading.patterns.nothing:
        if forbids(reading, rule, action, kind, passive):
            if not rule.states and happens(reading, action, kind):
                break
            return rule.name
    if manner.mood == "present" and not recurs(reading, action):
        return PRESENT
    if passive and kind in ("unknown", "self") and clause.verb.i not in reading.dated and manner.mood == "planned":
        return DONE_TO  # what is done to nobody that is named, or to the publisher, is nobody's act
    if passive and is_done_by_a_thing(reading, action):
        return DONE_BY
    if passive or clause.predicate is not None or kind in ACTING or manner.delegated_by is not None:
        return None
    if manner.item or (reading.situation.item and reading.at_head(clause) and kind == "unknown"):
        return None
    if happens(reading, action, kind):
        return None
    if kind == "people":
        return PEOPLE_ACT
    return None if may_act(reading, action) or is_doer(reading, action) else THING_ACTS


def may_act(reading: Reading, action: Action) -> bool:
    """Whether a subject that is no known body can promise: it does what only agents do, here or elsewhere in the document."""
    noun, usage = action.clause.subject, reading.usage
    if noun is None or usage is None or action.subject.kind not in ("thing", "event"):
        return False
    if action.manner.mood not in ("planned", "ongoing"):
        return False
    if action.subject.kind == "event" and action.manner.mood == "ongoing":
        return True  # who runs it is at work
    if is_office(reading, noun):
        return True
    if is_quality(reading, noun) and action.subject.kind == "thing":
        return False
    own = usage.is_agentive(action.clause.verb) and not reading.situation.entry  # "the use of experts to design it"
    return own or usage.acts_elsewhere(noun, reading.sentence)


def is_done_by_a_thing(reading: Reading, action: Action) -> bool:
    """Whether what a passive verb says is brought about by a thing: "will be determined by the weather"."""
    agent = agent_of(action.clause)
    if agent is None or action.clause.verb.i in reading.dated or reading.is_time(agent) or agent.tag_ == "VBG":
        return False
    if action.manner.mood != "planned" or any(t.tag_ == "$" for t in agent.subtree):
        return False
    subject = reading.coreference.of_noun(agent, reading.sentence, reading.named, None)
    acts = reading.usage is not None and reading.usage.acts_elsewhere(agent, reading.sentence)
    return subject.kind in ("thing", "event", "pronoun") and not acts and not is_office(reading, agent)


def is_office(reading: Reading, noun: Token) -> bool:
    """Whether a noun is one for an office or a body of people: "chair", "team"."""
    return bool({noun.lemma_.casefold(), noun.text.casefold()} & reading.coreference.patterns.listed("organ"))


def is_quality(reading: Reading, noun: Token) -> bool:
    """Whether a noun is one for a quality or an act, and none that heads a body's name: "capability", not "department"."""
    word = noun.lemma_.casefold()
    return is_abstract(word) and word.title() not in reading.coreference.patterns.body_nouns


def is_doer(reading: Reading, action: Action) -> bool:
    """Whether a subject is a noun made of a verb, for who does what the verb says: "fleet managers"."""
    noun = action.clause.subject
    if noun is None or action.subject.kind != "thing" or action.manner.mood != "planned":
        return False
    word = noun.lemma_.casefold()
    return word not in reading.coreference.patterns.listed("tool") and is_made_of_verb(word)


def denies(reading: Reading, action: Action) -> bool:
    """Whether a clause's subject or object denies it: "no decision has been taken"."""
    words = reading.modality.listed("denial")
    nouns = [action.clause.subject, *(c for c in action.clause.verb.children if c.dep_ == "dobj")]
    return any(t.text.casefold() in words for noun in nouns if noun is not None for t in (noun, *noun.lefts))


def is_passive(reading: Reading, action: Action) -> bool:
    """Whether the subject is what is acted on, in the action's own clause or in the one that carries it."""
    clause = action.clause
    own = own_auxiliaries(clause.verb)
    if own or clause is action.outer:
        return clause.passive
    return clause.verb.tag_ == "VBN" and clause.passive


def is_checkable(reading: Reading, clause: Clause) -> bool:
    """Whether a predicate is one that somebody can check."""
    assert clause.predicate is not None, "only predicates are checked"
    words = {w for rule in reading.patterns.predicate for w in rule.words}
    said = clause.predicate.text.casefold()
    phrase = f"{clause.predicate.head.text} {said}".casefold()
    return said in words or phrase in words


def recurs(reading: Reading, action: Action) -> bool:
    """Whether a time shows that something in the simple present is done again and again."""
    return action.clause.verb.i in reading.dated and action.subject.kind in ACTING


def forbids(reading: Reading, rule: NothingRule, action: Action, kind: str, passive: bool) -> bool:
    """Whether a rule says that an action promises nothing."""
    voice = "predicate" if action.clause.predicate is not None else "passive" if passive else "active"
    if rule.voice not in ("any", voice) or (rule.subjects and kind not in rule.subjects):
        return False
    if rule.moods and action.manner.mood not in rule.moods:
        return False
    if rule.carried and not set(rule.carried) & set(action.manner.rules):
        return False
    if "coordinated" in rule.unless and action.clause.coordinated:
        return False
    dated = action.clause.verb.i in reading.dated
    modal = any(a.tag_ == "MD" for a in action.clause.auxiliaries)
    if dated and ("dated" in rule.unless or ("target" in rule.unless and modal)):
        return False
    if "carried" in rule.unless and action.clause is not action.outer:
        return False
    if "acts" in rule.unless and may_act(reading, action):
        return False
    if "ready" in rule.unless and makes_ready(reading, action):
        return False
    if rule.states and not any(c.dep_ == "ccomp" for c in action.clause.verb.children):
        return False
    return action.clause.is_named_by(rule)


def makes_ready(reading: Reading, action: Action) -> bool:
    """Whether a phrase ends in something that can be checked: "have 40 chargers in place"."""
    said = " ".join(t.text.casefold() for t in action.tokens)
    return any(re.search(rf"\b{re.escape(w)}\b", said) for rule in reading.patterns.predicate for w in rule.words)


def happens(reading: Reading, action: Action, kind: str) -> bool:
    """Whether an action is something that things of its kind do and somebody can check."""
    for rule in reading.patterns.happening:
        if rule.column is not None and rule.column != reading.situation.column:
            continue
        if rule.moods and action.manner.mood not in rule.moods:
            continue
        if rule.dated and action.clause.verb.i not in reading.dated and action.outer.verb.i not in reading.dated:
            continue
        if kind in rule.subjects and action.clause.is_named_by(rule):
            return True
    return False
