"""Every word of every page is in a block or set aside, and what is quoted follows itself on the page: seen by a second reader."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import lambextract
from lambextract.dataset.check import faults_against, faults_of
from lambextract.records.dataset import BlockRecord, Dataset

from .pdfs import Run, lines, pdf_of

SHARED = Path(__file__).parents[2] / "shared"
LEFT = [
    "The Agency will mend the locks at",
    "Ferrow and will open the towpath to",
    "cyclists by May 2027, so that many",
    "people can reach the town on foot",
    "or by bicycle in every season, and",
    "it will publish what that has cost.",
]
RIGHT = [
    "Councils had asked for signs at all",
    "of the bridges in their districts for",
    "years before the Review began, but",
    "nobody was found to pay for them",
    "until the levy was agreed with the",
    "boat owners in the spring of 2026.",
]


def real_plans() -> Iterator[object]:
    """The real plans that lie beside the project."""
    files = sorted((SHARED / "real").glob("*/*.pdf"))
    if not files:
        yield pytest.param(None, marks=pytest.mark.skip(reason=f"real plans are not part of the project: no {SHARED}"))
    for file in files:
        yield pytest.param(file, id=file.stem, marks=[] if file.stat().st_size < 160_000 else [pytest.mark.plans])


@pytest.mark.parametrize("tags", [True, False], ids=["tags", "layout"])
@pytest.mark.parametrize("file", list(real_plans()))
def test_a_real_plan_accounts_for_all_its_words(file: Path, tags: bool) -> None:
    dataset = lambextract.build(file, tags=tags)
    assert [c.page for c in dataset.coverage] == list(range(1, (dataset.document.pages or 0) + 1))
    assert [c.page for c in dataset.coverage if c.unaccounted] == []
    assert all(c.words == c.read + c.set_aside for c in dataset.coverage)
    assert faults_of(dataset) == []
    assert list(faults_against(dataset, file)) == []


def test_the_sample_plan_accounts_for_all_its_words(sample: Dataset, sample_pdf: Path) -> None:
    assert sum(c.words for c in sample.coverage) > 4000
    assert [c for c in sample.coverage if c.unaccounted or c.doubtful or c.unseen_letters] == []
    assert list(faults_against(sample, sample_pdf)) == []


def test_the_look_of_the_pages_tells_what_their_tags_tell(sample: Dataset, sample_pdf: Path) -> None:
    by_look = lambextract.build(sample_pdf, tags=False)
    assert {c.structure for c in sample.coverage} == {"tags"}
    assert {c.structure for c in by_look.coverage} == {"layout"}
    for one, other in ((sample, by_look), (by_look, sample)):
        texts = {b.text for b in other.blocks}
        assert [
            b.text
            for b in one.blocks
            if b.part not in ("front-matter", "back-matter") and b.kind != "cell" and b.text not in texts
        ] == []
    assert [(r.ref, r.response, r.timescale) for r in by_look.recommendations] == [
        (r.ref, r.response, r.timescale) for r in sample.recommendations
    ]


# ---- what the second reader does not let pass -------------------------------------------------------------------------


def changed(dataset: Dataset, **texts: str) -> Dataset:
    """The dataset with other texts in some of its blocks, and without what was found in those."""
    blocks = tuple(b.model_copy(update={"text": texts[b.id]}) if b.id in texts else b for b in dataset.blocks)
    commitments = tuple(c for c in dataset.commitments if c.block not in texts)
    return dataset.model_copy(update={"blocks": blocks, "commitments": commitments})


def long_paragraph(dataset: Dataset) -> BlockRecord:
    """A paragraph of several lines."""
    return max((b for b in dataset.blocks if b.kind == "paragraph" and len(b.bboxes) == 1), key=lambda b: len(b.text))


def spliced(dataset: Dataset) -> Dataset:
    """The dataset with a sentence made of two pieces of a paragraph that do not follow one another."""
    block = long_paragraph(dataset)
    words = block.text.split()
    return changed(dataset, **{block.id: " ".join([*words[:6], *words[15:]])})


def line_lost(dataset: Dataset) -> Dataset:
    """The dataset without the last lines of a paragraph, its box cut to match."""
    block = long_paragraph(dataset)
    page, x0, top, x1, bottom = block.bboxes[0]
    cut = changed(dataset, **{block.id: " ".join(block.text.split()[:8])})
    box = (page, x0, top, x1, top + (bottom - top) / 8)
    blocks = tuple(b.model_copy(update={"bboxes": (box,)}) if b.id == block.id else b for b in cut.blocks)
    return cut.model_copy(update={"blocks": blocks})


def cells_swapped(dataset: Dataset) -> Dataset:
    """The dataset with the texts of two cells of one row exchanged."""
    row = [b for b in dataset.blocks if b.kind == "cell" and b.recommendation == 2 and b.column != "ref"]
    first, last = row[0], row[-1]
    return changed(dataset, **{first.id: last.text, last.id: first.text})


def head_lost(dataset: Dataset) -> Dataset:
    """The dataset without one of the things that were set aside."""
    return dataset.model_copy(update={"set_aside": dataset.set_aside[1:]})


@pytest.mark.parametrize("tamper", [spliced, line_lost, cells_swapped, head_lost])
def test_what_does_not_stand_on_the_page_is_a_fault(
    tamper: Callable[[Dataset], Dataset], sample: Dataset, sample_pdf: Path
) -> None:
    faults = list(faults_against(tamper(sample), sample_pdf))
    assert faults
    assert all(f.page for f in faults)


@pytest.fixture(scope="module")
def two_columns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with two columns of prose, drawn line by line across both, as some programs do."""
    file = tmp_path_factory.mktemp("pdf") / "columns.pdf"
    rows = zip(lines(60, 200, LEFT), lines(310, 200, RIGHT), strict=True)
    head = Run(60, 100, "Waterways for everybody", 18, "F2")
    file.write_bytes(pdf_of([[head, *(run for row in rows for run in row)]]))
    return file


