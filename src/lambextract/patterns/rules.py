"""What a rule is: a name, a match, and the texts that prove it."""

import re
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from .bounded import BoundedRegex

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")

Words = dict[str, tuple[str, ...]]


class Model(BaseModel):
    """Checked when read, unchangeable afterwards, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class WordLists(Model):
    """A pattern file with lists of words beside its rules."""

    words: Words = Field(default_factory=dict)

    def listed(self, name: str) -> frozenset[str]:
        """A list of words in lower case; empty where there is none of that name."""
        return self.folded.get(name, frozenset())

    @cached_property
    def folded(self) -> dict[str, frozenset[str]]:
        """The lists of words in lower case."""
        return {name: frozenset(w.casefold() for w in words) for name, words in self.words.items()}


class Rule(Model):
    """A named rule with texts that it must match (``hits``) and texts that it must not (``misses``).

    ``given``: it comes, in whole or in part, from the user's pattern files.
    """

    name: str
    note: str = ""
    given: bool = False
    hits: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()


class TextRule(Rule):
    """A rule whose ``match`` is a regular expression over text, read without regard to case.

    ``{list}`` in it stands for the words of that list in ``[words]``, longest first.
    """

    match: str

    @model_validator(mode="after")
    def compiles(self) -> Self:
        self.regex  # noqa: B018 (what does not compile is told where it is read)
        return self

    @cached_property
    def regex(self) -> Any:  # noqa: ANN401
        """The match, compiled: a ``re.Pattern``, or a ``BoundedRegex`` for what the user wrote."""
        return BoundedRegex(self.name, self.match) if self.given else re.compile(self.match, re.IGNORECASE)

    @classmethod
    def expanded(cls, raw: dict[str, Any], words: Words) -> dict[str, Any]:
        """The raw rule with its placeholders filled in; an unknown list is an error that names it."""
        if "match" not in raw:
            return raw

        def fill(found: re.Match[str]) -> str:
            if found[1] not in words:
                raise ValueError(f"no list of words is called {found[1]!r}")
            return "(?:" + "|".join(sorted(map(as_regex, words[found[1]]), key=len, reverse=True)) + ")"

        return {**raw, "match": PLACEHOLDER.sub(fill, str(raw["match"]))}

    def full(self, text: str) -> re.Match[str] | None:
        """The match over the whole of ``text``, surrounding white space left out."""
        found: re.Match[str] | None = self.regex.fullmatch(text.strip())
        return found

    def find(self, text: str) -> "list[re.Match[str]]":
        """Every match within ``text``, from the left, none overlapping another."""
        return list(self.regex.finditer(text))

    def tests(self, text: str) -> bool:
        """Whether the rule fires on one of its example texts."""
        return self.regex.search(text) is not None


def as_regex(word: str) -> str:
    """A plain word as a regular expression: spaces match any white space, a straight apostrophe the curly one too."""
    return re.escape(word).replace(r"\ ", r"\s+").replace("'", "['’]").replace("’", "['’]")


class WholeRule(TextRule):
    """A text rule that must match the whole of a text."""

    def tests(self, text: str) -> bool:
        return self.full(text) is not None


class PartRule(WholeRule):
    """A heading that opens a part. ``word``: the group of the match that says what parts are called (chapter, theme …)."""

    id: str
    word: str | None = None

    @property
    def lettered(self) -> bool:
        """Whether its parts may be counted by letters."""
        return "[a-z]" in self.match


class NumberRule(WholeRule):
    """A paragraph's number; numbers of one ``scheme`` form one sequence."""

    scheme: Literal["decimal", "whole", "bare", "letter", "prefixed"]


class ReferenceRule(TextRule):
    """Words that refer to another place in the document: group ``n``, and ``m`` for the end of a range."""

    to: Literal["recommendation", "paragraph", "chapter", "annex"]
