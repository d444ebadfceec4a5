"""A plan's PDF → the same file with every commitment highlighted, and a note at each.

Written as an incremental update (ISO 32000-1, 7.5.6): the bytes of the plan stand unchanged at the beginning of the new file,
and the highlights are added behind them. Each highlight brings its own appearance, so that all readers draw it alike.
"""

import io
import logging
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    RectangleObject,
    TextStringObject,
)

from ..errors import SourceError
from ..layout.overprint import Area
from ..records.dataset import BlockRecord, Commitment, Dataset, PageBox
from ..records.tellings import what_of

# the library tells of every oddity of a file; one that matters is an error
logging.getLogger("pypdf").setLevel(logging.CRITICAL)
AUTHOR = "lambextract"
Colour = tuple[float, float, float]
COLOURS: dict[str, Colour] = {
    "planned": (1.0, 0.88, 0.4),
    "ongoing": (0.66, 0.87, 1.0),
    "completed": (0.74, 0.92, 0.7),
    "rejected": (0.86, 0.86, 0.86),
}
PRINTED = 4  # the flag of an annotation that is printed with its page


@dataclass(frozen=True, slots=True)
class Highlight:
    """Words that are marked: their boxes by page, the colour, the note, and a name that no other has.

    ``colour`` is None where the same words are marked already: the note is added then, and nothing is drawn.
    """

    boxes: tuple[PageBox, ...]
    colour: Colour | None
    title: str
    note: str
    name: str


def annotated(
    data: bytes, dataset: Dataset, password: str | None = None, refused: Mapping[str, str] | None = None
) -> bytes:
    """The PDF with its commitments highlighted; the clauses that were not taken too, in grey, if ``refused`` is given.

    ``refused`` says in words what the reasons mean, by their names. Of several commitments in one sentence each has its note;
    the sentence is coloured once, by the one that is most open.

    ``data`` are the bytes of the PDF that the dataset was built from. A highlight whose words run over a page's end has a part
    on each page. Raises SourceError for a PDF that cannot be written, such as one that its owner has locked.
    """
    name = dataset.document.source
    try:
        writer = opened(data, password, name)
        marks = [*of_commitments(dataset.commitments), *(of_rejected(dataset, refused) if refused is not None else ())]
        for mark in marks:
            for page, boxes in by_page(mark.boxes):
                add(writer, page, boxes, mark)
        out = io.BytesIO()
        writer.write(out)
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise SourceError(
            f"{name} cannot be annotated: {type(error).__name__}: {error}",
            "Repair it with: qpdf plan.pdf repaired.pdf, and build that.",
        ) from error
    return out.getvalue()


def opened(data: bytes, password: str | None, name: str) -> PdfWriter:
    """The PDF, to be added to; an encrypted one, of which nothing can be kept as it is, is written anew without its lock."""
    reader = PdfReader(io.BytesIO(data))
    if not reader.is_encrypted:
        return PdfWriter(io.BytesIO(data), incremental=True)
    if not reader.decrypt(password or ""):
        raise SourceError(f"{name} is encrypted", "Name the file that holds its password: --password-file FILE")
    return PdfWriter(clone_from=reader)


def of_commitments(commitments: Sequence[Commitment]) -> Iterator[Highlight]:
    """The highlights of all commitments; of those in one sentence, the first is drawn, in the colour of the most open."""
    sentences: dict[tuple[str, int], list[Commitment]] = defaultdict(list)
    for c in commitments:
        sentences[c.block, c.quote_start].append(c)
    for those in sentences.values():
        status = min((c.status for c in those), key=list(COLOURS).index)
        for number, c in enumerate(those):
            yield of_commitment(c, None if number else COLOURS[status])


def of_commitment(c: Commitment, colour: Colour | None) -> Highlight:
    """The highlight of a commitment: who, what, when, money, and its id."""
    asked = f" (asked by {c.delegated_by})" if c.delegated_by else ""
    lines = [f"Who: {c.actor.name}{asked}", f"What: {what_of(c)}"]
    if c.deadline is not None:
        days = " to ".join(dict.fromkeys(day for day in (c.deadline.start, c.deadline.end) if day))
        lines.append(f"When: {c.deadline.text}" + (f" ({c.deadline.relation} {days})" if days else ""))
    if c.funding:
        lines.append(f"Money: {'; '.join(f.text for f in c.funding)}")
    if c.condition is not None:
        lines.append(f"If: {c.condition}")
    lines += [f"Status: {c.status}, {c.strength}", f"Id: {c.id}"]
    return Highlight(c.bboxes, colour, f"{AUTHOR}: {c.status}", "\n".join(lines), c.id)


