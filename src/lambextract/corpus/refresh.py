"""Brings a corpus up to date with its archive: what is new or has changed is built, what has gone is taken out.

An entry is written once a document's rows are: a run that is cut off, wherever, is taken up by the next one.
"""

import io
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import asdict, dataclass, field, fields
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ..building import parts_of
from ..cache import key_of
from ..recipe import Recipe
from .documents import Document, id_of
from .entries import BUILT, FAILED, Entry, Job
from .output import COMMITMENTS, DOCUMENTS, JOURNAL, Output

# what does the work: the entries of some jobs, as they are ready
Runner = Callable[[Sequence[Job]], Iterator[Entry]]

TYPES: dict[Any, Any] = {str: pa.string(), int: pa.int64(), str | None: pa.string(), int | None: pa.int64()}
MEANING = {
    "document": "The document's path within the archive",
    "id": "What stands for it in the names of files",
    "status": "built, or failed",
    "problem": "Why it could not be built",
    "hint": "What may be done about it",
    "plan": "The plan's id, as in the tables of a single build",
    "published": "The month that it says it was published in",
    "blocks": "Paragraphs, bullets, cells … that were read",
    "commitments": "Rows that it has",
    "warnings": "Warnings that its dataset has; see them with lambextract build",
    "part": "The file of its rows",
    "size": "Bytes of the file",
    "modified": "When the file was changed, in nanoseconds since 1970",
    "how": "What stands for the rules, the options and the program",
}


@dataclass(slots=True)
class Tally:
    """How many documents of an archive are new, changed, tried again, as they were, or gone, and which of them failed."""

    documents: int = 0
    new: int = 0
    changed: int = 0
    retried: int = 0
    unchanged: int = 0
    removed: int = 0
    commitments: int = 0
    failed: list[Entry] = field(default_factory=list)


def refresh(documents: Sequence[Document], recipe: Recipe, output: Output, cache: bool, run: Runner) -> Tally:
    """Bring the corpus at ``output`` up to date; what failed before is tried again."""
    output.claim()
    known = entries_in(output)
    how = how_of(recipe)
    parts = set(output.names(COMMITMENTS))
    jobs = [
        Job(d, recipe, how, output.address, cache) for d in documents if not holds(known.get(d.name), d, how, parts)
    ]
    tally = Tally(len(documents), unchanged=len(documents) - len(jobs))
    for job in jobs:
        entry = known.get(job.document.name)
        tally.new += entry is None
        tally.retried += entry is not None and entry.status == FAILED
        tally.changed += entry is not None and entry.status != FAILED
    for made in run(jobs):
        known[made.document] = made
    names = {d.name for d in documents}
    tally.removed = len(known.keys() - names)
    entries = [known[name] for name in sorted(known.keys() & names)]
    output.write(DOCUMENTS, table_of(entries))
    told = {entry.part for entry in entries}
    for file in output.names(COMMITMENTS):
        if file not in told:  # of a document that has gone, or that can no longer be built
            output.remove(file)
    for file in output.names(JOURNAL):
        output.remove(file)
    tally.commitments = sum(entry.commitments for entry in entries)
    tally.failed = [entry for entry in entries if entry.status == FAILED]
    return tally


def how_of(recipe: Recipe) -> str:
    """What stands for the recipe, the rules and the program: where it differs, every document is built again."""
    return key_of("corpus", *parts_of(recipe))


def holds(entry: Entry | None, document: Document, how: str, parts: Set[str]) -> bool:
    """Whether an entry is that of a document as it is now; ``parts`` are the files of rows that are there."""
    if entry is None or entry.status != BUILT or (entry.part is not None and entry.part not in parts):
        return False
    return (entry.size, entry.modified, entry.how) == (document.size, document.modified, how)


def entries_in(output: Output) -> dict[str, Entry]:
    """The entries of the last finished run, and over them those of one that was cut off."""
    found: dict[str, Entry] = {}
    data = output.read(DOCUMENTS)
    if data is not None:
        for row in pq.read_table(io.BytesIO(data)).to_pylist():
            found[row["document"]] = Entry(**row)
    for file in output.names(JOURNAL):
        entry = Entry.unpacked(output.read(file) or b"")
        if entry is not None and entry.id == id_of(entry.document):
            found[entry.document] = entry
    return found


def table_of(entries: Sequence[Entry]) -> bytes:
    """The table of documents as Parquet."""
    columns = [
        pa.field(f.name, TYPES[f.type], metadata={"description": MEANING.get(f.name, "As in the table plans")})
        for f in fields(Entry)
    ]
    schema = pa.schema(columns, metadata={"made_by": "lambextract"})
    rows: list[dict[str, Any]] = [asdict(entry) for entry in entries]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), out)
    return out.getvalue()
