"""What a plan says is data: no format takes it for a formula, markup, script, a command of a workflow or of a terminal."""

import csv
import html.parser
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

import lambextract
from lambextract.dataset.writers import files_of
from lambextract.patterns import Patterns
from lambextract.stories import FORMATS, Choice
from tests.pdfs import Run, pdf_of

SLY = [
    "<script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<img src=x onerror=alert(1)>",
    "[report](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "`code` | cell | &#124; &vert;",
    '" onmouseover="alert(1)',
    "</style><style>*{display:none}",
    "::error::gone%0A::set-output name=x::y",
    "\x1b[2J\x1b]0;title\x07",
    "\u202egnp.exe\u2066",
    "\x9b31m",
    "{{ 7 * 7 }} {% include 'x' %}",
    '=HYPERLINK("https://evil.example")',
]
# what a terminal or a spreadsheet would obey; line ends and tabs are white space
OBEYED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plan(day: str, texts: list[str]) -> str:
    """A plan of which every heading and promise holds something sly."""
    parts = [f"# Plan {texts[0]}\n\nDepartment of Boats\n\nJune 2016\n"]
    for n, text in enumerate(texts, 1):
        parts.append(
            f"## {n} Locks {text}\n\n{n}.1 We will open lock {n} {text} by {day}.\n\n{n}.2 The Board will close {text}.\n"
        )
    parts.append(
        "| What | When |\n| --- | --- |\n" + "".join(f"| =1+1 {t.replace('|', '-')} | {day} |\n" for t in texts)
    )
    return "\n".join(parts)


class Elements(html.parser.HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, patterns: Patterns) -> lambextract.Comparison:
    """What changed between two versions of such a plan."""
    folder = tmp_path_factory.mktemp("sly")
    versions = []
    for name, day, texts in (("old", "May 2017", SLY), ("new", "July 2018", SLY[:-3])):
        file = folder / f"{name}.md"
        file.write_text(plan(day, texts), encoding="utf-8")
        versions.append(lambextract.build(file, patterns=patterns))
    comparison = lambextract.compare(*versions)
    assert len(comparison.changes) > 10
    return comparison


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_no_format_holds_what_a_terminal_obeys(name: str, told: lambextract.Comparison) -> None:
    assert OBEYED.search(FORMATS[name](told, Choice(everything=True))) is None


def test_the_page_holds_no_markup_of_the_plans(told: lambextract.Comparison) -> None:
    found = Elements(FORMATS["html"](told, Choice(everything=True))).found
    tags = [tag for tag, _ in found]
    assert (tags.count("script"), tags.count("style"), tags.count("img"), tags.count("iframe")) == (1, 1, 0, 0)
    assert not [a for _, attributes in found for a in attributes if a.startswith("on")]
    assert not [a["href"] for _, a in found if (a.get("href") or "").startswith("javascript:")]


def test_markdown_holds_no_markup_of_the_plans(told: lambextract.Comparison) -> None:
    text = FORMATS["markdown"](told, Choice(everything=True))
    found = Elements(MarkdownIt("commonmark", {"html": True}).enable("table").render(text)).found
    assert {"script", "img", "a", "style", "code"} & {tag for tag, _ in found} == set()
    rendered = MarkdownIt("commonmark").render(text)
    assert "&amp;lt;script" in rendered or "&lt;script" in rendered


def test_each_line_for_a_workflow_is_ours(told: lambextract.Comparison) -> None:
    lines = FORMATS["github"](told, Choice(everything=True)).splitlines()
    assert lines
    assert all(re.match(r"::(?:warning|notice) (?:file|title)=", line) for line in lines)


def test_no_cell_is_a_formula_or_a_command(tmp_path: Path, patterns: Patterns) -> None:
    file = tmp_path / "plan.md"
    file.write_text(plan("May 2017", SLY), encoding="utf-8")
    files = files_of(lambextract.build(file, patterns=patterns))
    for name, data in files.items():
        text = data.decode("utf-8")
        assert OBEYED.search(text) is None, name
        if name.endswith(".csv"):
            for row in csv.reader(text.splitlines(keepends=True)):
                assert not [cell for cell in row if re.match(r"[=+\-@\t\r\n]", cell)], name


def test_what_a_pdf_says_of_itself_is_no_command(tmp_path: Path, patterns: Patterns) -> None:
    file = tmp_path / "plan.pdf"
    data = pdf_of([[Run(60, 60, "1.1 The Agency will open the lock by May 2017.")]])
    info = b"/Info << /Title (=1+1\\033[2J Plan\\007) /Author (\\220\\233 Board) >> /Root 1 0 R"
    file.write_bytes(data.replace(b"/Root 1 0 R", info))
    dataset = lambextract.build(file, patterns=patterns)
    assert OBEYED.search(dataset.model_dump_json()) is None
    assert OBEYED.search(dataset.document.title) is None
    assert b"\n=1+1" not in files_of(dataset)["commitments.csv"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_the_name_of_a_file_is_no_command(
    tmp_path: Path, command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    name = "=plan\x1b[2J\u202e\x9b\n.md"
    (tmp_path / name).write_text(plan("May 2017", ["x"]), encoding="utf-8")
    assert command("build", tmp_path / name, "--out", tmp_path / "out") == 0
    assert command("build", tmp_path / "no\x1b[2Jsuch\u202e.md", "--out", tmp_path / "out") == 3
    said = capsys.readouterr()
    assert OBEYED.search(said.out + said.err) is None
    assert OBEYED.search((tmp_path / "out" / "dataset.json").read_text("utf-8")) is None
    assert "=plan\\\\x1b[2J" in (tmp_path / "out" / "dataset.json").read_text("utf-8")
