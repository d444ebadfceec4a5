"""The language, case by case: plain files that somebody who writes no code can add to."""

import csv
from collections import defaultdict
from pathlib import Path

import edtf
import pytest

from lambextract.extraction.mentions.calendar import Context
from lambextract.extraction.mentions.deadlines import find_times
from lambextract.extraction.mentions.funding import find_money
from lambextract.patterns import Patterns

CASES = Path(__file__).parent / "cases"
NONE = "-"


def cases(name: str) -> list[tuple[str, list[tuple[str, ...]]]]:
    """The sentences of a case file, each with all that it says."""
    lines = [line for line in (CASES / name).read_text("utf-8").splitlines() if line.strip() and line[0] != "#"]
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for sentence, *said in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        found[sentence] += [] if set(said) == {NONE} else [tuple(said)]
    return list(found.items())


TIMES, MONEY = cases("times.tsv"), cases("money.tsv")


def shown(value: object) -> str:
    return NONE if value is None else str(value)


@pytest.mark.parametrize(("sentence", "expected"), TIMES, ids=[s for s, _ in TIMES])
def test_a_time_says(sentence: str, expected: list[tuple[str, ...]], patterns: Patterns) -> None:
    found = []
    for time in find_times(sentence, patterns.deadlines, patterns.calendar, Context((2010, 2))):
        period = time.period
        facts = (period.edtf, period.start, period.end) if period else (None, None, None)
        found.append((time.text, time.relation, *map(shown, facts), period.precision if period else "event"))
    assert found == expected


@pytest.mark.parametrize(("sentence", "expected"), MONEY, ids=[s for s, _ in MONEY])
def test_a_sum_says(sentence: str, expected: list[tuple[str, ...]], patterns: Patterns) -> None:
    found = [
        (
            m.text,
            f"{m.amount.normalize():f}",
            NONE if m.max_amount is None else f"{m.max_amount.normalize():f}",
            m.currency,
            m.bound,
            m.period,
        )
        for m in find_money(sentence, patterns.funding)
    ]
    assert found == expected


def test_there_are_enough_cases() -> None:
    assert sum(len(said) for _, said in TIMES) >= 120
    assert sum(len(said) for _, said in MONEY) >= 50


@pytest.mark.parametrize("value", sorted({said[2] for _, all_ in TIMES for said in all_ if said[2] != NONE}))
def test_an_independent_parser_accepts_the_edtf(value: str) -> None:
    assert str(edtf.parse_edtf(value)) == value
