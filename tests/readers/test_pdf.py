"""Odd PDFs: each is read or refused with a message that helps; none hangs, crashes or eats the machine."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

import lambextract
from lambextract.dataset.check import faults_against, faults_of
from lambextract.errors import SourceError
from lambextract.patterns import Patterns
from lambextract.records.dataset import Dataset

SHARED = Path(__file__).parents[3] / "shared" / "data" / "hostile"
EVERY = 4  # of the odd PDFs one in so many is read in make test, all of them in make plans and make reliability


def hostile() -> Iterator[object]:
    """The odd PDFs that lie beside the project."""
    files = sorted(SHARED.glob("*.pdf"))
    if not files:
        yield pytest.param(
            None, marks=pytest.mark.skip(reason=f"the odd PDFs are not part of the project: no {SHARED}")
        )
    for n, file in enumerate(files):
        yield pytest.param(file, id=file.stem, marks=[pytest.mark.plans] if n % EVERY else [])


@pytest.mark.parametrize("file", list(hostile()))
def test_an_odd_pdf_is_read_or_refused_with_a_hint(file: Path, patterns: Patterns) -> None:
    try:
        dataset = lambextract.build(file, patterns=patterns)
    except SourceError as error:
        assert file.name in str(error)
        assert error.hint
        assert len(str(error)) < 300
    else:
        assert faults_of(dataset) == []
        assert [c.page for c in dataset.coverage if c.unaccounted] == []
        assert list(faults_against(dataset, file)) == []


@pytest.mark.parametrize(
    ("name", "password"),
    [("pdfminersix__aes-128", "foo"), ("pdfminersix__aes-256", "foo"), ("pdfplumber__password-example", "test")],
)
def test_an_encrypted_pdf_needs_the_right_password(name: str, password: str, patterns: Patterns) -> None:
    file = SHARED / f"{name}.pdf"
    if not file.exists():
        pytest.skip(f"the odd PDFs are not part of the project: no {SHARED}")
    with pytest.raises(SourceError, match="is encrypted") as without:
        lambextract.build(file, patterns=patterns)
    assert "--password-file" in without.value.hint
    with pytest.raises(SourceError, match="the password does not open"):
        lambextract.build(file, patterns=patterns, password="wrong")
    assert lambextract.build(file, patterns=patterns, password=password).blocks


@pytest.mark.slow
@pytest.mark.parametrize(
    "angle", [90, pytest.param(180, marks=pytest.mark.plans), pytest.param(270, marks=pytest.mark.plans)]
)
def test_a_plan_whose_pages_lie_on_their_side_is_read_all_the_same(
    angle: int, sample: Dataset, sample_pdf: Path, tmp_path: Path
) -> None:
    turned = tmp_path / "turned.pdf"
    pdf = pypdfium2.PdfDocument(sample_pdf)
    for page in pdf:
        page.set_rotation(angle)
    pdf.save(turned)
    dataset = lambextract.build(turned)
    assert [b.text for b in dataset.blocks] == [b.text for b in sample.blocks]
    assert [c.quote for c in dataset.commitments] == [c.quote for c in sample.commitments]
    assert list(faults_against(dataset, turned)) == []


def test_cutting_a_pdf_short_is_noticed(sample_pdf: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(sample_pdf.read_bytes()[:-2048])
    with pytest.raises(SourceError, match="cut short") as error:
        lambextract.build(cut)
    assert error.value.hint == "Download it again."
