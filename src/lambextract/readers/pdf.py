"""PDF → pages. The file itself is read in processes that can be stopped: see ``supervision`` and ``pdf_pages``."""

import re
from array import array
from collections import defaultdict
from collections.abc import Sequence

from ..cache import Store, key_of
from ..document.model import Notice
from ..errors import SourceError
from ..layout.sheet import Sheet, means_nothing
from ..limits import Limits
from .messages import Drawn, Opened, Task, packed, unpacked
from .source import Fetched, Reading, Request
from .supervision import Pages, begun, read_pages

KEPT = "pages"  # the kind of entry in the cache
HEAD, TAIL = 2048, 4096  # bytes, within which the first object of a file begins, and its last words stand
ENDS = (b"startxref", b"%%EOF")
LINEARIZED = re.compile(rb"/Linearized\b[^>]{0,400}/L\s+(\d{1,12})\b")  # ISO 32000-1, annex F
OBJECT = re.compile(rb"(?<!\S)\d{1,10}\s+\d{1,5}\s+obj\b")
UNREADABLE = 0.3  # share of characters without a Unicode value from which the text is no use


def read_pdf(request: Request) -> Reading:
    """Read a PDF: one pass over each page, the page closed after it.

    Raises SourceError for a file that is no PDF, encrypted, damaged, without pages or without text, or that goes beyond
    the limits.
    """
    name, data = request.plan.name, request.plan.data
    if b"%PDF-" not in data[:1024]:
        raise SourceError(f"{name} is not a PDF, whatever its name says", "Check how the file was downloaded.")
    cut_short = is_cut_short(data)
    if cut_short and not any(mark in data[-TAIL:] for mark in ENDS):
        raise SourceError(f"{name} is cut short: the end of the file is missing", "Download it again.")
    task = Task(name, data, request.password, request.clock.limits, tags=request.tags)
    opened, drawn = kept_pages(task, request)
    sheets = [d.sheet for d in drawn if d.sheet is not None]
    pictures = [d.number for d in drawn if d.only_pictures]
    check_text(sheets, pictures, name)
    from ..layout.arrangement import arrange  # whose imports can wait until the pages are being read

    arranged = arrange(sheets, request.patterns, opened.tags)
    notices: list[Notice] = []
    if pictures:
        text = f"pages without text, only pictures: {', '.join(map(str, pictures))}; OCR would read them"
        notices.append(Notice("picture-pages", text, page=pictures[0]))
    if opened.counted > len(sheets):
        text = f"a second reader finds {opened.counted} pages, of which {len(sheets)} were read"
        notices.append(Notice("words-unseen", text))
    if cut_short:
        notices.append(Notice("cut-short", "the end of the file is missing: what could be found in it was read"))
    return Reading(
        media_type="application/pdf",
        count=len(sheets),
        pages=arranged.pages,
        notices=tuple(notices),
        title=opened.facts.get("Title") or None,
        author=opened.facts.get("Author") or None,
        created=month_of(opened.facts.get("CreationDate", "")),
        turns={s.number: s.turn for s in sheets if s.turn is not None},
        layer=layer_of(sheets),
        aside=arranged.aside,
        witness=tuple(d.witness for d in drawn),
    )


def layer_of(sheets: Sequence[Sheet]) -> "dict[int, array[int]]":
    """The words of the text layer, by page: the numbers that tell each from the others of its page."""
    layer: dict[int, array[int]] = defaultdict(lambda: array("l"))
    for sheet in sheets:
        for word in sheet.all_words():
            layer[word.box.page].append(word.serial)
    return layer


def begin(plan: Fetched, password: str | None, tags: bool, limits: Limits, store: Store | None) -> Pages | None:
    """Begin to read the pages of a PDF, before anything else is ready; None where they were kept.

    Raises MachineError where no process can be started.
    """
    task = Task(plan.name, plan.data, password, limits, tags=tags)
    if store is not None and store.file_of(KEPT, key_for(task)).exists():
        return None
    return begun(task)


def kept_pages(task: Task, request: Request) -> tuple[Opened, list[Drawn]]:
    """The pages of a PDF: kept ones where it was read before within the same limits, else read now, and kept.

    The pages of a PDF that has a password are not kept.
    """
    store = request.store if task.password is None else None
    key = key_for(task) if store is not None else ""
    kept = store.get(KEPT, key) if store is not None and request.begun is None else None
    found = unpacked(kept) if kept is not None else None
    if found is not None:
        request.meanwhile()
        return found
    found = read_pages(task, request.progress, request.meanwhile, request.clock, request.begun)
    if store is not None:
        store.put(KEPT, key, packed(*found))
    return found


def key_for(task: Task) -> str:
    """What the pages of a PDF follow from; of the limits only those count that refuse it for what it is."""
    return key_of(KEPT, task.data, task.tags, task.limits.pages, task.limits.characters)


def month_of(date: str) -> str | None:
    """The year and month of a PDF's date (D:20120628…) as 2012-06, None where it is none."""
    found = re.match(r"(?:D:)?((?:19|20)\d\d)(0[1-9]|1[0-2])", date)
    return f"{found[1]}-{found[2]}" if found else None


def is_cut_short(data: bytes) -> bool:
    """Whether the end of a PDF is missing; what follows its end is no part of it, as long as no objects do.

    A file made for the web says how long it is, and has the mark of an end near its beginning too.
    """
    length = LINEARIZED.search(data, 0, HEAD)
    if length and int(length[1]) > len(data):
        return True
    end = max(map(data.rfind, ENDS))
    return end < 0 or OBJECT.search(data, end) is not None


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
