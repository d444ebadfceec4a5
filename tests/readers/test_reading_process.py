"""A PDF is read in processes that can be stopped: they must really read, and what goes beyond the limits ends, its page named."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from pdfplumber.utils.exceptions import PdfminerException

from lambextract import build
from lambextract.errors import MachineError, SourceError, UnforeseenError
from lambextract.limits import Clock, Limits
from lambextract.readers.messages import Drawn, Failed, Task
from lambextract.readers.supervision import COPY, Pages, error_of, read_pages
from tests.pdfs import Run, pdf_of, stream_of, with_objects

NO_LIMITS = Limits(0, 0, 0, 0, 0)
FONT = "/Font << /F1 3 0 R >>"
WORDS = "We will open the lock by May 2017. "


def read(data: bytes, limits: Limits = NO_LIMITS) -> list[Drawn]:
    """Read a PDF within limits."""
    task = Task("plan.pdf", data, None, limits, tags=False)
    _, pages = read_pages(task, lambda _done, _total: None, lambda: None, Clock(limits, "plan.pdf"))
    return pages


def texts(pages: Sequence[Drawn]) -> list[str]:
    """The words of each page."""
    return [" ".join(word.text for word in page.sheet.words) for page in pages if page.sheet is not None]


def plan(count: int) -> bytes:
    """A plan of so many pages."""
    return pdf_of([[Run(60, 60, f"Page {number} of the plan")] for number in range(1, count + 1)])


def dense(glyphs: int) -> list[str]:
    """The drawing of a page that holds so many characters."""
    line = (WORDS * 3)[:100]
    return ["BT /F1 6 Tf 7 TL 20 830 Td", *([f"({line}) '"] * (glyphs // len(line))), "ET"]


def calling_forms(levels: int, calls: int) -> bytes:
    """A PDF whose only page draws a form, which draws another so many times, and so on down."""
    forms = []
    for level in range(levels):
        last = level == levels - 1
        content = b"BT /F1 10 Tf 50 700 Td (We will) Tj ET" if last else b"/X Do " * calls
        below = "" if last else f"/XObject << /X {8 + level} 0 R >>"
        head = f"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << {FONT} {below} >>"
        forms.append(stream_of(content, head))
    return with_objects(pdf_of([["/X Do"]]), forms, f"{FONT} /XObject << /X 7 0 R >>")


@pytest.mark.parametrize("count", [1, 3, 120])
def test_all_pages_are_read_in_order(count: int) -> None:
    assert texts(read(plan(count))) == [f"Page {number} of the plan" for number in range(1, count + 1)]


def begun_pages(data: bytes) -> Pages:
    """A PDF that is being read."""
    pages = Pages(Task("plan.pdf", data, None, NO_LIMITS, tags=False))
    pages.start()
    return pages


def waited(pages: Pages) -> None:
    """Wait until it is read."""
    pages.wait(lambda _done, _total: None, Clock(NO_LIMITS, "plan.pdf"))


needs_copies = pytest.mark.skipif(
    sys.platform != "linux" or (os.cpu_count() or 1) < 2,
    reason="a process has a copy on Linux with two processors only",
)


@needs_copies
def test_a_copy_of_the_process_reads_from_the_last_page_on(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[tuple[str, int]] = []
    take = Pages.take

    def noted(pages: Pages, drawn: Drawn) -> None:
        taken.append((threading.current_thread().name, drawn.number))
        take(pages, drawn)

    monkeypatch.setattr(Pages, "take", noted)
    pages = begun_pages(plan(120))
    try:
        waited(pages)
    finally:
        pages.close()
    theirs = [number for name, number in taken if name == COPY]
    assert theirs[:2] == [120, 119]
    assert texts([pages.drawn[n] for n in range(1, 121)]) == [f"Page {n} of the plan" for n in range(1, 121)]


def running(parent: int) -> list[int]:
    """The processes that one has started and that are still there."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            after_name = entry.read_text().rpartition(")")[2].split()
            if int(after_name[1]) == parent and after_name[0] != "Z":
                found.append(int(entry.parent.name))
    return found


def copy_of(pages: Pages) -> int:
    """The process that is the copy of the one that reads, once it is there."""
    assert pages.reader is not None
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if found := running(pages.reader.process.pid):
            return found[0]
        time.sleep(0.005)
    raise AssertionError("there is no copy")


