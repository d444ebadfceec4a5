"""What is counted and told: each promise once, whole sections as one, statements apart, and when not to believe the counts."""

from collections.abc import Callable
from dataclasses import replace

import lambextract
from lambextract.records.dataset import Dataset
from lambextract.stories.outline import outline_of

from .conftest import Promise

THINGS = ["weirs", "sluices", "ferries", "mooring rings", "towpath lamps", "lock gates", "reed beds", "slipways"]
PLACES = ["Marrowby", "Wenlow", "Ferrow", "Skelby", "Harwick", "Lowfold", "Tarn End", "Oxley"]
MANY = [
    Promise(f"The Boats Agency will repair the {thing} of {place}.", "repair")
    for thing, place in zip(THINGS, PLACES, strict=True)
]


def test_a_promise_told_twice_is_one_entry(make: Callable[..., Dataset]) -> None:
    again = replace(MANY[0], part="summary")
    comparison = lambextract.compare(make([MANY[0], again, MANY[1]]), make([MANY[1]]))
    assert comparison.summary["dropped"] == 2
    assert comparison.headline == {"dropped": 1}
    (entry,) = outline_of(comparison).told
    assert [c.folded_into for c in comparison.changes if c.id != entry.id] == [entry.id]


def test_a_section_that_is_gone_is_one_entry(make: Callable[..., Dataset]) -> None:
    there = [replace(p, part="chapter-2", section="Keeping the banks") for p in MANY[:4]]
    comparison = lambextract.compare(make([*there, *MANY[4:]]), make(MANY[4:]))
    (section,) = comparison.sections
    assert (section.change, section.promises) == ("gone", 4)
    assert section.sentence.startswith("The whole section “Keeping the banks” is gone, with 4 promises")
    assert comparison.headline == {"dropped": 4}
    assert not outline_of(comparison).told


def test_statements_of_the_past_are_no_news(make: Callable[..., Dataset]) -> None:
    past = Promise("The Boats Agency counted the herons of Oxley.", "counted", status="completed")
    comparison = lambextract.compare(make([past, MANY[0]]), make([MANY[0]]))
    assert comparison.headline == {}
    assert [c.kinds for c in outline_of(comparison).apart] == [("dropped",)]


def test_a_plan_that_was_written_anew_says_so(make: Callable[..., Dataset]) -> None:
    others = [Promise(f"The Towpath Trust will plant {n} willows.", "plant") for n in ("ten", "forty", "sixty")]
    comparison = lambextract.compare(make([*MANY, MANY[0]]), make(others))
    assert [a.code for a in comparison.alarms] == ["largely-rewritten"]
    assert comparison.matched == 0


def test_another_publisher_is_told(make: Callable[..., Dataset]) -> None:
    old, new = (
        d.model_copy(update={"document": d.document.model_copy(update={"publisher": name})})
        for d, name in ((make(MANY), "Department for Boats"), (make(MANY), "Ministry of Rivers"))
    )
    assert [a.code for a in lambextract.compare(old, new).alarms] == ["publisher-differs"]
    assert not lambextract.compare(old, old).alarms


def test_a_version_that_contradicts_itself_is_told(make: Callable[..., Dataset]) -> None:
    broken = make(MANY)
    broken = broken.model_copy(
        update={
            "commitments": (
                broken.commitments[0].model_copy(update={"quote": "Not in its block"}),
                *broken.commitments[1:],
            )
        }
    )
    assert [a.code for a in lambextract.compare(make(MANY), broken).alarms] == ["new-read-with-faults"]


def test_what_to_look_at_first_has_dates_and_money(make: Callable[..., Dataset]) -> None:
    dated = Promise(
        "The Boats Agency will spend £4m on the Skelby aqueduct by May 2019.",
        "spend",
        deadline=("by May 2019", "2019-05-31"),
        sum=("£4m", 4_000_000),
    )
    comparison = lambextract.compare(make([*MANY[:2], dated, *MANY[4:]]), make(MANY[4:]))
    assert comparison.first[0] == "c2"
    assert len(comparison.first) == 3
