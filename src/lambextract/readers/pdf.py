"""PDF → pages: the only place that imports pdfplumber (and pypdfium2, which counts pages independently)."""

import io
import logging
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pdfplumber
import pypdfium2
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdftypes import PDFStream, resolve1

from ..document.model import Notice
from ..errors import LambextractError, SourceError
from ..layout import arrange
from ..layout.author_tags import Tags
from ..layout.sheet import Sheet, means_nothing
from .drawing import sheet_of
from .marked_content import marked
from .second_reader import Witness, WitnessPage
from .source import Reading, Request
from .structure_tree import read_tags
from .two_processes import read_in_two

MAX_PAGES = 3000  # a government plan has a few hundred at most
MAX_CONTENT = 48_000_000  # bytes of drawing instructions on one page, unpacked; a dense page has 2 million
UNREADABLE = 0.3  # share of characters without a Unicode value from which the text is no use


def read_pdf(request: Request) -> Reading:
    """Read a PDF: one pass over each page, the page closed after it.

    Raises SourceError for a file that is no PDF, encrypted, damaged, without pages or without text.
    """
    drawing = drawing_of(request)
    check_text(drawing.sheets, drawing.pictures, request.name)
    arranged = arrange(drawing.sheets, request.patterns, drawing.tags)
    notices: tuple[Notice, ...] = ()
    if drawing.pictures:
        text = f"pages without text, only pictures: {', '.join(map(str, drawing.pictures))}; OCR would read them"
        notices = (Notice("picture-pages", text, page=drawing.pictures[0]),)
    if drawing.counted > len(drawing.sheets):
        text = f"a second reader finds {drawing.counted} pages, of which {len(drawing.sheets)} were read"
        notices = (*notices, Notice("words-unseen", text))
    facts = drawing.facts
    return Reading(
        media_type="application/pdf",
        count=len(drawing.sheets),
        pages=arranged.pages,
        notices=notices,
        title=facts.get("Title") or None,
        author=facts.get("Author") or None,
        created=month_of(facts.get("CreationDate", "")),
        turns={s.number: s.turn for s in drawing.sheets if s.turn is not None},
        layer=tuple(word for s in drawing.sheets for word in s.all_words()),
        aside=arranged.aside,
        witness=drawing.witness,
    )


def month_of(date: str) -> str | None:
    """The year and month of a PDF's date (D:20120628…) as 2012-06, None where it is none."""
    found = re.match(r"(?:D:)?((?:19|20)\d\d)(0[1-9]|1[0-2])", date)
    return f"{found[1]}-{found[2]}" if found else None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A PDF as it is drawn: its pages, the numbers of those that hold pictures only, what it says of itself, its tags.

    ``witness`` is what a second reader sees on those pages, ``counted`` how many it finds.
    """

    sheets: tuple[Sheet, ...]
    pictures: tuple[int, ...]
    facts: Mapping[str, str]
    tags: Tags | None
    witness: tuple[WitnessPage, ...]
    counted: int


def drawing_of(request: Request) -> Drawing:
    """Read all pages of a PDF as they are drawn."""
    name, data = request.name, request.data
    if b"%PDF-" not in data[:1024]:
        raise SourceError(f"{name} is not a PDF, whatever its name says", "Check how the file was downloaded.")
    if b"startxref" not in data[-4096:] and b"%%EOF" not in data[-4096:]:
        raise SourceError(f"{name} is cut short: the end of the file is missing", "Download it again.")
    with guarded(request), pdfplumber.open(io.BytesIO(data), password=request.password or "") as pdf:
        total = len(pdf.pages)
        check_count(total, request)
        witness = Witness(data, request.password, name)
        tags = tags_of(pdf) if request.tags else None
        drawn = read_in_two(
            (name, data, request.password, tags is not None),
            total,
            lambda number: drawn_page(pdf.pages[number - 1], witness, number, name, tags is not None),
            lambda done: request.progress(done, total),
            request.meanwhile,
        )
        facts = {key: str(value).strip() for key, value in (pdf.metadata or {}).items() if isinstance(value, str)}
    pictures = tuple(d.sheet.number for d in drawn if d.only_pictures)
    seen = tuple(d.witness for d in drawn)
    return Drawing(tuple(d.sheet for d in drawn), pictures, facts, tags, seen, len(witness))


def tags_of(pdf: Any) -> Tags | None:  # noqa: ANN401 (pdfplumber is untyped)
    """The structure that the PDF's author wrote into it, None without one."""
    return read_tags(pdf.doc, {page.page_obj.pageid: page.page_number for page in pdf.pages})


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as it is drawn, whether it holds pictures and no words, and what a second reader sees on it."""

    sheet: Sheet
    only_pictures: bool
    witness: WitnessPage


def drawn_page(page: Any, witness: Witness, number: int, name: str, marks: bool) -> Drawn:  # noqa: ANN401
    """Read one page of pdfplumber's and close it."""
    check_content(page, number, name)
    own = marked(page)
    sheet = sheet_of(own, number, name, marks)
    only_pictures = bool(own.images) and not any(True for _ in sheet.all_words())
    own.close()
    return Drawn(sheet, only_pictures, witness.page(number))


