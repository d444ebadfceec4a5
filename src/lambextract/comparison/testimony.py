"""What a passage of the new version says of a promise: done, begun, delayed, withdrawn, passed on, only possible.

Or the promise itself, in words that the build did not read as one: then it is read as a version of it, with its date and the
words that soften it.
"""

import re
from collections.abc import Sequence

from ..language.text_diff import plain
from ..patterns import ChangePatterns
from ..patterns.changes import Meaning
from ..records.changes import Kind
from ..records.dataset import Commitment, DeadlineRecord
from .firmness import Firmness, words_around
from .kinds import Found, day_of, kinds_of
from .passages import Passages, Place, is_quoted

ENDS: tuple[Meaning, ...] = (
    "withdrawn",
    "delayed",
    "transferred",
)  # what only a later version can say of an earlier one
KIND_OF: dict[Meaning, Kind] = {
    "done": "completed",
    "under-way": "started",
    "delayed": "delayed",
    "transferred": "actor",
    "withdrawn": "dropped",
    "possible": "unpromised",
}
NO_PROMISE = "should"  # the build's reason by which a clause is said but not promised
GOES_WITH_DATES: tuple[Kind, ...] = ("delayed",)  # kinds that are told with the months


class Testimony:
    """Reads what passages of one version say of the promises of an earlier one."""

    def __init__(self, patterns: ChangePatterns, published: str | None) -> None:
        self.patterns, self.published = patterns, published
        self.firm = Firmness(patterns)
        auxiliaries = "|".join(sorted(patterns.listed("promising")))
        self.promising = re.compile(rf"\b(?:{auxiliaries})\b", re.IGNORECASE)
        self.past = re.compile(rf"\b(?:{'|'.join(sorted(patterns.listed('past')))})\b", re.IGNORECASE)

    def meaning(self, place: Place, old: Commitment) -> Meaning | None:
        """What a passage says became of a promise, in words that the promise itself did not use."""
        before = words_around(old)
        said = [r.means for r in self.patterns.said if r.tests(place.said) and not r.tests(before)]
        ends = [m for m in said if m in ENDS]
        if ends:
            return ends[0]
        promises = self.promising.search(place.said) is not None
        if "possible" in said and not promises:
            return "possible"
        if NO_PROMISE in place.reasons and not promises:
            return "possible"
        if "done" in said and not promises:
            return "done"
        if not promises and self.tells_of_the_past(place, old):
            return "done"
        if "under-way" in said:
            return "under-way"
        return "done" if "done" in said and self.past.search(place.said) and not promises else None

    def repeats(self, place: Place) -> bool:
        """Whether a passage only repeats what was said before: it says so, or stands within quotation marks."""
        said = place.text.casefold().lstrip("“‘ ")
        opens = any(said.startswith(words) for words in self.patterns.listed("former"))
        return opens or is_quoted(place.block.text, place.start + len(place.text) // 2)

    def repeats_in(self, passages: Passages, commitment: Commitment) -> bool:
        """Whether a commitment's sentence only repeats what was said before."""
        first = next(passages.around(commitment), None)
        return first is not None and self.repeats(first)

    def tells_of_the_past(self, place: Place, old: Commitment) -> bool:
        """Whether a passage tells of what was done: in a past tense that the promise did not have, or on a day that is past."""
        if self.past.search(place.said) and not self.past.search(words_around(old)):
            return True
        due = day_of(old.deadline)
        days = [day for t in place.times if (day := day_of(t)) is not None and day != due]
        return (
            bool(days)
            and self.published is not None
            and all(day[: len(self.published)] < self.published for day in days)
        )

    def status_in(self, cells: Sequence[Place], old: Commitment) -> tuple[Meaning, Place] | None:
        """What the other cells of a row say outright of what the row is about, and the cell that does."""
        for cell in cells:
            for rule in self.patterns.said:
                if rule.means != "possible" and rule.tests(cell.text) and not rule.tests(words_around(old)):
                    return rule.means, cell
        return None

    def heard(self, old: Commitment, place: Place, beside: Sequence[Place] = ()) -> tuple[Found, Commitment] | None:
        """What happened to a promise by what a passage says, and the promise as it says it; ``beside``: its row's other cells.

        None where the passage neither promises it any more nor tells of it.
        """
        meaning, words = self.meaning(place, old), place.text
        status = self.status_in(beside, old)
        if meaning in (None, "possible") and status is not None:
            meaning, words = status[0], status[1].text
        if meaning == "possible":
            return None
        times = [*place.times, *(t for cell in beside for t in cell.times)]
        if meaning == "done" and status is not None and any(map(day_of, status[1].times)):
            times = [*status[1].times]
        now = self.as_said(old, place, meaning, times)
        if meaning in (None, "under-way", "done"):
            if meaning is None and not self.promises(place, old):
                return None
            return kinds_of(old, now, self.firm), now
        found = Found({KIND_OF[meaning]}, reason=words)
        if meaning in GOES_WITH_DATES:
            dated = kinds_of(old, now, self.firm)
            found.kinds |= dated.kinds & {"later", "vaguer"}
            found.slip_months, found.start_slip_months = dated.slip_months, dated.start_slip_months
        return found, now

    def promises(self, place: Place, old: Commitment) -> bool:
        """Whether a passage promises: by "will", or as an item or a cell in which the verb of the promise stands bare."""
        if self.promising.search(place.said) is not None:
            return True
        verb = (old.action.lemma or "").casefold()
        words = place.text.casefold().replace(",", " ").split()
        if place.block.kind in ("cell", "bullet"):
            return bool(verb) and verb in words
        return bool(verb) and re.search(rf"(?:^|[).:–-] ?){verb.capitalize()}\b", place.text) is not None

    def as_said(
        self, old: Commitment, place: Place, meaning: Meaning | None, times: Sequence[DeadlineRecord]
    ) -> Commitment:
        """A promise as a passage says it: its words, its date, how firmly; who acts and what it costs as before."""
        at = place.text.casefold().find((old.action.verb or "").casefold()[:4]) if old.action.verb else 0
        status = {"done": "completed", "under-way": "ongoing"}.get(meaning or "", "planned")
        start = place.start + max(at, 0)
        action = old.action.model_copy(update={"start": start, "end": place.end, "text": place.text[max(at, 0) :]})
        return old.model_copy(
            update={
                "block": place.block.id,
                "part": place.block.part,
                "section": None,
                "paragraph": place.block.number if place.block.kind == "paragraph" else None,
                "recommendation": place.block.recommendation,
                "column": place.block.column,
                "page": place.block.page,
                "page_label": place.block.page_label,
                "quote": place.text,
                "quote_start": place.start,
                "quote_end": place.end,
                "action": action,
                "status": status,
                "strength": "conditional" if self.firm.hangs(place.text) else "firm",
                "condition": None,
                "deadline": self.deadline(times, old),
                "funding": tuple(f for f in old.funding if plain(f.text) in plain(place.text)),
            }
        )

    def deadline(self, times: Sequence[DeadlineRecord], old: Commitment) -> DeadlineRecord | None:
        """The time in a passage that takes the place of a promise's: not the old one, if there is another."""
        was = plain(old.deadline.text) if old.deadline else None
        dated = [t for t in times if day_of(t)]
        others = [t for t in dated if plain(t.text) != was]
        if not dated or (old.deadline is None and len(dated) > 1):
            return None
        return (others or dated)[-1]
