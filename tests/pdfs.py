"""Makes small PDFs for tests: words at places, in Helvetica, without any library."""

import re
from collections.abc import Sequence
from typing import NamedTuple

WIDTH, HEIGHT = 595, 842


class Run(NamedTuple):
    """Words of one line: where they begin, in points from the top left corner, their size, and their font (F1, bold F2)."""

    x: float
    top: float
    text: str
    size: float = 10.0
    font: str = "F1"


def pdf_of(pages: Sequence[Sequence[Run | str]]) -> bytes:
    """A PDF with these pages; a string among the runs is drawn as it is, as content-stream operators."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{5 + 2 * i} 0 R' for i in range(len(pages)))}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    for i, page in enumerate(pages):
        content = "\n".join(drawn(run) for run in page).encode("cp1252")
        objects += [
            (
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {6 + 2 * i} 0 R "
                "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>"
            ).encode(),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        ]
    return file_of(objects)


def file_of(objects: Sequence[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalogue."""
    out = b"%PDF-1.4\n"
    offsets = []
    for number, thing in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, thing)
    start = len(out)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def stream_of(content: bytes, head: str = "") -> bytes:
    """A stream, with more entries for its dictionary."""
    return f"<< /Length {len(content)} {head} >>\nstream\n".encode() + content + b"\nendstream"


def with_objects(pdf: bytes, more: Sequence[bytes], resources: str) -> bytes:
    """A PDF made by ``pdf_of``, with more objects after its own, and other resources on its pages."""
    own = [body for _, body in re.findall(rb"(\d+) 0 obj\n(.*?)\nendobj", pdf, re.DOTALL)]
    own = [re.sub(rb"/Resources << .* >> >>$", f"/Resources << {resources} >> >>".encode(), body) for body in own]
    return file_of([*own, *more])


def drawn(run: Run | str) -> str:
    """The operators that draw a run."""
    if isinstance(run, str):
        return run
    text = run.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{run.font} {run.size} Tf {run.x} {HEIGHT - run.top - run.size} Td ({text}) Tj ET"


def lines(
    x: float, top: float, texts: Sequence[str], size: float = 10.0, step: float = 12.0, font: str = "F1"
) -> list[Run]:
    """Lines of text one below another."""
    return [Run(x, top + i * step, text, size, font) for i, text in enumerate(texts)]
