"""Paragraphs that are longer than what is parsed at once."""

from pathlib import Path

import pytest

import lambextract
from lambextract.language import parser

SAID = "The Agency will publish guidance on weirs by March 2031. It has trained 85 staff. Ministers will lay an order in 2032. "


def test_pieces_are_the_text_and_end_with_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "LONGEST", 100)
    for text in (SAID * 5, "word " * 90, "x" * 350, "", "short"):
        pieces = parser.pieces_of(text)
        assert "".join(pieces) == text
        assert all(len(p) <= 100 for p in pieces)
    assert all(p.endswith(". ") for p in parser.pieces_of(SAID * 5)[:-1])


def test_a_paragraph_in_pieces_gives_what_it_gives_whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(f"# Weirs\n\n{SAID * 4}\n", "utf-8")
    whole = lambextract.build(plan)
    monkeypatch.setattr(parser, "LONGEST", 130)
    assert lambextract.build(plan).commitments == whole.commitments
    assert len(whole.commitments) > 7
