"""What a lead-in or a heading gives to the list items below it: who is to act, by when, on what condition."""

import re

from ..document.model import Block
from ..language.clauses import Clause
from ..language.parser import Sentence
from ..patterns import Patterns
from ..patterns.modality import Strength
from .actors.coreference import ACTING, Coreference
from .actors.register import SELF, Body, Register
from .attribution import Attribution
from .context.discourse import Discourse, Who
from .context.placement import LeadIn, Placement
from .mentions.conditions import find_conditions
from .mentions.deadlines import find_times
from .modality.actions import read_actions
from .modality.analysis import Action, Reading, Situation

LEAD_IN_REASON = "lead-in-promises-nothing"


class LeadIns:
    """The lead-ins of one document; ``completed`` holds, by block, those that were completed with a verb."""

    def __init__(
        self,
        placement: Placement,
        register: Register,
        coreference: Coreference,
        attribution: Attribution,
        patterns: Patterns,
        discourse: Discourse,
        completed: dict[str, Sentence],
    ) -> None:
        self.placement = placement
        self.me = register.bodies[SELF]
        self.coreference = coreference
        self.attribution = attribution
        self.patterns = patterns
        self.discourse = discourse
        self.completed = completed
        self.known: dict[str, LeadIn] = {}
        self.context = placement.times.context
        self.sources = {lead.id for b in placement.blocks if (lead := placement.lead_in_of(b)) is not None}

    def of(self, block: Block) -> LeadIn | None:
        """What the lead-in or heading of a list item gives it."""
        source = self.placement.lead_in_of(block)
        if source is None:
            return None
        if source.id not in self.known:
            self.known[source.id] = self.read(source)
        return self.known[source.id]

    def going_on(self, block: Block) -> LeadIn | None:
        """What a part of a sentence without a subject takes from the part before."""
        made = self.discourse.last_in.get(block.id)
        return LeadIn("order", True, made.who.body, status="planned") if made is not None else None

    def read(self, source: Block) -> LeadIn:
        """Read a lead-in or a heading."""
        items = self.placement.items_of(source)
        if source.kind == "heading":
            times = self.placement.times.times_in(source.text)
            whole = tuple(t for t in times if t.span.start == 0 and t.span.end == len(source.text))
            return LeadIn(items or "", items is not None, self.me if items else None, times=whole)
        nested = self.of(source)
        if items is None:
            return LeadIn("", promises=False)
        sentence = self.completed.get(source.id)
        if sentence is not None:
            return self.read_completed(source, sentence, items, nested)
        made = self.discourse.last_in.get(source.id)  # "… by:", or a list of steps: as the lead-in itself promises
        if made is not None and made.end == len(source.text):
            return LeadIn(items, True, made.who.body, status="planned" if made.status == "planned" else "ongoing")
        if nested is not None and nested.promises:
            return nested
        told = items == "any" or self.placement.holds_orders(source) or self.placement.holds_participles(source)
        return LeadIn(items, promises=told, actor=self.speaks_of(source) if told else self.me)

    def speaks_of(self, source: Block) -> Body:
        """The body that the last sentence of a lead-in opens with: "The institute will have several tasks, including:"."""
        last = re.split(r"(?<=[.?!]) ", source.text.strip())[-1]
        named = next(iter(self.coreference.register.find(last)), None)
        opens = named is not None and re.fullmatch(r"(?:the )?", last[: named.span.start], re.IGNORECASE)
        return named.body if named is not None and opens else self.me

    def read_completed(self, source: Block, sentence: Sentence, items: str, nested: LeadIn | None) -> LeadIn:
        """Read a lead-in that was completed with a verb."""
        text = sentence.text
        times = find_times(text, self.patterns.deadlines, self.patterns.calendar, self.context)
        hangs = nested is not None and nested.promises
        situation = Situation(source.column, before=self.discourse.before, item=hangs)
        reading = Reading(sentence, self.coreference, self.patterns.actions, self.patterns.modality, situation, times)
        last = max((c for c in reading.clauses), key=lambda c: c.verb.i, default=None)
        read_actions(reading)
        chosen = self.completed_action(reading, last)
        if self.tells_of_a_text(reading, last):
            return LeadIn(items, promises=False)
        conditions = find_conditions(text, self.patterns.modality)
        condition = conditions[0].text if conditions else None
        strength: Strength = "conditional" if conditions else "firm"
        if chosen is None:
            actor = self.actor_of(reading, last)
            known = LeadIn(items, True, actor, None, "planned", strength, condition, tuple(times)) if actor else None
            return known or (nested if nested is not None and hangs else LeadIn(items, promises=False))
        who = self.attribution.who(chosen, reading, nested, source)
        if who.source == "implied" and (opening := self.opening_body(reading)) is not None:
            who = Who(opening, "subject")
        manner = chosen.manner
        if not conditions:
            strength = manner.strength
        return LeadIn(
            items,
            True,
            who.body,
            manner.delegated_by.id if manner.delegated_by else None,
            manner.status or "planned",
            strength,
            condition,
            tuple(times) or (nested.times if nested is not None else ()),
        )

    def tells_of_a_text(self, reading: Reading, last: Clause | None) -> bool:
        """Whether the last clause speaks of something written: "publish guidance for developers, which will:"."""
        if last is None or last.subject is None:
            return False
        subject = self.coreference.of_clause(last, reading.named, self.discourse.before)
        relative = last.subject.text.casefold() in self.patterns.actors.listed("of_things")
        return relative and (subject.kind in ("writing", "document") or subject.kind == "group")

    def completed_action(self, reading: Reading, last: Clause | None) -> Action | None:
        """The action that the completing verb makes."""
        ends = reading.sentence.tokens[-1].i
        for action in reading.accepted:
            if action.clause.verb.i >= ends - 1:
                return action
        if reading.accepted and last is not None and reading.accepted[-1].clause is last:
            return reading.accepted[-1]
        return None

    def opening_body(self, reading: Reading) -> Body | None:
        """The body that a sentence opens with, after a time at most: "In 2024 the Agency, with the police, will:"."""
        opening = next(iter(reading.named), None)
        words = reading.sentence.text
        start = max((t.span.end for t in reading.times if not words[: t.span.start].strip()), default=0)
        first = opening and re.fullmatch(r"(?:,?\s*)(?:the )?", words[start : opening.span.start], re.IGNORECASE)
        return opening.body if opening is not None and first else None

    def actor_of(self, reading: Reading, last: Clause | None) -> Body | None:
        """Who is to act under a lead-in that is no promise by itself: "This will:", "we detail plans to:", "how we will:"."""
        if last is None:
            return None
        measures = self.patterns.modality.listed("measures")
        named = "|".join(sorted(map(re.escape, measures)))
        if re.search(
            rf"\b(?:{named}) (?:to|(?:which|that) will)\s*[:–—-]?$", reading.sentence.block.text, re.IGNORECASE
        ):
            return self.me
        if any(a.tag_ == "MD" for a in last.auxiliaries):
            subject = self.coreference.of_clause(last, reading.named, self.discourse.before)
            if subject.kind in ACTING and subject.body is not None:
                return subject.body
            if last.subject is not None and last.subject.text.casefold() in measures:
                return self.me
            if subject.kind == "pronoun" and last.verb.dep_ != "relcl":
                return self.me
            if subject.kind in ("writing", "thing", "document", "event"):
                return None
        return self.opening_body(reading)

    # ---- lead-ins whose items are objects ----------------------------------------------------------------------------

    def open_action(self, reading: Reading) -> Action | None:
        """The action of a lead-in that only its items complete: "The service will offer:", "We have asked TfS to:"."""
        block, text = reading.sentence.block, reading.sentence.text.rstrip()
        if block.id not in self.sources or not text.endswith((":", "–", "—")) or not reading.accepted:
            return None
        if reading.sentence.span.end < len(block.text.rstrip()):
            return None
        action = reading.accepted[-1]
        words = [t for t in reading.sentence.tokens if not t.is_punct and not t.is_space]
        last = words[-1]
        bare = last.i == action.clause.verb.i or (last.dep_ in ("prep", "prt") and last.head.i == action.clause.verb.i)
        bare = bare and self.placement.items_of(block) != "participle"  # "… by:" says how
        handed = last.tag_ == "TO" and any(action.clause.is_named_by(r) for r in self.patterns.actions.delegation)
        return action if (bare and not action.clause.passive) or handed else None

    def list_things(self, block: Block, action: Action, who: Who, reading: Reading) -> None:
        """Let the things that a lead-in lists after its promise be promised too: "we will publish data on the following:"."""
        text = block.text.rstrip()
        ends = text.endswith((":", "–", "—")) and reading.sentence.span.end >= len(text)
        if block.id not in self.sources or not ends or self.placement.items_of(block) is not None:
            return
        category = next((r for r in self.patterns.actions.category if action.clause.is_named_by(r)), None)
        if self.placement.holds_things(block) and category is not None and category.makes:
            self.keep_open(block, action, who, reading)

    def keep_open(self, block: Block, action: Action, who: Who, reading: Reading) -> None:
        """Let the items below a lead-in be what its verb does."""
        if self.placement.items_of(block) is not None:
            return
        manner = action.manner
        self.known[block.id] = LeadIn(
            "object",
            True,
            who.body,
            manner.delegated_by.id if manner.delegated_by else None,
            manner.status or "planned",
            manner.strength,
            None,
            tuple(reading.times),
            action.clause.lemma,
        )
