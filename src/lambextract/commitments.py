"""Sentences and what was found in them → commitments: the judgement sits here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from .actions import Action, Reading, Rejected, Situation
from .bodies import SELF, Body, Register
from .calendar import Context, Period
from .clauses import Clause, agent_of
from .dataset import ActionRecord, ActorRecord, Commitment, DeadlineRecord, FundingRecord, Rejection
from .document import Block, Document, Span
from .finders.condition import find_conditions, find_hedges
from .finders.deadline import find_times, first_of
from .finders.funding import find_money
from .language import Sentence
from .mentions import Condition, Money, Time
from .naming import Names, slug
from .patterns import Patterns
from .settings import TIMES, LeadIn, Places, published_month
from .subjects import ACTING, Casting, Subject

LEAD_IN_REASON = "lead-in-promises-nothing"
BEGINS = frozenset({"begin", "start", "commence"})
FRAGMENT = re.compile(r"[^;]+")
AGENT_REACH = 160  # characters from a verb to the body after "by"
LONGEST_FRAGMENT = 200  # characters of a verbless timescale entry


@dataclass(frozen=True, slots=True)
class Who:
    """An actor, how it is known, and the words that name it, relative to the block."""

    body: Body
    source: str
    span: Span | None = None
    partners: tuple[str, ...] = ()


@dataclass
class Progress:
    """What the walk over the document remembers: who was spoken of last, and what each block promised."""

    before: Body | None = None
    last_in: dict[str, "Made"] = field(default_factory=dict)  # block → its latest commitment
    latest: "Made | None" = None
    whole: Span | None = None  # the sentence of which parts have been read, and the bodies that act in them
    acting: list[Body] = field(default_factory=list)
    row_actors: dict[tuple[str, str], list[Body]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Made:
    """A commitment with what later ones may take from it."""

    block: Block
    who: Who
    status: str
    named: bool
    end: int  # of the sentence, in the block's text


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the document's sentences gave."""

    commitments: tuple[Commitment, ...]
    rejected: tuple[Rejection, ...]


