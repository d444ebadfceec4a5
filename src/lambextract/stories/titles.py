"""The words in which kinds of change, places and versions are told, shared by all formats."""

from ..comparison.phrases import row_place, spot
from ..records.changes import Kind, RowText, TableRow, Told
from ..records.dataset import DocumentRecord

TITLES: dict[Kind, str] = {
    "dropped": "Dropped",
    "unpromised": "No longer a promise",
    "overtaken": "Date passed, nothing said",
    "weakened": "Weakened",
    "later": "Slipped",
    "delayed": "Delayed, says the plan",
    "vaguer": "Made vaguer",
    "funding": "Money changed",
    "actor": "Passed to another body",
    "recommendation": "Recommendation reworded",
    "status": "Status changed",
    "added": "New",
    "promised": "Now a promise",
    "earlier": "Brought forward",
    "dated": "Given a date",
    "strengthened": "Strengthened",
    "completed": "Reported done",
    "started": "Reported under way",
    "renamed": "Renamed",
    "split": "Split",
    "merged": "Merged",
    "moved": "Moved",
    "reworded": "Reworded",
}
BAD: frozenset[Kind] = frozenset({"dropped", "unpromised", "overtaken", "weakened", "later", "delayed", "vaguer"})
GOOD: frozenset[Kind] = frozenset({"added", "promised", "earlier", "dated", "strengthened", "completed", "started"})

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


def where(side: Told | None) -> str:
    """Where a side of a change stands: para 1.28, page 16."""
    if side is None:
        return ""
    if isinstance(side, RowText):
        return f"recommendation {side.recommendation}"
    if isinstance(side, TableRow):
        return row_place(side)
    return ", ".join(spot(side, column=True))


def months(number: float) -> str:
    """A number of months in words: 6 months, 1 month, 4.5 months."""
    said = f"{number:g}"
    return f"{said} month" if said == "1" else f"{said} months"


def per_cent(part: int, whole: int) -> int:
    """A share in whole per cent; what is not all is at most 99."""
    share = 100 * part / whole if whole else 100.0
    return min(99, round(share)) if part < whole else 100
