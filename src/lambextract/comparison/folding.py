"""Changes → entries that can be counted: each promise once, a section that is gone as one, and the ten to look at first.

A promise that is told in the summary, in a chapter and in the annex is one promise; so are the verbs of one sentence to which
the same happened. The first of them is the entry, the others are folded into it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal

from ..document.identifiers import Names, slug
from ..language.text_diff import plain
from ..likeness.similarity import Gist, candidates, gist_of, likeness
from ..records.changes import COSMETIC, Change, SectionChange, TableRow
from ..records.dataset import Commitment, Dataset
from .kinds import day_of
from .phrases import NEAREST, Teller

TOLD_AGAIN = 0.66  # likeness of two promises from which one tells the other again
FEWEST_STEMS = 3  # of an action that can be told to be the same
LONG_SENTENCE = 8  # words of a sentence that is told again where the same words stand elsewhere
FEWEST_IN_SECTION = 3  # promises of a section that is told as gone, rather than each of them
SAYING = 4  # words of a promise that says something in a list
AMONG = 3  # promises of a section that are told with it
STILL_SHOWN = 2  # places in which a section's matter is still spoken of
LONGEST_ID = 40  # characters of a heading in an id
LARGE_SLIP = 6  # months
FIRST = 10  # changes to look at first
WEIGHTS = {  # what makes a change worth looking at first
    "dropped": 3.0,
    "unpromised": 3.0,
    "weakened": 3.0,
    "later": 2.0,
    "delayed": 3.0,
    "vaguer": 2.0,
    "funding": 3.0,
    "actor": 1.5,
    "overtaken": -0.5,
    "status": 0.5,
    "strengthened": 0.5,
    "earlier": 0.5,
    "completed": 0.5,
    "added": 0.5,
    "promised": 0.5,
}


def folded(changes: Sequence[Change]) -> list[Change]:
    """The changes, those that tell a promise again marked with the id of the entry that tells of it."""
    leader = {c.id: c.id for c in changes}
    led = {c.id: [c.id] for c in changes}
    for group in (*same_sentence(changes), *told_again(changes)):
        first = leader[min(group, key=lambda c: (not c.substance, rank(c))).id]
        for head in {leader[c.id] for c in group} - {first}:
            moved = led.pop(head)
            leader.update(dict.fromkeys(moved, first))
            led[first] += moved
    return [c.model_copy(update={"folded_into": leader[c.id]}) if leader[c.id] != c.id else c for c in changes]


def rank(change: Change) -> tuple[float, int, str]:
    """The order in which changes of one promise are told: the one that says most first."""
    told = change.old or change.new
    dated = isinstance(told, Commitment) and told.deadline is not None
    return (-(change.slip_months or 0), 0 if dated else 1, change.id)


def told(change: Change) -> Commitment | None:
    """The commitment that a change is about."""
    for side in (change.old, change.new):
        if isinstance(side, Commitment):
            return side
    return None


def event(change: Change) -> tuple[object, ...]:
    """What happened, as far as the tellings of one promise share it."""
    return (change.kind, change.slip_months, change.old is None, change.new is None)


def same_sentence(changes: Sequence[Change]) -> Iterator[list[Change]]:
    """The changes of several verbs of one sentence to which the same happened."""
    groups: dict[tuple[object, ...], list[Change]] = defaultdict(list)
    for change in changes:
        if (commitment := told(change)) is not None:
            groups[(commitment.block, commitment.quote_start, change.old is None, *event(change))].append(change)
    yield from (g for g in groups.values() if len(g) > 1)


def told_again(changes: Sequence[Change]) -> Iterator[list[Change]]:
    """The changes of one promise that is told in several places, to which the same happened in each."""
    mine = [(c, commitment) for c in changes if (commitment := told(c)) is not None]
    gists = [gist_of(commitment) for _, commitment in mine]
    for i, j in candidates(gists, gists, fewest=3):
        if i < j and event(mine[i][0]) == event(mine[j][0]) and are_one(gists[i], gists[j]):
            yield [mine[i][0], mine[j][0]]
    said: dict[tuple[object, ...], list[Change]] = defaultdict(list)
    for change, commitment in mine:
        if len(commitment.quote.split()) >= LONG_SENTENCE:
            said[(plain(commitment.quote), *event(change))].append(change)
    yield from (group for group in said.values() if len(group) > 1)


def are_one(a: Gist, b: Gist) -> bool:
    """Whether two commitments are one promise told twice."""
    return min(len(a.action), len(b.action)) >= FEWEST_STEMS and likeness(a, b) >= TOLD_AGAIN


# ---- sections --------------------------------------------------------------------------------------------------------


def sections_of(changes: Sequence[Change], old: Dataset, new: Dataset, teller: Teller) -> list[SectionChange]:
    """The sections of which every promise was dropped, and those of which every promise is new.

    ``teller`` puts promises into words.
    """
    names = Names()
    return [
        *whole_sections(changes, (old, new), "gone", names, teller),
        *whole_sections(changes, (new, old), "new", names, teller),
    ]


def whole_sections(
    changes: Sequence[Change],
    sides: tuple[Dataset, Dataset],
    change: Literal["gone", "new"],
    names: Names,
    teller: Teller,
) -> Iterator[SectionChange]:
    """The sections of one version of whose promises the other has none; ``sides``: that version, and the other."""
    there = Counter(section_of(p) for p in sides[0].commitments if p.status == "planned")
    headings = {plain(b.text) for b in sides[1].blocks if b.kind == "heading"}
    kind, other = ("dropped", "new") if change == "gone" else ("added", "old")
    mine: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for c in changes:
        side = c.old if change == "gone" else c.new
        if getattr(c, other) is None and kind in c.kinds and isinstance(side, Commitment | TableRow):
            mine[section_of(side)].append(c)
    for (part, heading), group in mine.items():
        news = [c for c in group if c.news]
        lost = len([c for c in news if not isinstance(c.old or c.new, TableRow)])
        if len(news) < FEWEST_IN_SECTION or lost < there[part, heading]:
            continue
        first = news[0].old or news[0].new
        assert isinstance(first, Commitment | TableRow), "only those are counted"
        entries = len([c for c in news if c.folded_into is None]) or 1
        page = f" (page {first.page})" if first.page is not None else ""
        stays = plain(heading) in headings or teller.rewritten
        yield SectionChange(
            id=names.unique(f"{change}-{slug(heading, LONGEST_ID)}"),
            change=change,
            heading=heading,
            part=part,
            page=first.page,
            page_label=first.page_label,
            promises=entries,
            changes=tuple(c.id for c in group),
            sentence=f"{opening(heading, change, stays)} {said(entries, news)}{page}{among(news, teller)}{still(group)}.",
        )


def opening(heading: str, change: str, stays: bool) -> str:
    """How the sentence on a section begins; ``stays``: its name or its matter may stand in the other version as well."""
    name = f"“{heading.rstrip(':')}”"
    if not stays:
        return f"The whole section {name} is {change}, with"
    other = "new" if change == "gone" else "old"
    return f"Nothing was found in the {other} version that corresponds to the promises of the section {name}:"


def among(changes: Sequence[Change], teller: Teller) -> str:
    """A few of a section's promises, dated and costed ones first, in their own words."""
    entries = [c for c in changes if c.folded_into is None]
    mine = [(rank(c), side) for c in entries if isinstance(side := c.old or c.new, Commitment)]
    plain_first = sorted(mine, key=lambda m: (teller.needs_its_context(m[1]), m[0]))
    told = (teller.briefly(side) for _, side in plain_first)
    names = [name for name in told if len(name.split()) >= SAYING]
    rows = [f"“{c.name}”" for e in entries if isinstance(c := e.old or e.new, TableRow)]
    shown = [*names, *rows][:AMONG]
    if not shown:
        return ""
    return f": {shown[0]}" if len(entries) == 1 else f", among them {', '.join(shown)}"


