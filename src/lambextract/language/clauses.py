"""Sentences → clauses: verb groups with their subjects, objects and places in the sentence.

Built on spaCy's dependency labels (ClearNLP style) and Penn tags. Nothing here decides what a promise is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..patterns.actions import LemmaRule
from .model import Token
from .parser import Sentence

AUXILIARY = frozenset({"aux", "auxpass"})
SUBJECT = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
MODIFIER = frozenset({"amod", "compound", "nmod", "advmod", "quantmod", "nummod", "case", "poss", "mark", "prep"})
EMBEDDED = frozenset({"relcl", "acl", "advcl", "ccomp", "xcomp", "pcomp", "csubj", "csubjpass"})
CONTRACTED = {
    "'ll": "will",
    "’ll": "will",
    "'ve": "have",
    "’ve": "have",
    "'re": "are",
    "’re": "are",
    "wo": "will",
    "'m": "am",
    "’m": "am",
}
FINITE = frozenset({"MD", "VBZ", "VBP", "VBD"})
NOMINAL = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP"})
VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})


@dataclass(frozen=True, eq=False)
class Clause:
    """A verb with what belongs to it.

    ``verb`` is the main verb; of a predicate ("will be available", "be in place") it is the form of *be*, and
    ``predicate`` the word that says something. ``head`` is the clause that this one is coordinated with or stands in.
    ``coordinated``: joined to ``head`` by *and*, sharing its auxiliaries where it has none.
    """

    sentence: Sentence
    verb: Token
    predicate: Token | None
    auxiliaries: tuple[Token, ...]
    subject: Token | None
    head: "Clause | None"
    coordinated: bool
    shared: bool  # the auxiliaries and the subject are those of ``head``

    @property
    def word(self) -> Token:
        """The word that says what is done: the main verb, or the predicate."""
        return self.predicate if self.predicate is not None else self.verb

    @property
    def lemma(self) -> str:
        """The dictionary form of that word, in lower case."""
        return str(self.word.lemma_).casefold()

    @cached_property
    def verb_lemma(self) -> str:
        """The verb in its dictionary form."""
        return str(self.verb.lemma_).casefold()

    @cached_property
    def passive(self) -> bool:
        """Whether the subject is what is acted on."""
        if self.shared and self.head is not None and self.verb.tag_ == "VBN" and not own_auxiliaries(self.verb):
            return self.head.passive
        own = own_auxiliaries(self.verb)
        if "auxpass" in {a.dep_ for a in (own or self.auxiliaries)}:
            return True
        if self.coordinated and own and self.verb.tag_ != "VBN":
            return False  # "will be convened in May and will meet monthly"
        return self.subject is not None and self.subject.dep_ in ("nsubjpass", "csubjpass")

    @cached_property
    def group(self) -> str:
        """The verb group reduced for matching: auxiliaries in lower case, then the main verb's tag, or ADJ."""
        words = [CONTRACTED.get(a.text.casefold(), a.text.casefold()) for a in self.auxiliaries if a.tag_ != "RB"]
        if self.predicate is not None:
            form = str(self.verb.text).casefold()
            return " ".join([*words, CONTRACTED.get(form, form), "ADJ"])
        return " ".join([*words, str(self.verb.tag_)])

    @cached_property
    def negated(self) -> bool:
        """Whether the verb is denied."""
        return any(c.dep_ == "neg" for c in self.verb.children)

    @cached_property
    def phrase(self) -> list[Token]:
        """The verb with its objects and complements: its subtree without subject, auxiliaries and coordinated clauses."""
        cut: set[int] = set()
        for child in self.verb.children:
            outside = (
                child.dep_ in SUBJECT or child.dep_ in AUXILIARY or child.dep_ in ("punct", "cc", "mark", "preconj")
            )
            other = child.dep_ == "conj" and child.tag_ in VERB_TAGS
            fronted = child.i < self.verb.i
            if outside or other or fronted or child.dep_ == "parataxis":
                cut.update(t.i for t in child.subtree)
        tokens = [t for t in self.verb.subtree if t.i not in cut and t.i >= self.verb.i]
        out = [self.verb]
        for token in tokens[1:]:
            if token.i - out[-1].i > 1 and any(
                t.i in cut and t.dep_ != "punct" for t in self.sentence.tokens if out[-1].i < t.i < token.i
            ):
                break
            out.append(token)
        while len(out) > 1 and out[-1].is_punct:
            out.pop()
        return out

    def is_named_by(self, rule: LemmaRule) -> bool:
        """Whether a rule over verbs names the main verb, or its predicate, alone or with what stands beside it."""
        if rule.every:
            return True
        lemma = self.verb_lemma
        if (self.lemma if self.predicate is not None else lemma) in rule.single:
            return True
        return any(self.beside(rest) for rest in rule.phrases.get(lemma, ()))

    def is_named_by_any(self, rules: Sequence[LemmaRule]) -> bool:
        """Whether one of some rules names the main verb."""
        return any(self.is_named_by(rule) for rule in rules)

    def beside(self, words: str) -> bool:
        """Whether words stand beside the verb: a particle, a preposition, an object or a predicate."""
        first, _, rest = words.partition(" ")
        objects = [c for c in self.verb.children if c.dep_ == "dobj"]
        after_object = [c for o in objects for c in o.children if c.pos_ == "ADJ" and c.i > self.verb.i]
        for child in (*self.verb.children, *after_object):
            if child.text.casefold() == first or child.lemma_.casefold() == first:
                if not rest:
                    return True
                after = [t for t in self.sentence.tokens if t.i > child.i][: len(rest.split())]
                return [t.text.casefold() for t in after] == rest.split()
        return False


