"""The same plan built in every way that may not matter: the dataset must be the same to the byte."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.pdfs import Run, lines, pdf_of

ROOT = Path(__file__).parents[2]
PAGES = 14  # of the PDF: as many as let two processes read it
FROZEN = """
import freezegun, spacy  # spacy first: classes that it makes of dates cannot be made of frozen ones
with freezegun.freeze_time({day!r}, tick=True):
    from lambextract.commands import run
    run()
"""
ALONE = "import os\nos.cpu_count = lambda: 1\nfrom lambextract.commands import run\nrun()\n"
TURNED = "import random, sys\nsys.setswitchinterval(1e-5)\nfrom lambextract.commands import run\nrun()\n"
PYTHONS = ("3.11", "3.12", "3.13")


TEXT = """# Plan for the canals

Department of Boats

June 2016

## 1 Locks

1.1 We will open the lock by spring 2017 and give £3 million to the Boats Agency (BA), which will:

- publish a guide to locks by 31 May 2017;
- review it every year.

| What | Who | When |
| --- | --- | --- |
| Open the weir | BA | May 2018 |
| Train ten keepers | the Ministry of Weirs | by the end of 2017/18 |
"""


class Way(NamedTuple):
    """A way to build: its name, the command before its arguments, what is different in its environment, where it runs."""

    name: str
    command: list[str]
    environment: dict[str, str]
    folder: Path | None = None


def ways(folder: Path) -> Iterator[Way]:
    """The ways that are tried; the first is that which the others are held against."""
    here = [sys.executable, "-m", "lambextract"]
    yield Way("as it is", here, {})
    yield Way("in another folder", here, {}, folder)
    yield Way("TZ=Pacific/Auckland", here, {"TZ": "Pacific/Auckland"})
    for language in ("C", "tr_TR.UTF-8"):
        yield Way(f"LANG={language}", here, {"LANG": language, "LC_ALL": language})
    for seed in ("1", "4294967295"):
        yield Way(f"PYTHONHASHSEED={seed}", here, {"PYTHONHASHSEED": seed})
    for day in ("1999-12-31", "2031-02-28"):
        yield Way(f"on {day}", [sys.executable, "-c", FROZEN.format(day=day)], {})
    yield Way("with one process for the pages", [sys.executable, "-c", ALONE], {})
    yield Way("with threads that change turns often", [sys.executable, "-c", TURNED], {})
    yield Way("python -O", [sys.executable, "-O", "-m", "lambextract"], {})


def pythons() -> Iterator[tuple[str, Way | None]]:
    """The other versions of Python, each with a way to build, None where the machine does not have it."""
    for version in PYTHONS:
        if f"{sys.version_info.major}.{sys.version_info.minor}" == version:
            continue
        yield version, other_python(version)


def other_python(version: str) -> Way | None:
    """A virtual environment of another Python, set up if it is not there."""
    place = ROOT / f".venv-{version}"
    python = place / "bin" / "python"
    if not (place / ".ready").exists():
        found = sorted((Path.home() / ".pyenv" / "versions").glob(f"{version}*/bin/python{version}"))
        base = str(found[-1]) if found else shutil.which(f"python{version}")
        if base is None:
            return None
        shutil.rmtree(place, ignore_errors=True)
        pip = [
            str(python),
            "-m",
            "pip",
            "--disable-pip-version-check",
            "install",
            "--quiet",
            "-c",
            str(ROOT / "constraints.txt"),
        ]
        for command in (
            [base, "-m", "venv", str(place)],
            [*pip, "hatchling", "editables"],
            [*pip, "--no-build-isolation", "-e", str(ROOT)],
        ):
            if subprocess.run(command, check=False, capture_output=True).returncode:
                return None
        (place / ".ready").touch()
    return Way(f"Python {version}", [str(python), "-m", "lambextract"], {})


def plans_in(folder: Path) -> list[Path]:
    """A text and a PDF, written to a folder."""
    text, pdf = folder / "text.md", folder / "pages.pdf"
    text.write_text(TEXT, encoding="utf-8")
    said = [line for line in TEXT.splitlines() if line and line[0] not in "#|"]
    pages = [
        [Run(60, 60, f"{n} Locks", 14), *lines(60, 100, [f"{n}.1 {said[2][4:]}", *said[:2]])]
        for n in range(1, PAGES + 1)
    ]
    pdf.write_bytes(pdf_of(pages))
    return [text, pdf]


def digest_of(way: Way, plans: list[Path], out: Path) -> str:
    """SHA-256 over all files of the plans' datasets, or what went wrong."""
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONHASHSEED", "TZ", "LANG", "LC_ALL")}
    environment |= way.environment
    command = [*way.command, "build", *map(str, plans), "--out", str(out)]
    run = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=way.folder or ROOT, check=False)
    if run.returncode:
        return f"code {run.returncode}: {run.stderr[-300:]}"
    digest = hashlib.sha256()
    for file in sorted(out.glob("*/*")):
        digest.update(f"{file.name}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def matrix(only: set[str] | None = None) -> dict[str, bool | str]:
    """For each way whether its datasets, of a PDF and of a text, are those of the first, or why it was not tried."""
    told: dict[str, bool | str] = {}
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        plans = plans_in(base)
        tried = [way for way in ways(base) if only is None or way.name in only or way.name == "as it is"]
        others = [] if only is not None else list(pythons())
        wanted = ""
        for n, way in enumerate([*tried, *(way for _, way in others if way is not None)]):
            found = digest_of(way, plans, base / f"out-{n}")
            wanted = wanted or found
            told[way.name] = found if found.startswith("code ") else found == wanted
        told |= {f"Python {version}": "not on this machine" for version, way in others if way is None}
    return told
