"""What a later version of a plan says of a promise, and the words that make it firm or soft."""

from typing import Literal

from .rules import TextRule, WordLists

Meaning = Literal["done", "under-way", "delayed", "transferred", "withdrawn", "possible"]


class SaidRule(TextRule):
    """Words by which a passage tells what became of a thing."""

    means: Meaning


class FirmnessRule(TextRule):
    """Words that go with a verb, and the level of the promise that is made with them; plain "will" is 2."""

    level: float


class ChangePatterns(WordLists):
    """The rules of ``changes.toml``."""

    said: tuple[SaidRule, ...] = ()
    firmness: tuple[FirmnessRule, ...] = ()