def gone(pid: int) -> bool:
    """Whether a process ends soon."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.01)
    return False


@needs_copies
def test_a_copy_that_is_killed_is_not_missed() -> None:
    pages = begun_pages(pdf_of([dense(4_000)] * 20))
    try:
        os.kill(copy_of(pages), signal.SIGKILL)
        waited(pages)
    finally:
        pages.close()
    assert sorted(pages.drawn) == list(range(1, 21))


@needs_copies
def test_nothing_is_read_on_once_all_pages_are_there() -> None:
    pages = begun_pages(pdf_of([dense(4_000)] * 20))
    try:
        assert pages.reader is not None
        assert pages.reader.process.wait(60) == 1
        assert pages.whole()
        waited(pages)
    finally:
        pages.close()


@needs_copies
@pytest.mark.parametrize("closed", [(0, 1), (0, 2), (0, 1, 2)])
def test_standard_streams_that_are_closed_are_not_taken_for_the_pipe(closed: tuple[int, ...], tmp_path: Path) -> None:
    pages = [[Run(60, 100 + 20 * n, f"{n}.1 The Agency will open lock {n} by May 2017.")] for n in range(1, 21)]
    (tmp_path / "plan.pdf").write_bytes(pdf_of(pages))
    run = [sys.executable, "-m", "lambextract", "build", tmp_path / "plan.pdf", "--out", tmp_path / "out"]
    done = subprocess.run(run, preexec_fn=lambda: [os.close(n) for n in closed], check=False)
    assert done.returncode == 0
    assert "open lock 20 by" in (tmp_path / "out" / "dataset.json").read_text("utf-8")


@needs_copies
def test_a_process_that_may_have_no_more_threads_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refused)
    with pytest.raises(MachineError, match="no process could be started"):
        read(plan(20))


@needs_copies
def test_without_a_thread_for_it_there_is_no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    start = threading.Thread.start

    def refused(thread: threading.Thread) -> None:
        if thread.name == COPY:
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", refused)
    assert len(read(plan(20))) == 20


@needs_copies
def test_a_process_ends_with_whoever_started_it() -> None:
    code = (
        "import os, signal, sys, time\n"
        "from lambextract.limits import Limits\n"
        "from lambextract.readers.messages import Task\n"
        "from lambextract.readers.supervision import Pages\n"
        "pages = Pages(Task('plan.pdf', open(sys.argv[1], 'rb').read(), None, Limits(0, 0, 0, 0, 0), tags=False))\n"
        "pages.start()\n"
        "while pages.reader.page is None:\n"
        "    time.sleep(0.01)\n"
        "print(pages.reader.process.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf_of([dense(190_000)]))
        file.flush()
        said = subprocess.run(
            [sys.executable, "-c", code, file.name], capture_output=True, text=True, check=False
        ).stdout
    assert gone(int(said))


@needs_copies
@pytest.mark.parametrize("how", ["stopped", "killed"])
def test_a_copy_ends_with_what_it_is_a_copy_of(how: str) -> None:
    pages = begun_pages(pdf_of([dense(60_000)] * 10))
    try:
        copy = copy_of(pages)
        if how == "killed":
            assert pages.reader is not None
            os.kill(pages.reader.process.pid, signal.SIGKILL)
    finally:
        pages.close()
    assert gone(copy)


@needs_copies
def test_of_two_bad_pages_the_first_is_named() -> None:
    pages = [dense(4_000)] * 12
    for bad in (9, 11):  # of which the copy comes to the second first
        pages[bad] = dense(290_000)
    with pytest.raises(SourceError, match=r"page 10 of plan\.pdf has"):
        read(pdf_of(pages), Limits(page_seconds=20))


def test_forms_that_call_one_another_are_refused_before_they_are_drawn() -> None:
    assert texts(read(calling_forms(3, 4))) == ["We will"]  # sixteen times at one place
    start = time.monotonic()
    with pytest.raises(SourceError, match=r"page 1 of plan\.pdf unpacks to more than 48 MB"):
        read(calling_forms(10, 10))
    assert time.monotonic() - start < 15


def test_a_page_of_too_many_characters_is_refused_before_it_is_read() -> None:
    with pytest.raises(SourceError, match=r"page 2 of plan\.pdf has 29\d{4} characters") as found:
        read(pdf_of([["BT ET"], dense(290_000)]), Limits(page_seconds=8))
    assert "viewer" in found.value.hint


def test_a_page_that_takes_too_long_is_named() -> None:
    with pytest.raises(SourceError, match=r"page 2 of plan\.pdf was not read within 0\.1 seconds") as found:
        read(pdf_of([["BT ET"], dense(60_000)]), Limits(page_seconds=0.1))
    assert "--page-timeout 1" in found.value.hint


def test_a_plan_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(
        SourceError, match=r"plan\.pdf was not read within the 0\.1 s that it was given: stopped while reading"
    ) as found:
        read(pdf_of([dense(60_000)]), Limits(seconds=0.1))
    assert "--timeout" in found.value.hint


def reads(data: bytes, limits: Limits) -> bool:
    """Whether a PDF can be read within limits."""
    try:
        read(data, limits)
    except SourceError:
        return False
    return True


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not hold a process to its memory")
def test_a_page_that_needs_too_much_memory_is_named() -> None:
    enough = next(memory for memory in range(100, 400, 10) if reads(plan(1), Limits(memory=memory)))
    with pytest.raises(
        SourceError, match=rf"page 2 of plan\.pdf (needs more than {enough} MB of memory|took the process down)"
    ):
        read(pdf_of([["BT ET"], dense(90_000)]), Limits(memory=enough))
    with pytest.raises(SourceError, match="took the process down") as found:
        read(plan(1), Limits(memory=50))
    assert "--max-memory 200" in found.value.hint


def test_pages_and_characters_are_limited(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="has 3 pages, more than 2") as found:
        read(plan(3), Limits(pages=2))
    assert "--max-pages 3" in found.value.hint
    with pytest.raises(SourceError, match="holds more than 20 characters of text"):
        read(plan(3), Limits(characters=20))
    file = tmp_path / "plan.txt"
    file.write_text(WORDS, encoding="utf-8")
    with pytest.raises(SourceError, match="holds more than 20 characters of text") as found:
        build(file, limits=Limits(characters=20))
    assert "--max-characters" in found.value.hint


def test_parsing_is_stopped_when_the_time_is_up(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text("# Plan\n\n" + f"1.1 {WORDS}\n\n" * 100, encoding="utf-8")
    build(file)
    with pytest.raises(SourceError, match=r"stopped while parsing it, with \d+ of \d+ blocks parsed"):
        build(file, limits=Limits(seconds=0.001))


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_process_that_is_killed_is_told_with_its_page() -> None:
    pages = begun_pages(pdf_of([dense(90_000)]))
    assert pages.reader is not None
    try:
        while pages.reader.page is None:
            time.sleep(0.01)
        os.kill(pages.reader.process.pid, signal.SIGKILL)
        with pytest.raises(SourceError, match=r"page 1 of plan\.pdf took the process down that read it \(SIGKILL\)"):
            waited(pages)
    finally:
        pages.close()


def test_a_fault_of_the_reader_is_not_called_one_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    from lambextract.readers import pdf_pages

    def broken(*_: object) -> None:
        raise IndexError("no such thing")

    monkeypatch.setattr(pdf_pages, "tags_of", broken)
    monkeypatch.setattr(pdf_pages, "OURS", str(Path(__file__).parent))
    *_, last = pdf_pages.messages_of(Task("plan.pdf", plan(1), None, NO_LIMITS))
    assert last.failed is not None
    error = error_of(last.failed, "plan.pdf")
    assert isinstance(error, UnforeseenError)
    assert error.exit_code == 70
    assert "IndexError: no such thing" in str(error)
    assert "in broken" in error.trace


def test_the_page_of_a_fault_is_told() -> None:
    error = error_of(Failed("IndexError: no", "", 7, "Traceback"), "plan.pdf")
    assert isinstance(error, UnforeseenError)
    assert error.place == "page 7 of plan.pdf"


def test_what_a_library_raises_is_the_fault_of_the_file_also_where_it_is_wrapped() -> None:
    from lambextract.readers.pdf_pages import is_ours

    def raised(work: Callable[[], object]) -> Exception:
        try:
            work()
        except Exception as error:  # noqa: BLE001 (whatever it is)
            return error
        raise AssertionError("nothing was raised")

    def wrapped() -> None:
        try:
            json.loads("{")
        except ValueError as error:
            raise PdfminerException(error) from error

    assert not is_ours(raised(lambda: json.loads("{")))
    assert not is_ours(raised(wrapped))
    assert is_ours(raised(lambda: Clock(None, "plan.pdf")))  # type: ignore[arg-type]
