"""Sentences and what was found in them → commitments: the judgement sits here."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..document.model import Block, Span
from ..document.place import at, named
from ..language.clauses import SUBJECT, noun_phrase
from ..language.list_forms import unnumbered
from ..language.parser import FINITE, Sentence
from ..patterns import Patterns
from ..patterns.modality import Status, Strength
from ..records.dataset import ActionRecord, Commitment, DeadlineRecord, FundingRecord, Rejection
from .actors.coreference import Coreference
from .actors.noun_usage import Usage
from .actors.register import Register
from .attribution import Attribution
from .context.column_roles import DATED, TIMES
from .context.discourse import Discourse, Made
from .context.placement import LeadIn, Placement
from .lead_ins import LEAD_IN_REASON, LeadIns
from .mentions.calendar import Context, Period
from .mentions.conditions import find_conditions, find_hedges
from .mentions.deadlines import find_times, first_of
from .mentions.funding import find_money
from .mentions.model import Condition, Time
from .modality.actions import EMBEDDED_REASON, read_actions
from .modality.analysis import Action, Reading, Rejected, Situation
from .modality.attachment import Attachment
from .modality.subordination import stands_free
from .recording import Judged, Recorder, deadline_record, due, funding_records

FRAGMENT = re.compile(r"[^;]+")
LONGEST_FRAGMENT = 200  # characters of a verbless timescale entry
NO_RULE = "no-promise-form"  # the reason against a clause whose verb group no rule names
ITEM_RULES = ("item", "order")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the document's sentences gave."""

    commitments: tuple[Commitment, ...]
    rejected: tuple[Rejection, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One sentence with all that its actions are judged by. ``item``: it stands at the head of a promised list item."""

    reading: Reading
    attachment: Attachment
    lead_in: LeadIn | None
    item: bool

    @property
    def sentence(self) -> Sentence:
        """The sentence."""
        return self.reading.sentence

    @property
    def block(self) -> Block:
        """The block it stands in."""
        return self.reading.sentence.block

    def hangs(self, action: Action) -> bool:
        """Whether an action takes who, when and how from the lead-in, as its sentence has no subject of its own."""
        own = any(rule in ITEM_RULES for rule in action.manner.rules)
        prefixed = self.sentence.prefixed
        own = own or (action.subject.kind == "self" and prefixed)
        return own and (prefixed or self.item)


Observer = Callable[[Case, list[Commitment]], None]  # sees each sentence as it was read, and what it gave


def unseen(case: Case, made: list[Commitment]) -> None:
    """Observe nothing."""


class Judge:
    """Judges the sentences of one document, in order; ``leads`` are the lead-ins completed with a verb, by block."""

    def __init__(
        self,
        placement: Placement,
        register: Register,
        patterns: Patterns,
        leads: dict[str, Sentence],
        observer: Observer = unseen,
    ) -> None:
        self.observer = observer
        self.patterns = patterns
        self.coreference = Coreference(register, placement.blocks, patterns.actors)
        self.placement = placement
        self.context = placement.times.context
        self.discourse = Discourse()
        self.attribution = Attribution(register, self.coreference, self.placement, patterns.actors, self.discourse)
        self.lead_ins = LeadIns(
            self.placement, register, self.coreference, self.attribution, patterns, self.discourse, leads
        )
        self.recorder = Recorder(self.placement)
        self.usage: Usage | None = None
        self.commitments: list[Commitment] = []
        self.rejections: list[Rejection] = []

    # ---- the walk ----------------------------------------------------------------------------------------------------

    def judge(self, sentences: Sequence[Sentence], tick: Callable[[], None] = lambda: None) -> Verdict:
        """Judge all sentences; ``tick`` is called before each."""
        block: Block | None = None
        self.usage = Usage(sentences, self.patterns.actions)
        for sentence in sentences:
            tick()
            if block is None or sentence.block.id != block.id:
                block = sentence.block
                if sentence.block.kind in ("paragraph", "cell") and not self.points_back(sentence):
                    self.discourse.before = None
            with at(named(block)):
                self.judge_sentence(sentence)
        return Verdict(tuple(self.commitments), tuple(self.rejections))

    def points_back(self, sentence: Sentence) -> bool:
        """Whether a sentence opens with a word that points back: this, they, such."""
        first = re.match(r"\w+", sentence.text)
        return first is not None and first.group().casefold() in self.patterns.actors.listed("points_back")

    def case_of(self, sentence: Sentence) -> Case:
        """The sentence read, with its place and its mentions."""
        block, text, patterns = sentence.block, sentence.text, self.patterns
        times = find_times(
            text, patterns.deadlines, patterns.calendar, self.context, self.placement.tables.roles.of(block) in TIMES
        )
        times = [t for t in times if not names_a_thing(t, sentence)]
        lead_in = self.lead_ins.going_on(block) if sentence.follows else self.lead_ins.of(block)
        promised = lead_in is not None and lead_in.promises and lead_in.items != "object"
        item = (promised and (sentence.span.start == 0 or sentence.follows)) or (
            self.placement.tables.is_action_cell(block) and sentence.span.start == 0
        )
        situation = Situation(
            self.placement.tables.roles.of(block), item, sentence.entry, self.discourse.before, self.context.first_day
        )
        reading = Reading(sentence, self.coreference, patterns.actions, patterns.modality, situation, times, self.usage)
        read_actions(reading)
        attachment = Attachment(
            reading,
            times,
            find_money(text, patterns.funding),
            find_conditions(text, patterns.modality),
            find_hedges(text, patterns.modality),
        )
        return Case(reading, attachment, lead_in, item)

    def judge_sentence(self, sentence: Sentence) -> None:
        """Judge one sentence."""
        case = self.case_of(sentence)
        reading, lead_in = case.reading, case.lead_in
        idle = lead_in is not None and not lead_in.promises and sentence.prefixed and not sentence.follows
        if idle and not self.placement.is_own_order(case.block, self.placement.lead_in_of(case.block)):
            self.attribution.remember(reading)
            self.reject_rest(case, [], LEAD_IN_REASON)
            self.observer(case, [])
            return
        left_open = self.lead_ins.open_action(reading)
        made = [self.commit(case, action) for action in reading.accepted if action is not left_open]
        if left_open is not None:
            who = self.attribution.who(
                left_open, reading, lead_in if case.item else None, case.block, case.hangs(left_open)
            )
            self.lead_ins.keep_open(case.block, left_open, who, reading)
        if made and left_open is None and reading.accepted and made[-1].status == "planned":
            last = reading.accepted[-1]
            who = self.attribution.who(last, reading, lead_in if case.item else None, case.block, case.hangs(last))
            self.lead_ins.list_things(case.block, last, who, reading)
        if not made and left_open is None:
            made = self.entries(case)
            if not made:
                self.fund_last(case)
        self.commitments += made
        self.observer(case, made)
        self.attribution.remember(reading)
        if made and not any(c.action.verb for c in made):
            return  # the whole sentence is the entry
        self.reject_rest(case, [*reading.accepted])

    def reject_rest(self, case: Case, taken: Sequence[Action], reason: str | None = None) -> None:
        """Record the clauses of a sentence that were weighed and gave nothing, each by the name of what rejected it."""
        reading = case.reading
        seen = {i for action in taken for i in between(action)}
        known = {r.clause.verb.i: r for r in reversed(reading.rejected)}
        for clause in reading.clauses:
            found = known.get(clause.verb.i)
            if clause.verb.i in seen or not (reading.is_candidate(clause) or (found is not None and found.loud)):
                continue
            why = reason or (found.reason if found else None)
            why = why or (NO_RULE if stands_free(reading, clause) else EMBEDDED_REASON)
            self.reject(case, Rejected(clause, why, loud=True))

    def reject(self, case: Case, rejected: Rejected) -> None:
        """Record a clause that was weighed and gave no commitment."""
        sentence = case.sentence
        self.rejections.append(
            Rejection(
                block=sentence.block.id,
                quote=sentence.text,
                quote_start=sentence.span.start,
                quote_end=sentence.span.end,
                verb=sentence.offsets([rejected.clause.verb]).within(sentence.text) or None,
                reason=rejected.reason,
                times=tuple(
                    deadline_record(t, "sentence", t.span.shift(sentence.span.start)) for t in case.attachment.times
                ),
            )
        )

    # ---- one commitment ----------------------------------------------------------------------------------------------

    def commit(self, case: Case, action: Action) -> Commitment:
        """The commitment that an accepted action makes."""
        sentence, block, lead_in = case.sentence, case.block, case.lead_in
        hangs = case.hangs(action)
        given = lead_in if hangs else None
        status = self.status_of(case, action, given)
        who = self.attribution.who(action, case.reading, given, block, item=hangs)
        condition = case.attachment.condition_of(action)
        strength = self.strength_of(case, action, condition)
        if given is not None and given.strength != "firm" and strength == "firm":
            strength = given.strength
        time = case.attachment.time_of(action, status, case.item)
        funds = case.attachment.money_of(action)
        manner = action.manner
        commitment = self.recorder.record(
            Judged(
                block,
                sentence.quote,
                who,
                self.action_record(action, sentence),
                self.attribution.partners(action, case.reading, who),
                manner.delegated_by.id if manner.delegated_by else (given.delegated_by if given else None),
                status,
                strength,
                condition.text if condition else (given.condition if given else None),
                self.deadline_of(case, action, time, status),
                funding_records(funds, sentence.span.start) or self.inherited_funding(block, action, status),
                (*manner.rules, *(m.rule for m in (time, *funds, condition) if m is not None)),
            )
        )
        self.discourse.last_in[block.id] = self.discourse.latest = Made(
            block, who, status, who.source != "implied", sentence.quote.end
        )
        self.attribution.note_row(block, who)
        return commitment

    def action_record(self, action: Action, sentence: Sentence) -> ActionRecord:
        """The record of what is done."""
        phrase = sentence.offsets(action.tokens).shift(sentence.span.start)
        return ActionRecord(
            verb=sentence.offsets([action.clause.word]).within(sentence.text),
            lemma=action.clause.lemma.replace("\u2011", "-"),
            text=phrase.within(sentence.block.text),
            object=object_of(action, sentence),
            category=self.category(action),
            start=phrase.start,
            end=phrase.end,
        )

    def status_of(self, case: Case, action: Action, given: LeadIn | None) -> Status:
        """Planned, ongoing or completed: as the verb group says, or the lead-in for an item without a finite verb."""
        status: Status = action.manner.status or "planned"
        if given is not None and case.item and case.sentence.prefixed:
            lasting = status == "ongoing" and any(rule in ("continue", "lasting") for rule in action.manner.rules)
            if not lasting and (given.items != "any" or given.status != "planned"):
                status = given.status
        told = self.placement.tables.told_status(case.block)
        return told or status

    def strength_of(self, case: Case, action: Action, condition: Condition | None) -> Strength:
        """Firm, conditional or tentative; a condition wins over a hedge."""
        if condition is not None:
            return "conditional"
        rules = self.patterns.actions.tentative
        said = [action.clause]
        if action.clause.verb.dep_ == "ccomp" and action.clause.head is not None:
            said.append(action.clause.head)  # "we hope that …"
        if action.manner.strength == "tentative" or any(c.is_named_by(rule) for c in said for rule in rules):
            return "tentative"
        return "tentative" if case.attachment.is_hedged(action) else action.manner.strength

    def category(self, action: Action) -> str | None:
        """The first category that names the action's verb."""
        return next((r.name for r in self.patterns.actions.category if action.clause.is_named_by(r)), None)

    # ---- by when -----------------------------------------------------------------------------------------------------

    def deadline_of(self, case: Case, action: Action, time: Time | None, status: Status) -> DeadlineRecord | None:
        """The time said for an action, else the one that its place gives it."""
        inherited = self.inherited_deadline(case, status)
        if time is None or (time.period is None and time.relation == "after" and inherited is not None):
            return inherited
        if time.period is None and time.relation == "by" and inherited is not None and inherited.end is not None:
            by = deadline_record(time, "sentence", time.span.shift(case.sentence.span.start))
            return by.model_copy(update={"end": inherited.end, "edtf": f"../{inherited.end}", "precision": "day"})
        if status == "completed":
            time = self.in_past(time, case.sentence.text)
        if status == "planned" and time.relation == "in" and self.begins(action):
            period = time.period
            opened = Period(period.start, None, f"{first_of(period.edtf)}/..", period.precision) if period else None
            time = replace(time, relation="from", period=opened)
        if status == "planned" and time.relation == "throughout" and time.rule in self.patterns.deadlines.ahead:
            time = replace(time, relation="in")  # what is planned over the next years is done somewhere in them
        return deadline_record(time, "sentence", time.span.shift(case.sentence.span.start))

    def begins(self, action: Action) -> bool:
        """Whether an action is the beginning of something."""
        rules = [r for r in self.patterns.actions.carrier if r.begins]
        return action.manner.begins or any(action.clause.is_named_by(rule) for rule in rules)

    def in_past(self, time: Time, text: str) -> Time:
        """A time of something that has happened: a date without a year is the latest one before publication."""
        past = Context(self.context.published, past=True)
        again = find_times(text, self.patterns.deadlines, self.patterns.calendar, past, times=True)
        return next((t for t in again if t.span == time.span), time)

    def inherited_deadline(self, case: Case, status: Status) -> DeadlineRecord | None:
        """The time that the lead-in, the heading or the row gives an action that has none of its own."""
        block, lead_in = case.block, case.lead_in
        if lead_in is not None and lead_in.times:
            source = self.placement.lead_in_of(block)
            return deadline_record(
                lead_in.times[0], "heading" if source and source.kind == "heading" else "lead-in", None
            )
        if (time := self.placement.tables.column_time(block)) is not None:
            return deadline_record(time, "column", None)
        for cell in self.placement.tables.time_cells(block):
            if cell.id == block.id or cell.column == block.column:
                continue
            times = self.placement.times.times_in(cell.text)
            if status != "planned":
                times = [
                    t for t in times if t.relation == "ongoing" or self.placement.tables.told_status(block) == status
                ]
            role = self.placement.tables.roles.of(cell)
            told = role == "status"
            opens = role == DATED and bool(times) and cell.text.startswith(f"{times[0].text}, ")
            if len(times) == 1 and (told or opens or self.placement.times.fills(times[0], cell.text)):
                return deadline_record(
                    due(times[0]) if self.placement.tables.roles.of(cell) == "deadline" else times[0], "column", None
                )
        marked = self.placement.tables.marked(block) if status == "planned" else []
        if len(marked) == 1:  # the one column of a calendar that the row has something in
            return deadline_record(self.placement.times.times_in(marked[0].text)[0], "column", None)
        return None

    # ---- with what money ---------------------------------------------------------------------------------------------

    def inherited_funding(self, block: Block, action: Action, status: Status) -> tuple[FundingRecord, ...]:
        """The sums in the funding cell of a row, or under a heading, given to the first open action that it pays for."""
        cells = self.placement.tables.fact_cells(block, "funding")
        home = block.row or (self.placement.tables.section(block) or block).id
        if not cells or action.clause.coordinated or status == "completed" or home in self.discourse.funded:
            return ()
        self.discourse.funded.add(home)
        return tuple(f for c in cells for f in funding_records(find_money(c.text, self.patterns.funding), None))

    def fund_last(self, case: Case) -> None:
        """Give the sums of a sentence that promises nothing to the promise before it, where it goes on about that."""
        money = [m for m, _ in case.attachment.owner_of_money]
        made = self.discourse.last_in.get(case.block.id)
        last = self.commitments[-1] if self.commitments else None
        if not money or made is None or last is None or last.block != case.block.id or last.funding:
            return
        between = case.block.text[made.end : case.sentence.span.start]
        if between.strip() or not self.goes_on(case, last.action.text):
            return
        funds = funding_records(money, case.sentence.span.start)
        self.commitments[-1] = last.model_copy(
            update={"funding": funds, "patterns": tuple(dict.fromkeys((*last.patterns, *(m.rule for m in money))))}
        )

    def goes_on(self, case: Case, said: str) -> bool:
        """Whether a sentence's subject points back, or names again what the action before speaks of."""
        main = next((c for c in case.reading.clauses if c.verb.dep_ == "ROOT"), None)
        if main is None or main.subject is None or main.subject.dep_ not in SUBJECT:
            return False
        subject = self.coreference.of_clause(main, case.reading.named, None)
        again = re.search(rf"\b{re.escape(main.subject.lemma_)}", said, re.IGNORECASE) is not None
        return (subject.pronoun and subject.kind == "pronoun") or (again and len(main.subject.lemma_) > 3)

    # ---- verbless entries --------------------------------------------------------------------------------------------

    def entries(self, case: Case) -> list[Commitment]:
        """The commitments of a verbless entry: in a timescale one for each dated thing, parted by semicolons."""
        sentence, block = case.sentence, case.block
        below = case.lead_in is not None and case.lead_in.items == "object" and sentence.span.start == 0
        finite = any(t.tag_ in FINITE for t in sentence.tokens)
        begins = len(block.text) - len(unnumbered(block.text))  # behind a number
        opens = sentence.span.start <= begins < sentence.span.end
        opens = opens and (block.kind == "cell" or sentence.span.end >= len(block.text.rstrip()))
        if not below and not finite and opens and self.placement.tables.is_dated_entry(block):
            return [self.entry(case, Span(0, len(sentence.text.rstrip(" ;,.:"))), None)]
        if not below and (
            self.placement.tables.roles.of(block) not in TIMES or any(c.auxiliaries for c in case.reading.clauses)
        ):
            return []
        if below and not finite:
            text = sentence.text.rstrip(" ;,.:")
            return [self.entry(case, Span(0, len(text)), case.lead_in)]
        made = []
        for match in FRAGMENT.finditer(sentence.text):
            words = match.group()
            span = Span(
                match.start() + len(words) - len(words.lstrip()), match.end() - len(words) + len(words.rstrip())
            )
            dated = any(span.start <= t.span.start < span.end for t in case.attachment.times)
            named = re.search(r"[^\W\d_]{3}", remaining(sentence.text, span, case.attachment.times))
            if dated and named and len(span) <= LONGEST_FRAGMENT:
                made.append(self.entry(case, span, None))
        return made

    def entry(self, case: Case, span: Span, lead_in: LeadIn | None) -> Commitment:
        """The commitment of one entry; ``span`` is relative to the sentence."""
        sentence, block = case.sentence, case.block
        quote = span.shift(sentence.span.start)
        time = next((t for t in case.attachment.times if span.start <= t.span.start < span.end), None)
        often = (
            self.placement.tables.recurring_in(block) if time is None and lead_in is None and span.start == 0 else None
        )
        own = (
            self.placement.tables.milestone_in(block) if time is None and lead_in is None and span.start == 0 else None
        )
        time = often or time or own
        money = [m for m, _ in case.attachment.owner_of_money if span.start <= m.span.start < span.end]
        deadline = deadline_record(time, "sentence", time.span.shift(sentence.span.start)) if time else None
        who = self.attribution.of_entry(sentence, span, block, lead_in)
        commitment = self.recorder.record(
            Judged(
                block,
                sentence.quote if lead_in is not None else quote,
                who,
                ActionRecord(
                    verb=None,
                    lemma=lead_in.lemma if lead_in is not None else None,
                    text=quote.within(block.text),
                    category=None,
                    start=quote.start,
                    end=quote.end,
                ),
                delegated_by=lead_in.delegated_by if lead_in is not None else None,
                status=lead_in.status if lead_in is not None else "ongoing" if often is not None else "planned",
                strength=lead_in.strength if lead_in is not None else self.placement.tables.told_strength(block),
                condition=lead_in.condition if lead_in is not None else None,
                deadline=deadline or self.inherited_deadline(case, "planned"),
                funding=funding_records(money, sentence.span.start),
                rules=("verbless-entry", *([time.rule] if time else []), *(m.rule for m in money)),
            )
        )
        if lead_in is not None:
            self.discourse.last_in[block.id] = self.discourse.latest = Made(
                block, who, commitment.status, who.source != "implied", sentence.quote.end
            )
        return commitment


def between(action: Action) -> Iterator[int]:
    """The verbs from an action's own up to the one that carries it: "aim to expand", "asked the agency to open"."""
    yield action.clause.verb.i
    yield action.outer.verb.i
    at = action.clause.verb
    while at.head.i != at.i and at.i != action.outer.verb.i:
        at = at.head
        yield at.i


def names_a_thing(time: Time, sentence: Sentence) -> bool:
    """Whether a time only tells one thing from another of its kind: "in the spring publication", "the 2010 conference"."""
    last = next(
        (t for t in reversed(sentence.tokens) if time.span.start <= sentence.place(t.idx) < time.span.end), None
    )
    if last is None or last.dep_ not in ("compound", "nmod", "amod") or last.head.i <= last.i:
        return False
    return last.head.pos_ in ("NOUN", "PROPN") and sentence.place(last.head.idx) >= time.span.end


def object_of(action: Action, sentence: Sentence) -> str | None:
    """The words for what an action is done to: its object, or the subject of a passive, a predicate or an event."""
    clause, subject = action.clause, action.subject
    acted_on = clause.passive or action.outer.passive or clause.predicate is not None
    if (acted_on or subject.kind in ("event", "thing", "writing")) and action.manner.delegated_by is None:
        span = None if subject.pronoun else subject.span
        return span.within(sentence.text) or None if span is not None else None
    noun = next((c for c in clause.verb.children if c.dep_ == "dobj" and c.i > clause.verb.i), None)
    if noun is None or noun.tag_ in ("PRP", "DT", "WDT", "WP"):
        return None
    return sentence.offsets(noun_phrase(noun)).within(sentence.text) or None


def remaining(text: str, span: Span, times: Sequence[Time]) -> str:
    """A stretch of a text without the times in it."""
    kept = list(span.within(text))
    for time in times:
        for i in range(max(span.start, time.span.start), min(span.end, time.span.end)):
            kept[i - span.start] = " "
    return "".join(kept)
