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
    "a commitment to a direction is a value, one to a step a promise": (
        """\
CRS is committed to improving the safety of boaters. CRS is committed to opening ten workshops and to testing pumps.

CRS is committed to improving the safety of boaters by May 2031.
""",
        [
            ("crs", "opening", "planned"),
            ("crs", "testing", "planned"),
            ("crs", "improving", "planned"),
        ],
    ),
    "a promise told by a noun behind a light verb": (
        "In 2029 CRS made a commitment to open a workshop and to test its pumps.\n\nCRS has no plans to move.\n",
        [("crs", "open", "planned"), ("crs", "test", "planned")],
    ),
    "orders as paragraphs": (
        "Continue to publish the map of moorings.\n\nWrite to the owners of hired boats.\n",
        [("government", "publish", "ongoing"), ("government", "Write", "planned")],
    ),
    "numbered steps in the cells of a calendar": (
        """\
| Action | May 2031 | June 2031 |
| --- | --- | --- |
| Map of weirs | 1. Write the words of the map | Launch of the map online |
| Count of otters | 2. Recruit two counters of otters |  |
""",
        [
            ("government", "Write", "planned"),
            ("government", None, "planned"),
            ("government", "Recruit", "planned"),
        ],
    ),
    "entries that say how often": (
        """\
| Item | What there is |
| --- | --- |
| Spending | Monthly publication of all spending by each yard |
| Accounts | Annual report |
""",
        [("government", None, "ongoing")],
    ),
    "who is asked can act": (
        "We are asking boatyards to publish their fees.\n",
        [("boatyards", "publish", "planned")],
    ),
    "a cell that says of whom a step is required": (
        """\
| Step | Target date | Required or not |
| --- | --- | --- |
| Publish the fees | May 2031 | Required for CRS |
| Print a map | June 2031 | Encouraged |
""",
        [("crs", "Publish", "planned"), ("government", "Print", "planned")],
    ),
    "an owner beside several rows": (
        """\
| Action | By when | Owner |
| --- | --- | --- |
| Publish the fees | May 2031 | CRS |
| Print a map | June 2031 | |
""",
        [("crs", "Publish", "planned"), ("crs", "Print", "planned")],
    ),
    "what will be by a date is a target": (
        "By May 2032 all hired boats will be electric boats. The canals will be a joy for all.\n",
        [("government", "be", "planned")],
    ),
    "what a thing brings about is nobody's act": (
        "The order of works will be determined by the weather. The locks will be inspected by CRS.\n",
        [("crs", "inspected", "planned")],
    ),
    "offices and doers act, qualities do not": (
        """\
The Chair will publish a list of moorings. Fleet managers will collaborate with the yards. The increased capability of the
pumps will publish nothing new about floods.
""",
        [("chair", "publish", "planned"), ("fleet-managers", "collaborate", "planned")],
    ),
    "all of a kind of body": (
        "All departments will publish a list of moorings. Each department will be required to name a lead.\n",
        [("departments", "publish", "planned"), ("departments", "required", "planned")],
    ),
    "things are promised behind a verb that makes them, topics are none": (
        """\
CRS will publish a list for the yards, with the following contents:

- the price of paint
- the depth of each dock

CRS will consider these matters for the whole trade:

- the price of paint
- the depth of each dock
""",
        [
            ("crs", "publish", "planned"),
            ("crs", None, "planned"),
            ("crs", None, "planned"),
            ("crs", "consider", "planned"),
        ],
    ),
    "a label before a step": (
        """\
CRS will have several tasks, including:

- Pilots: Developing pumps in two yards
- Advice: Printing a guide
""",
        [("crs", "Developing", "planned"), ("crs", "Printing", "planned")],
    ),
    "a milestone without a verb": (
        "Map of moorings open to all boaters May 2032\n\n## History\n\nMap of all moorings and berths May 2029\n",
        [("government", None, "planned")],
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


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("We will consult before bringing forward new rules.", ("by", None)),
        ("At least every 90 days, we will publish a list.", ("ongoing", None)),
        ("In the next year we will publish a list.", ("in", "2031-01-31")),
        ("The list is expected to be published in May 2031.", ("in", "2031-05-31")),
    ],
)
def test_a_time_is_read_in(text: str, told: tuple[str, str | None], tmp_path: Path, patterns: Patterns) -> None:
    plan = tmp_path / "plan.md"
    plan.write_text(f"# 1 Plan\n\n{text}\n", "utf-8")
    (made,) = lambextract.build(plan, patterns=patterns, published="2030-01").commitments
    assert made.deadline is not None
    assert (made.deadline.relation, made.deadline.end) == told


def test_what_is_expected_of_a_thing_is_tentative_and_of_a_body_firm(tmp_path: Path, patterns: Patterns) -> None:
    plan = tmp_path / "plan.md"
    text = "The lock is expected to open in May 2031.\n\nThe Canal Agency is expected to open the lock in May 2031.\n"
    plan.write_text(f"# 1 Plan\n\n{text}", "utf-8")
    made = lambextract.build(plan, patterns=patterns, published="2030-01").commitments
    assert [(c.actor.id, c.strength) for c in made] == [("government", "tentative"), ("canal-agency", "firm")]


@pytest.mark.parametrize("country", ["UK", "Ruritanian"])
def test_a_country_s_government_is_the_publisher_with_a_capital_or_without(
    country: str, tmp_path: Path, patterns: Patterns
) -> None:
    plan = tmp_path / "plan.md"
    text = f"The {country} government will publish a list of locks. The {country} Government will open ten of them.\n"
    other = "The Freedonian government will open a lock. Open government is a good thing.\n"
    plan.write_text(f"# 1 Plan\n\n{text}\n{other}", "utf-8")
    made = lambextract.build(plan, patterns=patterns).commitments
    assert [c.actor.id for c in made] == ["government", "government", "freedonian-government"]


def test_it_is_the_publisher_that_was_named_before(tmp_path: Path, patterns: Patterns) -> None:
    plan = tmp_path / "plan.md"
    text = "The Canal Agency will publish a list of locks. It will consult boaters in May 2031. It will help them.\n"
    plan.write_text(f"# 1 Plan\n\n{text}", "utf-8")
    made = lambextract.build(plan, patterns=patterns, publisher="Canal Agency").commitments
    assert [(c.actor.id, c.action.lemma) for c in made] == [("government", "publish"), ("government", "consult")]


def test_by_month_end_is_the_end_of_the_column_s_month(tmp_path: Path, patterns: Patterns) -> None:
    plan = tmp_path / "plan.md"
    rows = "| Action | May 2031 |\n| --- | --- |\n| Fees of yards | The Agency will publish the fees by month end |\n"
    plan.write_text(f"# 1 Plan\n\n{rows}", "utf-8")
    made = [c for c in lambextract.build(plan, patterns=patterns, published="2030-01").commitments if c.action.verb]
    assert [(c.deadline.relation, c.deadline.end) for c in made if c.deadline] == [("by", "2031-05-31")]
