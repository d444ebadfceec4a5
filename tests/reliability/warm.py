"""Runs a command in a process forked from this one, which has loaded all it needs: what is measured is the work alone."""

import contextlib
import io
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple
from unittest import mock

LOOK = 0.05  # seconds between two looks at the memory


class Outcome(NamedTuple):
    """How a process ended: its exit code (negative: a signal), seconds, seconds of processor, megabytes at most, its words."""

    code: int
    seconds: float
    processor: float
    memory: float
    said: str


def prepare() -> None:
    """Load everything that a build needs; the default patterns are read once for all builds."""
    import lambextract.patterns
    from lambextract.language import model

    model.prepare()
    load = lambextract.patterns.load_patterns
    default = load()

    def loaded(extra: Path | None = None, without: Iterable[str] = ()) -> lambextract.patterns.Patterns:
        return load(extra, without) if extra is not None or tuple(without) else default

    lambextract.patterns.load_patterns = loaded
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder) / "plan.txt"
        plan.write_text("# Plan\n\nJune 2016\n\n1.1 We will open the lock by May 2017.\n", encoding="utf-8")
        with contextlib.redirect_stderr(io.StringIO()), contextlib.suppress(SystemExit):
            command("build", plan, "--out", Path(folder) / "out")()


def memory_of(group: int) -> float:
    """The megabytes that all processes of a group hold (Linux; elsewhere 0)."""
    held = 0.0
    for entry in Path("/proc").glob("[0-9]*") if sys.platform == "linux" else ():
        try:
            if os.getpgid(int(entry.name)) == group:
                held += int((entry / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
        except (OSError, IndexError):
            continue
    return held


def started(work: Callable[[], None], said: Path) -> int:
    """A process in a group of its own that does some work, what it prints in a file; its number."""
    pid = os.fork()
    if pid:
        return pid
    code = 70
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        with said.open("w", encoding="utf-8", errors="backslashreplace") as file:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
            sys.stdout = sys.stderr = file
            try:
                work()
                code = 0
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 0
            except BaseException:  # noqa: BLE001 (told, as a traceback of its own)
                import traceback

                traceback.print_exc()
                code = 1
    finally:
        os._exit(code)


def run(work: Callable[[], None], allowed: float = 120.0) -> Outcome:
    """Do some work in a process of its own, which is killed with its children after ``allowed`` seconds."""
    with tempfile.NamedTemporaryFile(prefix="said-") as log:
        said = Path(log.name)
        start = time.perf_counter()
        pid = started(work, said)
        most = 0.0
        while True:
            ended, status, usage = os.wait4(pid, os.WNOHANG)
            seconds = time.perf_counter() - start
            if ended:
                break
            most = max(most, memory_of(pid))
            if seconds > allowed:
                os.killpg(pid, signal.SIGKILL)
            time.sleep(LOOK)
        processor = usage.ru_utime + usage.ru_stime
        words = said.read_text("utf-8")
    most = max(most, usage.ru_maxrss / (1e3 if sys.platform == "linux" else 1e6))
    return Outcome(os.waitstatus_to_exitcode(status), seconds, processor, most, words)


def command(*arguments: str | Path) -> Callable[[], None]:
    """The work of a command line."""

    def work() -> None:
        from lambextract.commands import run as main

        with mock.patch.object(sys, "argv", ["lambextract", *map(str, arguments)]):
            main()

    return work