def own_auxiliaries(verb: Token) -> list[Token]:
    """The auxiliaries that stand before a verb as its own, "to" included."""
    return [c for c in verb.children if c.dep_ in AUXILIARY and c.i < verb.i]


def is_clause_head(token: Token) -> bool:
    """Whether a token is the main verb of a clause."""
    if token.dep_ in AUXILIARY or token.dep_ in MODIFIER:
        return False
    if token.tag_ in VERB_TAGS:
        return (
            token.dep_ not in ("dobj", "pobj", "attr", "nsubj", "nsubjpass", "appos")
            or token.tag_ != "VBG"
            or bool(own_auxiliaries(token))
        )
    return bool([c for c in token.children if c.dep_ in AUXILIARY and c.tag_ == "MD"]) and token.pos_ != "PUNCT"


def clauses_of(sentence: Sentence) -> list[Clause]:
    """The clauses of a sentence, in the order of their verbs, with what the parser got wrong put right."""
    making = Making(sentence)
    for token in sentence.tokens:
        if is_clause_head(token):
            making.clause(token)
    return [making.made[i] for i in sorted(making.made)]


class Making:
    """Makes the clauses of one sentence, each once; ``begun`` are those in hand, as putting right must not go in circles."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.inside = {t.i for t in sentence.tokens}
        self.made: dict[int, Clause] = {}
        self.begun: set[int] = set()

    def clause(self, token: Token) -> Clause:
        """The clause that a verb heads."""
        if token.i in self.made:
            return self.made[token.i]
        self.begun.add(token.i)
        head = self.head_of(token)
        own, subject = own_auxiliaries(token), subject_of(token)
        coordinated = token.dep_ == "conj" and head is not None and self.goes_with(token, head)
        before = finite_before(token, own, self.sentence) if subject is None and after_and(token, own) else None
        if before is not None and (before.i in self.made or before.i not in self.begun):
            head, coordinated = self.clause(before), True
        elif coordinated and subject is None and head is not None:
            head = partner_of(token, own, head)
        auxiliaries: Sequence[Token] = own
        shared = False
        if coordinated and head is not None:
            auxiliaries, shared = auxiliaries_of(token, own, subject, head)
            subject = subject if subject is not None else head.subject
        made = Clause(self.sentence, token, predicate_of(token), tuple(auxiliaries), subject, head, coordinated, shared)
        self.made[token.i] = made
        return made

    def head_of(self, token: Token) -> Clause | None:
        """The clause that a verb's clause hangs on, None where it is the main one."""
        above = token.head
        seen = {token.i}
        while above.i in self.inside and above.i not in seen and not is_clause_head(above) and above.head.i != above.i:
            seen.add(above.i)
            above = above.head
        inside = above.i in self.inside and above.i not in seen | (self.begun - set(self.made))
        headed = inside and is_clause_head(above) and not is_main_after_all(token, above)
        return self.clause(above) if headed else None

    def goes_with(self, token: Token, head: Clause) -> bool:
        """Whether a conjunct is coordinated with the clause above it, also where the parser has hung it on a noun between."""
        if token.head.i == head.verb.i:
            return True
        gerunds = token.tag_ == "VBG" and head.verb.tag_ == "VBG" and not is_clause_head(token.head)
        return gerunds or goes_on_from(head, token)


