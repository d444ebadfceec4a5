"""Months of publication, as a user gives them."""

import re

from ..errors import UsageError


def check_month(published: str | None) -> None:
    """Raise UsageError for a month of publication that is none."""
    if published is not None and not re.fullmatch(r"(?:1[5-9]|2[01])\d\d(-(0[1-9]|1[0-2]))?", published):
        raise UsageError(
            f"{published!r} is not a month of publication",
            "Give it as YYYY-MM, or YYYY if that is all you know, e.g. --published 2010-02",
        )
