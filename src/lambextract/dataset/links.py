"""What in a document restates, contradicts, dates or refers to what."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ..document.model import Document
from ..extraction.actors.register import SELF
from ..patterns.structure import StructurePatterns
from ..records.dataset import Commitment, DeadlineRecord, LinkRecord
from ..structure.headings import number_word
from .similarity import candidates, gist_of, likeness

RESTATED = 0.68  # likeness of two commitments in different places, from which one restates the other
FEWEST_STEMS = 3  # of an action that can be told to be the same
DATED_BY = 0.4  # likeness of an answer and a timescale entry of its row


def links_of(
    document: Document, commitments: Sequence[Commitment], patterns: StructurePatterns
) -> tuple[LinkRecord, ...]:
    """All links, in reading order of what they start from."""
    found = [*references(document, patterns), *timescales(commitments), *restatements(commitments)]
    order = {b.id: i for i, b in enumerate(document.blocks)}
    place = {c.id: (order[c.block], c.quote_start) for c in commitments}
    found = list({(k.kind, k.source, k.target): k for k in reversed(found)}.values())
    found.sort(key=lambda k: (*place.get(k.source, (order.get(k.source, 0), 0)), k.kind, k.target))
    return tuple(found)


def references(document: Document, patterns: StructurePatterns) -> Iterator[LinkRecord]:
    """Footnote calls, and words such as "see recommendation 38" or "paragraphs 3.15–3.19"."""
    parts = {p.id for p in document.parts}
    rows = {str(r.ref): r.id for r in reversed(document.recommendations)}
    numbered = {b.number: b.id for b in document.blocks if b.kind == "paragraph" and b.number}
    notes: dict[int, list[str]] = defaultdict(list)
    for block in document.blocks:
        if block.kind == "footnote" and block.number:
            notes[int(block.number)].append(block.id)
    for block in document.blocks:
        for call in block.calls:
            near = [n for n in notes.get(call.number, ()) if n.startswith(block.part)] or notes.get(call.number, [])
            for note in near[:1]:
                yield LinkRecord(kind="refers", source=block.id, target=note, text=str(call.number))
        if block.kind == "heading":
            continue
        for rule in patterns.reference:
            for match in rule.find(block.text):
                for number in numbers(match["n"], match.groupdict().get("m"), rule.to):
                    if rule.to == "recommendation":
                        target = rows.get(number)
                    elif rule.to == "paragraph":
                        target = numbered.get(number)
                    else:
                        id_ = f"{rule.to}-{number_word(number, patterns, lettered=True)}"
                        target = id_ if id_ in parts and id_ != block.part else None
                    if target and target != block.id:
                        yield LinkRecord(kind="refers", source=block.id, target=target, text=match.group())


def numbers(first: str, last: str | None, to: str) -> list[str]:
    """The numbers that a reference names: both ends of a range of paragraphs, each of a range of recommendations."""
    if last is None:
        return [first]
    if to == "recommendation" and first.isdigit() and last.isdigit() and 0 < int(last) - int(first) < 60:
        return [str(n) for n in range(int(first), int(last) + 1)]
    return [first, last]


def timescales(commitments: Sequence[Commitment]) -> Iterator[LinkRecord]:
    """Answers without a time of their own, with the entry in their row's timescale that dates them."""
    rows: dict[object, list[Commitment]] = defaultdict(list)
    for commitment in commitments:
        if commitment.recommendation is not None:
            rows[commitment.recommendation].append(commitment)
    for row in rows.values():
        answers = [c for c in row if c.column == "response" and c.deadline is None and c.status != "completed"]
        entries = [c for c in row if c.column == "timescale" and c.deadline is not None]
        for answer in answers:
            best = max(entries, key=lambda e: likeness(gist_of(answer), gist_of(e)), default=None)
            alone = len(answers) == 1 and len(entries) == 1
            if best is not None and (alone or likeness(gist_of(answer), gist_of(best)) >= DATED_BY):
                assert best.deadline is not None, "only dated entries are tried"
                yield LinkRecord(kind="timescale", source=answer.id, target=best.id, text=best.deadline.text)


def restatements(commitments: Sequence[Commitment]) -> Iterator[LinkRecord]:
    """Commitments that are told again elsewhere, and where the two disagree: of each the one that is most like it.

    What has been done restates nothing that is still to do. Every link goes from the later place to the earlier one.
    """
    gists = [gist_of(c) for c in commitments]
    best: dict[tuple[int, tuple[str, str | None]], tuple[float, int]] = {}
    for i, j in candidates(gists, gists, fewest=3):
        a, b = commitments[i], commitments[j]
        if i >= j or same_place(a, b) or (a.status == "completed") != (b.status == "completed"):
            continue
        alike = likeness(gists[i], gists[j])
        if alike < RESTATED or min(len(gists[i].action), len(gists[j].action)) < FEWEST_STEMS:
            continue
        for one, other in ((i, j), (j, i)):  # one partner in each other part or column
            key = (one, (commitments[other].part, commitments[other].column))
            best[key] = max(best.get(key, (0.0, 0)), (alike, -other))
    pairs = {tuple(sorted((one, -other))) for (one, _), (_, other) in best.items()}
    for i, j in sorted(pairs):
        mutual = all(
            best.get((x, (commitments[y].part, commitments[y].column)), (0, 1))[1] == -y for x, y in ((i, j), (j, i))
        )
        if not mutual:
            continue
        a, b = commitments[i], commitments[j]
        yield LinkRecord(kind="restates", source=b.id, target=a.id, text=b.action.text)
        differences = "; ".join(disagreements(a, b))
        if differences:
            yield LinkRecord(kind="conflicts", source=b.id, target=a.id, text=differences)


def same_place(a: Commitment, b: Commitment) -> bool:
    """Whether two commitments stand in one block, or in one cell's column of one row."""
    return a.block == b.block or (
        a.recommendation is not None and (a.recommendation, a.column) == (b.recommendation, b.column)
    )


def disagreements(a: Commitment, b: Commitment) -> Iterator[str]:
    """How two tellings of one commitment differ: in who, by when, or how much; what one leaves out is no difference.

    Two bodies differ only where both are named outright and neither is the publisher, who speaks for others. Two times
    differ where what is true of one cannot be true of the other, or where both are last days and are not the same.
    """
    outright = ("subject", "agent", "delegate")
    publisher = SELF in (a.actor.id, b.actor.id)
    if a.actor.id != b.actor.id and not publisher and a.actor.source in outright and b.actor.source in outright:
        yield f"actor: {a.actor.name} / {b.actor.name}"
    if a.deadline and b.deadline and apart(a.deadline, b.deadline):
        yield f"deadline: {a.deadline.text} / {b.deadline.text}"
    if a.funding and b.funding and {f.amount for f in a.funding} != {f.amount for f in b.funding}:
        yield f"funding: {', '.join(f.text for f in a.funding)} / {', '.join(f.text for f in b.funding)}"


def apart(a: DeadlineRecord, b: DeadlineRecord) -> bool:
    """Whether two times cannot both be true."""
    if a.relation == b.relation == "by" and a.end and b.end:
        return a.end != b.end
    starts, ends = (a.start, b.start), (a.end, b.end)
    if not all((starts[0] or ends[0], starts[1] or ends[1])):
        return False
    first = max(s for s in (*starts, "") if s is not None)
    last = min(e for e in (*ends, "9999") if e is not None)
    return first > last
