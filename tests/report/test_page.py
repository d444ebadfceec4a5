"""The report as a file: everything in it, nothing fetched, and a plan's words stay words."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pypdfium2
import pytest

import lambextract
from lambextract.dataset.writers import write
from lambextract.patterns import Patterns, load_change_patterns
from lambextract.records.dataset import Commitment, Dataset
from lambextract.report import report_of
from lambextract.report.entries import PADDING, entries_of
from lambextract.report.page import Wishes
from lambextract.report.page_images import BUDGET, Pictures, pictures_of

from ..conftest import RAW
from ..pdfs import Run, pdf_of

SLY = (
    "1.10 The <b>Agency</b> will open the <script>alert(2)</script> lock by May 2017.",
    "1.11 =1+1 will be paid by us by May 2018.",
    "1.12 We will pay \u00a32m for {{ 7 * 7 }} bridges <img src=x onerror=alert(3)> by May 2019.",
)


class Elements(HTMLParser):
    """What a page is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def page_of(dataset: Dataset, patterns: Patterns, wishes: Wishes | None = None) -> str:
    return report_of(dataset, patterns, load_change_patterns(None, ()), wishes)


@pytest.fixture(scope="module")
def pictures(sample: Dataset, sample_pdf: Path) -> Pictures:
    """Images of the sample plan's pages."""
    return pictures_of(sample_pdf.read_bytes(), {b[0] for c in sample.commitments for b in c.bboxes})


def test_every_commitment_has_a_place_and_a_permanent_link(sample: Dataset, patterns: Patterns) -> None:
    found = Elements(page_of(sample, patterns)).found
    ids = Counter(a["id"] for _, a in found if a.get("id"))
    assert [i for i, n in ids.items() if n > 1] == []
    assert {c.id for c in sample.commitments} <= set(ids)
    links = {(a.get("href") or "")[1:] for tag, a in found if tag == "a" and (a.get("href") or "").startswith("#")}
    assert links <= set(ids)
    assert {c.id for c in sample.commitments} <= links


def test_nothing_is_fetched(sample: Dataset, patterns: Patterns, pictures: Pictures) -> None:
    page = page_of(sample, patterns, Wishes(None, pictures))
    for tag, attributes in Elements(page).found:
        for name in ("src", "href", "xlink:href", "action", "data", "poster", "srcset"):
            value = attributes.get(name)
            if value is not None:
                assert value.startswith(("#", "data:", "canals-plan.pdf#page=")), (tag, name, value[:60])
        assert tag not in ("iframe", "object", "embed", "base", "form") or tag == "form"
    assert "@import" not in page
    assert not re.search(r"url\((?!['\"]?data:)", page)


def test_the_words_of_a_plan_stay_words(tmp_path: Path, patterns: Patterns) -> None:
    file = tmp_path / "plan.pdf"
    file.write_bytes(pdf_of([[Run(60, 60 + 40 * i, text) for i, text in enumerate(SLY)]]))
    dataset = lambextract.build(file, publisher="<script>alert(4)</script> & Co", published="2016-05")
    assert "<script>alert(2)</script>" in " ".join(c.quote for c in dataset.commitments)
    page = Elements(page_of(dataset, patterns))
    tags = Counter(tag for tag, _ in page.found)
    assert (tags["script"], tags["style"], tags["img"], tags["b"] > 0) == (1, 1, 0, True)
    assert not [a for _, attributes in page.found for a in attributes if a.startswith("on")]
    text = " ".join("".join(page.text).split())
    assert "<script>alert(2)</script> lock by May 2017" in text
    assert "=1+1 will be paid by us by May 2018." in text
    assert "{{ 7 * 7 }} bridges" in text


def test_what_was_not_taken_is_on_the_page(sample: Dataset, patterns: Patterns) -> None:
    text = " ".join("".join(Elements(page_of(sample, patterns)).text).split())
    assert all(" ".join(r.quote.split()) in text for r in sample.rejected)
    assert all(" ".join(s.text.split()) in text for s in sample.set_aside)
    assert all(" ".join(r.recommendation.split()) in text for r in sample.recommendations)


def test_the_same_dataset_gives_the_same_page(sample: Dataset, patterns: Patterns, pictures: Pictures) -> None:
    wishes = Wishes(date(2017, 1, 1), pictures)
    assert page_of(sample, patterns, wishes) == page_of(sample, patterns, wishes)


def under(pdf: pypdfium2.PdfDocument, commitment: Commitment, dataset: Dataset, pictures: Pictures) -> str:
    """The letters that lie under the boxes of a commitment's cut-outs, by where they stand on the images."""
    (entry,) = [e for e in entries_of(dataset, pictures.pages, None) if e.commitment.id == commitment.id]
    words = []
    for cut in entry.cut_outs:
        x0, top, x1, bottom = pictures.pages[cut.page].area
        page = pdf[cut.page - 1]
        width, height = page.get_size()
        text = page.get_textpage()
        for box in cut.boxes:
            assert cut.view[0] <= box[0] < box[2] <= cut.view[2], "the cut-out holds its boxes"
            assert cut.view[1] <= box[1] < box[3] <= cut.view[3]
            left, right = ((x - x0) / (x1 - x0) * width for x in (box[0] + PADDING, box[2] - PADDING))
            high, low = ((y - top) / (bottom - top) * height for y in (box[1] + PADDING, box[3] - PADDING))
            words.append(text.get_text_bounded(left - 0.5, height - low - 0.5, right + 0.5, height - high + 0.5))
    return letters(" ".join(words))


def letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


@pytest.mark.parametrize("id_", ["chapter-1-1.9-open", "annex-a-r3-response-prepare", "chapter-1-1.5-lead"])
def test_the_boxes_on_the_images_cover_just_the_quoted_words(id_: str, sample: Dataset, pictures: Pictures) -> None:
    commitment = next(c for c in sample.commitments if c.id == id_)
    assert len(commitment.bboxes) > 1, "over lines, in a column of the annex, over a page's end"
    pdf = pypdfium2.PdfDocument(RAW / "canals-plan.pdf")
    assert under(pdf, commitment, sample, pictures) == letters(commitment.quote)


def test_the_named_plans_boxes_cover_just_the_quoted_words(lamb_pdf: Dataset, shared: Path) -> None:
    file = shared / "data" / "lamb-plan-2010.pdf"
    pictures = pictures_of(file.read_bytes(), {b[0] for c in lamb_pdf.commitments for b in c.bboxes})
    pdf = pypdfium2.PdfDocument(file)
    over_lines = next(c for c in lamb_pdf.commitments if c.column is None and len(c.bboxes) == 3)
    in_a_column = next(c for c in lamb_pdf.commitments if c.column == "response" and len(c.bboxes) > 3)
    over_a_page = next(c for c in lamb_pdf.commitments if len({b[0] for b in c.bboxes}) == 2)
    for commitment in (over_lines, in_a_column, over_a_page):
        assert under(pdf, commitment, lamb_pdf, pictures) == letters(commitment.quote), commitment.id


@pytest.mark.slow
def test_the_named_plans_report_is_small_enough(lamb_pdf: Dataset, shared: Path, patterns: Patterns) -> None:
    file = shared / "data" / "lamb-plan-2010.pdf"
    pictures = pictures_of(file.read_bytes(), {b[0] for c in lamb_pdf.commitments for b in c.bboxes})
    assert not pictures.left_out
    assert len(page_of(lamb_pdf, patterns, Wishes(None, pictures)).encode("utf-8")) <= 6_000_000


def test_pages_for_which_there_is_no_room_are_told(
    sample: Dataset, sample_pdf: Path, patterns: Patterns, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lambextract.report.page_images.BUDGET", 100_000)
    pictures = pictures_of(sample_pdf.read_bytes(), range(3, 12))
    assert 0 < len(pictures.pages) < 9
    assert sorted([*pictures.pages, *pictures.left_out]) == list(range(3, 12))
    page = page_of(sample, patterns, Wishes(None, pictures))
    assert f"There was no room for images of the pages {', '.join(map(str, pictures.left_out))}" in page
    assert BUDGET * 4 / 3 < 5_000_000


def test_report_writes_a_page(
    sample: Dataset,
    sample_pdf: Path,
    tmp_path: Path,
    command: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    place = write(sample, tmp_path / "canals")
    assert command("report", place, "--source", sample_pdf, "--as-of", "2017") == 0
    page = (tmp_path / "canals-report.html").read_text("utf-8")
    assert "due by 31 December 2017" in page
    assert page.count("data:image/webp") > 5
    assert command("report", place, "--no-images") == 0, "one of its own is written over"
    assert "data:image/webp" not in (tmp_path / "canals-report.html").read_text("utf-8")
    assert "184 commitments" in capsys.readouterr().err
    (tmp_path / "canals-report.html").write_text("<p>my own</p>", "utf-8")
    assert command("report", place) == 2
    assert (tmp_path / "canals-report.html").read_text("utf-8") == "<p>my own</p>"
    assert "lambextract has not made it" in capsys.readouterr().err


def test_report_never_writes_over_what_it_reads(
    sample: Dataset, tmp_path: Path, command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    place = write(sample, tmp_path / "canals")
    plan = tmp_path / "plan.pdf"
    plan.write_bytes((RAW / "canals-plan.pdf").read_bytes())
    before = (place / "dataset.json").read_bytes()
    assert command("report", place, "--source", plan, "-o", plan) == 2
    assert command("report", place, "-o", place / "dataset.json") == 2
    assert plan.read_bytes() == (RAW / "canals-plan.pdf").read_bytes()
    assert (place / "dataset.json").read_bytes() == before
    assert "is what is read" in capsys.readouterr().err


def test_a_link_stays_a_link_and_a_device_a_device(
    sample: Dataset, tmp_path: Path, command: Callable[..., int]
) -> None:
    place = write(sample, tmp_path / "canals")
    (tmp_path / "link.html").symlink_to(tmp_path / "there.html")
    assert command("report", place, "-o", tmp_path / "link.html") == 0
    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "there.html").stat().st_size > 10_000
    if Path("/dev/null").exists():
        assert command("report", place, "-o", "/dev/null") == 0
        assert Path("/dev/null").is_char_device()


def test_report_refuses_another_plans_pages(
    sample: Dataset, tmp_path: Path, command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    place = write(sample, tmp_path / "canals")
    target = tmp_path / "out.html"
    assert command("report", place, "--source", RAW / "canals-plan-revised.pdf", "-o", target) == 2
    assert "is not the file that the dataset was built from (canals-plan.pdf)" in capsys.readouterr().err
    assert command("report", place, "--source", tmp_path / "none.pdf", "-o", target) == 3
    assert command("report", place, "-o", tmp_path / "no" / "folder.html") == 2
    assert not target.exists()
