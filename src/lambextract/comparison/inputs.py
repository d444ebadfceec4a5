"""What is compared → datasets: a built dataset is read, a source is built once and kept in a cache."""

import hashlib
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from ..dataset.check import read_dataset
from ..document.progress import Report, quiet
from ..errors import DatasetError, SourceError
from ..patterns.load import digest_of, files_of
from ..records.dataset import Dataset
from ..records.version import __version__

DATASET_SUFFIX = ".json"


def dataset_of(
    side: Path,
    extra: Path | None = None,
    without: Sequence[str] = (),
    password: str | None = None,
    report: Report = quiet,
) -> Dataset:
    """The dataset that a path stands for: a dataset's folder or file, else a plan, built unless the cache has it.

    ``extra`` and ``without`` say which patterns a plan is built with. Raises SourceError or DatasetError for what cannot be
    read.
    """
    if side.is_dir() or side.suffix.casefold() == DATASET_SUFFIX:
        return read_dataset(side)
    if not side.exists():
        raise SourceError(f"there is no dataset or plan {side}", "Name a built dataset's folder, or a plan to build.")
    kept = cache_folder() / f"{key_of(side, extra, without)}.json"
    if kept.is_file():
        try:
            return read_dataset(kept)
        except DatasetError:
            kept.unlink(missing_ok=True)  # damaged: it is built anew
    from ..patterns import load_patterns
    from ..pipeline import build

    dataset = build(side, patterns=load_patterns(extra, without), password=password, report=report)
    keep(dataset, kept)
    return dataset


def cache_folder() -> Path:
    """Where built datasets are kept: LAMBEXTRACT_CACHE, else lambextract in the user's cache folder."""
    if chosen := os.environ.get("LAMBEXTRACT_CACHE"):
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "lambextract"


def key_of(source: Path, extra: Path | None, without: Sequence[str]) -> str:
    """What two builds must share to give the same dataset: the source's name and bytes, the patterns, the version."""
    try:
        data = source.read_bytes()
    except OSError as error:
        raise SourceError(f"{source} cannot be read: {error.strerror}", "Check its permissions.") from error
    whole = hashlib.sha256(f"{__version__}\0{source.name}\0{digest_of(files_of(extra, without))}\0".encode() + data)
    return whole.hexdigest()


def keep(dataset: Dataset, file: Path) -> None:
    """Put a dataset into the cache in one step; where it cannot be written, there is no cache."""
    from ..dataset.writers import dataset_bytes

    part = file.with_suffix(f".{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.touch(mode=0o600)  # a plan that has a password is kept too
        part.write_bytes(dataset_bytes(dataset))
        part.replace(file)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
