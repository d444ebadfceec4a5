"""Page numbers in running heads, and lists that only look like contents."""

from lambextract.document.model import Box, Page, Passage, Word
from lambextract.layout.furniture import label_pages
from lambextract.patterns import Patterns
from lambextract.structure.contents import take_contents


def test_the_numbers_printed_on_the_pages_are_their_labels() -> None:
    assert label_pages([[f"Plan {n}"] for n in range(3, 13)]) == [str(n) for n in range(3, 13)]


def test_numbers_on_a_few_pages_of_many_are_no_labels() -> None:
    heads = [["Plan"] for _ in range(20)]
    heads[4:6] = [["Chapter 1"], ["Chapter 2"]]
    assert label_pages(heads) == [None] * 20


def listed(*texts: str) -> Page:
    """A first page with one line for each text."""
    items = []
    for n, text in enumerate(texts):
        words = tuple(
            Word(token, Box(1, 50 + 40 * i, 80 + 14 * n, 85 + 40 * i, 90 + 14 * n), 10.0, False)
            for i, token in enumerate(text.split())
        )
        items.append(Passage(1, words))
    return Page(1, tuple(items), None, 595, 842, False)


ENTRIES = ("The locks", "The bridges", "The towpaths", "The reservoirs", "The boats")


def test_lines_that_end_in_years_are_no_contents(patterns: Patterns) -> None:
    for first, is_list in ((2014, False), (14, True)):
        page = listed(*(f"{name} {first + n}" for n, name in enumerate(ENTRIES)))
        _, contents = take_contents([page], patterns.structure, 10.0)
        assert bool(contents.entries) == is_list
