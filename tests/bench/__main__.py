"""What lambextract costs beside bare text extraction, printed and written into docs/performance.md: ``python -m tests.bench``.

    python -m tests.bench [PLAN.pdf] [--rounds N]

Commands that are compared start cold, in turn, in one run; the figures are medians. All take the files from the disk's cache.
"""

import argparse
import importlib.util
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from .measure import Measured, in_turn, run

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
REAL = SHARED / "data" / "lamb-plan-2010.pdf"
RAW = ROOT / "data" / "raw"
PAGE = ROOT / "docs" / "performance.md"
MILLION = 1_000_000
MANY, TIMES = 20, 10  # documents of an archive; how often a long document repeats the plan
PYTHON = sys.executable
LAMBEXTRACT = (PYTHON, "-m", "lambextract")
Say = Callable[[str], None]
TARGETS = {"build": 0.8, "again": 0.15, "long": 8.0, "long memory": 1.5}
DUMPS = {
    "pdfplumber": "import sys, pdfplumber\nwith pdfplumber.open(sys.argv[1]) as f:\n for p in f.pages: p.extract_text()",
    "pdfminer": "import sys\nfrom pdfminer.high_level import extract_text\nextract_text(sys.argv[1])",
    "pymupdf4llm": "import sys, pymupdf4llm\npymupdf4llm.to_markdown(sys.argv[1], show_progress=False)",
    "pypdfium2": "import sys, pypdfium2\nf = pypdfium2.PdfDocument(sys.argv[1])\n"
    "for p in f: p.get_textpage().get_text_bounded()",
}


def main() -> None:
    """Measure, print, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("plan", nargs="?", type=Path, default=REAL if REAL.exists() else RAW / "canals-plan.pdf")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    lines: list[str] = []

    def say(line: str) -> None:
        lines.append(line)
        print(line, flush=True)

    say(f"{asked.plan.name}; {asked.rounds} rounds in turn, medians; {machine()}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["LAMBEXTRACT_CACHE"] = str(folder / "cache")
        single = one_plan(asked.plan, asked.rounds, folder, say)
        stages(asked.plan, say)
        long_document(asked.plan, single, folder, say)
        many(folder, say)
    if asked.plan == REAL:
        write(lines)


def machine() -> str:
    """The machine in a few words."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {cores} processors"


def one_plan(plan: Path, rounds: int, folder: Path, say: Say) -> Measured:
    """One plan, cold and again, beside bare text dumps."""
    build = (*LAMBEXTRACT, "build", str(plan), "--out", str(folder / "out"))
    run(build)  # so that the cache has it
    commands: dict[str, Sequence[str]] = {"build": (*build, "--no-cache"), "again": build}
    commands |= {
        name: (PYTHON, "-c", code, str(plan))
        for name, code in DUMPS.items()
        if importlib.util.find_spec(name.split(".")[0])
    }
    found = in_turn(commands, rounds)
    bare = found["pdfplumber"].seconds
    say("")
    say("One plan                           seconds   of pdfplumber's   peak memory")
    names = {"build": "lambextract build", "again": "lambextract build, again"}
    for name, measured in found.items():
        title = names.get(name, f"text dump by {name}")
        say(f"  {title:<31}{measured.seconds:9.2f}{measured.seconds / bare:15.2f}{measured.memory:14.0f} MB")
    for name in DUMPS.keys() - found.keys():
        say(f"  text dump by {name}: not installed")
    ratio(say, "build, of pdfplumber's dump", found["build"].seconds / bare, TARGETS["build"])
    ratio(say, "again, of the first build", found["again"].seconds / found["build"].seconds, TARGETS["again"])
    return found["build"]


