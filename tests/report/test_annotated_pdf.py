"""The annotated plan: each commitment marked where it stands, in two readers, the plan's own bytes untouched."""

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import RectangleObject

import lambextract
from lambextract.errors import SourceError
from lambextract.records.dataset import Dataset
from lambextract.report.annotated_pdf import annotated, corners

from ..conftest import RAW
from ..pdfs import Run, pdf_of
from .test_page import letters

PLAN = RAW / "canals-plan.pdf"


def highlights(data: bytes) -> list[tuple[int, dict]]:
    """The highlights of a PDF with their pages, from 0."""
    pages = PdfReader(io.BytesIO(data)).pages
    return [
        (n, a.get_object())
        for n, page in enumerate(pages)
        for a in (page.get("/Annots") or ())
        if a.get_object()["/Subtype"] == "/Highlight"
    ]


def under(pdf: pypdfium2.PdfDocument, marks: list[tuple[int, dict]]) -> str:
    """The letters under the quadrilaterals of some highlights."""
    words = []
    for number, mark in marks:
        text = pdf[number].get_textpage()
        quads = [float(v) for v in mark["/QuadPoints"]]
        for i in range(0, len(quads), 8):
            xs, ys = quads[i : i + 8 : 2], quads[i + 1 : i + 8 : 2]
            words.append(text.get_text_bounded(min(xs) - 0.5, min(ys) - 0.5, max(xs) + 0.5, max(ys) + 0.5))
    return letters(" ".join(words))


@pytest.fixture(scope="module")
def marked(sample: Dataset) -> bytes:
    """The sample plan with its commitments marked."""
    return annotated(PLAN.read_bytes(), sample)


def test_the_bytes_of_the_plan_stand_unchanged_at_the_beginning(marked: bytes) -> None:
    assert marked.startswith(PLAN.read_bytes())


def test_each_commitment_has_its_highlight_and_its_note(marked: bytes, sample: Dataset) -> None:
    notes: dict[str, dict] = {}
    for number, mark in highlights(marked):
        id_, _, page = str(mark["/NM"]).rpartition("/")
        assert int(page) == number + 1
        notes[id_] = mark
    assert set(notes) == {c.id for c in sample.commitments}
    note = str(notes["chapter-1-1.9-open"]["/Contents"])
    assert note.splitlines() == [
        "Who: Canals and Navigations Agency (asked by government)",
        "What: open a third workshop, at Ferrow Wharf, by Summer 2017",
        "When: by Summer 2017 (by 2017-08-31)",
        "Money: £2.2m",
        "If: Subject to planning permission",
        "Status: planned, conditional",
        "Id: chapter-1-1.9-open",
    ]


@pytest.mark.parametrize("id_", ["chapter-1-1.9-open", "annex-a-r3-response-prepare", "chapter-1-1.5-lead"])
def test_a_highlight_covers_just_the_quoted_words(id_: str, marked: bytes, sample: Dataset) -> None:
    commitment = next(c for c in sample.commitments if c.id == id_)
    marks = [(n, m) for n, m in highlights(marked) if str(m["/NM"]).rpartition("/")[0] == id_]
    assert len(marks) == len({b[0] for b in commitment.bboxes})
    assert under(pypdfium2.PdfDocument(marked), marks) == letters(commitment.quote)


def test_the_named_plans_highlights_cover_just_the_quoted_words(lamb_pdf: Dataset, shared: Path) -> None:
    marked = annotated((shared / "data" / "lamb-plan-2010.pdf").read_bytes(), lamb_pdf)
    pdf = pypdfium2.PdfDocument(marked)
    marks = highlights(marked)
    over_lines = next(c for c in lamb_pdf.commitments if c.column is None and len(c.bboxes) == 3)
    in_a_column = next(c for c in lamb_pdf.commitments if c.column == "response" and len(c.bboxes) > 3)
    over_a_page = next(c for c in lamb_pdf.commitments if len({b[0] for b in c.bboxes}) == 2)
    for commitment in (over_lines, in_a_column, over_a_page):
        own = [(n, m) for n, m in marks if str(m["/NM"]).rpartition("/")[0] == commitment.id]
        assert under(pdf, own) == letters(commitment.quote), commitment.id


def yellow(image: object) -> int:
    """How many pixels of a picture have the colour of what is planned."""
    pixels = image.convert("RGB").get_flattened_data()  # type: ignore[attr-defined]
    return sum(r > 240 and 200 < g < 240 and b < 130 for r, g, b in pixels)


