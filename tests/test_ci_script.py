"""The script that keeps a dataset in step with its plan, tried on the sample plan's two editions in a scratch repository."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import RAW, ROOT

SCRIPT = ROOT / "docs" / "ci" / "regenerate.sh"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("git") is None or shutil.which("bash") is None, reason="no git or no bash here"),
]


class Repository:
    """A git repository with a plan, and lambextract within reach."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        tools = folder / "tools"
        tools.mkdir()
        program = tools / "lambextract"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m lambextract "$@"\n', "utf-8")
        program.chmod(0o755)
        self.home = folder / "plans"
        self.home.mkdir()
        identity = {f"GIT_{who}_{what}": "dataset" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        self.environment = {
            **os.environ,
            **identity,
            "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
            "LAMBEXTRACT_CACHE": str(folder / "cache"),
            "GIT_CONFIG_GLOBAL": os.devnull,
        }
        self.git("init", "--quiet")

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the repository."""
        return subprocess.run(command, cwd=self.home, env=self.environment, capture_output=True, text=True, check=False)

    def git(self, *arguments: str) -> str:
        """What git says."""
        done = self.run("git", *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def regenerate(self, *options: str) -> subprocess.CompletedProcess[str]:
        """Run the script."""
        return self.run("bash", str(SCRIPT), "plan.pdf", "dataset", *options)

    def put(self, plan: Path) -> None:
        """Let the plan be another edition."""
        shutil.copy(plan, self.home / "plan.pdf")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository that holds nothing yet."""
    return Repository(tmp_path)


def test_a_new_edition_is_built_checked_and_committed_with_what_changed(repository: Repository) -> None:
    repository.put(RAW / "canals-plan.pdf")
    first = repository.regenerate()
    assert first.returncode == 0, first.stderr
    assert repository.git("log", "--format=%s").splitlines() == ["Dataset of plan.pdf: built for the first time"]

    again = repository.regenerate()
    assert again.returncode == 0, again.stderr
    assert "dataset is up to date." in again.stdout
    assert len(repository.git("log", "--format=%s").splitlines()) == 1

    repository.put(RAW / "canals-plan-revised.pdf")
    second = repository.regenerate()
    assert second.returncode == 0, second.stderr
    message = repository.git("log", "-1", "--format=%B")
    assert message.startswith("Dataset of plan.pdf: what changed\n\n# Keeping the Canals Open")
    assert "was weakened" in message
    assert repository.git("status", "--porcelain") == ""
    assert "plan.pdf" in repository.git("show", "--stat", "--format=", "HEAD")

    held = {p.name: p.read_bytes() for p in (repository.home / "dataset").iterdir()}
    (repository.home / "plan.pdf").write_bytes(b"%PDF-1.4 cut sho")
    broken = repository.regenerate()
    assert broken.returncode == 3
    assert {p.name: p.read_bytes() for p in (repository.home / "dataset").iterdir()} == held
    assert len(repository.git("log", "--format=%s").splitlines()) == 2


def test_it_says_how_it_is_used(repository: Repository) -> None:
    done = repository.run("bash", str(SCRIPT))
    assert done.returncode == 2
    assert done.stderr.startswith("usage: ")
