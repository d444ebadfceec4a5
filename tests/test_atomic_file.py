"""A file is there whole or not at all, whatever is raised while it is written, and nothing is left beside it."""

import os
from pathlib import Path

import pytest

from lambextract.atomic_file import PRIVATE, atomic_file, hidden_name


def test_it_takes_the_place_of_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "plan.html"
    target.write_bytes(b"old")
    with atomic_file(target) as file:
        file.write(b"new")
        assert target.read_bytes() == b"old"
    assert target.read_bytes() == b"new"
    assert [p.name for p in tmp_path.iterdir()] == ["plan.html"]


@pytest.mark.parametrize("error", [OSError("no space"), KeyboardInterrupt(), ValueError("else")])
def test_what_was_there_stays_whatever_is_raised(error: BaseException, tmp_path: Path) -> None:
    target = tmp_path / "plan.html"
    target.write_bytes(b"old")
    with pytest.raises(type(error)), atomic_file(target) as file:
        file.write(b"new")
        raise error
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["plan.html"]


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_who_may_read_it_is_as_for_any_new_file(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        with atomic_file(tmp_path / "public"), atomic_file(tmp_path / "private", PRIVATE):
            pass
    finally:
        os.umask(before)
    assert (tmp_path / "public").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "private").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["a" * 255, "ä" * 127])
def test_a_name_may_be_as_long_as_the_system_allows(name: str, tmp_path: Path) -> None:
    with atomic_file(tmp_path / name) as file:
        file.write(b"new")
    assert (tmp_path / name).read_bytes() == b"new"


def test_a_name_that_is_not_long_is_kept_whole() -> None:
    assert hidden_name(Path("out"), ".new-1") == ".out.new-1"
