"""The commands as somebody types them: what they print where, and with which code they end."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import lambextract
from lambextract.commands import rendering
from lambextract.commands.batch import Task, built_in_turn
from lambextract.dataset.writers import write
from lambextract.recipe import Recipe
from lambextract.records.dataset import Dataset

Command = Callable[..., int]

PLAN = """# Foreword

We will publish new guidance by March 2011.
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan of one sentence."""
    file = tmp_path / "plan.txt"
    file.write_text(PLAN, "utf-8")
    return file


def test_build_writes_all_files_and_talks_to_standard_error_only(
    command: Command, plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("build", plan, "--out", tmp_path / "out") == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "Commitments" in err
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "blocks.csv",
        "commitments.csv",
        "commitments_full.csv",
        "coverage.csv",
        "datapackage.json",
        "dataset.json",
        "dataset.schema.json",
        "funding.csv",
        "links.csv",
        "parts.csv",
        "plans.csv",
        "recommendations.csv",
        "rejected.csv",
        "set_aside.csv",
        "warnings.csv",
    ]


def test_build_writes_to_a_folder_named_after_the_source(
    command: Command, plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert command("build", "plan.txt") == 0
    assert (tmp_path / "data" / "out" / "plan" / "dataset.json").is_file()


def test_build_writes_only_the_format_that_is_asked_for(command: Command, plan: Path, tmp_path: Path) -> None:
    assert command("build", plan, "--out", tmp_path / "out", "--format", "json") == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["dataset.json", "dataset.schema.json"]


def test_several_sources_go_to_a_folder_each(command: Command, plan: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.md"
    other.write_text(PLAN, "utf-8")
    assert command("build", plan, other, "--out", tmp_path / "out") == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["other", "plan", "stacked"]


def test_pdf_and_text_of_one_plan_go_to_folders_of_their_own(command: Command, plan: Path, tmp_path: Path) -> None:
    other = tmp_path / "plan.md"
    other.write_text(PLAN, "utf-8")
    assert command("build", plan, other, "--out", tmp_path / "out") == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["plan-md", "plan-txt", "stacked"]


def test_plans_of_one_name_go_to_folders_named_after_theirs(command: Command, plan: Path, tmp_path: Path) -> None:
    for name in ("defra", "dwp"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "plan.txt").write_text(f"{PLAN}\n{name}\n", "utf-8")
    assert (
        command("build", *(tmp_path / name / "plan.txt" for name in ("defra", "dwp")), "--out", tmp_path / "out") == 0
    )
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["defra-plan", "dwp-plan", "stacked"]


def test_one_plan_twice_is_refused(command: Command, plan: Path, tmp_path: Path) -> None:
    assert command("build", plan, plan, "--out", tmp_path / "out") == 2
    assert not (tmp_path / "out").exists()


def test_the_tables_of_several_plans_are_stacked(
    command: Command, plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.md"
    other.write_text(PLAN, "utf-8")
    assert command("build", plan, tmp_path / "none.pdf", other, "--out", tmp_path / "out") == 3
    assert "The tables of 2 of 3 plans, stacked, are in" in capsys.readouterr().err
    rows = (tmp_path / "out" / "stacked" / "plans.csv").read_text("utf-8").splitlines()
    assert [row.partition("-")[0] for row in rows[1:]] == ["plan", "other"]


def test_no_escape_is_sent_where_the_user_wants_none(
    command: Command, plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    assert command("build", plan, "--out", tmp_path / "out") == 0
    assert command("build", tmp_path / "none.pdf", "--out", tmp_path / "out2") == 3
    assert "\033" not in capsys.readouterr().err


@pytest.mark.parametrize("columns", [40, 80])
def test_the_summary_keeps_where_the_data_went_whole(
    columns: int,
    command: Command,
    plan: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    out = tmp_path / ("a-long-name-" * 6) / "of-a-folder"
    assert command("build", plan, "--out", out) == 0
    said = capsys.readouterr().err
    assert all(len(line) <= columns for line in said.splitlines())
    assert f"Written to {out}".replace(" ", "") in said.replace("\n", "").replace(" ", "")


def test_help_is_a_command_too(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("help") == 0
    whole = capsys.readouterr().out
    assert command("--help") == 0
    assert capsys.readouterr().out == whole
    assert command("help", "diff") == 0
    one = capsys.readouterr().out
    assert command("diff", "--help") == 0
    assert capsys.readouterr().out == one
    assert command("help", "nothing") == 2
    assert "there is no command 'nothing'" in capsys.readouterr().err


def test_the_shell_completes_commands() -> None:
    environment = {
        **os.environ,
        "_LAMBEXTRACT_COMPLETE": "complete_bash",
        "COMP_WORDS": "lambextract b",
        "COMP_CWORD": "1",
    }
    program = [sys.executable, "-m", "lambextract"]
    said = subprocess.run(program, env=environment, capture_output=True, text=True, check=False).stdout
    assert said.split() == ["build"]


def test_the_library_lists_its_verbs() -> None:
    assert set(lambextract.__all__) <= set(dir(lambextract))
    assert all(callable(getattr(lambextract, name)) for name in ("build", "compare", "read", "write"))


def test_one_bad_source_among_several_spoils_only_itself(
    command: Command, plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("build", tmp_path / "none.pdf", plan, "--out", tmp_path / "out") == 3
    assert "there is no file" in capsys.readouterr().err
    assert (tmp_path / "out" / "plan" / "dataset.json").is_file()


def test_standard_input_is_a_source(plan: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lambextract", "build", "-", "--out", tmp_path / "out"],
        input=PLAN.encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    document = json.loads((tmp_path / "out" / "dataset.json").read_text("utf-8"))["document"]
    assert (document["source"], document["media_type"]) == ("stdin.txt", "text/plain")


def test_published_overrides_the_document(command: Command, plan: Path, tmp_path: Path) -> None:
    plan.write_text("# Plan\n\nWe will report by the end of May.\n", "utf-8")
    assert command("build", plan, "--out", tmp_path / "out", "--published", "2019-03") == 0
    data = json.loads((tmp_path / "out" / "dataset.json").read_text("utf-8"))
    assert data["document"]["published"] == "2019-03"
    assert data["commitments"][0]["deadline"]["end"] == "2019-05-31"


def test_without_commitments_there_is_a_dataset_and_a_warning(command: Command, plan: Path, tmp_path: Path) -> None:
    plan.write_text("# Plan\n\nIt rained.\n", "utf-8")
    assert command("build", plan, "--out", tmp_path / "out") == 0
    warnings = json.loads((tmp_path / "out" / "dataset.json").read_text("utf-8"))["warnings"]
    assert "no-commitments" in {w["code"] for w in warnings}


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["build", "none.pdf"], 3, "there is no file none.pdf"),
        (["build", "."], 3, "is a folder, not a plan"),
        (["build", "empty.pdf"], 3, "is empty"),
        (["build", "empty.txt"], 3, "is empty"),
        (["build", "html.pdf"], 3, "is not a PDF, whatever its name says"),
        (["build", "cut.pdf"], 3, "is cut short"),
        (["build", "latin1.txt"], 3, "is not UTF-8"),
        (["build", "plan.docx"], 2, "no reader knows .docx"),
        (["build", "plan.txt", "--published", "March"], 2, "not a month of publication"),
        (["build", "plan.txt", "--format", "xml"], 2, "there is no format xml"),
        (["build", "plan.txt", "--patterns", "nowhere"], 2, "not a folder of pattern files"),
        (["build", "plan.txt", "--without", "atlantis"], 2, "no pack is called atlantis"),
        (["build", "plan.txt", "--password-file", "nowhere"], 2, "the password file nowhere cannot be read"),
        (["build", "plan.txt", "--out", "plan.docx"], 2, "is a file, not a folder"),
        (["build", "plan.txt", "--out", "somebodys"], 2, "holds something that is not a dataset: thesis.doc"),
        (["check", "nowhere"], 4, "there is no dataset nowhere"),
        (["check", "somebodys"], 4, "holds no dataset.json"),
    ],
)
def test_bad_input_ends_with_its_code_a_message_and_a_hint(
    args: list[str],
    code: int,
    says: str,
    command: Command,
    plan: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.pdf").touch()
    (tmp_path / "empty.txt").touch()
    (tmp_path / "html.pdf").write_text("<html>Not found</html>", "utf-8")
    (tmp_path / "cut.pdf").write_bytes(b"%PDF-1.4\n1 0 obj\n<<>>\n")
    (tmp_path / "latin1.txt").write_bytes("caf\xe9 will open in March 2011".encode("latin-1"))
    (tmp_path / "plan.docx").write_bytes(b"PK")
    (tmp_path / "somebodys").mkdir()
    (tmp_path / "somebodys" / "thesis.doc").write_text("years of work", "utf-8")
    before = sorted(str(p) for p in tmp_path.rglob("*"))
    assert command(*args) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert says in " ".join(err.split())
    assert len([line for line in err.splitlines() if line.strip()]) >= 2, "a message and a hint"
    assert sorted(str(p) for p in tmp_path.rglob("*")) == before, "nothing was written"


def test_check_finds_a_dataset_well(command: Command, sample: Dataset, sample_pdf: Path, tmp_path: Path) -> None:
    write(sample, tmp_path / "out")
    assert command("check", tmp_path / "out", "--source", sample_pdf) == 0


def test_check_prints_a_line_for_each_fault_and_ends_with_code_1(
    command: Command, sample: Dataset, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(sample, tmp_path / "out")
    file = tmp_path / "out" / "dataset.json"
    first = sample.commitments[0]
    file.write_text(
        file.read_text("utf-8").replace(f'"quote": "{first.quote}"', '"quote": "We promise nothing."', 1), "utf-8"
    )
    assert command("check", tmp_path / "out") == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"commitments[{first.id}]: quote: 'We promise nothing.': is not at")
    assert any(line.startswith("commitments.csv row 2: quote:") for line in lines)


def test_check_names_what_the_schema_refuses(
    command: Command, sample: Dataset, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(sample, tmp_path / "out")
    file = tmp_path / "out" / "dataset.json"
    file.write_text(file.read_text("utf-8").replace('"status": "planned"', '"status": "someday"', 1), "utf-8")
    assert command("check", tmp_path / "out") == 1
    assert "status: 'someday': Input should be 'planned', 'ongoing' or 'completed'" in capsys.readouterr().out


def test_check_refuses_another_source(
    command: Command, sample: Dataset, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(sample, tmp_path / "out")
    other = Path(__file__).parents[1] / "data" / "raw" / "canals-plan-revised.pdf"
    assert command("check", tmp_path / "out", "--source", other) == 1
    assert "sha256" in capsys.readouterr().out


def test_schema_prints_the_schema_to_standard_output(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("schema") == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema["title"] == "Dataset"


def test_version_and_help_start_without_the_heavy_libraries() -> None:
    code = (
        "import sys; sys.argv = ['lambextract', '--help']\n"
        "from lambextract import commands\n"
        "try: commands.run()\n"
        "except SystemExit: pass\n"
        "heavy = {'spacy', 'pdfplumber', 'pydantic', 'dateparser', 'rich'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_every_command_has_help_with_an_example(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("--help") == 0
    commands = re.findall(r"^  (\w+) {2,}[A-Z]", capsys.readouterr().out.split("Commands:")[1], re.MULTILINE)
    assert {"build", "check", "schema", "score"} <= set(commands)
    for name in commands:
        assert command(name, "--help") == 0
        assert re.search(rf"Examples?:\n\s+lambextract {name}\b", capsys.readouterr().out), name


def test_no_colour_reaches_a_pipe_or_a_terminal_that_wants_none(plan: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lambextract", "build", plan, "--out", tmp_path / "out"],
        capture_output=True,
        env={**os.environ, "NO_COLOR": "1", "FORCE_COLOR": "1"},
        check=True,
    )
    assert not re.search(rb"\x1b\[[0-9;]*3[0-9]m", done.stderr)


# ---- diff ----------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory, sample: Dataset, sample_pdf: Path) -> tuple[Path, Path]:
    """The datasets of the sample plan's two editions, in folders."""
    folder = tmp_path_factory.mktemp("editions")
    revised = lambextract.build(sample_pdf.with_name("canals-plan-revised.pdf"))
    return write(sample, folder / "old"), write(revised, folder / "new")


