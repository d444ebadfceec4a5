"""What a comparison or a history tells → text in a format. To add a format: one file, one row in FORMATS."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..comparison import KINDS, Change, Comparison
from ..comparison.history import History
from ..errors import UsageError

Told = Comparison | History


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked for: only some kinds of change, only one actor; ``everything``: what moved or was reworded too."""

    kinds: tuple[str, ...] = ()
    actor: str | None = None
    everything: bool = False

    def takes(self, change: Change) -> bool:
        """Whether a change is asked for."""
        if self.kinds and not set(self.kinds) & set(change.kinds):
            return False
        if self.actor is None:
            return True
        sides = [side.actor for side in (change.old, change.new) if side is not None and hasattr(side, "actor")]
        wanted = self.actor.casefold()
        return any(wanted in (a.id, a.name.casefold()) or wanted in a.name.casefold() for a in sides)


def chosen(comparison: Comparison, choice: Choice) -> Comparison:
    """The comparison with the changes that are asked for; the counts are those of all."""
    for kind in choice.kinds:
        if kind not in KINDS:
            raise UsageError(f"there is no kind of change {kind!r}", f"The kinds are: {', '.join(KINDS)}.")
    return comparison.model_copy(update={"changes": tuple(c for c in comparison.changes if choice.takes(c))})


def shown(comparison: Comparison, choice: Choice) -> Sequence[Change]:
    """The changes that a story tells: without those that only moved or were reworded, unless they are asked for."""
    loud = bool(choice.everything or choice.kinds)
    return [c for c in comparison.changes if loud or not c.quiet]


def as_text(told: Told, choice: Choice) -> str:
    """For the terminal (its library is imported only now)."""
    from .terminal import text_of

    return text_of(told, choice)


def as_markdown(told: Told, choice: Choice) -> str:
    """For a commit message or a story's notes."""
    from .markdown import markdown_of

    return markdown_of(told, choice)


def as_html(told: Told, choice: Choice) -> str:
    """One self-contained page."""
    from .html import html_of

    return html_of(told, choice)


def as_json(told: Told, choice: Choice) -> str:
    """All of it, for programs."""
    from .data import json_of

    return json_of(told)


def as_csv(told: Told, choice: Choice) -> str:
    """A row for each change."""
    from .data import csv_of

    return csv_of(told)


def as_github(told: Told, choice: Choice) -> str:
    """Annotations for GitHub Actions."""
    from .github import github_of

    return github_of(told, choice)


FORMATS: dict[str, Callable[[Told, Choice], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "html": as_html,
    "json": as_json,
    "csv": as_csv,
    "github": as_github,
}
