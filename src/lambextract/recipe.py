"""How a plan is to be built."""

from dataclasses import dataclass, field
from pathlib import Path

from .document.months import check_month
from .limits import Limits


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a plan is to be built; two builds of one plan by one recipe give the same dataset. Raises UsageError for no month.

    ``extra`` is a folder of pattern files laid over the default ones, ``without`` names default packs that are left out; the
    rest is as in ``pipeline.build``.
    """

    published: str | None = None
    publisher: str | None = None
    extra: Path | None = None
    without: tuple[str, ...] = ()
    password: str | None = field(default=None, repr=False)
    tags: bool = True
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        check_month(self.published)
