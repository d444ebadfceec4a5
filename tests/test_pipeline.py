"""The whole street: plans go in, datasets come out, and are as good as they were."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import lambextract
from lambextract.dataset.score import Score, read_labels, score
from lambextract.dataset.writers import files_of
from lambextract.errors import UsageError
from lambextract.patterns import load_patterns
from lambextract.records.dataset import Dataset

LABELS = Path(__file__).parent / "labels"


def folded(text: str) -> str:
    """A text for comparison: white space folded, the space that a damaged conversion leaves after a hyphen gone."""
    return re.sub(r"(\w)- (\w)", r"\1-\2", " ".join(text.split()))


def plain_cell(text: str) -> str:
    """A cell's text without its bullets."""
    return folded(re.sub(r"(^|\n)\s*•\s*", " ", text)).strip()


def structure_errors(dataset: Dataset, blocks: list[dict]) -> list[str]:
    """Blocks of the true structure that the dataset does not have, and blocks that it has and the plan does not."""
    parts = {b["part"] for b in blocks}
    mine = {(b.part, b.kind, b.number if b.kind == "paragraph" else None, folded(b.text)) for b in dataset.blocks}
    true = {(b["part"], folded(b["text"])) for b in blocks}
    errors = [
        f"missing {b['id']}: {b['text'][:60]}"
        for b in blocks
        if b["kind"] != "cell"
        and (b["part"], b["kind"], b["number"] if b["kind"] == "paragraph" else None, folded(b["text"])) not in mine
    ]
    errors += [
        f"extra {b.id}: {b.text[:60]}"
        for b in dataset.blocks
        if b.part in parts and b.kind != "cell" and b.level != 1 and (b.part, folded(b.text)) not in true
    ]
    rows = {r.ref: r for r in dataset.recommendations}
    cells: dict[tuple[int, str], list[str]] = {}
    for b in blocks:
        if b["kind"] == "cell":
            cells.setdefault((b["recommendation"], b["column"]), []).append(b["text"])
            if rows[b["recommendation"]].theme != b["theme"]:
                errors.append(f"theme of {b['recommendation']}: {rows[b['recommendation']].theme}")
    for (ref, column), texts in cells.items():
        if plain_cell(getattr(rows[ref], column)) != plain_cell(" ".join(texts)):
            errors.append(f"cell {ref} {column}: {getattr(rows[ref], column)[:60]}")
    if [r.ref for r in dataset.recommendations] != sorted({ref for ref, _ in cells}):
        errors.append("the rows are not in order")
    return errors


def assert_floors(result: Score, floors: dict[str, float]) -> None:
    """Fail, naming the figure, where a score is below its floor."""
    figures = {"open F1": result.open.f1, "fully right": result.fully_right, **result.fields}
    low = {name: (round(figures[name], 3), floor) for name, floor in floors.items() if figures[name] < floor}
    assert not low, f"(figure, floor): {low}"


def test_the_sample_plan_is_split_without_an_error(sample: Dataset, sample_blocks: list[dict]) -> None:
    assert structure_errors(sample, sample_blocks) == []


def test_the_sample_plans_commitments_are_found(sample: Dataset) -> None:
    assert_floors(
        score(sample, *read_labels(LABELS / "commitments.jsonl")),
        {
            "open F1": 0.97,
            "fully right": 0.92,
            "actor": 0.97,
            "status": 0.98,
            "strength": 0.97,
            "dates": 0.99,
            "relation": 0.99,
            "funding": 1.0,
            "delegated by": 0.99,
        },
    )


def test_the_sample_plan_says_who_published_it_and_when(sample: Dataset) -> None:
    document = sample.document
    assert document.title == "Keeping the Canals Open: An implementation plan in response to the Penhallow Review"
    assert document.publisher == "Department for Inland Waterways"
    assert document.published == "2016-06"
    assert [p.id for p in document.parts if p.id not in ("front-matter", "back-matter")] == [
        "foreword",
        "summary",
        "chapter-1",
        "chapter-2",
        "chapter-3",
        "annex-a",
    ]


def test_a_month_of_publication_must_be_one(sample_pdf: Path) -> None:
    with pytest.raises(UsageError, match="'2016-13' is not a month"):
        lambextract.build(sample_pdf, published="2016-13")


PROGRAM = """
import sys
from pathlib import Path
import lambextract
from lambextract.dataset.writers import files_of
out = Path(sys.argv[2])
out.mkdir()
for name, data in files_of(lambextract.build(sys.argv[1])).items():
    (out / name).write_bytes(data)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "env",
    [
        {"TZ": "Pacific/Auckland", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Los_Angeles", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "4711"},
    ],
)
def test_a_build_gives_the_same_bytes_elsewhere(
    env: dict[str, str], sample: Dataset, sample_pdf: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", PROGRAM, str(sample_pdf), str(tmp_path / "out")]
    subprocess.run(command, check=True, env={**os.environ, **env}, cwd=tmp_path)
    assert {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()} == files_of(sample)


@pytest.mark.slow
def test_a_build_gives_the_same_bytes_on_another_day(sample: Dataset, sample_pdf: Path) -> None:
    freezegun = pytest.importorskip("freezegun")
    with freezegun.freeze_time("1999-12-31"):
        assert files_of(lambextract.build(sample_pdf)) == files_of(sample)


# ---- the real plan ----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_real_plans_pdf_is_split_without_an_error(lamb_pdf: Dataset, shared: Path) -> None:
    blocks = json.loads((shared / "gold" / "blocks.json").read_text("utf-8"))
    assert structure_errors(lamb_pdf, blocks) == []


@pytest.mark.slow
def test_the_real_plans_text_is_split_without_an_error(lamb_txt: Dataset, shared: Path) -> None:
    blocks = json.loads((shared / "gold" / "blocks.json").read_text("utf-8"))
    assert structure_errors(lamb_txt, blocks) == []


@pytest.mark.slow
def test_the_real_plans_commitments_are_found(lamb_pdf: Dataset, shared: Path) -> None:
    assert_floors(
        score(lamb_pdf, *read_labels(shared / "gold" / "commitments.dev.jsonl")),
        {
            "open F1": 0.97,
            "fully right": 0.93,
            "actor": 0.97,
            "status": 0.98,
            "strength": 0.99,
            "dates": 0.99,
            "relation": 0.99,
            "funding": 1.0,
            "delegated by": 0.99,
        },
    )


@pytest.mark.slow
def test_the_real_plan_gives_the_same_commitments_from_pdf_and_text(lamb_pdf: Dataset, lamb_txt: Dataset) -> None:
    def told(dataset: Dataset) -> list[tuple[object, ...]]:
        return [
            (c.id, folded(c.quote), c.actor.id, c.status, c.strength, c.deadline and c.deadline.edtf, c.funding != ())
            for c in dataset.commitments
        ]

    assert told(lamb_txt) == told(lamb_pdf)


@pytest.mark.slow
def test_names_are_learned_from_the_document_where_no_pack_knows_them(lamb_pdf: Dataset, shared: Path) -> None:
    labels = read_labels(shared / "gold" / "commitments.dev.jsonl")
    bare = lambextract.build(shared / "data" / "lamb-plan-2010.pdf", patterns=load_patterns(without=["uk-government"]))
    assert score(bare, *labels).open.f1 >= score(lamb_pdf, *labels).open.f1 - 0.02
    assert score(bare, *labels).fields["actor"] >= 0.9
