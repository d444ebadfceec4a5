"""A second process parses half of a text, and nobody can tell from what comes out."""

import gc
import os
import signal
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from lambextract import forking
from lambextract.language import halves
from lambextract.language.model import parsed, prepare
from lambextract.language.parser import LONGEST, Reader
from lambextract.records.dataset import Dataset

from .test_model import told

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="no second process is forked elsewhere")


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A process that may be forked, though the tests have threads; the processes that were."""
    prepare()
    forked: list[int] = []
    fork = os.fork

    def counted() -> int:
        pid = fork()
        forked.append(pid)
        return pid

    monkeypatch.setattr(halves, "can_fork", lambda: True)
    monkeypatch.setattr(forking, "can_fork", lambda: True)
    monkeypatch.setattr(halves, "ENOUGH", 2_000)
    monkeypatch.setattr(os, "fork", counted)
    return forked


def in_halves(texts: list[str]) -> list[Any]:
    """The texts as two processes parse them."""
    return list(Reader(halves=True).parse(texts))


def test_two_processes_give_what_one_gives(sample: Dataset, alone: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(halves, "ROUND", 20_000)
    texts = [b.text for b in sample.blocks]
    expected = list(Reader().parse(texts))
    for ours, theirs in zip(in_halves(texts), expected, strict=True):
        assert told(ours) == told(theirs)
        assert [s.text for s in ours.sents] == [s.text for s in theirs.sents]
        assert [t.idx for t in ours] == [t.idx for t in theirs]
    assert alone


def test_a_text_that_is_parsed_in_pieces_may_lie_on_both_sides(alone: list[int]) -> None:
    long = "We will open the lock by May 2017. " * (3 * LONGEST // 35)
    texts = ["The agency will close it.", long, long, "It has been closed."]
    for ours, theirs in zip(in_halves(texts), Reader().parse(texts), strict=True):
        assert told(ours) == told(theirs)
    assert alone


@pytest.mark.parametrize("fault", ["exit", "kill", "refuse"])
def test_where_the_second_process_fails_the_first_does_its_work(
    fault: str, sample: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [b.text for b in sample.blocks][:80]
    expected = [told(doc) for doc in Reader().parse(texts)]

    def failing(_work: object, _sink: int) -> None:
        if fault == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        os._exit(1)

    def refused() -> int:
        raise OSError("no more processes")

    if fault == "refuse":
        monkeypatch.setattr(os, "fork", refused)
    else:
        monkeypatch.setattr(forking, "told", failing)
    assert [told(doc) for doc in in_halves(texts)] == expected


def test_who_stops_half_way_leaves_no_process(
    sample: Dataset, alone: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(halves, "ROUND", 10_000_000)
    texts = [f"{n} {b.text}" for n in range(3) for b in sample.blocks]
    theirs = texts[len(texts) // 2 :]
    assert len(halves.packed(list(Reader().parse(theirs)))) > 65_536, "a copy writes more than a pipe holds"
    docs: Iterator[Any] = Reader(halves=True).parse(texts)
    next(docs)
    kept = docs  # as a traceback does
    assert gc.isenabled()
    assert alone
    for pid in alone:
        with pytest.raises(ChildProcessError):
            os.waitpid(pid, 0)
    kept.close()  # type: ignore[attr-defined]


def test_a_short_text_is_parsed_here(alone: list[int]) -> None:
    batches = [["We will open it."], ["We will close it."]]
    assert [told(d) for d in halves.parsed_in_halves(batches)] == [told(d) for b in batches for d in parsed(b)]
    assert not alone
