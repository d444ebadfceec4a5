"""A change in a sentence that could be printed. Templates only: what happened was decided before."""

import re
from collections.abc import Iterable

from ..dataset.similarity import SMALL
from ..language.text_diff import marked, plain
from ..records.changes import Kind, RowText
from ..records.dataset import Commitment, DeadlineRecord
from .kinds import Found, firmness_of, numbers_in

LONGEST = 18  # words of an action in such a sentence
PREPOSITION = re.compile(
    r"^(?:by|in|on|from|before|until|during|throughout|at|as of|with effect from)\s+", re.IGNORECASE
)
DETERMINERS = frozenset(
    {
        "the",
        "a",
        "an",
        "this",
        "these",
        "that",
        "those",
        "our",
        "all",
        "each",
        "such",
        "any",
        "its",
        "their",
        "his",
        "her",
    }
)
BE = frozenset({"be", "been", "being", "is", "are", "was", "were"})
GROUP = 45  # characters before a verb in which its auxiliaries stand
LONGEST_GROUP, SHORT_GROUP = 8, 4  # words
OPENS_A_GROUP = frozenset({"will", "shall", "is", "are", "has", "have", "hope", "hopes", "plan", "plans", "with", "to"})
SIGNS = {"GBP": "£", "EUR": "€", "USD": "$"}


class Teller:
    """Puts changes into sentences. ``bare``: ids of the bodies that the plans name without an article."""

    def __init__(self, commitments: Iterable[Commitment]) -> None:
        definite: set[str] = set()
        named: set[str] = set()
        for c in commitments:
            said = c.actor.text or ""
            if said.casefold().startswith("the "):
                definite.add(c.actor.id)
            elif " " in said and said[:1].isupper():
                named.add(c.actor.id)
        self.bare = frozenset(named - definite)

    def sentence_for(
        self, old: Commitment | None, new: Commitment | None, found: Found, still: str | None = None
    ) -> str:
        """The sentence for a commitment's change."""
        told = old or new
        assert told is not None, "a change has at least one side"
        what = self.promise(told, whose="actor" not in found.kinds)
        where = place(new or told)
        if new is None:
            if still is None:
                return f"{what} was dropped ({where})."
            return f"{what} was dropped ({where}); {still}."
        if old is None:
            return f"{what} is new{due(new)} ({where})."
        said = [clause for kind in found.ordered if (clause := self.clause_for(kind, old, new, found))]
        joined = "; it ".join(said) if said else "was reworded"
        return f"{what} {joined} ({where})."

    def clause_for(self, kind: Kind, old: Commitment, new: Commitment, found: Found) -> str:
        """What a kind of change says of the promise."""
        before, after = when(old.deadline), when(new.deadline)
        if kind in ("later", "earlier"):
            slip = found.slip_months if found.slip_months is not None else found.start_slip_months
            verb = "slipped" if kind == "later" else "was brought forward"
            by = f" by {count(abs(slip), 'month')}" if slip else ""
            return f"{verb}{by}, from {before} to {after}"
        if kind == "vaguer":
            return f"lost its date, {before}" + (f"; it now says “{new.deadline.text}”" if new.deadline else "")
        if kind == "dated":
            return f"was given a date, {after}" + (f", in place of “{old.deadline.text}”" if old.deadline else "")
        if kind == "weakened" and old.status == "completed":
            return "was reported done and is now planned again"
        if kind in ("weakened", "strengthened"):
            return f"was {kind}: {firmness(old, new)}"
        if kind == "actor":
            return f"passed from {self.body(old)} to {self.body(new)}"
        if kind == "funding":
            return funded(old, new, found)
        if kind == "completed":
            when_done = f", {new.deadline.text[:1].lower()}{new.deadline.text[1:]}" if new.deadline else ""
            was_due = f" (it was due {old.deadline.text[:1].lower()}{old.deadline.text[1:]})" if old.deadline else ""
            return f"is now reported done{when_done}{was_due}"
        return {
            "split": "was split into several sentences",
            "merged": "was merged with another sentence",
            "moved": f"moved from {place(old, actor=False)}",
            "reworded": "was reworded",
        }.get(kind, "")

    def promise(self, commitment: Commitment, whose: bool = True) -> str:
        """The promise as a noun phrase: "The Agency’s promise to publish guidance", "The promise that the line will be opened".

        ``whose``: whether it names the actor.
        """
        action = commitment.action
        if commitment.status == "completed":
            return f"The statement “{shortened(commitment.quote)}”"
        if action.verb is None or action.lemma is None:
            return f"“{shortened(action.text)}”"
        start = action.start - commitment.quote_start
        said = action.text if len(action.text) > len(action.verb) else commitment.quote[start:]
        said = without(said, commitment.deadline)
        if action.object is not None and action.object not in action.text:
            be = "be " if is_passive(commitment) and not said.startswith("be ") else ""
            subject = action.object
            if subject.split()[0].casefold() in DETERMINERS:
                subject = subject[:1].lower() + subject[1:]
            return f"The promise that {shortened(subject)} will {be}{shortened(said)}"
        if not said.startswith(action.verb) or not action.lemma.replace("-", "").isalpha():
            return f"The promise “{shortened(commitment.quote)}”"
        told = shortened(action.lemma + said[len(action.verb) :])
        return f"{self.owner(commitment)} promise to {told}" if whose else f"The promise to {told}"

    def owner(self, commitment: Commitment) -> str:
        """The actor with an apostrophe: the Agency's."""
        name = self.body(commitment)
        name = name[:1].upper() + name[1:]
        return f"{name}’" if name.endswith("s") else f"{name}’s"

    def body(self, commitment: Commitment) -> str:
        """The actor's name."""
        name = commitment.actor.name
        if name.casefold().startswith("the "):
            return f"the {name[4:]}"
        if len(name.split()) == 1 or not name[:1].isupper():
            return name
        return name if commitment.actor.id in self.bare else f"the {name}"


