"""How firmly a thing is promised: by the words that go with its verb, and by whether the verb itself has stepped back.

"Will launch" became "will assess the case for launching": whatever the new verb is, the promised one stands under it.
"""

import re

from ..likeness.similarity import stem, stems
from ..patterns import ChangePatterns
from ..records.dataset import Commitment

PLAIN = 2.0  # the level of plain "will"; the levels of other words stand in the patterns
LEVELS = {"firm": PLAIN, "conditional": 1.25, "tentative": 1.0}
SOFTER_RULES = ("plan",)  # rules of the build by which a promise is an intention: plans to, intends to
INTENDED = 1.5
BEFORE, AFTER = 60, 60  # characters before the verb, and behind it, in which the words stand that go with it
HANGS = "hangs"  # the rule of what a promise hangs on
LONGEST_CLAUSE = 9  # words of a clause that is quoted
CLAUSES = re.compile(r"; |, (?:and|but|while) | and, ")
STEP = 0.2  # a difference of levels that is none


class Firmness:
    """Tells how firmly things are promised, by the rules of a set of patterns."""

    def __init__(self, patterns: ChangePatterns) -> None:
        self.patterns = patterns
        self.as_firm = frozenset(map(stem, patterns.listed("as_firm")))

    def level(self, commitment: Commitment) -> float:
        """The level of a promise: 2 for plain "will", more for what binds, less for what softens."""
        said = [r.level for r in self.patterns.firmness if r.tests(words_around(commitment))]
        level = LEVELS[commitment.strength]
        if any(rule in SOFTER_RULES for rule in commitment.patterns):
            level = min(level, INTENDED)
        softest = min((level, *(n for n in said if n < PLAIN)))
        return max(said, default=softest) if softest == PLAIN else softest

    def difference(self, old: Commitment, new: Commitment) -> int:
        """-1 if a thing is promised less firmly than before, 1 if more firmly, 0 if neither."""
        before, after = self.level(old), self.level(new)
        if abs(after - before) > STEP:
            return -1 if after < before else 1
        if (more := self.conditions(new) - self.conditions(old)) and old.strength == new.strength:
            return -1 if more > 0 else 1
        return self.stepped_back(new, old) - self.stepped_back(old, new)

    def words(self, commitment: Commitment) -> list[str]:
        """The words that make a promise softer or firmer than plain "will", as they stand in its sentence."""
        near, whole = words_around(commitment), commitment.quote
        hits = ((r, m) for r in self.patterns.firmness for m in r.find(whole if r.name == HANGS else near))
        return [clause_from(m.string, m.start()) for _, m in hits]

    def hangs(self, text: str) -> bool:
        """Whether a text names a condition."""
        return any(r.tests(text) for r in self.patterns.firmness if r.name == HANGS)

    def conditions(self, commitment: Commitment) -> int:
        """How many conditions a sentence names."""
        clause = clause_around(commitment)
        return sum(len(r.find(clause)) for r in self.patterns.firmness if r.name == HANGS)

    def stepped_back(self, old: Commitment, new: Commitment) -> bool:
        """Whether the verb that was promised stands under another one: launch → assess the case for launching."""
        verb, other = (stem((c.action.lemma or "").casefold()) for c in (old, new))
        if not verb or not other or verb == other or other in self.as_firm:
            return False
        return verb in stems(new.action.text) and other not in stems(old.quote)


def clause_from(text: str, start: int) -> str:
    """The words from a place in a text to the end of its clause, a few at most."""
    return " ".join(re.split(r"[,;.:]", text[start:], maxsplit=1)[0].split()[:LONGEST_CLAUSE])


def clause_around(commitment: Commitment) -> str:
    """The part of a sentence that a commitment's verb stands in, parted at commas before or behind "and" and "but"."""
    at = commitment.action.start - commitment.quote_start
    start, end = 0, len(commitment.quote)
    for mark in CLAUSES.finditer(commitment.quote):
        if mark.end() <= at:
            start = mark.end()
        elif mark.start() > at:
            end = mark.start()
            break
    return commitment.quote[start:end]


def words_around(commitment: Commitment) -> str:
    """The words before a verb that go with it, the verb, and those right behind it."""
    verb = commitment.action.start - commitment.quote_start
    end = verb + len(commitment.action.verb or "")
    before = commitment.quote[:verb]
    for mark in (". ", "; ", ": "):
        before = before.rsplit(mark, 1)[-1]
    return before[-BEFORE:] + commitment.quote[verb : end + AFTER]
