"""What is read in one step is what pdfplumber and pdfminer read in theirs: the oracle is their own code."""

from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfminer.pdfinterp import PDFContentParser, PDFPageInterpreter
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import PSEOF
from pdfplumber.page import Page
from pdfplumber.utils.text import extract_words

from lambextract.layout.sheet import NOTHING
from lambextract.readers import content_stream
from lambextract.readers.content_stream import Odd, tokens_of
from lambextract.readers.glyphs import SPACE, Glyph, words_of
from lambextract.readers.page_device import UNMAPPED, marked
from tests.conftest import RAW, SHARED

PLANS = [RAW / "canals-plan.pdf", RAW / "canals-plan-revised.pdf"]
OTHERS = [*sorted(RAW.glob("*.pdf")), *sorted(SHARED.glob("real/**/*.pdf")), *sorted(SHARED.glob("data/**/*.pdf"))]


def facts(glyphs: list[Glyph]) -> list[tuple[Any, ...]]:
    """What is known of each character, in order."""
    return [(g.text, g.x0, g.top, g.x1, g.bottom, g.size, g.font) for g in glyphs]


def known(chars: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """The same of pdfplumber's."""
    keys = ("x0", "top", "x1", "bottom", "size", "fontname")
    return [(UNMAPPED.sub(NOTHING, c["text"]), *(c[key] for key in keys)) for c in chars]


def drawings(page: Page) -> list[tuple[Any, ...]]:
    """What a page draws beside its text."""
    things = (*page.rects, *page.lines, *page.curves, *page.images)
    return [(t["object_type"], t["x0"], t["top"], t["x1"], t["bottom"]) for t in things]


def compare_pages(pdf: pdfplumber.PDF) -> int:
    """Hold each page against pdfplumber's own reading of it; how many there were."""
    for page in pdf.pages:
        try:
            theirs = known(page.chars)
        except Exception as error:  # noqa: BLE001 (whatever it is, it must be the same)
            with pytest.raises(type(error)):
                marked(page).glyphs  # noqa: B018
            continue
        own = marked(page)
        assert facts(own.glyphs) == theirs
        assert drawings(own) == drawings(page)
        own.close()
        page.close()
    return len(pdf.pages)


@pytest.mark.parametrize("file", PLANS, ids=lambda f: f.name)
def test_characters_are_those_of_pdfplumber_to_the_last_digit(file: Path) -> None:
    with pdfplumber.open(file) as pdf:
        assert compare_pages(pdf)


@pytest.mark.plans
@pytest.mark.parametrize("file", OTHERS, ids=lambda f: f.name)
def test_characters_of_any_pdf_are_those_of_pdfplumber(file: Path) -> None:
    try:
        pdf = pdfplumber.open(file)
        few = len(pdf.pages) <= 60
    except Exception:  # noqa: BLE001 (there is nothing to compare with)
        pytest.skip("pdfplumber does not open it")
    if few and file.stat().st_size < 3_000_000:
        compare_pages(pdf)


def test_most_streams_are_taken_apart_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[object] = []
    monkeypatch.setattr(PDFPageInterpreter, "execute", lambda _self, streams: left.append(streams))
    with pdfplumber.open(PLANS[0]) as pdf:
        assert sum(len(marked(page).glyphs) for page in pdf.pages) > 10_000
    assert not left


# ---- words ------------------------------------------------------------------------------------------------------------


def glyph(
    serial: int, text: str, x0: float, top: float, wide: float, size: float, font: str, mark: int | None
) -> Glyph:
    """A character."""
    return Glyph(text, x0, top, x0 + wide, top + size, size, font, 0, mark, serial)


glyphs = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", " ", ".", "ﬁ", "\xa0", "", "-"]),
        st.integers(0, 60).map(lambda n: n / 2),
        st.sampled_from([10.0, 11.5, 13.0, 13.5, 16.0, 24.0]),
        st.sampled_from([2.0, 5.0]),
        st.sampled_from([8.0, 10.0]),
        st.sampled_from(["Times", "Times-Bold"]),
        st.sampled_from([None, 1]),
    ),
    max_size=40,
).map(lambda rows: [glyph(i, *row) for i, row in enumerate(rows)])


