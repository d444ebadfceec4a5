"""Where a plan contradicts itself, as text, Markdown, JSON and CSV."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from lambextract.records.contradictions import Contradictions

FERRIES = Path(__file__).parents[2] / "data" / "raw" / "ferries-plan.md"


@pytest.fixture(autouse=True)
def cached(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache for this file alone, at 80 columns."""
    monkeypatch.setenv("LAMBEXTRACT_CACHE", str(tmp_path_factory.getbasetemp() / "contradictions"))
    monkeypatch.setenv("COLUMNS", "80")


def test_the_text_fits_80_columns(command: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert command("conflicts", FERRIES) == 0
    out = capsys.readouterr().out
    assert "told in 26 places; 5 are told in ways that disagree." in " ".join(out.split())
    assert "read both places before you quote" in out
    assert max(map(len, out.splitlines())) <= 80
    assert "\x1b" not in out


def test_the_code_says_whether_there_is_any(command: Callable[..., int], tmp_path: Path) -> None:
    assert command("conflicts", FERRIES, "--exit-code") == 1
    plan = tmp_path / "plan.md"
    plan.write_text("# Plan\n\nJune 2016\n\n## 1 Locks\n\n1.1 We will open the lock by May 2017.\n", encoding="utf-8")
    assert command("conflicts", plan, "--exit-code") == 0


def test_a_plan_without_any_says_so(
    command: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = tmp_path / "plan.md"
    plan.write_text("# Plan\n\nJune 2016\n\n## 1 Locks\n\n1.1 We will open the lock by May 2017.\n", encoding="utf-8")
    command("conflicts", plan)
    assert "1 promise, told in 1 place: no two tellings were found to disagree." in capsys.readouterr().out


def test_the_json_is_the_published_record(command: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    command("conflicts", FERRIES, "--format", "json")
    found = Contradictions.model_validate(json.loads(capsys.readouterr().out))
    assert [c.field for c in found.contradictions] == ["deadline", "funding", "status", "actor", "strength"]


def test_the_csv_has_a_row_for_each_telling(command: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    command("conflicts", FERRIES, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(rows) == 11
    assert [r["said"] for r in rows[:3]] == ["by June 2018", "by December 2018", "by June 2018"]


def test_the_markdown_lists_both_wordings(command: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    command("conflicts", FERRIES, "--format", "markdown")
    out = capsys.readouterr().out
    assert (
        "  - para 1.2: “We will invest £5m in new landing stages for wheelchair users, on both banks of the Orrin.”"
        in out
    )
    assert "**Recommendations without any dated promise: 2.** 2, 4" in out


def test_an_unknown_format_is_refused(command: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert command("conflicts", FERRIES, "--format", "xml") == 2
    assert "text, markdown, json, csv" in capsys.readouterr().err
