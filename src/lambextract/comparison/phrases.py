"""A change in a sentence that could be printed. Templates only: what happened was decided before."""

import re
from collections.abc import Iterable, Sequence

from ..language.text_diff import marked, plain
from ..likeness.bodies import same_body
from ..likeness.similarity import SMALL
from ..patterns import ChangePatterns
from ..records.changes import Kind, Passage, RowText, TableRow
from ..records.dataset import Commitment, DeadlineRecord
from .firmness import Firmness
from .grammar import Grammar
from .kinds import Found, day_of, numbers_in
from .naming import Naming

LONGEST = 18  # words of an action in such a sentence
LONGEST_HEADING = 10  # words of a heading that tells a place
LONGEST_QUOTE = 30  # words of a quotation in it
NO_COUNTERPART = "has no counterpart in the new version"
NEAREST = "nearest in the new version: "  # before the words that come nearest to what is gone
BRIEFLY = 10  # words of a promise in a list
FEWEST_WORDS = 3  # of an action that says something without its sentence
SHORT_CELL = 6  # words of the longest cell that is told with its row
SIGNS = {"GBP": "£", "EUR": "€", "USD": "$"}


class Teller:
    """Puts changes into sentences. ``bare``: ids of the bodies that the plans name without an article."""

    def __init__(self, commitments: Iterable[Commitment], namings: Sequence[Naming], patterns: ChangePatterns) -> None:
        self.namings = tuple(namings)
        self.rewritten = False  # whether the plan was written anew, so that nobody can say what was dropped
        self.firm, self.grammar = Firmness(patterns), Grammar(patterns)
        definite: set[str] = set()
        named: set[str] = set()
        for c in commitments:
            said = c.actor.text or ""
            if said.casefold().startswith("the "):
                definite.add(c.actor.id)
            elif " " in said and said[:1].isupper():
                named.add(c.actor.id)
        self.bare = frozenset(named - definite)

    def sentence_for(self, old: Commitment, new: Commitment, found: Found) -> str:
        """The sentence for what changed in a commitment."""
        what = self.promise(old, whose="actor" not in found.kinds)
        said = [clause for kind in found.ordered if (clause := self.clause_for(kind, old, new, found))]
        joined = "; it ".join(said) if said else "was reworded"
        return f"{what} {joined} ({self.place(new)})."

    def sentence_for_fate(
        self, old: Commitment | None, new: Commitment | None, found: Found, other: object, still: str | None
    ) -> str:
        """The sentence for a commitment that stands on one side only; ``other``: what stands on the other side."""
        told = old or new
        assert told is not None, "one side is told"
        what, where = self.promise(told), self.place(told)
        there = f"{said_at(other)}" if isinstance(other, Commitment | Passage) else ""
        kinds = found.kinds
        if old is None:
            if "added" in kinds and "merged" not in kinds:
                if self.rewritten:
                    dated = f"{words}," if (words := self.due(told)) else ""
                    return f"{what}{dated} has no counterpart in the old version ({where})."
                return f"{what} is new{self.due(told)} ({where})."
            if "merged" in kinds:
                return f"{what} is told in one place more{self.due(told)} ({where}); {still}."
            if "promised" in kinds:
                return f"{what} is new{self.due(told)} ({where}); before, the plan only said: {there}."
            return f"{what} was part of another promise before{self.due(told)} ({where}): {there}."
        was_due = f"{dated}," if (dated := self.due(told, verb=True)) else ""
        if "dropped" in kinds and "overtaken" not in kinds:
            rest = f"; {still}" if still else f"; the new version says: {quoted(found.reason)}" if found.reason else ""
            gone = NO_COUNTERPART if self.rewritten and not found.reason else "was dropped"
            return f"{what}{was_due} {gone} ({where}){rest}."
        if "overtaken" in kinds:
            rest = f"; {still}" if still else ""
            if self.rewritten:
                return f"{what}{was_due} {NO_COUNTERPART}; that day has passed ({where}){rest}."
            return f"Nothing more is said of {self.grammar.within(what)}{was_due.rstrip(',')}: that day has passed ({where}){rest}."
        if "unpromised" in kinds:
            return f"{what}{was_due} is a promise no longer ({where}): the new version only says {there}."
        if "completed" in kinds:
            return f"{what}{was_due} is now reported done ({where}): {there}."
        if "started" in kinds:
            return f"{what}{was_due} is now reported under way ({where}): {there}."
        if "delayed" in kinds:
            return f"{what}{was_due} is delayed, says the new version ({where}): {there}."
        if "actor" in kinds:
            return f"{what}{was_due} was passed on, says the new version ({where}): {there}."
        if "reworded" in kinds:
            return f"The words of {self.grammar.within(what)} still stand there ({where}): {there}."
        return f"{what} is now told together with another promise ({where}): {there}."

    def clause_for(self, kind: Kind, old: Commitment, new: Commitment, found: Found) -> str:
        """What a kind of change says of the promise."""
        before, after = self.grammar.when(old.deadline), self.grammar.when(new.deadline)
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
            return f"was {kind}: {self.firmness(old, new)}"
        if kind == "actor":
            why = f": {quoted(found.reason)}" if found.reason else ""
            return f"passed from {self.body(old)} to {self.body(new)}{why}"
        if kind == "funding":
            return funded(old, new, found)
        if kind == "completed":
            when_done = f", {self.grammar.within(new.deadline.text)}" if new.deadline else ""
            late = f": {count(found.late_months, 'month')} late" if found.late_months else ""
            was_due = f" (it was due {self.grammar.within(old.deadline.text)}{late})" if old.deadline else ""
            return f"is now reported done{when_done}{was_due}"
        if kind == "started":
            was_due = f" (it was due {self.grammar.within(old.deadline.text)})" if old.deadline else ""
            return f"is now reported under way{was_due}"
        if kind == "delayed":
            return f"is delayed, says the plan itself: {quoted(found.reason)}"
        if kind == "renamed":
            return f"goes by another name: {renamed(old, new)}"
        if kind == "dropped":
            return f"was dropped; the new version says: {quoted(found.reason)}"
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
        if commitment.status == "completed" or (commitment.status == "ongoing" and action.verb is not None):
            return f"The statement {quoted(commitment.quote)}"
        if action.verb is None or action.lemma is None:
            return f"{self.entry(commitment)}“{shortened(action.text)}”"
        naming = self.naming(commitment)
        about = naming.spoken_of(commitment) if naming is not None else None
        if about is not None or (naming is not None and naming.hangs_on_a_pronoun(commitment)):
            of = f", said of “{shortened(about)}”" if about else ""
            return f"The promise {quoted(commitment.quote)}{of}"
        if naming is not None and naming.is_relative(commitment):
            return f"The promise {quoted(commitment.quote)}"
        start = action.start - commitment.quote_start
        said = action.text if len(action.text) > len(action.verb) else commitment.quote[start:]
        said = without(said, commitment.deadline)
        if action.object is not None and action.object not in action.text:
            if action.verb.casefold() != action.lemma.casefold() and not self.grammar.is_passive(commitment):
                return f"The promise {quoted(commitment.quote)}"
            if len(action.object.split()) == 1 and commitment.quote.find(action.object) > 0:
                return f"The promise {quoted(commitment.quote)}"  # one word of it does not say what it is
            be = "be " if self.grammar.is_passive(commitment) and not said.startswith("be ") else ""
            subject = self.within(action.object)
            return f"The promise that {shortened(subject)} will {be}{shortened(said)}"
        bare = len(said.split()) < FEWEST_WORDS
        if bare or not said.startswith(action.verb) or not action.lemma.replace("-", "").isalpha():
            return f"The promise {quoted(commitment.quote)}"
        told = shortened(action.lemma + said[len(action.verb) :])
        return f"{self.owner(commitment)} promise to {told}" if whose else f"The promise to {told}"

    def within(self, text: str) -> str:
        """A text as it stands within a sentence: its first word small, unless it is a name."""
        first = text.split()[0].casefold()
        return self.grammar.within(
            text, frozenset({first} if any(first in n.common_words for n in self.namings) else ())
        )

    def due(self, commitment: Commitment, verb: bool = False) -> str:
        """By when, with its own words."""
        if commitment.deadline is None or day_of(commitment.deadline) is None:
            return ""
        return f", {'which was due' if verb else 'due'} {self.grammar.within(commitment.deadline.text)}"

    def firmness(self, old: Commitment, new: Commitment) -> str:
        """How firmly a thing was promised and is promised now, with the words that say so."""
        before, after = self.grammar.verb_group(old), self.grammar.verb_group(new)
        if not self.firm.difference(old, new):
            numbers = [(a, b) for a, b in zip(numbers_in(old), numbers_in(new), strict=True) if a != b]
            return f"{numbers[0][0]:,.0f} became {numbers[0][1]:,.0f}"
        if plain(old.condition or "") != plain(new.condition or ""):
            if new.condition and not old.condition:
                return f"it now hangs on a condition, “{shortened(new.condition)}”"
            if old.condition and not new.condition:
                return f"the condition “{shortened(old.condition)}” is gone"
        if before and after and plain(before) != plain(after):
            return f"“{before}” became “{after}”"
        gone = [w for w in self.firm.words(old) if plain(w) not in plain(new.quote)]
        come = [w for w in self.firm.words(new) if plain(w) not in plain(old.quote)]
        if come or gone:
            return f"it now says “{come[0]}”" if come else f"it no longer says “{gone[0]}”"
        return f"{quoted(old.quote)} became {quoted(new.quote)}"

    def place(self, commitment: Commitment) -> str:
        """Who and where, with the heading or the row's name, which say what a passage is about."""
        words = place(commitment)
        naming = self.naming(commitment)
        told = naming is None or naming.spoken_of(commitment) is not None  # what it is said of is told already
        if naming is not None and not told and (before := naming.sentence_before(commitment)) is not None:
            words = f"{words}, after “{shortened(before, BRIEFLY)}”"
        if commitment.recommendation is not None:
            return words
        name = naming.row_name(naming.blocks[commitment.block]) if naming is not None else None
        if name is None and commitment.paragraph is not None:
            name = commitment.section
        if name is None or len(name.split()) > LONGEST_HEADING:
            return words
        return f"“{name.rstrip(':')}”, {words}"

    def briefly(self, commitment: Commitment) -> str:
        """What is promised in a few of its own words, for a list: “publish a register of weirs” (the Agency, by May 2017)."""
        action, said = commitment.action, commitment.quote
        thing = said.find(action.object) if action.object and action.object not in action.text else -1
        if thing >= 0 and len(said[thing : action.start - commitment.quote_start].split()) > BRIEFLY // 2:
            thing = -1
        words = shortened(said[thing:] if thing >= 0 else action.text, BRIEFLY)
        naming = self.naming(commitment)
        known = naming is not None and same_body(commitment.actor.name, naming.publisher)
        more = [] if known or commitment.actor.source == "implied" else [self.body(commitment)]
        if commitment.deadline is not None and day_of(commitment.deadline) and commitment.deadline.text not in words:
            more.append(self.grammar.within(commitment.deadline.text))
        return f"“{words}” ({', '.join(more)})" if more else f"“{words}”"

    def needs_its_context(self, commitment: Commitment) -> bool:
        """Whether what is promised stands for something said before: "pilot this approach"."""
        naming = self.naming(commitment)
        words = {w.casefold().strip(".,;") for w in self.briefly(commitment).strip("“”").split()}
        return naming is not None and bool(words & naming.pronouns)

    def naming(self, commitment: Commitment) -> Naming | None:
        """That of the version in which a commitment stands."""
        return next((n for n in self.namings if commitment.block in n.blocks), None)

    def entry(self, commitment: Commitment) -> str:
        """What a verbless entry of a table belongs to, where that is not clear from its words: the row."""
        naming = self.naming(commitment)
        name = naming.row_name(naming.blocks[commitment.block]) if naming is not None else None
        short = len(commitment.action.text.split()) < FEWEST_WORDS
        return f"{shortened(name)}: " if name and short and commitment.recommendation is None else ""

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


