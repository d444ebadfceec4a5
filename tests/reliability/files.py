"""Every PDF at hand, built: how each ended, how long it took and what it needed."""

import json
import math
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from . import warm
from .mutations import mutated

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
ODD = "odd and hostile PDFs"
DOCUMENTED = {0, 3}  # the exit codes that the build of a file may end with
SECONDS, MEGABYTES = 60, 1000  # what a build of any of them may take


class Tried(NamedTuple):
    """A file that was built: how it ended, and what is wrong with that (empty: nothing)."""

    name: str
    outcome: warm.Outcome
    fault: str


def files() -> Iterator[tuple[str, list[Path]]]:
    """The PDFs that are part of the project, and those that lie beside it, by group."""
    yield (
        "the sample plans of this project",
        [ROOT / "data" / "raw" / f"canals-plan{kind}.pdf" for kind in ("", "-revised")],
    )
    if SHARED.is_dir():
        yield "real plans", sorted([*(SHARED / "real").rglob("*.pdf"), *(SHARED / "data").glob("*.pdf")])
        yield ODD, sorted((SHARED / "data" / "hostile").glob("*.pdf"))


def tried(file: Path, name: str, folder: Path) -> Tried:
    """Build a file."""
    out = folder / "out"
    outcome = warm.run(warm.command("build", file, "--out", out), allowed=2 * SECONDS)
    return Tried(name, outcome, fault_of(outcome, out))


def fault_of(outcome: warm.Outcome, out: Path) -> str:
    """What is wrong with how a build ended."""
    if "Traceback" in outcome.said:
        return "a traceback"
    if outcome.code not in DOCUMENTED:
        return f"it ended with {outcome.code}: {outcome.said[-200:]}"
    if outcome.seconds > SECONDS:
        return f"it took {outcome.seconds:.0f} s"
    if outcome.memory > MEGABYTES:
        return f"it needed {outcome.memory:.0f} MB"
    if outcome.code:
        return "" if "Error:" in outcome.said else "no word on what is wrong"
    dataset = json.loads((out / "dataset.json").read_text("utf-8"))
    empty = not dataset["blocks"] or not dataset["commitments"]
    return "an empty dataset without a warning" if empty and not dataset["warnings"] else ""


def all_tried(paths: Sequence[Path]) -> list[Tried]:
    """Build files, one after another."""
    with tempfile.TemporaryDirectory() as folder:
        return [tried(path, path.name, Path(folder) / str(n)) for n, path in enumerate(paths)]


def small_pdfs() -> list[Path]:
    """PDFs of which mutations are made: small ones, so that many can be tried."""
    found = [p for _, paths in files() for p in paths if 2_000 < p.stat().st_size < 200_000]
    return sorted(found, key=lambda p: p.stat().st_size)[:40]


def mutations_tried(count: int, seed: int = 1, seconds: float = math.inf) -> list[Tried]:
    """Build so many PDFs that something has happened to, or as many as there is time for."""
    bases = small_pdfs()
    out: list[Tried] = []
    end = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder:
        for n in range(count):
            if time.monotonic() > end:
                break
            base = bases[(seed + n * 7) % len(bases)]
            kind, data = mutated(base.read_bytes(), seed * 100_003 + n)
            file = Path(folder) / "mutated.pdf"
            file.write_bytes(data)
            out.append(tried(file, f"{base.name}, {kind} ({seed * 100_003 + n})", Path(folder) / str(n)))
    return out
