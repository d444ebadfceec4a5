"""A text that stands in a plan several times is parsed once, and each time it gives the same."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from lambextract.language import parser
from lambextract.language.parser import Reader

from .test_model import told

LONG = "We will open the lock by May 2017. " * (2 * parser.LONGEST // 35)
TEXTS = ["The agency will open it.", "", "It has been closed.", "The agency will open it.", LONG, "", LONG]


def test_a_text_that_stands_there_again_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    parse = parser.parsed

    def counted(texts: Sequence[str]) -> Iterator[Any]:
        asked.extend(texts)
        return parse(texts)

    monkeypatch.setattr(parser, "parsed", counted)
    docs = list(Reader().parse(TEXTS))
    assert sorted(asked) == sorted(["The agency will open it.", "", "It has been closed.", *parser.pieces_of(LONG)])
    assert [doc.text for doc in docs] == TEXTS


def test_it_gives_what_it_gives_alone() -> None:
    for doc, text in zip(Reader().parse(TEXTS), TEXTS, strict=True):
        (alone,) = Reader().parse([text])
        assert told(doc) == told(alone)
