"""Datasets → one Excel workbook: a sheet for each table, real dates and numbers, texts that stay texts, links to the pages."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import xlsxwriter

from ...records.dataset import Dataset
from ..tables import TABLES, Column, Table, Value
from ..tables.labels import plan_id

FILE = "dataset.xlsx"
MADE = datetime(2000, 1, 1)
LARGEST = Decimal("1e300")  # number that a cell holds, about; a larger one is written as text
LONGEST = 32_767  # characters of a cell, by Excel's limit
MOST_LINKS = 65_000  # of a sheet: Excel refuses a workbook with more than 65,530
CUT = " … [cut here: a cell of Excel holds no more; the whole text is in the other formats]"
WIDE = {"quote": 80, "text": 80, "action_text": 50, "recommendation": 28, "response": 60, "description": 60}
WIDTH = 16  # characters of any other column
LINKED = ("commitments", "commitments_full")  # the sheets whose pages are links


def xlsx_files(datasets: Sequence[Dataset]) -> dict[str, bytes]:
    """The workbook, by file name."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties(
        {"created": MADE, "author": "lambextract", "title": ", ".join(d.document.title for d in datasets)[:255]}
    )
    styles = Styles(book)
    for table in TABLES:
        write_sheet(book.add_worksheet(table.name), table, datasets, styles)
    write_columns(book.add_worksheet("columns"), styles)
    book.close()
    return {FILE: out.getvalue()}


class Styles:
    """The looks of cells."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 (xlsxwriter is untyped)
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        self.sum = book.add_format({"num_format": "#,##0", "valign": "top"})
        self.broken_sum = book.add_format({"num_format": "#,##0.00", "valign": "top"})
        self.text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
        self.link = book.add_format({"font_color": "#1a56a8", "underline": 1, "valign": "top"})
        self.plain = book.add_format({"valign": "top"})


def write_sheet(sheet: Any, table: Table, datasets: Sequence[Dataset], styles: Styles) -> None:  # noqa: ANN401
    """One table: its header frozen and with filters, its rows below."""
    for i, column in enumerate(table.columns):
        sheet.write_string(0, i, column.name, styles.head)
        sheet.set_column(i, i, WIDE.get(column.name, WIDTH))
    sources = {plan_id(dataset.document): dataset.document.source for dataset in datasets if dataset.document.pages}
    number = 0
    for number, row in enumerate(table.cells(datasets), 1):
        source = sources.get(str(row[0])) if table.name in LINKED and number < MOST_LINKS else None
        for i, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            if column.name == "page" and source is not None and value is not None:
                url = f"external:{quote(source)}#page={value}"
                sheet.write_url(number, i, url, styles.link, str(value), f"Page {value} of {source}, if it lies beside")
                sheet.write_number(number, i, value, styles.link)
            else:
                write_cell(sheet, number, i, value, column, styles)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, number, len(table.columns) - 1)


def write_cell(sheet: Any, row: int, at: int, value: Value, column: Column, styles: Styles) -> None:  # noqa: ANN401
    """One cell, of its column's type; a text is never taken for a formula, a number or a link."""
    if value is None:
        return
    if column.type == "date":
        sheet.write_datetime(row, at, datetime.combine(date.fromisoformat(str(value)), datetime.min.time()), styles.day)
    elif isinstance(value, bool):
        sheet.write_boolean(row, at, value, styles.plain)
    elif isinstance(value, Decimal) and abs(value) < LARGEST:
        whole = value == value.to_integral_value()
        sheet.write_number(row, at, float(value), styles.sum if whole else styles.broken_sum)
    elif isinstance(value, int | float) and column.type != "string":
        sheet.write_number(row, at, value, styles.plain)
    else:
        text = str(value)
        sheet.write_string(row, at, text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT, styles.text)


def write_columns(sheet: Any, styles: Styles) -> None:  # noqa: ANN401
    """What each column of each sheet means."""
    for i, name in enumerate(("table", "column", "type", "description", "values")):
        sheet.write_string(0, i, name, styles.head)
        sheet.set_column(i, i, WIDE.get(name, WIDTH + 8))
    told = [(t.name, c.name, c.type, c.description, ", ".join(c.values)) for t in TABLES for c in t.columns]
    for number, row in enumerate(told, 1):
        for i, value in enumerate(row):
            sheet.write_string(number, i, value, styles.text)
    sheet.freeze_panes(1, 0)
