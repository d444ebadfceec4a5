"""An archive → one dataset: everything once, only what changed again, and nothing lost in silence."""

import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from lambextract import parallel
from lambextract.corpus import documents_in
from lambextract.corpus.output import Output
from lambextract.errors import SourceError, UsageError
from tests.conftest import ROOT

from .conftest import add

Command = Callable[..., int]
Said = pytest.CaptureFixture[str]


def rows(out: Path) -> dict[str, dict]:
    """The rows of the documents, by their names."""
    return {row["document"]: row for row in pq.read_table(out / "documents.parquet").to_pylist()}


def files(out: Path) -> dict[str, bytes]:
    """All files of a corpus."""
    return {str(f.relative_to(out)): f.read_bytes() for f in sorted(out.rglob("*")) if f.is_file()}


def parts(out: Path) -> dict[str, int]:
    """When the files of rows were written."""
    return {f.name: f.stat().st_mtime_ns for f in (out / "commitments").rglob("*.parquet")}


def test_an_archive_becomes_one_dataset(archive: Path, tmp_path: Path, command: Command, capsys: Said) -> None:
    out = tmp_path / "out"
    assert command("corpus", archive, "--out", out, "--sqlite") == 3
    said = capsys.readouterr().err
    assert "5 documents: 5 new" in said
    assert "8 commitments in" in said
    assert "below/bad.pdf: bad.pdf is not a PDF" in said
    told = rows(out)
    assert list(told) == ["below/bad.pdf", "below/naïve plan.md", "below/one.md", "one.md", "two.txt"]
    assert told["below/bad.pdf"]["status"] == "failed"
    assert told["below/bad.pdf"]["hint"]
    assert told["one.md"]["commitments"] == 2
    assert told["one.md"]["published"] == "2016-06"
    found = duckdb.sql(
        f"SELECT document, count(*), min(deadline_end) FROM read_parquet('{out}/commitments/*/*.parquet', "
        "hive_partitioning = true) GROUP BY document ORDER BY document"
    ).fetchall()
    assert [(name, count) for name, count, _ in found] == [
        ("below/naïve plan.md", 2),
        ("below/one.md", 2),
        ("one.md", 2),
        ("two.txt", 2),
    ]
    with sqlite3.connect(out / "corpus.sqlite") as base:
        assert base.execute("SELECT count(*) FROM commitments JOIN documents USING (document)").fetchone() == (8,)
        assert base.execute("SELECT deadline_end FROM commitments WHERE document = 'one.md' ORDER BY 1").fetchone() == (
            "2017-05-31",
        )
    base.close()


def test_its_rows_are_those_of_a_single_build(archive: Path, tmp_path: Path, command: Command) -> None:
    out = tmp_path / "out"
    command("corpus", archive, "--out", out)
    command("build", archive / "one.md", "--out", tmp_path / "alone", "--format", "parquet")
    alone = pq.read_table(tmp_path / "alone" / "commitments_full.parquet").to_pylist()
    part = pq.ParquetFile(out / rows(out)["one.md"]["part"]).read().to_pylist()
    assert [{k: v for k, v in row.items() if k != "document"} for row in part] == alone
    assert {row["document"] for row in part} == {"one.md"}


def test_only_what_changed_is_built_again(archive: Path, tmp_path: Path, command: Command, capsys: Said) -> None:
    out = tmp_path / "out"
    command("corpus", archive, "--out", out)
    before, told = parts(out), rows(out)
    capsys.readouterr()
    add(archive, "one.md", 17)
    add(archive, "three.md", 3)
    (archive / "two.txt").unlink()
    (archive / "below" / "bad.pdf").unlink()
    assert command("corpus", archive, "--out", out) == 0
    assert "4 documents" in capsys.readouterr().err
    after = parts(out)
    new = rows(out)
    same = {Path(told[name]["part"]).name for name in ("below/one.md", "below/naïve plan.md")}
    assert {name for name in before if after.get(name) == before[name]} == same
    assert sorted(new) == ["below/naïve plan.md", "below/one.md", "one.md", "three.md"]
    assert "lock 17" in str(pq.ParquetFile(out / new["one.md"]["part"]).read().to_pylist())
    assert len(after) == 4


