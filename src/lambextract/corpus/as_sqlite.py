"""A corpus as one SQLite file: its two tables, filled part by part, so that an archive of any size fits into memory."""

import io
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from .entries import FULL, NAME
from .output import COMMITMENTS, DOCUMENTS, Output

FILE = "corpus.sqlite"
INDEXED = ("document", "actor_id", "status", "deadline_end")


def write_sqlite(output: Output) -> None:
    """Write the database into a corpus, over the one that was there."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / FILE
        base = sqlite3.connect(file)
        with base:
            documents = pq.read_table(io.BytesIO(output.read(DOCUMENTS) or b""))
            base.execute(definition("documents", documents.schema, "document"))
            insert(base, "documents", documents)
            columns = ", ".join(
                f'"{c.name}" {"TEXT" if c.type in ("string", "date") else "NUMERIC"}' for c in (NAME, *FULL.columns)
            )
            base.execute(f"CREATE TABLE commitments ({columns}, PRIMARY KEY (document, id))")
            for part in output.names(COMMITMENTS):
                insert(base, "commitments", pq.read_table(io.BytesIO(output.read(part) or b""), partitioning=None))
            for column in INDEXED:
                base.execute(f"CREATE INDEX commitments_{column} ON commitments ({column})")
        base.close()
        output.put(FILE, file)


def definition(name: str, schema: Any, key: str) -> str:  # noqa: ANN401 (pyarrow is untyped)
    """The statement that makes a table of a schema."""
    columns = ", ".join(f'"{f.name}" {"INTEGER" if pa.types.is_integer(f.type) else "TEXT"}' for f in schema)
    return f"CREATE TABLE {name} ({columns}, PRIMARY KEY ({key}))"


def insert(base: sqlite3.Connection, name: str, table: Any) -> None:  # noqa: ANN401
    """Put a table's rows into the database; days as they are written."""
    days = [i for i, f in enumerate(table.schema) if pa.types.is_date(f.type)]
    for i in days:
        table = table.set_column(i, table.schema.field(i).name, table.column(i).cast(pa.string()))
    marks = ", ".join("?" * table.num_columns)
    columns = [column.to_pylist() for column in table.columns]
    base.executemany(f"INSERT INTO {name} VALUES ({marks})", zip(*columns, strict=True))
