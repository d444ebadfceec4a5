"""The report's figures: each promise and each sum once, each date drawn as what it is."""

import itertools
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import lambextract
from lambextract.records.dataset import Commitment, Dataset, LinkRecord
from lambextract.report.entries import entries_of
from lambextract.report.highlight import runs_of
from lambextract.report.money import WIDTH, money_of
from lambextract.report.once import last_day, sums_of, told_once
from lambextract.report.page import told_amount
from lambextract.report.recall import annex_of, refused_of
from lambextract.report.tallies import actors_of, headline_of, state_of
from lambextract.report.timeline import shape_of, stretch, timeline_of

PLAN = """# A plan

May 2016

## 1 Locks

1.1 The Agency will open the lock by May 2017.

1.2 The Agency will survey the weirs in Spring 2017.

1.3 The Agency will train lock keepers from September 2016.

1.4 The Agency will staff the locks throughout 2018.

1.5 We will pay up to £2m for the new bridge.

1.6 We will give £3.5m to the museum, and we will pay between £1m and £2m for the towpath.

1.7 We will provide £400,000 a year for the boats.

1.8 We have opened the office in April 2016.

1.9 We will paint the bridges in due course.
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """A plan with a promise for each kind of date and of sum."""
    file = tmp_path_factory.mktemp("plan") / "plan.md"
    file.write_text(PLAN, "utf-8")
    return lambextract.build(file)


def at(dataset: Dataset, paragraph: str) -> Commitment:
    return next(c for c in dataset.commitments if c.paragraph == paragraph)


@pytest.mark.parametrize(
    ("paragraph", "shape"), [("1.1", "point"), ("1.2", "span"), ("1.3", "open"), ("1.4", "throughout")]
)
def test_a_date_is_drawn_as_what_it_is(paragraph: str, shape: str, small: Dataset) -> None:
    assert shape_of(at(small, paragraph)) == shape


def test_the_chart_holds_each_open_promise_that_has_a_date_once(sample: Dataset) -> None:
    chart = timeline_of(sample)
    assert chart is not None
    drawn = [mark.commitment.id for group in chart.groups for mark in group.marks] + [c.id for c in chart.far]
    wanted = [c.id for c in told_once(sample) if c.status != "completed" and last_day(c) is not None]
    assert sorted(drawn) == sorted(wanted)
    assert chart.undated == sum(c.status != "completed" for c in told_once(sample)) - len(wanted)


def test_marks_of_one_lane_do_not_touch(sample: Dataset) -> None:
    chart = timeline_of(sample)
    assert chart is not None
    lanes: dict[float, list[tuple[float, float]]] = {}
    for group in chart.groups:
        for mark in group.marks:
            lanes.setdefault(mark.y, []).append((mark.x0, mark.x1))
    for marks in lanes.values():
        ordered = sorted(marks)
        assert all(one[1] < two[0] for one, two in itertools.pairwise(ordered))


def test_a_date_that_lies_far_off_does_not_squeeze_the_others() -> None:
    days = [date(2021 + i % 3, 1 + i % 12, 1) for i in range(60)]
    low, high = stretch([*days, date(2050, 1, 1)], None)
    assert low.year >= 2020
    assert high.year <= 2024
    assert stretch([date(2021, 1, 1), date(2050, 1, 1)], None)[1] > date(2050, 1, 1), "of two, neither is far"


@pytest.mark.parametrize(
    ("paragraph", "day", "state"),
    [
        ("1.1", date(2017, 5, 30), ""),
        ("1.1", date(2017, 5, 31), "due"),
        ("1.2", date(2017, 4, 1), ""),
        ("1.2", date(2017, 5, 31), "due"),
        ("1.3", date(2016, 9, 1), "begun"),
        ("1.3", date(2016, 8, 31), ""),
        ("1.8", date(2020, 1, 1), ""),
        ("1.9", date(2020, 1, 1), ""),
        ("1.1", None, ""),
    ],
)
def test_what_was_due_by_a_day(paragraph: str, day: date | None, state: str, small: Dataset) -> None:
    assert state_of(at(small, paragraph), day) == state


def test_the_headline_counts_promises_and_not_tellings(sample: Dataset) -> None:
    said = headline_of(sample, date(2017, 1, 1))
    assert said.promises == len({c.promise for c in sample.commitments}) < said.tellings == len(sample.commitments)
    assert said.open + said.completed == said.promises
    assert said.due == sum(a.due for a in actors_of(sample, date(2017, 1, 1)))
    assert sum(a.all for a in actors_of(sample)) == said.promises


def test_sums_come_to_what_they_come_to(small: Dataset) -> None:
    money = money_of(small)
    once, yearly = money.totals
    assert (once.currency, once.per_year, once.number) == ("GBP", False, 3)
    assert (once.low, once.high) == (Decimal(6_500_000), Decimal(7_500_000))
    assert once.by_bound == (
        ("exact", 1, Decimal(3_500_000)),
        ("up_to", 1, Decimal(2_000_000)),
        ("range", 1, Decimal(1_000_000)),
    )
    assert (yearly.per_year, yearly.low) == (True, Decimal(400_000))
    bars = {bar.sum.fund.bound: bar for bar in money.charts[0][1]}
    assert (bars["exact"].solid, bars["exact"].whole) == (WIDTH, WIDTH)
    assert bars["up_to"].solid == 0
    assert bars["range"].solid == pytest.approx(bars["range"].whole / 2)


def test_a_sum_that_is_told_again_is_left_out(sample: Dataset) -> None:
    again = sum(f.restates is not None for c in sample.commitments for f in c.funding)
    assert again > 0
    assert money_of(sample).restated == again
    assert all(s.fund.restates is None for s in sums_of(sample))


def test_the_runs_of_a_paragraph_are_its_text(sample: Dataset) -> None:
    blocks = {b.id: b for b in sample.blocks}
    for c in sample.commitments:
        runs = runs_of(blocks[c.block], c)
        assert "".join(r.text for r in runs) == blocks[c.block].text
        assert "".join(r.text for r in runs if "quote" in r.fields) == c.quote
        assert "".join(r.text for r in runs if "action" in r.fields) == c.action.text
        if c.actor.start is not None:
            assert "".join(r.text for r in runs if "actor" in r.fields) == c.actor.text


def test_an_entry_names_the_other_tellings(sample: Dataset) -> None:
    entries = entries_of(sample, {}, None)
    told = {e.commitment.id: {c.id for c, _ in e.again} for e in entries}
    assert any(told.values())
    assert all(id_ in told[other] for id_, others in told.items() for other in others)


def test_each_refused_clause_and_each_row_is_there(sample: Dataset) -> None:
    assert sum(len(g.clauses) for g in refused_of(sample, {})) == len(sample.rejected)
    rows = annex_of(sample)
    assert [r.record.id for r in rows] == [r.id for r in sample.recommendations]
    assert any(r.elsewhere for r in rows)


def test_a_row_names_the_places_that_refer_to_it(sample: Dataset) -> None:
    paragraph = next(b for b in sample.blocks if b.number == "1.10")
    link = LinkRecord(kind="refers", source=paragraph.id, target="recommendation-3", text="see recommendation 3")
    rows = annex_of(sample.model_copy(update={"links": (*sample.links, link)}))
    assert {r.record.id: r.referring for r in rows if r.referring} == {"recommendation-3": (("", "para 1.10, page 7"),)}


def test_a_date_at_the_calendars_end_is_drawn(small: Dataset) -> None:
    commitment = at(small, "1.1")
    assert commitment.deadline is not None
    for day in ("9999-12-31", "0001-01-01"):
        last = commitment.deadline.model_copy(update={"start": None, "end": day})
        assert timeline_of(
            small.model_copy(update={"commitments": (commitment.model_copy(update={"deadline": last}),)})
        )


@pytest.mark.parametrize(
    ("value", "told"), [("70002000000", "£70,002m"), ("0.5", "£0.50"), ("12345.67", "£12,345.67"), ("9" * 40, "£9,999")]
)
def test_a_sum_is_told_as_it_is(value: str, told: str) -> None:
    assert told_amount(value, "GBP").startswith(told)


def test_a_plan_without_dates_has_no_chart(tmp_path: Path) -> None:
    file = tmp_path / "plan.md"
    file.write_text("# A plan\n\nMay 2016\n\n1.1 We will paint the bridges.\n", "utf-8")
    assert timeline_of(lambextract.build(file)) is None
