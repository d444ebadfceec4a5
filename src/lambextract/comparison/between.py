"""Pairs of commitments → what changed in each: kinds, sentences that were split or merged, the plan's own words on a delay."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..language.text_diff import marked, plain, same_wording
from ..patterns import ChangePatterns
from ..patterns.changes import Meaning
from ..records.changes import Kind
from ..records.dataset import Commitment, DeadlineRecord
from .firmness import Firmness
from .kinds import Found, day_of, kinds_of, months
from .order import moved
from .pairing import Pair, Side
from .passages import Place
from .testimony import Testimony

CONTAINED = 0.8  # share of an action's words in a sentence, from which that sentence still says it
SMALL = frozenset({"of", "and", "for", "the", "&"})


@dataclass(frozen=True, slots=True)
class Between:
    """What changed in each pair; and beside those that were split or merged, the other quotations."""

    found: dict[Pair, Found]
    beside: dict[Pair, tuple[str, ...]]


def between(before: Side, after: Side, pairs: Sequence[Pair], testimony: Testimony) -> Between:
    """What changed in each pair of commitments."""
    found = {p: with_rows(before, p.old, after, p.new, testimony.firm) for p in pairs}
    for pair, what in found.items():
        say_itself(before.commitments[pair.old], after, pair.new, what, testimony)
    beside: dict[Pair, tuple[str, ...]] = {}
    for pair, kind, quotes in list(splits_and_merges(before, after, pairs)):
        mark(found.setdefault(pair, Found()), kind)
        beside[pair] = quotes
    rename(found, before, after)
    settle(found, before, after)
    for pair in moved(before, after, pairs):
        if not found[pair].kinds - {"reworded"}:
            found[pair].kinds.add("moved")
    return Between(found, beside)


def with_rows(before: Side, i: int, after: Side, j: int, firm: Firmness) -> Found:
    """What changed in a pair; an answer in a table that another cell of its row dates has that date outside such a table."""
    old, new = before.commitments[i], after.commitments[j]
    found = kinds_of(old, new, firm)
    dates = [c.deadline or side.dated_by.get(c.id) for c, side in ((old, before), (new, after))]
    in_rows = old.recommendation is not None and new.recommendation is not None  # their dates are compared themselves
    if "dated" in found.kinds and day_of(new.deadline) in before.row_days(old):
        found.kinds.discard("dated")
    if "vaguer" in found.kinds and day_of(old.deadline) in after.row_days(new):
        found.kinds.discard("vaguer")
    if in_rows or (old.deadline, new.deadline) == tuple(dates):
        return found
    found.kinds -= {"dated", "vaguer"}
    if all(dates):
        a, b = (c.model_copy(update={"deadline": d}) for c, d in zip((old, new), dates, strict=True))
        return kinds_of(a, b, firm)
    return found


def mark(found: Found, kind: Kind) -> None:
    """Add a split or a merge, which tells more than that words were changed."""
    if kind != "reworded":
        found.kinds.discard("reworded")
    if kind != "reworded" or not found.kinds:
        found.kinds.add(kind)


def settle(found: dict[Pair, Found], before: Side, after: Side) -> None:
    """Leave an action as it is where only something else in its sentence was changed."""
    loud = [p for p, f in found.items() if f.kinds - {"moved", "reworded"}]
    old, new = (
        {sentence(c) for c in side}
        for side in ([before.commitments[p.old] for p in loud], [after.commitments[p.new] for p in loud])
    )
    for pair, what in found.items():
        a, b = before.commitments[pair.old], after.commitments[pair.new]
        changed = sentence(a) in old or sentence(b) in new
        if what.kinds == {"reworded"} and changed and same_wording(a.action.text, b.action.text):
            what.kinds.clear()


def sentence(commitment: Commitment) -> tuple[str, int]:
    """The sentence that a commitment stands in."""
    return commitment.block, commitment.quote_start


# ---- what the new version says itself ----------------------------------------------------------------------------------


def say_itself(old: Commitment, after: Side, j: int, found: Found, testimony: Testimony) -> None:
    """Add what the new version itself says of a thing: delayed, passed on, done; and its words on that."""
    new, patterns = after.commitments[j], testimony.patterns
    if plain(old.quote) == plain(new.quote) or old.status == "completed":
        return
    own = True
    for place in after.passages.around(new):
        if place.commitments and j not in place.commitments:
            continue  # another promise's own words
        meaning = testimony.meaning(place, old)
        report = meaning == "done" and is_bare_report(new, place)
        if meaning in ("delayed", "transferred") and (own or "completed" not in found.kinds):
            take(meaning, place.text, found)
        elif report and old.status == "planned":
            report_done(found, late_by(old, new.deadline))
        own = False
    answers = new.recommendation is not None  # whose other cells say what else is done
    status = testimony.status_in(after.passages.beside(new.block), old) if not answers else None
    if status is not None and old.status == "planned":
        meaning, cell = status
        if meaning == "done" and new.status != "completed":
            days = [t for t in cell.times if t.end or t.start]
            report_done(found, late_by(old, days[0] if days else None))
        elif meaning == "under-way" and new.status == "planned" and not found.kinds & {"completed", "delayed"}:
            found.kinds.discard("reworded")
            found.kinds.add("started")
        else:
            take(meaning, cell.text, found)
    if found.kinds and found.reason is None:
        found.reason = reason_in(old, new, patterns)


def take(meaning: Meaning, words: str, found: Found) -> None:
    """Add that a thing is delayed or was passed on, with the words that say so."""
    if meaning == "delayed" and "delayed" not in found.kinds:
        found.kinds -= {"reworded", "completed", "strengthened"}
        found.kinds.add("delayed")
        found.reason = found.reason or words
    elif meaning == "transferred" and found.kinds & {"actor", "completed", "reworded"}:
        found.kinds -= {"reworded", "completed"}
        found.kinds.add("actor")
        found.reason = found.reason or words


def report_done(found: Found, late: int | None) -> None:
    """Add that a thing is reported done, in place of what its date would say."""
    found.kinds -= {"later", "earlier", "vaguer", "dated", "reworded", "started"}
    found.kinds.add("completed")
    found.late_months = late
    found.slip_months = found.start_slip_months = None


def is_bare_report(new: Commitment, place: Place) -> bool:
    """Whether an entry of a table tells of what was done, although the build took it for planned: "List published in May"."""
    bare = new.action.verb is None or len(place.commitments) == 1
    return new.status == "planned" and place.block.kind == "cell" and bare


def late_by(old: Commitment, done: DeadlineRecord | None) -> int | None:
    """By how many months what was done missed the day by which it was due; None if it did not, or one has no day."""
    if old.deadline is None or done is None:
        return None
    late = months(old.deadline.end or old.deadline.start, done.end or done.start)
    return late if late is not None and late > 0 else None


def reason_in(old: Commitment, new: Commitment, patterns: ChangePatterns) -> str | None:
    """The reason that the new sentence gives, where the old one gave none."""
    opening = re.compile(rf"\b(?:{'|'.join(map(re.escape, patterns.words.get('because', ())))})\b[^.;]+", re.IGNORECASE)
    match = opening.search(new.quote)
    return match.group().strip() if match is not None and not opening.search(old.quote) else None


# ---- names -----------------------------------------------------------------------------------------------------------


def rename(found: dict[Pair, Found], before: Side, after: Side) -> None:
    """Tell a name that was put in another's place from a change of words: where nothing of it is left, it was renamed."""
    changed = [pair for pair, what in found.items() if what.kinds & {"reworded", "actor"}]
    swaps = {pair: swap for pair in changed if (swap := swapped_name(pair, before, after)) is not None}
    texts = [" ".join(b.text for b in side.dataset.blocks) for side in (before, after)]
    often = Counter(swaps.values())
    for pair, (one, other) in swaps.items():
        kinds = found[pair].kinds
        gone = texts[1].count(one) * 4 <= texts[0].count(one) and texts[0].count(other) == 0
        if gone and kinds <= {"reworded", "actor"} and ("actor" not in kinds or often[one, other] > 1):
            kinds.clear()
            kinds.add("renamed")


def swapped_name(pair: Pair, before: Side, after: Side) -> tuple[str, str] | None:
    """The one name in a sentence that has another in its place, if that is the only difference."""
    runs = marked(before.commitments[pair.old].quote, after.commitments[pair.new].quote)
    differ = [[words.strip(" .,;:()") for words, d in side if d] for side in runs]
    if any(len(side) != 1 for side in differ):
        return None
    one, other = differ[0][0], differ[1][0]
    return (one, other) if is_name(one) and is_name(other) else None


def is_name(words: str) -> bool:
    """Whether words are a name: all of them with a capital, but for the small ones."""
    said = words.split()
    return bool(said) and said[0][:1].isupper() and all(w[:1].isupper() or w in SMALL for w in said)


# ---- one sentence and several ------------------------------------------------------------------------------------------


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


def still_says(here: Side, i: int, there: Side, j: int) -> bool:
    """Whether another version's sentence still holds an action's words."""
    gist, words = here.gists[i], there.gists[j].quote
    held = len(gist.action & words) / len(gist.action) if gist.action else 0.0
    return held >= CONTAINED and (not gist.verb or gist.verb in words)
