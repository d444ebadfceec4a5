"""A dataset and a sentence of it → why it gave the commitment that it did, or none.

The document is put together again from the dataset's blocks and read once more with the same rules; nothing is made up
afterwards. Where the rules are not those that the dataset was built with, the explanation says so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ..document.model import Block, Document, Part, Source
from ..errors import UsageError
from ..language.text_diff import plain
from ..patterns import Patterns
from ..patterns.reasons import REASONS, rules_of
from ..records.dataset import BlockRecord, Commitment, Dataset
from . import commitments_of
from .context.placement import NOT_READ, Placement
from .decision import Case
from .modality.analysis import Action, Reading

# what the rules do that stand in no pattern file
BUILT_IN = {
    "scheduled": "the simple present, or “is planned for”, with a date to come tells of what is planned",
    "joined-step": "a participle behind a comma goes on with the steps of a list item",
    "dated-participle": "a participle with a time of its own: launched in 2009",
    "dated-infinitive": "“to be done” with a time of its own",
    "expect": "what is hoped of a thing",
    "verbless-entry": "a short entry with a time and no verb",
}
MOOD_TABLES = ("modality", "carrier", "delegation", "aim", "lasting")
MENTION_TABLES = ("deadline", "amount", "condition", "hedge")


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that fired: its name, where it stands, what it is for, and the words that it fired on."""

    rule: str
    place: str
    note: str
    words: str


@dataclass(frozen=True, slots=True)
class Considered:
    """A clause that was considered: its words, the verb group as it was matched, and what became of it."""

    words: str
    group: str
    verdict: str  # the reason's name, or "accepted"
    why: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word in the parse: itself, its tag, its relation, and the word that it hangs on."""

    text: str
    tag: str
    relation: str
    head: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a sentence was read as it was."""

    block: BlockRecord
    quote: str
    commitments: tuple[Commitment, ...]
    fired: tuple[Fired, ...]
    considered: tuple[Considered, ...]
    context: tuple[str, ...]
    parse: tuple[Word, ...]
    other_rules: bool


@dataclass(frozen=True, slots=True)
class Names:
    """Where rules stand and what they are for, by table and name."""

    known: dict[tuple[str, str], tuple[str, str]]

    def of(self, rule: str, tables: Sequence[str]) -> tuple[str, str]:
        """Where the rule of one of some tables stands, and what it is for."""
        found = next((self.known[t, rule] for t in tables if (t, rule) in self.known), None)
        return found or ("", BUILT_IN.get(rule, ""))


@dataclass
class Seen:
    """What an observer saw of the sentences that were asked for."""

    wanted: Callable[[Case], bool]
    cases: list[tuple[Case, list[Commitment]]] = field(default_factory=list)

    def __call__(self, case: Case, made: list[Commitment]) -> None:
        if self.wanted(case):
            self.cases.append((case, made))


def explain(dataset: Dataset, what: str, patterns: Patterns) -> list[Explanation]:
    """Why a commitment (by its id) or a sentence (by words of it) was read as it was: one explanation a sentence.

    Raises UsageError if the dataset holds no such commitment or sentence, or if it is in a block that is not read.
    """
    blocks = {b.id: b for b in dataset.blocks}
    commitment = next((c for c in dataset.commitments if c.id == what), None)
    if commitment is not None:
        block, start, end = commitment.block, commitment.quote_start, commitment.quote_end

        def wanted(case: Case) -> bool:
            span = case.sentence.span
            return case.block.id == block and span.start < end and start < span.end

    else:
        words = plain(what)
        holding = [b for b in dataset.blocks if words and words in plain(b.text)]
        if not holding:
            raise UsageError(
                f"no commitment and no sentence is {what!r}", "Give an id from dataset.json, or words of the plan."
            )

        def wanted(case: Case) -> bool:
            said = plain(case.sentence.text)
            return case.block.id in {b.id for b in holding} and (words in said or said in words)

    document = document_of(dataset)
    seen = Seen(wanted)
    doubtful = {b.id for b in dataset.blocks if b.doubtful}
    commitments_of(document, patterns, lambda done, total: None, seen, doubtful=lambda: doubtful)
    if not seen.cases:
        raise UsageError(
            unread(holding[0], Placement(document, patterns)), "Commitments stand elsewhere: see commitments.csv."
        )
    other = dataset.document.tool.patterns_sha256 != patterns.sha256
    names = Names(
        {(table, rule.name): (f"{file}.toml, {table}", rule.note) for file, table, rule in rules_of(patterns)}
    )
    chosen = [(c, m) for c, m in seen.cases if commitment is None or any(x.id == what for x in m)] or seen.cases
    return [explanation_of(case, made, blocks[case.block.id], names, other) for case, made in chosen]


