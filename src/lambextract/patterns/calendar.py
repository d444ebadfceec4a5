"""What words of time span."""

from .rules import Model, Words


class CalendarPatterns(Model):
    """The rules of ``calendar.toml``."""

    words: Words = {}
