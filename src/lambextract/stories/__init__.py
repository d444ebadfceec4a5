"""What a comparison or a history tells → text in a format. To add a format: one file, one row in FORMATS."""

from collections.abc import Callable
from dataclasses import dataclass

from ..comparison import KINDS, Change, Comparison
from ..comparison.folding import first_of
from ..comparison.history import History
from ..dataset.selection import is_meant
from ..errors import UsageError
from ..records.dataset import Commitment
from .titles import TITLES

Story = Comparison | History
KNOWN_SHOWN = 6  # bodies that an error names


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
        sides = [side.actor for side in (change.old, change.new) if isinstance(side, Commitment)]
        return any(self.is_meant(a.id, a.name) for a in sides)

    def is_meant(self, id_: str, name: str) -> bool:
        """Whether a body is the one that is asked for."""
        return bool(self.actor) and is_meant(self.actor or "", id_, name)

    def names(self, comparison: Comparison) -> bool:
        """Whether a version names the actor that is asked for."""
        return any(self.is_meant(a.actor, a.name) for a in comparison.actors)


def chosen(comparison: Comparison, choice: Choice) -> Comparison:
    """The comparison with the changes that are asked for, counted; the table of actors is that of all changes.

    Raises UsageError for a kind of change that there is not, and for an actor that neither version names.
    """
    for kind in choice.kinds:
        if kind not in KINDS:
            raise UsageError(f"there is no kind of change {kind!r}", f"The kinds are: {', '.join(KINDS)}.")
    if choice.actor is not None and not choice.names(comparison):
        known = ", ".join(a.name for a in comparison.actors[:KNOWN_SHOWN])
        raise UsageError(f"neither version names {choice.actor!r}", f"Bodies with the most changes: {known}.")
    if not choice.kinds and choice.actor is None:
        return comparison
    changes = tuple(c for c in comparison.changes if choice.takes(c))
    counts = {kind: sum(kind in c.kinds for c in changes) for kind in KINDS}
    sections = {s.id for s in comparison.sections}
    entries = [c for c in changes if c.folded_into is None or c.folded_into in sections]
    heads = {kind: sum(c.kind == kind and c.news and c.substance for c in entries) for kind in KINDS}
    actors = () if choice.kinds else tuple(a for a in comparison.actors if choice.is_meant(a.actor, a.name))
    return comparison.model_copy(
        update={
            "changes": tuple(c.model_copy(update={"folded_into": None}) if c in entries else c for c in changes),
            "summary": {kind: n for kind, n in counts.items() if n},
            "headline": {kind: n for kind, n in heads.items() if n},
            "first": first_of(entries),
            "sections": (),
            "actors": actors,
        }
    )


def kind_named(name: str) -> str:
    """The kind of change that a name stands for: its own, or the words under which it is told ("slipped")."""
    told = {title.casefold(): kind for kind, title in TITLES.items()}
    return told.get(name.casefold(), name.casefold())


def nothing_found(comparison: Comparison, choice: Choice) -> str:
    """What to say where nothing is told: that nothing changed, or what could not be compared."""
    if not choice.kinds and choice.actor is None:
        return "No change of substance."
    said = "Nothing changed that you asked for."
    dated = [c for c in comparison.changes if c.slip_months is not None]
    if set(choice.kinds) & {"later", "earlier"} and not dated and comparison.alarms:
        said += f" Dates could be compared in the {comparison.matched} promises that have a counterpart only."
    return said


def as_text(told: Story, choice: Choice) -> str:
    """For the terminal (its library is imported only now)."""
    from .terminal import text_of

    return text_of(told, choice)


def as_markdown(told: Story, choice: Choice) -> str:
    """For a commit message or a story's notes."""
    from .markdown import markdown_of

    return markdown_of(told, choice)


def as_html(told: Story, choice: Choice) -> str:
    """One self-contained page."""
    from .html import html_of

    return html_of(told, choice)


def as_json(told: Story, choice: Choice) -> str:
    """All of it, for programs."""
    from .json_csv import json_of

    return json_of(told)


def as_csv(told: Story, choice: Choice) -> str:
    """A row for each change."""
    from .json_csv import csv_of

    return csv_of(told)


def as_github(told: Story, choice: Choice) -> str:
    """Annotations for GitHub Actions."""
    from .github import github_of

    return github_of(told, choice)


FORMATS: dict[str, Callable[[Story, Choice], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "html": as_html,
    "json": as_json,
    "csv": as_csv,
    "github": as_github,
}
