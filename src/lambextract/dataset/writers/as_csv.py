"""Datasets → CSV files (RFC 4180, UTF-8) and the Frictionless Data Package over them."""

import csv
import io
import re
from collections.abc import Sequence
from decimal import Decimal

from ...records.dataset import Dataset
from ..tables import TABLES, Table, Value
from .as_package import package_of

# cells that a spreadsheet would run as a formula begin so; an apostrophe before them makes them text
FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")


def csv_files(datasets: Sequence[Dataset]) -> dict[str, bytes]:
    """The tables and their package, by file name."""
    tables = {f"{table.name}.csv": table_bytes(table, datasets) for table in TABLES}
    return {**tables, "datapackage.json": package_of(datasets, tables)}


def table_bytes(table: Table, datasets: Sequence[Dataset]) -> bytes:
    """One table as CSV: a header, then a row for each record, lines ended by CR LF."""
    out = io.BytesIO()
    text = io.TextIOWrapper(out, encoding="utf-8", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows([harmless(value) for value in row] for row in table.cells(datasets))
    text.flush()
    return out.getvalue()


def harmless(value: Value) -> str:
    """A value as a cell that no spreadsheet takes for a formula; numbers without exponents."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, int | float):
        return str(value)
    return f"'{value}" if FORMULA.match(value) else value
