"""A whole archive of plans → one partitioned Parquet dataset: made once, then kept up to date by what changes."""

from .documents import Document, documents_in
from .entries import Entry, Job, entered
from .output import Output
from .refresh import Tally, refresh

__all__ = ["Document", "Entry", "Job", "Output", "Tally", "documents_in", "entered", "refresh"]
