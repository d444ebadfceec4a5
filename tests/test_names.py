"""Names of bodies as a text joins them: whatever stands there, no name is empty and nothing breaks."""

from hypothesis import given, settings
from hypothesis import strategies as st

from lambextract.extraction.actors.name_forms import clean_name, parted
from lambextract.patterns import load_patterns

PATTERNS = load_patterns().actors
WORDS = ("and", "the", ", the", "and the", "of", "for", "A", "The", "Give", "Board", "Agency", "Department", "Centre",
         "Minister", "Trust", "Council", "Office", "’s", "“")  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join))
@settings(max_examples=400, deadline=None)
def test_names_that_are_parted_are_never_empty(name: str) -> None:
    assert all(parted(name, PATTERNS))


def test_names_joined_by_and_are_two_bodies() -> None:
    assert parted("Home Office and Cabinet Office", PATTERNS) == ["Home Office", "Cabinet Office"]
    assert parted(clean_name(", the A Trust", PATTERNS), PATTERNS) != [""]
    assert parted("", PATTERNS) == []
