"""Builds that are killed at random moments: the folder must hold the old dataset or the new one, whole, whatever happens."""

import os
import random
import shutil
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from . import warm

OLD = "# Plan\n\nJune 2016\n\n## 1 Locks\n\n1.1 We will open the old lock by May 2017.\n"
NEW = OLD.replace("old lock", "new lock").replace("May", "July")


class Tally(NamedTuple):
    """What became of the folder after each kill, and what was wrong with it."""

    killed: int
    found: Counter[str]
    lost: list[str]


def held(folder: Path) -> dict[str, bytes]:
    """The files of a folder, by name."""
    return {file.name: file.read_bytes() for file in folder.iterdir()} if folder.is_dir() else {}


def state_of(folder: Path, old: dict[str, bytes], new: dict[str, bytes]) -> str:
    """Which dataset a folder holds whole, to the byte: old, new; none if it holds no file; broken."""
    found = held(folder)
    return "old" if found == old else "new" if found == new else "broken" if found else "none"


def killed(work: Callable[[], None], after: float, at_writing: Path | None) -> bool:
    """Kill some work after so many seconds, counted from when it begins to write beside a folder; whether it still ran."""
    with tempfile.NamedTemporaryFile() as said:
        pid = warm.started(work, Path(said.name))
        if at_writing is not None:
            lock = at_writing.parent / f".{at_writing.name}.lock"
            while not lock.exists() and not os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                time.sleep(0.0005)
        time.sleep(after)
        running = not os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        for kill in (os.killpg, os.kill):
            try:
                kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        os.waitpid(pid, 0)
    return running


def kills(count: int, seed: int = 1) -> Tally:
    """Kill so many builds, half of them anywhere and half while they write, each followed by a build that must be whole."""
    chance = random.Random(seed)
    found: Counter[str] = Counter()
    lost: list[str] = []
    hit = 0
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        old, new, out, kept = base / "old.txt", base / "new.txt", base / "sets" / "plan", base / "kept"
        old.write_text(OLD, encoding="utf-8")
        new.write_text(NEW, encoding="utf-8")
        assert warm.run(warm.command("build", old, "--out", kept)).code == 0
        whole = warm.run(warm.command("build", new, "--out", out)).seconds
        before, after_it = held(kept), held(out)
        assert before.keys() == after_it.keys()
        assert before != after_it
        build = warm.command("build", new, "--out", out)
        for number in range(count):
            shutil.rmtree(out.parent)
            shutil.copytree(kept, out)
            writing = number % 2 == 1
            after = chance.uniform(0, 0.06 if writing else whole)
            hit += killed(build, after, out if writing else None)
            state = state_of(out, before, after_it)
            found[state] += 1
            if state not in ("old", "new"):
                lost.append(f"kill {number} after {after:.4f} s: {state}")
            again = warm.run(build)
            litter = sorted(p.name for p in out.parent.iterdir() if p != out)
            now = state_of(out, before, after_it)
            if again.code or now != "new" or litter not in ([], [f".{out.name}.lock"]):
                lost.append(f"the build after kill {number}: code {again.code}, {now}, {litter}, {again.said[-300:]}")
    return Tally(hit, found, lost)
