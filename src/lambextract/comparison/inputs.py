"""What is compared → datasets: a built dataset is read, a source is built once and kept in the cache."""

from collections.abc import Sequence
from pathlib import Path

from .. import building
from ..cache import opened
from ..dataset.check import read_dataset
from ..document.progress import Report, quiet
from ..errors import SourceError
from ..recipe import Recipe
from ..records.dataset import Dataset

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
    recipe = Recipe(extra=extra, without=tuple(without), password=password)
    return building.dataset_of(side, recipe, opened(), report)
