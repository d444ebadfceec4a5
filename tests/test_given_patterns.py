"""What users write into pattern files of their own: a rule that hangs or cannot be read is refused by its name."""

import time
from pathlib import Path

import pytest

from lambextract import build
from lambextract.errors import PatternError
from lambextract.patterns import load_patterns

PLAN = (
    "# Plan\n\nJune 2016\n\n## 1 Locks\n\n1.1 We will spend {n} on the lock by May 2017 and on all of its many gates.\n"
)


def built_with(folder: Path, file: str, rules: str, plan: str = PLAN) -> object:
    """The dataset of a plan, built with rules of the user's."""
    (folder / "rules").mkdir()
    (folder / "rules" / file).write_text(rules, encoding="utf-8")
    (folder / "plan.txt").write_text(plan.replace("{n}", "£3 million"), encoding="utf-8")
    return build(folder / "plan.txt", patterns=load_patterns(folder / "rules"))


def test_an_expression_that_never_ends_is_stopped_and_its_rule_named(tmp_path: Path) -> None:
    rules = "[[amount]]\nname = 'endless'\nmatch = '(?P<cur>(?:(\\w+)|(\\w)+|\\s)+)[0-9]{9}'\n"
    start = time.monotonic()
    with pytest.raises(PatternError, match=r"rule 'endless': its match takes more than 2 seconds on '") as found:
        built_with(tmp_path, "funding.toml", rules)
    assert time.monotonic() - start < 60
    assert "repeat within a repeat" in found.value.hint


def test_an_expression_in_a_date_is_bounded_in_the_rules_that_are_made_of_dates(tmp_path: Path) -> None:
    rules = "[[date]]\nname = 'endless'\nreads = 'month'\nmatch = '(?:(\\w+)|(\\w)+|\\s)+[0-9]{9}'\n"
    with pytest.raises(PatternError, match=r"rule '[\w-]+': its match takes more than 2 seconds"):
        built_with(tmp_path, "calendar.toml", rules, PLAN.replace("May 2017", "the lock and the weir " * 20))


@pytest.mark.parametrize(
    ("file", "rules", "missing"),
    [
        ("funding.toml", "[[amount]]\nname = 'own'\nmatch = 'spend .3 million'\n", "'cur'"),
        (
            "deadlines.toml",
            "[[deadline]]\nname = 'own'\nrelation = 'by'\nreads = 'last'\nmatch = 'the lock'\n",
            "'date'|'n'",
        ),
    ],
)
def test_a_group_that_rules_of_its_kind_need_is_named(file: str, rules: str, missing: str, tmp_path: Path) -> None:
    with pytest.raises(PatternError, match=rf"rule 'own': its match has no group ({missing})"):
        built_with(tmp_path, file, rules)


def test_what_a_rule_matches_and_nobody_can_read_is_told(tmp_path: Path) -> None:
    rules = "[[amount]]\nname = 'own'\nmatch = '(?P<n>spend) (?P<cur>.)(?P<mag>3)'\n"
    with pytest.raises(PatternError, match=r"rule 'own': what it matches in 'spend £3' cannot be read"):
        built_with(tmp_path, "funding.toml", rules)


def test_a_rule_of_the_users_finds_what_the_same_rule_finds_in_a_default_pack(tmp_path: Path) -> None:
    sums = [c.funding for c in build_plain(tmp_path / "a").commitments]
    rule = (Path(__file__).parents[1] / "patterns" / "core" / "funding.toml").read_text("utf-8")
    (tmp_path / "b").mkdir()
    dataset = built_with(tmp_path / "b", "funding.toml", rule)
    assert [c.funding for c in dataset.commitments] == sums  # type: ignore[attr-defined]
    assert sums[0]


def build_plain(folder: Path):
    """The dataset of the plan without rules of the user's."""
    folder.mkdir()
    (folder / "plan.txt").write_text(PLAN.replace("{n}", "£3 million"), encoding="utf-8")
    return build(folder / "plan.txt")
