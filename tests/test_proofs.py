"""Every rule proves itself, and one that does not is told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lambextract.extraction.selftest import proofs_of
from lambextract.patterns import Patterns, load_patterns

COUNTRY = """
[[body]]
name = "Ministry of Boats and Bridges"
aliases = ["MBB", "the Boats Ministry"]
"""
WRONG = """
[[deadline]]
name = "by-the-moon"
relation = "by"
match = 'by the (?P<date>{month}) moon'
hits = ["by the March moon", "by the full moon"]
misses = ["by the May moon"]
"""


def test_every_rule_proves_itself(patterns: Patterns) -> None:
    assert [
        (p.file, p.table, p.rule.name, p.failed_hits, p.failed_misses) for p in proofs_of(patterns) if p.failed
    ] == []


def test_nearly_every_rule_has_examples(patterns: Patterns) -> None:
    without = {
        (p.table, p.rule.name) for p in proofs_of(patterns) if not p.rule.hits and p.table not in ("body", "span")
    }
    assert without == {("predicate", "ready"), ("nothing", "what-the-reviewer-did")}


def test_a_rule_that_fails_is_told_with_its_example(
    tmp_path: Path, command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "deadlines.toml").write_text(WRONG, encoding="utf-8")
    assert command("patterns", "--patterns", tmp_path, "--failed") == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "failed  deadlines.toml [[deadline]] by-the-moon",
        "          does not fire on a hit: 'by the full moon'",
        "          fires on a miss: 'by the May moon'",
    ]
    assert "1 failed" in err


def test_a_users_rules_lie_over_the_default_ones(tmp_path: Path) -> None:
    (tmp_path / "actors.toml").write_text(COUNTRY, encoding="utf-8")
    mine = load_patterns(tmp_path)
    assert "Ministry of Boats and Bridges" in {b.name for b in mine.actors.body}
    assert {b.name for b in load_patterns().actors.body} < {b.name for b in mine.actors.body}
    assert mine.packs == ("core", "uk-government", tmp_path.name)
    assert mine.sha256 != load_patterns().sha256


def test_a_pack_can_be_left_out(command: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert load_patterns(without=["uk-government"]).packs == ("core",)
    assert command("patterns", "--without", "mars") == 2
    assert "no pack is called mars" in capsys.readouterr().err
