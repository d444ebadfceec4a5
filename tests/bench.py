"""How long a build takes beside bare text extraction by pdfplumber, and how much memory it needs.

    python tests/bench.py [PLAN.pdf] [--rounds N]

Both start cold, in turn, in one run; the figures are medians. The target is a ratio of 1.6 and a peak of 500 MB.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
REAL = ROOT.parent / "shared" / "data" / "lamb-plan-2010.pdf"
SAMPLE = ROOT / "data" / "raw" / "canals-plan.pdf"
BARE = """
import sys, pdfplumber
with pdfplumber.open(sys.argv[1]) as pdf:
    for page in pdf.pages:
        page.extract_text()
"""
HELP = "import typer, rich"
RATIO, MEMORY, HELP_RATIO = 1.6, 500, 2.0  # the targets: times, megabytes, times


def run(command: list[str]) -> tuple[float, float]:
    """The seconds that a command takes, and the most memory that it and its children hold at once, in megabytes."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, sum(map(memory, family(process.pid))))
        time.sleep(0.02)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: {process.stderr.read().decode()}")
    return seconds, peak


def family(pid: int) -> list[int]:
    """A process and those that it has started (Linux; elsewhere itself)."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(p for child in children for p in family(int(child)))]


def memory(pid: int) -> float:
    """The memory that a process holds, in megabytes (Linux; elsewhere 0)."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    """Time both, print the figures, and say whether the targets are met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("plan", nargs="?", type=Path, default=REAL if REAL.exists() else SAMPLE)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    python = sys.executable
    with tempfile.TemporaryDirectory() as folder:
        commands = {
            "build": [python, "-m", "lambextract", "build", str(asked.plan), "--out", f"{folder}/out"],
            "bare": [python, "-c", BARE, str(asked.plan)],
            "help": [python, "-m", "lambextract", "--help"],
            "bare help": [python, "-c", HELP],
        }
        runs: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for _ in range(asked.rounds):
            for name, command in commands.items():
                runs[name].append(run(command))
    median = {name: statistics.median(s for s, _ in found) for name, found in runs.items()}
    peak = max(m for _, m in runs["build"])
    print(f"{asked.plan.name}, {asked.rounds} rounds in turn, medians")
    print(f"  lambextract build       {median['build']:6.2f} s")
    print(f"  pdfplumber, bare        {median['bare']:6.2f} s")
    print(f"  ratio                   {median['build'] / median['bare']:6.2f}    (target: at most {RATIO})")
    print(f"  peak memory             {peak:6.0f} MB (target: at most {MEMORY}; the build and its helper together)")
    print(f"  lambextract --help      {median['help']:6.3f} s")
    print(f"  import typer, rich      {median['bare help']:6.3f} s")
    print(f"  ratio                   {median['help'] / median['bare help']:6.2f}    (target: at most {HELP_RATIO:g})")


if __name__ == "__main__":
    main()
