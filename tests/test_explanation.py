"""How somebody disputes a record: why a sentence gave what it gave."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lambextract.dataset.writers import write
from lambextract.errors import UsageError
from lambextract.extraction.explanation import explain
from lambextract.patterns import Patterns
from lambextract.patterns.reasons import REASONS, rules_of
from lambextract.records.dataset import Dataset


def test_a_commitment_is_explained_by_the_rules_that_fired(sample: Dataset, patterns: Patterns) -> None:
    (found,) = explain(sample, "chapter-1-1.10-paint", patterns)
    assert found.quote == "To prevent falls, the Agency will paint the edges of every lock side white by Summer 2017."
    assert [(f.rule, f.words, f.place) for f in found.fired] == [
        ("will", "will paint", "modality.toml, modality"),
        ("by", "by Summer 2017", "deadlines.toml, deadline"),
    ]
    assert [(c.verdict, c.group) for c in found.considered] == [("accepted", "will VB")]
    assert [c.id for c in found.commitments] == ["chapter-1-1.10-paint"]
    assert ("paint", "VB", "ROOT", "") in {(w.text, w.tag, w.relation, w.head) for w in found.parse}


def test_every_commitment_of_the_sample_is_read_again_as_it_was(sample: Dataset, patterns: Patterns) -> None:
    elsewhere = {"bboxes", "page", "page_label", "promise"}  # what the page and the rest of the plan tell
    left = {**dict.fromkeys(elsewhere, True), "funding": {"__all__": {"restates"}}}
    for commitment in sample.commitments[::40]:
        again = [c for e in explain(sample, commitment.id, patterns) for c in e.commitments if c.id == commitment.id]
        assert [c.model_dump(exclude=left) for c in again] == [commitment.model_dump(exclude=left)]


def test_a_sentence_without_a_commitment_is_explained_by_what_was_rejected(sample: Dataset, patterns: Patterns) -> None:
    told = {(c.block, c.quote_start) for c in sample.commitments}
    rejected = next(r for r in sample.rejected if r.reason == "effects" and (r.block, r.quote_start) not in told)
    (found,) = explain(sample, rejected.quote, patterns)
    assert found.commitments == ()
    assert "effects" in {c.verdict for c in found.considered}
    assert next(c.why for c in found.considered if c.verdict == "effects").startswith("What things bring about")


def test_every_reason_against_a_clause_of_the_sample_is_explained(sample: Dataset, patterns: Patterns) -> None:
    named = {rule.name for _, _, rule in rules_of(patterns) if rule.note} | {r.name for r in patterns.modality.modality}
    assert {r.reason for r in sample.rejected} <= named | set(REASONS)


def test_words_that_are_not_there_are_an_error(sample: Dataset, patterns: Patterns) -> None:
    with pytest.raises(UsageError, match="no commitment and no sentence is 'dragons'"):
        explain(sample, "dragons", patterns)


def test_words_that_are_not_read_are_told(sample: Dataset, patterns: Patterns) -> None:
    heading = next(b for b in sample.blocks if b.kind == "heading" and b.part == "chapter-1")
    with pytest.raises(UsageError, match="stand in a heading"):
        explain(sample, heading.text, patterns)


def test_the_command_shows_it(
    sample: Dataset, sample_pdf: Path, tmp_path: Path, command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    place = write(sample, tmp_path / "out")
    assert command("explain", place, "chapter-1-1.10-paint", "--source", sample_pdf) == 0
    out = capsys.readouterr().out
    assert "deadlines.toml, deadline" in out
    assert "stand where the dataset says" in out
