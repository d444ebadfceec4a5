"""What holds for any two plans: generated ones, with repeated sentences and empty sides among them."""

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

import lambextract
from lambextract.comparison.pairing import pairs_of, side_of

from .conftest import Promise, plan

VERBS = ["open", "paint", "train", "publish", "review", "close", "fund", "repair"]
THINGS = [
    "the northern lock",
    "every bridge",
    "forty volunteers",
    "a register of weirs",
    "the towpath at Marrow",
    "new alarms",
]
PLACES = ["in the county", "for anglers", "near schools", "with the police", "at weekends"]
DATES = [None, ("by May 2017", "2017-05-31"), ("by July 2017", "2017-07-31"), ("by May 2018", "2018-05-31")]
ACTORS = ["Boats Agency", "Towpath Trust"]


@st.composite
def promises(draw: st.DrawFn) -> Promise:
    actor, verb = draw(st.sampled_from(ACTORS)), draw(st.sampled_from(VERBS))
    thing, place, date = draw(st.sampled_from(THINGS)), draw(st.sampled_from(PLACES)), draw(st.sampled_from(DATES))
    words = f"The {actor} will {verb} {thing} {place}{f' {date[0]}' if date else ''}."
    return Promise(words, verb, actor, date, paragraph=draw(st.sampled_from([None, "1.1", "1.2"])))


plans = st.lists(promises(), max_size=8).map(plan)


@given(plans)
@settings(max_examples=60, deadline=None)
def test_a_plan_does_not_differ_from_itself(one: lambextract.Dataset) -> None:
    assert lambextract.compare(one, one).changes == ()


@given(plans, plans)
@settings(max_examples=150, deadline=None)
def test_swapping_the_sides_swaps_what_came_and_went(one: lambextract.Dataset, other: lambextract.Dataset) -> None:
    there, back = lambextract.compare(one, other), lambextract.compare(other, one)
    swapped = {
        "added": "dropped",
        "dropped": "added",
        "later": "earlier",
        "earlier": "later",
        "dated": "vaguer",
        "vaguer": "dated",
    }
    kinds = [Counter(k for c in told.changes for k in c.kinds if k in swapped) for told in (there, back)]
    assert kinds[0] == Counter({swapped[k]: n for k, n in kinds[1].items()})


@given(plans, plans)
@settings(max_examples=150, deadline=None)
def test_no_commitment_is_in_two_pairs(one: lambextract.Dataset, other: lambextract.Dataset) -> None:
    pairs = pairs_of(side_of(one), side_of(other))
    assert len({p.old for p in pairs}) == len({p.new for p in pairs}) == len(pairs)


@given(plans, st.integers(0, 8))
@settings(max_examples=100, deadline=None)
def test_an_unrelated_paragraph_changes_nothing_else(one: lambextract.Dataset, place: int) -> None:
    stranger = Promise("Ministers will lay an order about dogs before Parliament.", "lay", "Ministers", paragraph="9.9")
    (extra,) = plan([stranger]).commitments
    at = min(place, len(one.commitments))
    extra = extra.model_copy(update={"id": "stranger", "block": "stranger"})
    longer = one.model_copy(update={"commitments": (*one.commitments[:at], extra, *one.commitments[at:])})
    changes = lambextract.compare(one, longer).changes
    assert [(c.kinds, c.new.id) for c in changes if c.new is not None] == [(("added",), "stranger")]
    assert len(changes) == 1


def test_an_empty_side_is_an_ordinary_case() -> None:
    full = plan([Promise("The Boats Agency will open the lock.", "open")])
    assert [c.kinds for c in lambextract.compare(plan([]), full).changes] == [("added",)]
    assert [c.kinds for c in lambextract.compare(full, plan([])).changes] == [("dropped",)]
    assert lambextract.compare(plan([]), plan([])).changes == ()


def test_identical_sentences_in_different_rows_stay_in_their_rows() -> None:
    row = [Promise("We will take this forward.", "take", recommendation=ref) for ref in (1, 2, 3)]
    rows = [(1, "Boats carry rings."), (2, "Locks have ladders."), (3, "Bridges are painted.")]
    old, new = plan(row, rows=rows), plan([row[0], row[2]], rows=rows)
    (change,) = lambextract.compare(old, new).changes
    assert change.kinds == ("dropped",)
    assert change.old is not None
    assert change.old.recommendation == 2


def test_a_sentence_that_was_split_is_no_loss() -> None:
    whole = "The Boats Agency will open the lock and will paint every gate in the county."
    (first,) = plan([Promise(whole, "open")]).commitments
    second = first.model_copy(
        update={
            "id": "second",
            "action": first.action.model_copy(
                update={"verb": "paint", "lemma": "paint", "text": "paint every gate in the county", "start": 50}
            ),
        }
    )
    first = first.model_copy(update={"action": first.action.model_copy(update={"text": "open the lock", "end": 44})})
    old = plan([]).model_copy(update={"commitments": (first, second)})
    new = plan(
        [
            Promise("The Boats Agency will open the lock.", "open"),
            Promise("The Boats Agency will also paint every gate in the county.", "paint"),
        ]
    )
    assert lambextract.compare(old, new).summary == {"split": 1, "unchanged": 1}
    assert lambextract.compare(new, old).summary == {"merged": 1, "unchanged": 1}


def test_what_moved_is_told_as_moved() -> None:
    texts = [f"The Boats Agency will {v} {t}." for v, t in zip(VERBS, THINGS, strict=False)]
    old = [Promise(t, v, paragraph=str(i)) for i, (t, v) in enumerate(zip(texts, VERBS, strict=False))]
    new = [*old[1:4], old[0], *old[4:]]
    changes = lambextract.compare(plan(old), plan([replace(p, paragraph=str(i)) for i, p in enumerate(new)])).changes
    assert [(c.kinds, c.old.id if c.old else None) for c in changes] == [(("moved",), "c0")]
