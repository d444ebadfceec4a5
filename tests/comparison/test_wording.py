"""When two texts are the same but for typography and spelling, and what differs where they are not."""

import pytest

from lambextract.language.text_diff import marked, same_wording


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("the Agency's “lock”", 'the Agency’s "lock"'),
        ("in 2010–11", "in 2010-11"),
        ("we will re-launch it", "we will relaunch it"),
        ("instances were the advice", "instances where the advice"),
        ("design and trail training", "design and trial training"),
        ("for each  canal.", "for each canal"),
    ],
)
def test_these_are_the_same(a: str, b: str) -> None:
    assert same_wording(a, b)
    assert same_wording(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [("by May 2017", "by May 2018"), ("will open", "may open"), ("the lock", "the locks"), ("we will", "we will not")],
)
def test_these_are_not(a: str, b: str) -> None:
    assert not same_wording(a, b)


def test_what_differs_is_marked_word_by_word() -> None:
    old, new = marked("We will open the lock in May.", "We will consider opening the lock in May.")
    assert old == [("We will ", False), ("open ", True), ("the lock in May.", False)]
    assert new == [("We will ", False), ("consider opening ", True), ("the lock in May.", False)]


def test_the_runs_of_a_text_are_the_text() -> None:
    a, b = "By May we  will open\nthe lock.", "We will close it."
    old, new = marked(a, b)
    assert "".join(words for words, _ in old) == a
    assert "".join(words for words, _ in new) == b
