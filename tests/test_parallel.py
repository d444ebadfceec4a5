"""Several plans at a time: the same bytes as alone, and no plan's trouble is another's."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lambextract import parallel
from lambextract.document.progress import Report
from lambextract.parallel import Lost, each

Command = Callable[..., int]
PLAN = "# Plan\n\nJune 2016\n\n## 1 Locks\n\n1.1 We will open lock {} by May 2017.\n"


def doubled(job: int, report: Report) -> int | str:
    """Twice the number, but some end their process and one is slow."""
    report("Doubling", 0, 2)
    if job == 3:
        os._exit(7)
    if job == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * job


def who(_job: int, _report: Report) -> int:
    """The process that does it."""
    return os.getpid()


@pytest.fixture
def plans(tmp_path: Path) -> list[Path]:
    """Five plans, of which the third is none."""
    files = [tmp_path / f"{number}.md" for number in range(5)]
    for number, file in enumerate(files):
        file.write_text(PLAN.format(number), encoding="utf-8")
    files[2].write_bytes(b"\xff\xfe\x00")
    return files


def contents(out: Path) -> dict[str, bytes]:
    """All files in a folder and below it."""
    return {str(f.relative_to(out)): f.read_bytes() for f in sorted(out.rglob("*")) if f.is_file()}


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_process_that_ends_is_told_and_stops_no_other() -> None:
    told: list[tuple[int, str]] = []
    found = dict(each(doubled, range(8), 2, lambda n, stage, _done, _total: told.append((n, stage))))
    assert found == {0: 0, 1: 2, 2: 4, 3: Lost(7), 4: 8, 5: Lost(-9), 6: 12, 7: 14}
    assert {n for n, _ in told} >= {0, 1, 2, 4, 6, 7}


def test_a_process_does_one_job_after_the_other_until_another_takes_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len({pid for _, pid in each(who, range(6), 1, lambda *_: None)}) == 1
    monkeypatch.setattr(parallel, "TURNS", 2)
    assert len({pid for _, pid in each(who, range(6), 1, lambda *_: None)}) == 3


def test_what_is_running_ends_with_whoever_waits() -> None:
    work = each(who, range(50), 2, lambda *_: None)
    _, pid = next(work)
    work.close()  # type: ignore[attr-defined]
    with pytest.raises(OSError, match=r"No such process|no such process"):
        os.kill(int(pid), 0)  # type: ignore[call-overload]


def test_several_at_a_time_give_the_same_bytes_as_alone(plans: list[Path], tmp_path: Path, command: Command) -> None:
    assert command("build", *plans, "--out", tmp_path / "one") == 3
    assert command("build", *plans, "--out", tmp_path / "three", "--jobs", "3") == 3
    assert contents(tmp_path / "one") == contents(tmp_path / "three")
    assert {f.parts[0] for f in map(Path, contents(tmp_path / "three"))} == {"0", "1", "3", "4", "stacked"}


def test_failures_are_listed_at_the_end(
    plans: list[Path], tmp_path: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    for options in ((), ("--jobs", "2")):
        assert command("build", *plans, tmp_path / "none.pdf", "--out", tmp_path / "out", *options) == 3
        said = capsys.readouterr().err
        assert "2 of 6 plans were not built:" in said
        last = said.split("were not built:")[1]
        assert "2.md: 2.md is UTF-16, not UTF-8" in " ".join(last.split())
        assert "there is no file" in last
        assert said.casefold().count("commitment") >= 4


def test_the_fault_of_lambextract_or_of_the_machine_is_told_by_the_code() -> None:
    from lambextract.commands.build import code_of

    assert [code_of(codes) for codes in ([3], [2], [4, 3], [3, 70], [5, 3])] == [3, 3, 3, 70, 5]


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_ctrl_c_ends_all_and_says_what_was_written(tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.md" for number in range(40)]
    for number, file in enumerate(files):
        file.write_text(PLAN.format(number) * 20, encoding="utf-8")
    run = [sys.executable, "-m", "lambextract", "build", *files, "--out", tmp_path / "out", "--jobs", "2"]
    process = subprocess.Popen(run, stderr=subprocess.PIPE, start_new_session=True)
    until = time.monotonic() + 60
    whole = "out/[0-9]*/dataset.json"  # not those in .3.new-…, which are still being written
    while len(list(tmp_path.glob(whole))) < 2 and time.monotonic() < until:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    said = process.communicate(timeout=60)[1].decode()
    assert process.returncode == 130
    assert "Interrupted: " in said
    assert "had been written before" in said
    assert "Traceback" not in said
    assert not (tmp_path / "out" / "stacked").exists()
