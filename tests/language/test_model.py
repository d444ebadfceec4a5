"""What the model's pipes are asked for once is what they say each time; plain dates are what dateparser makes of them."""

import importlib
from typing import Any

import pytest

from lambextract.extraction.mentions import calendar
from lambextract.language.model import MODELS, model, parsed, ruler
from lambextract.patterns import Patterns
from lambextract.records.dataset import Dataset

ODD = (
    "There's a lock, isn't there? It ain't ours. We're gonna open it; let's go. Y'all got ta see it.",
    "He'd better have. Whose is it? That which is, is. \n\n To be or not to be: $5m, 3rd, 1990s, U.K.'s.",
    "The following will be published: (a) guidance; (b) plans. More is better, most of all. I'd've gone.",
)


def untouched() -> Any:
    """The model as it is loaded, all of its pipes its own."""
    for name in MODELS:
        try:
            return importlib.import_module(name).load(exclude=["ner", "senter"])
        except ModuleNotFoundError:
            continue
    return None


def told(doc: Any) -> list[tuple[Any, ...]]:
    """All that is known of each token."""
    return [(t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.head.i, t.is_sent_start) for t in doc]


def test_what_is_asked_for_once_is_what_the_pipes_say(sample: Dataset) -> None:
    texts = [*ODD, *(b.text for b in sample.blocks), *ODD]
    theirs = list(untouched().pipe(texts, batch_size=len(texts)))
    for ours, expected in zip(parsed(texts), theirs, strict=True):
        assert told(ours) == told(expected), expected.text
    assert ruler().plain
    assert len(ruler().known) > 100


def test_a_pattern_that_asks_for_more_is_left_to_the_pipe() -> None:
    from lambextract.language.model import Ruler

    class Pipe:
        """A ruler that looks at a token's shape."""

        patterns = ({"patterns": [[{"SHAPE": "dddd"}]], "attrs": {"POS": "NUM"}, "index": 0},)

        def __init__(self) -> None:
            self.seen: list[object] = []

        def __call__(self, doc: object) -> None:
            self.seen.append(doc)

    pipe = Pipe()
    doc = model().make_doc("In 2010 it was open.")
    Ruler(pipe).annotate(doc)
    Ruler(pipe).annotate(doc)
    assert pipe.seen == [doc, doc]


@pytest.mark.parametrize("year", ["1999", "2012"])
def test_plain_dates_are_what_dateparser_makes_of_them(patterns: Patterns, year: str) -> None:
    months = patterns.calendar.months
    texts = [f"{m} {year}" for m in months] + [f"{m.title()}. {year}" for m in months]
    texts += [form.format(day=d, year=year) for d in (0, 1, 9, 28, 29, 30, 31, 32) for form in FORMS]
    for text in texts:
        words = calendar.NO_PART.sub(" ", text)
        assert calendar.named_day(text, patterns.calendar) == calendar.parsed(words), text


FORMS = (
    "{day} February {year}",
    "{day}th of June {year}",
    "Sept {day} {year}",
    "December {day}, {year}",
    "0{day} may {year}",
    "{day} may {day} {year}",
)
