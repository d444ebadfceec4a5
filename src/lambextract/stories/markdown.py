"""The story in Markdown: headline counts, changes with what differs marked, then a table of actors."""

import re
from collections.abc import Iterator, Sequence

from ..comparison import Change, Comparison
from ..comparison.history import History, Row
from ..language.text_diff import marked
from . import Choice, Story, nothing_found
from .outline import counts_of, outline_of
from .titles import months, version_names, where


def markdown_of(told: Story, choice: Choice) -> str:
    """The story of a comparison or a history."""
    lines = story_of(told, choice) if isinstance(told, Comparison) else history_lines(told, choice)
    return "\n".join(lines) + "\n"


def story_of(comparison: Comparison, choice: Choice) -> Iterator[str]:
    """A comparison's lines."""
    old, new = version_names((comparison.old, comparison.new))
    outline = outline_of(comparison, choice.everything or bool(choice.kinds))
    yield f"# {safe(comparison.new.title or comparison.new.source)}"
    yield ""
    for alarm in comparison.alarms:
        yield f"> **Caution.** {safe(alarm.message)}"
        yield ""
    yield f"What changed from **{safe(old)}** ({safe(comparison.old.source)}) to **{safe(new)}** ({safe(comparison.new.source)})."
    yield ""
    yield headline(comparison)
    if outline.first:
        yield ""
        yield f"## To look at first ({len(outline.first)})"
        for change in outline.first:
            yield ""
            yield from change_lines(change, old, new, outline.titles[change.kind])
    if outline.whole:
        yield ""
        yield "## Whole sections"
        yield ""
        yield from (f"- {safe(whole.sentence)}" for whole in outline.whole)
    if outline.rest:
        yield ""
        yield f"## The rest, by section ({sum(len(s.changes) for s in outline.rest)})"
    for section in outline.rest:
        yield ""
        yield f"### {safe(section.heading)}{f' (in {safe(old)} only)' if section.gone else ''}"
        for change in section.changes:
            yield ""
            yield from change_lines(change, old, new, outline.titles[change.kind])
    if not outline.told and not outline.whole:
        yield ""
        yield nothing_found(comparison, choice)
    yield from actor_table(comparison)


def headline(comparison: Comparison) -> str:
    """The counts in one sentence."""
    counts = [f"{number} {words}" for _, number, words in counts_of(comparison)]
    if "unchanged" in comparison.summary:
        counts.append(f"{comparison.summary['unchanged']} unchanged")
    return f"{'; '.join(counts) or 'Nothing changed that was asked for'}."


def change_lines(change: Change, old: str, new: str, title: str) -> Iterator[str]:
    """One change: its sentence, then both wordings with their places."""
    yield f"- {title}: **{safe(change.sentence)}**"
    before, after = change.wordings
    runs = marked(before, after)
    if before:
        yield f"  - {safe(old)}, {safe(where(change.old))}: {marks(runs[0], '~~')}"
    if after:
        yield f"  - {safe(new)}, {safe(where(change.new))}: {marks(runs[1], '**')}"


def marks(runs: Sequence[tuple[str, bool]], sign: str) -> str:
    """Runs of words, those that differ between signs."""
    out = []
    for words, differs in runs:
        core = safe(words.strip())
        out.append(f"{sign}{core}{sign} " if differs and core else f"{core} ")
    return re.sub(r"\s+", " ", "".join(out)).strip()


def actor_table(comparison: Comparison) -> Iterator[str]:
    """What became of each body's promises."""
    if not comparison.actors:
        return
    yield ""
    yield "## By who is to act"
    yield ""
    yield "| Who | kept | done | slipped | median slip | dropped | weakened | vaguer | added |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for a in comparison.actors:
        slip = months(a.median_slip_months) if a.median_slip_months is not None else ""
        numbers = (a.kept, a.completed, a.slipped, slip, a.dropped, a.weakened, a.vaguer, a.added)
        yield f"| {safe(a.name)} | {' | '.join(map(str, numbers))} |"


def history_lines(history: History, choice: Choice) -> Iterator[str]:
    """A history's lines: a row for each promise to which something happened."""
    names = version_names(history.versions)
    yield f"# {safe(history.versions[-1].title)}: {len(names)} versions"
    yield ""
    yield f"| Promise | Who | {' | '.join(map(safe, names))} | slip |"
    yield f"| --- | --- |{' --- |' * len(names)} ---: |"
    for row in rows_shown(history, choice):
        slip = months(row.slip_months) if row.slip_months else ""
        yield f"| {safe(row.promise)} | {safe(row.actor)} | {' | '.join(safe(cell) for cell in cells(row))} | {slip} |"


def rows_shown(history: History, choice: Choice) -> list[Row]:
    """The promises that are told: those to which something happened, or all."""
    wanted = choice.actor.casefold() if choice.actor else ""
    return [r for r in history.rows if (choice.everything or r.eventful) and wanted in r.actor.casefold()]


def cells(row: Row) -> Iterator[str]:
    """What each version says of a promise: its date and what became of it."""
    for moment in row.moments:
        deadline = moment.commitment.deadline if moment.commitment else None
        date = deadline.text if deadline else "no date" if moment.commitment else ""
        state = "" if moment.state in ("kept", "new", "absent") else moment.state
        kinds = ", ".join(moment.kinds) if moment.state == "changed" else state
        yield f"{date} ({kinds})" if date and kinds else date or kinds


def safe(text: str) -> str:
    """A text without what Markdown would take for markup."""
    return re.sub(r"([\\`*_\[\]<>|#~&])", r"\\\1", re.sub(r"\s+", " ", text))
