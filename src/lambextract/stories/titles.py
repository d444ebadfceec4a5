"""The words in which kinds of change, places and versions are told, shared by all formats."""

from ..comparison.phrases import spot
from ..records.changes import Kind, RowText
from ..records.dataset import Commitment, DocumentRecord

TITLES: dict[Kind, str] = {
    "dropped": "Dropped",
    "weakened": "Weakened",
    "later": "Slipped",
    "vaguer": "Made vaguer",
    "funding": "Money changed",
    "actor": "Passed to another body",
    "recommendation": "Recommendation reworded",
    "added": "New",
    "earlier": "Brought forward",
    "dated": "Given a date",
    "strengthened": "Strengthened",
    "completed": "Reported done",
    "split": "Split",
    "merged": "Merged",
    "moved": "Moved",
    "reworded": "Reworded",
}
BAD: frozenset[Kind] = frozenset({"dropped", "weakened", "later", "vaguer"})
GOOD: frozenset[Kind] = frozenset({"added", "earlier", "dated", "strengthened", "completed"})

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def version_name(document: DocumentRecord) -> str:
    """A version by its date of publication, else by its file: February 2010."""
    if not document.published:
        return document.source
    year, _, month = document.published.partition("-")
    return f"{MONTHS[int(month) - 1]} {year}" if month else year


def version_names(documents: tuple[DocumentRecord, ...]) -> list[str]:
    """Names that tell versions apart: by date, or by file where two share a date."""
    names = [version_name(d) for d in documents]
    return names if len(set(names)) == len(names) else [d.source for d in documents]


def where(side: Commitment | RowText | None) -> str:
    """Where a side of a change stands: para 1.28, page 16."""
    if side is None:
        return ""
    if isinstance(side, RowText):
        return f"recommendation {side.recommendation}"
    return ", ".join(spot(side, column=True))


def months(number: float) -> str:
    """A number of months in words: 6 months, 1 month, 4.5 months."""
    said = f"{number:g}"
    return f"{said} month" if said == "1" else f"{said} months"
