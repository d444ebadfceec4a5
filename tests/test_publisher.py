"""Who publishes a plan: what speaks for a body, and what does not."""

from pathlib import Path

import pytest

from lambextract import build

TEXT = """# A plan for the rivers

{cover}

## 1. What we will do

1.1 We will map every weir by May 2031. {acts}

1.2 We will publish the maps.
"""


@pytest.mark.parametrize(
    ("cover", "acts", "publisher"),
    [
        ("Published by the Department for Rivers, London", "", "Department for Rivers"),
        (
            "Printed by the River Stationery Office",
            "The Rivers Agency will test the eels. The Rivers Agency has hired divers. The Rivers Agency is ready. "
            "The Rivers Agency will report. The Rivers Agency will meet. The Rivers Agency has a boat. "
            "The Rivers Agency will dredge.",
            "Rivers Agency",
        ),
        ("Printed by the River Stationery Office", "", None),
        ("A response to the Committee on Rivers", "The water is cold.", None),
    ],
)
def test_the_publisher_is_weighed_and_never_the_printer(
    cover: str, acts: str, publisher: str | None, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.md"
    plan.write_text(TEXT.format(cover=cover, acts=acts), "utf-8")
    dataset = build(plan)
    assert dataset.document.publisher == publisher
    assert any(w.code == "publisher-unknown" for w in dataset.warnings) == (publisher is None)


def test_a_publisher_that_is_given_stands_over_what_is_found(tmp_path: Path) -> None:
    plan = tmp_path / "plan.md"
    plan.write_text(TEXT.format(cover="Published by the Department for Rivers, London", acts=""), "utf-8")
    dataset = build(plan, publisher="The Lakes Authority")
    assert dataset.document.publisher == "The Lakes Authority"
    assert {c.actor.name for c in dataset.commitments} == {"The Lakes Authority"}
