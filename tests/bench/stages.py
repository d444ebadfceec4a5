"""How the time of one cold build is shared between its stages: ``python -m tests.bench.stages PLAN``, as JSON."""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

START = time.perf_counter()
SPENT: dict[str, float] = {}


def lap(name: str, since: float) -> float:
    """Count the time since then for a stage; now."""
    now = time.perf_counter()
    SPENT[name] = SPENT.get(name, 0.0) + now - since
    return now


def timed(name: str, work: Callable[..., Any], inner: tuple[str, ...] = ()) -> Callable[..., Any]:
    """The same work, its time counted for a stage, but for what is counted for stages within it."""

    def wrapped(*args: Any, **options: Any) -> Any:
        before = sum(SPENT.get(other, 0.0) for other in inner)
        since = time.perf_counter()
        try:
            return work(*args, **options)
        finally:
            lap(name, since)
            SPENT[name] -= sum(SPENT.get(other, 0.0) for other in inner) - before

    return wrapped


def main(plan: str) -> None:
    """Build the plan with a clock at each station."""
    import gc

    gc.set_threshold(50_000, 20, 50)
    from lambextract import pipeline
    from lambextract.dataset import writers
    from lambextract.extraction import decision
    from lambextract.language.parser import Reader
    from lambextract.patterns import load_patterns

    now = lap("imports", START)
    rules = load_patterns()
    lap("patterns", now)
    pipeline.prepare = timed("language model (pages are read meanwhile)", pipeline.prepare)
    pipeline.read = timed("waiting for pages, layout", pipeline.read, ("language model (pages are read meanwhile)",))
    pipeline.structure_of = timed("structure", pipeline.structure_of)
    pipeline.account_of = timed("account of words", pipeline.account_of)
    Reader.sentences_of = timed("parsing", Reader.sentences_of)  # type: ignore[method-assign]
    decision.Judge.judge = timed("judging", decision.Judge.judge)  # type: ignore[method-assign]
    pipeline.commitments_of = timed("bodies, tables, lead-ins", pipeline.commitments_of, ("parsing", "judging"))
    pipeline.linked = timed("links", pipeline.linked)
    pipeline.dataset_of = timed("records", pipeline.dataset_of, ("links",))
    dataset = pipeline.build(plan, patterns=rules)
    now = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        writers.write(dataset, Path(folder) / "out")
    lap("writing", now)
    print(json.dumps(SPENT))


if __name__ == "__main__":
    main(sys.argv[1])
