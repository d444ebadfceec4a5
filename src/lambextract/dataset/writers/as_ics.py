"""Datasets → a calendar (RFC 5545): an all-day entry for each day on which a promise falls due or begins."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from ...records.dataset import Commitment, Dataset, DocumentRecord
from ...records.tellings import day_of, promise_of, what_of
from ..tables.labels import plan_id

FILE = "deadlines.ics"
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)  # of a plan that does not say when it was published


def ics_files(datasets: Sequence[Dataset]) -> dict[str, bytes]:
    """The calendar, by file name."""
    calendar = Calendar()
    calendar.add("prodid", "-//lambextract//deadlines of government plans//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "; ".join(d.document.title or d.document.source for d in datasets))
    for dataset in datasets:
        for commitment, day in due(dataset.commitments):
            calendar.add_component(event(commitment, day, dataset.document))
    return {FILE: calendar.to_ical()}


def due(commitments: Sequence[Commitment]) -> Iterator[tuple[Commitment, date]]:
    """What is still to be done and has a day: each promise once for each day that its tellings name."""
    seen: set[tuple[str, str]] = set()
    for commitment in commitments:
        day = day_of(commitment)
        key = (promise_of(commitment), day or "")
        if day and commitment.status != "completed" and key not in seen:
            seen.add(key)
            yield commitment, date.fromisoformat(day)


def event(commitment: Commitment, day: date, document: DocumentRecord) -> Event:
    """The entry of one promise."""
    deadline = commitment.deadline
    assert deadline is not None, "only what has a day is entered"
    page = f", page {commitment.page}" if commitment.page else ""
    days = f" ({deadline.start} to {deadline.end})" if deadline.start and deadline.end else ""
    about = [
        f"{commitment.actor.name}: {what_of(commitment)}",
        f"{deadline.relation}: “{deadline.text}”{days}",
        f"“{commitment.quote}”",
        f"{document.title or document.source}{page} ({commitment.id})",
    ]
    entry = Event()
    entry.add("uid", f"{plan_id(document)}/{commitment.id}/{day.isoformat()}@lambextract")
    entry.add("dtstamp", stamp(document))
    entry.add("dtstart", day)
    entry.add("duration", timedelta(days=1))
    entry.add("summary", f"{'Due' if deadline.end else 'Begins'}: {what_of(commitment)} ({commitment.actor.name})")
    entry.add("description", "\n\n".join(about))
    entry.add("categories", [commitment.status, commitment.strength])
    entry.add("transp", "TRANSPARENT")
    return entry


def stamp(document: DocumentRecord) -> datetime:
    """The time that an entry bears: the plan's month, so that the same plan gives the same calendar."""
    if not document.published:
        return UNDATED
    year, _, month = document.published.partition("-")
    return datetime(int(year), int(month or 1), 1, tzinfo=UTC)
