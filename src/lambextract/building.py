"""A plan and how it is to be read → its dataset, worked out once: the same again is taken from the cache."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from .cache import Store, key_of
from .document.progress import Report, quiet
from .limits import Clock
from .readers import Fetched, Request, begin, fetch
from .recipe import Recipe

if TYPE_CHECKING:
    from .readers.supervision import Pages
    from .records.dataset import Dataset

KEPT = "dataset"  # the kind of entry in the cache


def dataset_of(
    source: str | Path,
    recipe: Recipe,
    store: Store | None = None,
    report: Report = quiet,
    at_work: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> "Dataset":
    """The dataset of a plan (``-``: standard input), from the cache if it was built before.

    ``at_work`` is entered while it is built, if it is. The dataset of a plan that has a password is not kept.

    Raises what ``pipeline.build`` raises.
    """
    plan = fetch(source)
    store = store if recipe.password is None else None
    key = key_for(plan, recipe) if store is not None else ""
    kept = store.get(KEPT, key) if store is not None else None
    if kept is not None and store is not None:
        from pydantic import ValidationError

        from .records.dataset import Dataset

        try:
            return Dataset.model_validate_json(kept)
        except ValidationError:
            store.drop(KEPT, key)  # whatever it is, it is built anew
    with at_work(), ended(begin(plan, recipe.password, recipe.tags, recipe.limits, store)) as begun:
        from .patterns import load_patterns
        from .pipeline import built

        rules = load_patterns(recipe.extra, recipe.without)
        clock = Clock(recipe.limits, plan.name)
        request = Request(plan, rules.structure, clock, recipe.password, recipe.tags, store=store, begun=begun)
        dataset = built(request, rules, recipe.published, recipe.publisher, report)
    if store is not None:
        from .dataset.writers.as_json import dataset_bytes

        store.put(KEPT, key, [dataset_bytes(dataset)])
    return dataset


@contextmanager
def ended(begun: "Pages | None") -> "Iterator[Pages | None]":
    """A reading that has begun: whatever happens, no process of it is left."""
    try:
        yield begun
    finally:
        if begun is not None:
            begun.close()


def key_for(plan: Fetched, recipe: Recipe) -> str:
    """What the dataset follows from: the plan's name and bytes, the rules, the recipe, the program.

    Of the limits only those count that refuse a plan for what it is.
    """
    return key_of(KEPT, plan.name, plan.suffix, plan.data, *parts_of(recipe))


def parts_of(recipe: Recipe) -> tuple[object, ...]:
    """What a dataset follows from but the plan."""
    from .patterns.load import digest_of, files_of

    rules = digest_of(files_of(recipe.extra, recipe.without))
    limits = recipe.limits.pages, recipe.limits.characters
    return rules, recipe.published, recipe.publisher, recipe.tags, *limits
