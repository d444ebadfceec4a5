"""What many tests need: the sample plan and its dataset, and the material that lies beside the project, where it does."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

import lambextract
from lambextract import commands
from lambextract.patterns import Patterns, load_patterns
from lambextract.records.dataset import Dataset

# the same cases in every run: a change that is right must not fail by chance
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")

ROOT = Path(__file__).parents[1]
RAW = ROOT / "data" / "raw"
LABELS = ROOT / "tests" / "labels"
SHARED = ROOT.parent / "shared"


def pytest_configure() -> None:
    """Tests build for real: those of the cache name one of their own."""
    os.environ["LAMBEXTRACT_CACHE"] = "off"


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--golden`` rewrites the files that tests compare with."""
    parser.addoption("--golden", action="store_true", help="rewrite the files that tests compare with")


@pytest.fixture(scope="session")
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compares a text with the file that holds it, or rewrites that file if asked to."""
    rewrite = request.config.getoption("--golden")

    def compare(file: Path, text: str) -> None:
        if rewrite:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="")
        assert file.exists(), f"there is no {file.name}: make golden"
        assert text == file.read_bytes().decode("utf-8"), (
            f"{file.name} is stale: look at the difference, then make golden"
        )

    return compare


@pytest.fixture(scope="session")
def patterns() -> Patterns:
    """The default patterns."""
    return load_patterns()


@pytest.fixture(scope="session")
def sample_pdf() -> Path:
    """The sample plan."""
    return RAW / "canals-plan.pdf"


@pytest.fixture(scope="session")
def sample(sample_pdf: Path) -> Dataset:
    """The sample plan's dataset."""
    return lambextract.build(sample_pdf)


@pytest.fixture(scope="session")
def revised() -> Dataset:
    """The sample plan's second edition."""
    return lambextract.build(RAW / "canals-plan-revised.pdf")


@pytest.fixture(scope="session")
def sample_blocks() -> list[dict]:
    """The sample plan's true structure."""
    return json.loads((LABELS / "blocks.json").read_text("utf-8"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the real plan and its labels; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"the real plan is not part of the project: no {SHARED}")
    return SHARED


@pytest.fixture(scope="session")
def lamb_pdf(shared: Path) -> Dataset:
    """The dataset of the real plan's PDF."""
    return lambextract.build(shared / "data" / "lamb-plan-2010.pdf")


@pytest.fixture(scope="session")
def lamb_txt(shared: Path) -> Dataset:
    """The dataset of the real plan's text."""
    return lambextract.build(shared / "data" / "lamb-plan-2010.txt")


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Run a command in this process and return its exit code."""

    def run(*args: object) -> int:
        monkeypatch.setattr("sys.argv", ["lambextract", *map(str, args)])
        try:
            commands.run()
        except SystemExit as stop:
            return int(stop.code or 0)
        return 0

    return run
