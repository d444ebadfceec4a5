"""What a comparison publishes: the contract of ``diff --format json``. Checked and frozen, like the dataset."""

from typing import Literal, get_args

from pydantic import Field

from .dataset import Commitment, DocumentRecord, Record

Kind = Literal[
    "dropped",
    "unpromised",
    "overtaken",
    "weakened",
    "later",
    "delayed",
    "vaguer",
    "funding",
    "actor",
    "recommendation",
    "status",
    "added",
    "promised",
    "earlier",
    "dated",
    "strengthened",
    "completed",
    "started",
    "renamed",
    "split",
    "merged",
    "moved",
    "reworded",
]

KINDS: tuple[Kind, ...] = get_args(Kind)  # worst first; a change is told under the first of its kinds
COSMETIC: frozenset[Kind] = frozenset({"renamed", "split", "merged", "moved", "reworded"})
QUIET: frozenset[Kind] = frozenset({"merged", "moved", "reworded"})  # counted, and shown only when asked for

MEANINGS: dict[Kind, str] = {
    "dropped": "gone: nothing like it stands anywhere in the new version, or the new version says that it is withdrawn",
    "unpromised": "the matter still stands there, but no longer as a promise: as “could” or “should”, as history, as a heading",
    "overtaken": "gone, and its date had passed before the new version came out, which does not say what became of it",
    "weakened": "promised less firmly: will → will consider; firm → subject to …; reported done → planned again",
    "later": "due later, or beginning later",
    "delayed": "the new version itself says that it is delayed",
    "vaguer": "a date lost, or a coarser one",
    "funding": "more money, less, or none",
    "actor": "another body is to do it",
    "recommendation": "the text of the recommendation itself has changed",
    "status": "what a table says of it has changed, such as “not met” → “met”",
    "added": "newly promised: nothing like it stands anywhere in the old version",
    "promised": "the old version spoke of it without promising it; now it is promised",
    "earlier": "due earlier, or beginning earlier",
    "dated": "a date gained, or a finer one",
    "strengthened": "promised more firmly",
    "completed": "planned or under way before, now reported done",
    "started": "planned before, now reported as begun or under way",
    "renamed": "the same promise under another name",
    "split": "one sentence became several",
    "merged": "several sentences became one, or it is told together with another promise",
    "moved": "the same words stand elsewhere",
    "reworded": "the same substance in other words",
}


class RowText(Record):
    """The text of an annex row's recommendation."""

    recommendation: int | str = Field(description="The printed reference")
    quote: str = Field(description="The recommendation's text")


class Passage(Record):
    """Words of a version that are no commitment: what stands where a promise stood, or what a promise came from."""

    block: str = Field(description="The block they stand in")
    kind: Literal["heading", "paragraph", "bullet", "footnote", "cell"] = Field(description="What that block is")
    part: str = Field(description="The part it stands in")
    section: str | None = Field(description="The heading above it")
    paragraph: str | None = Field(description="The printed paragraph number")
    page: int | None = Field(description="The PDF page")
    page_label: str | None = Field(description="The printed page number")
    quote: str = Field(description="The words, verbatim")
    quote_start: int = Field(description="Their offset in the block's text")


class TableRow(Record):
    """A row of a table that is compared cell by cell."""

    row: str = Field(description="The row's id, as blocks have it")
    name: str = Field(description="What the row is about: the text of its first cells")
    cells: tuple[tuple[str, str], ...] = Field(description="Its cells: the column's heading, or its id; the text")
    part: str = Field(description="The part it stands in")
    section: str | None = Field(description="The heading above the table")
    page: int | None = Field(description="The PDF page")
    page_label: str | None = Field(description="The printed page number")
    quote: str = Field(description="The cells that differ, or all of them, one after another")


Told = Commitment | TableRow | Passage | RowText