def test_pdfium_draws_the_highlights(marked: bytes) -> None:
    before, after = (pypdfium2.PdfDocument(data)[6].render(scale=1).to_pil() for data in (PLAN.read_bytes(), marked))
    assert yellow(before) < 50
    assert yellow(after) > 5_000


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="no poppler here: apt-get install poppler-utils")
def test_poppler_draws_the_highlights_and_finds_no_fault(marked: bytes, tmp_path: Path) -> None:
    image_module = pytest.importorskip("PIL.Image")
    file = tmp_path / "marked.pdf"
    file.write_bytes(marked)
    command = ["pdftoppm", "-r", "72", "-f", "7", "-l", "7", "-png", str(file), str(tmp_path / "page")]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    assert said.stderr == ""
    (picture,) = tmp_path.glob("page*.png")
    assert yellow(image_module.open(picture)) > 5_000


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_turned_page_is_marked_where_its_words_are(turned: int, tmp_path: Path) -> None:
    writer = PdfWriter(io.BytesIO(pdf_of([[Run(60, 60, "1.1 The Agency will open the lock by May 2017.")]])))
    page = writer.pages[0]
    page.mediabox = RectangleObject((-20, -30, 575, 812))
    page.rotate(turned)
    file = tmp_path / "plan.pdf"
    writer.write(file)
    dataset = lambextract.build(file, published="2016-05")
    if not dataset.commitments:
        assert turned != 0, "text that runs upwards may be set aside"
        pytest.skip("text that runs another way is not read as a paragraph")
    data = annotated(file.read_bytes(), dataset)
    assert under(pypdfium2.PdfDocument(data), highlights(data)) == letters(dataset.commitments[0].quote)


def test_the_corners_of_a_box_on_a_turned_page() -> None:
    media = RectangleObject((10, 20, 110, 220))  # 100 by 200 points
    assert corners((1, 2, 3, 4), media, 0) == (11, 218, 13, 218, 11, 216, 13, 216)
    assert corners((1, 2, 3, 4), media, 90) == (12, 21, 12, 23, 14, 21, 14, 23)
    assert corners((1, 2, 3, 4), media, 180) == (109, 22, 107, 22, 109, 24, 107, 24)
    assert corners((1, 2, 3, 4), media, 270) == (108, 219, 108, 217, 106, 219, 106, 217)


def test_an_encrypted_plan_is_written_without_its_lock(tmp_path: Path) -> None:
    writer = PdfWriter(io.BytesIO(pdf_of([[Run(60, 60, "1.1 The Agency will open the lock by May 2017.")]])))
    writer.encrypt("secret")
    file = tmp_path / "plan.pdf"
    writer.write(file)
    dataset = lambextract.build(file, password="secret")
    data = annotated(file.read_bytes(), dataset, "secret")
    assert not PdfReader(io.BytesIO(data)).is_encrypted
    assert len(highlights(data)) == 1
    with pytest.raises(SourceError, match="encrypted"):
        annotated(file.read_bytes(), dataset, "wrong")


def test_what_was_not_taken_is_marked_at_the_margin(sample: Dataset) -> None:
    marks = [
        m for _, m in highlights(annotated(PLAN.read_bytes(), sample, refused={"should": "it is only recommended"}))
    ]
    refused = [m for m in marks if str(m["/T"]) == "lambextract: not taken"]
    sentences = {(r.block, r.quote) for r in sample.rejected}
    assert len({str(m["/NM"]).rpartition("/")[0] for m in refused}) == len(sentences)
    assert all("Not taken for a promise:" in str(m["/Contents"]) for m in refused)
    assert any("should (it is only recommended)" in str(m["/Contents"]) for m in refused)


def test_a_sentence_is_coloured_once_however_many_commitments_it_holds(marked: bytes, sample: Dataset) -> None:
    marks = {str(m["/NM"]).rpartition("/")[0]: m for _, m in highlights(marked)}
    sentences: dict[tuple[str, int], list[str]] = {}
    for c in sample.commitments:
        sentences.setdefault((c.block, c.quote_start), []).append(c.id)
    assert any(len(ids) > 1 for ids in sentences.values())
    for ids in sentences.values():
        drawn = [bool(marks[i]["/AP"]["/N"].get_object().get_data()) for i in ids]
        assert drawn == [True, *[False] * (len(ids) - 1)]


def test_annotate_writes_the_file_and_never_over_the_plan(
    tmp_path: Path, command: Callable[..., int], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAMBEXTRACT_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    plan = tmp_path / "plan.pdf"
    plan.write_bytes(pdf_of([[Run(60, 60, "1.1 The Agency will open the lock by May 2017.")]]))
    before = plan.read_bytes()
    assert command("annotate", plan) == 0
    assert (tmp_path / "plan-annotated.pdf").read_bytes().startswith(before)
    assert command("annotate", plan) == 0, "one of its own is written over"
    assert command("annotate", plan, "-o", plan) == 2
    assert plan.read_bytes() == before
    (tmp_path / "plan-annotated.pdf").write_bytes(b"%PDF-1.4 somebody's own")
    assert command("annotate", plan) == 2
    text = tmp_path / "plan.md"
    text.write_text("1.1 We will open the lock.\n", "utf-8")
    assert command("annotate", text, "-o", tmp_path / "x.pdf") == 2
    assert "is no PDF" in capsys.readouterr().err
