"""A small archive."""

from pathlib import Path

import pytest

LOCK = "# Plan\n\nJune 2016\n\n## 1 Locks\n\n1.1 We will open lock {number} by May 2017.\n\n1.2 We will close it in 2018.\n"


def add(archive: Path, name: str, number: int) -> Path:
    """Put a plan into an archive."""
    file = archive / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(LOCK.format(number=number), encoding="utf-8")
    return file


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Four plans in two folders, a file that is no PDF, and some that are not the archive's."""
    folder = tmp_path / "archive"
    for number, name in enumerate(("one.md", "two.txt", "below/one.md", "below/naïve plan.md")):
        add(folder, name, number)
    (folder / "below" / "bad.pdf").write_bytes(b"no PDF")
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "plan.md").write_text("no", encoding="utf-8")
    (folder / "notes.doc").write_text("no", encoding="utf-8")
    return folder
