"""All that a build needs, loaded and tried: processes that are forked from one that has imported this begin at once."""

import gc
from contextlib import suppress

from .cache import program
from .commands import build  # noqa: F401 (whose functions the processes run)
from .dataset.writers import as_csv, as_json  # noqa: F401
from .errors import MachineError
from .pipeline import build as build_dataset
from .readers import Fetched

PLAN = (
    b"# Plan\n\nJune 2016\n\n## 1 Locks\n\n1.1 The agency will open the lock by May 2017, and has closed the old one.\n"
)

gc.set_threshold(50_000, 20, 50)
program()
with suppress(MachineError):  # which each process tells of itself
    build_dataset(Fetched("plan.md", PLAN, ".md"))
gc.freeze()  # what is shared stays shared: the collector writes to what it looks at
