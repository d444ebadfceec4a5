"""The output folder: all of the new, or all of the old, and nobody else's files."""

import errno
import os
import shutil
import signal
import threading
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from lambextract.dataset.writers import FORMATS, folder, lock, write
from lambextract.dataset.writers.folder import check_place, place
from lambextract.errors import UsageError
from lambextract.records.dataset import Dataset

LAST = {"dataset.json": b"last"}
FILES = {"dataset.json": b"{}", "links.csv": b"kind\r\n"}


def held(place_: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in place_.iterdir()}


def test_files_are_placed_in_a_new_folder(tmp_path: Path) -> None:
    place(FILES.items(), tmp_path / "a" / "b")
    assert held(tmp_path / "a" / "b") == FILES
    assert [p.name for p in (tmp_path / "a").iterdir()] == ["b"], "nothing is left beside it"


def test_a_dataset_is_replaced_whole(tmp_path: Path) -> None:
    place({**FILES, "blocks.csv": b"id\r\n"}.items(), tmp_path / "out")
    place(FILES.items(), tmp_path / "out")
    assert held(tmp_path / "out") == FILES


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    place(FILES.items(), tmp_path / "out")
    assert held(tmp_path / "out") == FILES


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "real")
    place(FILES.items(), tmp_path / "out")
    assert (tmp_path / "out").is_symlink()
    assert held(tmp_path / "real") == FILES


def test_somebodys_files_are_never_touched(tmp_path: Path) -> None:
    (tmp_path / "dataset.json").write_text("{}", "utf-8")
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(UsageError, match=r"holds something that is not a dataset: notes\.txt"):
        place(FILES.items(), tmp_path)
    assert held(tmp_path) == {"dataset.json": b"{}", "notes.txt": b"mine"}


@pytest.mark.parametrize("name", ["dataset.sqlite", "dataset.xlsx", "deadlines.ics", "commitments.parquet"])
def test_a_file_of_somebody_elses_with_a_name_of_ours_is_never_touched(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"mine")
    with pytest.raises(UsageError, match="but no dataset"):
        place(FILES.items(), tmp_path)
    assert held(tmp_path) == {name: b"mine"}


@pytest.mark.parametrize("name", ["sqlite", "xlsx", "ics", "parquet"])
def test_a_folder_of_one_format_is_replaced(name: str, sample: Dataset, tmp_path: Path) -> None:
    if FORMATS[name].library is not None:
        pytest.importorskip(str(FORMATS[name].library))
    for _ in range(2):
        write(sample, tmp_path / "out", (name,))
    assert set(held(tmp_path / "out")) == set(FORMATS[name].names)


def test_a_folder_that_merely_holds_a_table_is_no_dataset(tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_text("mine", "utf-8")
    with pytest.raises(UsageError, match=r"holds links\.csv, but no dataset"):
        check_place(tmp_path)


def test_the_old_dataset_stays_when_the_new_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place(FILES.items(), tmp_path / "out")

    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(UsageError, match="No space left on device"):
        place({"dataset.json": b"new"}.items(), tmp_path / "out")
    assert held(tmp_path / "out") == FILES
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_the_old_dataset_comes_back_when_the_new_cannot_be_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place(FILES.items(), tmp_path / "out")
    replace = Path.replace

    def stubborn(self: Path, target: Path) -> Path:
        if ".new-" in self.name:
            raise OSError(1, "Operation not permitted")
        return replace(self, target)

    monkeypatch.setattr(folder, "exchange", lambda one, other: False)
    monkeypatch.setattr(folder.Path, "replace", stubborn)
    with pytest.raises(UsageError, match="Operation not permitted") as caught:
        place({"dataset.json": b"new"}.items(), tmp_path / "out")
    assert caught.value.hint == "What was there is unchanged."
    assert held(tmp_path / "out") == FILES


NEWER = {"dataset.json": b"newer", "blocks.csv": b"id\r\n"}
STEPS = [(os, "fsync"), (os, "open"), (folder, "exchange"), (shutil, "rmtree"), *((Path, name) for name in
         ("write_bytes", "replace", "chmod", "unlink"))]  # fmt: skip


def killed_at(step: int, target: Path, in_one_step: bool) -> bool:
    """Write the newer files in a process that is killed right before its n-th step; False if it had fewer."""
    child = os.fork()
    if child == 0:
        count = iter(range(1 << 20))

        def deadly(call: Callable[..., object]) -> Callable[..., object]:
            def called(*args: object, **named: object) -> object:
                if next(count) == step:
                    os.kill(os.getpid(), signal.SIGKILL)
                return call(*args, **named)

            return called

        if not in_one_step:
            folder.exchange = lambda one, other: False  # type: ignore[assignment]
        for owner, name in STEPS:
            setattr(owner, name, deadly(getattr(owner, name)))
        place(NEWER.items(), target)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.parametrize("in_one_step", [True, False])
def test_whatever_is_killed_the_folder_holds_the_old_or_the_new(tmp_path: Path, in_one_step: bool) -> None:
    target, steps = tmp_path / "out", 0
    while True:
        place(FILES.items(), target)
        if not killed_at(steps, target, in_one_step):
            break
        steps += 1
        if in_one_step or target.exists():
            assert held(target) in (FILES, NEWER), f"killed before step {steps}"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            place(LAST.items(), target)
        assert held(target) == LAST
        assert [p.name for p in tmp_path.iterdir()] == ["out"], "the next build takes away what was left"
    assert steps > 8


def test_what_was_killed_between_two_renames_is_put_back_aloud(tmp_path: Path) -> None:
    target = tmp_path / "out"
    place(FILES.items(), target)
    (tmp_path / ".out.new-1").mkdir()
    target.replace(tmp_path / ".out.old-1")
    said = folder.recover(target)
    assert held(target) == FILES
    assert any("was put back" in note for note in said)
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_disk_that_does_not_confirm_is_told_with_what_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place(FILES.items(), tmp_path / "out")
    sync = folder.sync

    def unsure(path: Path) -> None:
        if path == tmp_path:
            raise OSError(5, "Input/output error")
        sync(path)

    monkeypatch.setattr(folder, "sync", unsure)
    with pytest.raises(UsageError, match="holds the new dataset, but the disk did not confirm it"):
        place(NEWER.items(), tmp_path / "out")
    assert held(tmp_path / "out") == NEWER


def test_a_file_system_without_locks_is_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(handle: int, how: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock.fcntl, "flock", none)
    place(FILES.items(), tmp_path / "out")
    assert held(tmp_path / "out") == FILES


def test_who_writes_to_a_folder_is_named_to_others(tmp_path: Path) -> None:
    with lock.held(tmp_path / "out"), pytest.raises(UsageError, match=f"is being written by process {os.getpid()} on"):
        place(FILES.items(), tmp_path / "out")
    place(FILES.items(), tmp_path / "out")
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_an_interrupt_while_the_folders_change_places_waits_until_they_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place(FILES.items(), tmp_path / "out")
    swap = folder.swap
    ended = threading.Event()
    other = threading.Thread(target=ended.wait, daemon=True)  # which the system may give the signal to
    other.start()

    def interrupted(fresh: Path, target: Path) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        swap(fresh, target)
        ended.set()

    monkeypatch.setattr(folder, "swap", interrupted)
    with pytest.raises(KeyboardInterrupt, match="the new dataset stands"):
        place(NEWER.items(), tmp_path / "out")
    assert held(tmp_path / "out") == NEWER
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_refused_before_the_work(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(UsageError, match="cannot be written"):
        check_place(tmp_path / "out")
