"""What holds of any text: of the grammars of dates and sums, of the splitter of sentences, and of tables that are rebuilt."""

import itertools
import string
from calendar import month_abbr, month_name, monthrange
from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lambextract.document.model import Block, Passage, Source, TableRow
from lambextract.extraction.mentions.calendar import Context
from lambextract.extraction.mentions.deadlines import find_times
from lambextract.extraction.mentions.funding import find_money
from lambextract.language.parser import Reader
from lambextract.limits import Clock, Limits
from lambextract.patterns import Patterns
from lambextract.readers.source import Fetched, Request
from lambextract.readers.text import read_text
from lambextract.structure import structure_of

CONTEXT = Context(published=(2016, 6))
SOME = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
PIECES = [
    *(
        "by",
        "in",
        "from",
        "until",
        "before",
        "between",
        "and",
        "to",
        "of",
        "the",
        "end",
        "early",
        "mid",
        "late",
        "spring",
        "Summer",
    ),
    *(
        "2016",
        "2017/18",
        "2017-2018",
        "31",
        "1st",
        "30th",
        "May",
        "Feb",
        "September",
        "2016.",
        "Q1",
        "first quarter",
        "year",
        "years",
    ),
    *(
        "next",
        "two",
        "three",
        "months",
        "financial year",
        "term",
        "£",
        "£3m",
        "€1,000",
        "$2.5 billion",
        "1.5",
        "million",
        "up to",
    ),
    *(
        "per year",
        "00",
        "99",
        "13/13/2017",
        "31.6.14",
        "1/1/0001",
        "9999",
        "0000",
        "29 February",
        "-",
        "–",
        ",",
        "(",
        ")",
        "%",
        "k",
    ),
]
TEXTS = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join))
DAYS = st.dates(date(1990, 1, 1), date(2089, 12, 31))


@SOME
@given(text=TEXTS)
def test_times_and_sums_of_any_text_lie_in_it_and_make_sense(text: str, patterns: Patterns) -> None:
    for times in (True, False):
        found = find_times(text, patterns.deadlines, patterns.calendar, CONTEXT, times)
        for one, other in itertools.pairwise(found):
            assert one.span.end <= other.span.start
        for time in found:
            assert time.span.within(text) == time.text
            if time.period and time.period.start and time.period.end:
                assert time.period.start <= time.period.end
    for money in find_money(text, patterns.funding):
        assert money.span.within(text) == money.text
        assert money.amount >= 0
        assert money.max_amount is None or money.bound == "range"


@SOME
@given(
    day=DAYS,
    form=st.sampled_from(["{d} {M} {y}", "{d}{th} of {M} {y}", "{d} {m} {y}", "{M} {d}, {y}", "{d:02d}/{n:02d}/{y}"]),
)
def test_a_day_is_read_however_it_is_written(day: date, form: str, patterns: Patterns) -> None:
    assume("/" not in form or day.day > 12)  # which of two numbers is the month depends on the document
    endings = {1: "st", 2: "nd", 3: "rd"}
    text = form.format(
        d=day.day, M=month_name[day.month], m=month_abbr[day.month], y=day.year, n=day.month,
        th="th" if 11 <= day.day <= 13 else endings.get(day.day % 10, "th"),
    )  # fmt: skip
    (time,) = find_times(f"We will open the lock by {text}.", patterns.deadlines, patterns.calendar, CONTEXT)
    assert time.period is not None
    assert time.period.end == day


@SOME
@given(
    year=st.integers(1990, 2089),
    month=st.integers(1, 12),
    word=st.sampled_from(["by", "in", "before the end of", "by the end of"]),
)
def test_a_month_is_read_to_its_last_day(year: int, month: int, word: str, patterns: Patterns) -> None:
    text = f"We will open the lock {word} {month_name[month]} {year}."
    (time,) = find_times(text, patterns.deadlines, patterns.calendar, CONTEXT)
    assert time.period is not None
    assert time.period.end == date(year, month, monthrange(year, month)[1])