def test_the_second_run_says_what_it_did(archive: Path, tmp_path: Path, command: Command, capsys: Said) -> None:
    out = tmp_path / "out"
    command("corpus", archive, "--out", out)
    first = files(out)
    capsys.readouterr()
    assert command("corpus", archive, "--out", out) == 3
    assert "5 documents: 1 tried again, 4 unchanged" in capsys.readouterr().err
    assert files(out) == first


def test_a_plan_that_can_no_longer_be_read_has_no_rows(archive: Path, tmp_path: Path, command: Command) -> None:
    out = tmp_path / "out"
    command("corpus", archive, "--out", out)
    part = out / rows(out)["one.md"]["part"]
    assert part.exists()
    (archive / "one.md").write_bytes(b"\xff\xfe")
    assert command("corpus", archive, "--out", out) == 3
    assert rows(out)["one.md"]["status"] == "failed"
    assert not part.exists()


def test_a_run_that_was_cut_off_goes_on(
    archive: Path, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    from lambextract.commands import corpus as module

    real = module.from_processes

    def cut_off(jobs: list, at_once: int):
        for done, entry in enumerate(real(jobs, at_once)):
            if done == 3:
                raise KeyboardInterrupt
            yield entry

    monkeypatch.setattr(module, "from_processes", cut_off)
    assert command("corpus", archive, "--out", out) == 130
    assert not (out / "documents.parquet").exists()
    built: list[int] = []

    def counted(jobs: list, at_once: int):
        built.append(len(jobs))
        yield from real(jobs, at_once)

    monkeypatch.setattr(module, "from_processes", counted)
    assert command("corpus", archive, "--out", out) == 3
    assert built[0] <= 2 + 1  # the one that failed is tried again
    whole = tmp_path / "whole"
    monkeypatch.setattr(module, "from_processes", real)
    command("corpus", archive, "--out", whole)
    assert files(out) == files(whole)


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_run_that_is_killed_leaves_nothing_half_written(tmp_path: Path, command: Command) -> None:
    archive, out = tmp_path / "archive", tmp_path / "out"
    for number in range(12):
        add(archive, f"{number}.md", number)
    run = [sys.executable, "-m", "lambextract", "corpus", archive, "--out", out, "--jobs", "2"]
    process = subprocess.Popen(run, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while len(list((out / "journal").glob("*.json"))) < 3 and time.monotonic() < until:
        time.sleep(0.02)
    process.kill()
    process.wait()
    assert not (out / "documents.parquet").exists(), "it was killed half-way"
    assert command("corpus", archive, "--out", out, "--jobs", "2") == 0
    command("corpus", archive, "--out", tmp_path / "whole")
    assert files(out) == files(tmp_path / "whole")


def test_rows_of_a_document_whose_process_was_lost_are_taken_out(
    archive: Path, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lambextract.parallel import Lost

    out = tmp_path / "out"
    command("corpus", archive, "--out", out)
    part = out / rows(out)["one.md"]["part"]
    add(archive, "one.md", 99)
    monkeypatch.setattr(parallel, "each", lambda _work, jobs, *_: ((n, Lost(-9)) for n in range(len(jobs))))
    assert command("corpus", archive, "--out", out) == 3
    assert rows(out)["one.md"]["status"] == "failed"
    assert "ended before its work" in rows(out)["one.md"]["problem"]
    assert not part.exists()


def test_an_entry_does_not_vouch_for_rows_that_are_not_there(archive: Path, tmp_path: Path, command: Command) -> None:
    out = tmp_path / "out"
    command("corpus", archive, "--out", out)
    first = files(out)
    (out / rows(out)["one.md"]["part"]).unlink()
    command("corpus", archive, "--out", out)
    assert files(out) == first


def test_rows_that_a_cut_off_run_had_begun_are_not_trusted(archive: Path, tmp_path: Path, command: Command) -> None:
    out = tmp_path / "out"
    command("corpus", archive, "--out", out)
    first = files(out)
    row = rows(out)["one.md"]
    (out / row["part"]).write_bytes(b"rows of another version")
    begun = {**row, "status": "begun", "part": None, "commitments": 0}
    (out / "journal" / f"{row['id']}.json").write_text(json.dumps(begun), encoding="utf-8")
    command("corpus", archive, "--out", out)
    assert files(out) == first


def test_the_fault_of_the_machine_is_no_documents(
    archive: Path, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    command("corpus", archive, "--out", out)
    first = files(out)
    monkeypatch.setenv("LAMBEXTRACT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("LAMBEXTRACT_CACHE_MB", "much")
    add(archive, "one.md", 99)
    assert command("corpus", archive, "--out", out) == 2
    assert files(out) == first


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text elsewhere")
def test_a_name_that_is_no_text_stops_nothing(archive: Path, tmp_path: Path, command: Command) -> None:
    Path(os.fsdecode(os.fsencode(archive) + b"/caf\xe9.md")).write_bytes(b"")
    out = tmp_path / "deep" / "er" / "out"
    assert command("corpus", archive, "--out", out) == 3
    assert rows(out)["caf\\xe9.md"]["status"] == "failed"
    assert rows(out)["one.md"]["status"] == "built"


def test_two_files_of_one_shown_name_are_told(archive: Path) -> None:
    add(archive, "a plan.md", 1)
    add(archive, "a\xa0plan.md", 2)
    with pytest.raises(SourceError, match="have the same name"):
        documents_in([str(archive)])


def test_several_at_a_time_give_the_same_bytes(archive: Path, tmp_path: Path, command: Command) -> None:
    command("corpus", archive, "--out", tmp_path / "one")
    command("corpus", archive, "--out", tmp_path / "three", "--jobs", "3")
    assert files(tmp_path / "one") == files(tmp_path / "three")


def test_what_is_no_corpus_is_left_alone(archive: Path, tmp_path: Path, command: Command, capsys: Said) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.doc").write_text("mine", encoding="utf-8")
    assert command("corpus", archive, "--out", out) == 2
    assert "holds something that is not a corpus" in capsys.readouterr().err
    assert command("corpus", archive, "--out", archive) == 2
    assert [f.name for f in out.iterdir()] == ["thesis.doc"]


def test_a_place_that_fsspec_knows_is_written_as_a_folder_is(archive: Path, tmp_path: Path, command: Command) -> None:
    assert command("corpus", archive, "--out", f"file://{tmp_path}/one") == 3
    command("corpus", archive, "--out", tmp_path / "two")
    assert files(tmp_path / "one") == files(tmp_path / "two")
    output = Output("memory://corpus")
    output.claim()
    output.write("a/b.parquet", b"x")
    assert output.names("a") == ["a/b.parquet"]
    assert output.read("a/b.parquet") == b"x"
    output.remove("a/b.parquet")
    output.remove("a/b.parquet")
    assert output.read("a/b.parquet") is None
    with pytest.raises(UsageError, match="cannot be reached"):
        Output("nowhere://x")


def test_documents_are_found_by_folder_pattern_and_name(archive: Path) -> None:
    def names(*sources: object) -> list[str]:
        return [d.name for d in documents_in([str(s) for s in sources])]

    assert names(archive) == ["below/bad.pdf", "below/naïve plan.md", "below/one.md", "one.md", "two.txt"]
    assert names(archive / "*.md") == ["one.md"]
    assert names(archive / "**" / "*.md") == ["below/naïve plan.md", "below/one.md", "one.md"]
    assert names(archive / "one.md", archive / "below" / "one.md") == ["below/one.md", "one.md"]
    with pytest.raises(SourceError, match="there is no file"):
        names(archive / "none.md", archive / "one.md")
    with pytest.raises(SourceError, match="no plans"):
        names(archive / ".hidden" / "*.pdf")


def test_a_build_of_one_plan_needs_none_of_its_libraries() -> None:
    code = "import sys, lambextract.commands, lambextract.pipeline; print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"fsspec", "pyarrow", "distributed"} & set(said.stdout.split())


def test_the_questions_in_the_documentation_are_answered(
    archive: Path, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (ROOT / "docs" / "corpus.md").read_text("utf-8")
    command("corpus", archive, "--out", tmp_path / "archive-dataset")
    program = "\n".join(re.findall(r"```python\n(.*?)```", page, re.DOTALL))
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "failed" in done.stdout
    monkeypatch.chdir(tmp_path)
    (compact,) = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    duckdb.sql(compact)
    assert duckdb.sql("SELECT count(*) FROM 'archive-compact/*/*.parquet'").fetchall() == [(8,)]
