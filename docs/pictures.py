"""Draw the README's pictures anew: ``python docs/pictures.py`` (needs Chromium)."""

import shutil
import subprocess
import tempfile
from datetime import date
from pathlib import Path

from PIL import Image

import lambextract
from lambextract.patterns import load_change_patterns, load_patterns
from lambextract.report import report_of
from lambextract.report.page import Wishes
from lambextract.stories import FORMATS, Choice

HERE = Path(__file__).parent
RAW = HERE.parent / "data" / "raw"


def draw_changes(target: Path) -> None:
    """The page that tells what changed, as a browser shows it."""
    old, new = (lambextract.build(RAW / name) for name in ("canals-plan.pdf", "canals-plan-revised.pdf"))
    shot(FORMATS["html"](lambextract.compare(old, new), Choice()), target, "1000,1150")


def shot(page: str, target: Path, size: str) -> None:
    """A page as a browser shows it in a window of a size."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        raise SystemExit("no Chromium here: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(page, encoding="utf-8")
        flags = f"--headless --no-sandbox --disable-gpu --disable-background-networking --hide-scrollbars --window-size={size}"
        subprocess.run(
            [browser, *flags.split(), f"--screenshot={target}", file.as_uri()], check=True, capture_output=True
        )
    Image.open(target).convert("P", palette=Image.Palette.ADAPTIVE, colors=200).save(target, optimize=True)


def draw_report(target: Path) -> None:
    """The beginning of the sample plan's report, as a browser shows it."""
    file = RAW / "canals-plan.pdf"
    dataset = lambextract.build(file)
    page = report_of(dataset, load_patterns(), load_change_patterns(), Wishes(date(2017, 4, 1)))
    shot(page, target, "1000,1180")


if __name__ == "__main__":
    draw_report(HERE / "report.png")
    draw_changes(HERE / "changes.png")