class Judge:
    """Judges the sentences of one document, in order."""

    def __init__(self, document: Document, register: Register, patterns: Patterns) -> None:
        self.document = document
        self.patterns = patterns
        self.register = register
        self.casting = Casting(register, document.blocks, patterns.actors)
        self.places = Places(document, patterns)
        self.published = published_month(document.published)
        self.first_day = date(*self.published, 1) if self.published else None
        self.progress = Progress()
        self.by_words = re.compile(r"\bby (?:the )?$", re.IGNORECASE)
        self.lead_ins: dict[str, LeadIn] = {}
        self.commitments: list[Commitment] = []
        self.rejections: list[Rejection] = []
        self.names = Names()

    # ---- the walk ---------------------------------------------------------------------------------------------------------

    def judge(self, sentences: Sequence[Sentence], leads: dict[str, Sentence]) -> Verdict:
        """Judge all sentences; ``leads`` holds, by block, the lead-ins completed with a verb."""
        self.leads = leads
        block: Block | None = None
        for sentence in sentences:
            if block is None or sentence.block.id != block.id:
                block = sentence.block
                if sentence.block.kind in ("paragraph", "cell") and not self.anaphoric(sentence):
                    self.progress.before = None
            self.sentence(sentence)
        return Verdict(tuple(self.commitments), tuple(self.rejections))

    def anaphoric(self, sentence: Sentence) -> bool:
        """Whether a sentence opens with a word that points back: this, they, such."""
        return bool(re.match(r"(?:this|these|they|it|such|he|she)\b", sentence.text, re.IGNORECASE))

    def sentence(self, sentence: Sentence) -> None:
        """Judge one sentence."""
        block = sentence.block
        text = sentence.text
        lead_in = self.lead_in(block)
        times_here = block.column in TIMES
        context = Context(self.published)
        times = find_times(text, self.patterns.deadlines, self.patterns.calendar, context, times_here)
        if sentence.follows:
            lead_in = self.going_on(block)
        item = lead_in is not None and lead_in.promises and (sentence.span.start == 0 or sentence.follows)
        action_cell = self.places.is_action_cell(block) and sentence.span.start == 0
        situation = Situation(
            block.column, item or action_cell, sentence.entry, self.progress.before, self.first_day
        )
        reading = Reading(sentence, self.casting, self.patterns.actions, self.patterns.modality, situation, times)
        reading.read()
        if lead_in is not None and not lead_in.promises and sentence.prefixed and not sentence.follows:
            self.remember(reading)
            if reading.accepted:
                rejected = Rejected(reading.accepted[0].clause, LEAD_IN_REASON, loud=True)
                self.rejections.append(self.rejection(sentence, rejected))
            return
        money = find_money(text, self.patterns.funding)
        conditions = find_conditions(text, self.patterns.modality)
        made = [
            self.commit(reading, a, times, money, conditions, lead_in, item or action_cell) for a in reading.accepted
        ]
        if not made and times_here and not any(c.auxiliaries for c in reading.clauses):
            made = self.fragments(sentence, times, money)
        self.commitments += made
        for named in reading.named:
            self.register.note(named.body)
        self.remember(reading)
        loud = [r for r in reading.rejected if r.loud]
        if not made and loud:
            self.rejections.append(self.rejection(sentence, loud[0]))

    def remember(self, reading: Reading) -> None:
        """Keep the body that the sentence's main clause spoke of, and those that act in it."""
        if reading.sentence.whole != self.progress.whole:
            self.progress.whole, self.progress.acting = reading.sentence.whole, []
        for action in reading.accepted:
            if action.subject.kind in ("body", "group") and action.subject.body is not None and not action.clause.passive:
                self.progress.acting.append(action.subject.body)
        for clause in reading.clauses:
            if clause.verb.dep_ == "ROOT":
                subject = self.casting.of_clause(clause, reading.named, self.progress.before)
                if subject.body is not None and subject.kind in ("body", "group") and not subject.pronoun:
                    self.progress.before = subject.body
                elif subject.kind == "self":
                    self.progress.before = None

    def rejection(self, sentence: Sentence, rejected: Rejected) -> Rejection:
        """The record of a sentence that sounded like a promise and gave none."""
        return Rejection(
            block=sentence.block.id,
            quote=sentence.text,
            quote_start=sentence.span.start,
            quote_end=sentence.span.end,
            reason=rejected.reason,
        )

    # ---- lead-ins ---------------------------------------------------------------------------------------------------------

    def going_on(self, block: Block) -> LeadIn | None:
        """What a part of a sentence without a subject takes from the part before."""
        made = self.progress.last_in.get(block.id)
        return LeadIn("order", True, made.who.body, status="planned") if made is not None else None

    def lead_in(self, block: Block) -> LeadIn | None:
        """What the lead-in or heading of a list item gives it."""
        source = self.places.lead_in_of(block)
        if source is None:
            return None
        if source.id not in self.lead_ins:
            self.lead_ins[source.id] = self.read_lead_in(source)
        return self.lead_ins[source.id]

    def read_lead_in(self, source: Block) -> LeadIn:
        """Read a lead-in or a heading."""
        items = self.places.items_of(source)
        heading_times = ()
        if source.kind == "heading":
            times = find_times(
                source.text, self.patterns.deadlines, self.patterns.calendar, Context(self.published), times=True
            )
            heading_times = tuple(t for t in times if t.span.start == 0 and t.span.end == len(source.text))
            return LeadIn(
                items or "", items is not None, self.register.bodies[SELF] if items else None, times=heading_times
            )
        nested = self.lead_in(source)
        if items is None:
            return LeadIn("", promises=False)
        completed = self.leads.get(source.id)
        if completed is None:  # "… by:", or a list of steps: as the lead-in itself promises
            made = self.progress.last_in.get(source.id)
            if made is not None and made.end == len(source.text):
                status = "planned" if made.status == "planned" else "ongoing"
                return LeadIn(items, True, made.who.body, status=status)  # type: ignore[arg-type]
            return (
                nested
                if nested and nested.promises
                else LeadIn(items, promises=items == "any", actor=self.register.bodies[SELF])
            )
        return self.completed_lead_in(source, completed, items, nested)

    def completed_lead_in(self, source: Block, sentence: Sentence, items: str, nested: LeadIn | None) -> LeadIn:
        """Read a lead-in that was completed with a verb: who is to act, by when, on what condition."""
        text = sentence.text
        times = find_times(text, self.patterns.deadlines, self.patterns.calendar, Context(self.published))
        reading = Reading(
            sentence,
            self.casting,
            self.patterns.actions,
            self.patterns.modality,
            Situation(source.column, before=self.progress.before, item=bool(nested and nested.promises)),
            times,
        )
        last = max((c for c in reading.clauses), key=lambda c: c.verb.i, default=None)
        reading.read()
        chosen = next((a for a in reading.accepted if a.clause.verb.lemma_ in ("act",)), None)
        chosen = chosen or (
            reading.accepted[-1] if reading.accepted and last and reading.accepted[-1].clause is last else None
        )
        conditions = find_conditions(text, self.patterns.modality)
        if chosen is None:
            actor = self.lead_actor(reading, last)
            if actor is None:
                return nested if nested and nested.promises else LeadIn(items, promises=False)
            condition = conditions[0].text if conditions else None
            strength: Strength = "conditional" if conditions else "firm"
            return LeadIn(items, True, actor, None, "planned", strength, condition, tuple(times))
        who = self.who(chosen, reading, nested, source)
        if who.source == "implied" and (opening := self.opening_body(reading)) is not None:
            who = Who(opening, "subject")
        status = chosen.manner.status or "planned"
        return LeadIn(
            items,
            True,
            who.body,
            chosen.manner.delegated_by.id if chosen.manner.delegated_by else None,
            status,
            self.strength(chosen, conditions[:1], sentence.text),
            conditions[0].text if conditions else None,
            tuple(times) or (nested.times if nested else ()),
        )

    def opening_body(self, reading: Reading) -> Body | None:
        """The body that a sentence opens with: "The Agency, working with the police, will:"."""
        opening = next(iter(reading.named), None)
        words = reading.sentence.text
        return opening.body if opening and re.fullmatch(r"(?:the )?", words[: opening.span.start], re.IGNORECASE) else None

    def lead_actor(self, reading: Reading, last: Clause | None) -> Body | None:
        """Who is to act under a lead-in that is no promise by itself: "This will:", "we detail plans to:", "how we will:"."""
        if last is None:
            return None
        me = self.register.bodies[SELF]
        measures = self.patterns.modality.listed("measures")
        named = "|".join(sorted(map(re.escape, measures)))
        if re.search(rf"\b(?:{named}) (?:to|(?:which|that) will)\s*[:–—-]?$", reading.sentence.block.text, re.IGNORECASE):
            return me
        if any(a.tag_ == "MD" for a in last.auxiliaries):
            subject = self.casting.of_clause(last, reading.named, self.progress.before)
            if subject.kind in ACTING and subject.body is not None:
                return subject.body
            if last.subject is not None and last.subject.text.casefold() in measures:
                return me
            if subject.kind == "pronoun" and last.verb.dep_ != "relcl":
                return me
        return self.opening_body(reading)

    # ---- one commitment -------------------------------------------------------------------------------------------------------

    def commit(
        self,
        reading: Reading,
        action: Action,
        times: Sequence[Time],
        money: Sequence[Money],
        conditions: Sequence[Condition],
        lead_in: LeadIn | None,
        item: bool,
    ) -> Commitment:
        """The commitment that an accepted action makes."""
        sentence, block = reading.sentence, reading.sentence.block
        status = action.manner.status or "planned"
        own = (
            "item" in action.manner.rules
            or any(r in ("order", "participle") for r in action.manner.rules)
            or (
                item and action.subject.kind == "self" and reading.sentence.place(0) == 0 and sentence.prefixed
            )
        )
        if item and lead_in is not None and own and sentence.prefixed:
            if lead_in.items != "any" or lead_in.status != "planned":
                status = (
                    "ongoing"
                    if status == "ongoing" and action.manner.rules and "continue" in action.manner.rules
                    else lead_in.status
                )
        own = own and (sentence.prefixed or item)
        who = self.who(action, reading, lead_in if own else None, block, item=own)
        condition = self.condition_for(action, reading, conditions) or None
        strength = self.strength(action, [condition] if condition else [], sentence.text)
        if own and lead_in is not None:
            if lead_in.strength != "firm" and strength == "firm":
                strength = lead_in.strength
        time = self.time_for(action, reading, times, status)
        deadline = (
            self.deadline(time, block, sentence, action, status)
            if time
            else self.inherited_deadline(action, lead_in if item or lead_in else None, block, status)
        )
        funds = self.money_for(action, reading, money)
        offset = sentence.span.start
        verb_span = sentence.offsets(action.tokens).shift(offset)
        delegated = (
            action.manner.delegated_by.id
            if action.manner.delegated_by
            else (lead_in.delegated_by if own and lead_in else None)
        )
        partners = self.partners(action, reading, who)
        rules = [
            *action.manner.rules,
            *([time.rule] if time else []),
            *(m.rule for m in funds),
            *([condition.rule] if condition else []),
        ]
        commitment = self.record(
            sentence,
            sentence.quote,
            who,
            partners,
            delegated,
            status,
            strength,
            condition.text if condition else (lead_in.condition if own and lead_in else None),
            deadline,
            tuple(self.funding_record(m, sentence) for m in funds) or self.inherited_funding(block, action),
            ActionRecord(
                verb=sentence.offsets([action.clause.word]).within(sentence.text),
                lemma=action.clause.lemma.replace("\u2011", "-"),
                text=verb_span.within(block.text),
                category=self.category(action, reading),
                start=verb_span.start,
                end=verb_span.end,
            ),
            tuple(dict.fromkeys(rules)),
        )
        self.progress.last_in[block.id] = self.progress.latest = Made(
            block, who, status, who.source != "implied", sentence.quote.end
        )
        if who.source in ("subject", "agent", "delegate") and block.row and block.column:
            self.progress.row_actors.setdefault((block.row, block.column), []).append(who.body)
        return commitment

    def record(
        self,
        sentence: Sentence,
        quote: Span,
        who: Who,
        partners: tuple[str, ...],
        delegated: str | None,
        status: str,
        strength: str,
        condition: str | None,
        deadline: DeadlineRecord | None,
        funding: tuple[FundingRecord, ...],
        action: ActionRecord,
        rules: tuple[str, ...],
    ) -> Commitment:
        """The finished record."""
        block = sentence.block
        boxes = block.boxes(quote)
        section = self.places.section(block)
        return Commitment(
            id=self.identify(block, section, action),
            part=block.part,
            section=section.text if section else None,
            paragraph=self.paragraph(block),
            recommendation=block.recommendation,
            column=block.column,
            block=block.id,
            page=boxes[0].page if boxes else block.page,
            page_label=block.label,
            bboxes=tuple(rounded(b) for b in boxes),
            quote=quote.within(block.text),
            quote_start=quote.start,
            quote_end=quote.end,
            actor=ActorRecord(
                id=who.body.id,
                name=who.body.name,
                text=who.span.within(block.text) if who.span else None,
                start=who.span.start if who.span else None,
                end=who.span.end if who.span else None,
                source=who.source,  # type: ignore[arg-type]
            ),
            partners=partners,
            delegated_by=delegated if delegated != who.body.id else None,
            action=action,
            status=status,  # type: ignore[arg-type]
            strength=strength,  # type: ignore[arg-type]
            condition=condition,
            deadline=deadline,
            funding=funding,
            patterns=rules,
        )

    def paragraph(self, block: Block) -> str | None:
        """The printed number of the paragraph that a block is or hangs on."""
        at: Block | None = block
        seen: set[str] = set()
        while at is not None and at.id not in seen:
            if at.kind in ("paragraph", "bullet") and at.number and not at.number.startswith("("):
                return at.number
            seen.add(at.id)
            at = self.places.by_id.get(at.parent) if at.parent and at.kind != "paragraph" else None
        return None

    def identify(self, block: Block, section: Block | None, action: ActionRecord) -> str:
        """A readable id that edits elsewhere do not change."""
        verb = slug(action.lemma or action.text, 40) or "entry"
        number = self.paragraph(block)
        if block.row:
            home = f"{block.row}-{block.column}"
        elif number:
            home = f"{block.part}-{number}"
        elif section is not None and section.part == block.part and section.level != 1:
            home = f"{block.part}-{slug(' '.join(section.text.split()[:5]))}"
        else:
            home = block.part
        return self.names.unique(f"{home}-{verb}")

    # ---- who -----------------------------------------------------------------------------------------------------------------

    def who(self, action: Action, reading: Reading, lead_in: LeadIn | None, block: Block, item: bool = False) -> Who:
        """Who is to act: the subject, the agent, the lead-in's actor, the column's, the one spoken of, else the publisher."""
        sentence = reading.sentence
        subject, offset = action.subject, sentence.span.start
        me = self.register.bodies[SELF]
        if action.manner.actor is not None and action.manner.delegated_by is not None and subject.body is not None:
            return Who(subject.body, "delegate", subject.span.shift(offset) if subject.span else None)
        owners = self.owners(block)
        if item and owners:
            return Who(owners[0], "column", None, tuple(b.id for b in owners[1:]))
        if item and lead_in is not None and lead_in.actor is not None:
            return Who(lead_in.actor, "lead-in")
        if item:
            return Who(me, "implied")
        passive = action.clause.passive or action.outer.passive
        if subject.kind in ACTING and subject.body is not None and not passive:
            source = "pronoun" if subject.pronoun and subject.kind != "self" else "subject"
            return Who(
                subject.body,
                source,
                subject.span.shift(offset) if subject.span else None,
                tuple(b.id for b in subject.others),
            )
        agent = self.agent(action, reading)
        if agent is not None:
            return agent
        if (
            not passive
            and subject.body is not None
            and subject.kind in ("event", "thing", "writing")
            and not action.clause.predicate
        ):
            return Who(subject.body, "subject", subject.span.shift(offset) if subject.span else None)
        if owners:
            return Who(owners[0], "column", None, tuple(b.id for b in owners[1:]))
        told = self.acting_beside(action, reading) or self.spoken_of(subject, block, sentence)
        return Who(told, "implied") if told is not None else Who(me, "implied")

    def agent(self, action: Action, reading: Reading) -> Who | None:
        """The body after "by" in the clause: "reviewed by X", "led by X"."""
        sentence = reading.sentence
        for clause in (action.clause, action.outer):
            token = agent_of(clause)
            if token is not None and not reading.is_time(token):
                subject = self.casting.of_noun(token, sentence, reading.named, None)
                if subject.kind in ACTING and subject.body is not None and subject.span is not None:
                    return Who(subject.body, "agent", subject.span.shift(sentence.span.start))
        start = sentence.offsets(action.tokens[:1]).start
        for each in reading.named:
            before = sentence.text[: each.span.start]
            if each.span.start > start and self.by_words.search(before) and each.span.start - start < AGENT_REACH:
                article = len(before) - len(re.sub(r"[Tt]he $", "", before))
                span = Span(each.span.start - article, each.span.end).shift(sentence.span.start)
                return Who(each.body, "agent", span)
        return None

    def acting_beside(self, action: Action, reading: Reading) -> Body | None:
        """The one body that acts in another main clause of the sentence, for an action of which nobody is named."""
        sentence = reading.sentence
        found = list(self.progress.acting) if sentence.whole is not None and sentence.whole == self.progress.whole else []
        for other in reading.accepted:
            subject = other.subject
            active = not (other.clause.passive or other.outer.passive)
            if other is not action and active and subject.kind in ("body", "group") and subject.body is not None:
                found.append(subject.body)
        return found[0] if len({b.id for b in found}) == 1 else None

    def owners(self, block: Block) -> list[Body]:
        """The bodies that the row, or the facts under the heading, name as owners."""
        out: list[Body] = []
        for cell in self.places.fact_cells(block, "owner"):
            named = self.register.find(cell.text)
            out += [n.body for n in named]
            if not named and (body := self.register.resolve(cell.text.split(",")[0].split(" with ")[0])):
                out.append(body)
            elif not named and cell.text:
                out.append(self.register.enter(cell.text.split(",")[0]))
        return list(dict.fromkeys(out))

    def spoken_of(self, subject: Subject, block: Block, sentence: Sentence) -> Body | None:
        """The body that is meant though it is not named: the one just spoken of, or the one of the row."""
        latest = self.progress.latest
        if subject.pointing and latest is not None and latest.named and self.near(latest.block, block):
            return latest.who.body
        if block.column in TIMES and block.row:
            here = self.bodies_in(block)
            if len(here) == 1:
                return here[0]
            answering = {b.id: b for b in self.progress.row_actors.get((block.row, "response"), []) if b.id != SELF}
            if len(answering) == 1 and not here:
                return next(iter(answering.values()))
        return None

    def bodies_in(self, block: Block) -> list[Body]:
        """The bodies other than the publisher that act in a row's timescale cells."""
        out: list[Body] = []
        for cell in self.places.row_cells(block, *TIMES):
            for named in self.register.find(cell.text):
                after = cell.text[named.span.end : named.span.end + 12]
                before = cell.text[max(0, named.span.start - 8) : named.span.start]
                acts = re.match(r" (?:to|will|is|are|has|have|working|with)\b|\)", after) or re.search(
                    r"\bby (?:the )?$|\($", before
                )
                if named.body.id != SELF and acts:
                    out.append(named.body)
        return list(dict.fromkeys(out))

    def near(self, earlier: Block, block: Block) -> bool:
        """Whether one block follows another closely: the same one, its row, or the next of the part."""
        if earlier.id == block.id or (earlier.row and earlier.row == block.row):
            return True
        if earlier.row or block.row or earlier.part != block.part:
            return False
        order = self.places.blocks
        i, j = order.index(earlier), order.index(block)
        return 0 < j - i <= 8 and not any(b.kind == "heading" for b in order[i + 1 : j])

    def partners(self, action: Action, reading: Reading, who: Who) -> tuple[str, ...]:
        """The bodies that are named as acting with the actor."""
        out = list(who.partners)
        text = reading.sentence.text
        words = "|".join(re.escape(w) for w in self.patterns.actors.words.get("partner_preposition", ()))
        for named in reading.named:
            before = text[: named.span.start]
            joined = re.search(
                rf"\b(?:{words}) (?:the |our |all |its )?(?:[\w’'-]+(?:,| and) (?:the )?)*$", before, re.IGNORECASE
            )
            owner = next((c for c in [reading.clause_at(as_mention(named.span, named.text))] if c is not None), None)
            mine = owner in (action.clause, action.outer) or owner is None
            if joined and mine and named.body.id not in (who.body.id, SELF):
                out.append(named.body.id)
        return tuple(dict.fromkeys(out))

    # ---- how firmly ----------------------------------------------------------------------------------------------------------------

    def strength(self, action: Action, conditions: Sequence[Condition], text: str) -> str:  # type: ignore[override]
        """Firm, conditional or tentative; a condition wins over a hedge."""
        if conditions:
            return "conditional"
        clause = action.clause
        tentative = any(self.named_by(rule, clause) for rule in self.patterns.actions.tentative)
        if action.manner.strength == "tentative" or tentative:
            return "tentative"
        start, end = clause.sentence.offsets(action.tokens).start, clause.sentence.offsets(action.tokens).end
        hedged = any(start - 40 <= h.span.start <= end for h in find_hedges(text, self.patterns.modality))
        return "tentative" if hedged else action.manner.strength

    def named_by(self, rule: object, clause: Clause) -> bool:
        """Whether a rule over lemmas names a clause's verb."""
        lemma = str(clause.verb.lemma_).casefold()
        single = rule.single  # type: ignore[attr-defined]
        phrases = rule.phrases  # type: ignore[attr-defined]
        return lemma in single or any(lemma == first and clause.beside(rest) for first, rest in phrases)

    def condition_for(self, action: Action, reading: Reading, conditions: Sequence[Condition]) -> Condition | None:
        """The condition that an action hangs on: one that opens the sentence, or stands in its clause."""
        for condition in conditions:
            owner = reading.clause_at(condition)
            opening = condition.span.start < 3 and not action.clause.coordinated and self.first(reading) is action
            inside = reading.sentence.offsets(action.tokens)
            if opening or owner in (action.clause, action.outer) or inside.start <= condition.span.start < inside.end:
                return condition
            if condition.span.start < 3 and action.clause.shared:
                return condition
        return None

    def first(self, reading: Reading) -> Action | None:
        """The sentence's first accepted action."""
        return reading.accepted[0] if reading.accepted else None

    # ---- by when ---------------------------------------------------------------------------------------------------------------------

    def owner_of(self, mention: Time | Money, reading: Reading) -> Action | None:
        """The action that a time or a sum belongs to: that of its clause, or of the nearest clause above."""
        clause = reading.clause_at(mention)
        seen: list[Clause] = []
        while clause is not None and clause not in seen:
            seen.append(clause)
            for action in reading.accepted:
                if action.clause is clause or (action.clause.verb.i == clause.verb.i):
                    return action
            for action in reading.accepted:
                if action.outer is clause:
                    return action
            clause = clause.head
        verbs = [(reading.sentence.offsets(a.tokens[:1]).start, a) for a in reading.accepted]
        earlier = [a for at, a in verbs if at <= mention.span.start]
        return earlier[-1] if earlier else (reading.accepted[0] if reading.accepted else None)

    def time_for(self, action: Action, reading: Reading, times: Sequence[Time], status: str) -> Time | None:
        """The time of an action: one in its own clause, else one that opens the sentence for all its clauses."""
        owned = [t for t in times if self.owner_of(t, reading) is action]
        if owned:
            dated = [t for t in owned if t.period is not None] or owned
            best = min(dated, key=lambda t: (t.rule == "bare-date", t.relation in ("after", "ongoing"), t.span.start))
            return self.in_past(best, reading.sentence.text) if status == "completed" else best
        first = self.first(reading)
        for time in times:
            fronted = (
                first is not None
                and time.span.end <= self.starts(first, reading)
                and self.owner_of(time, reading) is first
            )
            if fronted and action is not first and self.joined(action, first, reading):
                return time
        last = reading.accepted[-1]
        if (
            action.manner.rules
            and "participle" in action.manner.rules
            and last.clause.coordinated
            and last.clause.head is action.clause
        ):
            return next((t for t in times if self.owner_of(t, reading) is last), None)
        return None

    def starts(self, action: Action, reading: Reading) -> int:
        """Where an action's subject, or its verb, begins."""
        subject = action.subject.span
        verb = reading.sentence.offsets(action.tokens[:1]).start
        return min(subject.start, verb) if subject is not None else verb

    def joined(self, action: Action, first: Action, reading: Reading) -> bool:
        """Whether an action is joined to the first one by "and", no other time between."""
        start, end = reading.sentence.offsets(first.tokens[:1]).start, reading.sentence.offsets(action.tokens[:1]).start
        return ";" not in reading.sentence.text[start:end]

    def in_past(self, time: Time, text: str) -> Time:
        """A time of something that has happened: a date without a year is the latest one before publication."""
        again = find_times(
            text, self.patterns.deadlines, self.patterns.calendar, Context(self.published, past=True), times=True
        )
        return next((t for t in again if t.span == time.span), time)

    def deadline(
        self, time: Time, block: Block, sentence: Sentence, action: Action | None, status: str
    ) -> DeadlineRecord:
        """The record of a time said in the sentence."""
        begins = action is not None and (action.manner.begins or str(action.clause.verb.lemma_).casefold() in BEGINS)
        if begins and status == "planned" and time.relation == "in":
            period = time.period
            opened = Period(period.start, None, f"{first_of(period.edtf)}/..", period.precision) if period else None
            time = replace(time, relation="from", period=opened)
        span = time.span.shift(sentence.span.start)
        return deadline_record(time, "sentence", span)

    def inherited_deadline(
        self, action: Action, lead_in: LeadIn | None, block: Block, status: str
    ) -> DeadlineRecord | None:
        """The time that the lead-in, the heading or the row gives an action that has none of its own."""
        if lead_in is not None and lead_in.times:
            source = self.places.lead_in_of(block)
            return deadline_record(
                lead_in.times[0], "heading" if source and source.kind == "heading" else "lead-in", None
            )
        if (time := self.places.column_time(block)) is not None:
            return deadline_record(time, "column", None)
        if status != "planned":
            return None
        for cell in self.places.fact_cells(block, "deadline", "timescale"):
            if cell.id == block.id or cell.column == block.column:
                continue
            times = find_times(
                cell.text, self.patterns.deadlines, self.patterns.calendar, Context(self.published), times=True
            )
            whole = times and len(times) == 1 and len(times[0].text) >= len(cell.text.strip(" .")) - 1
            if whole:
                return deadline_record(by_deadline(times[0]) if cell.column == "deadline" else times[0], "column", None)
        return None

    # ---- with what money ----------------------------------------------------------------------------------------------------------

    def money_for(self, action: Action, reading: Reading, money: Sequence[Money]) -> list[Money]:
        """The sums that belong to an action."""
        return [m for m in money if self.owner_of(m, reading) is action]

    def funding_record(self, money: Money, sentence: Sentence) -> FundingRecord:
        """The record of a sum said in the sentence."""
        span = money.span.shift(sentence.span.start)
        return FundingRecord(
            text=money.text,
            amount=money.amount,
            max_amount=money.max_amount,
            currency=money.currency,
            bound=money.bound,
            period=money.period,
            start=span.start,
            end=span.end,
        )

    def inherited_funding(self, block: Block, action: Action) -> tuple[FundingRecord, ...]:
        """The sums in the funding cell of an action's row, given to the first action of the row."""
        cells = self.places.fact_cells(block, "funding")
        if not cells or action.clause.coordinated:
            return ()
        if block.row is None and block.id in self.progress.last_in:
            return ()
        return tuple(
            FundingRecord(
                text=m.text,
                amount=m.amount,
                max_amount=m.max_amount,
                currency=m.currency,
                bound=m.bound,
                period=m.period,
                start=None,
                end=None,
            )
            for cell in cells
            for m in find_money(cell.text, self.patterns.funding)
        )

    # ---- verbless entries ------------------------------------------------------------------------------------------------------------

    def fragments(self, sentence: Sentence, times: Sequence[Time], money: Sequence[Money]) -> list[Commitment]:
        """The commitments of a verbless timescale entry: one for each dated thing, parted by semicolons."""
        block, made = sentence.block, []
        for match in FRAGMENT.finditer(sentence.text):
            words = match.group()
            start = match.start() + len(words) - len(words.lstrip())
            end = match.end() - len(words) + len(words.rstrip())
            inside = [t for t in times if start <= t.span.start < end]
            named = re.search(r"[^\W\d_]{3}", remove(sentence.text, start, end, inside))
            if not inside or not named or end - start > LONGEST_FRAGMENT:
                continue
            quote = Span(start, end).shift(sentence.span.start)
            who = self.fragment_actor(sentence, Span(start, end), block)
            funds = tuple(self.funding_record(m, sentence) for m in money if start <= m.span.start < end)
            made.append(
                self.record(
                    sentence,
                    quote,
                    who,
                    (),
                    None,
                    "planned",
                    "firm",
                    None,
                    self.deadline(inside[0], block, sentence, None, "planned"),
                    funds,
                    ActionRecord(
                        verb=None,
                        lemma=None,
                        text=quote.within(block.text),
                        category=None,
                        start=quote.start,
                        end=quote.end,
                    ),
                    ("verbless-entry", inside[0].rule),
                )
            )
        return made

    def fragment_actor(self, sentence: Sentence, span: Span, block: Block) -> Who:
        """Who a verbless entry names, else the row's body, else the publisher."""
        for named in self.register.find(sentence.text):
            if span.start <= named.span.start < span.end:
                return Who(named.body, "subject", named.span.shift(sentence.span.start))
        told = self.spoken_of(Subject("unknown"), block, sentence)
        return Who(told or self.register.bodies[SELF], "implied")

    def category(self, action: Action, reading: Reading) -> str | None:
        """The first category that names the action's verb."""
        return next((r.name for r in self.patterns.actions.category if reading.matches(r, action.clause)), None)


