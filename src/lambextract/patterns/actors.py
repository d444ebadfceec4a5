"""Who acts, and how bodies are named."""

import re
from functools import cached_property

from .rules import Rule, TextRule, WholeRule, WordLists


class BodyRule(Rule):
    """A body known beforehand, with other names that plans use for it."""

    aliases: tuple[str, ...] = ()


class ActorPatterns(WordLists):
    """The rules of ``actors.toml``."""

    body: tuple[BodyRule, ...] = ()
    introduction: tuple[TextRule, ...] = ()
    lead: tuple[TextRule, ...] = ()
    government: tuple[TextRule, ...] = ()
    publisher: tuple[WholeRule, ...] = ()

    @cached_property
    def kinds(self) -> dict[str, frozenset[str]]:
        """Nouns by the kind of subject that they make, in lower case."""
        names = ("people", "group", "event", "document", "writing")
        return {name: self.listed(name) for name in names}

    @cached_property
    def body_nouns(self) -> frozenset[str]:
        """Nouns that head a body's name, with their capitals."""
        return frozenset(self.words.get("body_noun", ()))

    @cached_property
    def self_words(self) -> frozenset[str]:
        """Words for the publishing body, in lower case, without "the"."""
        return frozenset(w.removeprefix("the ") for w in self.listed("self"))

    @cached_property
    def determiner(self) -> re.Pattern[str]:
        """An article or the like before a noun phrase."""
        return re.compile(rf"^(?:{self.any_of('determiner')})\s+", re.IGNORECASE)

    @cached_property
    def before_name(self) -> re.Pattern[str]:
        """Words that stand before a name and are none of it."""
        return re.compile(rf"^(?:(?:{self.any_of('before_a_name')}) )+", re.IGNORECASE)

    @cached_property
    def told(self) -> re.Pattern[str]:
        """A name (its group) that tells what it found: that of the reviewer whom the plan answers."""
        adverbs, verbs = self.any_of("again", "further", "then"), self.any_of("reviewer_verb")
        return re.compile(rf"\b([A-Z]\w+) (?:(?:{adverbs}) )?(?:{verbs})\b")

    @cached_property
    def asks(self) -> str:
        """Verbs that ask a body to do something, as alternatives of a regular expression."""
        return self.any_of("asks")

    @cached_property
    def does(self) -> str:
        """Words behind a body's name that show it acting, as alternatives of a regular expression."""
        return self.any_of("does")

    @cached_property
    def addressed(self) -> re.Pattern[str]:
        """What a title goes on with that names whom the document is for, or whom it answers."""
        nouns, links = self.any_of("addressed_document"), self.any_of("addressing")
        return re.compile(rf"\b(?:{nouns}) (?:{links})\b.*", re.IGNORECASE | re.DOTALL)

    def any_of(self, *lists: str) -> str:
        """The words of some lists as alternatives of a regular expression, the longest first."""
        words = {word for name in lists for word in self.words.get(name, ())}
        return "|".join(map(re.escape, sorted(words, key=lambda w: (-len(w), w))))
