"""Two datasets → what changed between them. Knows datasets only: no language model, no source files."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from ..dataset.similarity import Gist, candidates, likeness, overlap, stems
from ..document.identifiers import Names
from ..language.text_diff import same_wording
from ..records.changes import COSMETIC, KINDS, QUIET, ActorLine, Change, Comparison, Kind, RowText
from ..records.dataset import Commitment, Dataset
from .kinds import Found, kinds_of
from .order import moved
from .pairing import Pair, Side, pairs_of, row_pairs, side_of
from .phrases import Teller, place, sentence_for_row

TOLD_AGAIN = 0.68  # likeness of a dropped promise and one that still stands, from which the two are the same
IN_ITS_PLACE = 0.6  # overlap of a dropped promise's sentence and one that promises nothing
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")
CONTAINED = 0.8  # share of an action's words in a sentence, from which that sentence still says it


def compare(old: Dataset, new: Dataset) -> Comparison:
    """What changed from one version of a plan to another.

    >>> compare(dataset, dataset).changes  # doctest: +SKIP
    ()
    """
    before, after = side_of(old), side_of(new)
    found, beside = found_between(before, after)
    names = Names()
    teller = Teller((*before.commitments, *after.commitments))
    changes = [
        *(
            change_of(
                before.commitments[p.old], after.commitments[p.new], f, p.score, names, teller, beside=beside.get(p, ())
            )
            for p, f in found.items()
            if f.kinds
        ),
        *one_sided(old, new, before, after, {p.old for p in found}, {p.new for p in found}, names, teller),
        *recommendations(old, new, names),
    ]
    changes.sort(key=lambda c: (not c.substance, KINDS.index(c.kind), -(c.slip_months or 0), position(c, old, new)))
    counts = {kind: sum(kind in c.kinds for c in changes) for kind in KINDS}
    summary = {kind: n for kind, n in counts.items() if n}
    untouched = sum(not f.kinds for f in found.values())
    return Comparison(
        old=old.document,
        new=new.document,
        summary={**summary, "unchanged": untouched},
        actors=tuple(actor_lines(before, after, found, changes)),
        changes=tuple(changes),
    )


def found_between(before: Side, after: Side) -> tuple[dict[Pair, Found], dict[Pair, tuple[str, ...]]]:
    """What changed in each pair of commitments; and beside those that were split or merged, the other quotations."""
    pairs = pairs_of(before, after)
    found = {pair: kinds_of(before.commitments[pair.old], after.commitments[pair.new]) for pair in pairs}
    beside: dict[Pair, tuple[str, ...]] = {}
    for pair, kind, quotes in list(splits_and_merges(before, after, pairs)):
        mark(found.setdefault(pair, Found()), kind)
        beside[pair] = quotes
    settle(found, before, after)
    for pair in moved(before, after, pairs):
        if not found[pair].kinds - {"reworded"}:
            found[pair].kinds.add("moved")
    return found, beside


def mark(found: Found, kind: Kind) -> None:
    """Add a split or a merge, which tells more than that words were changed."""
    if kind != "reworded":
        found.kinds.discard("reworded")
    if kind != "reworded" or not found.kinds:
        found.kinds.add(kind)


def settle(found: dict[Pair, Found], before: Side, after: Side) -> None:
    """Leave an action as it is where only something else in its sentence was changed."""
    loud = [p for p, f in found.items() if f.kinds - QUIET]
    old, new = (
        {sentence(c) for c in side}
        for side in ([before.commitments[p.old] for p in loud], [after.commitments[p.new] for p in loud])
    )
    for pair, what in found.items():
        a, b = before.commitments[pair.old], after.commitments[pair.new]
        changed = sentence(a) in old or sentence(b) in new
        if what.kinds == {"reworded"} and changed and same_wording(a.action.text, b.action.text):
            what.kinds.clear()


def change_of(
    old: Commitment | None,
    new: Commitment | None,
    found: Found,
    score: float,
    names: Names,
    teller: Teller,
    still: str | None = None,
    beside: tuple[str, ...] = (),
) -> Change:
    """The record of a change."""
    told = old or new
    assert told is not None, "a change has at least one side"
    return Change(
        id=names.unique(told.id),
        kinds=found.ordered,
        old=old,
        new=new,
        slip_months=found.slip_months,
        start_slip_months=found.start_slip_months,
        funding_delta=found.funding_delta,
        funding_period=found.funding_period,
        still=still,
        beside=beside,
        sentence=teller.sentence_for(old, new, found, still),
        score=score,
    )


def position(change: Change, old: Dataset, new: Dataset) -> tuple[int, int]:
    """Where a change stands in the new version, or in the old one."""
    told = change.new or change.old
    if isinstance(told, Commitment):
        return (told.page or 0, told.quote_start)
    return (1 << 20, 0)


# ---- what has no partner ---------------------------------------------------------------------------------------------


def one_sided(
    old: Dataset,
    new: Dataset,
    before: Side,
    after: Side,
    paired_old: set[int],
    paired_new: set[int],
    names: Names,
    teller: Teller,
) -> Iterator[Change]:
    """What was dropped, and what was added."""
    dropped = [i for i in range(len(before.commitments)) if i not in paired_old]
    gists = [before.gists[i] for i in dropped]
    again: dict[int, tuple[float, int]] = {}
    for a, j in candidates(gists, after.gists, fewest=3):
        like = likeness(gists[a], after.gists[j])
        if like >= TOLD_AGAIN:
            again[a] = max(again.get(a, (0.0, 0)), (like, -j))
    instead = in_their_place(gists, new)
    for a, i in enumerate(dropped):
        still = None
        if a in again:
            still = f"it is still made elsewhere ({place(after.commitments[-again[a][1]], actor=False)})"
        elif a in instead:
            still = f"in its place stands: “{instead[a].rstrip('.')}”"
        yield change_of(before.commitments[i], None, Found({"dropped"}), 0.0, names, teller, still)
    for j in range(len(after.commitments)):
        if j not in paired_new:
            yield change_of(None, after.commitments[j], Found({"added"}), 0.0, names, teller)


def in_their_place(dropped: Sequence[Gist], new: Dataset) -> dict[int, str]:
    """For dropped promises, by index, the sentence that promises nothing and stands in their place."""
    if not dropped:
        return {}
    promised = {c.quote for c in new.commitments}
    texts = [s for b in new.blocks if b.kind != "heading" for s in SENTENCE.split(b.text) if s not in promised]
    texts = list(dict.fromkeys([*(r.quote for r in new.rejected), *texts]))
    words = [stems(t) for t in texts]
    others = [Gist(w, w, "", "") for w in words]
    best: dict[int, tuple[float, int]] = {}
    for a, j in candidates([Gist(g.quote, g.quote, "", "") for g in dropped], others, fewest=3):
        best[a] = max(best.get(a, (0.0, 0)), (overlap(dropped[a].quote, words[j]), -j))
    return {a: texts[-j] for a, (score, j) in best.items() if score >= IN_ITS_PLACE}


def splits_and_merges(before: Side, after: Side, pairs: Sequence[Pair]) -> Iterator[tuple[Pair, Kind, tuple[str, ...]]]:
    """Sentences that became several, and several that became one; with actions that went into another's sentence.

    The first pair of such a sentence tells of it. An action without a partner whose words still stand in the sentence that
    its neighbour is paired with is not dropped, and likewise not added.
    """
    of_old: dict[tuple[str, int], list[Pair]] = defaultdict(list)
    of_new: dict[tuple[str, int], list[Pair]] = defaultdict(list)
    for pair in pairs:
        of_old[sentence(before.commitments[pair.old])].append(pair)
        of_new[sentence(after.commitments[pair.new])].append(pair)
    for group in of_old.values():
        if is_parted(group, after, before):
            yield group[0], "split", other_quotes(after.commitments[p.new] for p in group)
    for group in of_new.values():
        if is_parted([Pair(p.new, p.old, p.score) for p in group], before, after):
            yield group[0], "merged", other_quotes(before.commitments[p.old] for p in group)
    paired_old, paired_new = {p.old for p in pairs}, {p.new for p in pairs}
    for i, c in enumerate(before.commitments):
        for pair in of_old.get(sentence(c), ())[:1] if i not in paired_old else ():
            if still_says(before, i, after, pair.new):
                yield Pair(i, pair.new, pair.score), "reworded", ()
    for j, c in enumerate(after.commitments):
        for pair in of_new.get(sentence(c), ())[:1] if j not in paired_new else ():
            if still_says(after, j, before, pair.old):
                yield Pair(pair.old, j, pair.score), "reworded", ()


def other_quotes(commitments: Iterable[Commitment]) -> tuple[str, ...]:
    """The sentences of some commitments but that of the first, each once."""
    return tuple(dict.fromkeys(c.quote for c in commitments))[1:]


def is_parted(group: Sequence[Pair], there: Side, here: Side) -> bool:
    """Whether actions of one sentence stand in several sentences of the other version, none of them the whole one."""
    quotes = {there.commitments[p.new].quote for p in group}
    whole = here.commitments[group[0].old].quote
    return len(quotes) > 1 and all(len(q) < len(whole) for q in quotes)


def sentence(commitment: Commitment) -> tuple[str, int]:
    """The sentence that a commitment stands in."""
    return commitment.block, commitment.quote_start


def still_says(here: Side, i: int, there: Side, j: int) -> bool:
    """Whether another version's sentence still holds an action's words."""
    gist, words = here.gists[i], there.gists[j].quote
    held = len(gist.action & words) / len(gist.action) if gist.action else 0.0
    return held >= CONTAINED and (not gist.verb or gist.verb in words)


def recommendations(old: Dataset, new: Dataset, names: Names) -> Iterator[Change]:
    """Annex rows whose recommendation was changed."""
    for i, j in sorted(row_pairs(old.recommendations, new.recommendations)):
        a, b = old.recommendations[i], new.recommendations[j]
        if same_wording(a.recommendation, b.recommendation):
            continue
        one, other = (
            RowText(recommendation=a.ref, quote=a.recommendation),
            RowText(recommendation=b.ref, quote=b.recommendation),
        )
        yield Change(
            id=names.unique(a.id),
            kinds=("recommendation",),
            old=one,
            new=other,
            slip_months=None,
            start_slip_months=None,
            funding_delta=None,
            funding_period=None,
            still=None,
            beside=(),
            sentence=sentence_for_row(one, other),
            score=1.0 if a.ref == b.ref else round(overlap(stems(a.recommendation), stems(b.recommendation)), 3),
        )


# ---- by actor --------------------------------------------------------------------------------------------------------


def actor_lines(before: Side, after: Side, found: dict[Pair, Found], changes: Sequence[Change]) -> Iterator[ActorLine]:
    """What became of each body's open promises; those with most changes first."""
    names: dict[str, str] = {}
    kept: dict[str, int] = defaultdict(int)
    kinds: dict[str, list[Change]] = defaultdict(list)
    for pair, what in found.items():
        actor = before.commitments[pair.old].actor
        names.setdefault(actor.id, actor.name)
        if before.commitments[pair.old].status != "completed" and all(k in COSMETIC for k in what.kinds):
            kept[actor.id] += 1
    for change in changes:
        told = change.old or change.new
        if isinstance(told, Commitment):
            names.setdefault(told.actor.id, told.actor.name)
            kinds[told.actor.id].append(change)
    lines = []
    for id_, name in names.items():
        mine = kinds[id_]
        late = [c for c in mine if "later" in c.kinds]
        slips = [m for c in late for m in (c.slip_months, c.start_slip_months) if m is not None]
        lines.append(
            ActorLine(
                actor=id_,
                name=name,
                kept=kept[id_],
                completed=sum("completed" in c.kinds for c in mine),
                slipped=len(late),
                median_slip_months=float(median(slips)) if slips else None,
                dropped=sum("dropped" in c.kinds for c in mine),
                weakened=sum("weakened" in c.kinds for c in mine),
                vaguer=sum("vaguer" in c.kinds for c in mine),
                added=sum("added" in c.kinds for c in mine),
            )
        )
    lines = [a for a in lines if a.kept or a.completed or a.slipped or a.dropped or a.weakened or a.vaguer or a.added]
    lines.sort(
        key=lambda a: (-(a.slipped + a.dropped + a.weakened + a.vaguer + a.added + a.completed), -a.kept, a.actor)
    )
    yield from lines


__all__ = ["COSMETIC", "KINDS", "QUIET", "Change", "Comparison", "compare"]
