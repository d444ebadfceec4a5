"""Who is to do what an action promises: the subject, the agent, the one who was asked, the row's owner, or who was meant."""

import re

from ..document.identifiers import slug
from ..document.model import Block, Span
from ..language.clauses import agent_of, noun_phrase
from ..language.parser import Sentence
from ..patterns.actors import ActorPatterns
from .actors.coreference import ACTING, Coreference, Subject
from .actors.register import SELF, Body, Register
from .context.column_roles import TIMES
from .context.discourse import Discourse, Who
from .context.placement import LeadIn, Placement
from .mentions.model import Condition
from .modality.analysis import Action, Reading
from .modality.rejection import is_doer, may_act

AGENT_REACH = 160  # characters from a verb to the body after "by"
NEAR = 8  # blocks between a body's mention and an action that may be meant as its


class Attribution:
    """Attributes the actions of one document to bodies."""

    def __init__(
        self,
        register: Register,
        coreference: Coreference,
        placement: Placement,
        patterns: ActorPatterns,
        discourse: Discourse,
    ) -> None:
        self.register = register
        self.coreference = coreference
        self.placement = placement
        self.discourse = discourse
        self.patterns = patterns
        self.me = register.bodies[SELF]
        by = "|".join(map(re.escape, patterns.words["agent_preposition"]))
        leads = "|".join(map(re.escape, patterns.words["leading"]))
        self.by_words = re.compile(rf"\b(?:{by}) (?:the )?$", re.IGNORECASE)
        self.led_by = re.compile(rf"\b(?:{leads}) (?:{by}) (?:the )?$", re.IGNORECASE)
        partners = "|".join(map(re.escape, patterns.words["partner_preposition"]))
        self.with_words = re.compile(
            rf"\b(?:{partners}) (?:the |our |all |its )?(?:[\w’'-]+(?:,| and) (?:the )?)*$", re.IGNORECASE
        )
        self.acts_before = re.compile(rf"\b(?:{by}) (?:the )?$|\($")
        acting = "|".join(map(re.escape, patterns.words["acts_in_a_cell"]))
        unfit = "|".join(map(re.escape, patterns.words["is_done_in_a_cell"]))
        self.acts_after = re.compile(rf" (?!(?:{unfit})\b)(?:{acting})\b|\)")

    def who(self, action: Action, reading: Reading, lead_in: LeadIn | None, block: Block, item: bool = False) -> Who:
        """Who is to act; ``lead_in`` is what the action hangs on as a list item, if it does."""
        sentence = reading.sentence
        subject, offset = action.subject, sentence.span.start
        place = subject.span.shift(offset) if subject.span is not None and len(subject.span) else None
        if action.manner.actor is not None and action.manner.delegated_by is not None and subject.body is not None:
            return Who(subject.body, "delegate", place)
        owners = self.owners(block)
        if item:
            if owners:
                return Who(owners[0], "column", None, tuple(b.id for b in owners[1:]))
            if lead_in is not None and lead_in.actor is not None:
                return Who(lead_in.actor, "lead-in")
            return Who(self.me, "implied")
        carried = action.clause is not action.outer  # "departments are committed to opening …"
        passive = action.clause.passive or (action.outer.passive and not carried)
        if subject.kind in ACTING and subject.body is not None and not passive:
            source = "pronoun" if subject.pronoun and subject.kind != "self" else "subject"
            return Who(subject.body, source, place, tuple(b.id for b in subject.others))
        agent = self.agent(action, reading)
        if agent is not None:
            return agent
        if subject.kind == "thing" and not passive and (named := self.newcomer(action, reading)) is not None:
            return Who(named, "subject", place)
        thing = subject.kind in ("event", "thing", "writing")
        if not passive and subject.body is not None and thing and not action.clause.predicate:
            return Who(subject.body, "subject", place)
        if owners:
            return Who(owners[0], "column", None, tuple(b.id for b in owners[1:]))
        told = self.acting_beside(action, reading) or self.spoken_of(subject, block)
        return Who(told or self.me, "implied")

    def newcomer(self, action: Action, reading: Reading) -> Body | None:
        """The body that a noun names which no list and no introduction knows, but which the document shows acting."""
        noun = action.clause.subject
        if (
            noun is None
            or noun.pos_ not in ("NOUN", "PROPN")
            or not (may_act(reading, action) or is_doer(reading, action))
        ):
            return None
        words = [
            w for w in noun_phrase(noun) if (w.i <= noun.i and w.dep_ in ("compound", "amod", "nmod")) or w is noun
        ]
        name = reading.sentence.offsets(words).within(reading.sentence.text)
        return Body(slug(name), name, (name,)) if slug(name) else None

    def agent(self, action: Action, reading: Reading) -> Who | None:
        """The body after "by" in the clause: "reviewed by X", "led by X"."""
        sentence = reading.sentence
        for clause in (action.clause, action.outer):
            token = agent_of(clause)
            if token is not None and not reading.is_time(token):
                subject = self.coreference.of_noun(token, sentence, reading.named, None)
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
        whole = reading.sentence.whole
        found = list(self.discourse.acting) if whole is not None and whole == self.discourse.whole else []
        for other in reading.accepted:
            subject = other.subject
            active = not (other.clause.passive or other.outer.passive)
            if other is not action and active and subject.kind in ("body", "group") and subject.body is not None:
                found.append(subject.body)
        return found[0] if len({b.id for b in found}) == 1 else None

    def owners(self, block: Block) -> list[Body]:
        """The bodies that the row, or the facts under the heading, name as owners; the first is to act."""
        out: list[Body] = []
        for cell in self.placement.tables.owner_cells(block):
            named = self.register.find(cell.text)
            out += [n.body for n in named]
            if named or not cell.text:
                continue
            for part in re.split(r"\s*(?:[,;/\n]|\bwith\b)\s*", cell.text):
                if part:
                    out.append(self.register.resolve(part) or self.register.enter(part))
        return list(dict.fromkeys(out)) or self.leads(block)

    def leads(self, block: Block) -> list[Body]:
        """The bodies that a row's cells, or the block itself, name in brackets as its lead: "(Policy lead: HMT)"."""
        out: list[Body] = []
        for cell in self.placement.tables.by_row.get(block.row or "", [block]):
            for rule in self.patterns.lead:
                for match in rule.find(cell.text):
                    parts = [part.strip() for part in re.split(r"[,;/\\]", match["name"])]
                    known = ((p, self.register.resolve(p)) for p in parts if p)
                    out += [body or self.register.enter(p) for p, body in known if body or p[:1].isupper()]
        return list(dict.fromkeys(out))

    def spoken_of(self, subject: Subject, block: Block) -> Body | None:
        """The body that is meant though it is not named: who leads it, who was just spoken of, or the row's."""
        latest = self.discourse.latest
        in_times = self.placement.tables.roles.of(block) in TIMES and block.row is not None
        if subject.pointing and block.id in self.discourse.leading:
            return self.discourse.leading[block.id]
        close = latest is not None and latest.named and self.near(latest.block, block)
        if subject.pointing and latest is not None and close and (not in_times or latest.block.id == block.id):
            return latest.who.body
        if in_times:
            return self.of_row(block)
        return None

    def of_row(self, block: Block) -> Body | None:
        """The one body that acts in a row's timescale cells, its owner, or else the one that acts in its answer."""
        here = self.bodies_in(block)
        if here:
            return here[0] if len(here) == 1 else None
        if owners := self.owners(block):
            return owners[0]
        answering = {b.id: b for b in self.discourse.row_actors.get((block.row or "", "response"), []) if b.id != SELF}
        named = [b for id_, b in answering.items() if id_ in self.register.bodies] or list(answering.values())
        return named[0] if len(named) == 1 else None

    def bodies_in(self, block: Block) -> list[Body]:
        """The bodies other than the publisher that act in a row's timescale cells."""
        out: list[Body] = []
        for cell in self.placement.tables.row_cells(block, *TIMES):
            for named in self.register.find(cell.text):
                after = self.acts_after.match(cell.text, named.span.end)
                if named.body.id != SELF and (after or self.acts_before.search(cell.text[: named.span.start])):
                    out.append(named.body)
        return list(dict.fromkeys(out))

    def near(self, earlier: Block, block: Block) -> bool:
        """Whether one block follows another closely: the same one, its row, or the next of the part."""
        if earlier.id == block.id or (earlier.row and earlier.row == block.row):
            return True
        if earlier.row or block.row or earlier.part != block.part:
            return False
        order = self.placement.blocks
        i, j = order.index(earlier), order.index(block)
        return 0 < j - i <= NEAR and not any(b.kind == "heading" for b in order[i + 1 : j])

    def partners(self, action: Action, reading: Reading, who: Who) -> tuple[str, ...]:
        """The bodies that are named as acting with the actor."""
        out = list(who.partners)
        text = reading.sentence.text
        for named in reading.named:
            owner = reading.clause_at(Condition(named.span, named.text, ""))
            mine = owner in (action.clause, action.outer) or owner is None
            if mine and self.with_words.search(text[: named.span.start]) and named.body.id not in (who.body.id, SELF):
                out.append(named.body.id)
        return tuple(dict.fromkeys(out))

    def of_entry(self, sentence: Sentence, span: Span, block: Block, lead_in: LeadIn | None) -> Who:
        """Who a verbless entry names, else its lead-in's actor, else the row's body, else the publisher."""
        if lead_in is not None and lead_in.actor is not None:
            return Who(lead_in.actor, "lead-in")
        for named in self.register.find(sentence.text):
            if span.start <= named.span.start < span.end:
                return Who(named.body, "subject", named.span.shift(sentence.span.start))
        return Who(self.spoken_of(Subject("unknown"), block) or self.me, "implied")

    # ---- what is remembered ------------------------------------------------------------------------------------------

    def remember(self, reading: Reading) -> None:
        """Keep the body that the sentence's main clause spoke of, those that act in it, and who leads what it speaks of."""
        discourse, sentence = self.discourse, reading.sentence
        if sentence.whole != discourse.whole:
            discourse.whole, discourse.acting = sentence.whole, []
        for action in reading.accepted:
            if (
                action.subject.kind in ("body", "group")
                and action.subject.body is not None
                and not action.clause.passive
            ):
                discourse.acting.append(action.subject.body)
        for clause in reading.clauses:
            if clause.verb.dep_ == "ROOT":
                subject = self.coreference.of_clause(clause, reading.named, discourse.before)
                if subject.body is not None and subject.kind in ("body", "group") and not subject.pronoun:
                    discourse.before = subject.body
                    self.register.acting = subject.body if subject.kind == "body" else self.register.acting
                elif subject.kind == "self":
                    outright = subject.pointing or not subject.pronoun  # "VA updates …"; not "we update …"
                    discourse.before = subject.body if outright else None
        for named in reading.named:
            if named.body.id != SELF and self.led_by.search(sentence.text[: named.span.start]):
                discourse.leading[sentence.block.id] = named.body
        for named in reading.named:
            self.register.note(named.body)

    def note_row(self, block: Block, who: Who) -> None:
        """Keep who acts in a row's column."""
        if who.source in ("subject", "agent", "delegate", "lead-in") and block.row and block.column:
            self.discourse.row_actors.setdefault((block.row, block.column), []).append(who.body)
