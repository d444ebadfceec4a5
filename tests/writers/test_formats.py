"""Other formats than CSV and JSON, read back by the programs that they are for, with the types that they should have."""

import io
import json
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

import lambextract
from lambextract.dataset.tables import TABLES
from lambextract.dataset.writers import FORMATS, files_of, write
from lambextract.records.dataset import Dataset

from .test_tables import PLAN

SLY = (
    "# A plan\n\nMay 2016\n\n1.10 The <script>alert(1)</script> Agency will open the lock by May 2017.\n\n"
    "1.11 =1+1 will be paid by us by May 2018.\n"
)


def numbered(value: object) -> bool:
    return value == "para 1.10"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """A plan with the paragraphs 1.9 and 1.10, without links or recommendations."""
    file = tmp_path_factory.mktemp("plan") / "plan.md"
    file.write_text(PLAN, "utf-8")
    return lambextract.build(file)


@pytest.fixture(scope="module")
def sly(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """A plan that would be a script or a formula, if it were obeyed."""
    file = tmp_path_factory.mktemp("plan") / "plan.md"
    file.write_text(SLY, "utf-8")
    return lambextract.build(file)


def test_pandas_reads_csv(small: Dataset) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.read_csv(io.BytesIO(files_of(small, ("csv",))["commitments.csv"]), parse_dates=["deadline_end"])
    assert frame.paragraph.tolist() == ["para 1.9", "para 1.10"]
    assert frame.deadline_end.dt.year.tolist() == [2017, 2018]
    assert frame.is_first.dtype == bool


def test_pandas_reads_parquet(small: Dataset) -> None:
    pandas, _ = pytest.importorskip("pandas"), pytest.importorskip("pyarrow")
    files = files_of(small, ("parquet",))
    frame = pandas.read_parquet(io.BytesIO(files["commitments.parquet"]))
    assert frame.paragraph.tolist() == ["para 1.9", "para 1.10"]
    assert frame.deadline_end.tolist() == [date(2017, 5, 31), date(2018, 12, 31)]
    assert frame.page.isna().all(), "a text has no pages"
    assert pandas.read_parquet(io.BytesIO(files["funding.parquet"])).amount.tolist() == [2_000_000]


def test_an_empty_table_keeps_its_types(small: Dataset) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    empty = parquet.read_table(io.BytesIO(files_of(small, ("parquet",))["recommendations.parquet"]))
    assert empty.num_rows == 0
    assert str(empty.schema.field("latest").type) == "date32[day]"
    assert b"Derived" in empty.schema.field("latest").metadata[b"description"]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_duckdb_reads_it(ending: str, small: Dataset, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    place = write(small, tmp_path / "out", ("json", ending))
    relation = duckdb.sql(
        f"SELECT paragraph, deadline_end, is_first FROM '{place}/commitments.{ending}' ORDER BY deadline_end"
    )
    assert relation.fetchall() == [("para 1.9", date(2017, 5, 31), True), ("para 1.10", date(2018, 12, 31), True)]


def test_a_spreadsheet_library_reads_the_workbook(sample: Dataset) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("xlsxwriter")
    book = openpyxl.load_workbook(io.BytesIO(files_of(sample, ("xlsx",))["dataset.xlsx"]))
    assert book.sheetnames == [*(t.name for t in TABLES), "columns"]
    sheet = book["commitments"]
    assert sheet.freeze_panes == "A2"
    head = [cell.value for cell in sheet[1]]
    rows = [dict(zip(head, row, strict=True)) for row in sheet.iter_rows(min_row=2)]
    assert len(rows) == len(sample.commitments)
    assert any(numbered(row["paragraph"].value) for row in rows)
    dated = next(row for row in rows if row["deadline_end"].value is not None)
    assert isinstance(dated["deadline_end"].value, datetime)
    assert isinstance(dated["page"].value, int)
    assert dated["page"].hyperlink.target == "canals-plan.pdf"
    assert dated["page"].hyperlink.location == f"page={dated['page'].value}"
    assert isinstance(book["funding"]["E2"].value, int | float)
    assert "£" in {row["funding"].value[0] for row in rows if row["funding"].value}


def test_a_workbook_takes_no_text_for_a_formula(sly: Dataset) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("xlsxwriter")
    book = openpyxl.load_workbook(io.BytesIO(files_of(sly, ("xlsx",))["dataset.xlsx"]))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(str(cell.value).startswith("=1+1") for cell in cells)


def test_a_text_that_a_cell_cannot_hold_is_cut_and_says_so(small: Dataset) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("xlsxwriter")
    long = small.blocks[-1].model_copy(update={"text": "word " * 8000})
    files = files_of(small.model_copy(update={"blocks": (*small.blocks[:-1], long)}), ("xlsx",))
    sheet = openpyxl.load_workbook(io.BytesIO(files["dataset.xlsx"]))["blocks"]
    texts = [str(cell.value) for cell in sheet[sheet.max_row]]
    assert next(text for text in texts if text.startswith("word word")).endswith("in the other formats]")


@pytest.mark.parametrize("name", list(FORMATS))
def test_values_at_their_ends_are_written(name: str, small: Dataset) -> None:
    if FORMATS[name].library is not None:
        pytest.importorskip(str(FORMATS[name].library))
    commitment = next(c for c in small.commitments if c.deadline and c.funding)
    assert commitment.deadline is not None
    last = commitment.deadline.model_copy(update={"end": "9999-12-31", "start": "0001-01-01"})
    huge = commitment.funding[0].model_copy(update={"amount": Decimal("9" * 320), "currency": "XYZ"})
    odd = commitment.model_copy(update={"deadline": last, "funding": (huge,)})
    document = small.document.model_copy(update={"published": None, "title": "", "source": "計画 #1?.pdf", "parts": ()})
    dataset = small.model_copy(update={"commitments": (odd,), "links": (), "document": document})
    assert all(FORMATS[name].files([dataset]).values())


def test_the_database_has_keys_that_hold(sample: Dataset, tmp_path: Path) -> None:
    file = write(sample, tmp_path / "out", ("sqlite",)) / "dataset.sqlite"
    with closing(sqlite3.connect(file)) as base:
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        assert base.execute("SELECT count(*) FROM commitments").fetchone() == (len(sample.commitments),)
        base.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"), base:
            base.execute("UPDATE funding SET commitment = 'nowhere' WHERE rowid = 1")
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"), base:
            base.execute("UPDATE commitments SET status = 'someday'")
        found = base.execute("SELECT paragraph FROM commitments WHERE paragraph = 'para 1.10'").fetchall()
        assert found[0] == ("para 1.10",)


def test_the_database_is_searched_by_words(sample: Dataset, tmp_path: Path) -> None:
    file = write(sample, tmp_path / "out", ("sqlite",)) / "dataset.sqlite"
    with closing(sqlite3.connect(file)) as base:
        query = "SELECT quote FROM commitments WHERE rowid IN (SELECT rowid FROM commitments_fts WHERE commitments_fts MATCH ?)"
        found = [quote for (quote,) in base.execute(query, ["workshops"])]
        assert found
        assert all("workshop" in quote.casefold() for quote in found)


def test_the_views_count_once(sample: Dataset, tmp_path: Path) -> None:
    file = write(sample, tmp_path / "out", ("sqlite",)) / "dataset.sqlite"
    with closing(sqlite3.connect(file)) as base:
        promises = len({c.promise for c in sample.commitments})
        assert base.execute("SELECT count(*) FROM promises").fetchone() == (promises,)
        sums = sum(f.restates is None for c in sample.commitments for f in c.funding)
        assert base.execute("SELECT count(*) FROM money").fetchone() == (sums,)
        days = [day for (day,) in base.execute("SELECT deadline_end FROM open_deadlines")]
        assert days == sorted(days)


def test_a_calendar_program_reads_the_deadlines(sample: Dataset) -> None:
    icalendar = pytest.importorskip("icalendar")
    data = files_of(sample, ("ics",))["deadlines.ics"]
    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert len({str(e["UID"]) for e in events}) == len(events) > 40
    workshop = next(e for e in events if "third workshop" in e["SUMMARY"])
    assert workshop["DTSTART"].dt == date(2017, 8, 31)
    assert str(workshop["SUMMARY"]).startswith("Due: open a third workshop")
    assert "£2.2m to the Agency" in workshop["DESCRIPTION"]
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


@pytest.fixture
def served(sample: Dataset, tmp_path: Path) -> str:
    """The address of Datasette over the sample plan's database, on loopback."""
    pytest.importorskip("datasette")
    place = write(sample, tmp_path / "out", ("json", "sqlite"))
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "datasette", "serve", str(place), "--port", str(port), "--host", "127.0.0.1"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(150):
            assert server.poll() is None, server.stderr and server.stderr.read().decode()
            try:
                urllib.request.urlopen(f"{address}/-/versions.json", timeout=5).close()
                break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def got(address: str) -> str:
    """What stands at an address."""
    with urllib.request.urlopen(address, timeout=20) as answer:
        return answer.read().decode("utf-8")


@pytest.mark.slow
def test_datasette_serves_tables_facets_and_search(served: str, sample: Dataset) -> None:
    tables = {t["name"]: t for t in json.loads(got(f"{served}/dataset.json"))["tables"]}
    assert tables["commitments"]["count"] == len(sample.commitments)
    assert tables["blocks"]["count"] == len(sample.blocks)
    page = json.loads(got(f"{served}/dataset/commitments.json?_shape=objects&_search=workshop"))
    assert page["rows"]
    assert all("workshop" in f"{r['quote']} {r['action_text']}".casefold() for r in page["rows"])
    facets = page["facet_results"]
    assert {"status", "actor_name"} <= set(facets)
    one = json.loads(got(f"{served}/dataset/commitments.json?_shape=objects&paragraph=para+1.10"))
    assert {r["paragraph"] for r in one["rows"]} == {"para 1.10"}
    html = got(f"{served}/dataset/commitments")
    assert "Commitments in: Keeping the Canals Open" in got(served)
    assert "One row for each commitment" in html
    assert "codebook" in html


def test_a_library_that_is_missing_is_an_error_with_a_way_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from lambextract import commands

    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    plan = tmp_path / "plan.md"
    plan.write_text(PLAN, "utf-8")
    monkeypatch.setattr(
        "sys.argv", ["lambextract", "build", str(plan), "--out", str(tmp_path / "out"), "--format", "xlsx"]
    )
    with pytest.raises(SystemExit) as stop:
        commands.run()
    assert stop.value.code == 5
    said = capsys.readouterr().err
    assert "the format xlsx needs xlsxwriter, which is not installed here" in said
    assert f"{sys.executable} -m pip install 'xlsxwriter>=" in said
    assert not (tmp_path / "out").exists()


def test_every_extra_is_one_of_the_package() -> None:
    from lambextract.dataset.writers.extras import install_command

    for format_ in FORMATS.values():
        if format_.extra is not None:
            assert install_command(format_.extra).split()[-1].strip("'").startswith(str(format_.library))
