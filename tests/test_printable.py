"""What a plan or a file's name says is shown on the terminal and never obeyed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lambextract.language.printable import printable


def test_only_styles_are_obeyed() -> None:
    assert printable("\x1b[1mbold\x1b[0m") == "\x1b[1mbold\x1b[0m"
    assert printable("a\x1b[2Jb\x9bc\u202ed\x07\ta\n") == "a�[2Jb�c�d�\ta\n"


def test_names_and_texts_do_not_reach_the_terminal_as_commands(
    command: Callable[..., int], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    plan = tmp_path / "pl\x1b[2Jan[red].txt"
    plan.write_text("# Fore\u202eword\n\nWe will publish new guidance by March 2011.\n", "utf-8")
    assert command("build", plan, "--out", tmp_path / "out") == 0
    assert command("build", tmp_path / "no\x1b[2J.txt") == 3
    said = capsys.readouterr().err
    assert not {"\x1b", "\u202e"} & set(said)
    assert "an[red].txt" in said.replace("\n", ""), "brackets in a name are no style"
