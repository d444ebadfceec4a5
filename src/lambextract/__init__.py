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


HOMES = {"build": ".pipeline", "compare": ".comparison", "Comparison": ".comparison", "Dataset": ".records.dataset"}


def __getattr__(name: str) -> object:
    """Import the library's parts when they are first asked for: ``import lambextract`` alone costs nothing."""
    if name not in HOMES:
        raise AttributeError(f"module 'lambextract' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(HOMES[name], __name__), name)


def __dir__() -> list[str]:
    """What the library offers, whether it has been imported yet or not."""
    return sorted({*globals(), *__all__})
