"""Who or what a clause speaks of: the publishing body, another body, a group, people, an event, a writing, a thing."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ...document.identifiers import slug
from ...document.model import Block, Span
from ...language.clauses import Clause, conjuncts, noun_phrase
from ...language.model import Token
from ...language.parser import Sentence
from ...patterns.actions import Subject as Kind
from ...patterns.actors import ActorPatterns
from .register import SELF, Body, Named, Register

TOLD = 3  # places where it does, at least
ACTING: frozenset[Kind] = frozenset({"self", "body", "group"})


@dataclass(frozen=True, slots=True)
class Subject:
    """The kind of a subject; the body that it is or belongs to; its words, relative to the sentence; further bodies."""

    kind: Kind
    body: Body | None = None
    span: Span | None = None
    others: tuple[Body, ...] = ()
    pronoun: bool = False
    pointing: bool = False  # this, these, such …: it points back at something named before


class Coreference:
    """Tells what kind of subject a noun phrase is, with the document's register of bodies."""

    def __init__(self, register: Register, blocks: Sequence[Block], patterns: ActorPatterns) -> None:
        self.register = register
        self.patterns = patterns
        words = Counter(w for b in blocks for w in re.findall(r"(?<![.!?:] )(?<!^)\b[a-z]{3,}\b", b.text))
        self.common = frozenset(words)
        self.pointing, self.definite = patterns.listed("pointing"), patterns.listed("definite")
        told = Counter(m for b in blocks for m in patterns.told.findall(b.text))
        self.reviewers = frozenset(name.casefold() for name, n in told.items() if n >= TOLD)

    def of_clause(self, clause: Clause, named: Sequence[Named], before: Body | None) -> Subject:
        """The subject of a clause; ``before`` is the body that the sentence before spoke of."""
        token = clause.subject
        if token is None:
            return Subject("unknown")
        if token.text.casefold() in self.patterns.listed("relative") and clause.verb.dep_ in (
            "relcl",
            "conj",
            "acl",
            "ccomp",
        ):
            top = clause
            while top.coordinated and top.head is not None:
                top = top.head
            if top.verb.dep_ in ("relcl", "acl") and top.verb.head.i != top.verb.i:
                return self.of_noun(top.verb.head, clause.sentence, named, before)
        return self.of_noun(token, clause.sentence, named, before)

    def of_noun(self, token: Token, sentence: Sentence, named: Sequence[Named], before: Body | None) -> Subject:
        """What a noun phrase names, by its head."""
        words = noun_phrase(token)
        span = sentence.offsets(words)
        lower = token.text.casefold()
        if lower in self.patterns.listed("first_person"):
            return Subject("self", self.register.bodies[SELF], sentence.offsets([token]), pronoun=True)
        if lower in self.patterns.listed("third_person"):
            kind: Kind = "pronoun" if before is None else "self" if before.id == SELF else "body"
            return Subject(kind, before, sentence.offsets([token]), pronoun=True, pointing=True)
        if lower in self.pointing and len(words) == 1:
            return Subject("pronoun", None, span, pronoun=True, pointing=True)
        if lower in self.reviewers and token.tag_ in ("NNP", "NNPS", "NN"):
            return Subject("reviewer", None, span)
        bodies = [b for noun in conjuncts(token) if (b := self.body_of(noun, sentence, named)) is not None]
        pointing = words[0].text.casefold() in self.pointing or (
            words[0].text.casefold() in self.definite and token.text.islower()
        )
        first = self.body_of(token, sentence, named)
        if first is not None:
            kind = "self" if first.id == SELF else self.kind_of_body(first)
            place = self.name_span(token, sentence, named) or span
            if kind == "body" and (pair := self.joined_before(place, sentence, named)) is not None:
                return Subject("body", pair.body, pair.span, (first, *(b for b in bodies if b.id != first.id)))
            return Subject(kind, first, place, tuple(b for b in bodies if b.id != first.id))
        if lower in self.patterns.listed("anaphor") and words[0].text.casefold() in (self.definite | self.pointing):
            spoken = before or self.register.acting
            if spoken is not None:  # "the company", "the same agency": the body just spoken of
                return Subject("body", spoken, span, pointing=True)
            return Subject("group", Body(slug(lower), lower, (lower,)), span, pointing=True)
        several = self.several_bodies(token, words, sentence)
        if several is not None:
            return Subject("group", several, span, pointing=pointing)
        kind = self.kind_of_noun(token, words)
        owner = self.owner_in(token, words, sentence, named)
        if owner is not None and lower in self.patterns.listed("organ"):
            return Subject("self" if owner.id == SELF else "body", owner, span)
        return Subject(kind, owner if owner and owner.id != SELF else None, span, pointing=pointing)

    def several_bodies(self, token: Token, words: Sequence[Token], sentence: Sentence) -> Body | None:
        """The group that a plural of a word for bodies names: "all departments", "each government department"."""
        word, noun = token.text.casefold(), token.lemma_.casefold()
        each = words[0].text.casefold() in self.patterns.listed("each")
        if not (token.tag_ in ("NNS", "NNPS") or each) or noun.title() not in self.patterns.body_nouns:
            return None
        if word in self.patterns.kinds["event"] or noun in self.patterns.kinds["event"]:
            return None
        named = [w for w in words if (w.i <= token.i and w.dep_ in ("compound", "amod", "nmod")) or w is token]
        name = self.patterns.determiner.sub("", sentence.offsets(named).within(sentence.text))
        return Body(slug(name), name, (name,)) if slug(name) else None

    def joined_before(self, place: Span, sentence: Sentence, named: Sequence[Named]) -> Named | None:
        """The body whose name and "and" stand right before a subject, where the parser has not joined them."""
        joins = "|".join(self.patterns.listed("and"))
        for each in named:
            gap = sentence.text[each.span.end : max(each.span.end, place.start)]
            before = sentence.text[: each.span.start].rstrip()
            if re.fullmatch(rf",? (?:{joins}) (?:the )?", gap) and each.body.id != SELF:
                word = re.search(r"([\w’']+)(?: the)?$", before)
                return None if word and word[1].casefold() in self.patterns.listed("before_a_noun") else each
        return None

    def owner_in(self, token: Token, words: Sequence[Token], sentence: Sentence, named: Sequence[Named]) -> Body | None:
        """The body whose thing a noun phrase names: "the Agency's programme", "PGA training", not "training for all PGA staff"."""
        head = sentence.place(token.idx)
        first = min(sentence.place(w.idx) for w in words)
        for each in named:
            if first <= each.span.start and each.span.end <= head:
                between = [w for w in words if each.span.end <= sentence.place(w.idx) < head]
                if not any(w.dep_ == "prep" for w in between) and not any(
                    w.dep_ == "prep" and sentence.place(w.idx) < each.span.start for w in words
                ):
                    return each.body
        part = next(
            (
                w
                for w in words
                if w.i < token.i and w.dep_ in ("compound", "amod") and w.text in self.patterns.body_nouns
            ),
            None,
        )
        return self.register.latest_with(part.text) if part is not None else None

    def kind_of_body(self, body: Body) -> Kind:
        """Whether a body is a group without a name of its own."""
        return "group" if body.id not in self.register.bodies else "body"

    def name_span(self, token: Token, sentence: Sentence, named: Sequence[Named]) -> Span | None:
        """The words of the name that a noun heads, with its article."""
        at = sentence.place(token.idx)
        found = next((n.span for n in named if n.span.start <= at < n.span.end), None)
        if found is None:
            return None
        article = re.search(r"\b[Tt]he $", sentence.text[: found.start])
        return Span(article.start(), found.end) if article else found

    def body_of(self, token: Token, sentence: Sentence, named: Sequence[Named]) -> Body | None:
        """The body that a noun heads the name of."""
        at = sentence.place(token.idx)
        inside = next((n for n in named if n.span.start <= at < n.span.end), None)
        if inside is not None and self.heads(token, inside, sentence):
            return inside.body
        words = noun_phrase(token)
        words = [w for w in words if w.i >= token.i or w.pos_ not in ("ADV", "SCONJ", "CCONJ")] or [token]
        text = sentence.offsets(words).within(sentence.text)
        body = self.register.resolve(text)
        if body is None and len(words) > 1:
            upto = [t for t in words if t.i <= token.i]
            for first in range(len(upto)):
                short = sentence.offsets(upto[first:]).within(sentence.text)
                body = self.register.resolve(short) if first == 0 else self.register.group(short)
                if body is not None:
                    break
        if body is not None:
            return body
        first = sentence.offsets(words).start
        opening = next((n for n in named if first <= n.span.start <= first + len("the ") and n.span.end <= at), None)
        if opening is not None and self.is_name(token, words):
            return opening.body  # "the NRB Kr 2m": the parser took a sum for a part of the name
        if self.is_name(token, words):
            name = sentence.offsets([t for t in words if t.text[:1].isupper() or t.i > words[0].i]).within(
                sentence.text
            )
            bare = re.sub(r"\s*\([^)]*\)$", "", name)
            return self.register.enter(bare) if bare else None  # what is all in brackets names nobody
        return None

    def heads(self, token: Token, named: Named, sentence: Sentence) -> bool:
        """Whether a name is the noun phrase itself and no modifier in it: "OWR", not "OWR guidance"."""
        words = [t for t in noun_phrase(token) if t.i > token.i]
        return all(
            sentence.place(t.idx) < named.span.end or t.is_punct or t.dep_ == "prep" or t.head.dep_ == "prep"
            for t in words[:1]
        )

    def is_name(self, token: Token, words: Sequence[Token]) -> bool:
        """Whether a noun phrase nobody knows is the name of a body: capitals, and no word for a thing."""
        lower = token.text.casefold()
        known = any(lower in nouns for nouns in self.patterns.kinds.values())
        acronym = token.text.isupper() and len(token.text) > 1
        if acronym and len(words) == 1 and not self.register.acts_once(token.text):
            return False
        if known or not (token.tag_ in ("NNP", "NNPS") or acronym) or not token.text[:1].isupper():
            return False
        if any(t.text.casefold() in self.patterns.listed("time_word") for t in words):
            return False
        if token.text in self.register.things or token.text.rstrip("s") in self.register.things:
            return False
        if lower in self.common and not token.text.isupper():
            return False
        return all(
            t.text[:1].isupper() or t.pos_ in ("DET", "ADP", "CCONJ", "PART", "PUNCT") for t in words if t.i <= token.i
        )

    def kind_of_noun(self, token: Token, words: Sequence[Token]) -> Kind:
        """The kind of a noun phrase that names no body."""
        lower = token.text.casefold()
        pair = (
            f"{words[words.index(token) - 1].text} {token.text}".casefold()
            if len(words) > 1 and words.index(token)
            else lower
        )
        new = words[0].text.casefold() in self.patterns.listed("newly") or words[0].pos_ == "NUM"
        for kind in ("document", "people", "event", "writing"):
            nouns = self.patterns.kinds[kind]
            if kind == "document" and new:  # "a revised plan" is another one
                kind = "writing"
            if pair in nouns or lower in nouns or token.lemma_.casefold() in nouns:
                return kind  # type: ignore[return-value]
        return "thing"
