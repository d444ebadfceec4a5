"""Measure how reliable lambextract is, and write it into docs/reliability.md: ``python -m tests.reliability``, in two lanes."""

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

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reliability.md"
KILLS, MUTATIONS, MUTATION_SECONDS, FUZZ_SECONDS = 300, 300, 60, 20
FUZZED = ("text", "patterns")


def plans() -> dict[str, Any]:
    """The plans at hand."""
    return {name: told(files.all_tried(paths)) for name, paths in files.files() if name != files.ODD}


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


LANES: dict[str, tuple[Callable[[], dict[str, Any]], ...]] = {
    "plans": (plans, damaged),
    "rest": (odd, same, killed, grown, fuzzed),
}


def lane(name: str, result: Path) -> None:
    """Do the work of one lane, and write what was found."""
    warm.prepare()
    found: dict[str, Any] = {}
    for work in LANES[name]:
        start = time.perf_counter()
        found |= work()
        print(f"{work.__name__}: {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    result.write_text(json.dumps(found), encoding="utf-8")


def main() -> None:
    """Run both lanes, write the page, and end with code 1 if any promise is broken."""
    start = time.perf_counter()
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        results = {name: Path(folder) / f"{name}.json" for name in LANES}
        running = [
            subprocess.Popen([sys.executable, "-m", "tests.reliability", name, str(path)], cwd=ROOT)
            for name, path in results.items()
        ]
        if any(process.wait() for process in running):
            raise SystemExit("a lane has failed")
        for path in results.values():
            found |= json.loads(path.read_text("utf-8"))
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
    if len(sys.argv) > 1:
        lane(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
