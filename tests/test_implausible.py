"""Days that no calendar has, and sums beyond all measure: a dataset does not pass over them."""

from pathlib import Path

import pytest

import lambextract
from lambextract.patterns import Patterns


def warned(folder: Path, sentence: str, patterns: Patterns) -> list[tuple[str, str | None]]:
    """What a dataset warns of, with the block, of the plausible kind left out."""
    file = folder / "plan.txt"
    file.write_text(f"# Plan\n\nDepartment of Boats\n\nJune 2016\n\n## 1 Locks\n\n1.1 {sentence}\n", encoding="utf-8")
    dataset = lambextract.build(file, patterns=patterns)
    assert len(dataset.commitments) == 1
    return [(w.code, w.block) for w in dataset.warnings]


@pytest.mark.parametrize(
    "day",
    [
        "31 February 2017",
        "31st of June 2017",
        "30 February",
        "29 February 2018",
        "31/02/2017",
        "31.11.2017",
        "April 31, 2017",
        "13/13/2017",
    ],
)
def test_a_day_that_no_calendar_has_is_told(day: str, tmp_path: Path, patterns: Patterns) -> None:
    assert warned(tmp_path, f"We will open the lock by {day}.", patterns) == [("date-impossible", "chapter-1-1.1")]


@pytest.mark.parametrize(
    "day",
    [
        "28 February 2017",
        "29 February 2020",
        "29 February",
        "31 March 2017",
        "31/12/2017",
        "12/31/2017",
        "May 31, 2017",
        "30 June",
    ],
)
def test_a_day_that_a_calendar_has_is_not(day: str, tmp_path: Path, patterns: Patterns) -> None:
    assert warned(tmp_path, f"We will open the lock by {day}.", patterns) == []


@pytest.mark.parametrize(
    "words", ["as page 45 March 2017 says", "in lots of 40 May blossoms", "under version 1.31.2017.4 of the code"]
)
def test_a_number_that_is_no_day_is_not_taken_for_one(words: str, tmp_path: Path, patterns: Patterns) -> None:
    assert warned(tmp_path, f"We will open the lock {words}.", patterns) == []


@pytest.mark.parametrize("money", ["£" + "1" * 400, "£999999999999 million", "$12,345,678,901,234,567,890"])
def test_a_sum_beyond_all_measure_is_told(money: str, tmp_path: Path, patterns: Patterns) -> None:
    assert warned(tmp_path, f"We will spend {money} on the lock.", patterns) == [("sum-implausible", "chapter-1-1.1")]


def test_a_large_sum_is_not(tmp_path: Path, patterns: Patterns) -> None:
    assert warned(tmp_path, "We will spend ¥110 trillion on the lock.", patterns) == []
