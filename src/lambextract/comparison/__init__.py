"""Two datasets → what changed between them. Knows datasets only: no language model, no source files."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from ..document.identifiers import Names
from ..language.text_diff import same_wording
from ..likeness.evidence import Evidence
from ..likeness.similarity import overlap, stems
from ..patterns import ChangePatterns, load_change_patterns
from ..records.changes import (
    COSMETIC,
    KINDS,
    QUIET,
    Change,
    Comparison,
    Kind,
    Passage,
    RowText,
    SectionChange,
    TableRow,
    Told,
)
from ..records.dataset import Commitment, Dataset
from .actors import actor_lines
from .alarms import REWRITTEN, alarms_of
from .between import between, say_itself, with_rows
from .fates import Fate, Search
from .folding import FEWEST_STEMS, first_of, folded, sections_of
from .kinds import Found
from .naming import Naming
from .pairing import Pair, pairs_of, rarity_of, side_of
from .phrases import NEAREST, Teller, place, quoted, sentence_for_row, sentence_for_table
from .places import row_pairs
from .rows import Row, RowChange, Tables, row_changes


def compare(old: Dataset, new: Dataset, patterns: ChangePatterns | None = None) -> Comparison:
    """What changed from one version of a plan to another. ``patterns``: the words that changes are told from.

    >>> compare(dataset, dataset).changes  # doctest: +SKIP
    ()
    """
    return Comparing(old, new, patterns or own_patterns()).comparison()


@cache
def own_patterns() -> ChangePatterns:
    """The words that changes are told from, of the packs that come with the tool; read once."""
    return load_change_patterns()


class Comparing:
    """One comparison in the making."""

    def __init__(self, old: Dataset, new: Dataset, patterns: ChangePatterns) -> None:
        self.old, self.new, self.patterns = old, new, patterns
        self.before, self.after = side_of(old), side_of(new)
        self.rarity = rarity_of(self.before, self.after)
        self.forward = Search(self.before, self.after, self.rarity, patterns, forward=True)
        self.backward = Search(self.after, self.before, self.rarity, patterns, forward=False)
        self.names = Names()
        commitments = (*self.before.commitments, *self.after.commitments)
        self.teller = Teller(commitments, (Naming(old, patterns), Naming(new, patterns)), patterns)

    def comparison(self) -> Comparison:
        """All that changed."""
        pairs = pairs_of(self.before, self.after, self.rarity, (self.forward, self.backward))
        told = between(self.before, self.after, pairs, self.forward.testimony)
        found = told.found
        paired_old, paired_new = {p.old for p in found}, {p.new for p in found}
        dropped = [i for i in range(len(self.before.commitments)) if i not in paired_old]
        added = [j for j in range(len(self.after.commitments)) if j not in paired_new]
        forth, back = {p.old: p.new for p in pairs}, {p.new: p.old for p in pairs}
        fates = {i: self.forward.fate(i, forth) for i in dropped}
        open_ = [i for i, c in enumerate(self.before.commitments) if c.status == "planned"]
        matched = [i for i in open_ if i in paired_old or fates[i].place is not None]
        alarms = tuple(alarms_of(self.old, self.new, len(open_), len(matched)))
        self.teller.rewritten = any(alarm.code == REWRITTEN for alarm in alarms)
        changes = [
            self.change(
                self.before.commitments[p.old], self.after.commitments[p.new], f, p, beside=told.beside.get(p, ())
            )
            for p, f in found.items()
            if f.kinds
        ]
        by_new, by_old = {p.new: p for p in pairs}, {p.old: p for p in pairs}
        changes += [self.left(i, fates[i], by_new, found) for i in dropped]
        changes += [self.came(j, self.backward.fate(j, back), by_old, found) for j in added]
        changes += recommendations(self.old, self.new, self.names)
        changes += self.tables(changes)
        changes.sort(key=lambda c: (not c.substance, KINDS.index(c.kind), -(c.slip_months or 0), position(c)))
        changes = folded(changes)
        sections = sections_of(changes, self.old, self.new, self.teller)
        whole = {id_: section.id for section in sections for id_ in section.changes}
        changes = [c.model_copy(update={"folded_into": whole[c.id]}) if c.id in whole else c for c in changes]
        return Comparison(
            old=self.old.document,
            new=self.new.document,
            summary=summary_of(changes, sum(not f.kinds for f in found.values())),
            headline=headline_of(changes, sections),
            matched=len(matched),
            alarms=alarms,
            first=first_of(changes),
            sections=tuple(sections),
            actors=tuple(actor_lines(self.before, self.after, found, changes)),
            changes=tuple(changes),
        )

    def change(
        self,
        old: Commitment,
        new: Commitment,
        found: Found,
        pair: Pair,
        still: str | None = None,
        beside: tuple[str, ...] = (),
    ) -> Change:
        """The record of what changed in a pair."""
        change = change_of(
            self.names.unique(old.id), (old, new), found, self.teller.sentence_for(old, new, found), pair.score
        )
        return change.model_copy(update={"still": still, "beside": beside, "evidence": pair.evidence})

    def told_with_another(self, i: int, j: int, telling: Found | None) -> Found | None:
        """What happened to a promise whose counterpart is that of another as well: told once instead of twice, or together.

        ``telling``: what happened to the other, where both tell one promise: the two know the same. None where the two are
        different promises after all.
        """
        old, new = self.before.commitments[i], self.after.commitments[j]
        found = with_rows(self.before, i, self.after, j, self.forward.testimony.firm)
        say_itself(old, self.after, j, found, self.forward.testimony)
        if telling is not None:
            found.kinds &= telling.kinds
            return found
        seen = Evidence(old, new, (self.before.gists[i], self.after.gists[j]), 0.0, self.rarity)
        if self.forward.same_name(i, j) and seen.score >= OF_ONE_NAME:
            found.kinds.discard("actor")
            return found
        if seen.score < ANOTHER_TELLING or not seen.of_one_thing or seen.of_another_thing:
            return None
        found.kinds.discard("actor")
        return found

    def left(self, i: int, fate: Fate, pairs: Mapping[int, Pair], told: Mapping[Pair, Found]) -> Change:
        """The record of what became of a commitment without a partner of its own. ``pairs``: by the new commitment."""
        old = self.before.commitments[i]
        found, still = fate.found, None
        if fate.partner is not None:
            other, pair = self.after.commitments[fate.partner], pairs.get(fate.partner)
            twice = pair is not None and self.elsewhere(i, pair.old)
            again = self.told_with_another(i, fate.partner, told[pair] if pair is not None and twice else None)
            if taken(pair, twice) or (again is None and fate.score < SURELY_SAID):
                return self.one_sided(old, None, *self.nothing_like(self.forward, old, fate))
            if again is not None and again.kinds - COSMETIC:
                return self.change(old, other, again, Pair(i, fate.partner, fate.score))
            if twice:  # one of several tellings went
                found = Found({"dropped", "merged"})
                still = f"it is still made elsewhere ({place(other, actor=False)})"
        elif "dropped" in found.kinds:
            still = self.spoken_of(fate)
        return self.one_sided(old, None, found, fate, still)

    def nothing_like(self, search: Search, told: Commitment, fate: Fate) -> tuple[Found, Fate, str | None]:
        """That a commitment is gone, or new, after what looked like it turned out to be another."""
        gone = search.gone(told, fate.place)
        return gone.found, gone, self.spoken_of(gone) if search.forward else None

    def spoken_of(self, fate: Fate) -> str | None:
        """What the other version says that comes nearest to what is gone, and where, if it speaks of the same matter."""
        if fate.mention is None or len(fate.mention.text.split()) < FEWEST_SAID:
            return None
        page = f" (page {fate.mention.block.page})" if fate.mention.block.page is not None else ""
        return f"{NEAREST}{quoted(fate.mention.text)}{page}"

    def came(self, j: int, fate: Fate, pairs: Mapping[int, Pair], told: Mapping[Pair, Found]) -> Change:
        """The record of a commitment that came without a partner of its own. ``pairs``: by the old commitment."""
        new = self.after.commitments[j]
        found, still = fate.found, None
        if self.forward.testimony.repeats_in(self.after.passages, new):
            found, fate = Found({"added", "merged"}), Fate()
            return self.one_sided(None, new, found, fate, "the new version only repeats what was said before")
        if fate.partner is not None:
            other, pair = self.before.commitments[fate.partner], pairs.get(fate.partner)
            twice = pair is not None and self.elsewhere(pair.new, j, old=False)
            again = self.told_with_another(fate.partner, j, told[pair] if pair is not None and twice else None)
            if taken(pair, twice) or (again is None and fate.score < SURELY_SAID):
                return self.one_sided(None, new, *self.nothing_like(self.backward, new, fate))
            if again is not None and again.kinds - COSMETIC:
                return self.change(other, new, again, Pair(fate.partner, j, fate.score))
            if twice:
                found = Found({"added", "merged"})
                still = f"it was made before as well ({place(other, actor=False)})"
        return self.one_sided(None, new, found, fate, still)

    def one_sided(
        self, old: Commitment | None, new: Commitment | None, found: Found, fate: Fate, still: str | None
    ) -> Change:
        """The record of a commitment without a partner, with the words that stand on the other side, if any."""
        there = self.after if old is not None else self.before
        told = old or new
        assert told is not None, "one side is told"
        other: Commitment | Passage | None = None
        if fate.partner is not None:
            other = there.commitments[fate.partner] if found.kinds <= COSMETIC else None
        elif fate.place is not None:
            other = there.passages.record(fate.place)
        sides = (old, other) if old is not None else (other, new)
        if old is not None and fate.now is not None:
            sentence = self.teller.sentence_for(old, fate.now, found)
        else:
            sentence = self.teller.sentence_for_fate(old, new, found, other, still)
        change = change_of(self.names.unique(told.id), sides, found, sentence, fate.score)
        return change.model_copy(update={"still": still})

    def elsewhere(self, one: int, other: int, old: bool = True) -> bool:
        """Whether two commitments of one version tell the same promise in different places."""
        side = self.before if old else self.after
        a, b = side.gists[one], side.gists[other]
        same_block = side.commitments[one].block == side.commitments[other].block
        telling = min(len(a.action), len(b.action)) >= FEWEST_STEMS
        return telling and not same_block and self.rarity.overlap(a.action, b.action) >= TOLD_AGAIN

    def tables(self, told: Sequence[Change]) -> Iterator[Change]:
        """What changed in tables, where the commitments in their rows do not tell it already."""
        before, after = Tables(self.old), Tables(self.new)
        changes, lost, gained = row_changes(before, after, self.patterns, self.rarity)
        rows = rows_of_blocks(self.old), rows_of_blocks(self.new)
        known = {
            (rows[0].get(c.old.block), rows[1].get(c.new.block))
            for c in told
            if isinstance(c.old, Commitment) and isinstance(c.new, Commitment) and c.substance
        }
        numbered = ({r.id for r in self.old.recommendations}, {r.id for r in self.new.recommendations})
        for row in changes:
            a, b = before.rows[row.old], after.rows[row.new]
            if (a.id, b.id) in known and "recommendation" not in row.found.kinds:
                continue  # the promises in it tell it
            if "recommendation" in row.found.kinds and numbered[0] and numbered[1]:
                continue  # told by the numbers
            cells = [[(column, text) for column, *texts in row.cells for text in texts[n : n + 1]] for n in (0, 1)]
            yield self.row_change(before.record(a, cells[0]), after.record(b, cells[1]), row)
        yield from self.rows_left((before.rows[i] for i in sorted(lost)), before, "dropped")
        yield from self.rows_left((after.rows[j] for j in sorted(gained)), after, "added")

    def row_change(self, old: TableRow, new: TableRow, row: RowChange) -> Change:
        """The record of what changed in a row of a table."""
        sentence = sentence_for_table(old, new, row.found, row.cells)
        change = change_of(self.names.unique(old.row), (old, new), row.found, sentence, 1.0)
        return change.model_copy(update={"evidence": ("the same row",)})

    def rows_left(self, rows: Iterable[Row], tables: Tables, kind: Kind) -> Iterator[Change]:
        """The records of the dated rows that one version alone holds, and of which nothing is said in the other."""
        here, there = (self.before, self.after) if kind == "dropped" else (self.after, self.before)
        row_of = rows_of_blocks(here.dataset)
        promised = {row_of.get(c.block) for c in here.commitments}
        for row in rows:
            if not row.is_dated or row.id in promised or there.passages.speaks_of(row.about, self.rarity):
                continue
            told, found = tables.record(row), Found({kind})
            old, new = (told, None) if kind == "dropped" else (None, told)
            sentence = sentence_for_table(old, new, found, ())
            yield change_of(self.names.unique(told.row), (old, new), found, sentence, 0.0)


SURELY_SAID = 0.5  # likeness of a passage from which it says a promise as well, though its own is another
OF_ONE_NAME = 0.25  # the same where both name the same rare thing
ANOTHER_TELLING = 0.42  # score from which a promise without a partner is a telling of one that has another
FEWEST_SAID = 4  # words of a passage that tells something where nothing like a promise is left
TOLD_AGAIN = 0.5  # overlap of two actions of one version from which one tells the other again


def change_of(id_: str, sides: tuple[Told | None, Told | None], found: Found, sentence: str, score: float) -> Change:
    """The record of what happened between two sides."""
    return Change(
        id=id_,
        kinds=found.ordered,
        old=sides[0],
        new=sides[1],
        slip_months=found.slip_months,
        start_slip_months=found.start_slip_months,
        late_months=found.late_months,
        funding_delta=found.funding_delta,
        funding_period=found.funding_period,
        still=None,
        reason=found.reason,
        beside=(),
        sentence=sentence,
        score=score,
    )


def taken(pair: Pair | None, twice: bool) -> bool:
    """Whether a commitment is the very words of its partner, and so no telling of another promise."""
    return pair is not None and pair.score == 1.0 and not twice


def rows_of_blocks(dataset: Dataset) -> dict[str, str | None]:
    """The table row of each block."""
    return {b.id: b.row for b in dataset.blocks if b.row is not None}


def summary_of(changes: Sequence[Change], unchanged: int) -> dict[str, int]:
    """How many changes there are of each kind, and how many are unchanged."""
    counts = {kind: sum(kind in c.kinds for c in changes) for kind in KINDS}
    return {**{kind: n for kind, n in counts.items() if n}, "unchanged": unchanged}


def headline_of(changes: Sequence[Change], sections: Sequence[SectionChange]) -> dict[str, int]:
    """Counts that can be printed: each promise once, under the kind it is told by; statements of the past left out."""
    entries = [c for c in changes if c.folded_into is None and c.substance and c.news]
    counts = {kind: sum(c.kind == kind for c in entries) for kind in KINDS}
    counts["dropped"] += sum(s.promises for s in sections if s.change == "gone")
    counts["added"] += sum(s.promises for s in sections if s.change == "new")
    return {kind: n for kind, n in counts.items() if n}


def position(change: Change) -> tuple[int, int]:
    """Where a change stands in the new version, or in the old one."""
    for side in (change.new, change.old):
        if side is not None and not isinstance(side, RowText):
            return (side.page or 0, getattr(side, "quote_start", 0))
    return (1 << 20, 0)


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
        score = 1.0 if a.ref == b.ref else round(overlap(stems(a.recommendation), stems(b.recommendation)), 3)
        found = Found({"recommendation"})
        yield change_of(names.unique(a.id), (one, other), found, sentence_for_row(one, other), score)


__all__ = ["COSMETIC", "KINDS", "QUIET", "Change", "Comparison", "compare"]
