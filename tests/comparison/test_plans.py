"""Real comparisons: the two editions of the sample plan, and of the real plan where it is at hand."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

import lambextract
from lambextract.comparison import Change, Comparison
from lambextract.dataset.writers import write
from lambextract.language.text_diff import plain
from lambextract.records.dataset import Dataset

LABELS = Path(__file__).parents[1] / "labels"
KINDS = {
    "deadline_later": "later",
    "deadline_earlier": "earlier",
    "deadline_vaguer": "vaguer",
    "deadline_added": "dated",
    "funding_changed": "funding",
    "actor_changed": "actor",
    "condition_added": "weakened",
    "recommendation_changed": "recommendation",
}
NO_CHANGE = ("typographic", "non_commitment")


def fits(label: dict, change: Change) -> bool:
    """Whether a reported change is about the sentences of a label."""
    for words, side in ((label["old_quote"], change.old), (label["new_quote"], change.new)):
        if (words is None) != (side is None):
            return False
        if words is not None and side is not None:
            a, b = plain(words), plain(side.quote)
            if a not in b and b not in a:
                return False
    return True


def assess(comparison: Comparison, labels: list[dict]) -> tuple[list[str], list[str], list[str]]:
    """Labels that were not found, wrong slips, and reported changes of substance that no label lists."""
    missed, slips, used = [], [], set()
    for label in labels:
        kind = KINDS.get(label["kind"], label["kind"])
        if kind in NO_CHANGE:
            continue
        hits = [c for c in comparison.changes if kind in c.kinds and fits(label, c)]
        if not hits:
            missed.append(f"{label['id']} {kind}")
        if label["slip_months"] is not None and label["slip_months"] not in [h.slip_months for h in hits]:
            slips.append(f"{label['id']}: {label['slip_months']} months, not {[h.slip_months for h in hits]}")
        used |= {h.id for h in hits}
    extra = [f"{c.kinds} {c.id}" for c in comparison.substance if c.id not in used]
    return missed, slips, extra


def test_the_sample_plans_second_edition_is_told_without_an_error(sample: Dataset, revised: Dataset) -> None:
    labels = json.loads((LABELS / "changes.json").read_text("utf-8"))["changes"]
    assert assess(lambextract.compare(sample, revised), labels) == ([], [], [])


@pytest.mark.slow
def test_the_real_plans_revision_is_told_without_an_error(lamb_pdf: Dataset, shared: Path) -> None:
    labels = json.loads((shared / "data" / "lamb-plan-revised.changes.json").read_text("utf-8"))["changes"]
    new = lambextract.build(shared / "data" / "lamb-plan-revised.pdf")
    assert assess(lambextract.compare(lamb_pdf, new), labels) == ([], [], [])


@pytest.mark.slow
def test_the_real_plans_pdf_and_text_do_not_differ(lamb_pdf: Dataset, lamb_txt: Dataset) -> None:
    assert lambextract.compare(lamb_pdf, lamb_txt).substance == ()


def test_a_dataset_compares_without_the_language_model(sample: Dataset, tmp_path: Path) -> None:
    write(sample, tmp_path / "one")
    program = (
        "import sys, lambextract.commands as commands; sys.argv[1:] = ['diff', sys.argv[1], sys.argv[1]]\n"
        "try: commands.run()\nexcept SystemExit as stop: assert not stop.code, stop.code\n"
        "assert not {'spacy', 'pdfplumber', 'dateparser'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "one")], check=True, capture_output=True)


@pytest.mark.slow
def test_ten_times_the_size_takes_less_than_fifteen_times_as_long(sample: Dataset, revised: Dataset) -> None:
    def times(dataset: Dataset, n: int) -> Dataset:
        made = [
            c.model_copy(
                update={"id": f"{c.id}-{k}", "quote": f"{c.quote} Area {k}.", "paragraph": f"{k}.{c.paragraph}"}
            )
            for k in range(n)
            for c in dataset.commitments
        ]
        return dataset.model_copy(update={"commitments": tuple(made)})

    def seconds(n: int) -> float:
        one, other = times(sample, n), times(revised, n)
        start = time.process_time()
        lambextract.compare(one, other)
        return time.process_time() - start

    seconds(1)
    small = min(seconds(1) for _ in range(5))
    assert min(seconds(10) for _ in range(2)) < 15 * small
