"""What a story tells, and in which order: alarms, counts, what to look at first, the rest by section, and what is folded away."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ..records.changes import KINDS, Change, Comparison, Kind, RowText, SectionChange, Told
from ..records.dataset import DocumentRecord
from .titles import TITLES

UNMATCHED: dict[Kind, str] = {"dropped": "In the old version only", "added": "In the new version only"}


@dataclass(frozen=True, slots=True)
class Section:
    """The changes of one section of the plan. ``gone``: it stands in the old version only."""

    heading: str
    gone: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A comparison in the order in which it is told."""

    first: tuple[Change, ...]
    rest: tuple[Section, ...]
    whole: tuple[SectionChange, ...]  # sections that are gone or new as a whole
    apart: tuple[Change, ...]  # statements of what was done, or is done anyway, that came or went
    quiet: tuple[Change, ...]  # what only moved, was reworded or is told together with something else
    folded: dict[str, tuple[Change, ...]]  # what an entry, or a section, tells as well
    titles: dict[Kind, str]  # what each kind is told as

    @property
    def told(self) -> tuple[Change, ...]:
        """The entries that are told by themselves."""
        return (*self.first, *(c for section in self.rest for c in section.changes))


def outline_of(comparison: Comparison, everything: bool = False) -> Outline:
    """The order of a comparison; ``everything``: what is quiet, or no promise, is told among the rest."""
    ids = {c.id for c in comparison.changes}
    sections = {s.id for s in comparison.sections}
    folded: dict[str, list[Change]] = defaultdict(list)
    for change in comparison.changes:
        if change.folded_into is not None:
            folded[change.folded_into].append(change)
    entries = [
        c
        for c in comparison.changes
        if c.folded_into is None or (c.folded_into not in ids and c.folded_into not in sections)
    ]
    quiet = [c for c in entries if c.quiet or not c.substance]
    apart = [c for c in entries if not c.news and c not in quiet]
    loud = [c for c in entries if everything or (c not in quiet and c not in apart)]
    first = [c for id_ in comparison.first for c in loud if c.id == id_]
    rest = [c for c in loud if c.id not in comparison.first]
    return Outline(
        first=tuple(first),
        rest=tuple(by_section(rest, comparison)),
        whole=comparison.sections,
        apart=() if everything else tuple(apart),
        quiet=() if everything else tuple(quiet),
        folded={k: tuple(v) for k, v in folded.items()},
        titles=titles_of(comparison),
    )


def by_section(changes: Sequence[Change], comparison: Comparison) -> list[Section]:
    """Changes by the section that they stand in, in the new version's order; what stands in the old one only comes last."""
    groups: dict[tuple[bool, str], list[Change]] = defaultdict(list)
    for change in changes:
        side = change.new if change.new is not None else change.old
        document = comparison.new if change.new is not None else comparison.old
        groups[change.new is None, heading_of(side, document)].append(change)
    found = [
        Section(heading, gone, tuple(sorted(group, key=lambda c: (KINDS.index(c.kind), place_of(c)))))
        for (gone, heading), group in groups.items()
    ]
    return sorted(found, key=lambda s: (s.gone, min(place_of(c) for c in s.changes)))


def heading_of(side: Told | None, document: DocumentRecord) -> str:
    """The heading under which a side of a change stands: its section's, else its part's."""
    if side is None or isinstance(side, RowText):
        return "Recommendations"
    title = next((p.title for p in document.parts if p.id == side.part and p.title), side.part)
    return side.section or title


def place_of(change: Change) -> tuple[int, int]:
    """Where a change stands in its version: page and offset; the text of a recommendation last."""
    side = change.new if change.new is not None else change.old
    if side is None or isinstance(side, RowText):
        return (1 << 20, 0)
    return (side.page or 0, getattr(side, "quote_start", 0))


def titles_of(comparison: Comparison) -> dict[Kind, str]:
    """What each kind of change is told as.

    Of a plan that was largely rewritten nobody can say what was dropped, and what is new: only what has no counterpart.
    """
    rewritten = any(alarm.code == "largely-rewritten" for alarm in comparison.alarms)
    return {**TITLES, **UNMATCHED} if rewritten else TITLES


def counts_of(comparison: Comparison) -> list[tuple[Kind, int, str]]:
    """The headline's counts, the worst first, each with its kind and the words for it."""
    words = titles_of(comparison)
    return [(k, comparison.headline[k], words[k].casefold()) for k in KINDS if comparison.headline.get(k)]
