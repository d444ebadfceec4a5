"""lambextract: turns a government implementation plan into a dataset of its promises.

>>> import lambextract
>>> dataset = lambextract.build("plan.pdf")  # doctest: +SKIP
>>> changes = lambextract.compare(dataset, lambextract.build("plan-revised.pdf"))  # doctest: +SKIP
"""

from typing import TYPE_CHECKING

from .records.version import __version__

if TYPE_CHECKING:
    from .comparison import Comparison, compare
    from .dataset.check import read_dataset as read
    from .dataset.writers import write
    from .pipeline import build
    from .records.dataset import Dataset

__all__ = ["Comparison", "Dataset", "__version__", "build", "compare", "read", "write"]

# where each is found: its module, and its name there if it has another
HOMES = {
    "build": ".pipeline",
    "compare": ".comparison",
    "Comparison": ".comparison",
    "Dataset": ".records.dataset",
    "read": ".dataset.check:read_dataset",
    "write": ".dataset.writers",
}


def __getattr__(name: str) -> object:
    """Import the library's parts when they are first asked for: ``import lambextract`` alone costs nothing."""
    if name not in HOMES:
        raise AttributeError(f"module 'lambextract' has no attribute {name!r}")
    from importlib import import_module

    module, _, inner = HOMES[name].partition(":")
    return getattr(import_module(module, __name__), inner or name)


def __dir__() -> list[str]:
    """What the library offers, whether it has been imported yet or not."""
    return sorted({*globals(), *__all__})
