"""Who acts, and how bodies are named."""

from functools import cached_property

from .rules import Rule, TextRule, WholeRule, WordLists


class BodyRule(Rule):
    """A body known beforehand, with other names that plans use for it."""

    aliases: tuple[str, ...] = ()


class ActorPatterns(WordLists):
    """The rules of ``actors.toml``."""

    body: tuple[BodyRule, ...] = ()
    introduction: tuple[TextRule, ...] = ()
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
