"""PDF → pages: the only place that imports pdfplumber (and pypdfium2, which counts pages independently)."""

import io
import logging
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pdfplumber
import pypdfium2
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdftypes import PDFStream, resolve1
from pdfplumber.utils.text import extract_words

from ..document import Box, Notice, Word
from ..errors import LambextractError, SourceError
from ..layout import arrange
from ..layout.sheet import Sheet, Turn
from .ahead import read_in_two
from .source import Reading, Request

MAX_PAGES = 3000  # a government plan has a few hundred at most
MAX_CONTENT = 48_000_000  # bytes of drawing instructions on one page, unpacked; a dense page has 2 million
MAX_CHARS = 250_000  # characters on one page; a dense page has 10,000
THIN = 2.0  # points: a rectangle thinner than this is a stroke
SHORTEST_STROKE = 6.0  # points; shorter ones are parts of drawings
DOT = (1.2, 7.5)  # points: the sides of a drawn bullet
PANEL = (90.0, 16.0)  # points: the least width and height of an area that holds text of its own
WHOLE_PAGE = 0.9  # of the page's area: a background, no panel
SPACE = 0.16  # em: a wider gap between two characters parts words where the file has no space character
WORDS: dict[str, Any] = {"x_tolerance_ratio": SPACE, "extra_attrs": ["fontname", "size"]}
MOSTLY = 0.7  # share of a page's characters that must run in another direction for the page to be turned
ASKEW_SHOWN = 6  # words that a notice quotes
UNREADABLE = 0.3  # share of characters without a Unicode value from which the text is no use
TWICE = 0.2  # share of characters drawn a second time at the same place, from which all are counted once
BOLD = re.compile(r"bold|black|heavy|semibold|demi|(?<![a-z])bd(?![a-z])", re.IGNORECASE)
# ligatures as letters; a soft hyphen that is drawn is a hyphen; marks without width go
LETTERS = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00ad": "-", "\u2011": "-"}
SHOWN = str.maketrans({**LETTERS, **dict.fromkeys((*range(32), 127)), "\u200b": None, "\u2060": None, "\ufeff": None})


def read_pdf(request: Request) -> Reading:
    """Read a PDF: one pass over each page, the page closed after it.

    Raises SourceError for a file that is no PDF, encrypted, damaged, without pages or without text.
    """
    sheets, pictures, facts = sheets_of(request)
    check_text(sheets, pictures, request.name)
    pages, notices = arrange(sheets, request.patterns)
    if pictures:
        text = f"pages without text, only pictures: {', '.join(map(str, pictures))}; OCR would read them"
        notices = (*notices, Notice("picture-pages", text, page=pictures[0]))
    notices = (*notices, *askew_notices(sheets))
    turns = {s.number: s.turn for s in sheets if s.turn is not None}
    title, author = facts.get("Title") or None, facts.get("Author") or None
    return Reading("application/pdf", len(sheets), pages, notices, title, author, turns)


def askew_notices(sheets: Sequence[Sheet]) -> Iterator[Notice]:
    """What was left out because it runs in another direction than its page's text, or stands beyond the page's edges."""
    for sheet in sheets:
        words = [w for w in sheet.askew if re.search(r"\w", w)]
        if words:
            shown = " ".join(words[:ASKEW_SHOWN]) + (" …" if len(words) > ASKEW_SHOWN else "")
            text = f"words set at another angle or beyond the page's edge were left out ({len(words)}): {shown!r}"
            yield Notice("words-askew", text, page=sheet.number)