def sentence_for_table(
    old: TableRow | None, new: TableRow | None, found: Found, cells: Sequence[tuple[str, str, str]]
) -> str:
    """The sentence for a table's row: which of its cells changed, from what to what."""
    row = old or new
    assert row is not None, "one side is told"
    name, where = f"“{shortened(row.name)}”", row_place(new or row)
    if old is None or new is None:
        dates = "; ".join(f"{label}: {text}" for label, text in row.cells if len(text.split()) <= SHORT_CELL)
        return f"The entry {name} {'is new' if old is None else 'is gone'} ({dates or 'no date'}; {where})."
    if "status" in found.kinds and len(found.kinds) == 1:
        return f"{name}: {'; '.join(f'{label} “{a}” → “{b}”' for label, a, b in cells)} ({where})."
    label, a, b = cells[0]
    if "recommendation" in found.kinds:
        gone, come = (" … ".join(w.strip() for w, d in side if d) for side in marked(a, b))
        return f"The text of the recommendation {name} was changed: “{shortened(gone)}” became “{shortened(come)}” ({where})."
    slip = found.slip_months
    by = f" by {count(abs(slip), 'month')}" if slip else ""
    late = f", {count(found.late_months, 'month')} late" if found.late_months else ""
    verb = {
        "later": f"slipped{by}",
        "earlier": f"was brought forward{by}",
        "vaguer": "lost its date",
        "dated": "was given a date",
        "completed": f"is now reported done{late}",
    }[next(k for k in found.ordered if k != "status")]
    rest = "".join(f"; {other} “{x}” → “{y}”" for other, x, y in cells[1:])
    return f"{name} {verb}: “{label}” was “{shortened(a)}” and is now “{shortened(b)}”{rest} ({where})."