def subject_of(token: Token) -> Token | None:
    """The subject of a verb, with what the parser took for one, or for an apposition, put right."""
    own = own_auxiliaries(token)
    subject = next((c for c in token.children if c.dep_ in SUBJECT), None)
    if subject is None or (subject.dep_ == "csubj" and any(a.tag_ == "TO" for a in own_auxiliaries(subject))):
        subject = subject_before(token, own) or subject
    return behind_partner(subject) if subject is not None else None


def auxiliaries_of(
    token: Token, own: Sequence[Token], subject: Token | None, head: Clause
) -> tuple[Sequence[Token], bool]:
    """The auxiliaries of a coordinated verb, and whether it shares them, and the subject, with the one before."""
    if not own and subject is None and compatible(head, token):
        return list(head.auxiliaries), True
    if subject is None and is_bare_be(own) and head.verb.tag_ == "VB":
        return [*(a for a in head.auxiliaries if a.tag_ in ("MD", "TO")), *own], False
    if not own and subject is not None and is_elliptical(head, token):
        return list(head.auxiliaries), False
    return own, False


def is_main_after_all(token: Token, above: Token) -> bool:
    """Whether a clause that the parser hangs below a later one is the main clause, as the later one has no subject."""
    if token.dep_ != "ccomp" or token.i > above.i or any(c.dep_ == "mark" for c in token.children):
        return False
    return not any(c.dep_ in SUBJECT for c in above.children) and after_and(above, own_auxiliaries(above))


def finite(tokens: Sequence[Token]) -> Token | None:
    """The first finite form among a verb's auxiliaries."""
    return next((t for t in tokens if t.tag_ in FINITE), None)


def first_of_group(token: Token, own: Sequence[Token]) -> Token:
    """The finite word that a clause's verb group begins with; the verb itself where it has no auxiliary."""
    return finite(own) or token


def word_before(token: Token) -> Token | None:
    """The word before a token, adverbs left out."""
    at = token.i - 1
    while at >= 0 and token.doc[at].pos_ == "ADV" and token.doc[at].tag_ != "WRB":
        at -= 1
    return token.doc[at] if at >= 0 else None


def behind_partner(subject: Token) -> Token:
    """The subject that the parser takes for an apposition: "Together with the police, the Agency is launching …"."""
    first = min((c for c in subject.lefts), key=lambda t: t.i, default=subject)
    first = min(first, subject, key=lambda t: t.i)
    before = subject.doc[first.i - 1] if first.i > 0 else None
    if before is None or before.dep_ != "prep" or before.tag_ != "IN":
        return subject
    return next((c for c in subject.children if c.dep_ == "appos" and c.i > subject.i), subject)


def subject_before(token: Token, own: Sequence[Token]) -> Token | None:
    """The noun right before a finite auxiliary, which the parser has taken for a part of something else."""
    first = finite(own)
    before = word_before(first) if first is not None else None
    if before is None or before.tag_ not in NOMINAL:
        return None
    top = before
    while (
        top.dep_ == "pobj" and top.head.head.i < top.head.i and top.head.head.tag_ in NOMINAL and top.head.tag_ == "IN"
    ):
        top = top.head.head  # "the head of the agency will"
    return top


def after_and(token: Token, own: Sequence[Token]) -> bool:
    """Whether a finite verb group stands after "and", so that it takes its subject from what was said before."""
    first = finite(own)
    if first is None:
        return False
    at = first.i - 1
    comma = False
    while at >= 0:
        word = token.doc[at]
        if word.dep_ == "cc" or (word.text == "," and comma):
            return bool(word.dep_ == "cc")
        if word.text == ",":  # "and, from the same date, will require"
            at = next((i for i in range(at - 1, -1, -1) if token.doc[i].text == ","), -1)
            comma = True
        elif word.pos_ != "ADV":
            return False
        at -= 1
    return False


