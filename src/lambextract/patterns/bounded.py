"""Regular expressions of the user's own rules, which may not take longer than they should."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import regex

from ..errors import PatternError

SLOWEST = 2.0  # seconds that one expression may take over one text; the rules of the default packs take thousandths
SHOWN = 60  # characters of that text in the error


class GivenGroups(dict[str, Any]):
    """The named groups of a match; one that the expression does not have is an error that names the rule."""

    def __init__(self, rule: str, groups: dict[str, Any]) -> None:
        super().__init__(groups)
        self.rule = rule

    def __missing__(self, key: str) -> Any:  # noqa: ANN401
        raise without_group(self.rule, key)


class GivenMatch:
    """A match of a user's rule, in the form of ``re.Match``."""

    def __init__(self, rule: str, match: Any) -> None:  # noqa: ANN401 (of the library regex)
        self.rule = rule
        self.match = match

    def __getitem__(self, key: int | str) -> Any:  # noqa: ANN401
        try:
            return self.match[key]
        except IndexError as error:
            raise without_group(self.rule, key) from error

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (start, end, span, group …: as they are)
        return getattr(self.match, name)

    def groupdict(self) -> GivenGroups:
        """The named groups."""
        return GivenGroups(self.rule, self.match.groupdict())


def without_group(rule: str, key: int | str) -> PatternError:
    """The error for a group that a rule of its kind must have."""
    message = f"rule {rule!r}: its match has no group {key!r}, which rules of its kind need"
    return PatternError(message, f"Name a part of it: (?P<{key}>…); see the rules beside it in patterns/core.")


@contextmanager
def blamed(rule: Any, text: str) -> Iterator[None]:  # noqa: ANN401 (a Rule, which is defined with this module)
    """Tell what the reading of a user's rule's match raises as the fault of that rule."""
    try:
        yield
    except (ValueError, ArithmeticError, LookupError, TypeError, AttributeError) as error:
        if not rule.given:
            raise
        message = (
            f"rule {rule.name!r}: what it matches in {shown(text)!r} cannot be read ({type(error).__name__}: {error})"
        )
        raise PatternError(message, "Let its groups match what the groups of the rules beside it match.") from error


def shown(text: str) -> str:
    """The beginning of a text."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


class BoundedRegex:
    """A compiled expression that ends with a PatternError, which names its rule, where it takes too long.

    ``re`` cannot be stopped while it tries every way to part a text; ``regex`` can. Raises ``re.error`` for an expression
    that does not compile.
    """

    def __init__(self, name: str, match: str) -> None:
        self.name = name
        re.compile(match, re.IGNORECASE)
        try:
            self.compiled = regex.compile(match, regex.IGNORECASE | regex.VERSION0)
        except regex.error as error:
            raise re.error(str(error)) from error

    def fullmatch(self, text: str) -> GivenMatch | None:
        """The match over the whole text, or None."""
        with self.in_time(text):
            found = self.compiled.fullmatch(text, timeout=SLOWEST)
        return GivenMatch(self.name, found) if found else None

    def finditer(self, text: str) -> list[GivenMatch]:
        """Every match, from the left."""
        with self.in_time(text):
            return [GivenMatch(self.name, found) for found in self.compiled.finditer(text, timeout=SLOWEST)]

    def search(self, text: str) -> GivenMatch | None:
        """The first match, or None."""
        with self.in_time(text):
            found = self.compiled.search(text, timeout=SLOWEST)
        return GivenMatch(self.name, found) if found else None

    @contextmanager
    def in_time(self, text: str) -> Iterator[None]:
        """Turn the end of the time into the error for it."""
        try:
            yield
        except TimeoutError as error:
            raise self.too_slow(text) from error

    def too_slow(self, text: str) -> PatternError:
        """The error for a text on which the expression takes too long."""
        return PatternError(
            f"rule {self.name!r}: its match takes more than {SLOWEST:g} seconds on {shown(text)!r}",
            "A repeat within a repeat, such as (a+)+, tries every way to part a text: write it with one of them, or "
            "with ++ in place of +.",
        )
