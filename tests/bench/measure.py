"""Times whole commands: from the start of a process to its end, with the memory that it and its children hold."""

import re
import statistics
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LOOK = 0.05  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds (the median of the rounds, and each of them), and the most megabytes that were held at once."""

    seconds: float
    rounds: tuple[float, ...]
    memory: float


def in_turn(commands: Mapping[str, Sequence[str]], rounds: int) -> dict[str, Measured]:
    """Time some commands one after the other, round by round, so that what else the machine does falls on all alike."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            found[name].append(run(command))
    return {
        name: Measured(statistics.median(s for s, _ in runs), tuple(s for s, _ in runs), max(m for _, m in runs))
        for name, runs in found.items()
    }


def run(command: Sequence[str], codes: Sequence[int] = (0,)) -> tuple[float, float]:
    """The seconds that a command takes, and the most memory that it and its children hold at once, in megabytes.

    ``codes`` are the exit codes that are no failure.
    """
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, sum(map(memory, family(process.pid))))
            time.sleep(LOOK)
        seconds = time.perf_counter() - start
        if process.returncode not in codes:
            said.seek(0)
            raise SystemExit(f"{' '.join(command)}: {said.read().decode(errors='replace')}")
    return seconds, peak


def family(pid: int) -> list[int]:
    """A process and those that it has started (Linux; elsewhere itself)."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(p for child in children for p in family(int(child)))]


def memory(pid: int) -> float:
    """The memory that a process holds, in megabytes, what it shares with others in parts (Linux; elsewhere 0)."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) * 1024 / 1e6 if found else 0.0
