"""Times that cannot both be meant, and bodies that may be one."""

from datetime import date

import pytest

from lambextract.likeness.bodies import may_be_one
from lambextract.linking.conflicts import apart, named_period
from lambextract.records.dataset import DeadlineRecord, Relation


def time(relation: Relation, start: str | None, end: str | None, precision: str, edtf: str) -> DeadlineRecord:
    """A deadline."""
    return DeadlineRecord(
        text=edtf, relation=relation, edtf=edtf, start=start, end=end, precision=precision, source="sentence",
        start_char=0, end_char=1,
    )  # fmt: skip


BY_SEP_11 = time("by", None, "2011-09-30", "month", "../2011-09")
BY_SEP_10 = time("by", None, "2010-09-30", "month", "../2010-09")
BY_AUTUMN = time("by", None, "2010-11-30", "season", "../2010-23")
IN_JULY = time("in", "2010-07-01", "2010-07-31", "month", "2010-07")
IN_SUMMER = time("in", "2010-06-01", "2010-08-31", "season", "2010-22")
IN_OCTOBER = time("in", "2010-10-01", "2010-10-31", "month", "2010-10")
FROM_SEP = time("from", "2010-09-01", None, "month", "2010-09/..")
ALL_YEAR = time("throughout", "2011-01-01", "2011-12-31", "year", "2011")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (BY_SEP_11, BY_SEP_10, True),
        (BY_SEP_10, BY_AUTUMN, False),  # September is autumn
        (IN_JULY, IN_SUMMER, False),
        (IN_JULY, IN_OCTOBER, True),
        (IN_JULY, BY_SEP_10, False),  # what is done in July is done by September
        (IN_OCTOBER, BY_SEP_10, True),
        (IN_JULY, FROM_SEP, True),
        (IN_OCTOBER, FROM_SEP, False),  # what goes on from September goes on in October
        (FROM_SEP, BY_SEP_11, False),
        (IN_JULY, ALL_YEAR, False),
    ],
)
def test_times_that_cannot_both_be_meant(one: DeadlineRecord, other: DeadlineRecord, expected: bool) -> None:
    assert apart(one, other) is apart(other, one) is expected


def test_what_a_time_names_is_told_from_its_last_day() -> None:
    assert named_period(BY_SEP_11) == (date(2011, 9, 1), date(2011, 9, 30))
    assert named_period(BY_AUTUMN) == (date(2010, 9, 1), date(2010, 11, 30))
    assert named_period(FROM_SEP) == (date(2010, 9, 1), date(2010, 9, 30))
    day = time("by", None, "2010-02-28", "day", "../2010-02-28")
    assert named_period(day) == (date(2010, 2, 28), date(2010, 2, 28))
    assert named_period(time("after", None, None, "event", "")) is None


def test_a_short_name_may_be_one_of_a_long_one() -> None:
    assert may_be_one("CNA", "Canals and Navigations Agency")
    assert may_be_one("departments", "government departments")
    assert not may_be_one("BSB", "Canals and Navigations Agency")
    assert not may_be_one("Harbour Board", "Coastguard Agency")
