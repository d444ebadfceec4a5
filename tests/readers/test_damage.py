"""Files whose text is not all there: it is told, whatever can still be read."""

from pathlib import Path

import pytest

import lambextract
from lambextract.errors import SourceError
from lambextract.patterns import Patterns
from lambextract.readers.pdf import is_cut_short
from tests.pdfs import Run, file_of, pdf_of, stream_of

PLAN = pdf_of([[Run(60, 60, "1 Locks", 14), Run(60, 100, "1.1 The Agency will open the lock by May 2017.")]])


def built(folder: Path, data: bytes, patterns: Patterns) -> lambextract.Dataset:
    """The dataset of a PDF."""
    file = folder / "plan.pdf"
    file.write_bytes(data)
    return lambextract.build(file, patterns=patterns)


def codes(dataset: lambextract.Dataset) -> set[str]:
    """What the dataset warns of."""
    return {w.code for w in dataset.warnings}


@pytest.mark.parametrize("junk", [b"\0" * 9000, b"<html>" * 2000, b"\n" * 5000, b"obj endobj " * 900])
def test_what_follows_the_end_is_no_harm(junk: bytes, tmp_path: Path, patterns: Patterns) -> None:
    dataset = built(tmp_path, PLAN + junk, patterns)
    assert len(dataset.commitments) == 1
    assert "cut-short" not in codes(dataset)


def test_a_file_without_its_end_is_refused(tmp_path: Path, patterns: Patterns) -> None:
    with pytest.raises(SourceError, match="is cut short") as found:
        built(tmp_path, PLAN[: PLAN.rindex(b"xref\n0")], patterns)
    assert "Download it again" in found.value.hint


def test_an_addition_without_its_end_is_told(tmp_path: Path, patterns: Patterns) -> None:
    dataset = built(tmp_path, PLAN + b"\n9 0 obj\n<< /Type /Annot >>\nendobj\n", patterns)
    assert len(dataset.commitments) == 1
    assert "cut-short" in codes(dataset)


def test_a_file_made_for_the_web_says_how_long_it_is() -> None:
    head = b"%PDF-1.7\n1 0 obj\n<< /Linearized 1 /L 5000 /H [ 1 2 ] >>\nendobj\nstartxref\n0\n%%EOF\n"
    assert is_cut_short(head + b" " * 1000 + b"%%EOF")
    assert not is_cut_short(head + b" " * 5000 + b"%%EOF")


def test_letters_whose_glyphs_have_no_character_are_told(tmp_path: Path, patterns: Patterns) -> None:
    names = b"begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange "
    names += b"1 beginbfrange <0020> <007e> <0020> endbfrange endcmap"
    below = b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Own /DW 500 /CIDSystemInfo << /Registry (A) /Ordering (I) >> >>"
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /Own /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>"
    text = "The Agency will publish the o#cer's report by May 2017."  # of which # stands for a ligature without a name
    codes_of = "".join(f"{ord(c) if c != '#' else 0x100:04x}" for c in text)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
    tree = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    drawn = stream_of(f"BT /F1 11 Tf 60 700 Td <{codes_of}> Tj ET".encode())
    data = file_of([b"<< /Type /Catalog /Pages 2 0 R >>", tree, page, drawn, font, below, stream_of(names)])
    dataset = built(tmp_path, data, patterns)
    (warning,) = (w for w in dataset.warnings if w.code == "letters-missing")
    assert warning.page == 1
    assert "o\ufffdcer's" in warning.message
    assert any("the o\ufffdcer's report" in block.text for block in dataset.blocks)