def row_place(row: TableRow) -> str:
    """Where a row stands: the table's heading, and the page."""
    words = [f"“{shortened(row.section.rstrip(':'), LONGEST_HEADING)}”" if row.section else row.part]
    if row.page is not None:
        words.append(page_of(row.page, row.page_label))
    return ", ".join(words)


def said_at(side: Commitment | Passage) -> str:
    """The words of the other side, with their page."""
    page = f" (page {side.page})" if side.page is not None else ""
    return f"{quoted(side.quote)}{page}"


def quoted(text: str | None) -> str:
    """Words in quotation marks, shortened."""
    return f"“{shortened(text or '', LONGEST_QUOTE)}”"


def renamed(old: Commitment, new: Commitment) -> str:
    """The name that went, and the one that came."""
    runs = [" … ".join(w.strip() for w, d in side if d) for side in marked(old.quote, new.quote)]
    return f"“{runs[0]}” → “{runs[1]}”"


def sentence_for_row(old: RowText, new: RowText) -> str:
    """The sentence for a recommendation whose text has changed: the words that went, and those that came."""
    before, after = marked(old.quote, new.quote)
    gone, come = (shortened(" … ".join(run.strip() for run, differs in runs if differs)) for runs in (before, after))
    told = (
        f"“{gone}” became “{come}”" if gone and come else f"“{come}” was put in" if come else f"“{gone}” was taken out"
    )
    number = f" (it was number {old.recommendation})" if old.recommendation != new.recommendation else ""
    return f"The text of recommendation {new.recommendation}{number} was changed: {told}."