def finite_before(token: Token, own: Sequence[Token], sentence: Sentence) -> Token | None:
    """The verb of the nearest clause before whose verb group is of the same kind and that stands in no relative clause."""
    first = first_of_group(token, own)
    for other in reversed([t for t in sentence.tokens if t.i < first.i and is_clause_head(t)]):
        if other.dep_ in ("relcl", "acl", "csubj") or any(c.dep_ == "mark" or c.tag_ == "WRB" for c in other.children):
            continue
        if in_relative(other, token):
            continue
        begins = first_of_group(other, own_auxiliaries(other))
        subject = next((c for c in other.children if c.dep_ in SUBJECT), None)
        if begins.tag_ in FINITE and agrees(first, subject):
            return other
    return None


def in_relative(verb: Token, below: Token) -> bool:
    """Whether a verb stands within a relative clause, or below the verb ``below``'s own complements."""
    seen: set[int] = set()
    at = verb
    while at.i not in seen:
        seen.add(at.i)
        if at.dep_ in ("relcl", "acl"):
            return True
        if at.head.i == below.i or at.head.i == at.i:
            return False
        at = at.head
    return False


def goes_on_from(head: Clause, token: Token) -> bool:
    """Whether a base form that the parser joins to a noun goes on from the modal before: "will hear users and work with them"."""
    modal = any(a.tag_ == "MD" for a in head.auxiliaries) and head.verb.tag_ == "VB"
    before = word_before(token)
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    joined = before is not None and before.dep_ == "cc"
    noun = after is None or after.text.casefold() == "of" or after.is_punct
    said = any(c.dep_ in ("dobj", "prep", "prt", "advmod") and c.i > token.i for c in token.children)
    return token.tag_ == "VB" and not own_auxiliaries(token) and modal and joined and said and not noun


def is_bare_be(own: Sequence[Token]) -> bool:
    """Whether a verb's auxiliaries are no more than *be*, so that a modal is left out: "will start and be completed"."""
    return len(own) > 0 and all(a.tag_ == "VB" for a in own)


def is_elliptical(head: Clause, token: Token) -> bool:
    """Whether a participle with a subject of its own leaves out an auxiliary: "will be revised and the text reprinted"."""
    bare = token.tag_ in ("VBN", "VBD") and not any(c.dep_ == "dobj" for c in token.children)
    return bare and head.passive and any(a.tag_ == "MD" for a in head.auxiliaries)


def partner_of(token: Token, own: Sequence[Token], head: Clause) -> Clause:
    """The clause that a coordinated verb without a subject goes with: the nearest above whose verb has its form.

    The parser often hangs "… and will disseminate it" on the last verb of a relative clause.
    """
    first = next((a for a in own if a.tag_ != "RB"), None)
    at: Clause | None = head
    while at is not None:
        other = next((a for a in at.auxiliaries if a.tag_ != "RB"), None)
        if first is not None:
            same = other is not None and (first.tag_ == other.tag_ or {first.tag_, other.tag_} <= FINITE)
            if other is None and first.tag_ in FINITE:
                same = at.verb.tag_ in FINITE
            same = same and agrees(first, at.subject)
            if same and at.verb.dep_ not in ("relcl", "acl"):
                return at
        elif at is head and at.verb.tag_ in ("VB", "VBP") and token.tag_ in ("VB", "VBP") and not at.auxiliaries:
            return at  # "modules which build on it and take account of it"
        elif at.verb.tag_ == token.tag_ and not (
            token.tag_ == "VB" and other is not None and other.text.casefold() in ("can", "could", "may")
        ):
            return at
        at = at.head
    return head


def agrees(finite_: Token, subject: Token | None) -> bool:
    """Whether a finite verb agrees with a subject in number, as far as their forms show."""
    if subject is None:
        return True
    plural = subject.tag_ in ("NNS", "NNPS") or subject.text.casefold() in ("we", "they", "i", "you")
    return not (finite_.tag_ == "VBZ" and plural)


def compatible(head: Clause, token: Token) -> bool:
    """Whether a coordinated verb can share the auxiliaries of the one before it."""
    tag, other = head.verb.tag_, token.tag_
    if not head.auxiliaries:
        return False
    if tag == other:
        return True
    return {tag, other} in ({"VB", "VBP"}, {"VBN", "VBD"}) or (tag == "VB" and other == "NN")


