"""How a document itself uses its nouns: which of them act, as only somebody can who may promise.

A noun that nobody knows ("the Programme", "dataset owners") is told from a thing by what else the document says that it does:
publish, consult, appoint. Counted once over all sentences; what a noun does in the sentence at hand does not count for it.
"""

from collections import defaultdict
from collections.abc import Iterable

from .language import Sentence, Token
from .patterns.actions import ActionPatterns

PLURAL = ("NNS", "NNPS")


class Usage:
    """The nouns of a document's sentences that are subjects of what only agents do, with the sentences."""

    def __init__(self, sentences: Iterable[Sentence], actions: ActionPatterns) -> None:
        self.agentive = frozenset(v for rule in actions.category if rule.agent for v in rule.single)
        self.acting: dict[str, set[tuple[str, int]]] = defaultdict(set)
        for sentence in sentences:
            for token in sentence.tokens:
                if token.dep_ == "nsubj" and token.pos_ in ("NOUN", "PROPN") and self.is_agentive(token.head):
                    self.acting[key_of(token)].add((sentence.block.id, sentence.span.start))

    def is_agentive(self, verb: Token) -> bool:
        """Whether a verb is one of what only agents do, and has somebody or something that it is done to."""
        return verb.lemma_.casefold() in self.agentive and verb.tag_ != "VBN"

    def acts_elsewhere(self, noun: Token, sentence: Sentence) -> bool:
        """Whether another sentence shows a noun acting."""
        places = self.acting.get(key_of(noun), set())
        return bool(places - {(sentence.block.id, sentence.span.start)})


def key_of(noun: Token) -> str:
    """What is the same of a noun wherever it stands."""
    return str(noun.lemma_).casefold()
