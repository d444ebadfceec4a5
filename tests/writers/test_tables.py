"""The tables: labels that no program takes for numbers, names that no database stumbles over, keys that hold over plans."""

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lambextract
from lambextract.dataset.selection import Selection, selected
from lambextract.dataset.tables import TABLES
from lambextract.dataset.tables.catalogue import body_id
from lambextract.dataset.tables.labels import (
    block_label,
    marker_label,
    month_label,
    page_label,
    paragraph_label,
    plan_id,
    reference_label,
)
from lambextract.dataset.writers import FORMATS, files_of, write_stacked
from lambextract.records.dataset import Dataset

PLAN = "# A plan\n\nMay 2016\n\n## 1 Locks\n\n1.9 The Agency will open the lock by May 2017.\n\n1.10 We will pay £2m by 2018.\n"


def tables(dataset: Dataset, name: str) -> list[dict[str, str]]:
    text = files_of(dataset, ("csv",))[f"{name}.csv"].decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """A plan with the paragraphs 1.9 and 1.10."""
    file = tmp_path_factory.mktemp("plan") / "small plan.md"
    file.write_text(PLAN, "utf-8")
    return lambextract.build(file)


@given(
    st.one_of(st.from_regex(r"\d{1,3}(\.\d{1,3}){0,2}", fullmatch=True), st.sampled_from(["1e5", "inf", "nan", "-"]))
)
def test_no_label_is_a_number(printed: str) -> None:
    labels = [f(printed) for f in (paragraph_label, page_label, marker_label, reference_label)]
    for label in labels:
        assert label is not None
        with pytest.raises(ValueError, match="could not convert"):
            float(label)
        assert printed in label


def test_a_number_that_is_not_printed_has_no_label(sample: Dataset) -> None:
    assert [f(None) for f in (paragraph_label, page_label, marker_label, reference_label)] == [None] * 4
    assert {block_label(b) for b in sample.blocks if b.number is None} == {None}


def test_the_short_table_is_the_beginning_of_the_full_one() -> None:
    short, full = TABLES[:2]
    assert [c.name for c in short.columns] == [c.name for c in full.columns][: len(short.columns)]
    assert not [c.name for c in short.columns if c.name.endswith(("_char", "bboxes"))]
    assert len(short.columns) <= 26


def test_the_names_of_columns_need_no_quotation_marks() -> None:
    duckdb = pytest.importorskip("duckdb")
    for base in (sqlite3.connect(":memory:"), duckdb.connect()):
        for table in TABLES:
            names = ", ".join(f"{c.name} TEXT" for c in table.columns)
            base.execute(f"CREATE TABLE {table.name} ({names})")
            base.execute(f"SELECT {', '.join(c.name for c in table.columns)} FROM {table.name}")
        base.close()


def test_no_table_has_two_columns_of_one_name() -> None:
    for table in TABLES:
        names = [c.name for c in table.columns]
        assert len(set(names)) == len(names), table.name
        assert names[0] == "plan"


def test_every_value_is_of_its_columns_type(sample: Dataset) -> None:
    kinds = {"string": str, "integer": int, "boolean": bool, "date": str}
    for table in TABLES:
        for row in table.cells([sample]):
            for column, value in zip(table.columns, row, strict=True):
                assert value is not None or not column.required, (table.name, column.name)
                if value is not None and column.type in kinds:
                    assert isinstance(value, kinds[column.type]), (table.name, column.name, value)
                if value is not None and column.values:
                    assert value in column.values, (table.name, column.name)


def test_ids_are_unique_over_plans(sample: Dataset, small: Dataset) -> None:
    uids = [row["uid"] for d in (sample, small) for row in tables(d, "commitments_full")]
    assert len(set(uids)) == len(uids)
    assert plan_id(small.document).startswith("small-plan-")


def test_the_publisher_has_an_id_of_its_own(sample: Dataset) -> None:
    rows = tables(sample, "commitments_full")
    assert {r["actor_body"] for r in rows if r["actor_id"] == "government"} == {"department-for-inland-waterways"}
    assert {r["actor_body"] for r in rows if r["actor_id"] == "cna"} == {"canals-and-navigations-agency"}


def test_a_publisher_that_is_not_known_has_none(small: Dataset) -> None:
    assert small.document.publisher is None
    assert {r["actor_body"] for r in tables(small, "commitments_full") if r["actor_id"] == "government"} == {""}