def predicate_of(verb: Token) -> Token | None:
    """The word that says something behind a form of *be* or *become*: an adjective, or what follows a preposition."""
    if verb.lemma_ != "be" or verb.dep_ in AUXILIARY:
        return None
    for child in verb.children:
        if child.i == verb.i + 1 and child.dep_ == "prep":
            return next((c for c in child.children if c.dep_ == "pobj"), child)
    after = verb.doc[verb.i + 1] if verb.i + 1 < len(verb.doc) else None
    if (
        after is not None
        and after.pos_ == "ADJ"
        and after.head.dep_ in ("acomp", "attr")
        and after.head.head.i == verb.i
    ) and any(c.dep_ == "prep" for c in after.head.children):  # "will be enforceable subject to …"
        return after
    for child in verb.children:
        if child.i > verb.i and child.dep_ in ("acomp", "attr", "oprd") and child.pos_ in ("ADJ", "VERB", "ADV"):
            return child
    for child in verb.children:
        if (
            child.i > verb.i
            and child.dep_ == "advmod"
            and child.text.casefold() in ("online", "live", "underway", "up")
        ):
            return child
    return None


def noun_phrase(token: Token) -> list[Token]:
    """A noun with what stands before it and the "of …" after it, without clauses, appositions and coordinated nouns."""
    drop: set[int] = set()

    def walk(node: Token) -> None:
        for child in node.children:
            clause = child.dep_ in (
                "relcl",
                "acl",
                "appos",
                "advcl",
                "cc",
                "conj",
                "punct",
                "ccomp",
                "xcomp",
                "parataxis",
                "prt",
            )
            far = child.dep_ == "prep" and (child.text.casefold() not in ("of", "for", "on") or node.i != token.i)
            if clause or far:
                drop.update(t.i for t in child.subtree)
            else:
                walk(child)

    walk(token)
    return [t for t in token.subtree if t.i not in drop]


def conjuncts(token: Token) -> Iterator[Token]:
    """A noun and the nouns coordinated with it."""
    yield token
    for child in token.children:
        if child.dep_ == "conj":
            yield from conjuncts(child)


def agent_of(clause: Clause) -> Token | None:
    """Who acts in a passive clause: the noun after "by"."""
    for child in clause.verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.text.casefold() == "by"):
            found = next((c for c in child.children if c.dep_ == "pobj"), None)
            if found is not None:
                return found
    return None


def complement_of(clause: Clause, forms: tuple[str, ...]) -> Token | None:
    """The verb that a clause's verb carries: "aims to expand", "begin revising", "in the process of drafting"."""
    heads = [clause.verb, *([clause.predicate] if clause.predicate is not None else [])]
    for head in heads:
        for child in head.children:
            if child.i < clause.verb.i or child.dep_ not in ("xcomp", "ccomp", "advcl", "acl", "relcl", "pcomp"):
                continue
            to = any(c.tag_ == "TO" for c in own_auxiliaries(child))
            if to and any(c.tag_ == "WRB" or (c.tag_ == "IN" and c.dep_ == "mark") for c in child.children):
                continue  # "considering whether to extend it", "set out how to apply"
            has_subject = any(c.dep_ in SUBJECT for c in child.children)
            near = child.dep_ in ("xcomp", "ccomp") or is_right_after(child, head)
            if "to" in forms and to and not has_subject and near and child.tag_ in VERB_TAGS:
                return child
            if (
                "ing" in forms
                and child.tag_ == "VBG"
                and not to
                and not has_subject
                and child.dep_ in ("xcomp", "ccomp")
            ):
                return child
    for form in forms:
        preposition, _, behind = form.partition("-")
        for token in clause.phrase if behind == "ing" else ():
            if token.dep_ in ("pcomp", "pobj") and token.tag_ == "VBG" and token.head.text.casefold() == preposition:
                return token
    return None


def is_right_after(child: Token, head: Token) -> bool:
    """Whether an infinitive's "to" follows a word at once, adverbs left out."""
    to = next((c for c in own_auxiliaries(child) if c.tag_ == "TO"), None)
    before = word_before(to) if to is not None else None
    if before is None:
        return False
    after = head.doc[head.i + 1] if head.i + 1 < len(head.doc) else None
    aside = before.text == "," and after is not None and after.text == "," and after.i < before.i
    return before.i == head.i or aside  # "has committed, in its response to the panel, to opening it"
