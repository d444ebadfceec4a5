"""lambextract: turns a government implementation plan into a dataset of its promises.

>>> import lambextract
>>> dataset = lambextract.build("plan.pdf")  # doctest: +SKIP
"""

from typing import TYPE_CHECKING

from .version import __version__

if TYPE_CHECKING:
    from .dataset import Dataset
    from .pipeline import build

__all__ = ["Dataset", "__version__", "build"]


def __getattr__(name: str) -> object:
    """Import the library's parts when they are first asked for: ``import lambextract`` alone costs nothing."""
    if name == "build":
        from .pipeline import build

        return build
    if name == "Dataset":
        from .dataset import Dataset

        return Dataset
    raise AttributeError(f"module 'lambextract' has no attribute {name!r}")
