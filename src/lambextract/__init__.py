"""lambextract: turns a government implementation plan into a dataset of its promises.

>>> import lambextract
>>> dataset = lambextract.build("plan.pdf")  # doctest: +SKIP
>>> changes = lambextract.compare(dataset, lambextract.build("plan-revised.pdf"))  # doctest: +SKIP
"""

from typing import TYPE_CHECKING

from .records.version import __version__

if TYPE_CHECKING:
    from .comparison import Comparison, compare
    from .pipeline import build
    from .records.dataset import Dataset

__all__ = ["Comparison", "Dataset", "__version__", "build", "compare"]


def __getattr__(name: str) -> object:
    """Import the library's parts when they are first asked for: ``import lambextract`` alone costs nothing."""
    if name == "build":
        from .pipeline import build

        return build
    if name in ("compare", "Comparison"):
        from . import comparison

        return getattr(comparison, name)
    if name == "Dataset":
        from .records.dataset import Dataset

        return Dataset
    raise AttributeError(f"module 'lambextract' has no attribute {name!r}")
