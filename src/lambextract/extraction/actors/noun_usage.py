"""How a document itself uses its nouns: which of them act, as only somebody can who may promise.

A noun that nobody knows ("the Programme", "dataset owners") is told from a thing by what else the document says that it does:
publish, consult, appoint. Counted once over all sentences; what a noun does in the sentence at hand does not count for it.
"""

from collections import defaultdict
from collections.abc import Iterable

from ...language.model import Token
from ...language.parser import Sentence
from ...patterns.actions import ActionPatterns

OFTEN = 0.15  # share of the sentences with a noun for a subject that show it acting


class Usage:
    """The nouns of a document's sentences that are subjects of what only agents do, with the sentences."""

    def __init__(self, sentences: Iterable[Sentence], actions: ActionPatterns) -> None:
        effects = {
            v for rule in actions.nothing if "acts" in rule.unless for v in rule.single
        }  # what things do as well
        self.agentive = frozenset(v for rule in actions.category if rule.agent for v in rule.single) - effects
        self.acting: dict[str, set[tuple[str, int]]] = defaultdict(set)
        self.subject: dict[str, set[tuple[str, int]]] = defaultdict(set)
        for sentence in sentences:
            for token in sentence.tokens:
                if token.dep_ == "nsubj" and token.pos_ in ("NOUN", "PROPN"):
                    place = (sentence.block.id, sentence.span.start)
                    self.subject[key_of(token)].add(place)
                    if self.is_agentive(token.head):
                        self.acting[key_of(token)].add(place)

    def is_agentive(self, verb: Token) -> bool:
        """Whether a verb is one of what only agents do, and no participle of the passive or the perfect."""
        return verb.lemma_.casefold() in self.agentive and verb.tag_ != "VBN"

    def acts_elsewhere(self, noun: Token, sentence: Sentence) -> bool:
        """Whether other sentences show a noun acting, often enough among those that say what it does."""
        here = {(sentence.block.id, sentence.span.start)}
        acting = len(self.acting.get(key_of(noun), set()) - here)
        return acting > 0 and acting >= OFTEN * len(self.subject[key_of(noun)] - here)


def key_of(noun: Token) -> str:
    """What is the same of a noun wherever it stands."""
    return str(noun.lemma_).casefold()
