"""Tables that are kept up to date are compared row by row and cell by cell."""

from collections.abc import Callable, Sequence

import pytest

import lambextract
from lambextract.records.changes import Change, TableRow
from lambextract.records.dataset import Dataset, DeadlineRecord

from .conftest import Promise

KEPT = Promise("The Towpath Trust will count the herons of the northern reservoirs.", "count", actor="Towpath Trust")
DAYS = {"May 2016": "2016-05-31", "July 2016": "2016-07-31", "June 2014": "2014-06-30"}


def day(text: str) -> DeadlineRecord:
    """The time in a cell."""
    return DeadlineRecord(
        text=text, relation="by", edtf=None, start=None, end=DAYS[text], precision="month", source="sentence",
        start_char=0, end_char=len(text),
    )  # fmt: skip


@pytest.fixture
def table(make: Callable[..., Dataset]) -> Callable[..., Dataset]:
    """Makes a dataset with one table: a row of headings, and rows of cells."""

    def made(heads: Sequence[str], rows: Sequence[Sequence[str]], published: str = "2014-06") -> Dataset:
        plain = make([KEPT], published=published)
        (model,) = plain.blocks
        blocks = [model]
        for r, cells in enumerate([heads, *rows]):
            for c, text in enumerate(cells):
                name = f"chapter-1-t1-r{r}"
                cell = {"id": f"{name}-c{c}", "kind": "cell", "row": name, "column": f"column-{c}", "text": text}
                times = (day(text),) if text in DAYS else ()
                blocks.append(model.model_copy(update={**cell, "header": r == 0, "times": times}))
        return plain.model_copy(update={"blocks": tuple(blocks)})

    return made


def told(old: Dataset, new: Dataset) -> list[Change]:
    return [c for c in lambextract.compare(old, new).changes if isinstance(c.old or c.new, TableRow)]


HEADS = ("Dataset", "Status", "To be published")
WEIRS, LOCKS = "Register of weirs and sluices", "Hourly counts of boats at locks"


def test_a_date_in_a_date_column_that_moved_is_a_slip(table: Callable[..., Dataset]) -> None:
    old = table(HEADS, [(WEIRS, "Planned", "May 2016"), (LOCKS, "Planned", "July 2016")])
    new = table(HEADS, [(LOCKS, "Planned", "July 2016"), (WEIRS, "Planned", "July 2016")])
    (change,) = told(old, new)
    assert change.kinds == ("later",)
    assert change.slip_months == 2
    assert isinstance(change.new, TableRow)
    assert change.new.name == WEIRS
    assert "May 2016" in change.sentence
    assert "July 2016" in change.sentence


def test_a_status_that_changed_is_told_with_both_words(table: Callable[..., Dataset]) -> None:
    old = table(HEADS, [(WEIRS, "Not met", "May 2016"), (LOCKS, "Not met", "July 2016")])
    new = table(HEADS, [(WEIRS, "Met", "May 2016"), (LOCKS, "Not met", "July 2016")])
    (change,) = told(old, new)
    assert change.kinds == ("status",)
    assert "“Not met” → “Met”" in change.sentence


def test_a_dated_row_that_is_gone_is_told(table: Callable[..., Dataset]) -> None:
    old = table(HEADS, [(WEIRS, "Planned", "May 2016"), (LOCKS, "Planned", "July 2016")])
    new = table(HEADS, [(LOCKS, "Planned", "July 2016")])
    (change,) = told(old, new)
    assert change.kinds == ("dropped",)
    (back,) = told(new, old)
    assert back.kinds == ("added",)


def test_a_row_that_moved_says_nothing(table: Callable[..., Dataset]) -> None:
    rows = [(WEIRS, "Planned", "May 2016"), (LOCKS, "Planned", "July 2016")]
    assert told(table(HEADS, rows), table(HEADS, rows[::-1])) == []
