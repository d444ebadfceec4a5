"""A PDF → images of the pages that are asked for, small enough that all of them fit into one file.

Rendered by pdfium, with sixteen colours, as lossless WebP: sharp letters in some forty kilobytes a page.
"""

import base64
import io
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw
from PIL import Image

from ..errors import SourceError
from ..layout.overprint import Area
from ..readers.second_reader import placing

pdfium: Any = pypdfium2.raw  # untyped: constants of the C library
SHARP, COARSE = 1.6, 1.0  # pixels per point, at best and at least
PIXELS = 4_000_000  # of one image
BUDGET = 3_400_000  # bytes of all images; base64 makes a third more of them
COLOURS = 16


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page's image as a data URI, and the area that it shows: points, origin top left, as boxes of the dataset."""

    uri: str
    area: Area


@dataclass(frozen=True, slots=True)
class Pictures:
    """The images by page number; ``left_out``: pages for which there was no room, ``failed``: that could not be drawn."""

    pages: dict[int, PageImage]
    left_out: tuple[int, ...]
    failed: tuple[int, ...]


def pictures_of(data: bytes, numbers: Iterable[int], password: str | None = None, name: str = "the PDF") -> Pictures:
    """Images of some pages of a PDF (numbers from 1). Raises SourceError where it cannot be opened."""
    try:
        pdf = pypdfium2.PdfDocument(data, password=password)  # type: ignore[no-untyped-call]
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise SourceError(f"{name} is encrypted", "Put the password into a file: --password-file FILE") from error
        raise SourceError(f"{name} cannot be opened for its page images", "Leave them out: --no-images") from error
    wanted = sorted(set(numbers))
    drawn = dict(images(pdf, wanted, SHARP))
    size = sum(len(data_) for data_, _ in drawn.values())
    if size > BUDGET:
        scale = max(COARSE, SHARP * math.sqrt(BUDGET / size))
        drawn = dict(images(pdf, wanted, scale))
    failed = tuple(n for n in wanted if n not in drawn)
    kept: dict[int, PageImage] = {}
    room = BUDGET
    for number, (data_, area) in drawn.items():
        room -= len(data_)
        if room >= 0:
            kept[number] = PageImage(f"data:image/webp;base64,{base64.b64encode(data_).decode()}", area)
    return Pictures(kept, tuple(n for n in drawn if n not in kept), failed)


def images(pdf: Any, numbers: Iterable[int], scale: float) -> Iterator[tuple[int, tuple[bytes, Area]]]:  # noqa: ANN401
    """The images of those pages that can be drawn, with the areas that they show."""
    for number in numbers:
        if number > len(pdf):
            continue
        try:
            page = pdf[number - 1]
            width, height = page.get_size()
            sharp = min(scale, math.sqrt(PIXELS / max(1.0, width * height)))
            image = page.render(scale=sharp).to_pil().convert("RGB")
            area = shown_area(page)
            page.close()
        except pypdfium2.PdfiumError:
            continue
        flat = image.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).convert("RGB")
        out = io.BytesIO()
        flat.save(out, "WEBP", lossless=True, quality=50, method=2)
        yield number, (out.getvalue(), area)


def shown_area(page: Any) -> Area:  # noqa: ANN401 (pypdfium2 is untyped here)
    """The part of a page that its image shows, in the dataset's points: the crop box, within the media box."""
    media, crop = page.get_mediabox(), page.get_cropbox()
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    area: Area = placing(page)(left, bottom, right, top)
    return area
