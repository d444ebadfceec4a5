"""Document → commitments: the language stations in their order."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from ..document.model import Block, Document, Span
from ..language.parser import Reader, Sentence, view_of
from ..patterns import Patterns
from ..records.dataset import Commitment, Rejection
from .actors.publisher import publisher_of
from .actors.register import Register
from .context.placement import Placement
from .decision import Judge, Observer, Verdict, unseen

DOUBTFUL_REASON = "order-doubtful"


def commitments_of(
    document: Document,
    patterns: Patterns,
    progress: Callable[[int, int], None],
    observer: Observer = unseen,
    halves: bool = False,
    doubtful: Callable[[], Collection[str]] = tuple,
) -> tuple[Document, Verdict]:
    """The document with its publisher, and the commitments in it.

    ``halves``: whether a second process may help to parse. ``doubtful`` tells the blocks whose words may not follow one another;
    it is asked once all else is ready, and may still be at work until then.
    """
    publisher = document.publisher or publisher_of(document, patterns.actors)
    document = replace(document, publisher=publisher)
    calendar = patterns.calendar.as_stated("\n".join(b.text for b in document.blocks))
    patterns = patterns.model_copy(update={"calendar": calendar})
    placement = Placement(document, patterns)
    register = Register(document.blocks, publisher, patterns.actors)
    read = [b for b in document.blocks if placement.is_read(b)]
    in_doubt = frozenset(doubtful())
    blocks = [b for b in read if b.id not in in_doubt]
    reader = Reader(
        patterns.structure.listed("abbreviations"),
        patterns.modality.listed("preposition"),
        patterns.actions.verbs,
        halves,
    )
    sentences = reader.sentences_of(
        blocks, placement.prefix_of, placement.tables.holds_entries, placement.entry_in, progress
    )
    leads = completed_leads(document, placement, patterns, reader)
    verdict = Judge(placement, register, patterns, leads, observer).judge(
        sentences, lambda: progress(len(blocks), len(blocks))
    )
    verdict = replace(verdict, commitments=one_name_each(verdict.commitments))
    unjudged = tuple(doubted(reader, [b for b in read if b.id in in_doubt]))
    return document, replace(verdict, rejected=(*verdict.rejected, *unjudged))


def one_name_each(commitments: Sequence[Commitment]) -> tuple[Commitment, ...]:
    """The commitments, each body called by one name throughout: the one that comes first."""
    names = {c.actor.id: c.actor.name for c in reversed(commitments)}
    return tuple(
        c.model_copy(update={"actor": c.actor.model_copy(update={"name": names[c.actor.id]})}) for c in commitments
    )


def doubted(reader: Reader, blocks: Sequence[Block]) -> Iterator[Rejection]:
    """The sentences of blocks whose words may not follow one another: whatever they say, they are no promises."""
    for sentence in reader.sentences_of(blocks, lambda _: "", lambda _: False, lambda _: None, lambda *_: None):
        yield Rejection(
            block=sentence.block.id,
            quote=sentence.text,
            quote_start=sentence.span.start,
            quote_end=sentence.span.end,
            reason=DOUBTFUL_REASON,
        )


def completed_leads(
    document: Document, placement: Placement, patterns: Patterns, reader: Reader
) -> dict[str, Sentence]:
    """The lead-ins that break off before their verb ("During 2010/11 the Agency will:"), completed with one."""
    sources: dict[str, Block] = {}
    for block in document.blocks:
        lead_in = placement.lead_in_of(block)
        if lead_in is not None and lead_in.kind != "heading":
            sources[lead_in.id] = lead_in
    texts: dict[str, tuple[Block, int, str]] = {}
    for id_, block in sources.items():
        rule = next((r for r in patterns.modality.lead_in if r.find(block.text)), None)
        if rule is not None and rule.tail:
            ends = (block.text.rfind(mark) for mark in (". ", "? "))
            start = max((at + 2 for at in ends if at >= 0), default=0)
            stem, prefix = block.text[start:].rstrip().rstrip(":–—- "), placement.prefix_of(block)
            texts[id_] = (block, start, prefix + view_of(stem, bool(prefix)) + rule.tail)
    out: dict[str, Sentence] = {}
    for (id_, (block, start, _text)), doc in zip(
        texts.items(), reader.parse([t for *_, t in texts.values()]), strict=True
    ):
        shift = start - len(placement.prefix_of(block))
        out[id_] = Sentence(block, Span(start, len(block.text)), tuple(doc), shift)
    return out
