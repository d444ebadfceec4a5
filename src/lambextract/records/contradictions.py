"""The published contract of ``conflicts --format json``: where a plan contradicts itself, and what stands in one place only."""

from pydantic import Field

from .dataset import ConflictField, DocumentRecord, Record


class Telling(Record):
    """One of the places in which a promise is told."""

    commitment: str = Field(description="Id of the commitment")
    said: str = Field(description="The words in which this telling differs: its date, its body, its sum")
    quote: str = Field(description="The sentence, verbatim")
    place: str = Field(description="Where it stands, as a reader would look for it: para 1.28, page 16")
    page: int | None = Field(description="The PDF page")
    paragraph: str | None = Field(description="The printed paragraph number")
    recommendation: int | str | None = Field(description="The annex reference")


class Contradiction(Record):
    """A promise that is told in several places, and not in the same way."""

    promise: str = Field(description="The promise's id: that of the commitment that tells it first")
    field: ConflictField = Field(description="In what its tellings disagree")
    sentence: str = Field(description="What disagrees, in a sentence that can be quoted")
    months: int | None = Field(description="How many months lie between the dates that lie farthest apart")
    score: float = Field(description="How much speaks for the tellings being of one promise, 0 to 1")
    tellings: tuple[Telling, ...] = Field(description="The tellings that disagree, in the order of the plan")


class Orphan(Record):
    """A promise that stands in one place only."""

    commitment: str = Field(description="Id of the commitment")
    promise: str = Field(description="The promise, in a few of its own words")
    place: str = Field(description="Where it stands, as a reader would look for it: para 1.28, page 16")


class Orphans(Record):
    """What stands in one place only, in a plan with a table of recommendations."""

    undated: tuple[int | str, ...] = Field(description="Recommendations without any promise that has a date")
    not_in_annex: tuple[Orphan, ...] = Field(description="Open promises that no row of the table tells")
    annex_only: tuple[Orphan, ...] = Field(description="Open promises of the table that nothing else in the plan tells")


class Contradictions(Record):
    """A plan held against itself."""

    document: DocumentRecord
    promises: int = Field(description="How many promises that are still open the plan makes, each counted once")
    done: int = Field(description="How many things it reports done, each counted once")
    commitments: int = Field(description="In how many places it tells them")
    contradictions: tuple[Contradiction, ...] = Field(description="Where it disagrees with itself, the worst first")
    orphans: Orphans | None = Field(
        description="What stands in one place only; null without a table of recommendations"
    )
