"""What reading a plan may cost: time, memory, pages and text. What goes beyond is refused, and the page that did it named."""

import math
import time
from dataclasses import dataclass

from .errors import SourceError


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a plan may cost; a limit of 0 is none.

    ``seconds`` of wall-clock time for the whole build, ``page_seconds`` for each page of a PDF (and for opening it),
    ``memory`` in megabytes of each process that reads pages, ``pages`` of a PDF, ``characters`` of text in all;
    ``readers``: the processes that work on one plan at a time beside this one, 1 or 2.
    """

    seconds: float = 1800
    page_seconds: float = 30
    memory: int = 2000
    pages: int = 6000
    characters: int = 5_000_000
    readers: int = 2

    def check_pages(self, name: str, count: int) -> None:
        """Refuse a plan that has more pages. Raises SourceError."""
        if self.pages and count > self.pages:
            message = f"{name} has {count} pages, more than {self.pages}"
            raise SourceError(message, f"If all of them are the plan: lambextract build … --max-pages {count}")

    def check_characters(self, name: str, count: int) -> None:
        """Refuse a plan that holds more text. Raises SourceError."""
        if self.characters and count > self.characters:
            message = f"{name} holds more than {self.characters} characters of text"
            hint = f"If all of it is the plan: lambextract build … --max-characters {10 * self.characters}, or split it"
            raise SourceError(message, hint)


class Clock:
    """The time that a build has: it runs from the moment that the clock is made."""

    def __init__(self, limits: Limits, name: str) -> None:
        self.limits = limits
        self.name = name
        self.end = time.monotonic() + (limits.seconds or math.inf)

    def left(self) -> float:
        """The seconds that are left, infinity without a limit."""
        return self.end - time.monotonic()

    def check(self, doing: str) -> None:
        """Raise SourceError once the time is up; ``doing`` says at what."""
        if self.left() <= 0:
            raise out_of_time(self.name, self.limits.seconds, doing)


def out_of_time(name: str, seconds: float, doing: str) -> SourceError:
    """The error for a build that takes longer than it may."""
    message = f"{name} was not read within the {seconds:g} s that it was given: stopped while {doing}"
    return SourceError(
        message, f"Give it more time, or no limit: lambextract build … --timeout {10 * seconds:g}, --timeout 0"
    )