def pages_from_first(name: str, data: bytes, password: str | None, marks: bool) -> Iterator[Drawn]:
    """The pages one by one, from the first."""
    witness = Witness(data, password, name)
    with pdfplumber.open(io.BytesIO(data), password=password or "") as pdf:
        for number, page in enumerate(pdf.pages, 1):
            yield drawn_page(page, witness, number, name, marks)


# the libraries tell of every oddity of a file; what matters is told by an error or a notice
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)


@contextmanager
def guarded(request: Request) -> Iterator[None]:
    """Turn whatever the PDF libraries raise into a SourceError that says what to try.

    A damaged file makes them raise nearly anything (TypeError, IndexError, RecursionError, zlib.error …), so that a list
    of exceptions could not be complete.
    """
    try:
        yield
    except LambextractError:
        raise
    except Exception as error:
        causes = [error, *error.args, error.__cause__, error.__context__]
        if any(isinstance(c, PDFPasswordIncorrect) for c in causes):
            if request.password is None:
                message = f"{request.name} is encrypted"
                raise SourceError(message, f"Try: lambextract build {request.name} --password-file FILE") from error
            raise SourceError(f"the password does not open {request.name}", "Check the password file.") from error
        if any(isinstance(c, PDFEncryptionError) for c in causes):
            raise SourceError(
                f"{request.name} is encrypted in a way that cannot be read", "Save it unencrypted."
            ) from error
        raise SourceError(
            f"{request.name} is damaged: a part of it cannot be read ({type(error).__name__})",
            "Download it again, or repair it with: qpdf plan.pdf repaired.pdf",
        ) from error


def check_count(total: int, request: Request) -> None:
    """Refuse a file without pages, also the silent kind that opens as if it were whole."""
    if total > MAX_PAGES:
        raise SourceError(f"{request.name} has {total} pages, more than {MAX_PAGES}", "Split it first.")
    if total:
        return
    try:
        counted = len(pypdfium2.PdfDocument(request.data, password=request.password))  # type: ignore[no-untyped-call]
    except pypdfium2.PdfiumError as error:
        raise SourceError(f"{request.name} is damaged: none of its pages can be found", "Download it again.") from error
    if counted:
        message = f"{request.name} is damaged: it has {counted} pages, and none can be read"
        raise SourceError(message, "Repair it with: qpdf plan.pdf repaired.pdf")
    raise SourceError(f"{request.name} has no pages", "Check how the file was made.")


def check_content(page: Any, number: int, name: str) -> None:  # noqa: ANN401 (pdfplumber is untyped)
    """Refuse a page whose drawing instructions unpack to more than any real page has (a decompression bomb)."""
    contents = resolve1(page.page_obj.attrs.get("Contents"))
    size = 0
    for item in contents if isinstance(contents, list) else [contents]:
        stream = resolve1(item)
        if not isinstance(stream, PDFStream) or stream.rawdata is None:
            continue
        raw: bytes = stream.rawdata
        if stream.decipher and stream.objid is not None and stream.genno is not None:
            raw = stream.decipher(stream.objid, stream.genno, raw, stream.attrs)
        filters = [str(f) for f, _ in stream.get_filters()]
        size += unpacked_size([raw], sum("Fl" in f for f in filters), MAX_CONTENT - size)
        if size >= MAX_CONTENT:
            message = f"page {number} of {name} unpacks to more than {MAX_CONTENT // 1_000_000} MB"
            raise SourceError(message, "No plan needs that: the file may be made to do harm.")


def unpacked_size(chunks: Sequence[bytes], layers: int, limit: int) -> int:
    """How many bytes ``chunks`` hold once ``layers`` of Flate compression are undone, counted no further than ``limit``."""

    def inflate(source: Iterator[bytes]) -> Iterator[bytes]:
        unpack = zlib.decompressobj()
        for chunk in source:
            rest = chunk
            while rest:
                try:
                    out = unpack.decompress(rest, 1 << 20)
                except zlib.error:
                    return  # the reader itself says what is wrong with the stream
                rest = unpack.unconsumed_tail
                if out:
                    yield out

    flow = iter(chunks)
    for _ in range(layers):
        flow = inflate(flow)
    size = 0
    for chunk in flow:
        size += len(chunk)
        if size >= limit:
            break
    return size


def check_text(sheets: Sequence[Sheet], pictures: Sequence[int], name: str) -> None:
    """Refuse a file without a text layer, or with one that no reader can turn into letters."""
    text = "".join(w.text for s in sheets for w in s.all_words())
    if not text.strip():
        what = "only pictures of pages" if pictures else "nothing that can be read"
        raise SourceError(
            f"{name} has no text layer: it holds {what}", "Run OCR first, e.g.: ocrmypdf plan.pdf readable.pdf"
        )
    if sum(map(means_nothing, text)) > UNREADABLE * len(text):
        message = f"the text of {name} cannot be read: its fonts do not say which letters they draw"
        raise SourceError(message, "Run OCR on it, e.g.: ocrmypdf --force-ocr plan.pdf readable.pdf")
