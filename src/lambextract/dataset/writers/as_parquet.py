"""Datasets → a Parquet file for each table, with types that hold where a table is empty."""

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ...records.dataset import Dataset
from ..tables import TABLES, Column, Table, Value

TYPES: dict[str, Any] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "date": pa.date32(),
    "boolean": pa.bool_(),
}


def parquet_files(datasets: Sequence[Dataset]) -> dict[str, bytes]:
    """The tables, by file name."""
    return {f"{table.name}.parquet": parquet_bytes(table, datasets) for table in TABLES}


def parquet_bytes(table: Table, datasets: Sequence[Dataset]) -> bytes:
    """One table."""
    schema = pa.schema(
        [field(column) for column in table.columns],
        metadata={"description": table.description, "made_by": "lambextract"},
    )
    rows = list(table.cells(datasets))
    arrays = [
        pa.array([typed(row[i], column) for row in rows], type=TYPES[column.type])
        for i, column in enumerate(table.columns)
    ]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), out)
    return out.getvalue()


def field(column: Column) -> Any:  # noqa: ANN401 (pyarrow is untyped)
    """A column with its type and its meaning."""
    return pa.field(column.name, TYPES[column.type], not column.required, metadata={"description": column.description})


def typed(value: Value, column: Column) -> Any:  # noqa: ANN401
    """A value as Parquet keeps it."""
    if value is None:
        return None
    if column.type == "date":
        return date.fromisoformat(str(value))
    if isinstance(value, Decimal):
        return float(value)
    return str(value) if column.type == "string" else value
