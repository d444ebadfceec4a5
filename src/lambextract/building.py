"""A plan and how it is to be read → its dataset, worked out once: the same again is taken from the cache."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from .cache import Store, key_of
from .document.months import check_month
from .document.progress import Report, quiet
from .limits import Limits
from .patterns.load import digest_of, files_of
from .readers import Fetched, fetch
from .records.dataset import Dataset

KEPT = "dataset"  # the kind of entry in the cache


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

    def key(self, plan: Fetched, rules: str) -> str:
        """What the dataset follows from: the plan's name and bytes, the rules' digest, this recipe, the program.

        Of the limits only those count that refuse a plan for what it is.
        """
        limits = self.limits.pages, self.limits.characters
        return key_of(
            KEPT, plan.name, plan.suffix, plan.data, rules, self.published, self.publisher, self.tags, *limits
        )


def dataset_of(
    source: str | Path,
    recipe: Recipe,
    store: Store | None = None,
    report: Report = quiet,
    at_work: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Dataset:
    """The dataset of a plan (``-``: standard input), from the cache if it was built before.

    ``at_work`` is entered while it is built, if it is. The dataset of a plan that has a password is not kept.

    Raises what ``pipeline.build`` raises.
    """
    plan = fetch(source)
    store = store if recipe.password is None else None
    key = recipe.key(plan, digest_of(files_of(recipe.extra, recipe.without)))
    kept = store.get(KEPT, key) if store is not None else None
    if kept is not None:
        try:
            return Dataset.model_validate_json(kept)
        except ValidationError:
            assert store is not None, "what is kept is kept somewhere"
            store.drop(KEPT, key)  # whatever it is, it is built anew
    with at_work():
        from .dataset.writers.as_json import dataset_bytes
        from .patterns import load_patterns
        from .pipeline import build

        dataset = build(
            plan,
            published=recipe.published,
            publisher=recipe.publisher,
            patterns=load_patterns(recipe.extra, recipe.without),
            password=recipe.password,
            tags=recipe.tags,
            limits=recipe.limits,
            report=report,
            store=store,
        )
    if store is not None:
        store.put(KEPT, key, [dataset_bytes(dataset)])
    return dataset