def sentence_for_row(old: RowText, new: RowText) -> str:
    """The sentence for a recommendation whose text has changed: the words that went, and those that came."""
    before, after = marked(old.quote, new.quote)
    gone, come = (shortened(" … ".join(run.strip() for run, differs in runs if differs)) for runs in (before, after))
    told = (
        f"“{gone}” became “{come}”" if gone and come else f"“{come}” was put in" if come else f"“{gone}” was taken out"
    )
    number = f" (it was number {old.recommendation})" if old.recommendation != new.recommendation else ""
    return f"The text of recommendation {new.recommendation}{number} was changed: {told}."


def is_passive(commitment: Commitment) -> bool:
    """Whether a form of *be* stands right before the verb in the sentence, adverbs left out."""
    before = commitment.quote[: commitment.action.start - commitment.quote_start].split()[-3:]
    return any(word.casefold() in BE for word in before)


def verb_group(commitment: Commitment) -> str:
    """The verb with the words that say how firmly it is promised: will also consider consolidating."""
    action, start = commitment.action, commitment.quote_start
    first = commitment.actor.end if commitment.actor.end is not None and commitment.actor.end <= action.start else None
    verb_end = action.start + len(action.verb or "")
    words = commitment.quote[max(0, (first or action.start - GROUP) - start) : verb_end - start].split()
    if first is None:
        words = words[1:]
    openings = [i for i, word in enumerate(words[:-1]) if word.casefold() in OPENS_A_GROUP]
    if openings and len(words) > SHORT_GROUP:
        words = words[openings[-1] :]
    return " ".join(words[-LONGEST_GROUP:])


def place(commitment: Commitment, actor: bool = True) -> str:
    """Who and where: CNA, para 1.28, page 14."""
    words = [commitment.actor.id.upper()] if actor and is_acronym(commitment) else []
    return ", ".join([*words, *spot(commitment)])