@SOME
@given(
    whole=st.integers(1, 999),
    part=st.one_of(st.just(""), st.integers(0, 99).map(lambda n: f".{n}")),
    sign=st.sampled_from([("£", "GBP"), ("€", "EUR"), ("US$", "USD"), ("A$", "AUD")]),
    size=st.sampled_from(
        [("", 1), ("k", 10**3), (" million", 10**6), ("m", 10**6), ("bn", 10**9), (" billion", 10**9)]
    ),
)
def test_a_sum_is_read_as_it_is_written(
    whole: int, part: str, sign: tuple[str, str], size: tuple[str, int], patterns: Patterns
) -> None:
    (money,) = find_money(f"We will spend {sign[0]}{whole}{part}{size[0]} on the lock.", patterns.funding)
    assert (money.amount, money.currency) == (Decimal(f"{whole}{part}") * size[1], sign[1])


SENTENCES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "We will open the lock.",
                "It opens in May 2017",
                "See Dr. A. B. Smith, p. 3;",
                "(a)",
                "•",
                "We’ll: ",
                "1.1",
            ]
        ),
        st.text(string.ascii_letters + " .,;:!?()’“”-–/\u00a0\n\t", max_size=40),
    ),
    max_size=8,
).map(" ".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=SENTENCES)
def test_sentences_follow_one_another_and_lose_no_word(text: str, patterns: Patterns) -> None:
    text = " ".join(text.split())
    assume(text)
    block = Block(id="b", part="p", kind="paragraph", text=text)
    reader = Reader(
        patterns.structure.listed("abbreviations"), patterns.modality.listed("preposition"), patterns.actions.verbs
    )
    found = reader.sentences_of([block], lambda _: "", lambda _: False, lambda _: None, lambda _done, _total: None)
    covered = [False] * len(text)
    for one, other in itertools.pairwise(found):
        assert one.span.start <= other.span.start
    for sentence in found:
        assert sentence.text == text[sentence.span.start : sentence.span.end]
        for at in range(sentence.span.start, sentence.span.end):
            covered[at] = True
    assert not [c for c, there in zip(text, covered, strict=True) if c.isalnum() and not there]


CELLS = st.lists(
    st.sampled_from(
        [
            "",
            "1",
            "2",
            "3.1",
            "We will open the lock.",
            "May 2017",
            "Ref",
            "Recommendation",
            "Response",
            "Locks",
            "17",
            "•",
        ]
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(CELLS, min_size=1, max_size=9), headed=st.booleans())
def test_a_table_that_is_rebuilt_loses_no_word(rows: list[list[str]], headed: bool, patterns: Patterns) -> None:
    lines = ["# Plan", "", "1.1 We will open it.", ""]
    for n, row in enumerate(rows):
        lines += [
            "| " + " | ".join(row) + " |",
            *(["| " + " | ".join("---" for _ in row) + " |"] if headed and not n else []),
        ]
    plan = Fetched("plan.md", "\n".join(lines).encode(), ".md")
    request = Request(plan, patterns.structure, Clock(Limits(), plan.name))
    reading = read_text(request)
    document = structure_of(Source("plan.md", "0" * 64, "text/markdown", None), reading, patterns, lambda _word: True)
    words = sorted(
        w.text
        for page in reading.pages
        for item in page.items
        if isinstance(item, TableRow)
        for p in passages(item)
        for w in p.words
    )
    kept = [w for b in document.blocks for w in (b.text, b.number or "", b.marker or "", str(b.recommendation or ""))]
    told = " ".join([*kept, *(w.text for e in document.aside for w in e.words), *(n.message for n in document.notices)])
    assert [w for w in words if w not in told] == []


def passages(row: TableRow) -> list[Passage]:
    """The passages in a row's cells."""
    return [passage for cell in row.cells if cell for passage in cell]
