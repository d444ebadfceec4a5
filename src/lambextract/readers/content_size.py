"""How much a PDF's page will draw, told before it is drawn: a few bytes can unpack to gigabytes."""

import re
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from pdfminer.pdftypes import PDFStream, resolve1

from ..errors import SourceError

MAX_CONTENT = (
    48_000_000  # bytes of drawing instructions on one page, all forms in their places; a dense page has 2 million
)
MOST_GLYPHS = 100_000  # on one page; a dense page has 10,000
CALL = 500  # bytes that the call of a form counts for at least: it costs time even where nothing is in it
DEEPEST = 60  # forms within one another
# the name of a form or picture that is drawn, as an operand of the operator Do (ISO 32000-1, 8.8)
DRAWN = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do(?![^\s/<>\[\](){}%])")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


class TooMuch(Exception):  # noqa: N818 (it is caught here, and told as a SourceError)
    """A page draws more than any real page does."""


def check_content(page: Any, number: int, name: str) -> None:  # noqa: ANN401 (pdfplumber is untyped)
    """Refuse a page whose drawing instructions come to more than any real page has. Raises SourceError."""
    try:
        Measure().of(page.page_obj.attrs.get("Contents"), page.page_obj.resources)
    except TooMuch as error:
        message = f"page {number} of {name} unpacks to more than {MAX_CONTENT // 1_000_000} MB of drawing instructions"
        raise SourceError(message, "No plan needs that: the file may be made to do harm.") from error


def check_glyphs(count: int, number: int, name: str) -> None:
    """Refuse a page that holds more characters than any real page does. Raises SourceError."""
    if count > MOST_GLYPHS:
        message = f"page {number} of {name} has {count} characters, more than {MOST_GLYPHS}"
        raise SourceError(message, "No page of a plan has so many: look at it in a viewer.")


class Measure:
    """Measures what a page draws; each form is looked at once, however often it is called."""

    def __init__(self) -> None:
        self.known: dict[int, int] = {}
        self.open: set[int] = set()

    def of(self, contents: Any, resources: Any) -> int:  # noqa: ANN401 (pdfminer is untyped here)
        """The bytes that streams draw, with the forms that they call. Raises TooMuch."""
        contents = resolve1(contents)
        size = 0
        for item in contents if isinstance(contents, list) else [contents]:
            stream = resolve1(item)
            if isinstance(stream, PDFStream):
                size += self.stream(stream, resources)
                if size >= MAX_CONTENT:
                    raise TooMuch
        return size

    def stream(self, stream: PDFStream, resources: Any) -> int:  # noqa: ANN401
        """The bytes that one stream draws."""
        key = id(stream)
        if key in self.open:
            return 0  # a circle, which the reader does not follow
        if key in self.known:
            return self.known[key]
        if len(self.open) >= DEEPEST:
            raise TooMuch
        if flat_size(stream) >= MAX_CONTENT:
            raise TooMuch
        data: bytes = stream.get_data()
        self.open.add(key)
        size = len(data)
        forms = forms_in(resolve1(stream.get("Resources")) or resources)
        calls: dict[str, int] = {}
        for found in DRAWN.finditer(data):
            called = ESCAPED.sub(lambda m: bytes([int(m[1], 16)]), found[1]).decode("latin-1")
            calls[called] = calls.get(called, 0) + 1
        for called, times in calls.items():
            form = resolve1(forms.get(called))
            if isinstance(form, PDFStream) and str(form.get("Subtype")).strip("/'") == "Form":
                size += times * (CALL + self.stream(form, resources))
            if size >= MAX_CONTENT:
                raise TooMuch
        self.open.discard(key)
        self.known[key] = size
        return size


def forms_in(resources: Any) -> dict[str, Any]:  # noqa: ANN401
    """The forms and pictures that a stream's resources name."""
    found = resolve1(resources.get("XObject")) if isinstance(resources, dict) else None
    return found if isinstance(found, dict) else {}


def flat_size(stream: PDFStream) -> int:
    """The bytes of a stream once it is unpacked, counted no further than MAX_CONTENT."""
    if stream.rawdata is None:
        return len(stream.get_data())  # it is unpacked already
    raw: bytes = stream.rawdata
    if stream.decipher and stream.objid is not None and stream.genno is not None:
        raw = stream.decipher(stream.objid, stream.genno, raw, stream.attrs)
    filters = [str(f) for f, _ in stream.get_filters()]
    return unpacked_size([raw], sum("Fl" in f for f in filters), MAX_CONTENT)


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
