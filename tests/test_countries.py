"""The calendar of the country whose plan it is, told from what the document names."""

from pathlib import Path

import pytest

from lambextract import build


@pytest.mark.parametrize(
    ("names", "said", "start", "end"),
    [
        (
            "Congress asked the Federal Government and Federal agencies.",
            "by the end of fiscal year 2022",
            None,
            "2022-09-30",
        ),
        ("Congress asked the Federal Government and Federal agencies.", "by 05/09/2022", None, "2022-05-09"),
        ("England, Scotland and Wales are parts of the UK.", "by 05/09/2022", None, "2022-09-05"),
        ("The Australian Government met in Queensland.", "in spring 2022", "2022-09-01", "2022-11-30"),
        ("England, Scotland and Wales are parts of the UK.", "in spring 2022", "2022-03-01", "2022-05-31"),
        ("England is a part of the UK.", "in spring 2022", "2022-03-01", "2022-05-31"),
    ],
)
def test_a_documents_country_decides_what_its_dates_mean(
    names: str, said: str, start: str | None, end: str, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.md"
    plan.write_text(f"# Weirs\n\n{' '.join([names] * 5)}\n\n1.1 We will publish the map {said}.\n", "utf-8")
    (commitment,) = [c for c in build(plan).commitments if c.action.lemma == "publish"]
    assert commitment.deadline is not None
    assert (commitment.deadline.start, commitment.deadline.end) == (start, end)
