"""What the sample plan gives, whole: a change in it must be meant. ``make golden`` rewrites the files."""

from collections.abc import Callable
from pathlib import Path

import lambextract
from lambextract.dataset.writers import files_of
from lambextract.records.dataset import Dataset
from lambextract.stories import FORMATS, Choice

GOLDEN = Path(__file__).parent / "golden"


def test_the_sample_plans_commitments(sample: Dataset, golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / "canals-plan.commitments.csv", files_of(sample)["commitments_full.csv"].decode("utf-8"))


def test_the_sample_plans_recommendations(sample: Dataset, golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / "canals-plan.recommendations.csv", files_of(sample)["recommendations.csv"].decode("utf-8"))


def test_what_changed_in_its_second_edition(
    sample: Dataset, revised: Dataset, golden: Callable[[Path, str], None]
) -> None:
    golden(GOLDEN / "canals-plan.changes.md", FORMATS["markdown"](lambextract.compare(sample, revised), Choice()))