def test_diff_tells_what_changed(
    editions: tuple[Path, Path], command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("diff", *editions) == 0
    out = capsys.readouterr().out
    assert "2  dropped" in out
    assert "TO LOOK AT FIRST (10)" in out
    assert "June 2016 (canals-plan.pdf) → April 2017 (canals-plan-revised.pdf)" in out


def test_diff_ends_with_one_if_asked_to_and_something_changed(
    editions: tuple[Path, Path], command: Callable[..., int]
) -> None:
    old, new = editions
    assert command("diff", old, new, "--exit-code") == 1
    assert command("diff", old, old, "--exit-code") == 0
    assert command("diff", old, new, "--exit-code", "--only", "merged") == 0


def test_a_side_that_cannot_be_read_is_never_no_change(
    editions: tuple[Path, Path], command: Callable[..., int], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    old, _ = editions
    damaged = tmp_path / "damaged"
    damaged.mkdir()
    (damaged / "dataset.json").write_text('{"document": {}}', encoding="utf-8")
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(b"")
    assert command("diff", old, damaged, "--exit-code") == 4
    assert command("diff", old, empty, "--exit-code") == 3
    assert command("diff", tmp_path / "nothing", old, "--exit-code") == 3
    assert command("diff", old) == 2
    assert command("diff", old, old, "--format", "yaml") == 2
    assert capsys.readouterr().out == ""


def test_versions_that_cannot_be_compared_end_with_a_code_of_their_own(
    command: Callable[..., int], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    deeds = ("map every weir", "survey the eels", "train lock keepers", "paint the bridges", "count the herons")
    others = ("insure the museum", "teach cookery", "license taxis", "translate leaflets", "lend umbrellas")
    head = "# Plan\n\nJune {}\n\n## 1 What we will do\n"
    for name, year, listed in (("old", 2016, deeds), ("new", 2018, others)):
        said = [
            f"1.{i} The Agency will {deed} at Marrowby in {year + 1}." for i, deed in enumerate([*listed, *listed], 1)
        ]
        (tmp_path / f"{name}.md").write_text("\n\n".join([head.format(year), *said]) + "\n", encoding="utf-8")
    assert command("diff", tmp_path / "old.md", tmp_path / "new.md", "--exit-code") == 6
    assert "largely rewritten" in capsys.readouterr().out
    assert command("diff", tmp_path / "old.md", tmp_path / "new.md") == 0


def test_diff_builds_plans_once_and_keeps_them(
    sample_pdf: Path,
    command: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LAMBEXTRACT_CACHE", str(tmp_path / "cache"))
    text = tmp_path / "plan.md"
    text.write_text("# Plan\n\nJune 2016\n\n## 1 Locks\n\n1.1 We will open the lock by May 2017.\n", encoding="utf-8")
    assert command("diff", text, text) == 0
    (kept,) = (tmp_path / "cache").iterdir()
    first = capsys.readouterr().out
    monkeypatch.setattr("lambextract.pipeline.built", lambda *_, **__: pytest.fail("built again"))
    assert command("diff", text, text) == 0
    assert capsys.readouterr().out == first
    monkeypatch.undo()
    monkeypatch.setenv("LAMBEXTRACT_CACHE", str(tmp_path / "cache"))
    kept.write_text("damaged", encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["lambextract", "diff", str(text), str(text)])
    assert command("diff", text, text) == 0
    assert capsys.readouterr().out == first


def test_diff_of_three_versions_is_a_history(
    editions: tuple[Path, Path], command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = editions
    assert command("diff", old, new, old, "--format", "markdown") == 0
    assert "3 versions" in capsys.readouterr().out


@pytest.mark.skipif(os.name != "posix", reason="signals to a group of processes")
@pytest.mark.parametrize("imported", ["lambextract.commands.app", "lambextract.readers.supervision", "spacy.language"])
def test_ctrl_c_says_what_is_left_and_leaves_nothing_else(imported: str, sample_pdf: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run = subprocess.Popen(
        [sys.executable, "-X", "importtime", "-m", "lambextract", "build", str(sample_pdf), "--out", str(out)],
        start_new_session=True,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert run.stderr is not None
    assert any(line.split("|")[-1].strip() == imported for line in run.stderr)
    os.killpg(run.pid, signal.SIGINT)
    said = [line for line in run.stderr if not line.startswith("import time:")]
    assert run.wait(60) == 130, said
    assert said[-1].startswith("Interrupted: nothing was written")
    assert not any("Traceback" in line for line in said)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ProcessLookupError):
        os.killpg(run.pid, 0)


def test_an_output_that_is_a_link_to_itself_is_refused(
    plan: Path, command: Callable[..., int], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "loop").symlink_to("loop")
    assert command("build", plan, "--out", tmp_path / "loop") == 2
    assert "is a link that leads nowhere" in capsys.readouterr().err.replace("\n", " ")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_is_not_waited_for(command: Callable[..., int], tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert command("build", tmp_path / "pipe.txt", "--out", tmp_path / "out") == 3


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names of files are text")
def test_a_name_that_is_not_utf8_is_written_with_its_bytes_told(plan: Path, tmp_path: Path) -> None:
    odd = os.fsdecode(os.fsencode(tmp_path) + b"/pl\xe4n.txt")
    Path(odd).write_bytes(plan.read_bytes())
    dataset = lambextract.build(odd)
    write(dataset, tmp_path / "out")
    assert json.loads((tmp_path / "out" / "dataset.json").read_text("utf-8"))["document"]["source"] == r"pl\xe4n.txt"


@pytest.mark.skipif(os.name != "posix", reason="closes a file descriptor before the start")
def test_a_closed_standard_output_is_an_error_only_where_it_is_needed() -> None:
    closed = f"exec {sys.executable} -m lambextract {{}} >&-"
    needed = subprocess.run(["sh", "-c", closed.format("schema")], capture_output=True, text=True, check=False)
    assert needed.returncode == 2
    assert "the output cannot be written" in needed.stderr
    assert "Traceback" not in needed.stderr


def test_ctrl_c_after_the_dataset_was_written_does_not_say_that_nothing_was(
    plan: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def late(dataset: Dataset, place: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(rendering, "summary", late)
    with pytest.raises(KeyboardInterrupt, match="the new dataset stands in"):
        built_in_turn([Task(str(plan), tmp_path / "out", ("json",), False, Recipe(), False, False)])
    assert (tmp_path / "out" / "dataset.json").exists()
