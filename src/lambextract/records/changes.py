"""What a comparison publishes: the contract of ``diff --format json``. Checked and frozen, like the dataset."""

from typing import Literal, get_args

from pydantic import Field

from .dataset import Commitment, DocumentRecord, Record

Kind = Literal[
    "dropped",
    "weakened",
    "later",
    "vaguer",
    "funding",
    "actor",
    "recommendation",
    "added",
    "earlier",
    "dated",
    "strengthened",
    "completed",
    "split",
    "merged",
    "moved",
    "reworded",
]

KINDS: tuple[Kind, ...] = get_args(Kind)  # worst first; a change is told under the first of its kinds
COSMETIC: frozenset[Kind] = frozenset({"split", "merged", "moved", "reworded"})
QUIET: frozenset[Kind] = frozenset({"moved", "reworded"})  # counted, and shown only when asked for

MEANINGS: dict[Kind, str] = {
    "dropped": "no longer promised",
    "weakened": "promised less firmly: will → will consider; firm → subject to …; reported done → planned again",
    "later": "due later, or beginning later",
    "vaguer": "a date lost, or a coarser one",
    "funding": "more money, less, or none",
    "actor": "another body is to do it",
    "recommendation": "the text of the recommendation itself has changed",
    "added": "newly promised",
    "earlier": "due earlier, or beginning earlier",
    "dated": "a date gained, or a finer one",
    "strengthened": "promised more firmly",
    "completed": "planned or under way before, now reported done",
    "split": "one sentence became several",
    "merged": "several sentences became one",
    "moved": "the same words stand elsewhere",
    "reworded": "the same substance in other words",
}


class RowText(Record):
    """The text of an annex row's recommendation."""

    recommendation: int | str = Field(description="The printed reference")
    quote: str = Field(description="The recommendation's text")


class Change(Record):
    """One thing that differs between two versions: a commitment with all that happened to it, or a recommendation."""

    id: str = Field(description="The old commitment's id, or the new one's where there is no old one")
    kinds: tuple[Kind, ...] = Field(description="What happened, the worst first")
    old: Commitment | RowText | None = Field(description="The commitment before, null for added ones")
    new: Commitment | RowText | None = Field(description="The commitment now, null for dropped ones")
    slip_months: int | None = Field(
        description="The new deadline's last day minus the old one's in whole months, null unless both have one"
    )
    start_slip_months: int | None = Field(description="The same for the first days, where a thing is to begin")
    funding_delta: float | None = Field(description="The new sums minus the old ones, in the currency's unit")
    funding_period: Literal["total", "per_year"] | None = Field(description="Whether that is once or every year")
    still: str | None = Field(
        description="Of a dropped promise: where it is still made, or the words that now stand in its place"
    )
    beside: tuple[str, ...] = Field(
        description="Of a split or a merge: the other sentences on the side that has several"
    )
    sentence: str = Field(description="The change in a sentence that can be quoted")
    score: float = Field(description="How sure the match is: 1.0 for the same text")

    @property
    def wordings(self) -> tuple[str, str]:
        """The words on both sides, with all the sentences of a split or a merge; empty where there is no side."""
        before, after = (side.quote if side is not None else "" for side in (self.old, self.new))
        rest = " ".join(("", *self.beside))
        return (before + rest, after) if "merged" in self.kinds else (before, after + rest)

    @property
    def substance(self) -> bool:
        """Whether more than wording and place has changed."""
        return any(kind not in COSMETIC for kind in self.kinds)

    @property
    def quiet(self) -> bool:
        """Whether it is told only when all is asked for."""
        return all(kind in QUIET for kind in self.kinds)

    @property
    def kind(self) -> Kind:
        """The worst of what happened."""
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


class Comparison(Record):
    """What changed from one version of a plan to another."""

    old: DocumentRecord
    new: DocumentRecord
    summary: dict[str, int] = Field(description="How many changes there are of each kind, and how many are unchanged")
    actors: tuple[ActorLine, ...] = Field(description="The same by who is to act")
    changes: tuple[Change, ...] = Field(description="Substance before wording, the worst first")

    @property
    def substance(self) -> tuple[Change, ...]:
        """The changes of substance."""
        return tuple(c for c in self.changes if c.substance)
