"""Blocks → sentences, as the language model parses them.

Texts are parsed as they stand, but for four views that help the parser and keep every offset: magnitudes of money are read
as digits, words such as *re-launch* in one piece, a list item is read behind a subject and an auxiliary, and an entry without
a finite verb ("Guidance to be updated") is read with one.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..document.model import Block, Span
from ..document.place import at, named
from .halves import parsed_in_halves
from .list_forms import unnumbered
from .model import Token, parsed

LONGEST = 5_000  # characters that are parsed at once: the parser's memory grows with them
BATCH = 64  # texts parsed at a time; larger batches are no faster and take more memory
BATCH_LENGTH = 2 * LONGEST  # characters of them, at most
MAGNITUDE = re.compile(r"(?<=\d)(?:k|m|mn|bn)\b")
PREFIXED = re.compile(r"(?<=\b(?:re|co))-(?=[a-z])", re.IGNORECASE)  # re-launch: one word, not three
STOP = re.compile(r"(?<![^\s.;])(?P<word>[^\s.;]+)(?:(?P<mark>;)\s+|[.?!][\"'”’)]*\s+(?=[\"'“‘(]*[A-Z]))")
INSERTED = "will be "  # what an entry such as "Contract awarded to a firm" is read with, before its participle
FOLLOWS = "We will "  # what a part without a subject is read behind
FINITE = frozenset({"MD", "VBZ", "VBP", "VBD"})
NOUN_TAGS = frozenset({"NN", "NNP", "JJ"})
VERBAL = frozenset({"VB", "VBG", "VBN", *FINITE})
MAIN = frozenset({"ROOT", "conj", "advcl", "xcomp", "ccomp"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a block, or a part of it that stands for itself: its place, and its tokens as the parser read them.

    ``span`` is its place in the block's text, ``whole`` that of the sentence that it is a part of. ``shift`` is what a
    token's ``idx`` lacks to its offset in the block; tokens from ``pivot`` on lack ``extra`` more. ``entry``: it has no
    finite verb of its own. ``follows``: it has no subject and goes on from the part before. ``prefix`` is the number of
    characters that were put before what was parsed.
    """

    block: Block
    span: Span
    tokens: tuple[Token, ...]
    shift: int
    pivot: int = 1 << 30
    extra: int = 0
    entry: bool = False
    whole: Span | None = None
    follows: bool = False
    prefix: int = 0

    @property
    def quote(self) -> Span:
        """The whole sentence, in the block's text."""
        return self.whole or self.span

    @property
    def prefixed(self) -> bool:
        """Whether it was read behind words that are not in it."""
        return bool(self.tokens) and self.tokens[0].idx < self.prefix

    @property
    def text(self) -> str:
        """The sentence, verbatim."""
        return self.span.within(self.block.text)

    def place(self, index: int) -> int:
        """A token's ``idx`` as an offset in the sentence, kept within it."""
        if self.extra < 0 and self.pivot + self.extra <= index < self.pivot:
            index = self.pivot  # a word that was put in stands where the next one does
        at = index + self.shift + (self.extra if index >= self.pivot else 0) - self.span.start
        return min(max(0, at), self.span.end - self.span.start)

    def offsets(self, tokens: Sequence[Token]) -> Span:
        """The characters from the first of some tokens to the last, relative to the sentence."""
        first, last = min(tokens, key=lambda t: t.i), max(tokens, key=lambda t: t.i)
        return Span(self.place(first.idx), self.place(last.idx + len(last.text)))


def pieces_of(text: str) -> list[str]:
    """A text in pieces that can be parsed at once, cut at the ends of sentences, else between words, else anywhere."""
    pieces, at = [], 0
    while len(text) - at > LONGEST:
        window = text[at : at + LONGEST]
        cut = max((m.end() for m in re.finditer(r"[.!?;] ", window)), default=0) or window.rfind(" ") + 1 or LONGEST
        pieces.append(window[:cut])
        at += cut
    return [*pieces, text[at:]]


def batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Texts in groups that are parsed at a time."""
    batch: list[str] = []
    length = 0
    for text in texts:
        if batch and (len(batch) == BATCH or length + len(text) > BATCH_LENGTH):
            yield batch
            batch, length = [], 0
        batch.append(text)
        length += len(text)
    if batch:
        yield batch


def joined(docs: Sequence[Any]) -> Any:  # noqa: ANN401
    """One parsed text from its pieces."""
    if len(docs) == 1:
        return docs[0]
    return type(docs[0]).from_docs(docs, ensure_whitespace=False, exclude=["tensor"])


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads texts into sentences, with what the language's rules say of full stops and of participles that are prepositions.

    ``halves``: whether a second process may parse half of a long text.
    """

    abbreviations: frozenset[str] = frozenset()
    prepositions: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()  # base forms that may stand in a list of verbs
    halves: bool = False

    def sentences_of(
        self,
        blocks: Sequence[Block],
        prefix_of: Callable[[Block], str],
        in_entries: Callable[[Block], bool],
        entry_at: Callable[[Sentence], int | None],
        progress: Callable[[int, int], None],
    ) -> list[Sentence]:
        """The sentences of the blocks, in order.

        ``prefix_of`` gives what a list item is read behind, ``in_entries`` tells blocks that hold short entries, parted by
        semicolons.
        """
        prefixes = [prefix_of(block) for block in blocks]
        skipped = [before(block.text) if prefix else 0 for block, prefix in zip(blocks, prefixes, strict=True)]
        views = [view_of(b.text[skip:], bool(p)) for b, p, skip in zip(blocks, prefixes, skipped, strict=True)]
        texts = [prefix + view for prefix, view in zip(prefixes, views, strict=True)]
        out: list[Sentence] = []
        parsed = zip(blocks, prefixes, skipped, self.parse(texts), strict=True)
        for done, (block, prefix, skip, doc) in enumerate(parsed, 1):
            with at(named(block)):
                out += split(block, len(prefix), skip, doc)
            progress(done, len(blocks))
        parts = [p for s in out for p in parts_of(s, in_entries(s.block), self.abbreviations, self.verbs)]
        return self.read_again(parts, entry_at)

    def parse(self, texts: Sequence[str]) -> Iterator[Any]:
        """The parsed texts, in order; one that stands there several times is parsed once."""
        times = Counter(texts)
        parsed = self.parse_each(list(times))
        again: dict[str, Any] = {}
        for text in texts:
            if text in again:
                yield again[text]
                continue
            doc = next(parsed)
            if times[text] > 1:
                again[text] = doc
            yield doc

    def parse_each(self, texts: Sequence[str]) -> Iterator[Any]:
        """Different texts, parsed, in order."""
        pieces = [pieces_of(text) for text in texts]
        every = list(batches(piece for group in pieces for piece in group))
        docs = parsed_in_halves(every) if self.halves else (doc for batch in every for doc in parsed(batch))
        for group in pieces:
            doc = joined([next(docs) for _ in group])
            for token in doc:
                if token.tag_ == "VBG" and token.lower_ in self.prepositions and not has_be(token):
                    token.tag_, token.pos_ = "IN", "ADP"  # "following passage of the Bill"
            yield doc

    def read_again(self, sentences: Sequence[Sentence], entry_at: Callable[[Sentence], int | None]) -> list[Sentence]:
        """The sentences, those parsed anew that are parts, go on from a part, or have no finite verb."""
        views = {i: view for i, s in enumerate(sentences) if (view := view_again(s, entry_at)) is not None}
        parsed = dict(zip(views, self.parse([view.text for view in views.values()]), strict=True))
        return [reparsed(s, views[i], parsed[i]) if i in views else s for i, s in enumerate(sentences)]


@dataclass(frozen=True, slots=True)
class View:
    """A sentence's text as it is parsed anew, and what a token's place in it lacks to that in the sentence.

    ``prefix`` characters stand before it, ``dropped`` ones at its beginning are left out; from ``pivot`` on tokens lack
    ``extra`` more. ``entry``: it was given a finite verb.
    """

    text: str
    prefix: int = 0
    dropped: int = 0
    pivot: int = 1 << 30
    extra: int = 0
    entry: bool = False