def stages(plan: Path, say: Say) -> None:
    """The stages of a build, with their shares."""
    said = subprocess.run(
        [PYTHON, "-m", "tests.bench.stages", str(plan)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    spent: dict[str, float] = json.loads(said.stdout)
    total = sum(spent.values())
    say("")
    say("Stages of a build                          seconds   share")
    for name, seconds in spent.items():
        say(f"  {name:<41}{seconds:7.2f}{seconds / total:8.0%}")


def long_document(plan: Path, single: Measured, folder: Path, say: Say) -> None:
    """The plan ten times over in one file."""
    long = folder / "long.pdf"
    repeat(plan, long, TIMES)
    build = (*LAMBEXTRACT, "build", str(long), "--out", str(folder / "long"), "--no-cache")
    one = run((*LAMBEXTRACT, "build", str(plan), "--out", str(folder / "out"), "--no-cache"))
    seconds, memory = run(build)
    say("")
    say(f"The plan {TIMES} times over                seconds   peak memory")
    say(f"  once                             {one[0]:9.2f}{one[1]:11.0f} MB")
    say(f"  {TIMES} times                         {seconds:9.2f}{memory:11.0f} MB")
    ratio(say, "time", seconds / one[0], TARGETS["long"])
    ratio(say, "memory", memory / max(one[1], single.memory), TARGETS["long memory"])


def many(folder: Path, say: Say) -> None:
    """Twenty documents: one at a time, two at a time, and on a cluster of two workers."""
    archive = folder / "archive"
    archive.mkdir()
    plans = sorted(SHARED.glob("real/**/*.pdf"), key=lambda f: f.stat().st_size)[:MANY] or sorted(RAW.glob("*.pdf"))
    for number in range(MANY):
        shutil.copyfile(plans[number % len(plans)], archive / f"{number:02d}-{plans[number % len(plans)].name}")
    files = sorted(map(str, archive.iterdir()))
    found = {
        f"build, {jobs} at a time": run(
            (*LAMBEXTRACT, "build", *files, "--out", str(folder / f"jobs{jobs}"), "--jobs", str(jobs), "--no-cache"),
            (0, 3),
        )
        for jobs in (1, 2)
    }
    corpus = (*LAMBEXTRACT, "corpus", str(archive), "--no-cache", "--out")
    found["corpus, 2 at a time"] = run((*corpus, str(folder / "corpus"), "--jobs", "2"), (0, 3))
    found["corpus, nothing changed"] = run((*corpus, str(folder / "corpus")), (0, 3))
    if importlib.util.find_spec("distributed"):
        with cluster(2, folder) as address:
            found["corpus, 2 Dask workers"] = run((*corpus, str(folder / "dask"), "--scheduler", address), (0, 3))
    say("")
    say(f"{MANY} documents                        seconds   peak memory")
    for name, (seconds, memory) in found.items():
        say(f"  {name:<31}{seconds:9.2f}{memory:11.0f} MB")
    ratio(say, "2 at a time, of 1", found["build, 2 at a time"][0] / found["build, 1 at a time"][0], None)
    if "corpus, 2 Dask workers" in found:
        ratio(say, "Dask, of --jobs 2", found["corpus, 2 Dask workers"][0] / found["corpus, 2 at a time"][0], None)
    a_million(archive, folder / "corpus", *found["corpus, 2 at a time"], say)


def a_million(archive: Path, corpus: Path, seconds: float, memory: float, say: Say) -> None:
    """What a million documents like these would cost, from what they cost."""
    import pyarrow.parquet as pq

    pages = sum(row["pages"] or 0 for row in pq.read_table(corpus / "documents.parquet").to_pylist())
    source = sum(file.stat().st_size for file in archive.iterdir())
    parts = sum(file.stat().st_size for file in (corpus / "commitments").rglob("*.parquet"))
    core_seconds = 2 * seconds / MANY
    hours = core_seconds * MILLION / 3600
    say("")
    say("A million such documents, on paper")
    say(f"  pages of one, on average       {pages / MANY:9.0f}")
    say(f"  core-seconds of one            {core_seconds:9.1f}")
    say(f"  core-hours                     {hours:9.0f}   ({hours / 24 / 100:.1f} days on 100 cores)")
    say(f"  memory of a worker             {memory / 2:9.0f} MB")
    say(f"  the plans themselves           {source / MANY * MILLION / 1e9:9.0f} GB")
    say(f"  rows of commitments            {parts / MANY * MILLION / 1e9:9.0f} GB in a million files")
    say(
        f"  the table of documents         {(corpus / 'documents.parquet').stat().st_size / MANY * MILLION / 1e9:9.1f} GB"
    )


@contextmanager
def cluster(workers: int, folder: Path) -> Iterator[str]:
    """The address of a Dask scheduler on this machine, with so many workers; their start is not timed."""
    file = folder / "scheduler.json"
    dask = (PYTHON, "-m", "distributed.cli.")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}

    def started(part: str, *options: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen([*dask[:2], f"{dask[2]}dask_{part}", *options, "--no-dashboard"], **quiet)  # type: ignore[call-overload,no-any-return]

    parts = [started("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))]
    try:
        while not file.exists():
            time.sleep(0.05)
        address = json.loads(file.read_text("utf-8"))["address"]
        parts += [
            started("worker", address, "--nthreads", "1", "--no-nanny", "--memory-limit", "0") for _ in range(workers)
        ]
        time.sleep(5)
        yield address
    finally:
        for part in parts:
            os.killpg(part.pid, signal.SIGKILL)
            part.wait()


def repeat(plan: Path, target: Path, times: int) -> None:
    """Write a PDF that holds the pages of another so many times over."""
    from pypdf import PdfReader, PdfWriter

    writer, reader = PdfWriter(), PdfReader(plan)
    for _ in range(times):
        for page in reader.pages:
            writer.add_page(page)
    writer.write(target)


def ratio(say: Say, what: str, value: float, target: float | None) -> None:
    """Say a ratio, and whether it meets its target."""
    met = "" if target is None else f"   (target: at most {target:g}{'' if value <= target else ', NOT MET'})"
    say(f"  ratio: {what:<24}{value:9.2f}{met}")


def write(lines: Sequence[str]) -> None:
    """Put what was printed into the page."""
    text = PAGE.read_text("utf-8")
    figures = "\n".join(lines)
    fence = "<!-- figures: make bench -->\n\n```\n{}\n```\n\n<!-- end of figures -->"
    made = re.sub(
        r"<!-- figures: make bench -->.*?<!-- end of figures -->",
        lambda _: fence.format(figures),
        text,
        flags=re.DOTALL,
    )
    PAGE.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
