"""Measure how reliable lambextract is, and write it into docs/reliability.md: ``python -m tests.reliability``, in two lanes."""

import functools
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lambextract.records.version import __version__

from . import files, growth, kills, matrix, warm

os.environ["LAMBEXTRACT_CACHE"] = "off"  # every build is a real one
ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reliability.md"
LANES = 2  # pieces of work that run at a time
KILLS, MUTATIONS, MUTATION_SECONDS, FUZZ_SECONDS = 300, 300, 30, 15
FUZZED = ("text", "patterns")


def plans(part: int) -> dict[str, Any]:
    """The plans at hand, each second one from ``part`` on."""
    return {name: told(files.all_tried(paths[part::2])) for name, paths in files.files() if name != files.ODD}


def odd() -> dict[str, Any]:
    """The odd and hostile PDFs at hand."""
    return {name: told(files.all_tried(paths)) for name, paths in files.files() if name == files.ODD}


def damaged() -> dict[str, Any]:
    """PDFs that something has happened to."""
    return {"mutations": told(files.mutations_tried(MUTATIONS, seconds=MUTATION_SECONDS))}


def told(tried: list[files.Tried]) -> list[dict[str, Any]]:
    """What became of files, for a JSON file."""
    return [t._asdict() | {"outcome": t.outcome._asdict()} for t in tried]


def killed() -> dict[str, Any]:
    """Builds that are killed."""
    tally = kills.kills(KILLS)
    return {"kills": {"killed": tally.killed, "found": dict(tally.found), "lost": tally.lost}}


def grown() -> dict[str, Any]:
    """What plans cost that are made to be costly."""
    with tempfile.TemporaryDirectory() as folder:
        found = [growth.growth(name, paths, Path(folder) / "out") for name, paths in growth.plans(Path(folder))]
    return {"growth": [g._asdict() | {"factor": g.factor} for g in found]}


def fuzzed() -> dict[str, Any]:
    """What a coverage-guided fuzzer finds in a minute for each target, where it is installed."""
    out: dict[str, Any] = {}
    for target in FUZZED:
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "tests.fuzz", target, f"-max_total_time={FUZZ_SECONDS}", "-timeout=20"]
            environment = {**os.environ, "PYTHONPATH": str(ROOT)}
            run = subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment, check=False)
        if "No module named 'atheris'" in run.stderr:
            out[target] = "atheris is not installed here: make fuzz"
            continue
        done = re.findall(r"^#(\d+)\s", run.stderr, re.MULTILINE)
        crashes = run.stderr.count("Uncaught Python exception") + run.stderr.count("ERROR: libFuzzer: timeout")
        count = max(map(int, done), default=0)
        out[target] = {"executions": count, "crashes": crashes, "said": run.stderr[-500:] if crashes else ""}
    return {"fuzz": out}


def same() -> dict[str, Any]:
    """The ways to build that must give the same."""
    return {"matrix": matrix.matrix()}


WORKS: dict[str, Callable[[], dict[str, Any]]] = {  # the longest first, so that both lanes end together
    "plans, the first half": lambda: plans(0),
    "plans, the second half": lambda: plans(1),
    "odd PDFs": odd,
    "kills": killed,
    "growth": grown,
    "determinism": same,
    "damage": damaged,
    "fuzzing": fuzzed,
}


def done(work: Callable[[], dict[str, Any]], result: Path) -> None:
    """Do a piece of work, and write what was found and the seconds that it took."""
    start = time.perf_counter()
    found = work()
    result.write_text(json.dumps([found, time.perf_counter() - start]), encoding="utf-8")


def all_done() -> dict[str, Any]:
    """What all pieces of work have found, two at a time, each in a process forked from this one."""
    warm.prepare()
    waiting = list(WORKS)
    running: dict[int, str] = {}
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        while waiting or running:
            while waiting and len(running) < LANES:
                name = waiting.pop(0)
                work = functools.partial(done, WORKS[name], Path(folder) / f"{name}.json")
                running[warm.started(work, Path(folder) / f"{name}.txt")] = name
            pid, status = os.wait()
            name = running.pop(pid)
            if status:
                raise SystemExit(f"{name} has failed: {(Path(folder) / f'{name}.txt').read_text('utf-8')[-2000:]}")
            part, seconds = json.loads((Path(folder) / f"{name}.json").read_text("utf-8"))
            print(f"{name}: {seconds:.0f} s", flush=True)
            for key, told_of in part.items():
                found[key] = [*found.get(key, []), *told_of] if isinstance(told_of, list) else told_of
    return found


def main() -> None:
    """Do all work, write the page, and end with code 1 if any promise is broken."""
    start = time.perf_counter()
    found = all_done()
    from .report import page_of

    page, broken = page_of(PAGE.read_text("utf-8"), found, machine(), time.perf_counter() - start)
    PAGE.write_text(page, encoding="utf-8")
    for fault in broken:
        print(fault)
    print(f"{PAGE.relative_to(ROOT)} is written; {len(broken)} promises broken; {time.perf_counter() - start:.0f} s")
    raise SystemExit(bool(broken))


def machine() -> str:
    """What it was measured on."""
    python = platform.python_version()
    return f"lambextract {__version__}, Python {python}, {platform.system()}, {os.cpu_count()} processors"


if __name__ == "__main__":
    main()
