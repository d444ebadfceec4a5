"""A plan that was built before is taken from the cache, and only then."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lambextract import building
from lambextract.building import dataset_of
from lambextract.cache import Store
from lambextract.dataset.writers import dataset_bytes
from lambextract.limits import Limits
from lambextract.readers import Request
from lambextract.recipe import Recipe
from lambextract.records.dataset import Dataset
from tests.pdfs import Run, pdf_of

TEXT = "# Plan\n\nJune 2016\n\n## 1 Locks\n\n1.1 We will open the lock by May 2017.\n"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty cache."""
    return Store(tmp_path / "cache")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan with one commitment."""
    file = tmp_path / "plan.md"
    file.write_text(TEXT, encoding="utf-8")
    return file


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the plans that were built and not taken from the cache."""
    from lambextract import pipeline

    names: list[str] = []
    real = pipeline.built

    def built(request: Request, *rest: Any) -> Dataset:
        names.append(request.plan.name)
        return real(request, *rest)

    monkeypatch.setattr(pipeline, "built", built)
    return names


def test_the_same_again_is_taken_from_the_cache(plan: Path, store: Store, builds: list[str]) -> None:
    first = dataset_of(plan, Recipe(), store)
    again = dataset_of(plan, Recipe(), store)
    assert dataset_bytes(first) == dataset_bytes(again)
    assert builds == ["plan.md"]


def test_without_a_cache_it_is_built_each_time(plan: Path, builds: list[str]) -> None:
    dataset_of(plan, Recipe())
    dataset_of(plan, Recipe())
    assert len(builds) == 2


OTHER = {
    "published": Recipe(published="2015-01"),
    "publisher": Recipe(publisher="Canals and Navigations Agency"),
    "tags": Recipe(tags=False),
    "without": Recipe(without=("us",)),
    "pages": Recipe(limits=Limits(pages=7)),
    "characters": Recipe(limits=Limits(characters=1000)),
}


@pytest.mark.parametrize("recipe", OTHER.values(), ids=OTHER)
def test_another_recipe_is_another_build(
    plan: Path, store: Store, builds: list[str], recipe: Recipe, patterns: object
) -> None:
    dataset_of(plan, Recipe(), store)
    if recipe.without and recipe.without[0] not in patterns.packs:  # type: ignore[attr-defined]
        recipe = Recipe(without=(patterns.packs[-1],))  # type: ignore[attr-defined]
    dataset_of(plan, recipe, store)
    assert len(builds) == 2


def test_limits_of_time_make_no_other_dataset(plan: Path, store: Store, builds: list[str]) -> None:
    dataset_of(plan, Recipe(), store)
    dataset_of(plan, Recipe(limits=Limits(seconds=5, page_seconds=1, memory=500, readers=1)), store)
    assert len(builds) == 1


def test_another_plan_or_name_is_another_build(plan: Path, store: Store, builds: list[str]) -> None:
    dataset_of(plan, Recipe(), store)
    plan.write_text(TEXT.replace("May", "June"), encoding="utf-8")
    dataset_of(plan, Recipe(), store)
    renamed = plan.rename(plan.with_name("other.md"))
    dataset_of(renamed, Recipe(), store)
    assert builds == ["plan.md", "plan.md", "other.md"]


def test_another_program_is_another_build(
    plan: Path, store: Store, builds: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset_of(plan, Recipe(), store)
    monkeypatch.setattr("lambextract.cache.keys.program", lambda: "another")
    dataset_of(plan, Recipe(), store)
    assert len(builds) == 2


def test_an_entry_that_is_no_dataset_is_built_anew(plan: Path, store: Store, builds: list[str]) -> None:
    first = dataset_of(plan, Recipe(), store)
    (entry,) = store.folder.iterdir()
    kind, _, key = entry.name.removesuffix(".entry").partition("-")
    store.put(kind, key, [b'{"document": 1}'])
    assert dataset_bytes(dataset_of(plan, Recipe(), store)) == dataset_bytes(first)
    assert len(builds) == 2


def test_other_patterns_read_no_page_again(tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = tmp_path / "plan.pdf"
    plan.write_bytes(pdf_of([[Run(60, 60, "The agency will open the lock by May 2017.")]]))
    first = dataset_of(plan, Recipe(published="2016-06"), store)
    monkeypatch.setattr("lambextract.readers.pdf.read_pages", lambda *_: pytest.fail("read again"))
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "actions.toml").write_text("", encoding="utf-8")
    again = dataset_of(plan, Recipe(published="2016-06", extra=rules), store)
    assert again.commitments == first.commitments
    assert again.coverage == first.coverage
    assert again.document.tool.patterns_sha256 != first.document.tool.patterns_sha256


def test_kept_pages_that_are_damaged_are_read_again(tmp_path: Path, store: Store) -> None:
    plan = tmp_path / "plan.pdf"
    plan.write_bytes(pdf_of([[Run(60, 60, "The agency will open the lock by May 2017.")]]))
    first = dataset_of(plan, Recipe(published="2016-06"), store)
    for entry in store.folder.iterdir():
        kind, _, key = entry.name.removesuffix(".entry").partition("-")
        store.put(kind, key, [b"\0\0\0\0\0\0\0\2no"])
    assert dataset_bytes(dataset_of(plan, Recipe(published="2016-06"), store)) == dataset_bytes(first)


def test_a_plan_that_has_a_password_is_not_kept(plan: Path, store: Store) -> None:
    dataset_of(plan, Recipe(password="secret"), store)
    assert store.held() == (0, 0)
    assert "secret" not in repr(Recipe(password="secret"))


def test_the_command_uses_the_cache_unless_told_not_to(
    plan: Path, command: Callable[..., int], tmp_path: Path, builds: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAMBEXTRACT_CACHE", str(tmp_path / "cache"))
    for _ in range(2):
        assert command("build", plan, "--out", tmp_path / "out") == 0
    assert len(builds) == 1
    first = (tmp_path / "out" / "dataset.json").read_bytes()
    assert command("build", plan, "--out", tmp_path / "out", "--no-cache") == 0
    assert len(builds) == 2
    assert (tmp_path / "out" / "dataset.json").read_bytes() == first
    assert command("diff", plan, plan) == 0
    assert len(builds) == 2
    assert building.KEPT in next(f.name for f in (tmp_path / "cache").iterdir())
