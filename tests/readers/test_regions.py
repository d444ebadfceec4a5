"""Regions of a page: headings that stand in the margin beside the text."""

from lambextract.document.model import Box, Word
from lambextract.layout.regions import columns_within


def row(y: float, *runs: tuple[float, str, bool]) -> list[Word]:
    """Words of one row: each run begins at its x, five points for each character."""
    words: list[Word] = []
    for x, text, bold in runs:
        at = x
        for token in text.split():
            words.append(Word(token, Box(1, at, y, at + 5 * len(token), y + 10), 10.0, bold))
            at += 5 * (len(token) + 1)
    return words


def told(groups: list[list[Word]]) -> list[str]:
    return [" ".join(w.text for w in group) for group in groups]


def test_headings_beside_the_text_come_before_the_text_that_they_stand_beside() -> None:
    words = [
        *row(0, (50, "Locks", True), (200, "The Trust will mend the locks.", False)),
        *row(12, (50, "and weirs", True), (200, "It will do so by May.", False)),
        *row(24, (200, "It has begun.", False)),
        *row(36, (200, "It will go on.", False)),
        *row(48, (50, "Bridges", True), (200, "The Trust will paint the bridges.", False)),
        *row(60, (200, "It will be green.", False)),
        *row(72, (200, "It will shine.", False)),
        *row(84, (50, "Timetable", True)),
    ]
    assert told(columns_within(words, [])) == [
        "Locks and weirs",
        "The Trust will mend the locks. It will do so by May. It has begun. It will go on.",
        "Bridges",
        "The Trust will paint the bridges. It will be green. It will shine.",
        "Timetable",
    ]


def test_numbers_and_plain_words_in_the_margin_are_no_headings() -> None:
    for bold, margin in ((True, "1.1"), (False, "Locks")):
        words = [
            *row(0, (50, margin, bold), (200, "The Trust will mend the locks.", False)),
            *row(12, (200, "It will do so by May.", False)),
            *row(24, (200, "It has begun.", False)),
        ]
        assert len(columns_within(words, [])) == 1