def view_again(sentence: Sentence, entry_at: Callable[[Sentence], int | None]) -> View | None:
    """How a sentence is parsed anew: behind a subject, with its first "to" read as "will", with a verb put in, or as it is.

    None where the first parse will do.
    """
    text = sentence.text
    if sentence.follows:
        first = opening(sentence)
        return behind_prefix(text, sentence.place(first.idx) if first is not None else 0)
    view = view_of(text, item=False)
    if (to := entry_particle(sentence)) is not None:
        at = sentence.place(to.idx)
        modal = f"{view[:at]}will{view[at + len(to.text) :]}"
        return View(modal, pivot=at + len("will"), extra=len(to.text) - len("will"), entry=True)
    if (verb := entry_at(sentence)) is not None:
        longer = f"{view[:verb]}{INSERTED}{view[verb:]}"
        return View(longer, pivot=verb + len(INSERTED), extra=-len(INSERTED), entry=True)
    if sentence.whole is None:
        return None
    return behind_prefix(text, before(text)) if sentence.prefixed else View(view)


def behind_prefix(text: str, dropped: int) -> View:
    """A text that is read behind a subject and a modal, without its first characters."""
    return View(FOLLOWS + view_of(text[dropped:], item=True), len(FOLLOWS), dropped)


def reparsed(sentence: Sentence, view: View, doc: Any) -> Sentence:  # noqa: ANN401
    """A sentence with the tokens of its new parse."""
    again = replace(
        sentence, tokens=tuple(doc), shift=sentence.span.start + view.dropped - view.prefix, prefix=view.prefix
    )
    return replace(again, pivot=view.pivot, extra=view.extra, entry=True) if view.entry else again


def has_be(token: Token) -> bool:
    """Whether a participle has a form of *be* before it, so that it is a verb."""
    return any(c.dep_ in ("aux", "auxpass") for c in token.children)


def view_of(text: str, item: bool) -> str:
    """A text as the parser reads it, character by character; ``item``: it stands behind a prefix."""
    view = PREFIXED.sub("\u2011", MAGNITUDE.sub(lambda m: "0" * len(m.group()), text))
    return view[:1].lower() + view[1:] if item and view[:1].isupper() and not view[:2].isupper() else view


def before(text: str) -> int:
    """The characters of the number or label that a text is read without behind a prefix."""
    return len(text) - len(unnumbered(text))


def split(block: Block, prefix: int, skip: int, doc: Any) -> Iterator[Sentence]:  # noqa: ANN401
    """A parsed block's sentences; one that begins in lower case goes on from the one before.

    ``prefix`` characters were put before the block's text, ``skip`` characters at its beginning left out.
    """
    more = prefix - skip
    starts: list[int] = []
    for sentence in doc.sents:
        begins = max(0, sentence.start_char - more) if sentence.start else 0
        if not starts or not block.text[begins : begins + 1].islower():
            starts.append(sentence.start)
    for first, last in zip(starts, [*starts[1:], len(doc)], strict=True):
        tokens = doc[first:last]
        start, end = max(0, tokens.start_char - more) if first else 0, tokens.end_char - more
        words = block.text[start:end]
        span = Span(start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip()))
        if span.end > span.start:
            yield Sentence(block, span, tuple(tokens), -more, prefix=prefix)


