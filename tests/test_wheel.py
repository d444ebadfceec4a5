"""What is installed from a wheel is whole: the patterns and the templates come along, and the checkout is not needed."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROGRAM = """
from pathlib import Path
import lambextract
from lambextract.patterns.load import default_folder, load_patterns
assert "site" in default_folder().parts, default_folder()
assert load_patterns().packs == ("core", "uk-government")
dataset = lambextract.build("plan.md")
empty = dataset.model_copy(update={"commitments": ()})
from lambextract.stories import FORMATS, Choice
for name in FORMATS:
    assert FORMATS[name](lambextract.compare(dataset, empty), Choice()), name
print(dataset.commitments[0].deadline.end)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    flags = ["--quiet", "--no-deps", "--no-build-isolation", "--disable-pip-version-check"]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *flags, "--wheel-dir", str(folder), str(ROOT)], check=True)
    return next(folder.glob("*.whl"))


@pytest.mark.slow
def test_the_wheel_works_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "site")
    (tmp_path / "plan.md").write_text("# Plan\n\nWe will publish guidance by March 2011.\n", encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=tmp_path, env=env, capture_output=True, text=True)
    assert (done.stderr, done.stdout) == ("", "2011-03-31\n")


@pytest.mark.slow
def test_the_wheel_holds_the_same_patterns(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        inside = {n.split("pattern_files/")[1]: packed.read(n) for n in packed.namelist() if "pattern_files/" in n}
    outside = {str(f.relative_to(ROOT / "patterns")): f.read_bytes() for f in (ROOT / "patterns").rglob("*.toml")}
    assert inside == outside
