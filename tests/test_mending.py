"""Hyphens at line ends: the document's own words decide, then a list of the language's words."""

import pytest

from lambextract.document.model import Page, Passage, Word
from lambextract.patterns import Patterns
from lambextract.structure.hyphenation import Mender

ENGLISH = {
    "respective",
    "explicit",
    "resolve",
    "solve",
    "evidence",
    "based",
    "report",
    "long",
    "term",
    "operation",
    "cooperation",
}


def words_of(text: str) -> tuple[Word, ...]:
    """Words of a text, its lines parted by |; a hyphen that is drawn by itself is written after a ~."""
    out: list[Word] = []
    for number, line in enumerate(text.split("|")):
        for word in line.split():
            first, *rest = word.split("~")
            out += [Word(first, line=number), *(Word(piece, line=number, glued=True) for piece in rest)]
    return tuple(out)


def mended(text: str, patterns: Patterns) -> str:
    """The reading text of a document of one paragraph."""
    words = words_of(text)
    page = Page(1, (Passage(1, words),))
    return Mender([page], patterns.structure, ENGLISH.__contains__).reading(words).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("their re-|spective reports", "their respective reports"),
        ("their re~-|spective reports", "their respective reports"),
        ("ex-|plicit aims", "explicit aims"),
        ("evidence-|based policy", "evidence-based policy"),
        ("a long-|term plan", "a long-term plan"),
        ("a re-use and again re-|use", "a re-use and again re-use"),
        ("decarbonisation means decarbon-|isation", "decarbonisation means decarbonisation"),
        ("UK-|based firms", "UK-based firms"),
    ],
)
def test_a_hyphen_at_a_lines_end_is_judged_by_evidence(text: str, expected: str, patterns: Patterns) -> None:
    assert mended(text, patterns) == expected


def test_where_nothing_decides_the_documents_habit_does(patterns: Patterns) -> None:
    assert mended(
        "it may solve or re-|solve re matters on an evidence-|based view of based evidence", patterns
    ).startswith("it may solve or re-solve")
    assert mended("explicit ex-|plicit respective re-|spective to re-|solve and solve re", patterns).endswith(
        "resolve and solve re"
    )
