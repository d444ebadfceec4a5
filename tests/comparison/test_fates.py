"""What became of a promise that has no counterpart: nothing is called dropped before the whole new text was searched."""

from collections.abc import Callable
from dataclasses import replace

import pytest

import lambextract
from lambextract.records.changes import Passage
from lambextract.records.dataset import Dataset

from .conftest import Promise

KEEPERS = Promise(
    "The Boats Agency will train twelve lock keepers at Marrowby by May 2016.",
    "train",
    deadline=("by May 2016", "2016-05-31"),
)
LATER = replace(
    KEEPERS,
    quote="The Boats Agency will train twelve lock keepers at Marrowby by May 2019.",
    deadline=("by May 2019", "2019-05-31"),
)
OTHER = Promise("The Towpath Trust will count the herons of the northern reservoirs.", "count", actor="Towpath Trust")

SAID = {
    "could": ("Twelve lock keepers could be trained at Marrowby.", "unpromised"),
    "history": ("The Agency had once hoped to train twelve lock keepers at Marrowby.", "unpromised"),
    "done": ("Twelve lock keepers have been trained at Marrowby.", "completed"),
    "under way": ("Twelve lock keepers are being trained at Marrowby.", "started"),
    "delayed": ("The training of twelve lock keepers at Marrowby has been postponed because of the floods.", "delayed"),
    "passed on": (
        "Responsibility for the training of twelve lock keepers at Marrowby has passed to the Towpath Trust.",
        "actor",
    ),
    "given up": ("We will no longer train twelve lock keepers at Marrowby.", "dropped"),
}


@pytest.mark.parametrize("case", SAID)
def test_what_the_new_version_says_is_told_with_its_words(case: str, make: Callable[..., Dataset]) -> None:
    words, kind = SAID[case]
    (change,) = lambextract.compare(make([LATER, OTHER]), make([OTHER], rejected=[words])).changes
    assert kind in change.kinds
    assert isinstance(change.new, Passage)
    assert change.new.quote == words


def test_what_nothing_is_said_of_is_dropped(make: Callable[..., Dataset]) -> None:
    words = "Herons nest on every northern reservoir."
    (change,) = lambextract.compare(make([LATER, OTHER]), make([OTHER], rejected=[words])).changes
    assert change.kinds == ("dropped",)
    assert change.new is None
    assert "which was due by May 2019, was dropped" in change.sentence


def test_what_had_its_date_behind_it_is_told_apart(make: Callable[..., Dataset]) -> None:
    (change,) = lambextract.compare(make([KEEPERS, OTHER]), make([OTHER], published="2017-06")).changes
    assert change.kinds == ("dropped", "overtaken")
    assert change.kind == "overtaken"
    assert change.sentence.startswith("Nothing more is said of")


def test_what_was_only_spoken_of_before_is_now_a_promise(make: Callable[..., Dataset]) -> None:
    words = "Twelve lock keepers could be trained at Marrowby."
    (change,) = lambextract.compare(make([OTHER], rejected=[words]), make([OTHER, LATER])).changes
    assert change.kinds == ("promised",)
    assert isinstance(change.old, Passage)


def test_a_bare_verb_makes_no_pair(make: Callable[..., Dataset]) -> None:
    old = Promise("The Boats Agency will publish a register of weirs.", "publish", part="chapter-1")
    new = Promise("The Boats Agency will publish its accounts on the web.", "publish", part="chapter-2")
    kinds = [c.kinds for c in lambextract.compare(make([old]), make([new])).changes]
    assert kinds == [("dropped",), ("added",)]


def test_how_late_a_thing_was_done_is_told(make: Callable[..., Dataset]) -> None:
    done = replace(
        KEEPERS,
        quote="The Boats Agency trained twelve lock keepers at Marrowby in August 2016.",
        verb="trained",
        deadline=("in August 2016", "2016-08-31"),
        status="completed",
    )
    (change,) = lambextract.compare(make([KEEPERS]), make([done], published="2017-06")).changes
    assert (change.kinds, change.late_months) == (("completed",), 3)
    assert "3 months late" in change.sentence


def test_a_verb_that_stepped_back_is_a_softer_promise(make: Callable[..., Dataset]) -> None:
    old = Promise("The Boats Agency will launch a ferry at Marrowby.", "launch")
    new = Promise("The Boats Agency will weigh the case for launching a ferry at Marrowby.", "weigh")
    (change,) = lambextract.compare(make([old]), make([new])).changes
    assert change.kinds == ("weakened",)


SOFTER = {
    "hoped": "It is hoped that the Boats Agency will open the northern lock.",
    "asked": "The Boats Agency will be encouraged to open the northern lock.",
    "meant": "The Boats Agency intends to open the northern lock.",
    "hangs": "The Boats Agency will, so far as its grant permits, open the northern lock.",
}


@pytest.mark.parametrize("case", SOFTER)
def test_words_that_soften_weaken_a_promise(case: str, make: Callable[..., Dataset]) -> None:
    old = Promise("The Boats Agency will open the northern lock.", "open")
    there, back = (
        lambextract.compare(make([a]), make([b])).changes
        for a, b in ((old, replace(old, quote=SOFTER[case])), (replace(old, quote=SOFTER[case]), old))
    )
    assert [c.kinds for c in there] == [("weakened",)]
    assert [c.kinds for c in back] == [("strengthened",)]


def test_a_span_from_an_event_that_grew_is_later(make: Callable[..., Dataset]) -> None:
    old = Promise(
        "The Boats Agency will consult within two months of Royal Assent.",
        "consult",
        deadline=("within two months of Royal Assent", ""),
    )
    new = replace(
        old,
        quote="The Boats Agency will consult within three months of Royal Assent.",
        deadline=("within three months of Royal Assent", ""),
    )
    assert [c.kinds for c in lambextract.compare(make([old]), make([new])).changes] == [("later",)]
    assert [c.kinds for c in lambextract.compare(make([new]), make([old])).changes] == [("earlier",)]


def test_a_thing_that_has_another_name_is_renamed(make: Callable[..., Dataset]) -> None:
    old = Promise("We will pay for new gates under Locks Alive at Marrowby.", "pay")
    new = replace(old, quote="We will pay for new gates under Gates Ahead at Marrowby.")
    (change,) = lambextract.compare(make([old]), make([new])).changes
    assert change.kinds == ("renamed",)
    assert "“Locks Alive” → “Gates Ahead”" in change.sentence
    assert not change.substance
