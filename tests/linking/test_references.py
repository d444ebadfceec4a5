"""What words point to, and what is not there."""

from pathlib import Path

import lambextract

PLAN = """# Plan

Department of Boats

June 2016

## Chapter 1: Locks

1.1 We will open the lock by May 2017, see paragraph 1.2 and recommendation 1.

1.2 We will paint it, as recommendation 7 asks, and as paragraph 9.9 of the Code says.

1.3 We will mend it; see paragraph 1.9. The Code’s paragraph 1.8 is not meant. As recommendation 8 offers, we will wait.
Chapter 3 of the Act is not meant.

## Annex A: Response to the recommendations

| Ref | Recommendation | Response | Timescale |
| --- | --- | --- | --- |
| 1 | Open it. | We will open the lock. | Lock by May 2017. |
| 2 | Paint it. | We will paint it. | |
"""


def test_what_is_pointed_to_is_linked_and_what_is_not_there_is_warned_of(tmp_path: Path) -> None:
    plan = tmp_path / "plan.md"
    plan.write_text(PLAN, encoding="utf-8")
    dataset = lambextract.build(plan)
    refers = {(k.text, k.target) for k in dataset.links if k.kind == "refers"}
    assert ("paragraph 1.2", "chapter-1-1.2") in refers
    assert ("recommendation 1", "recommendation-1") in refers
    missing = [(w.message, w.block) for w in dataset.warnings if w.code == "reference-missing"]
    assert sorted(missing, key=lambda w: w[1]) == [
        ("'recommendation 7' points to recommendation 7, which is not there", "chapter-1-1.2"),
        ("'recommendation 8' points to recommendation 8, which is not there", "chapter-1-1.3"),
        ("'paragraph 1.9' points to paragraph 1.9, which is not there", "chapter-1-1.3"),
    ]


def test_a_row_is_dated_by_its_timescale(tmp_path: Path) -> None:
    plan = tmp_path / "plan.md"
    plan.write_text(PLAN, encoding="utf-8")
    dataset = lambextract.build(plan)
    dated = {(k.source, k.target, k.text) for k in dataset.links if k.kind == "timescale"}
    assert ("annex-a-r1-response-open", "annex-a-r1-timescale-lock-by-may-2017", "by May 2017") in dated
    first, second = dataset.recommendations
    assert (first.status, first.latest) == ("open until 2017-05-31", "2017-05-31")
    assert (second.status, second.latest) == ("open", None)


TABLE = """# Plan

Department of Boats

June 2016

## Chapter 1: Locks

| What | Who | When |
| --- | --- | --- |
| Open the weir | Boats Agency | May 2018 |
| Train ten keepers | Boats Agency | June 2018 |
"""


def test_an_action_is_dated_by_the_cell_of_another_column(tmp_path: Path) -> None:
    plan = tmp_path / "plan.md"
    plan.write_text(TABLE, encoding="utf-8")
    dataset = lambextract.build(plan)
    cells = {b.id: b.text for b in dataset.blocks}
    dated = {(k.source, cells[k.target]) for k in dataset.links if k.kind == "timescale"}
    assert {text for _, text in dated} == {"May 2018", "June 2018"}
    assert len(dated) == 2
