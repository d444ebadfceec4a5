"""One document → its rows in the corpus, and an entry that tells what became of it: the same wherever it is worked out."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass
from typing import Any

from ..building import dataset_of
from ..cache import opened
from ..dataset.tables import TABLES
from ..dataset.tables.labels import month_label, plan_id
from ..dataset.tables.schema import Column, Table
from ..document.progress import Report
from ..errors import LambextractError, MachineError, UsageError
from ..recipe import Recipe
from ..records.dataset import Dataset
from .documents import Document
from .output import COMMITMENTS, JOURNAL, Output

BUILT, FAILED, BEGUN = "built", "failed", "begun"
FULL = next(table for table in TABLES if table.name == "commitments_full")
NAME = Column("document", "string", "The document's path within the archive", lambda _row: None, True)


@dataclass(frozen=True, slots=True)
class Job:
    """A document to be worked out. ``how``: what stands for the recipe, the rules and the program; ``cache``: whether to use it."""

    document: Document
    recipe: Recipe
    how: str
    out: str
    cache: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of a document, as a row of documents.parquet.

    ``status``: built or failed (in the journal also begun); ``problem`` and ``hint`` say why it failed. ``part`` is the file of
    its rows, None where it has none. ``size``, ``modified`` and ``how`` tell whether it must be built again.
    """

    document: str
    id: str
    status: str
    problem: str | None
    hint: str | None
    plan: str | None
    sha256: str | None
    title: str | None
    publisher: str | None
    published: str | None
    media_type: str | None
    pages: int | None
    blocks: int
    commitments: int
    warnings: int
    part: str | None
    size: int
    modified: int
    how: str

    def packed(self) -> bytes:
        """The entry as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode("utf-8")

    @classmethod
    def unpacked(cls, data: bytes) -> "Entry | None":
        """An entry from JSON; None for what is none."""
        try:
            return cls(**json.loads(data))
        except (ValueError, TypeError):
            return None


def entered(
    job: Job,
    report: Report,
    thought_of: Callable[[Exception, str], LambextractError],
    at_work: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Entry:
    """Build a document's dataset, write its rows and then its entry; ``thought_of`` tells what an exception means.

    ``at_work`` is entered while it is built. Before its rows are touched, the journal says that it has been begun: where that
    is all that it says, the rows are not to be trusted. What is wrong with the document is in the entry; where the machine,
    the rules or the output are at fault, that is raised.
    """
    output = Output(job.out)
    part, journal = part_of(job.document), f"{JOURNAL}/{job.document.id}.json"
    try:
        dataset = dataset_of(job.document.path, job.recipe, opened() if job.cache else None, report, at_work)
    except Exception as error:
        told = thought_of(error, job.document.name)
        if isinstance(told, UsageError | MachineError) and not isinstance(error, MemoryError):
            raise told from error
        entry = failed_entry(job, told)
    else:
        entry = built_entry(job, dataset, part if dataset.commitments else None)
    output.write(journal, entry_of(job, status=BEGUN).packed())
    if entry.part is not None:
        output.write(part, rows_of(job.document, dataset))
    else:
        output.remove(part)  # that of another version of it
    output.write(journal, entry.packed())
    return entry


def part_of(document: Document) -> str:
    """The file of a document's rows."""
    return f"{COMMITMENTS}/bucket={document.id[:2]}/{document.id}.parquet"


def rows_of(document: Document, dataset: Dataset) -> bytes:
    """The rows of a document as Parquet: the full table of commitments, the document's name before each."""
    from ..dataset.writers.as_parquet import parquet_bytes

    name = Column(NAME.name, NAME.type, NAME.description, lambda _row: document.name, True)
    table = Table(FULL.name, FULL.description, FULL.rows, (name, *FULL.columns), (NAME.name, *FULL.primary_key))
    return parquet_bytes(table, [dataset])


def built_entry(job: Job, dataset: Dataset, part: str | None) -> Entry:
    """The entry of a document that was built."""
    told = dataset.document
    return entry_of(
        job,
        status=BUILT,
        plan=plan_id(told),
        sha256=told.sha256,
        title=told.title,
        publisher=told.publisher,
        published=month_label(told.published),
        media_type=told.media_type,
        pages=told.pages,
        blocks=len(dataset.blocks),
        commitments=len(dataset.commitments),
        warnings=len(dataset.warnings),
        part=part,
    )


def failed_entry(job: Job, error: LambextractError) -> Entry:
    """The entry of a document that could not be built."""
    return entry_of(job, status=FAILED, problem=readable(str(error)), hint=readable(error.hint) or None)


def readable(text: str) -> str:
    """A text that every file can hold: bytes of a name that are no UTF-8 as backslash codes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def entry_of(job: Job, **known: Any) -> Entry:  # noqa: ANN401
    """An entry of a document, with what is known."""
    document = job.document
    fields: dict[str, Any] = dict.fromkeys(Entry.__dataclass_fields__)
    fields |= {"blocks": 0, "commitments": 0, "warnings": 0}
    fields |= {"document": document.name, "id": document.id, "size": document.size, "modified": document.modified}
    return Entry(**(fields | {"how": job.how} | known))
