"""A copy of the process does some work beside it; whatever becomes of the copy, the work is done, and no copy is left."""

import gc
import os
import signal
import sys
import time
from collections.abc import Callable

import pytest

from lambextract import forking
from lambextract.forking import can_fork, elsewhere

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="no copy is made elsewhere")


@pytest.fixture(autouse=True)
def may_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests have threads, which need not keep them from it: none of them holds what the copy asks for."""
    monkeypatch.setattr(forking, "can_fork", lambda: True)


def who() -> bytes:
    """The process that does the work."""
    return str(os.getpid()).encode()


def killed_in(parent: int) -> Callable[[], bytes]:
    """Work that takes a copy down."""

    def work() -> bytes:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return b"done here"

    return work


def failing_in(parent: int) -> Callable[[], bytes]:
    """Work at which a copy fails."""

    def work() -> bytes:
        if os.getpid() != parent:
            raise MemoryError
        return b"done here"

    return work


def test_the_work_is_done_in_another_process() -> None:
    with elsewhere(who) as answer:
        assert int(answer()) != os.getpid()


def test_more_than_a_pipe_holds_is_answered() -> None:
    with elsewhere(lambda: b"a" * 1_000_000) as answer:
        time.sleep(0.05)
        assert answer() == b"a" * 1_000_000


def test_it_is_done_here_where_it_is_not_worth_a_copy() -> None:
    with elsewhere(who, worthwhile=False) as answer:
        assert int(answer()) == os.getpid()


def test_it_is_done_here_where_there_can_be_no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> int:
        raise OSError("no more processes")

    monkeypatch.setattr(os, "fork", refused)
    with elsewhere(who) as answer:
        assert int(answer()) == os.getpid()


@pytest.mark.parametrize("work", [killed_in, failing_in])
def test_it_is_done_here_where_the_copy_fails(work: Callable[[int], Callable[[], bytes]]) -> None:
    with elsewhere(work(os.getpid())) as answer:
        assert answer() == b"done here"


def test_what_it_raises_here_is_raised() -> None:
    def work() -> bytes:
        raise ValueError("whoever does it")

    with elsewhere(work) as answer, pytest.raises(ValueError, match="whoever does it"):
        answer()


def test_nobody_who_waits_no_longer_leaves_a_copy() -> None:
    pids: list[int] = []
    fork = os.fork

    def noted() -> int:
        pids.append(fork())
        return pids[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fork", noted)
        with pytest.raises(KeyboardInterrupt), elsewhere(lambda: bytes(time.sleep(60) or b"")):
            raise KeyboardInterrupt
    with pytest.raises(ChildProcessError):
        os.waitpid(pids[0], 0)


def test_what_it_holds_is_let_go_of_with_the_answer() -> None:
    class Held:
        """Something large."""

    held = Held()
    known = id(held)

    def work(of: object) -> bytes:
        return type(of).__name__.encode()

    from functools import partial

    with elsewhere(partial(work, held)) as answer:
        del held
        assert answer() == b"Held"
        assert not [o for o in gc.get_objects() if id(o) == known and isinstance(o, Held)]
    assert gc.isenabled()


def test_ctrl_c_while_a_copy_is_made_is_raised_once_it_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    pids: list[int] = []
    fork = os.fork

    def interrupted() -> int:
        pid = fork()
        if pid:
            pids.append(pid)
            signal.raise_signal(signal.SIGINT)
        return pid

    monkeypatch.setattr(os, "fork", interrupted)
    with pytest.raises(KeyboardInterrupt), elsewhere(lambda: bytes(time.sleep(60) or b"")):
        pytest.fail("nothing is begun")
    with pytest.raises(ChildProcessError):
        os.waitpid(pids[0], 0)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert gc.isenabled()


def test_a_copy_that_somebody_stops_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forking, "PATIENCE", 0.2)
    here = os.getpid()

    def work() -> bytes:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGSTOP)
        return b"done here"

    with elsewhere(work) as answer:
        assert answer() == b"done here"
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_process_with_other_threads_has_no_copy() -> None:
    import threading

    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert not can_fork()
    finally:
        stop.set()
        thread.join()
