"""What common ways of putting a promise come to: who, the verb, and whether it is still to be done."""

from pathlib import Path

import pytest

import lambextract
from lambextract.patterns import Patterns

INTRODUCTIONS = """\
The Canal Rescue Service (CRS, or ‘the Service’) was asked to help. Skills for Towpaths (SFT), the trade’s training body,
has been asked to help too.
"""

CASES = {
    "a lead-in that says how": (
        """\
To help owners, CRS will support 40 yards by:

- training two advisers from its office; and
- opening a workshop in March 2031.
""",
        [("crs", "support", "planned"), ("crs", "training", "planned"), ("crs", "opening", "planned")],
    ),
    "a lead-in that opens with a year": (
        """\
In fiscal year 2030–31 CRS will:

- publish a map;
- train 40 wardens.
""",
        [("crs", "publish", "planned"), ("crs", "train", "planned")],
    ),
    "orders under a heading": (
        """\
## What we will do

- Publish a register of moorings
- Consult on a levy in the spring of 2031
- Support for owners of wooden boats

## What we have done

- Begun work on the register
""",
        [
            ("government", "Publish", "planned"),
            ("government", "Consult", "planned"),
            ("government", "Begun", "completed"),
        ],
    ),
    "a participle with words between": (
        """\
## What we are doing now

- Examining, as far as resources allow, how young boaters are taught
""",
        [("government", "Examining", "ongoing")],
    ),
    "a body known by what it was asked": (
        "SFT will draw up a syllabus by May 2031.\n",
        [("sft", "draw", "planned")],
    ),
    "a cell with several things, each with its time": (
        """\
| Action | Lead | By when |
| --- | --- | --- |
| Set up a panel | CRS | Panel by May 2031; first meeting September 2031 |
| Print a map | CRS | May 2031 |
""",
        [("crs", "Set", "planned"), ("crs", None, "planned"), ("crs", None, "planned"), ("crs", "Print", "planned")],
    ),
    "what is told in passing": (
        """\
The fund, which was last topped up in 2028, will be replaced in 2031. We are backing the Bill and, once it has been passed, \
will lay the regulations in 2032.
""",
        [("government", "replaced", "planned"), ("government", "backing", "ongoing"), ("government", "lay", "planned")],
    ),
    "a partner before the subject": (
        "Together with Bus Nasc, the Boating Council is launching an apprenticeship this spring.\n",
        [("boating-council", "launching", "ongoing")],
    ),
    "what somebody concluded": (
        "The Inquiry concluded that the gates were too old. We will replace them by 2031.\n",
        [("government", "replace", "planned")],
    ),
    "money that covers a cost": (
        "We will make £4m available to councils in 2031 to meet the cost.\n",
        [("government", "make", "planned")],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_way_of_putting_it_gives(case: str, tmp_path: Path, patterns: Patterns) -> None:
    text, expected = CASES[case]
    plan = tmp_path / "plan.md"
    plan.write_text(f"# 1 Plan\n\n{INTRODUCTIONS}\n# 2 Action\n\n{text}", "utf-8")
    dataset = lambextract.build(plan, patterns=patterns, published="2030-01")
    found = [(c.actor.id, c.action.verb, c.status) for c in dataset.commitments if c.part == "chapter-2"]
    assert found == expected


def test_a_misspelt_name_gives_way_to_the_spelling_that_the_document_knows(tmp_path: Path, patterns: Patterns) -> None:
    plan = tmp_path / "plan.md"
    plan.write_text(
        "# 1 Plan\n\nThe Trainig Agency for Canals (TAC) will publish a guide to training. Training matters.\n\n"
        "The Training Agency for Canals (TAC) will recruit tutors.\n",
        "utf-8",
    )
    dataset = lambextract.build(plan, patterns=patterns)
    assert {(c.actor.id, c.actor.name) for c in dataset.commitments} == {("tac", "Training Agency for Canals")}


@pytest.mark.parametrize("condition", ["Where weather conditions allow", "Funding permitting", "Subject to a vote"])
def test_a_condition_is_one_in_any_of_its_forms(condition: str, tmp_path: Path, patterns: Patterns) -> None:
    plan = tmp_path / "plan.md"
    plan.write_text(f"# 1 Plan\n\n{condition}, we will open the lock in 2031.\n", "utf-8")
    (made,) = lambextract.build(plan, patterns=patterns).commitments
    assert made.strength == "conditional"
    assert made.condition == condition