def rounded(box: tuple[int, float, float, float, float]) -> tuple[int, float, float, float, float]:
    """A box with its lengths to a hundredth of a point."""
    page, x0, top, x1, bottom = box
    return page, round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)


def deadline_record(time: Time, source: str, span: Span | None) -> DeadlineRecord:
    """The record of a time; ``span`` is relative to the block, None where the time is inherited."""
    period = time.period
    return DeadlineRecord(
        text=time.text,
        relation=time.relation,
        edtf=period.edtf if period else None,
        start=period.start.isoformat() if period and period.start else None,
        end=period.end.isoformat() if period and period.end else None,
        precision=period.precision if period else "event",
        source=source,  # type: ignore[arg-type]
        start_char=span.start if span else None,
        end_char=span.end if span else None,
    )


def by_deadline(time: Time) -> Time:
    """A bare date in a deadline column: what is due by then."""
    if time.relation != "in" or time.period is None:
        return time
    period = time.period
    return replace(
        time, relation="by", period=Period(None, period.end, f"../{period.edtf.split('/')[-1]}", period.precision)
    )


def remove(text: str, start: int, end: int, times: Sequence[Time]) -> str:
    """A stretch of a text without the times in it."""
    kept = list(text[start:end])
    for time in times:
        for i in range(max(start, time.span.start), min(end, time.span.end)):
            kept[i - start] = " "
    return "".join(kept)


def as_mention(span: Span, text: str) -> Condition:
    """A stretch of a sentence as a mention."""
    return Condition(span, text, "")
