"""In which form the items of a list and the cells of a column stand: orders, participles, things or sentences.

A list whose items open with verbs in their base form is a list of actions, whatever its lead-in says: the form is told from
how most of the items open, so that a word that is a verb and a noun ("Track", "Launch") is read as its neighbours are.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

Form = Literal["order", "either", "participle", "sentence", "thing"]

MOST = 0.5  # share of the items that open as the others do
SURE = 0.25  # share of them that open with words that are nothing but verbs
OPENING = re.compile(r"[^\W\d_][\w’'-]*")
ENUMERATOR = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{2,4})[.)]\s+(?=[A-Z])")  # "3. Begin", "(a) Begin"
LABEL = re.compile(r"[A-Z][A-Za-z ,&/’'-]{2,40}: (?=[A-Z][a-z])")  # "Pilots: Running"
ING = re.compile(r"[a-z-]*[aeiouy][a-z]*ing", re.IGNORECASE)  # reviewing, not bring


@dataclass(frozen=True, slots=True)
class Wording:
    """What the language says of words: whether they are verbs in their base form, and whether nouns or other words too.

    ``finite`` finds a finite verb in a text's opening clause, ``noun_phrase`` an opening word that must be a noun where it
    stands ("Support for schools").
    """

    is_verb: Callable[[str], bool]
    is_other: Callable[[str], bool]
    is_finite: Callable[[str], bool]
    is_noun_phrase: Callable[[str], bool]

    def form_of(self, text: str) -> Form:
        """How an item opens, behind its number."""
        text = unnumbered(text)
        first = OPENING.match(text)
        if first is None or self.is_finite(text):
            return "sentence" if first is not None and self.is_finite(text) else "thing"
        word = first.group().casefold()
        if ING.fullmatch(word) and self.is_participle(word):
            return "participle"
        name = first.group().isupper() and len(word) > 1
        if name or not self.is_verb(word) or self.is_noun_phrase(text):
            return "thing"
        return "either" if self.is_other(word) else "order"

    def is_participle(self, word: str) -> bool:
        """Whether a word in -ing is one of a verb: reviewing, planning; not evening."""
        stem = word[: -len("ing")]
        return any(self.is_verb(base) for base in (stem, f"{stem}e", stem[:-1] if stem[-2:-1] == stem[-1:] else stem))


def unnumbered(text: str) -> str:
    """A text without the number or the label before it: "3. Begin" is read as "Begin", "Pilots: Running" as "Running"."""
    for before in (ENUMERATOR, LABEL):
        if (match := before.match(text)) is not None:
            text = text[match.end() :]
    return text


def common_form(forms: Iterable[Form]) -> Form | None:
    """The form that most of the items have; None where there are fewer than two, or no form is that of most."""
    found = list(forms)
    if len(found) < 2:
        return None
    orders, sure = sum(f in ("order", "either") for f in found), sum(f == "order" for f in found)
    if orders >= MOST * len(found) and sure >= SURE * len(found):
        return "order"
    for form in ("participle", "thing", "sentence"):
        if sum(f == form for f in found) > MOST * len(found):
            return form
    return None
