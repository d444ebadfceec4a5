"""The forms of entries: sentences, orders, things done, and names of things without a finite verb."""

import re

from ...language.list_forms import Wording, unnumbered
from ...language.model import is_base_form
from ...patterns import Patterns

NAMED_TO = re.compile(
    r"(?:The )?[A-Z][\w&’'-]*(?: (?:of|for|and|the|&|[A-Z][\w&’'-]*))* to [a-z]+ "
)  # "CRA to submit the"


class EntryForms:
    """Tells in which form a list item or a cell stands, by the words of the patterns."""

    def __init__(self, patterns: Patterns) -> None:
        words = patterns.modality.words
        self.patterns = patterns
        # a finite verb that no pronoun opens: "Training … will begin", not "Producing guidance which will help"
        not_after = "".join(rf"(?<!\b{re.escape(w)} )" for w in words.get("opens_a_clause", ()))
        self.finite = re.compile(rf"{not_after}\b(?:{any_of(words.get('finite', ()))})\b")
        # what shows an entry: a participle with nothing or a preposition after it, a predicate, "to be"
        after, predicates = any_of(words.get("after_participle", ())), any_of(words.get("entry_predicate", ()))
        self.done = re.compile(
            rf"(?<=\w )(?:to be \w+|\w{{2,}}(?:ed|ised)(?= (?:{after})\b|[.,;]|$)|(?:{predicates})(?= |[.,;]|$))",
            re.IGNORECASE,
        )
        self.opening_clause = re.compile(rf"[.;]|\b(?:{any_of(words.get('opens_a_later_clause', ()))})\b")
        nouns = "|".join(sorted(patterns.modality.listed("noun_too")))
        self.noun_too = re.compile(rf"(?:{nouns}) (?:{after})\b", re.IGNORECASE)
        self.orders = patterns.actions.verbs
        self.wording = Wording(
            lambda word: is_base_form(word, "verb"),
            lambda word: is_base_form(word, "noun") or is_base_form(word, "adj"),
            self.is_finite,
            lambda text: self.noun_too.match(text) is not None or re.match(r"[\w-]+ of\b", text) is not None,
        )

    def is_finite(self, text: str) -> bool:
        """Whether the opening clause of a text has a finite verb."""
        return self.finite.search(self.opening_clause.split(text, maxsplit=1)[0]) is not None

    def is_order(self, text: str) -> bool:
        """Whether a text begins with a verb in its base form: "Publish the standard", not "Support for schools"."""
        first = opening_word(text)
        return (
            first[:1].isupper()
            and first.casefold() in self.orders
            and not self.noun_too.match(text)
            and not self.is_finite(text)
            and self.entry_at(text) is None
        )

    def is_whole(self, text: str) -> bool:
        """Whether an action cell can be read as it stands: a sentence, "CRA to submit the case", "Contract awarded"."""
        if self.entry_at(text) is not None:
            return True
        if opening_word(text).casefold() in self.orders:
            return False
        return self.is_finite(text) or NAMED_TO.match(text) is not None

    def entry_at(self, text: str) -> int | None:
        """Where the verb stands of an entry that names a thing and then what is to be done with it, without a finite verb.

        "Contract | awarded to a firm", "Pipeline | under way"; "Review of schools | to be completed".
        """
        if self.is_finite(text):
            return None
        first = text.split(" ", 1)[0].casefold()
        found = self.done.search(text)
        order = first in self.orders and not (found and found.start() == len(first) + 1)
        if found is None or (order and "to be" not in found.group()):
            return None
        return found.start()

    def is_done(self, first: str, text: str) -> bool:
        """Whether a list item begins with a past participle: "Recruited 20 advisers"."""
        known = self.patterns.modality.listed("not_participle")
        done = re.fullmatch(r"[A-Za-z-]{2,}ed", first) is not None and first.casefold() not in known
        done = done or first.casefold() in self.patterns.modality.listed("participles")
        return done and not self.finite.search(text) and self.entry_at(text) is None


def any_of(words: tuple[str, ...]) -> str:
    """An alternation of words."""
    return "|".join(map(re.escape, words))


def opening_word(text: str) -> str:
    """The first word of a text behind its number, without a comma."""
    return re.split(r"[ ,]", unnumbered(text), maxsplit=1)[0]
