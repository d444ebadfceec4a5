"""What the machine lacks is found, and what to do is said."""

import importlib.metadata
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from lambextract import machine


def test_this_machine_is_well(command: Callable[..., int], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert command("doctor", "--out", tmp_path / "not" / "there") == 0
    said = capsys.readouterr().out
    assert "fault" not in said
    assert "the one that is tested with" in said
    assert f"{tmp_path} can be written to" in said
    assert list(tmp_path.iterdir()) == []


def test_a_package_that_is_missing_or_old_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = [
        "nothing-of-this-name>=1",
        "pdfplumber>=999",
        "pydantic>=2",
        'only-on-mars; sys_platform == "mars"',
        "x; extra == 'dev'",
    ]
    monkeypatch.setattr(importlib.metadata, "requires", lambda _name: wanted)
    missing, old, well = machine.packages_found()
    assert "nothing-of-this-name is missing" in missing.what
    assert 'pip install "nothing-of-this-name>=1"' in missing.remedy
    assert "pdfplumber" in old.what
    assert ">=999 is needed" in old.remedy
    assert well.remedy == ""


def test_a_model_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "MODELS", ("no_such_model",))
    (found,) = machine.model_found()
    assert "pip install" in found.remedy


def test_a_model_that_is_damaged_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "own_model" / "own_model-1.0" / "parser").mkdir(parents=True)
    (tmp_path / "own_model-1.0.dist-info").mkdir()
    weights = tmp_path / "own_model" / "own_model-1.0" / "parser" / "model"
    weights.write_bytes(b"weights")
    record = "own_model/own_model-1.0/parser/model,sha256=yZyPINyCWzTCgLqOaVpW6lSe-0uGBDZvZkdJkPQzZ1g,7\n"
    (tmp_path / "own_model-1.0.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: own_model\nVersion: 1.0\n"
    )
    (tmp_path / "own_model-1.0.dist-info" / "RECORD").write_text(record)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(machine, "MODELS", ("own_model",))
    (found,) = machine.model_found()
    assert "1 files are damaged" in found.what
    assert "--force-reinstall own_model==1.0" in found.remedy
    import base64
    import hashlib

    digest = base64.urlsafe_b64encode(hashlib.sha256(b"weights").digest()).decode().rstrip("=")
    (tmp_path / "own_model-1.0.dist-info" / "RECORD").write_text(
        record.replace("yZyPINyCWzTCgLqOaVpW6lSe-0uGBDZvZkdJkPQzZ1g", digest)
    )
    (found,) = machine.model_found()
    assert "not the one that is tested with" in found.what
    assert found.remedy == ""


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    (found,) = machine.folder_found(tmp_path / "out")
    assert "cannot be written to" in found.what
    assert "--out DIR" in found.remedy


def test_a_fault_ends_with_its_code(
    command: Callable[..., int], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "SPACE", 10**18)
    assert command("doctor") == 5
    assert "MB should be free" in capsys.readouterr().out
