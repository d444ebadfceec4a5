"""A dataset → one self-contained page: what is promised, by whom, by when, with what money, and what was not taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

from ..comparison.phrases import SIGNS, amount
from ..comparison.within import contradictions_of
from ..patterns import ChangePatterns, Patterns
from ..patterns.reasons import notes_of
from ..records.codebook import meaning
from ..records.dataset import Commitment, Dataset, DocumentRecord
from ..records.tellings import what_of
from ..stories.page import environment, guarded
from ..stories.titles import MONTHS, per_cent, version_name
from .entries import entries_of
from .money import WORDS, money_of
from .page_images import Pictures
from .recall import annex_of, aside_of, refused_of
from .tallies import actors_of, headline_of
from .timeline import LANE, timeline_of

TEMPLATES = Path(__file__).parent
LARGEST = Decimal(10) ** 15  # sum that is told in millions or billions; a larger one is written out
NOTHING = Pictures({}, (), ())


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the page is to show: the day on which one looks at the plan, and images of its pages."""

    as_of: date | None = None
    pictures: Pictures = NOTHING


def report_of(dataset: Dataset, patterns: Patterns, changes: ChangePatterns, wishes: Wishes | None = None) -> str:
    """The page, as HTML. ``patterns`` say what the rules are for, ``changes`` how a contradiction is put into words."""
    wanted = wishes or Wishes()
    entries = entries_of(dataset, wanted.pictures.pages, wanted.as_of)
    timeline, money = timeline_of(dataset, wanted.as_of), money_of(dataset)
    templates = environment(TEMPLATES)
    templates.globals.update(
        money=told_amount,
        day=told_day,
        name=version_name,
        href=href_of,
        what=what_of,
        meaning=meaning,
        per_cent=per_cent,
    )
    page = templates.get_template("report.html.jinja").render(
        dataset=dataset,
        document=dataset.document,
        as_of=wanted.as_of,
        pictures=wanted.pictures,
        headline=headline_of(dataset, wanted.as_of),
        timeline=timeline,
        shapes={mark.shape for group in timeline.groups for mark in group.marks} if timeline else set(),
        lane=LANE,
        money_of=money,
        hollow=any(bar.solid < bar.whole for _, bars in money.charts for bar in bars),
        bound_words=WORDS,
        tallies=actors_of(dataset, wanted.as_of),
        entries=entries,
        titles={part.id: part.title for part in dataset.document.parts},
        parts=parts_of(dataset.commitments),
        contradictions=contradictions_of(dataset, changes),
        annex=annex_of(dataset),
        refused=refused_of(dataset, notes_of(patterns)),
        aside=aside_of(dataset),
    )
    return guarded(page + "\n")


def parts_of(commitments: Sequence[Commitment]) -> list[str]:
    """The parts in which commitments stand, in order."""
    return list(dict.fromkeys(c.part for c in commitments))


def told_amount(value: object, currency: str) -> str:
    """A sum as plans write it: £1.5m."""
    sign, exact = SIGNS.get(currency, f"{currency} "), Decimal(str(value))
    return amount(float(exact), sign) if exact < LARGEST else f"{sign}{exact:,.0f}"


def told_day(day: date | None) -> str:
    """A day in words: 1 April 2017."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else ""


def href_of(document: DocumentRecord, page: int) -> str:
    """A link to a page of the plan, for those who have it beside the report."""
    return f"{quote(document.source)}#page={page}"
