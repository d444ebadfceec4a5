"""What a sentence on a promise needs of English: small first words, verb groups, passives, prepositions of time.

The words are those of the patterns.
"""

import re

from ..patterns import ChangePatterns
from ..records.dataset import Commitment, DeadlineRecord

GROUP = 45  # characters before a verb in which its auxiliaries stand
LONGEST_GROUP = 8  # words


class Grammar:
    """Answers by a set of patterns."""

    def __init__(self, patterns: ChangePatterns) -> None:
        self.openings = patterns.listed("opening")
        self.determiners = patterns.listed("determiner")
        self.adverbs = patterns.listed("adverb")
        self.be = patterns.listed("be")
        self.groups = patterns.listed("verb_group")
        before_time = "|".join(map(re.escape, sorted(patterns.listed("before_time"), key=len, reverse=True)))
        self.preposition = re.compile(rf"^(?:{before_time})\s+", re.IGNORECASE)

    def within(self, text: str, common: frozenset[str] = frozenset()) -> str:
        """A text as it goes on within a sentence: its first word small where it is a small one, or one of ``common``."""
        first = text.split(" ", 1)[0]
        small = first.casefold() in self.determiners | self.openings | common
        return text[:1].lower() + text[1:] if small and not first[1:].isupper() else text

    def when(self, deadline: DeadlineRecord | None) -> str:
        """A deadline's words without their preposition."""
        return self.preposition.sub("", deadline.text) if deadline is not None else "no date"

    def is_passive(self, commitment: Commitment) -> bool:
        """Whether a form of *be* stands right before the verb in the sentence, adverbs left out."""
        before = commitment.quote[: commitment.action.start - commitment.quote_start].casefold().split()
        while before and (before[-1].endswith("ly") or before[-1] in self.adverbs):
            before.pop()
        return bool(before) and before[-1] in self.be

    def verb_group(self, commitment: Commitment) -> str:
        """The verb with the words that say how firmly it is promised: will also consider consolidating."""
        action, start = commitment.action, commitment.quote_start
        end = commitment.actor.end
        first = end if end is not None and end <= action.start else None
        verb_end = action.start + len(action.verb or "")
        words = commitment.quote[max(0, (first or action.start - GROUP) - start) : verb_end - start].split()
        if first is None:
            words = words[1:]
        openings = [i for i, word in enumerate(words[:-1]) if word.casefold() in self.groups]
        if openings:
            words = words[openings[-1] :]
        return " ".join(words[-LONGEST_GROUP:])
