"""The same corpus on a Dask cluster: a real scheduler and real workers on this machine, one of them killed half-way."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .conftest import add
from .test_corpus import files

Command = Callable[..., int]
Said = pytest.CaptureFixture[str]


def started(*words: str) -> subprocess.Popen[bytes]:
    """A part of a cluster."""
    return subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:]],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler."""
    file = tmp_path_factory.mktemp("cluster") / "scheduler.json"
    process = started(
        "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)
    )
    until = time.monotonic() + 60
    while not file.exists() and time.monotonic() < until and process.poll() is None:
        time.sleep(0.05)
    yield json.loads(file.read_text("utf-8"))["address"]
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def worker(address: str) -> subprocess.Popen[bytes]:
    """A worker without a nanny: once it is killed nobody starts it again."""
    return started("worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--memory-limit", "0")


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_worker_that_is_killed_loses_nothing_and_doubles_nothing(
    scheduler: str, tmp_path: Path, command: Command, capsys: Said
) -> None:
    archive, out = tmp_path / "archive", tmp_path / "out"
    for number in range(30):
        add(archive, f"{number % 3}/{number}.md", number)
    (archive / "bad.pdf").write_bytes(b"no PDF")
    workers = [worker(scheduler), worker(scheduler)]
    run = [sys.executable, "-m", "lambextract", "corpus", archive, "--out", out, "--scheduler", scheduler]
    process = subprocess.Popen(run, stderr=subprocess.PIPE)
    try:
        until = time.monotonic() + 120
        while len(list((out / "journal").glob("*.json"))) < 8 and time.monotonic() < until:
            time.sleep(0.02)
        done = len(list((out / "journal").glob("*.json")))
        workers[0].kill()
        assert 8 <= done < 31, "it was killed half-way"
        said = process.communicate(timeout=120)[1].decode()
    finally:
        process.kill()
        for each in workers:
            os.killpg(each.pid, signal.SIGKILL)
            each.wait()
    assert process.returncode == 3, said
    assert "31 documents: 31 new" in said
    assert "60 commitments" in said
    assert command("corpus", archive, "--out", tmp_path / "alone", "--jobs", "2") == 3
    assert files(out) == files(tmp_path / "alone")


def test_two_archives_on_one_scheduler_share_nothing(scheduler: str, tmp_path: Path, command: Command) -> None:
    one = worker(scheduler)
    try:
        for number, name in enumerate(("a", "b")):
            add(tmp_path / name, "plan.md", number)
            assert command("corpus", tmp_path / name, "--out", tmp_path / f"{name}-out", "--scheduler", scheduler) == 0
    finally:
        os.killpg(one.pid, signal.SIGKILL)
        one.wait()
    assert any("bucket" in name for name in files(tmp_path / "b-out"))
    assert files(tmp_path / "a-out") != files(tmp_path / "b-out")


def test_where_no_scheduler_answers_the_way_out_is_told(
    archive: Path, tmp_path: Path, command: Command, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lambextract.corpus.cluster.PATIENCE", 1.0)
    assert command("corpus", archive, "--out", tmp_path / "out", "--scheduler", "tcp://127.0.0.1:9") == 5
    assert "dask scheduler" in capsys.readouterr().err


def test_a_scheduler_without_workers_is_told(
    scheduler: str,
    archive: Path,
    tmp_path: Path,
    command: Command,
    capsys: Said,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("lambextract.corpus.cluster.PATIENCE", 1.0)
    assert command("corpus", archive, "--out", tmp_path / "out", "--scheduler", scheduler) == 5
    assert "has no workers" in capsys.readouterr().err
