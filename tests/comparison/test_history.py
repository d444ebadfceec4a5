"""Three versions: the date in each, what was dropped and what came back."""

from dataclasses import replace

from lambextract.comparison.history import history_of
from lambextract.patterns import load_change_patterns

from .conftest import Promise, plan

OPEN = Promise(
    "The Boats Agency will open the northern lock by May 2017.", "open", deadline=("by May 2017", "2017-05-31")
)
LATER = replace(
    OPEN, quote="The Boats Agency will open the northern lock by July 2017.", deadline=("by July 2017", "2017-07-31")
)
LATEST = replace(
    OPEN, quote="The Boats Agency will open the northern lock by May 2018.", deadline=("by May 2018", "2018-05-31")
)
PAINT = Promise("The Boats Agency will paint every gate in the county.", "paint")


def test_a_promise_has_its_date_in_each_version() -> None:
    history = history_of([plan([OPEN]), plan([LATER], "2017-06"), plan([LATEST], "2018-06")])
    (row,) = history.rows
    assert [m.commitment.deadline.end for m in row.moments if m.commitment and m.commitment.deadline] == [
        "2017-05-31",
        "2017-07-31",
        "2018-05-31",
    ]
    assert [m.slip_months for m in row.moments] == [None, 2, 10]
    assert row.slip_months == 12


def test_a_promise_that_comes_back_is_revived() -> None:
    history = history_of([plan([OPEN, PAINT]), plan([OPEN], "2017-06"), plan([OPEN, PAINT], "2018-06")])
    paint = next(r for r in history.rows if "paint" in r.promise)
    assert [m.state for m in paint.moments] == ["new", "dropped", "revived"]
    assert history.summary == {"kept": 1, "revived": 1}


def test_what_was_never_there_is_absent() -> None:
    history = history_of([plan([OPEN]), plan([OPEN], "2017-06"), plan([OPEN, PAINT], "2018-06")])
    paint = next(r for r in history.rows if "paint" in r.promise)
    assert [m.state for m in paint.moments] == ["absent", "absent", "new"]


def test_a_history_is_told_by_the_patterns_that_are_given() -> None:
    words = ("will open", "hopes to open", "hopes to open")
    plans = [plan([Promise(f"The Boats Agency {said} the northern lock.", "open")]) for said in words]
    unread = load_change_patterns().model_copy(update={"firmness": ()})
    told = [history_of(plans, rules).rows[0].moments[1].kinds for rules in (None, unread)]
    assert "weakened" in told[0]
    assert "weakened" not in told[1]