class Change(Record):
    """One thing that differs between two versions: a commitment with all that happened to it, a row, a recommendation."""

    id: str = Field(description="The old commitment's id, or the new one's where there is no old one")
    kinds: tuple[Kind, ...] = Field(description="What happened, the worst first")
    old: Told | None = Field(description="The commitment before, or the words it came from; null for added ones")
    new: Told | None = Field(description="The commitment now, or the words left of it; null for dropped ones")
    slip_months: int | None = Field(
        description="The new deadline's last day minus the old one's in whole months, null unless both have one"
    )
    start_slip_months: int | None = Field(description="The same for the first days, where a thing is to begin")
    late_months: int | None = Field(
        default=None, description="Of what is reported done on a day: by how many months it missed the day it was due"
    )
    funding_delta: float | None = Field(description="The new sums minus the old ones, in the currency's unit")
    funding_period: Literal["total", "per_year"] | None = Field(description="Whether that is once or every year")
    still: str | None = Field(
        description="Of a dropped promise: where it is still made, or where the new version still speaks of its matter"
    )
    reason: str | None = Field(default=None, description="The new version's own words on it: a delay, a transfer, why")
    beside: tuple[str, ...] = Field(
        description="Of a split or a merge: the other sentences on the side that has several"
    )
    sentence: str = Field(description="The change in a sentence that can be quoted")
    score: float = Field(description="How sure the match is: 1.0 for the same text")
    evidence: tuple[str, ...] = Field(
        default=(),
        description="What the two sides share, by which they were matched: verb, object, actor, place, words",
    )
    folded_into: str | None = Field(
        default=None,
        description="The id of the change, or of the vanished section, that tells of this one as well: it is the same "
        "promise told again, or another verb of the same sentence",
    )

    @property
    def wordings(self) -> tuple[str, str]:
        """The words on both sides, with all the sentences of a split or a merge; empty where there is no side."""
        before, after = (side.quote if side is not None else "" for side in (self.old, self.new))
        rest = " ".join(("", *self.beside))
        return (before + rest, after) if "merged" in self.kinds else (before, after + rest)

    @property
    def substance(self) -> bool:
        """Whether more than wording and place has changed; what is still promised elsewhere has only lost one telling."""
        return any(kind not in COSMETIC for kind in self.kinds) and self.kind not in COSMETIC

    @property
    def news(self) -> bool:
        """Whether it is about a promise, and not about a statement of what was done, or is done anyway."""
        told = [side for side in (self.old, self.new) if isinstance(side, Commitment)]
        return not told or any(side.status == "planned" for side in told)

    @property
    def quiet(self) -> bool:
        """Whether it is told only when all is asked for."""
        return all(kind in QUIET for kind in self.kinds)

    @property
    def kind(self) -> Kind:
        """The kind under which it is told: the worst of what happened.

        What was dropped after its date had passed is told apart; what is still promised elsewhere is not told as dropped.
        """
        for kind in ("overtaken", "merged"):
            if {"dropped", "added"} & set(self.kinds) and kind in self.kinds:
                return kind
        return self.kinds[0]


class ActorLine(Record):
    """What became of one body's open promises."""

    actor: str = Field(description="The body's id")
    name: str = Field(description="Its name")
    kept: int = Field(description="Promises that stand as they were, but for wording and place")
    completed: int = Field(description="Promises now reported done")
    slipped: int = Field(description="Promises that are due later")
    median_slip_months: float | None = Field(description="Median slip of those with dates in both versions, in months")
    dropped: int = Field(description="Promises no longer made")
    weakened: int = Field(description="Promises made less firmly")
    vaguer: int = Field(description="Promises that lost their date, or have a coarser one")
    added: int = Field(description="New promises")


class SectionChange(Record):
    """A section of the old version of which no promise is left, or one of the new version whose promises are all new."""

    id: str = Field(description="Readable: gone-… or new-… with the heading")
    change: Literal["gone", "new"] = Field(description="Whether it went or came")
    heading: str = Field(description="The section's heading")
    part: str = Field(description="The part it stood in")
    page: int | None = Field(description="The PDF page of its first promise")
    page_label: str | None = Field(description="The printed page number")
    promises: int = Field(description="How many promises stand in it, each counted once")
    changes: tuple[str, ...] = Field(description="Ids of their changes")
    sentence: str = Field(description="The change in a sentence that can be quoted")


class Alarm(Record):
    """Why a comparison must not be taken at its word."""

    code: Literal["largely-rewritten", "old-read-with-faults", "new-read-with-faults", "publisher-differs"]
    message: str = Field(description="What, in a sentence")


class Comparison(Record):
    """What changed from one version of a plan to another."""

    old: DocumentRecord
    new: DocumentRecord
    summary: dict[str, int] = Field(description="How many changes there are of each kind, and how many are unchanged")
    headline: dict[str, int] = Field(
        default={},
        description="Counts that can be printed: each promise once, under the kind it is told by; substance only",
    )
    matched: int = Field(default=0, description="Promises of the old version that have a counterpart in the new one")
    alarms: tuple[Alarm, ...] = Field(default=(), description="Why the counts must not be taken at their word")
    first: tuple[str, ...] = Field(default=(), description="Ids of the changes to look at first, ten at most")
    sections: tuple[SectionChange, ...] = Field(default=(), description="Sections that are gone, or new, as a whole")
    actors: tuple[ActorLine, ...] = Field(description="The same by who is to act")
    changes: tuple[Change, ...] = Field(description="Substance before wording, the worst first")

    @property
    def substance(self) -> tuple[Change, ...]:
        """The changes of substance."""
        return tuple(c for c in self.changes if c.substance)