def parts_of(
    sentence: Sentence, entries: bool, abbreviations: frozenset[str], verbs: frozenset[str]
) -> Iterator[Sentence]:
    """The parts of a sentence that stand for themselves: what a full stop or a semicolon parts, if a verb is in it.

    So does a verb in a list of verbs that the tagger took for a noun: "will test the sensors, train staff and host …".
    """
    stops = STOP.finditer(sentence.text)
    lists = frozenset(list_cuts(sentence, verbs))
    cuts = sorted(
        {0, *lists, *(m.end() for m in stops if m["mark"] == ";" or m["word"].casefold() not in abbreviations)}
    )
    listed = {at + sentence.span.start for at in lists}
    pieces = [piece_of(sentence, a, b) for a, b in zip(cuts, [*cuts[1:], len(sentence.text)], strict=True)]
    joined: list[Sentence] = []
    for piece in pieces:  # what cannot stand alone goes with what is before it
        ends = joined[-1].text[-1:] if joined else ""
        alone = not joined or ends != ";" or entries or (is_told(piece) and is_told(joined[-1]))
        if alone:
            joined.append(piece)
        else:
            joined[-1] = piece_of(
                sentence, joined[-1].span.start - sentence.span.start, piece.span.end - sentence.span.start
            )
    if len(joined) == 1:
        yield sentence
        return
    for i, piece in enumerate(joined):
        first, last = i, i
        while first and (joined[first - 1].text.endswith(";") or joined[first].span.start in listed):
            first -= 1
        while last + 1 < len(joined) and (joined[last].text.endswith(";") or joined[last + 1].span.start in listed):
            last += 1
        whole = Span(joined[first].span.start, joined[last].span.end)
        told = not entries or is_told(piece)
        opens = opening(piece)
        follows = i > first and opens is not None and opens.tag_ in ("VB", "VBP") and opens.text.islower()
        follows = follows or piece.span.start in listed
        yield replace(piece, whole=whole if told and whole != piece.span else None, follows=follows)


def list_cuts(sentence: Sentence, verbs: frozenset[str]) -> Iterator[int]:
    """Where verbs begin that stand in a list of verbs behind a modal, but were taken for nouns."""
    tokens = sentence.tokens
    modal = next((i for i, t in enumerate(tokens) if t.tag_ == "MD"), len(tokens))
    for i, token in enumerate(tokens):
        if i <= modal or i + 1 >= len(tokens) or tokens[i - 1].text != "," or token.lower_ not in verbs:
            continue
        if token.tag_ not in NOUN_TAGS or not token.text.islower() or not opens_noun(tokens[i + 1]):
            continue
        joint = next((j for j in range(i + 1, len(tokens) - 1) if tokens[j].dep_ == "cc"), None)
        after = tokens[joint + 1] if joint is not None else None
        if after is not None and after.lower_ in verbs and after.tag_ in ("VB", "VBP"):
            yield sentence.place(token.idx)


def opens_noun(token: Token) -> bool:
    """Whether a word may begin a noun phrase behind a verb."""
    return token.pos_ in ("DET", "NUM", "ADJ") or token.tag_ in ("PRP$", "NNS", "NNPS")


def piece_of(sentence: Sentence, start: int, end: int) -> Sentence:
    """The characters ``start..end`` of a sentence with their tokens, white space around them left out."""
    words = sentence.text[start:end]
    start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
    tokens = [t for t in sentence.tokens if start <= sentence.place(t.idx) < end and t.idx >= sentence.prefix]
    if start == 0:
        tokens = [t for t in sentence.tokens if sentence.place(t.idx) < end]
    return replace(sentence, span=Span(start, end).shift(sentence.span.start), tokens=tuple(tokens))


def is_told(sentence: Sentence) -> bool:
    """Whether a part of a sentence tells something: it has a finite verb, or begins with a verb in its base form."""
    first = opening(sentence)
    return any(t.tag_ in FINITE for t in sentence.tokens) or (first is not None and first.tag_ in ("VB", "VBP"))


def opening(sentence: Sentence) -> Token | None:
    """The first word of a part of a sentence, "and" left out."""
    return next((t for t in sentence.tokens if t.pos_ not in ("CCONJ", "PUNCT", "SPACE")), None)


def entry_particle(sentence: Sentence) -> Token | None:
    """The "to" that stands for the finite verb of a sentence without one: "Guidance to be updated"."""
    tokens = sentence.tokens
    if any(t.tag_ in FINITE for t in tokens):
        return None
    for i, token in enumerate(tokens):
        if token.tag_ == "TO" and any(t.tag_ == "VB" for t in tokens[i + 1 : i + 3]):
            return token
        gerund = token.tag_ == "VBG" and i + 1 < len(tokens) and tokens[i + 1].tag_ == "TO"  # "Testing to begin"
        if token.tag_ in VERBAL and token.dep_ in MAIN and not gerund:
            return None
    return None