TWO_ANNEXES = """# A plan

May 2016

## Annex A

| Ref | Recommendation | Response | Timescale |
| --- | --- | --- | --- |
| 1 | Open the locks. | We will open the locks. | May 2017 |
| 2 | Mend the weirs. | We will mend the weirs. | May 2018 |

## Annex B

| Ref | Recommendation | Response | Timescale |
| --- | --- | --- | --- |
| 1 | Abolish the tolls. | We will abolish the tolls. | May 2019 |
"""


def test_rows_of_two_annexes_that_are_numbered_alike_are_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "plan.md"
    file.write_text(TWO_ANNEXES, "utf-8")
    dataset = lambextract.build(file)
    theirs = {id_: r.id for r in dataset.recommendations for id_ in r.commitments}
    assert len(set(theirs.values())) == 3
    assert {r["id"]: r["recommendation"] for r in tables(dataset, "commitments") if r["recommendation"]} == theirs
    (abolish,) = selected(dataset, Selection(recommendation="recommendation-1-2", words="abolish"))
    assert theirs[abolish.id] == "recommendation-1-2"
    assert {theirs[c.id] for c in selected(dataset, Selection(recommendation="2"))} == {"recommendation-2"}


@pytest.mark.parametrize("name", ["Υπουργείο Υποδομών", "Министерство транспорта", "国土交通省"])
def test_a_body_without_latin_letters_has_an_id(name: str) -> None:
    assert body_id(name) == name.casefold()


@pytest.mark.parametrize(("published", "label"), [("2016-05", "2016-05"), ("2016", "2016-XX"), (None, None)])
def test_a_year_alone_is_no_number(published: str | None, label: str | None) -> None:
    assert month_label(published) == label


def test_each_promise_is_first_once(sample: Dataset) -> None:
    rows = tables(sample, "commitments")
    assert len({r["promise"] for r in rows}) == sum(r["is_first"] == "true" for r in rows) < len(rows)


def test_the_year_is_that_of_the_deadline(small: Dataset) -> None:
    assert [(r["paragraph"], r["deadline_year"]) for r in tables(small, "commitments")] == [
        ("para 1.9", "2017"),
        ("para 1.10", "2018"),
    ]


def test_the_package_names_the_values_that_a_column_may_hold(sample: Dataset) -> None:
    package = json.loads(files_of(sample, ("csv",))["datapackage.json"])
    fields = {f["name"]: f for f in package["resources"][0]["schema"]["fields"]}
    assert fields["status"]["constraints"]["enum"] == ["planned", "ongoing", "completed"]
    assert fields["deadline_relation"]["constraints"]["enum"] == [
        "by",
        "in",
        "from",
        "throughout",
        "after",
        "ongoing",
    ]


@pytest.mark.parametrize("formats", [("csv",), ("json", "csv")])
def test_stacked_tables_are_a_valid_package(
    sample: Dataset, small: Dataset, formats: tuple[str, ...], tmp_path: Path
) -> None:
    frictionless = pytest.importorskip("frictionless")
    write_stacked([sample, small], tmp_path / "stacked", formats)
    rows = list(csv.DictReader((tmp_path / "stacked" / "commitments.csv").open(encoding="utf-8", newline="")))
    assert len(rows) == len(sample.commitments) + len(small.commitments)
    assert len({(r["plan"], r["id"]) for r in rows}) == len(rows)
    assert not (tmp_path / "stacked" / "dataset.json").exists()
    report = frictionless.validate(str(tmp_path / "stacked" / "datapackage.json"))
    assert report.valid, report.flatten(["type", "title", "message"])


def test_a_plan_is_stacked_once(sample: Dataset, tmp_path: Path) -> None:
    write_stacked([sample, sample], tmp_path / "stacked", ("csv", "sqlite"))
    rows = (tmp_path / "stacked" / "plans.csv").read_text("utf-8").splitlines()
    assert len(rows) == 2


def test_nothing_is_stacked_of_a_format_without_tables(sample: Dataset, tmp_path: Path) -> None:
    assert write_stacked([sample], tmp_path / "stacked", ("json",)) is None
    assert not (tmp_path / "stacked").exists()


@pytest.mark.parametrize("name", list(FORMATS))
def test_a_format_writes_the_files_that_it_names(name: str, small: Dataset) -> None:
    if FORMATS[name].library is not None:
        pytest.importorskip(str(FORMATS[name].library))
    files = FORMATS[name].files([small])
    assert set(files) == set(FORMATS[name].names)
    assert files == FORMATS[name].files([small]), "the same bytes each time"