def sheets_of(request: Request) -> tuple[list[Sheet], list[int], dict[str, str]]:
    """The pages as they are drawn, the numbers of those that hold pictures only, and what the file says of itself."""
    name, data = request.name, request.data
    if b"%PDF-" not in data[:1024]:
        raise SourceError(f"{name} is not a PDF, whatever its name says", "Check how the file was downloaded.")
    if b"startxref" not in data[-4096:] and b"%%EOF" not in data[-4096:]:
        raise SourceError(f"{name} is cut short: the end of the file is missing", "Download it again.")
    with guarded(request), pdfplumber.open(io.BytesIO(data), password=request.password or "") as pdf:
        total = len(pdf.pages)
        check_count(total, request)
        drawn = read_in_two(
            (name, data, request.password),
            total,
            lambda number: drawn_page(pdf.pages[number - 1], number, name),
            lambda done: request.progress(done, total),
            request.meanwhile,
        )
        facts = {key: str(value).strip() for key, value in (pdf.metadata or {}).items() if isinstance(value, str)}
    return [d.sheet for d in drawn], [d.sheet.number for d in drawn if d.only_pictures], facts


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as it is drawn, and whether it holds pictures and no words."""

    sheet: Sheet
    only_pictures: bool


def drawn_page(page: Any, number: int, name: str) -> Drawn:  # noqa: ANN401 (pdfplumber is untyped)
    """Read one page and close it."""
    check_content(page, number, name)
    sheet = sheet_of(page, number, name)
    only_pictures = bool(page.images) and not sheet.words
    page.close()
    return Drawn(sheet, only_pictures)


def pages_from_first(name: str, data: bytes, password: str | None) -> Iterator[Drawn]:
    """The pages one by one, from the first."""
    with pdfplumber.open(io.BytesIO(data), password=password or "") as pdf:
        for number, page in enumerate(pdf.pages, 1):
            yield drawn_page(page, number, name)


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


def sheet_of(page: Any, number: int, name: str) -> Sheet:  # noqa: ANN401
    """The words and drawings of one pdfplumber page, turned so that its text runs from left to right."""
    if len(page.chars) > MAX_CHARS:
        message = f"page {number} of {name} has {len(page.chars)} characters, more than {MAX_CHARS}"
        raise SourceError(message, "No page of a plan has so many: look at it in a viewer.")
    if drawn_twice(page.chars):
        page = page.dedupe_chars()
    left, top = float(page.bbox[0]), float(page.bbox[1])
    turn = turn_of(page)
    width, height = float(page.width), float(page.height)

    def box(thing: dict[str, Any]) -> Box:
        flat = Box(number, thing["x0"] - left, thing["top"] - top, thing["x1"] - left, thing["bottom"] - top)
        return turn.apply(flat) if turn else flat

    if turn is None:
        found = page.extract_words(**WORDS)
    else:
        found = extract_words([turned(c, box(c), turn) for c in page.chars], **WORDS)
        left = top = 0.0
        if turn.angle != 180:
            width, height = height, width
    words: list[Word] = []
    askew: list[str] = []
    for w in found:
        text = w["text"].translate(SHOWN)
        place = Box(number, w["x0"] - left, w["top"] - top, w["x1"] - left, w["bottom"] - top)
        if not w["upright"] or not (-1 <= place.x0 <= width and -1 <= place.top <= height):
            askew.append(text)
        elif text:
            words.append(Word(text, place, float(w["size"]), bool(BOLD.search(w["fontname"]))))
    drawn = strokes_of((*page.rects, *page.lines, *page.curves), box, width * height)
    return Sheet(number, width, height, tuple(words), **drawn, turn=turn, askew=tuple(askew))


def turn_of(page: Any) -> Turn | None:  # noqa: ANN401
    """How a page must be turned for most of its text to run from left to right; None if it does so already."""
    angles = Counter(angle_of(c) for c in page.chars if c["text"].strip())
    if not angles:
        return None
    angle, count = angles.most_common(1)[0]
    if angle == 0 or count < MOSTLY * angles.total():
        return None
    return Turn(angle, float(page.width), float(page.height))


def angle_of(char: dict[str, Any]) -> int:
    """The direction in which a character's line runs: 0, 90 (upwards), 180 or 270 degrees. Mirrored text counts as 0."""
    a, b, _c, d = char["matrix"][:4]
    if abs(a) >= abs(b):
        return 180 if a < 0 and d < 0 else 0
    return 90 if b > 0 else 270


def turned(char: dict[str, Any], place: Box, turn: Turn) -> dict[str, Any]:
    """A character at its place on the turned page."""
    _, x0, top, x1, bottom = place
    changed = {"x0": x0, "x1": x1, "top": top, "bottom": bottom, "doctop": top, "size": round(bottom - top, 3)}
    return {**char, **changed, "upright": angle_of(char) == turn.angle}


def strokes_of(
    things: Iterable[dict[str, Any]], box: Callable[[dict[str, Any]], Box], area: float
) -> dict[str, tuple[Box, ...]]:
    """Drawings sorted into strokes (level and upright), panels and dots; ``area`` is the page's, in square points."""
    level: list[Box] = []
    upright: list[Box] = []
    panels: list[Box] = []
    dots: list[Box] = []
    for thing in things:
        place = box(thing)
        wide, high = place.x1 - place.x0, place.bottom - place.top
        if DOT[0] <= wide <= DOT[1] and DOT[0] <= high <= DOT[1] and thing.get("fill") and 0.6 <= wide / high <= 1.7:
            dots.append(place)
        elif high <= THIN and wide >= SHORTEST_STROKE:
            level.append(place)
        elif wide <= THIN and high >= SHORTEST_STROKE:
            upright.append(place)
        elif thing["object_type"] != "line" and wide * high < WHOLE_PAGE * area:
            if thing["object_type"] == "rect":
                level += [place._replace(bottom=place.top), place._replace(top=place.bottom)]
                upright += [place._replace(x1=place.x0), place._replace(x0=place.x1)]
            if wide >= PANEL[0] and high >= PANEL[1]:
                panels.append(place)
    return {"level": tuple(level), "upright": tuple(upright), "panels": tuple(panels), "dots": tuple(dots)}


def drawn_twice(chars: Sequence[dict[str, Any]]) -> bool:
    """Whether a good part of the characters is drawn a second time at its place, as some programs do for bold type."""
    places = Counter((c["text"], round(c["x0"]), round(c["top"])) for c in chars if c["text"].strip())
    total = sum(places.values())
    return total > 20 and total - len(places) > TWICE * total


def check_text(sheets: Sequence[Sheet], pictures: Sequence[int], name: str) -> None:
    """Refuse a file without a text layer, or with one that no reader can turn into letters."""
    text = "".join(w.text for s in sheets for w in s.words)
    if not text.strip():
        what = "only pictures of pages" if pictures else "nothing that can be read"
        raise SourceError(
            f"{name} has no text layer: it holds {what}", "Run OCR first, e.g.: ocrmypdf plan.pdf readable.pdf"
        )
    lost = len(re.findall(r"\(cid:\d+\)", text)) + sum("\ue000" <= c <= "\uf8ff" or c == "\ufffd" for c in text)
    if lost > UNREADABLE * max(1, len(re.sub(r"\(cid:\d+\)", "x", text))):
        message = f"the text of {name} cannot be read: its fonts do not say which letters they draw"
        raise SourceError(message, "Run OCR on it, e.g.: ocrmypdf --force-ocr plan.pdf readable.pdf")
