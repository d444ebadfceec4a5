"""Tables as pages draw them: headings over two rows, marks under years, text that runs sideways."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from lambextract.commands import app
from lambextract.records.dataset import Dataset
from tests.pdfs import HEIGHT, Run, pdf_of


def stroke(x0: float, top: float, x1: float, bottom: float) -> str:
    """The operators that draw a line."""
    return f"{x0} {HEIGHT - top} m {x1} {HEIGHT - bottom} l S"


def upwards(x: float, bottom: float, text: str) -> str:
    """The operators that draw words which run from the bottom to the top."""
    return f"BT /F2 10 Tf 0 1 -1 0 {x} {HEIGHT - bottom} Tm ({text}) Tj ET"


def built(page: list[Run | str], folder: Path) -> Dataset:
    """The dataset of a plan of one page."""
    plan = folder / "plan.pdf"
    opening = [
        Run(60, 60, "A plan for the rivers", 18, "F2"),
        Run(60, 90, "1. The actions that we will take are in the table."),
    ]
    plan.write_bytes(pdf_of([[*opening, *page]]))
    result = CliRunner().invoke(app, ["build", str(plan), "--out", str(folder / "out")])
    assert result.exit_code == 0, result.output
    assert CliRunner().invoke(app, ["check", str(folder / "out"), "--source", str(plan)]).exit_code == 0
    return Dataset.model_validate_json((folder / "out" / "dataset.json").read_text("utf-8"))


@pytest.fixture
def years() -> list[Run | str]:
    """A ruled table: "Action", and "Timescale" over three years, with marks under some of them."""
    xs = (60, 260, 340, 420, 500)
    return [
        *(stroke(60, y, 500, y) for y in (120, 160, 190, 220)),
        stroke(260, 140, 500, 140),
        *(stroke(x, 120, x, 220) for x in (60, 260, 500)),
        *(stroke(x, 140, x, 220) for x in (340, 420)),
        Run(65, 124, "Action", font="F2"),
        Run(265, 124, "Timescale", font="F2"),
        *(Run(x + 5, 144, y, font="F2") for x, y in zip(xs[1:], ("2031", "2032", "2033"), strict=False)),
        Run(65, 166, "The Agency will map every weir"),
        Run(345, 166, "X"),
        Run(65, 196, "The Agency will survey the eels"),
        Run(425, 196, "X"),
    ]


def test_a_heading_over_several_columns_names_each_of_them(years: list[Run | str], tmp_path: Path) -> None:
    cells = [b for b in built(years, tmp_path).blocks if b.kind == "cell"]
    assert [b.text for b in cells if b.header] == ["Action", "Timescale 2031", "2032", "2033"]
    marks = {b.text: b.column for b in cells if b.text == "X"}
    assert {b.column for b in cells if b.text == "X"} == {"timescale-2032", "timescale-2033"}, marks
    assert [(b.column, b.text) for b in cells if not b.header and b.text != "X"] == [
        ("action", "The Agency will map every weir"),
        ("action", "The Agency will survey the eels"),
    ]


def test_words_that_run_sideways_in_a_cell_are_its_words(tmp_path: Path) -> None:
    page = [
        *(stroke(60, y, 500, y) for y in (120, 220, 250, 280)),
        *(stroke(x, 120, x, 280) for x in (60, 260, 380, 500)),
        Run(65, 204, "Action", font="F2"),
        upwards(275, 215, "Owner"),
        upwards(395, 215, "By the end of"),
        upwards(408, 215, "March 2031"),
        Run(65, 226, "We will map every weir"),
        Run(265, 226, "The Agency"),
        Run(385, 226, "Yes"),
        Run(65, 256, "We will survey the eels"),
        Run(265, 256, "The Institute"),
        Run(385, 256, "No"),
    ]
    cells = [b for b in built(page, tmp_path).blocks if b.kind == "cell"]
    assert [b.text for b in cells if b.header] == ["Action", "Owner", "By the end of March 2031"]
    assert [b.text for b in cells if b.column == "owner" and not b.header] == ["The Agency", "The Institute"]


def test_the_date_that_holds_now_counts_and_not_the_original_one(tmp_path: Path) -> None:
    xs = (60, 280, 380, 500)
    page = [
        *(stroke(60, y, 500, y) for y in (120, 150, 180, 210)),
        *(stroke(x, 120, x, 210) for x in xs),
        *(Run(x + 5, 126, t, font="F2") for x, t in zip(xs, ("Action", "Original date", "Current date"), strict=False)),
        *(
            Run(x + 5, 156, t)
            for x, t in zip(xs, ("The Agency will map every weir", "May 2031", "July 2032"), strict=False)
        ),
        *(Run(x + 5, 186, t) for x, t in zip(xs, ("The Agency will survey the eels", "June 2031", ""), strict=False)),
    ]
    dataset = built(page, tmp_path)
    dates = {c.action.text.split()[0]: c.deadline and c.deadline.text for c in dataset.commitments if c.action.verb}
    assert dates["map"] == "July 2032"
    assert dates["survey"] == "June 2031", "where no other date took its place, the original one holds"
    assert [t.end for b in dataset.blocks if b.text == "July 2032" for t in b.times] == ["2032-07-31"]