def unread(block: BlockRecord, placement: Placement) -> str:
    """Why no sentence of a block is read."""
    if block.kind in ("heading", "footnote"):
        return f"these words stand in a {block.kind}, where nothing is taken for a promise"
    if block.doubtful:
        return "a second reader sees these words in another order, so that nothing is taken for a promise"
    if block.header:
        return "these words head a table's column or rows, where nothing is taken for a promise"
    cell = placement.tables.by_id[block.id]
    if placement.tables.roles.of(cell) in NOT_READ:
        return f"these words stand in the column {block.column!r}, which holds no promises"
    if block.row in placement.tables.repeated:
        return (
            "these words stand in a row that comes again, as column headings do, where nothing is taken for a promise"
        )
    if not placement.is_read(cell):
        return f"these words stand in the {block.part}, where nothing is taken for a promise"
    return "these words run over more than one sentence"


def document_of(dataset: Dataset) -> Document:
    """The document that a dataset was built from, without its places on the page."""
    about = dataset.document
    return Document(
        source=Source(about.source, about.sha256, about.media_type, about.pages),
        title=about.title,
        publisher=about.publisher,
        published=about.published,
        parts=tuple(Part(p.id, p.title, p.number, p.first_page) for p in about.parts),
        blocks=tuple(block_of(b) for b in dataset.blocks),
        recommendations=(),
    )


def block_of(record: BlockRecord) -> Block:
    """The block of a record."""
    return Block(
        record.id,
        record.part,
        record.kind,
        record.text,
        record.page,
        record.page_label,
        record.level,
        record.number,
        record.parent,
        record.recommendation,
        record.row,
        record.column,
        record.marker,
        record.header,
    )


def explanation_of(case: Case, made: list[Commitment], block: BlockRecord, names: Names, other: bool) -> Explanation:
    """What is to be said of one sentence."""
    reading = case.reading
    return Explanation(
        block=block,
        quote=case.sentence.text,
        commitments=tuple(made),
        fired=tuple(fired_in(case, made, names)),
        considered=tuple(considered_in(reading, names)),
        context=tuple(context_of(case)),
        parse=tuple(
            Word(t.text, t.tag_, t.dep_, t.head.text if t.head.i != t.i else "")
            for t in reading.sentence.tokens
            if not t.is_space and t.idx >= reading.sentence.prefix
        ),
        other_rules=other,
    )


def fired_in(case: Case, made: list[Commitment], names: Names) -> list[Fired]:
    """The rules that fired, each with the words that it fired on."""
    out: list[Fired] = []
    reading, attachment = case.reading, case.attachment
    for action in reading.accepted:
        words = verb_words(reading, action)
        out += [Fired(rule, *names.of(rule, MOOD_TABLES), words) for rule in action.manner.rules]
    mentions = [
        *attachment.times,
        *(m for m, _ in attachment.owner_of_money),
        *attachment.conditions,
        *attachment.hedges,
    ]
    for mention in mentions:
        out.append(Fired(mention.rule, *names.of(mention.rule, MENTION_TABLES), mention.text))
    for commitment in made:
        if commitment.action.category:
            category = commitment.action.category
            out.append(Fired(category, "actions.toml, category", "", commitment.action.verb or ""))
    return list(dict.fromkeys(out))


def verb_words(reading: Reading, action: Action) -> str:
    """An action's verb group as it stands in the sentence."""
    clause = action.outer
    tokens = [*clause.auxiliaries, clause.verb, action.clause.verb]
    return reading.sentence.offsets([t for t in tokens if t is not None]).within(reading.sentence.text)


def considered_in(reading: Reading, names: Names) -> list[Considered]:
    """The clauses that were considered, in the order of the sentence."""
    out: dict[int, Considered] = {}
    sentence = reading.sentence
    for action in reading.accepted:
        words = sentence.offsets(action.tokens).within(sentence.text)
        out[action.clause.verb.i] = Considered(words, action.outer.group, "accepted", "")
    for rejected in reading.rejected:
        clause = rejected.clause
        words = sentence.offsets(clause.phrase).within(sentence.text)
        why = REASONS.get(rejected.reason) or names.of(rejected.reason, ("nothing", "modality"))[1]
        out.setdefault(clause.verb.i, Considered(words, clause.group, rejected.reason, why))
    return [out[i] for i in sorted(out)]


def context_of(case: Case) -> list[str]:
    """What the sentence takes from its place."""
    out: list[str] = []
    lead_in = case.lead_in
    if lead_in is not None:
        if lead_in.promises:
            actor = f", by {lead_in.actor.name}" if lead_in.actor is not None else ""
            out.append(
                f"its lead-in or heading makes items below it promises ({lead_in.status}, {lead_in.strength}{actor})"
            )
        else:
            out.append("its lead-in makes no promises of the items below it")
        out += [f"its lead-in says when: {time.text}" for time in lead_in.times]
    situation = case.reading.situation
    if situation.before is not None:
        out.append(f"the sentence before spoke of {situation.before.name}")
    if situation.column is not None:
        out.append(f"it stands in the column {situation.column!r}")
    return out
