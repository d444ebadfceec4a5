"""Plans that somebody has typed or converted: what is read of them and what is not."""

from pathlib import Path

import pytest

import lambextract
from lambextract.patterns import Patterns
from lambextract.records.dataset import Dataset


def built(tmp_path: Path, patterns: Patterns, text: str, name: str = "plan.md") -> Dataset:
    """The dataset of a text."""
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return lambextract.build(file, patterns=patterns)


def told(dataset: Dataset) -> list[tuple[str, str | None, str | None]]:
    """Who does what by when."""
    return [(c.actor.id, c.action.lemma, c.deadline.end if c.deadline else None) for c in dataset.commitments]


def test_a_plan_without_headings_is_read_as_one_part(tmp_path: Path, patterns: Patterns) -> None:
    text = "The Boats Agency will publish a guide to locks by June 2021.\n\nWe will review the rules every year.\n"
    dataset = built(tmp_path, patterns, text, "plan.txt")
    assert told(dataset) == [("boats-agency", "publish", "2021-06-30"), ("government", "review", None)]
    assert [p.id for p in dataset.document.parts] == ["chapter-1"]


def test_a_promises_date_is_not_that_of_publication(tmp_path: Path, patterns: Patterns) -> None:
    dataset = built(tmp_path, patterns, "# Locks\n\n1.1 We will hold a summit in March 2010.\n")
    assert dataset.document.published is None
    assert [w.code for w in dataset.warnings] == ["publication-unknown", "publisher-unknown"]


def test_a_title_with_its_lines_is_a_cover_and_no_chapter(tmp_path: Path, patterns: Patterns) -> None:
    text = "# A plan for the canals\n\nDepartment of Boats\n\nMarch 2020\n\n# Chapter 1: Safety\n\n1.1 We will publish a guide.\n"
    document = built(tmp_path, patterns, text).document
    assert [(p.id, p.title) for p in document.parts] == [("chapter-1", "Chapter 1: Safety")]
    assert (document.title, document.published) == ("A plan for the canals", "2020-03")


def test_what_is_hidden_in_a_text_is_not_read(tmp_path: Path, patterns: Patterns) -> None:
    text = "# Plan\n\nMarch 2020\n\n1.1 We will publish a guide. <!-- We will hide it. -->\n\n<?php we will do ?>\n"
    dataset = built(tmp_path, patterns, text)
    assert [c.action.lemma for c in dataset.commitments] == ["publish"]


def test_control_characters_are_left_out(tmp_path: Path, patterns: Patterns) -> None:
    dataset = built(tmp_path, patterns, "# Plan\n\n1.1 We will \x1b[31mpublish\x1b[0m a guide.\n")
    assert "\x1b" not in "".join(b.text for b in dataset.blocks)


TABLE = [
    ["Action", "Owner", "Deadline"],
    ["Publish a guide to locks", "Canals Agency", "May 2021"],
    ["Train 40 lock keepers", "Canals Agency", "June 2022"],
]


@pytest.mark.parametrize("form", ["tabs", "pipes"])
def test_a_table_gives_its_rows_owner_and_deadline(form: str, tmp_path: Path, patterns: Patterns) -> None:
    lines = ["\t".join(row) if form == "tabs" else f"| {' | '.join(row)} |" for row in TABLE]
    if form == "pipes":
        lines.insert(1, "|---|:---:|---|")
    dataset = built(tmp_path, patterns, "# Plan\n\n## Actions\n\n" + "\n".join(lines) + "\n")
    assert told(dataset) == [("canals-agency", "publish", "2021-05-31"), ("canals-agency", "train", "2022-06-30")]


def test_dates_as_column_headings_date_what_stands_under_them(tmp_path: Path, patterns: Patterns) -> None:
    rows = ["Programme\tBy December 2023\t2024", "Locks\tContract awarded to a firm\tThe Agency will open the lock"]
    dataset = built(tmp_path, patterns, "# Plan\n\nMay 2023\n\n# Milestones\n\n" + "\n".join(rows) + "\n")
    assert [(c.action.lemma, c.status, c.deadline.end if c.deadline else None) for c in dataset.commitments] == [
        ("award", "planned", "2023-12-31"),
        ("open", "planned", "2024-12-31"),
    ]


def test_a_list_of_what_was_done_is_done(tmp_path: Path, patterns: Patterns) -> None:
    text = "# Plan\n\nMay 2023\n\n# Progress\n\nSince 2022 we have:\n\n- made £2m available for locks;\n- opened ten berths.\n"
    dataset = built(tmp_path, patterns, text)
    assert [(c.action.lemma, c.status) for c in dataset.commitments] == [("make", "completed"), ("open", "completed")]


def test_financial_years_are_those_that_the_document_defines(tmp_path: Path, patterns: Patterns) -> None:
    text = "# Plan\n\nMay 2023\n\n# Locks\n\nA financial year runs from 1 July to 30 June.\n\nWe will open the lock in 2024-25.\n"
    (commitment,) = built(tmp_path, patterns, text).commitments
    assert commitment.deadline is not None
    assert (commitment.deadline.start, commitment.deadline.end) == ("2024-07-01", "2025-06-30")


def test_the_lines_of_a_cover_are_not_joined(tmp_path: Path, patterns: Patterns) -> None:
    text = "# Open locks: our plan\n\nMinistry of Canals\n\nPublished November 2023\n\n# 1 Locks\n\nWe will open the locks.\n"
    dataset = built(tmp_path, patterns, text)
    assert dataset.document.publisher == "Ministry of Canals"
    assert dataset.document.published == "2023-11"


@pytest.mark.parametrize(
    ("cover", "published"),
    [("March 2010", "2010-03"), ("March 2010 – The Department", "2010-03"), ("April 2012 – March 2014", None)],
)
def test_what_a_plan_spans_is_no_date_of_publication(
    cover: str, published: str | None, tmp_path: Path, patterns: Patterns
) -> None:
    text = f"# Locks\n\n{cover}\n\n## 1. What we will do\n\n1.1 We will hold a summit.\n"
    assert built(tmp_path, patterns, text).document.published == published


def test_an_entry_without_a_time_yet_is_tentative(tmp_path: Path, patterns: Patterns) -> None:
    rows = "| Map of weirs | June 2031 |\n| Atlas of eels | TBC |\n| Census of otters | May 2031 |\n"
    table = f"| Dataset | To be first published on |\n| --- | --- |\n{rows}"
    dataset = built(tmp_path, patterns, f"# Rivers\n\nMarch 2030\n\n## 1. Data\n\n1.1 The data.\n\n{table}")
    entries = {c.quote: (c.strength, c.deadline.end if c.deadline else None) for c in dataset.commitments}
    assert entries == {
        "Map of weirs": ("firm", "2031-06-30"),
        "Atlas of eels": ("tentative", None),
        "Census of otters": ("firm", "2031-05-31"),
    }
