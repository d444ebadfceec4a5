"""Text in the wild: a promise is found with any character in any gap that a reader does not see there."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import lambextract
from lambextract.patterns import Patterns
from lambextract.readers.characters import as_shown
from lambextract.readers.glyphs import shown
from lambextract.records.dataset import Dataset
from tests.pdfs import Run, pdf_of

PROMISE = "The Government will give £3 million to the Boats Agency’s re-opening of Llanfôr’s lock by May 2017."
PLAN = "# Plan\n\nDepartment of Boats\n\nJune 2016\n\n## 1 Locks\n\n{promise}\n"
WORDS = PROMISE.split(" ")
UNSEEN = [
    *map(chr, range(0x80, 0x85)),
    *map(chr, range(0x86, 0xA0)),
    *"\x01\x08\x0e\x1b\x7f\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061",
    *"\u2064\u2066\u2067\u2068\u2069\u206f\ufe00\ufe0f\ufeff\ufffb\ufdd0\U000e0020\U000e0100",
]
SPACES = [
    " ",
    "  ",
    "\u00a0",
    "\u2002",
    "\u2003",
    "\u2009",
    "\u202f",
    "\u205f",
    "\u3000",
    "\x1f",
    "&nbsp;",
    "&#160;",
    "&thinsp;",
]
LINES = ["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028", " \n", "\n  "]


def told(dataset: Dataset) -> list[object]:
    """What a promise says."""
    return [
        (
            c.actor.name,
            c.action.lemma,
            c.action.object,
            c.deadline and c.deadline.end,
            [f.amount for f in c.funding],
            c.quote,
        )
        for c in dataset.commitments
    ]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory, patterns: Patterns) -> Callable[[str], list[object]]:
    """What a plan with this text for its promise says."""
    file = tmp_path_factory.mktemp("plan") / "plan.md"

    def reading(promise: str) -> list[object]:
        file.write_text(PLAN.format(promise=promise), encoding="utf-8", newline="")
        return told(lambextract.build(file, patterns=patterns))

    return reading


@pytest.fixture(scope="module")
def plain(read: Callable[[str], list[object]]) -> list[object]:
    """What the plan says as it is."""
    found = read(PROMISE)
    assert len(found) == 1
    assert found[0][-1] == PROMISE  # type: ignore[index]
    return found


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_promise_is_found_with_unseen_characters_in_its_gaps(data: st.DataObject, read, plain) -> None:
    gap = st.builds(
        lambda before, space, after: "".join(before) + space + "".join(after),
        st.lists(st.sampled_from(UNSEEN), max_size=3),
        st.sampled_from([*SPACES, *LINES]),
        st.lists(st.sampled_from(UNSEEN), max_size=3),
    )
    gaps = data.draw(st.lists(gap, min_size=len(WORDS) - 1, max_size=len(WORDS) - 1))
    text = WORDS[0] + "".join(g + w for g, w in zip(gaps, WORDS[1:], strict=True))
    assert read(text) == plain


@pytest.mark.parametrize("unseen", UNSEEN, ids=lambda c: f"U+{ord(c):04X}")
def test_no_unseen_character_in_every_gap_and_word_changes_what_is_read(unseen: str, read, plain) -> None:
    assert read(f" {unseen}".join(WORDS)) == plain
    assert read(unseen + f"{unseen} {unseen}".join(WORDS) + unseen) == plain


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_accents_are_on_their_letters(form: str, read, plain) -> None:
    assert read(unicodedata.normalize(form, PROMISE)) == plain


@pytest.mark.parametrize(
    ("other", "one"),
    [
        ("give", "gi\u00adve"),
        ("re-opening", "re\u2011opening"),
        ("’s re", "\x92s re"),
        ("’s", "\u02bcs"),
        ("Agency", "Agen\u200bcy"),
    ],
)
def test_what_looks_alike_is_read_alike(other: str, one: str, read, plain) -> None:
    assert PROMISE.replace(other, one) != PROMISE
    assert read(PROMISE.replace(other, one)) == plain


def test_a_soft_hyphen_at_a_lines_end_parts_a_word(read, plain) -> None:
    assert read(PROMISE.replace("opening", "open\u00ad\ning")) == plain


def test_straight_quotes_are_as_good_as_curly_ones(read, plain) -> None:
    found = read(PROMISE.replace("’", "'"))
    assert str(found).replace('"', "'").replace("'s", "’s") == str(plain).replace('"', "'")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("line", ["\n", "\r\n", "\r"])
def test_line_ends_and_byte_order_marks_are_no_text(
    encoding: str, line: str, tmp_path: Path, plain, patterns: Patterns
) -> None:
    file = tmp_path / "plan.md"
    file.write_bytes(PLAN.format(promise=PROMISE).replace("\n", line).encode(encoding))
    assert told(lambextract.build(file, patterns=patterns)) == plain


@pytest.mark.parametrize("name", ["Siân Ó Súilleabháin", "משרד התחבורה", "وزارة النقل", "Ynys Môn", "Zoë Ní Bhriain"])
def test_names_of_all_scripts_stay_as_they_are(name: str, read) -> None:
    (found,) = read(f"The Government will give £3 million to {name} by May 2017.")
    assert found[-1] == f"The Government will give £3 million to {name} by May 2017."  # type: ignore[index]
    assert found[3] == "2017-05-31"  # type: ignore[index]


def test_a_pdf_is_read_in_the_same_way(tmp_path: Path, patterns: Patterns) -> None:
    file = tmp_path / "plan.pdf"
    words = [Run(60, 60, "1 Locks", 14), Run(60, 100, "The Government will re-open the\xa0lock by May 2017.")]
    file.write_bytes(pdf_of([words]))
    (found,) = lambextract.build(file, patterns=patterns).commitments
    assert found.quote == "The Government will re-open the lock by May 2017."
    assert shown("re\u00adopen\u200b") == "re-open"


@given(st.text())
def test_what_is_shown_is_shown_again_as_it_is(text: str) -> None:
    assert as_shown(as_shown(text)) == as_shown(text)
    assert not any(unicodedata.category(c) == "Cc" and not c.isspace() for c in as_shown(text))