def of_rejected(dataset: Dataset, meanings: Mapping[str, str]) -> Iterator[Highlight]:
    """The highlights of the clauses that were not taken: a sentence once, with all its reasons, beside its block."""
    blocks = {b.id: b for b in dataset.blocks}
    sentences: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in dataset.rejected:
        verb = f"{one.verb}: " if one.verb else ""
        told = f" ({meanings[one.reason]})" if one.reason in meanings else ""
        sentences[one.block, one.quote].append(f"{verb}{one.reason}{told}")
    for number, ((block, quote), reasons) in enumerate(sentences.items(), 1):
        note = "\n".join(["Not taken for a promise:", *reasons, f"“{quote}”"])
        yield Highlight(margin(blocks[block]), COLOURS["rejected"], f"{AUTHOR}: not taken", note, f"rejected-{number}")


def margin(block: BlockRecord) -> tuple[PageBox, ...]:
    """A narrow box along a block's left edge: where a sentence's own boxes are not known."""
    return tuple((page, x0 - 6.0, top, x0 - 2.0, bottom) for page, x0, top, _, bottom in block.bboxes)


def by_page(boxes: Sequence[PageBox]) -> list[tuple[int, list[Area]]]:
    """Boxes by the page that they stand on."""
    pages: dict[int, list[Area]] = defaultdict(list)
    for page, *area in boxes:
        pages[page].append((area[0], area[1], area[2], area[3]))
    return sorted(pages.items())


def add(writer: PdfWriter, number: int, boxes: Sequence[Area], mark: Highlight) -> None:
    """Put a highlight on a page, with its appearance."""
    page = writer.pages[number - 1]
    quads = [corners(box, page.mediabox, (page.rotation or 0) % 360) for box in boxes]
    xs = [x for quad in quads for x in quad[::2]]
    ys = [y for quad in quads for y in quad[1::2]]
    rect = RectangleObject((min(xs), min(ys), max(xs), max(ys)))
    colour = ArrayObject(FloatObject(c) for c in mark.colour or ())
    annotation = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Highlight"),
            NameObject("/Rect"): rect,
            NameObject("/QuadPoints"): ArrayObject(FloatObject(v) for quad in quads for v in quad),
            NameObject("/C"): colour,
            NameObject("/F"): NumberObject(PRINTED),
            NameObject("/T"): TextStringObject(mark.title),
            NameObject("/Contents"): TextStringObject(mark.note),
            NameObject("/NM"): TextStringObject(f"{mark.name}/{number}"),
            NameObject("/AP"): DictionaryObject(
                {NameObject("/N"): writer._add_object(drawn(quads, mark.colour, rect))}
            ),
        }
    )
    writer.add_annotation(number - 1, annotation)


def drawn(quads: Sequence[tuple[float, ...]], colour: Colour | None, rect: RectangleObject) -> DecodedStreamObject:
    """The look of a highlight: its quadrilaterals filled, multiplied with what is beneath, so that the words stay black.

    Nothing, where there is no colour.
    """
    fill = " ".join(f"{c:g}" for c in colour or ())
    paths = []
    for x1, y1, x2, y2, x3, y3, x4, y4 in quads:  # upper left, upper right, lower left, lower right
        paths.append(f"{x1:g} {y1:g} m {x2:g} {y2:g} l {x4:g} {y4:g} l {x3:g} {y3:g} l h f")
    stream = DecodedStreamObject()
    stream.set_data(f"/Marked gs {fill} rg {' '.join(paths)}".encode("ascii") if colour else b"")
    mode = DictionaryObject({NameObject("/Type"): NameObject("/ExtGState"), NameObject("/BM"): NameObject("/Multiply")})
    stream.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): rect,
            NameObject("/Group"): DictionaryObject({NameObject("/S"): NameObject("/Transparency")}),
            NameObject("/Resources"): DictionaryObject(
                {NameObject("/ExtGState"): DictionaryObject({NameObject("/Marked"): mode})}
            ),
        }
    )
    return stream


def corners(box: Area, media: RectangleObject, turned: int) -> tuple[float, ...]:
    """The corners of a box in the page's own space: upper left, upper right, lower left, lower right as one reads it.

    ``box``: points on the page as it is shown, origin top left; ``turned``: the page's rotation in degrees, clockwise.
    """
    left, bottom, right, top = (float(v) for v in (media.left, media.bottom, media.right, media.top))
    x0, y0, x1, y1 = box

    def own(x: float, y: float) -> tuple[float, float]:
        if turned == 90:
            return left + y, bottom + x
        if turned == 180:
            return right - x, bottom + y
        if turned == 270:
            return right - y, top - x
        return left + x, top - y

    return tuple(round(v, 2) for x, y in ((x0, y0), (x1, y0), (x0, y1), (x1, y1)) for v in own(x, y))
