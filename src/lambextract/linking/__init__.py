"""What in a plan restates, contradicts, dates or refers to what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..document.model import Document, Notice
from ..likeness.similarity import as_written
from ..patterns import Patterns
from ..records.dataset import Commitment, LinkRecord
from .conflicts import conflicts_of
from .promises import Promises
from .references import References
from .sums import with_restated_sums
from .tellings import Tellings
from .timescales import timescales
from .topics import Topics


@dataclass(frozen=True, slots=True)
class Linked:
    """Commitments with the promise that each tells and the sums that are told again; the links; what points nowhere."""

    commitments: tuple[Commitment, ...]
    links: tuple[LinkRecord, ...]
    notices: tuple[Notice, ...]


def linked(document: Document, commitments: Sequence[Commitment], patterns: Patterns) -> Linked:
    """Find the promises that are told in several places, and all links, in reading order of what they start from."""
    tellings = Tellings(commitments, document.blocks, patterns.links)
    promises = Promises(tellings, Topics(tellings, document.blocks))
    references = References(document, patterns)
    found = [
        *references.links,
        *timescales(promises, document.blocks),
        *restatements(promises),
        *contradictions(promises),
    ]
    order = {b.id: i for i, b in enumerate(document.blocks)}
    place = {c.id: (order[c.block], c.quote_start) for c in commitments}
    unique = {(k.kind, k.source, k.target, k.field): k for k in reversed(found)}.values()
    links = sorted(
        unique,
        key=lambda k: (*place.get(k.source, (order.get(k.source, 0), 0)), k.kind, k.target, k.field or ""),
    )
    told = (
        c.model_copy(update={"promise": commitments[promises.promise_of(i)].id})
        for i, c in enumerate(with_restated_sums(promises))
    )
    return Linked(tuple(told), tuple(links), tuple(references.notices))


def restatements(promises: Promises) -> Iterator[LinkRecord]:
    """A link for each pair that makes several commitments one promise, from the later to the earlier."""
    commitments = promises.tellings.commitments
    for joined in promises.joined:
        a, b = commitments[joined.earlier], commitments[joined.later]
        tellings = promises.tellings
        both = tellings.rarity.rarest(tellings.words[joined.earlier] & tellings.words[joined.later])
        words = as_written(joined.words, b.quote) or as_written(both, b.quote)
        yield LinkRecord(kind="restates", source=b.id, target=a.id, text=b.action.text, words=words, score=joined.score)


def contradictions(promises: Promises) -> Iterator[LinkRecord]:
    """A link for each disagreement of two tellings of one promise, from the later to the earlier."""
    commitments = promises.tellings.commitments
    for conflict in conflicts_of(promises):
        match = promises.match(conflict.earlier, conflict.later)
        yield LinkRecord(
            kind="conflicts",
            source=commitments[conflict.later].id,
            target=commitments[conflict.earlier].id,
            text=conflict.text,
            words=as_written(match.evidence.words, commitments[conflict.later].quote),
            score=match.share,
            field=conflict.field,
            said=conflict.words,
            months=conflict.months,
        )
