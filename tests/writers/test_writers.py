"""What a build writes: tables that spreadsheets cannot be tricked with, a package and a schema that others accept."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest

from lambextract.dataset.check import faults_in, read_dataset
from lambextract.dataset.writers import dataset_bytes, files_of, schema_bytes, write
from lambextract.dataset.writers.as_csv import harmless
from lambextract.records.dataset import Dataset


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-5", "@sum", "\tx", "\rx", "＝1"])
def test_a_cell_that_a_spreadsheet_would_run_becomes_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize(
    ("value", "cell"), [(None, ""), (3, "3"), (Decimal("1.5E+9"), "1500000000"), ("a = b", "a = b"), ("", "")]
)
def test_other_cells_stay_as_they_are(value: str | int | Decimal | None, cell: str) -> None:
    assert harmless(value) == cell


def test_tables_have_crlf_line_ends_and_a_row_for_each_record(sample: Dataset) -> None:
    for name, data in files_of(sample, ("csv",)).items():
        if name.endswith(".csv"):
            text = data.decode("utf-8")
            rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
            assert len({len(row) for row in rows}) == 1
            assert text.count("\r\n") == len(rows)
    rows = list(csv.DictReader(io.StringIO(files_of(sample)["commitments.csv"].decode("utf-8"), newline="")))
    assert [row["id"] for row in rows] == [c.id for c in sample.commitments]


def test_what_is_written_is_what_is_read(sample: Dataset, tmp_path: Path) -> None:
    write(sample, tmp_path / "out")
    assert read_dataset(tmp_path / "out") == sample
    assert faults_in(tmp_path / "out") == (sample, [])


def test_a_json_schema_validator_accepts_the_dataset(sample: Dataset) -> None:
    schema = json.loads(schema_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(json.loads(dataset_bytes(sample)))


def test_a_json_schema_validator_refuses_an_unknown_status(sample: Dataset) -> None:
    data = json.loads(dataset_bytes(sample))
    data["commitments"][0]["status"] = "someday"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, json.loads(schema_bytes()))


def test_frictionless_accepts_the_package(sample: Dataset, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    write(sample, tmp_path / "out")
    report = frictionless.validate(str(tmp_path / "out" / "datapackage.json"))
    assert report.valid, report.flatten(["type", "title", "message"])


def test_frictionless_refuses_a_broken_key(sample: Dataset, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    write(sample, tmp_path / "out")
    file = tmp_path / "out" / "funding.csv"
    lines = file.read_text("utf-8").splitlines()
    file.write_text("\n".join([lines[0], "nowhere" + lines[1][lines[1].index(",") :]]) + "\n", "utf-8")
    assert not frictionless.validate(str(tmp_path / "out" / "datapackage.json")).valid


@pytest.mark.slow
@pytest.mark.parametrize("source", ["lamb_pdf", "lamb_txt"])
def test_the_real_plans_dataset_is_accepted_too(source: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    dataset = request.getfixturevalue(source)
    write(dataset, tmp_path / "out")
    jsonschema.validate(json.loads(dataset_bytes(dataset)), json.loads(schema_bytes()))
    report = frictionless.validate(str(tmp_path / "out" / "datapackage.json"))
    assert report.valid, report.flatten(["type", "title", "message"])
