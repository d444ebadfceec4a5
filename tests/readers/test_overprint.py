"""Letters that are drawn twice, for boldness or as a shadow, are read once; letters that stand twice are not touched."""

from pathlib import Path

import pytest

import lambextract
from lambextract.dataset.check import faults_against
from lambextract.limits import Clock, Limits
from lambextract.patterns import Patterns
from lambextract.readers.messages import Task
from lambextract.readers.supervision import read_pages
from tests.pdfs import Run, pdf_of

NO_LIMITS = Limits(0, 0, 0, 0, 0)
HEADING = "Chapter 11: little locks will illuminate"
PROMISE = "We will open the lock by May 2017."


def read(runs: list[Run]) -> tuple[str, str]:
    """What both readers see on a page: the words of the first, the letters of the second."""
    task = Task("plan.pdf", pdf_of([runs]), None, NO_LIMITS, tags=False)
    _, (page,) = read_pages(task, lambda _done, _total: None, lambda: None, Clock(NO_LIMITS, "plan.pdf"))
    assert page.sheet is not None
    return " ".join(word.text for word in page.sheet.words), page.witness.text


def letters(text: str) -> str:
    """Letters and digits alone."""
    return "".join(c for c in text.casefold() if c.isalnum())


@pytest.mark.parametrize(
    ("size", "away", "down"),
    [(9, 0.2, 0), (9, 1.5, 0), (9, 3.0, 0.8), (12, 0.6, 0), (12, 2.0, 0.8), (18, 3.0, 0), (24, 1.0, 0.8), (24, 3.0, 0)],
)
def test_a_heading_drawn_twice_is_read_once(size: float, away: float, down: float) -> None:
    twice = [Run(60, 60, HEADING, size, "F2"), Run(60 + away, 60 + down, HEADING, size, "F2")]
    words, seen = read([*twice, Run(60, 120, PROMISE)])
    assert words == f"{HEADING} {PROMISE}"
    assert sorted(seen) == sorted(letters(HEADING + PROMISE))


def test_each_letter_drawn_twice_before_the_next_is_read_once() -> None:
    runs: list[Run] = []
    for i, letter in enumerate("Locks and weirs"):
        runs += [Run(60 + 12 * i, 60, letter, 14), Run(61 + 12 * i, 60, letter, 14)] if letter != " " else []
    words, seen = read([*runs, Run(60, 120, PROMISE)])
    assert letters(words) == seen == letters("Locks and weirs" + PROMISE)


@pytest.mark.parametrize(
    "text",
    [
        "1122334455 aabbccddee",
        "11 22 33 44 55 66",
        "bookkeeper's illness will pass",
        "........ 12",
        "lllllllllllllll",
        "WWW. ffff III",
    ],
)
def test_letters_that_stand_side_by_side_are_all_read(text: str) -> None:
    words, seen = read([Run(60, 60, text, 9), Run(60, 120, PROMISE)])
    assert words.replace(" ", "") == f"{text}{PROMISE}".replace(" ", "")
    assert seen == letters(text + PROMISE)


def test_lines_of_equal_words_below_one_another_are_all_read() -> None:
    rows = [Run(60, 60 + 4.2 * k, "the same line again", 8) for k in range(6)]
    words, _ = read(rows)
    assert words.count("line") == 6


def test_the_check_against_the_source_agrees(tmp_path: Path, patterns: Patterns) -> None:
    file = tmp_path / "plan.pdf"
    twice = [Run(60, 60, HEADING, 12, "F2"), Run(62, 61, HEADING, 12, "F2")]
    file.write_bytes(pdf_of([[*twice, Run(60, 120, f"The Board agrees. {PROMISE}")]]))
    dataset = lambextract.build(file, patterns=patterns)
    assert dataset.blocks[0].text == HEADING
    assert list(faults_against(dataset, file)) == []
