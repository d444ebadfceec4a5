"""A PDF's pages as they are drawn, one by one: the part of reading that runs in a process of its own.

With ``page_device`` the only place that imports pdfplumber.
"""

import io
import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from ..errors import LambextractError, SourceError, UnforeseenError
from ..layout.author_tags import Tags
from .characters import as_shown
from .content_size import check_content, check_glyphs
from .drawing import sheet_of
from .messages import Drawn, Failed, Message, Opened, Task
from .page_device import marked
from .second_reader import Witness
from .structure_tree import read_tags

# the libraries tell of every oddity of a file; what matters is told by an error or a notice
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
OURS = str(Path(__file__).parents[1])


def alone(_pages: int) -> bool:
    """There is no second process."""
    return False


def messages_of(task: Task, is_second: Callable[[int], bool] = alone) -> Iterator[Message]:
    """All that reading a PDF says: that it is open, each page when it is begun and when it is read, or why it ended.

    ``is_second`` is asked once it is open, with the number of its pages: whether this process, a copy of the first, begins at
    the last one.
    """
    page: int | None = None
    try:
        with guarded(task, lambda: f"page {page} of {task.name}" if page else task.name):
            for message in witness_of(task) if task.witness_only else pages_of(task, is_second):
                page = message.begun or page
                yield message
    except MemoryError:
        where = f"page {page} of {task.name}" if page else task.name
        text = f"{where} needs more than {task.limits.memory} MB of memory"
        hint = f"If the plan is whole in a viewer, give it more: --max-memory {4 * task.limits.memory}"
        yield Message(failed=Failed(text, hint, page))
    except UnforeseenError as error:
        yield Message(failed=Failed(error.cause, error.hint, page, error.trace))
    except LambextractError as error:
        yield Message(failed=Failed(str(error), error.hint, page))


def pages_of(task: Task, is_second: Callable[[int], bool]) -> Iterator[Message]:
    """Open a PDF and read its pages."""
    with pdfplumber.open(io.BytesIO(task.data), password=task.password or "") as pdf:
        pages = pdf.pages
        check_count(len(pages), task)
        witness = Witness(task.data, task.password, task.name)
        facts = {k: as_shown(v).strip() for k, v in (pdf.metadata or {}).items() if isinstance(v, str)}
        tags = tags_of(pdf) if task.tags else None
        yield Message(opened=Opened(len(pages), len(witness), facts, tags))
        numbers = range(1, len(pages) + 1)
        for number in reversed(numbers) if is_second(len(pages)) else numbers:
            yield Message(begun=number)
            yield Message(drawn=drawn_page(pages[number - 1], witness, number, task.name, tags is not None))


def witness_of(task: Task) -> Iterator[Message]:
    """Open a PDF with the second reader alone, and read its pages."""
    witness = Witness(task.data, task.password, task.name)
    yield Message(opened=Opened(len(witness), len(witness), {}, None))
    for number in range(1, len(witness) + 1):
        yield Message(begun=number)
        yield Message(drawn=Drawn(number, None, False, witness.page(number)))


def tags_of(pdf: Any) -> Tags | None:  # noqa: ANN401 (pdfplumber is untyped)
    """The structure that the PDF's author wrote into it, None without one."""
    return read_tags(pdf.doc, {page.page_obj.pageid: page.page_number for page in pdf.pages})


def drawn_page(page: Any, witness: Witness, number: int, name: str, marks: bool) -> Drawn:  # noqa: ANN401
    """Read one page of pdfplumber's and close it."""
    check_content(page, number, name)
    check_glyphs(witness.count(number), number, name)
    own = marked(page)
    sheet = sheet_of(own, number, name, marks)
    only_pictures = bool(own.images) and not any(True for _ in sheet.all_words())
    own.close()
    return Drawn(number, sheet, only_pictures, witness.page(number))


@contextmanager
def guarded(task: Task, where: Callable[[], str]) -> Iterator[None]:
    """Turn whatever the PDF libraries raise into a SourceError that says what to try; ``where`` tells what they were at.

    A damaged file makes them raise nearly anything (TypeError, IndexError, RecursionError, zlib.error …), so that a list
    of exceptions could not be complete. What this package raises itself is its own fault: UnforeseenError.
    """
    try:
        yield
    except (LambextractError, MemoryError):
        raise
    except Exception as error:
        causes = [error, *error.args, error.__cause__, error.__context__]
        if any(isinstance(c, MemoryError) for c in causes):
            raise MemoryError from error
        if any(isinstance(c, PDFPasswordIncorrect) for c in causes):
            if task.password is None:
                message = f"{task.name} is encrypted"
                raise SourceError(message, f"Try: lambextract build {task.name} --password-file FILE") from error
            raise SourceError(f"the password does not open {task.name}", "Check the password file.") from error
        if any(isinstance(c, PDFEncryptionError) for c in causes):
            raise SourceError(
                f"{task.name} is encrypted in a way that cannot be read", "Save it unencrypted."
            ) from error
        if is_ours(error):
            raise UnforeseenError(error, "".join(traceback.format_exception(error))) from error
        raise SourceError(
            f"{where()} is damaged: a part of it cannot be read ({type(error).__name__})",
            "Download it again, or repair it with: qpdf plan.pdf repaired.pdf",
        ) from error


def is_ours(error: Exception) -> bool:
    """Whether an exception was raised in this package, and not in a library that it calls."""
    if isinstance(error, PdfminerException) and isinstance(error.__cause__, Exception):
        error = error.__cause__  # which it wraps, wherever that came from
    frames = traceback.extract_tb(error.__traceback__)
    return bool(frames) and frames[-1].filename.startswith(OURS) and not isinstance(error, RecursionError)


def check_count(total: int, task: Task) -> None:
    """Refuse a file with too many pages or without any, also the silent kind that opens as if it were whole."""
    task.limits.check_pages(task.name, total)
    if total:
        return
    try:
        counted = len(pypdfium2.PdfDocument(task.data, password=task.password))  # type: ignore[no-untyped-call]
    except pypdfium2.PdfiumError as error:
        raise SourceError(f"{task.name} is damaged: none of its pages can be found", "Download it again.") from error
    if counted:
        message = f"{task.name} is damaged: it has {counted} pages, and none can be read"
        raise SourceError(message, "Repair it with: qpdf plan.pdf repaired.pdf")
    raise SourceError(f"{task.name} has no pages", "Check how the file was made.")
