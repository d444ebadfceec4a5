"""Datasets → files. To add a format: one file, one row in FORMATS."""

import importlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...errors import MachineError, UsageError
from ...records.dataset import Dataset
from ..tables import TABLES
from ..tables.labels import plan_id
from .as_csv import harmless
from .as_json import dataset_bytes, json_of, schema_bytes, schema_of
from .extras import install_command
from .folder import place

Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the module and function that write it, the extra and the library that it needs, and what it is for.

    ``names``: the files that it writes; ``many``: whether the datasets of several plans go into one set of them.
    """

    writer: str
    about: str
    names: tuple[str, ...]
    extra: str | None = None
    library: str | None = None
    many: bool = True

    def files(self, datasets: Sequence[Dataset]) -> Files:
        """The format's files, by name."""
        module, _, function = self.writer.partition(":")
        write_: Callable[[Sequence[Dataset]], Files] = getattr(importlib.import_module(module, __name__), function)
        return write_(datasets)


def named(ending: str) -> tuple[str, ...]:
    """The files of a format that writes one for each table."""
    return tuple(f"{table.name}.{ending}" for table in TABLES)


JSON = ("dataset.json", "dataset.schema.json")
FORMATS: dict[str, Format] = {
    "json": Format(".as_json:json_files", "everything in one file, with its JSON Schema", JSON, many=False),
    "csv": Format(
        ".as_csv:csv_files",
        "tables for R and pandas, with a data package",
        (*named("csv"), "datapackage.json"),
    ),
    "sqlite": Format(
        ".as_sqlite:sqlite_files",
        "one database, ready for Datasette",
        ("dataset.sqlite", "metadata.json"),
    ),
    "parquet": Format(
        ".as_parquet:parquet_files", "typed tables for DuckDB, Polars, Spark", named("parquet"), "parquet", "pyarrow"
    ),
    "xlsx": Format(
        ".as_xlsx:xlsx_files", "a workbook for Excel and LibreOffice", ("dataset.xlsx",), "xlsx", "xlsxwriter"
    ),
    "ics": Format(".as_ics:ics_files", "the deadlines as a calendar", ("deadlines.ics",), "ics", "icalendar"),
}
DEFAULT = ("json", "csv")


def chosen(formats: str) -> tuple[str, ...]:
    """The formats that a list such as ``json,csv`` names; ``all`` names all.

    Raises UsageError for one that is none, MachineError for one whose library is missing.
    """
    names = tuple(dict.fromkeys(name.strip() for name in formats.split(",") if name.strip()))
    if names == ("all",):
        names = tuple(FORMATS)
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        raise UsageError(
            f"there is no format {', '.join(unknown) or repr(formats)}", f"The formats are: {', '.join(FORMATS)}"
        )
    for name in names:
        check_library(name)
    return names


def check_library(name: str) -> None:
    """Raise MachineError if the library that a format needs is not installed."""
    wanted = FORMATS[name]
    if wanted.library is None or wanted.extra is None:
        return
    try:
        importlib.import_module(wanted.library)
    except ImportError as error:
        raise MachineError(
            f"the format {name} needs {wanted.library}, which is not installed here",
            f"Install it: {install_command(wanted.extra)}",
        ) from error


def files_of(dataset: Dataset, formats: Sequence[str] = DEFAULT) -> Files:
    """All files of a dataset in some formats, by name."""
    return dict(each_file([FORMATS[name] for name in formats], [dataset]))


def each_file(formats: Iterable[Format], datasets: Sequence[Dataset]) -> Iterator[tuple[str, bytes]]:
    """All files of some datasets, by name, made when they are asked for: those of one format at a time."""
    for format_ in formats:
        yield from format_.files(datasets).items()


def write(dataset: Dataset, folder: Path, formats: Sequence[str] = DEFAULT) -> Path:
    """Write the dataset's files into ``folder`` in one step, replacing the dataset that was there.

    Returns the folder. Raises UsageError if it cannot be written or holds something that is no dataset.
    """
    return place(each_file([FORMATS[name] for name in formats], [dataset]), folder)


def write_stacked(datasets: Sequence[Dataset], folder: Path, formats: Sequence[str] = DEFAULT) -> Path | None:
    """Write the tables of several plans, each once, stacked, into ``folder`` in one step; nothing if no format has tables.

    Returns the folder. Raises UsageError if it cannot be written or holds something that is no dataset.
    """
    stacking = [FORMATS[name] for name in formats if FORMATS[name].many]
    if not stacking:
        return None
    datasets = list({plan_id(dataset.document): dataset for dataset in datasets}.values())
    return place(each_file(stacking, datasets), folder)


__all__ = [
    "DEFAULT",
    "FORMATS",
    "check_library",
    "chosen",
    "dataset_bytes",
    "files_of",
    "harmless",
    "json_of",
    "schema_bytes",
    "schema_of",
    "write",
    "write_stacked",
]