def still(changes: Sequence[Change]) -> str:
    """What comes nearest to a section's promises in the other version, the first two places."""
    spoken = list(dict.fromkeys(c.still for c in changes if c.still and c.still.startswith(NEAREST)))[:STILL_SHOWN]
    others = [words.removeprefix(NEAREST) for words in spoken[1:]]
    return f"; {'; '.join([*spoken[:1], *others])}" if spoken else ""


def said(entries: int, changes: Sequence[Change]) -> str:
    """How many promises, and how many of them had a date."""
    dated = 0
    for c in changes:
        told = c.old or c.new
        has_day = isinstance(told, TableRow) or (isinstance(told, Commitment) and day_of(told.deadline) is not None)
        dated += c.folded_into is None and has_day
    with_dates = f", {dated} of them dated" if 0 < dated < entries else ", all dated" if dated else ""
    return f"{entries} promise{'s' if entries != 1 else ''}{with_dates}"


def section_of(promise: Commitment | TableRow) -> tuple[str, str]:
    """The part and the section that a promise stands in."""
    return promise.part, promise.section or promise.part


# ---- what to look at first -------------------------------------------------------------------------------------------


def first_of(changes: Sequence[Change]) -> tuple[str, ...]:
    """The ids of the changes to look at first: dated, costed or named promises, large slips, softened words."""
    entries = [c for c in changes if c.folded_into is None and c.substance and c.news]
    repeats: dict[str, int] = defaultdict(int)
    for change in changes:
        if change.folded_into is not None:
            repeats[change.folded_into] += 1
    order = {c.id: i for i, c in enumerate(entries)}
    entries.sort(key=lambda c: (-weight(c, repeats[c.id]), order[c.id]))
    return tuple(c.id for c in entries[:FIRST])


def weight(change: Change, repeats: int) -> float:
    """How much a change is worth a look."""
    commitment = told(change)
    score = sum(WEIGHTS.get(k, 0.0) for k in change.kinds if k not in COSMETIC)
    slip = max(change.slip_months or 0, change.start_slip_months or 0, change.late_months or 0)
    score += min(slip / LARGE_SLIP, 3.0) + min(repeats, 2) * 0.5
    if change.reason:
        score += 0.5
    if commitment is not None:
        score += 1.5 * (commitment.deadline is not None) + 1.5 * bool(commitment.funding)
        score += 0.5 * (commitment.actor.source not in ("implied", "pronoun"))
        score -= 2.0 * (commitment.status != "planned" and "completed" not in change.kinds)
    return score * (0.5 + min(change.score, 1.0) / 2) if change.old is not None and change.new is not None else score
