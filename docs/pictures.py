"""Draw the README's pictures anew: ``python docs/pictures.py`` (the second one needs Chromium)."""

import shutil
import subprocess
import tempfile
from datetime import date
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFont

import lambextract
from lambextract.patterns import load_change_patterns, load_patterns
from lambextract.records.dataset import Commitment
from lambextract.report import report_of
from lambextract.report.page import Wishes
from lambextract.stories import FORMATS, Choice

HERE = Path(__file__).parent
RAW = HERE.parent / "data" / "raw"
PAGE, SCALE = 7, 1.5  # the page that is shown, and pixels per point
TOP, BOTTOM = 60, 560  # the part of it that is shown, in points
MARGIN = 330  # pixels beside the page for what was found
COLOURS = [(255, 214, 102), (152, 219, 198), (178, 204, 255), (255, 190, 170), (214, 190, 250), (200, 226, 140)]
INK = (40, 40, 44)


def label(commitment: Commitment) -> list[str]:
    """What is written beside a commitment: who and what, by when, with what money."""
    actor = commitment.actor.id.upper() if len(commitment.actor.id) < 5 else commitment.actor.name
    actor = "Government" if commitment.actor.id == "government" else actor
    words = commitment.action.text.split()
    lines = [f"{actor}: {' '.join(words[:4])}{' …' if len(words) > 4 else ''}"]
    deadline = commitment.deadline
    if deadline is not None:
        days = " … ".join(filter(None, (deadline.start, deadline.end)))
        lines.append(f"{deadline.relation} {days}" if days else deadline.text)
    lines += [f"{f.currency} {f.amount:,.0f}{' a year' if f.period == 'per_year' else ''}" for f in commitment.funding]
    if commitment.strength != "firm":
        lines.append(commitment.strength)
    return lines


def draw_page() -> Image.Image:
    """A page of the sample plan with its commitments marked, and what was found written beside it."""
    file = RAW / "canals-plan.pdf"
    here = [c for c in lambextract.build(file).commitments if c.bboxes and c.bboxes[0][0] == PAGE]
    page = pypdfium2.PdfDocument(file)[PAGE - 1].render(scale=SCALE).to_pil().convert("RGB")
    sheet = Image.new("RGB", (page.width + MARGIN, page.height), "white")
    sheet.paste(page)
    marks = Image.new("RGB", sheet.size, "white")
    pen, font = ImageDraw.Draw(marks), ImageFont.load_default(15)
    writing = ImageDraw.Draw(sheet)
    below = 0.0
    sentences = list(dict.fromkeys((c.block, c.quote_start) for c in here))
    for commitment in here:
        colour = COLOURS[sentences.index((commitment.block, commitment.quote_start)) % len(COLOURS)]
        boxes = [b for b in commitment.bboxes if b[0] == PAGE]
        for _, x0, top, x1, bottom in boxes:
            pen.rectangle([x0 * SCALE - 2, top * SCALE - 1, x1 * SCALE + 2, bottom * SCALE + 1], fill=colour)
        lines = label(commitment)
        y = max(below, boxes[0][2] * SCALE - 2)
        height = 19 * len(lines) + 8
        pen.rectangle([page.width + 4, y, page.width + MARGIN - 12, y + height - 4], fill=colour)
        for k, line in enumerate(lines):
            writing.text((page.width + 12, y + 2 + 19 * k), line, fill=INK, font=font)
        below = y + height
    both = ImageChops.darker(sheet, marks)
    return both.crop((0, int(TOP * SCALE), both.width, int(BOTTOM * SCALE)))


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
    Image.open(target).convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(target, optimize=True)


def draw_report(target: Path) -> None:
    """The beginning of the sample plan's report, as a browser shows it."""
    file = RAW / "canals-plan.pdf"
    dataset = lambextract.build(file)
    page = report_of(dataset, load_patterns(), load_change_patterns(), Wishes(date(2017, 4, 1)))
    shot(page, target, "1000,1180")


if __name__ == "__main__":
    draw_report(HERE / "report.png")
    draw_page().convert("P", palette=Image.Palette.ADAPTIVE, colors=96).save(HERE / "page.png", optimize=True)
    draw_changes(HERE / "changes.png")