def place(commitment: Commitment, actor: bool = True) -> str:
    """Who and where: CNA, para 1.28, page 14."""
    words = [commitment.actor.id.upper()] if actor and is_acronym(commitment) else []
    return ", ".join([*words, *spot(commitment)])


def spot(commitment: Commitment | Passage, column: bool = False) -> list[str]:
    """Where a commitment stands: para 1.28, page 14; ``column``: with the column of an annex row."""
    words: list[str] = []
    row = commitment.recommendation if isinstance(commitment, Commitment) else None
    if isinstance(commitment, Commitment) and row is not None:
        words.append(f"recommendation {row}{f', {commitment.column}' if column else ''}")
    elif commitment.paragraph is not None:
        words.append(f"para {commitment.paragraph}")
    else:
        heading = shortened(commitment.section.rstrip(":"), LONGEST_HEADING) if commitment.section else ""
        words.append(f"“{heading}”" if heading else commitment.part)
    if commitment.page is not None:
        words.append(page_of(commitment.page, commitment.page_label))
    return words


def page_of(page: int, label: str | None) -> str:
    """A page of the PDF, with the number that is printed on it where that is another: page 12, printed as 10."""
    return f"page {page}" if label is None or label == str(page) else f"page {page}, printed as {label}"


def is_acronym(commitment: Commitment) -> bool:
    """Whether an actor's id is the acronym by which it goes."""
    return 2 <= len(commitment.actor.id) <= 6 and commitment.actor.id.upper() in (commitment.actor.text or "")


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
            return f"{sign}{f'{value / size:,.2f}'.rstrip('0').rstrip('.')}{name}"
    return f"{sign}{value:,.0f}" if value == round(value) else f"{sign}{value:,.2f}"


def shortened(text: str, longest: int = LONGEST) -> str:
    """The first words of a text: up to a comma near their end, no bracket left open, no small word at the end."""
    words = re.sub(r"\s+([,.;])", r"\1", text).split()
    short = " ".join(words[:longest])
    cut = len(words) > longest
    if cut:
        comma = max(short.rfind(", "), short.rfind("; "))
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
