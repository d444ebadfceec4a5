"""One plan held against itself: the promises that it tells in several places and not in the same way."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ..patterns import ChangePatterns
from ..records.contradictions import Contradiction, Contradictions, Orphan, Orphans, Telling
from ..records.dataset import Commitment, ConflictField, Dataset, LinkRecord
from ..records.tellings import promise_of
from .naming import Naming
from .phrases import Teller, count, quoted, spot

ORDER: tuple[ConflictField, ...] = ("deadline", "funding", "status", "actor", "strength")  # the worst first


def contradictions_of(dataset: Dataset, patterns: ChangePatterns) -> Contradictions:
    """Where a plan contradicts itself, by the links and the promises of its dataset."""
    teller = Teller(dataset.commitments, [Naming(dataset, patterns)], patterns)
    commitments = {c.id: c for c in dataset.commitments}
    groups: dict[tuple[str, ConflictField], list[LinkRecord]] = defaultdict(list)
    for link in dataset.links:
        if link.kind == "conflicts" and link.field is not None:
            groups[promise_of(commitments[link.target]), link.field].append(link)
    found = [contradiction(promise, links, commitments, teller) for (promise, _), links in groups.items()]
    open_ = {promise_of(c) for c in dataset.commitments if c.status != "completed"}
    place = {c.id: i for i, c in enumerate(dataset.commitments)}
    found.sort(key=lambda c: (ORDER.index(c.field), -(c.months or 0), place[c.promise]))
    return Contradictions(
        document=dataset.document,
        promises=len(open_),
        done=len({promise_of(c) for c in dataset.commitments} - open_),
        commitments=len(dataset.commitments),
        contradictions=tuple(found),
        orphans=orphans_of(dataset, teller) if dataset.recommendations else None,
    )


def contradiction(
    promise: str, links: Sequence[LinkRecord], commitments: dict[str, Commitment], teller: Teller
) -> Contradiction:
    """One promise and one thing in which its tellings disagree."""
    ids = {id_ for link in links for id_ in (link.source, link.target)}
    said = {id_: words for link in links for id_, words in zip((link.target, link.source), sides(link), strict=True)}
    tellings = tuple(telling(commitments[id_], said[id_]) for id_ in commitments if id_ in ids)
    field = links[0].field
    assert field is not None, "only links that say in what are taken"
    months = max((link.months for link in links if link.months is not None), default=None)
    return Contradiction(
        promise=promise,
        field=field,
        sentence=sentence(field, tellings, months, teller, commitments),
        months=months,
        score=min(link.score or 0.0 for link in links),
        tellings=tellings,
    )


def sides(link: LinkRecord) -> tuple[str, str]:
    """What the earlier telling says and what the later one says."""
    assert link.said is not None, "a conflict says what each telling says"
    return link.said


def telling(commitment: Commitment, said: str) -> Telling:
    """A telling, with its place."""
    return Telling(
        commitment=commitment.id,
        said=said,
        quote=commitment.quote,
        place=", ".join(spot(commitment, column=True)),
        page=commitment.page,
        paragraph=commitment.paragraph,
        recommendation=commitment.recommendation,
    )


def sentence(
    field: ConflictField,
    tellings: Sequence[Telling],
    months: int | None,
    teller: Teller,
    commitments: dict[str, Commitment],
) -> str:
    """What disagrees, in a sentence."""
    told_in = [commitments[t.commitment] for t in tellings]
    fullest = max(told_in, key=lambda c: (not teller.needs_its_context(c), len(c.action.text)))
    what = teller.promise(fullest, whose=field != "actor")
    where: dict[str, list[str]] = {}
    for told in tellings:
        words = teller.body(commitments[told.commitment]) if field == "actor" else shown(field, told.said)
        where.setdefault(words, []).append(told.place)
    parts = [f"{said} ({'; '.join(places)})" for said, places in where.items()]
    listed = " but ".join(parts) if len(parts) == 2 else ", ".join(parts[:-1]) + f" and {parts[-1]}"
    gap = f": {count(months, 'month')} apart" if months else ""
    return f"{what} {VERBS[field]} {listed}{gap}."


VERBS: dict[ConflictField, str] = {
    "deadline": "is dated",
    "actor": "is given to",
    "funding": "is to cost",
    "status": "is",
    "strength": "is",
}


def shown(field: ConflictField, said: str) -> str:
    """What a telling says, as it stands in the sentence."""
    words = {"completed": "reported done", "planned": "still planned", "firm": "promised outright"}
    if field in ("status", "strength"):
        return words.get(said, said if said in ("tentative", "conditional") else f"on a condition, {quoted(said)},")
    return quoted(said) if field == "deadline" else said


def orphans_of(dataset: Dataset, teller: Teller) -> Orphans:
    """What stands in one place only: in the table of recommendations, or outside it."""
    homes: dict[str, set[bool]] = defaultdict(set)
    for c in dataset.commitments:
        homes[promise_of(c)].add(c.recommendation is not None)
    firsts = [c for c in dataset.commitments if promise_of(c) == c.id and c.status != "completed"]
    return Orphans(
        undated=tuple(undated(dataset)),
        not_in_annex=tuple(orphan(c, teller) for c in firsts if homes[c.id] == {False}),
        annex_only=tuple(orphan(c, teller) for c in firsts if homes[c.id] == {True}),
    )


def orphan(commitment: Commitment, teller: Teller) -> Orphan:
    """A promise that stands in one place only."""
    return Orphan(commitment=commitment.id, promise=teller.briefly(commitment), place=", ".join(spot(commitment)))


def undated(dataset: Dataset) -> Iterator[int | str]:
    """The recommendations without any promise that has a date, in the table or in another telling of it."""
    dated = {promise_of(c) for c in dataset.commitments if c.deadline and (c.deadline.end or c.deadline.start)}
    promises = {c.id: promise_of(c) for c in dataset.commitments}
    for row in dataset.recommendations:
        if not any(promises[id_] in dated for id_ in row.commitments):
            yield row.ref
