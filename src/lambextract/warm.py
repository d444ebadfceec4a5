"""All that a build needs, loaded: processes that are forked from one that has imported this begin at once."""

import gc
from contextlib import suppress

from . import pipeline
from .commands import build
from .errors import MachineError
from .language.model import prepare

gc.set_threshold(50_000, 20, 50)
with suppress(MachineError):  # which each process tells of itself
    prepare()
gc.freeze()  # what is shared stays shared: the collector writes to what it looks at

__all__ = ["build", "pipeline"]
