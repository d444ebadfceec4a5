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

    def regenerate(self, plan: str) -> subprocess.CompletedProcess[str]:
        """Run the script."""
        return self.run("bash", str(SCRIPT), plan, "dataset")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository that holds nothing yet."""
    return Repository(tmp_path)


PLAN = """# Rivers: an implementation plan

{month}

## 1 Locks

1.1 The Agency will open the lock by {year}.

1.2 We {promise} paint the bridges.
"""


@pytest.fixture
def small(tmp_path: Path) -> tuple[Path, Path]:
    """Two editions of a short plan."""
    editions = tmp_path / "first.md", tmp_path / "second.md"
    editions[0].write_text(PLAN.format(month="May 2016", year="May 2017", promise="will"), "utf-8")
    editions[1].write_text(PLAN.format(month="May 2017", year="May 2019", promise="will consider whether to"), "utf-8")
    return editions


def test_a_new_edition_is_built_checked_and_committed(repository: Repository, small: tuple[Path, Path]) -> None:
    message = kept_in_step(repository, *small)
    assert message.startswith("Dataset of plan.md: what changed\n\n# Rivers")
    assert "| Agency | 0 | 0 | 1 | 24 months |" in message
    assert "weakened" in message


@pytest.mark.plans
def test_a_plan_that_has_not_changed_is_left_alone(repository: Repository, small: tuple[Path, Path]) -> None:
    shutil.copy(small[0], repository.home / "plan.md")
    assert [repository.regenerate("plan.md").returncode for _ in range(2)] == [0, 0]
    with (repository.home / "dataset" / "commitments.csv").open("a", encoding="utf-8") as table:
        table.write("somebody's line\n")
    assert repository.regenerate("plan.md").returncode == 0, "what was altered is made whole again"
    assert len(repository.git("log", "--format=%s").splitlines()) == 1


@pytest.mark.plans
def test_the_sample_plans_editions_are_committed_with_what_changed(repository: Repository) -> None:
    message = kept_in_step(repository, RAW / "canals-plan.pdf", RAW / "canals-plan-revised.pdf")
    assert message.startswith("Dataset of plan.pdf: what changed\n\n# Keeping the Canals Open")
    assert "was weakened" in message


def kept_in_step(repository: Repository, first: Path, second: Path) -> str:
    """Run the script on a plan, on its next edition and on a broken one; the message of the next edition."""
    plan = f"plan{first.suffix}"
    for edition, commits in ((first, 1), (second, 2)):
        shutil.copy(edition, repository.home / plan)
        done = repository.regenerate(plan)
        assert done.returncode == 0, done.stderr
        assert len(repository.git("log", "--format=%s").splitlines()) == commits
        assert repository.git("status", "--porcelain") == ""
    assert "commitments" in repository.git("log", "-1", "--format=%b", "HEAD~1")
    assert plan in repository.git("show", "--stat", "--format=", "HEAD")
    message = repository.git("log", "-1", "--format=%B")
    held = {p.name: p.read_bytes() for p in (repository.home / "dataset").iterdir()}
    (repository.home / plan).write_bytes(b"")
    assert repository.regenerate(plan).returncode == 3
    assert {p.name: p.read_bytes() for p in (repository.home / "dataset").iterdir()} == held
    assert len(repository.git("log", "--format=%s").splitlines()) == 2
    return message


def test_it_says_how_it_is_used(repository: Repository) -> None:
    done = repository.run("bash", str(SCRIPT))
    assert done.returncode == 2
    assert done.stderr.startswith("usage: ")
