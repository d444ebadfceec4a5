"""The six formats in which a comparison is told."""

import csv
import io
import json
import re

import jsonschema
import pytest

import lambextract
from lambextract.comparison import KINDS, Comparison
from lambextract.comparison.history import history_of
from lambextract.errors import UsageError
from lambextract.records.dataset import Dataset
from lambextract.stories import FORMATS, Choice, chosen
from lambextract.stories.json_csv import schema_text
from lambextract.stories.outline import outline_of

from ..comparison.conftest import Promise, plan


@pytest.fixture(scope="module")
def told(sample: Dataset, revised: Dataset) -> Comparison:
    """What changed between the sample plan's editions."""
    return lambextract.compare(sample, revised)


def test_json_fits_its_published_schema(told: Comparison) -> None:
    data = json.loads(FORMATS["json"](told, Choice()))
    schema = json.loads(schema_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(data, schema)
    assert set(data) >= {"old", "new", "summary", "changes"}
    assert data["summary"]["later"] == 8


def test_csv_has_a_row_for_each_change(told: Comparison) -> None:
    rows = list(csv.DictReader(io.StringIO(FORMATS["csv"](told, Choice()), newline="")))
    assert [r["id"] for r in rows] == [c.id for c in told.changes]
    funding = next(r for r in rows if r["kinds"] == "funding")
    assert funding["funding_delta"] == "-3000000"


def test_csv_cells_are_harmless_in_a_spreadsheet() -> None:
    evil = Promise('=HYPERLINK("http://x") will open the lock.', "open")
    row = list(csv.reader(io.StringIO(FORMATS["csv"](lambextract.compare(plan([evil]), plan([])), Choice()))))[1]
    assert not [cell for cell in row if cell.startswith(("=", "+", "@"))]


def test_text_fits_eighty_columns(told: Comparison, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    text = FORMATS["text"](told, Choice())
    assert max(map(len, text.splitlines())) <= 80
    assert "TO LOOK AT FIRST (10)" in text
    assert "THE REST, BY SECTION" in text
    assert "{+consider adding+}" in text
    assert "BY WHO IS TO ACT" in text
    assert "\x1b" not in text


@pytest.mark.parametrize("name", ["text", "markdown", "github"])
def test_what_only_moved_or_was_reworded_is_told_when_asked_for(name: str, told: Comparison) -> None:
    quiet = next(c for c in told.changes if c.quiet)
    start = re.escape(quiet.sentence[:40]) if name != "text" else r"moved\s+from|was\s+reworded"
    loud, still = FORMATS[name](told, Choice(everything=True)), FORMATS[name](told, Choice())
    assert len(loud) > len(still)
    assert len(re.findall(start, loud)) > len(re.findall(start, still))


def test_the_page_folds_away_what_only_moved_or_was_reworded(told: Comparison) -> None:
    quiet = next(c for c in told.changes if c.quiet)
    page = FORMATS["html"](told, Choice())
    assert page.index('<details id="quiet">') < page.index(f'<article id="{quiet.id}"')


def test_every_entry_is_told_once(told: Comparison) -> None:
    outline = outline_of(told)
    ids = [c.id for c in (*outline.told, *outline.apart, *outline.quiet)]
    assert len(ids) == len(set(ids))
    assert {c.id for c in told.changes if c.folded_into is None} == set(ids)
    assert sum(told.headline.values()) == len([c for c in outline.told if c.news])


def test_markdown_marks_what_differs(told: Comparison) -> None:
    text = FORMATS["markdown"](told, Choice())
    assert "will ~~add~~ the smaller ones" in text
    assert "will **consider adding** the smaller ones" in text
    assert "## To look at first (10)" in text
    assert "8 slipped" in text


def test_markdown_keeps_a_plans_own_markup_as_text() -> None:
    sly = Promise("We will open [the lock](http://x) | <b>now</b>.", "open")
    text = FORMATS["markdown"](lambextract.compare(plan([sly]), plan([])), Choice())
    assert "\\[the lock\\](http://x) \\| \\<b\\>now\\</b\\>" in text


def test_html_keeps_a_plans_own_markup_as_text() -> None:
    sly = Promise("We will open <script>alert(1)</script> the lock.", "open")
    page = FORMATS["html"](lambextract.compare(plan([sly]), plan([])), Choice())
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_github_annotations_stay_on_one_line(told: Comparison) -> None:
    lines = FORMATS["github"](told, Choice()).splitlines()
    assert all(re.match(r"::(warning|notice) file=[^,:]+,title=[^:,]+::.+$", line) for line in lines)
    assert sum(line.startswith("::warning") for line in lines) == 13


def test_only_some_kinds_or_one_actor_can_be_asked_for(told: Comparison) -> None:
    assert {k for c in chosen(told, Choice(("later",))).changes for k in c.kinds} == {"later"}
    mine = chosen(told, Choice(actor="cna")).changes
    assert mine
    assert all(any(side.actor.id == "cna" for side in (c.old, c.new) if side is not None) for c in mine)
    with pytest.raises(UsageError, match="no kind of change 'slipped'"):
        chosen(told, Choice(("slipped",)))


@pytest.mark.parametrize("name", FORMATS)
def test_no_change_is_told_without_a_fuss(name: str, sample: Dataset) -> None:
    text = FORMATS[name](lambextract.compare(sample, sample), Choice())
    assert not any(kind in text.casefold() for kind in ("dropped (", "slipped ("))


@pytest.mark.parametrize("name", FORMATS)
def test_three_versions_are_told_in_every_format(name: str, sample: Dataset, revised: Dataset) -> None:
    text = FORMATS[name](history_of([sample, revised, sample]), Choice())
    if name == "github":
        assert "new → dropped → revived" in text
    else:
        assert "revived" in text


def test_every_kind_has_a_title() -> None:
    from lambextract.records.changes import MEANINGS
    from lambextract.stories.titles import TITLES

    assert set(TITLES) == set(MEANINGS) == set(KINDS)
