"""What happened to a promise: one case for each kind of change."""

from collections.abc import Callable
from dataclasses import replace

import pytest

import lambextract
from lambextract.records.dataset import Dataset

from .conftest import Promise

OPEN = Promise(
    "The Boats Agency will open the northern lock by May 2017.", "open", deadline=("by May 2017", "2017-05-31")
)
PAINT = Promise("The Boats Agency will paint every lock gate in the county.", "paint")
TRAIN = Promise("The Boats Agency will train forty volunteers to work the bridges.", "train")


def reworded(promise: Promise, quote: str, **changes: object) -> Promise:
    return replace(promise, quote=quote, **changes)


CASES = {
    "later": (
        OPEN,
        reworded(
            OPEN, "The Boats Agency will open the northern lock by July 2017.", deadline=("by July 2017", "2017-07-31")
        ),
        ("later",),
        2,
    ),
    "earlier": (
        OPEN,
        reworded(
            OPEN, "The Boats Agency will open the northern lock by May 2016.", deadline=("by May 2016", "2016-05-31")
        ),
        ("earlier",),
        -12,
    ),
    "a date lost": (
        OPEN,
        reworded(OPEN, "The Boats Agency will open the northern lock.", deadline=None),
        ("vaguer",),
        None,
    ),
    "a date gone vague": (
        OPEN,
        reworded(OPEN, "The Boats Agency will open the northern lock in due course.", deadline=("in due course", "")),
        ("vaguer",),
        None,
    ),
    "a coarser date": (
        reworded(
            OPEN,
            "The Boats Agency will open the northern lock in May 2017.",
            deadline=("in May 2017", "2017-05-31"),
            start="2017-05-01",
        ),
        reworded(
            OPEN,
            "The Boats Agency will open the northern lock in 2017.",
            deadline=("in 2017", "2017-12-31"),
            start="2017-01-01",
            precision="year",
        ),
        ("later", "vaguer"),
        7,
    ),
    "a date gained": (
        PAINT,
        reworded(
            PAINT,
            "The Boats Agency will paint every lock gate in the county by May 2018.",
            deadline=("by May 2018", "2018-05-31"),
        ),
        ("dated",),
        None,
    ),
    "a hedge": (
        PAINT,
        reworded(
            PAINT,
            "The Boats Agency will consider painting every lock gate in the county.",
            verb="painting",
            strength="tentative",
        ),
        ("weakened",),
        None,
    ),
    "a condition": (
        PAINT,
        reworded(
            PAINT,
            "Subject to funding, the Boats Agency will paint every lock gate in the county.",
            strength="conditional",
            condition="Subject to funding",
        ),
        ("weakened",),
        None,
    ),
    "fewer": (
        replace(TRAIN, quote="The Boats Agency will train 40 volunteers to work the bridges."),
        replace(TRAIN, quote="The Boats Agency will train 30 volunteers to work the bridges."),
        ("weakened",),
        None,
    ),
    "done": (
        TRAIN,
        reworded(
            TRAIN, "The Boats Agency trained forty volunteers to work the bridges.", verb="trained", status="completed"
        ),
        ("completed",),
        None,
    ),
    "another actor": (
        TRAIN,
        reworded(TRAIN, "The Towpath Trust will train forty volunteers to work the bridges.", actor="Towpath Trust"),
        ("actor",),
        None,
    ),
    "other words": (
        TRAIN,
        reworded(
            TRAIN, "Forty volunteers in all will be trained by the Boats Agency to work the bridges.", verb="trained"
        ),
        ("reworded",),
        None,
    ),
}


@pytest.mark.parametrize(("old", "new", "kinds", "slip"), CASES.values(), ids=CASES)
def test_a_change_has_its_kind(
    old: Promise, new: Promise, kinds: tuple[str, ...], slip: int | None, make: Callable[..., Dataset]
) -> None:
    (change,) = lambextract.compare(make([old]), make([new], "2017-06")).changes
    assert (change.kinds, change.slip_months) == (kinds, slip)


@pytest.mark.parametrize(
    "quote",
    [
        "The Boats Agency will open the northern lock by May 2017",
        "The Boats Agency will open the  northern lock by May 2017.",
        "the boats agency will open the northern lock by May 2017.",
        "The Boats Agency will open the northren lock by May 2017.",
        "The Boats Agency will open the “northern” lock by May 2017.".replace("“", "").replace("”", ""),
    ],
)
def test_typography_and_spelling_are_no_change(quote: str, make: Callable[..., Dataset]) -> None:
    assert lambextract.compare(make([OPEN]), make([replace(OPEN, quote=quote, verb="open")])).changes == ()


def test_money_is_told_with_its_difference(make: Callable[..., Dataset]) -> None:
    old = replace(
        TRAIN, quote="The Boats Agency will train volunteers with £12m a year.", sum=("£12m a year", 12_000_000)
    )
    new = replace(old, quote="The Boats Agency will train volunteers with £9m a year.", sum=("£9m a year", 9_000_000))
    (change,) = lambextract.compare(make([old]), make([new])).changes
    assert (change.kinds, change.funding_delta, change.funding_period) == (("funding",), -3_000_000, "per_year")
    assert "cut by £3m a year, from £12m a year to £9m a year" in change.sentence


def test_what_was_dropped_says_where_it_is_still_made(make: Callable[..., Dataset]) -> None:
    again = replace(PAINT, quote="The Boats Agency will paint every lock gate in the county.", part="summary")
    (change,) = lambextract.compare(make([again, PAINT]), make([PAINT])).changes
    assert change.kinds == ("dropped", "merged")
    assert not change.substance
    assert change.still is not None
    assert "still made elsewhere" in change.sentence


def test_what_was_dropped_says_what_stands_in_its_place(make: Callable[..., Dataset]) -> None:
    now = make([OPEN], rejected=["The Boats Agency should paint every lock gate in the county."])
    (change,) = lambextract.compare(make([OPEN, PAINT]), now).changes
    assert change.kinds == ("unpromised",)
    assert change.new is not None
    assert change.new.quote == "The Boats Agency should paint every lock gate in the county."
    assert "is a promise no longer" in change.sentence


def test_a_recommendation_that_reads_otherwise_is_a_change(make: Callable[..., Dataset]) -> None:
    old, new = "All boats carry a life ring and a rope.", "All boats carry a life ring, a rope and an alarm."
    (change,) = lambextract.compare(make([], rows=[(6, old)]), make([], rows=[(6, new)])).changes
    assert change.kinds == ("recommendation",)
    assert change.old is not None
    assert change.old.quote == old


def test_a_sentence_that_can_be_printed(make: Callable[..., Dataset]) -> None:
    new = replace(
        OPEN,
        quote="The Boats Agency will open the northern lock by July 2017.",
        deadline=("by July 2017", "2017-07-31"),
    )
    old = replace(OPEN, paragraph="1.28")
    (change,) = lambextract.compare(make([old]), make([replace(new, paragraph="1.29")])).changes
    assert change.sentence == (
        "The Boats Agency’s promise to open the northern lock slipped by 2 months, from May 2017 to July 2017 "
        "(“What we will do”, para 1.29, page 1)."
    )
