"""The recipes in the documentation run as they stand, on the sample plan's dataset in all formats."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lambextract.dataset.writers import FORMATS, write
from lambextract.records.dataset import Dataset

from .conftest import RAW, ROOT

PAGE = (ROOT / "docs" / "researchers.md").read_text("utf-8")


def recipes(language: str) -> list[str]:
    """The recipes in one language, as they stand on the page."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def workplace(sample: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the recipes run."""
    for format_ in FORMATS.values():
        if format_.library is not None:
            pytest.importorskip(format_.library)
    folder = tmp_path_factory.mktemp("recipes")
    write(sample, folder / "data" / "out" / "canals-plan", tuple(FORMATS))
    (folder / "data" / "raw").symlink_to(RAW)
    return folder


@pytest.mark.slow
def test_the_python_recipes_run_in_one_session(workplace: Path, sample: Dataset) -> None:
    pytest.importorskip("pandas")
    program = "\n".join(recipes("python"))
    done = subprocess.run([sys.executable, "-c", program], cwd=workplace, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (quote,) = [c.quote for c in sample.commitments if c.paragraph == "1.10"][:1]
    assert quote in done.stdout
    assert "Towpath Trust" in done.stdout
    assert "FutureWarning" not in done.stderr


def test_the_sql_recipes_run_in_duckdb(workplace: Path, sample: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb = pytest.importorskip("duckdb")
    monkeypatch.chdir(workplace)
    first, second = (duckdb.sql(query).fetchall() for query in recipes("sql"))
    still = {c.promise for c in sample.commitments if c.promise == c.id and c.status != "completed"}
    assert sum(row[1] for row in first) == len(still)
    assert len(second) == sum(f.restates is None for c in sample.commitments for f in c.funding)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("Rscript") is None, reason="no R here: apt-get install r-base-core")
def test_the_r_recipes_run(workplace: Path, sample: Dataset) -> None:
    program = "\n".join(recipes("r"))
    done = subprocess.run(["Rscript", "-e", program], cwd=workplace, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Towpath Trust" in done.stdout
    assert "character(0)" not in done.stdout
