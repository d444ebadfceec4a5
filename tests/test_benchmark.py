"""What a build costs beside a bare text dump by pdfplumber: a ratio, which a change may not double."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

resource = pytest.importorskip("resource", reason="the time of children is not known here")

DUMP = "import sys, pdfplumber\nwith pdfplumber.open(sys.argv[1]) as f:\n for p in f.pages: p.extract_text()"
# processor time of a cold build of the sample plan, reading and parsing together, in times of the dump's: as measured
AS_MEASURED = 3.4
# that of a build that the cache has, in times of a cold one's
AGAIN_AS_MEASURED = 0.17


def spent(*command: str | Path, cache: Path | None = None) -> float:
    """The seconds of processor that a command and all that it starts take: less is known of who else is at work then."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "LAMBEXTRACT_CACHE": str(cache or "off")}
    subprocess.run([sys.executable, *command], check=True, capture_output=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return float(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def test_a_build_costs_no_more_beside_a_bare_dump_than_it_did(sample_pdf: Path, tmp_path: Path) -> None:
    build = ("-m", "lambextract", "build", sample_pdf, "--out", tmp_path / "out")
    assert spent(*build) / spent("-c", DUMP, sample_pdf) < 2 * AS_MEASURED


def test_the_same_again_costs_no_more_beside_a_build_than_it_did(sample_pdf: Path, tmp_path: Path) -> None:
    build = ("-m", "lambextract", "build", sample_pdf, "--out", tmp_path / "out")
    first = spent(*build, cache=tmp_path / "cache")
    again = spent(*build, cache=tmp_path / "cache")
    assert again / first < 2 * AGAIN_AS_MEASURED
