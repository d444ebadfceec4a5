"""A fault of lambextract's own ends with one line, the place in the plan, and a file with the way to it."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lambextract.commands.unforeseen import thought_of
from lambextract.document.place import at, place_of
from lambextract.errors import MachineError, SourceError, UnforeseenError
from tests.pdfs import Run, pdf_of

PLAN = "# Plan\n\nJune 2016\n\n## 1 Locks\n\n1.1 We will open the lock by May 2017.\n"


@pytest.fixture(autouse=True)
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files with the way to a fault are written to the test's own folder."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A finder that fails at one sentence."""
    from lambextract.extraction import decision

    find = decision.find_money

    def failing(text: str, patterns: object) -> object:
        if "open the lock" in text:
            raise IndexError("tuple index out of range")
        return find(text, patterns)  # type: ignore[arg-type]

    monkeypatch.setattr(decision, "find_money", failing)


def test_it_ends_with_one_line_and_names_the_place(
    broken: None,
    tmp_path: Path,
    command: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(PLAN, encoding="utf-8")
    assert command("build", plan, "--out", tmp_path / "out") == 70
    said = " ".join(capsys.readouterr().err.split())
    assert (
        "failed at block chapter-1-1.1 of plan.txt, by a fault of its own (IndexError: tuple index out of range)"
        in said
    )
    assert "Traceback" not in said
    (trace,) = tmp_path.glob("lambextract-*.txt")
    assert str(trace) in said
    assert "in failing" in trace.read_text("utf-8")
    assert "Python" in trace.read_text("utf-8").splitlines()[0]
    assert not (tmp_path / "out").exists()


def test_a_block_of_a_pdf_is_named_with_its_page(
    broken: None, tmp_path: Path, command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [Run(60, 60, "1 Locks", 14), Run(60, 100, "1.1 The Agency will open the lock by May 2017.")]
    (tmp_path / "plan.pdf").write_bytes(pdf_of([[Run(60, 60, "A plan for the canals", 20)], lines]))
    assert command("build", tmp_path / "plan.pdf", "--out", tmp_path / "out") == 70
    assert re.search(r"failed at block \S+ on page 2 of plan\.pdf", " ".join(capsys.readouterr().err.split()))


def test_the_other_plans_go_on(broken: None, tmp_path: Path, command: Callable[..., int]) -> None:
    for name, text in (("a", PLAN), ("b", PLAN.replace("lock", "weir"))):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    assert command("build", tmp_path / "a.txt", tmp_path / "b.txt", "--out", tmp_path / "out") == 70
    assert (tmp_path / "out" / "b" / "dataset.json").exists()
    assert not (tmp_path / "out" / "a").exists()


def test_other_commands_report_too(
    command: Callable[..., int], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("lambextract.extraction.selftest.proofs_of", failing)
    assert command("patterns") == 70
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_where_no_file_can_be_written_the_way_is_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("no space")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", full)
    error = thought_of(UnforeseenError("IndexError: no", "the way to it\n", "page 7"))
    assert "No file could be written" in error.hint
    assert "the way to it" in capsys.readouterr().err


def test_errors_that_were_thought_of_are_told_as_they_are() -> None:
    error = SourceError("no", "try")
    assert thought_of(error) is error
    assert isinstance(thought_of(MemoryError()), MachineError)
    missing = thought_of(ModuleNotFoundError("No module named 'pdfplumber'", name="pdfplumber"))
    assert isinstance(missing, MachineError)
    assert "lambextract doctor" in missing.hint


def test_the_innermost_place_is_kept() -> None:
    with pytest.raises(ValueError) as found, at("page 3"), at("block 7"):
        raise ValueError("no")
    assert place_of(found.value) == "block 7"
    with pytest.raises(SourceError) as told, at("page 3"):
        raise SourceError("no")
    assert place_of(told.value) is None


@pytest.mark.skipif(sys.platform == "win32", reason="alarms")
def test_a_rule_that_no_station_can_stop_is_stopped_by_the_clock(
    tmp_path: Path, command: Callable[..., int], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from lambextract.extraction import decision

    def endless(text: str, patterns: object) -> object:
        return re.search(r"(\w+\s?)*€", text * 3)

    monkeypatch.setattr(decision, "find_money", endless)
    (tmp_path / "plan.txt").write_text(PLAN.replace("the lock", "the lock " * 20), encoding="utf-8")
    assert command("build", tmp_path / "plan.txt", "--out", tmp_path / "out", "--timeout", "1") == 3
    said = " ".join(capsys.readouterr().err.split())
    assert "plan.txt was not read within the 1 s that it was given: stopped while it was still" in said
    assert "--timeout 10" in said
