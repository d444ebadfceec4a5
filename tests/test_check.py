"""A dataset that somebody has tampered with is not well: one fault for each thing that is not true."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from lambextract.dataset.check import faults_in
from lambextract.dataset.writers import write
from lambextract.records.dataset import Dataset


def tampered(dataset: Dataset, folder: Path, change: Callable[[dict], None]) -> list[str]:
    """The faults of a dataset in which something was changed: record and field."""
    place = write(dataset, folder / "out", ("json",))
    data = json.loads((place / "dataset.json").read_text("utf-8"))
    change(data)
    (place / "dataset.json").write_text(json.dumps(data), encoding="utf-8")
    return [f.field for f in faults_in(place)[1]]


def first(data: dict) -> dict:
    """The commitment that is tampered with: one with everything."""
    return next(c for c in data["commitments"] if c["deadline"] and c["funding"] and c["condition"])


CHANGES: dict[str, tuple[Callable[[dict], object], str]] = {
    "quote": (lambda d: first(d).update(quote="We will do nothing."), "quote"),
    "offset": (lambda d: first(d).update(quote_end=10**9), "quote"),
    "page": (lambda d: first(d).update(page=999), "page"),
    "part": (lambda d: first(d).update(part="chapter-2"), "part"),
    "box": (lambda d: first(d).update(bboxes=[[7, -500.0, 0.0, 10.0, 10.0]]), "bboxes"),
    "no such day": (lambda d: first(d)["deadline"].update(end="2030-02-31"), "commitments"),
    "backwards": (lambda d: first(d)["deadline"].update(start="2031-01-01", end="2030-01-01"), "deadline"),
    "sum": (lambda d: first(d)["funding"][0].update(amount=-5), "funding"),
    "condition": (lambda d: first(d).update(condition="if pigs fly"), "condition"),
    "object": (lambda d: first(d)["action"].update(object="a castle"), "action.object"),
    "actor": (lambda d: first(d)["actor"].update(name="Nobody"), "actor.name"),
    "id": (lambda d: d["commitments"][1].update(id=d["commitments"][0]["id"]), "id"),
    "promise": (lambda d: first(d).update(promise="chapter-9-nothing"), "promise"),
    "a sum's first": (lambda d: first(d)["funding"][0].update(restates="chapter-9-nothing"), "funding"),
    "block": (lambda d: d["blocks"].pop(30), ""),
    "hash": (lambda d: d["document"].update(sha256="xyz"), "document"),
    "published": (lambda d: d["document"].update(published="soon"), "document"),
}


@pytest.mark.parametrize(("change", "field"), CHANGES.values(), ids=CHANGES)
def test_a_change_is_a_fault(change: Callable[[dict], None], field: str, sample: Dataset, tmp_path: Path) -> None:
    faults = tampered(sample, tmp_path, change)
    assert faults
    assert any(field in f for f in faults) or field in ("commitments", "document")


def test_an_untouched_dataset_is_well(sample: Dataset, tmp_path: Path) -> None:
    assert tampered(sample, tmp_path, lambda data: None) == []


def test_a_table_that_is_gone_is_a_fault(sample: Dataset, tmp_path: Path) -> None:
    place = write(sample, tmp_path / "out")
    (place / "links.csv").unlink()
    assert [str(f) for f in faults_in(place)[1]] == ["links.csv: -: '': is missing"]