def spot(commitment: Commitment, column: bool = False) -> list[str]:
    """Where a commitment stands: para 1.28, page 14; ``column``: with the column of an annex row."""
    words: list[str] = []
    if commitment.recommendation is not None:
        words.append(f"recommendation {commitment.recommendation}{f', {commitment.column}' if column else ''}")
    elif commitment.paragraph is not None:
        words.append(f"para {commitment.paragraph}")
    else:
        words.append(f"“{commitment.section.rstrip(':')}”" if commitment.section else commitment.part)
    if commitment.page is not None:
        words.append(f"page {commitment.page}")
    return words


def is_acronym(commitment: Commitment) -> bool:
    """Whether an actor's id is the acronym by which it goes."""
    return 2 <= len(commitment.actor.id) <= 6 and commitment.actor.id.upper() in (commitment.actor.text or "")


def when(deadline: DeadlineRecord | None) -> str:
    """A deadline's words without their preposition."""
    return PREPOSITION.sub("", deadline.text) if deadline is not None else "no date"


def due(commitment: Commitment) -> str:
    """By when, with its own words."""
    return f", due {commitment.deadline.text}" if commitment.deadline is not None else ""


def firmness(old: Commitment, new: Commitment) -> str:
    """How firmly a thing was promised and is promised now, with the words that say so."""
    before, after = verb_group(old), verb_group(new)
    if firmness_of(old) == firmness_of(new):
        numbers = [(a, b) for a, b in zip(numbers_in(old), numbers_in(new), strict=True) if a != b]
        return f"{numbers[0][0]:,.0f} became {numbers[0][1]:,.0f}"
    if plain(old.condition or "") != plain(new.condition or ""):
        if new.condition and not old.condition:
            return f"it now hangs on a condition, “{shortened(new.condition)}”"
        if old.condition and not new.condition:
            return f"the condition “{shortened(old.condition)}” is gone"
    if before and after and plain(before) != plain(after):
        return f"“{before}” became “{after}”"
    return f"it was {old.strength} and is now {new.strength}"


def funded(old: Commitment, new: Commitment, found: Found) -> str:
    """How its money changed."""
    before, after = (", ".join(f.text for f in c.funding) for c in (old, new))
    year = " a year" if found.funding_period == "per_year" else ""
    delta = found.funding_delta
    if not after:
        return f"lost its funding, {before}"
    if not before:
        return f"was given {after}"
    sign = SIGNS.get(new.funding[0].currency, f"{new.funding[0].currency} ")
    by = f" by {amount(abs(delta), sign)}{year}" if delta else ""
    how = "changed" if not delta else "raised" if delta > 0 else "cut"
    return f"had its funding {how}{by}, from {before} to {after}"


def without(text: str, deadline: DeadlineRecord | None) -> str:
    """A text without the words of a deadline."""
    return re.sub(r"\s+", " ", text.replace(deadline.text, "")) if deadline is not None else text


def amount(value: float, sign: str) -> str:
    """A sum as plans write it: £1.5m, £15,000."""
    for size, name in ((1e9, "bn"), (1e6, "m")):
        if value >= size and round(value / size, 2) * size == value:
            return f"{sign}{value / size:g}{name}"
    return f"{sign}{value:,.0f}"


def shortened(text: str) -> str:
    """The first words of a text: up to a comma near their end, no bracket left open, no small word at the end."""
    words = re.sub(r"\s+([,.;])", r"\1", text).split()
    short = " ".join(words[:LONGEST])
    cut = len(words) > LONGEST
    if cut:
        comma = max(short.rfind(","), short.rfind(";"))
        short = short[:comma] if comma > len(short) // 2 else short
    if short.count("(") > short.count(")"):
        short, cut = short[: short.rindex("(")], True
    short = short.rstrip(" ,;.:")
    while cut and short.split()[-1:] and short.split()[-1].casefold() in SMALL and " " in short:
        short = short.rsplit(" ", 1)[0].rstrip(" ,;.:")
    return f"{short} …" if cut else short


def count(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