def test_columns_are_read_one_after_the_other(two_columns: Path) -> None:
    dataset = lambextract.build(two_columns)
    texts = [b.text for b in dataset.blocks]
    assert " ".join(LEFT) in texts
    assert " ".join(RIGHT) in texts
    assert [b.id for b in dataset.blocks if b.doubtful] == []
    assert list(faults_against(dataset, two_columns)) == []


def test_a_sentence_across_the_gutter_is_a_fault(two_columns: Path) -> None:
    dataset = lambextract.build(two_columns)
    across = [f"{a} {b}" for a, b in zip(LEFT, RIGHT, strict=True)]
    block = next(b for b in dataset.blocks if b.text == " ".join(LEFT))
    other = next(b for b in dataset.blocks if b.text == " ".join(RIGHT))
    page, x0, top, _, bottom = block.bboxes[0]
    wide = block.model_copy(update={"text": " ".join(across), "bboxes": ((page, x0, top, other.bboxes[0][3], bottom),)})
    blocks = tuple(wide if b is block else b for b in dataset.blocks if b is not other)
    made = dataset.model_copy(update={"blocks": blocks, "commitments": ()})
    assert [f.field for f in faults_against(made, two_columns)] == ["text"]


def test_what_stands_across_other_text_is_in_doubt_and_promises_nothing(tmp_path: Path) -> None:
    file = tmp_path / "diagram.pdf"
    over = [
        Run(60, 300, "The Agency will", 10),
        Run(150, 305, "Councils will pay for", 10),
        Run(128, 300, "mend the locks", 10),
    ]
    prose = lines(60, 200, LEFT)
    file.write_bytes(
        pdf_of([[*prose, *over, *lines(100, 306, ["by May 2027 and then open", "the towpath by June 2027."], step=5)]])
    )
    dataset = lambextract.build(file)
    doubtful = {b.id for b in dataset.blocks if b.doubtful}
    assert doubtful
    assert not doubtful & {c.block for c in dataset.commitments}
    assert {r.block for r in dataset.rejected if r.reason == "order-doubtful"} == doubtful
    assert "order-doubtful" in {w.code for w in dataset.warnings}
    assert list(faults_against(dataset, file)) == []


# ---- glyphs ---------------------------------------------------------------------------------------------------------------


def test_letters_drawn_twice_for_boldness_are_read_once(tmp_path: Path) -> None:
    file = tmp_path / "bold.pdf"
    heads = [Run(60 + d, 100, "Chapter One: Locks", 18) for d in (0.0, 0.4)]
    one_by_one = [Run(60 + 12 * i + d, 150, c, 12) for i, c in enumerate("Illness") for d in (0.0, 0.3)]
    file.write_bytes(pdf_of([[*heads, *one_by_one, *lines(60, 200, LEFT)]]))
    dataset = lambextract.build(file)
    text = " ".join(b.text for b in dataset.blocks)
    assert "Chapter One: Locks" in text
    assert "Illness" in text.replace(" ", "")
    assert "lll" not in text.replace(" ", "")
    assert list(faults_against(dataset, file)) == []


def test_what_lies_beyond_the_page_is_set_aside_as_hidden(tmp_path: Path) -> None:
    file = tmp_path / "hidden.pdf"
    file.write_bytes(pdf_of([[*lines(60, 200, LEFT), Run(900, 300, "Nobody sees this.", 10)]]))
    dataset = lambextract.build(file)
    assert " ".join(e.text for e in dataset.set_aside if e.why == "hidden") == "Nobody sees this."
    assert all("Nobody" not in b.text for b in dataset.blocks)
    assert list(faults_against(dataset, file)) == []