@given(glyphs)
def test_words_are_those_of_pdfplumber(found: list[Glyph]) -> None:
    chars = [
        {
            "text": g.text,
            "x0": g.x0,
            "x1": g.x1,
            "top": g.top,
            "bottom": g.bottom,
            "doctop": g.top,
            "size": g.size,
            "fontname": g.font,
            "mark": g.mark,
            "upright": True,
            "serial": g.serial,
        }
        for g in found
    ]
    options: dict[str, Any] = {"x_tolerance_ratio": SPACE, "extra_attrs": ["fontname", "size", "mark"]}
    theirs = [w for w in extract_words(chars, return_chars=True, **options) if w["text"].strip()]
    places = [
        ((w["x0"], w["top"], w["x1"], w["bottom"]), w["size"], "Bold" in w["fontname"], w["mark"]) for w in theirs
    ]
    ours = words_of(found, 1)
    assert list(dict.fromkeys((w.box[1:], w.size, w.bold, w.tag) for w in ours)) == list(dict.fromkeys(places))
    assert "".join(w.text for w in ours) == "".join("".join(w["text"].split()) for w in theirs)


# ---- content streams --------------------------------------------------------------------------------------------------

PIECES = [
    *[b"BT", b"ET", b"Tj", b"TJ", b"'", b'"', b"T*", b"q", b"true", b"false", b"null", b"BI"],
    *[b"1", b"-2", b"+3", b"4.5", b"-.25", b".5", b"6.", b"--7", b"1.2.3", b"5-3", b"1e5", b"+", b"."],
    *[
        b"(a)",
        b"(a\\)b)",
        b"(a(b)c)",
        b"(a(b\\)(c)",
        b"(a(b(c)))",
        b"(\\101\\7\\x\\n)",
        b"()",
        b"(open",
        b"(\\\r\n)",
        b"(a\nb)",
    ],
    *[b"<41>", b"<4 1\n42>", b"<414>", b"<>", b"<4x>", b"<41>>"],
    *[b"/Name", b"/A#20B", b"/", b"/F1+x", b"[", b"]", b"<<", b">>", b"{", b"}", b"%note\n", b"%note", b"\x00", b"#"],
]


def of_pdfminer(data: bytes) -> list[Any] | None:
    """What pdfminer's own parser makes of a stream; None where it fails."""
    out: list[Any] = []
    try:
        parser = PDFContentParser([PDFStream({}, data)])
        while True:
            out.append(parser.nextobject()[1])
    except PSEOF:
        return out
    except Exception:  # noqa: BLE001
        return None


@given(
    st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from([b" ", b"\n", b"", b"\r\n", b" \x00"])), max_size=14)
)
def test_what_is_said_at_once_is_what_pdfminer_says(pieces: list[tuple[bytes, bytes]]) -> None:
    data = b"".join(piece + space for piece, space in pieces)
    try:
        found = tokens_of([PDFStream({}, data)])
    except Odd:
        return
    assert found == of_pdfminer(data), data


@pytest.mark.parametrize(
    "data",
    [
        b"BI /W 1 ID x EI",
        b"(a(b(c))) Tj",
        b"[ 1 2",
        b"1 2 ]",
        b"<< /A >>",
        b"--5 0 Td",
        b"(open",
        b"<414> Tj",
        b"(\\777)",
    ],
)
def test_what_is_odd_is_left_to_pdfminer(data: bytes) -> None:
    with pytest.raises(Odd):
        tokens_of([PDFStream({}, data)])


def test_a_stream_that_is_too_long_is_left_to_pdfminer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_stream, "LONGEST", 10)
    with pytest.raises(Odd):
        tokens_of([PDFStream({}, b"1 0 0 1 0 0 cm")])


def test_streams_are_read_as_one() -> None:
    assert tokens_of([PDFStream({}, b"12"), PDFStream({}, b""), PDFStream({}, b"34 w")])[:2] == [12, 34]
