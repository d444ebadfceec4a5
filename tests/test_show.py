"""``show``: the filters, one by one and together, and what each format prints."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lambextract.commands.options import day
from lambextract.dataset.selection import ORDERS, Selection, selected
from lambextract.dataset.writers import write
from lambextract.errors import UsageError
from lambextract.records.dataset import Commitment, Dataset
from lambextract.records.tellings import day_of, promise_of

from .conftest import RAW

PLAN = RAW / "canals-plan.pdf"


@pytest.mark.parametrize(
    ("wanted", "holds"),
    [
        (Selection(actor="cna"), lambda c: "cna" in (c.actor.id, c.delegated_by, *c.partners)),
        (Selection(actor="towpath"), lambda c: "trust" in (c.actor.id, *c.partners) or "Towpath" in c.actor.name),
        (Selection(status=("ongoing", "completed")), lambda c: c.status != "planned"),
        (Selection(strength=("conditional",)), lambda c: c.condition is not None or c.strength == "conditional"),
        (Selection(category="publish"), lambda c: c.action.category == "publish"),
        (Selection(part="chapter-2"), lambda c: c.id.startswith("chapter-2-")),
        (Selection(paragraph="1.10"), lambda c: c.paragraph == "1.10"),
        (Selection(paragraph="para 1.10"), lambda c: c.paragraph == "1.10"),
        (Selection(recommendation="14"), lambda c: c.recommendation == 14),
        (Selection(recommendation="recommendation-14"), lambda c: c.recommendation == 14),
        (
            Selection(due_before="2017-01-01"),
            lambda c: c.status != "completed" and (day_of(c) or "9") < "2017-01-01",
        ),
        (
            Selection(due_after="2017-01-01"),
            lambda c: c.status != "completed" and (day_of(c) or "0") > "2017-01-01",
        ),
        (Selection(part="sound structures"), lambda c: c.id.startswith("chapter-1-")),
        (Selection(money=True), lambda c: c.funding != ()),
        (Selection(words="WORKSHOP summer"), lambda c: "workshop" in c.quote.lower() and "summer" in c.quote.lower()),
    ],
)
def test_a_filter_takes_what_it_says(wanted: Selection, holds: Callable[[Commitment], bool], sample: Dataset) -> None:
    found = selected(sample, wanted)
    assert found
    assert [c.id for c in found] == [c.id for c in sample.commitments if c in found], "in the order of the plan"
    assert all(holds(c) for c in found)
    if not wanted.actor:
        assert len(found) == sum(holds(c) for c in sample.commitments)


def test_each_promise_once_loses_none_that_fits(sample: Dataset) -> None:
    for wanted in (Selection(due_before="2018-01-01"), Selection(actor="Agency"), Selection(money=True)):
        once = selected(sample, replace(wanted, first=True))
        assert [promise_of(c) for c in once] == list(dict.fromkeys(promise_of(c) for c in selected(sample, wanted)))


def test_filters_hold_together(sample: Dataset) -> None:
    both = selected(sample, Selection(actor="cna", money=True))
    assert set(both) == set(selected(sample, Selection(actor="cna"))) & set(selected(sample, Selection(money=True)))


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("descending", [False, True])
def test_an_order_loses_nothing_and_puts_what_lacks_it_last(order: str, descending: bool, sample: Dataset) -> None:
    found = selected(sample, Selection(order=order, descending=descending))  # type: ignore[arg-type]
    assert sorted(c.id for c in found) == sorted(c.id for c in sample.commitments)
    if order == "amount":
        sums = [max((f.max_amount or f.amount) for f in c.funding) for c in found if c.funding]
        assert sums == sorted(sums, reverse=not descending), "the largest first"
    if order == "deadline":
        days = [day_of(c) for c in found]
        known = [d for d in days if d is not None]
        assert known == sorted(known, reverse=descending)
        assert days[: len(known)] == known


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (Selection(actor="nobody"), "the plan has no actor 'nobody'"),
        (Selection(part="chapter-9"), "no part 'chapter-9'"),
        (Selection(paragraph="9.9"), "no paragraph '9.9'"),
        (Selection(recommendation="99"), "no recommendation '99'"),
        (Selection(category="dance"), "no category 'dance'"),
    ],
)
def test_what_the_plan_does_not_have_is_an_error_that_says_what_there_is(
    wanted: Selection, said: str, sample: Dataset
) -> None:
    with pytest.raises(UsageError, match=said) as error:
        selected(sample, wanted)
    assert error.value.hint.startswith("There are: ")


@pytest.fixture
def place(sample: Dataset, tmp_path: Path) -> Path:
    """The sample plan's dataset."""
    return write(sample, tmp_path / "canals")


def test_csv_has_the_rows_of_the_table(
    place: Path, command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("show", place, "--paragraph", "1.10", "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    whole = list(csv.DictReader((place / "commitments.csv").open(encoding="utf-8", newline="")))
    assert rows == [row for row in whole if row["paragraph"] == "para 1.10"] != []


def test_json_has_the_records(place: Path, command: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert command("show", place, "--money", "--sort", "amount", "--format", "json") == 0
    found = json.loads(capsys.readouterr().out)
    whole = json.loads((place / "dataset.json").read_text("utf-8"))
    assert found["document"] == whole["document"]
    assert all(c in whole["commitments"] and c["funding"] for c in found["commitments"])


@pytest.mark.parametrize("columns", [40, 80])
def test_the_table_fits_and_keeps_ids_whole(
    columns: int,
    place: Path,
    sample: Dataset,
    command: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    assert command("show", place, "--sort", "deadline") == 0
    out = capsys.readouterr().out
    assert all(len(line) <= columns for line in out.splitlines())
    assert "\033" not in out
    if columns == 40:
        joined = "".join(line.strip() for line in out.splitlines())
        assert all(c.id in joined for c in sample.commitments)


def test_markdown_is_a_table(place: Path, command: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert command("show", place, "--money", "--format", "markdown") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[4] == "| When | Who | What | Money | Where |"
    assert len({line.count("|") - line.count("\\|") for line in lines[4:]}) == 1


def test_nothing_that_fits_is_said(
    place: Path, command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("show", place, "--due-before", "1990") == 0
    assert "0 of 184 commitments" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2017", "2017-01-01", "2017-12-31"),
        ("2017-02", "2017-02-01", "2017-02-28"),
        ("2016-02-29", "2016-02-29", "2016-02-29"),
    ],
)
def test_a_month_or_a_year_stands_for_its_first_or_its_last_day(value: str, first: str, last: str) -> None:
    assert (day(value), day(value, last=True)) == (first, last)


@pytest.mark.parametrize(
    ("option", "value"), [("--status", "done"), ("--strength", "sure"), ("--sort", "money"), ("--format", "xml")]
)
def test_a_word_that_is_no_choice_is_told_with_those_that_are(
    option: str, value: str, place: Path, command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("show", place, option, value) == 2
    said = capsys.readouterr().err
    assert f"{value!r}\nThere are: " in said


@pytest.mark.parametrize("wrong", ["soon", "2017-13", "2017-02-30"])
def test_a_day_must_be_one(
    wrong: str, place: Path, command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("show", place, "--due-before", wrong) == 2
    assert "is no day" in capsys.readouterr().err


def test_a_long_list_is_paged_on_a_terminal_only(
    place: Path, command: Callable[..., int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    paged: list[str] = []
    monkeypatch.setattr("pydoc.pager", paged.append)
    assert command("show", place) == 0
    assert not paged
    assert capsys.readouterr().out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    assert command("show", place) == 0
    assert len(paged) == 1
    assert "Keeping the Canals Open" in paged[0]
