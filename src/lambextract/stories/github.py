"""Annotations for GitHub Actions: a warning for what got worse, a notice for the rest."""

from ..comparison import Comparison
from ..records.changes import Kind
from . import Choice, Story
from .markdown import rows_shown
from .outline import outline_of
from .titles import BAD, where

KIND_OF: dict[str, Kind] = {"gone": "dropped", "new": "added"}  # the kind that each promise of a whole section has


def github_of(told: Story, choice: Choice) -> str:
    """A line for each change: ``::warning file=…,title=…::…``."""
    if isinstance(told, Comparison):
        lines = [f"::warning title=Caution::{message(alarm.message)}" for alarm in told.alarms]
        outline = outline_of(told, choice.everything or bool(choice.kinds))
        for whole in outline.whole:
            file = value((told.new if whole.change == "new" else told.old).source)
            level = "notice" if whole.change == "new" else "warning"
            title = value(f"Section: {outline.titles[KIND_OF[whole.change]].casefold()}")
            lines.append(f"::{level} file={file},title={title}::{message(whole.sentence)}")
        for change in outline.told:
            level = "warning" if set(change.kinds) & BAD else "notice"
            title = f"{outline.titles[change.kind]}: {where(change.new or change.old)}"
            file = value((told.new if change.new else told.old).source)
            lines.append(f"::{level} file={file},title={value(title)}::{message(change.sentence)}")
        return "".join(f"{line}\n" for line in lines)
    source = value(told.versions[-1].source)
    lines = []
    for row in rows_shown(told, choice):
        last = row.moments[-1]
        level = "warning" if last.state == "dropped" or set(last.kinds) & BAD else "notice"
        states = " → ".join(m.state for m in row.moments)
        lines.append(f"::{level} file={source},title={value(row.promise[:80])}::{message(f'{row.promise}: {states}')}")
    return "".join(f"{line}\n" for line in lines)


def message(text: str) -> str:
    """A text as the message of an annotation."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def value(text: str) -> str:
    """A text as the value of an annotation's property."""
    return message(text).replace(":", "%3A").replace(",", "%2C")
