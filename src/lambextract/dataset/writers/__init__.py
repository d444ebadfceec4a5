"""Dataset → files. To add a format: one file, one row in WRITERS."""

from collections.abc import Callable, Sequence
from pathlib import Path

from ...errors import UsageError
from ...records.dataset import Dataset
from .as_csv import csv_files, harmless
from .as_json import dataset_bytes, json_files, json_of, schema_bytes, schema_of
from .folder import place

Writer = Callable[[Dataset], dict[str, bytes]]

WRITERS: dict[str, Writer] = {"json": json_files, "csv": csv_files}


def chosen(formats: str) -> tuple[str, ...]:
    """The formats that a list such as ``json,csv`` names. Raises UsageError for one that is none."""
    names = tuple(dict.fromkeys(name.strip() for name in formats.split(",") if name.strip()))
    unknown = [name for name in names if name not in WRITERS]
    if unknown or not names:
        raise UsageError(
            f"there is no format {', '.join(unknown) or repr(formats)}", f"The formats are: {', '.join(WRITERS)}"
        )
    return names


def files_of(dataset: Dataset, formats: Sequence[str] = tuple(WRITERS)) -> dict[str, bytes]:
    """All files of a dataset in some formats, by name."""
    return {name: data for format_ in formats for name, data in WRITERS[format_](dataset).items()}


def write(dataset: Dataset, folder: Path, formats: Sequence[str] = tuple(WRITERS)) -> Path:
    """Write the dataset's files into ``folder`` in one step, replacing the dataset that was there.

    Returns the folder. Raises UsageError if it cannot be written or holds something that is no dataset.
    """
    return place(files_of(dataset, formats), folder)


__all__ = [
    "WRITERS",
    "chosen",
    "dataset_bytes",
    "files_of",
    "harmless",
    "json_of",
    "schema_bytes",
    "schema_of",
    "write",
]
