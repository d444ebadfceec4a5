"""No rule of the default packs can be made to hang: over texts made for it, its cost grows no faster than the text."""

import time
from collections.abc import Iterator

import pytest

from lambextract.commands.alarm import stopped_after
from lambextract.patterns import Patterns
from lambextract.patterns.rules import Model, TextRule, WholeRule

# what expressions stumble over: runs of what they repeat, with an end at which they fail
UNITS = [
    ".", ". ", "l", "the lock and ", "1", " ", ", ", "of the ", "The Board ", "(", ")", "“", "-", "2016 ", "May ", "1 May 2017 ",
    "£3m ", "1,000,000 ", "/", "A.", "1.", "\t", "a\n", "we will ", "by ", "and ", "first quarter of ", "spring ", "2011/12 ",
    ": ", "a. ", "[", "a-", "Department for ", "(DfE) ", "Department (", "recommendation 1, ", "pages 3 to ", "& ",
]  # fmt: skip
LENGTH = 1000
ALLOWED = 8  # times as long for four times the text: more than four for the noise, less than the sixteen of a square
NOISE = 0.02  # seconds, below which nothing is compared


def rules_of(model: Model) -> Iterator[TextRule]:
    """All rules over text, of all pattern files."""
    for name in type(model).model_fields:
        value = getattr(model, name)
        if isinstance(value, Model):
            yield from rules_of(value)
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, TextRule))


def seconds(rule: TextRule, text: str) -> float:
    """How long a rule takes over a text, in the way in which it is used; the better of two tries."""
    use = rule.full if isinstance(rule, WholeRule) else rule.find
    tries = []
    for _ in range(2):
        start = time.process_time()
        with stopped_after(1, f"rule {rule.name}"):  # an expression that hangs fails the test instead of stopping all
            use(text)
        tries.append(time.process_time() - start)
        if tries[-1] < NOISE:
            break
    return min(tries)


@pytest.mark.slow
def test_no_rule_of_the_default_packs_can_be_made_to_hang(patterns: Patterns) -> None:
    slow = []
    for rule in rules_of(patterns):
        for unit in UNITS:
            for head, tail in (("", ""), ("We ", "!")):
                short, long = (head + (unit * n)[:n] + tail for n in (LENGTH, 4 * LENGTH))
                taken = seconds(rule, short)
                assert taken < 1, f"{rule.name} takes {taken:.1f} s over {unit!r}"
                longer = seconds(rule, long)
                if longer > max(NOISE, ALLOWED * taken):
                    slow.append(f"{rule.name} over {unit!r}: {taken:.3f} s, {longer:.3f} s")
    assert slow == []
