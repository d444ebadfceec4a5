"""A short form of ``make reliability``: builds killed, files damaged, plans made to be costly, other ways to build."""

import os
from pathlib import Path

import pytest

from .reliability import files, growth, kills, matrix, report, warm

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="what is killed here is forked, which this system cannot"),
]
FACTOR = 3.2  # times the cost for twice the size: 2, and what a loaded machine adds; a square would be 4


@pytest.fixture(scope="module", autouse=True)
def warmed() -> None:
    """Everything that a build needs, loaded."""
    warm.prepare()


def test_no_dataset_is_lost_to_a_kill() -> None:
    tally = kills.kills(6)
    assert tally.lost == []
    assert sum(tally.found.values()) == 6


def test_the_tally_sees_a_dataset_that_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    assert kills.state_of(Path("/no/such/folder"), {}, {"a": b""}) == "old"
    assert kills.state_of(Path("/no/such/folder"), {"a": b"1"}, {"a": b"2"}) == "none"
    monkeypatch.setattr(kills, "state_of", lambda folder, old, new: "none")
    assert len(kills.kills(1).lost) == 2


def test_damaged_files_are_read_or_refused() -> None:
    assert [(t.name, t.fault) for t in files.mutations_tried(3, seed=5) if t.fault] == []


@pytest.mark.parametrize(
    "name",
    [
        "names",
        pytest.param("headings", marks=pytest.mark.plans),
        pytest.param("rows of recommendations", marks=pytest.mark.plans),
        pytest.param("hyphens at line ends", marks=pytest.mark.plans),
    ],
)
def test_cost_grows_with_size_and_no_faster(name: str, tmp_path: Path) -> None:
    ((_, paths),) = growth.plans(tmp_path, {name})
    found = growth.growth(name, paths, tmp_path / "out")
    assert found.codes == (0, 0, 0)
    assert found.factor <= FACTOR, found
    assert max(found.memory) < 1000


@pytest.mark.plans
def test_the_seed_of_hashes_changes_nothing() -> None:
    assert matrix.matrix({"PYTHONHASHSEED=1"}) == {
        "as it is": True, "PYTHONHASHSEED=1": True,
    }  # fmt: skip


def test_a_broken_promise_is_told() -> None:
    well = warm.Outcome(0, 1.0, 1.0, 100.0, "")._asdict()
    found = {
        "real plans": [
            {"name": "a.pdf", "outcome": well, "fault": ""},
            {"name": "b.pdf", "outcome": well, "fault": "a traceback"},
        ],
        "kills": {"killed": 3, "found": {"old": 2, "none": 1}, "lost": ["kill 2: none"]},
        "fuzz": {"text": {"executions": 9, "crashes": 1, "said": "IndexError"}, "patterns": "not installed"},
        "growth": [{"name": "rows", "seconds": (1, 2, 9), "memory": (1, 1, 1), "codes": (0, 0, 0), "factor": 4.5}],
        "matrix": {"as it is": True, "TZ=UTC": False, "Python 3.13": "not on this machine"},
    }
    page, broken = report.page_of(f"# Page\n{report.BEGIN}\nold\n{report.END}\n", found, "here", 60)
    assert [b.partition(":")[0] for b in broken] == [
        "b.pdf", "kill 2", "fuzzing of text", "growth with rows", "determinism, TZ=UTC",
    ]  # fmt: skip
    assert "old" not in page.split("\n")
    assert page.startswith("# Page\n")
    assert page.endswith(f"{report.END}\n")


@pytest.mark.parametrize(
    ("outcome", "fault"),
    [
        (warm.Outcome(1, 1, 1, 1, "Traceback (most recent call last)"), "a traceback"),
        (warm.Outcome(-9, 1, 1, 1, ""), "it ended with -9: "),
        (warm.Outcome(70, 1, 1, 1, "Error: x"), "it ended with 70: Error: x"),
        (warm.Outcome(3, 61, 1, 1, "Error: x"), "it took 61 s"),
        (warm.Outcome(3, 1, 1, 1001, "Error: x"), "it needed 1001 MB"),
        (warm.Outcome(3, 1, 1, 1, ""), "no word on what is wrong"),
        (warm.Outcome(3, 1, 1, 1, "Error: x"), ""),
    ],
)
def test_what_is_wrong_with_a_file_is_seen(outcome: warm.Outcome, fault: str, tmp_path: Path) -> None:
    assert files.fault_of(outcome, tmp_path) == fault


def test_an_empty_dataset_that_looks_like_a_success_is_seen(tmp_path: Path) -> None:
    (tmp_path / "dataset.json").write_text('{"blocks": [], "commitments": [], "warnings": []}')
    assert files.fault_of(warm.Outcome(0, 1, 1, 1, ""), tmp_path) == "an empty dataset without a warning"
