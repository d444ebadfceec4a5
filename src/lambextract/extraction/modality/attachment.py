"""Which time, which sum and which condition of a sentence belongs to which of its actions."""

import re
from collections.abc import Sequence
from datetime import date

from ...language.clauses import AUXILIARY, SUBJECT, Clause
from ...language.model import Token
from ..mentions.model import Condition, Mention, Money, Time
from .analysis import Action, Reading

ASIDE = ("ccomp", "relcl", "acl")  # clauses whose conditions and hedges are none of the clause above them
OPENING = 3  # characters from a sentence's start within which what stands there opens it
BETWEEN = (*AUXILIARY, "advmod", "punct", "cc", "neg")  # what may stand between a fronted time and its verb


class Attachment:
    """The mentions of one sentence, shared out among the actions that were accepted in it."""

    def __init__(
        self,
        reading: Reading,
        times: Sequence[Time],
        money: Sequence[Money],
        conditions: Sequence[Condition],
        hedges: Sequence[Condition],
    ) -> None:
        self.reading = reading
        self.times = times
        self.conditions = conditions
        self.hedges = hedges
        self.owner_of_time = [self.owner_of(t) for t in times]
        self.owner_of_money = [(m, self.owner_of(m)) for m in money]

    @property
    def first(self) -> Action | None:
        """The sentence's first accepted action."""
        return self.reading.accepted[0] if self.reading.accepted else None

    def owner_of(self, mention: Mention) -> Action | None:
        """The action that a time or a sum belongs to: the one it opens, that of its clause, or of the nearest above.

        None where it belongs to a main clause that promises nothing.
        """
        if any(c.span.start <= mention.span.start and mention.span.end <= c.span.end for c in self.conditions):
            return None
        opened = self.opened_by(mention)
        if opened is not None:
            return opened
        reading = self.reading
        clause = reading.clause_at(mention)
        seen: list[Clause] = []
        while clause is not None and clause not in seen:
            seen.append(clause)
            for action in reading.accepted:
                if action.clause is clause or action.clause.verb.i == clause.verb.i:
                    return action
            for action in reading.accepted:
                if action.outer is clause:
                    return action
            if self.promises_nothing(clause):
                return None
            clause = clause.head
        verbs = [(reading.sentence.offsets(a.tokens[:1]).start, a) for a in reading.accepted]
        earlier = [a for at, a in verbs if at <= mention.span.start]
        return earlier[-1] if earlier else self.first

    def promises_nothing(self, clause: Clause) -> bool:
        """Whether a clause with a subject of its own stands free and was rejected."""
        own = any(c.dep_ in SUBJECT for c in clause.verb.children)
        free = clause.coordinated or clause.verb.dep_ == "ROOT"
        return own and free and any(r.clause is clause for r in self.reading.rejected)

    def opened_by(self, mention: Mention) -> Action | None:
        """The action that a time opens: "Next year we will …", "we will review it and, by March 2011, publish …"."""
        if isinstance(mention, Money):
            return None
        reading, text = self.reading, self.reading.sentence.text
        joins = "|".join(map(re.escape, sorted(reading.modality.listed("join"))))
        before = text[: mention.span.start]
        if not re.search(rf"(?:^|[;:,–—]|\b(?:{joins}))[\s,]*$", before, re.IGNORECASE):
            return None
        for action in reading.accepted:
            start, token = self.begins(action, mention.span.end)
            if start < mention.span.end:
                continue
            if not before.strip() and self.rejected_before(start):
                return None
            gap = text[mention.span.end : start]
            inside = [
                t
                for t in reading.sentence.tokens
                if mention.span.end <= reading.sentence.place(t.idx) < start and t.i < token.i
            ]
            joined = re.search(rf"\b(?:{joins})[\s,]*$|(?:^|[;:–—])[\s,]*$", before, re.IGNORECASE)
            if not joined and any(t.dep_ == "cc" for t in inside):
                return None  # "…, beginning in the spring, and will publish"
            plain = all(t.dep_ in BETWEEN or t.pos_ in ("ADV", "PUNCT", "CCONJ", "AUX", "PART") for t in inside)
            return action if not before.strip() or (plain and len(gap) < 40) else None
        return None

    def begins(self, action: Action, after: int) -> tuple[int, Token]:
        """Where an action begins: its subject if that stands after a place, else its verb; and the word there."""
        sentence = self.reading.sentence
        verb = min((action.outer.verb, action.clause.verb), key=lambda t: t.i)
        own = next((c for c in verb.children if c.dep_ in SUBJECT and c.i < verb.i), None)
        if own is not None:
            first = min(own.subtree, key=lambda t: t.i)
            if sentence.place(first.idx) >= after:
                return sentence.place(first.idx), first
        return sentence.place(verb.idx), verb

    def rejected_before(self, place: int) -> bool:
        """Whether a main clause that promises nothing comes first."""
        reading = self.reading
        return any(
            self.promises_nothing(r.clause) and reading.sentence.place(r.clause.verb.idx) < place
            for r in reading.rejected
        )

    # ---- times -------------------------------------------------------------------------------------------------------

    def time_of(self, action: Action, status: str, item: bool) -> Time | None:
        """The time of an action: one of its own, else one that opens the sentence for all that is joined.

        A planned action takes no time that was over when the plan came out, unless that is said of itself: a promise that is
        overdue is still a promise, but "in December 2009 we announced that we will …" dates the announcement.
        """
        pairs = [
            (time, owner)
            for time, owner in zip(self.times, self.owner_of_time, strict=True)
            if status != "planned" or not self.is_over(time) or self.is_of(time, action)
        ]
        owned = [time for time, owner in pairs if owner is action]
        if owned:
            dated = [t for t in owned if t.period is not None] or owned
            return min(dated, key=lambda t: (t.rule == "bare-date", t.relation in ("after", "ongoing"), t.span.start))
        first = self.first
        if first is not None and action is not first and self.shares_opening(action, first):
            for time, owner in pairs:
                if owner is first and time.span.end <= self.begins(first, time.span.end)[0]:
                    return time
        last = self.reading.accepted[-1]
        follows = last.clause.coordinated and last.clause.head is action.clause
        if follows and item:
            return next((time for time, owner in pairs if owner is last), None)
        return None

    def is_of(self, time: Time, action: Action) -> bool:
        """Whether a time stands in an action's own clause, or opens it."""
        clause = self.reading.clause_at(time)
        mine = {action.clause.verb.i, action.outer.verb.i}
        return (clause is not None and clause.verb.i in mine) or self.opened_by(time) is action

    def is_over(self, time: Time) -> bool:
        """Whether a time ended before the month of publication."""
        published = self.reading.situation.published
        end = time.period.end if time.period else None
        return published is not None and end is not None and end < date(published.year, published.month, 1)

    def shares_opening(self, action: Action, first: Action) -> bool:
        """Whether an action goes on from the first one: no semicolon between them, and no subject of its own."""
        sentence = self.reading.sentence
        start, end = sentence.offsets(first.tokens[:1]).start, sentence.offsets(action.tokens[:1]).start
        verb = action.outer.verb
        own = next((c for c in verb.children if c.dep_ in SUBJECT), None)
        if (first.manner.status == "completed") != (action.manner.status == "completed"):
            return False
        return ";" not in sentence.text[start:end] and own is None

    # ---- sums --------------------------------------------------------------------------------------------------------

    def money_of(self, action: Action) -> list[Money]:
        """The sums that belong to an action."""
        return [money for money, owner in self.owner_of_money if owner is action]

    # ---- conditions and hedges ---------------------------------------------------------------------------------------

    def condition_of(self, action: Action) -> Condition | None:
        """The condition that an action hangs on: one that opens the sentence, or stands in its clause."""
        inside = self.reading.sentence.offsets(action.tokens)
        for condition in self.conditions:
            if condition.span.start <= inside.start < condition.span.end:
                continue
            opened = self.opened_by(condition) if condition.span.start >= OPENING else None
            if opened is not None:
                if opened is action:
                    return condition
                continue
            opening = condition.span.start < OPENING
            if opening and (action.clause.shared or (not action.clause.coordinated and action is self.first)):
                return condition
            within = inside.start <= condition.span.start < inside.end
            if self.in_clause(condition, action) or (within and not self.in_other(condition, action)):
                return condition
        return None

    def in_clause(self, mention: Mention, action: Action) -> bool:
        """Whether a mention belongs to an action's own clause, or to one that says when, how or to what end."""
        clause = self.reading.clause_at(mention)
        seen: list[Clause] = []
        while clause is not None and clause not in seen:
            if clause in (action.clause, action.outer) or clause.verb.i == action.clause.verb.i:
                return True
            if clause.verb.dep_ in ASIDE or clause.coordinated:
                return False
            seen.append(clause)
            clause = clause.head
        return False

    def in_other(self, mention: Mention, action: Action) -> bool:
        """Whether a mention stands in a clause of its own below the action's: a relative one, or reported speech."""
        clause = self.reading.clause_at(mention)
        return clause is not None and clause is not action.clause and clause.verb.dep_ in ASIDE

    def is_hedged(self, action: Action) -> bool:
        """Whether a hedge stands in an action's own clause."""
        own = {action.clause.verb.i, action.outer.verb.i}
        so = self.reading.modality.listed("so")
        for hedge in self.hedges:
            clause = self.reading.clause_at(hedge)
            if clause is not None and (
                clause.verb.i in own or (clause.verb.head.i in own and clause.verb.dep_ == "advcl")
            ):
                return not any(c.dep_ == "mark" and c.text.casefold() in so for c in clause.verb.children)
        return False
