"""The output folder: all of the new, or all of the old, and nobody else's files."""

import os
from pathlib import Path

import pytest

from lambextract.dataset.writers import folder
from lambextract.dataset.writers.folder import check_place, place
from lambextract.errors import UsageError

FILES = {"dataset.json": b"{}", "links.csv": b"kind\r\n"}


def held(place_: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in place_.iterdir()}


def test_files_are_placed_in_a_new_folder(tmp_path: Path) -> None:
    place(FILES, tmp_path / "a" / "b")
    assert held(tmp_path / "a" / "b") == FILES
    assert [p.name for p in (tmp_path / "a").iterdir()] == ["b"], "nothing is left beside it"


def test_a_dataset_is_replaced_whole(tmp_path: Path) -> None:
    place({**FILES, "blocks.csv": b"id\r\n"}, tmp_path / "out")
    place(FILES, tmp_path / "out")
    assert held(tmp_path / "out") == FILES


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    place(FILES, tmp_path / "out")
    assert held(tmp_path / "out") == FILES


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "real")
    place(FILES, tmp_path / "out")
    assert (tmp_path / "out").is_symlink()
    assert held(tmp_path / "real") == FILES


def test_somebodys_files_are_never_touched(tmp_path: Path) -> None:
    (tmp_path / "dataset.json").write_text("{}", "utf-8")
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(UsageError, match=r"holds something that is not a dataset: notes\.txt"):
        place(FILES, tmp_path)
    assert held(tmp_path) == {"dataset.json": b"{}", "notes.txt": b"mine"}


def test_a_folder_that_merely_holds_a_table_is_no_dataset(tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_text("mine", "utf-8")
    with pytest.raises(UsageError, match=r"holds links\.csv, but no dataset"):
        check_place(tmp_path)


def test_the_old_dataset_stays_when_the_new_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place(FILES, tmp_path / "out")

    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(UsageError, match="No space left on device"):
        place({"dataset.json": b"new"}, tmp_path / "out")
    assert held(tmp_path / "out") == FILES
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_the_old_dataset_comes_back_when_the_new_cannot_be_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place(FILES, tmp_path / "out")
    replace = Path.replace

    def stubborn(self: Path, target: Path) -> Path:
        if ".new-" in self.name:
            raise OSError(1, "Operation not permitted")
        return replace(self, target)

    monkeypatch.setattr(folder.Path, "replace", stubborn)
    with pytest.raises(UsageError, match="Operation not permitted"):
        place({"dataset.json": b"new"}, tmp_path / "out")
    assert held(tmp_path / "out") == FILES


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_refused_before_the_work(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(UsageError, match="cannot be written"):
        check_place(tmp_path / "out")
