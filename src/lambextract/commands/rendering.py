"""Records → what a person sees in a terminal."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TextIO, cast

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from ..dataset.score import Score
from ..errors import LambextractError
from ..language.printable import printable
from ..records.dataset import Commitment, Dataset
from ..stories.titles import per_cent
from .progress import uncoloured

if TYPE_CHECKING:
    from ..extraction.explanation import Explanation
    from ..extraction.selftest import Proof

WARNINGS_SHOWN = 5  # of one summary; all stand in dataset.json


def console(stream: TextIO) -> Console:
    """A console on a stream; colours only on a terminal. Texts are shown as they are; with NO_COLOR no escapes are sent."""
    if uncoloured():
        return Console(
            file=cast("TextIO", Shown(stream)), highlight=False, markup=False, emoji=False, color_system=None
        )
    return Console(file=cast("TextIO", Shown(stream)), highlight=False, markup=False, emoji=False)


class Shown:
    """A stream on which control characters of a plan or of a file's name are shown and not obeyed."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """Write a text."""
        return self.stream.write(printable(text))

    def __getattr__(self, name: str) -> object:
        """All else is the stream's own."""
        return getattr(self.stream, name)


def summary(dataset: Dataset, place: str) -> Group:
    """What a build found, as a table: parts, paragraphs, recommendations, commitments by status, deadlines, funding.

    Below it, where it went: on a line of its own, so that a long path is wrapped and never cut.
    """
    document = dataset.document
    table = Table(title=Text(document.title or document.source, style="bold"), title_justify="left", show_header=False)
    table.add_column("what", no_wrap=True)
    table.add_column("how many", justify="right", no_wrap=True)
    table.add_column("details", overflow="fold")
    for row in (*structure_rows(dataset), *commitment_rows(dataset), *account_rows(dataset)):
        table.add_row(*row)
    return Group(table, Text(f"Written to {place}", overflow="fold"))


def structure_rows(dataset: Dataset) -> Iterator[tuple[str, str, str]]:
    """What was read: the source, its parts, paragraphs, bullets, footnotes and recommendations."""
    document = dataset.document
    kinds = Counter(b.kind for b in dataset.blocks)
    numbered = sum(b.kind == "paragraph" and b.number is not None for b in dataset.blocks)
    pages = f"{document.pages} pages" if document.pages else "text"
    published = f"published {document.published}" if document.published else "publication date unknown"
    parts = [p for p in document.parts if p.id not in ("front-matter", "back-matter")]
    themes = {r.theme for r in dataset.recommendations if r.theme}
    yield "Source", "", f"{document.source}\n{pages}, {published}"
    yield "Parts", str(len(parts)), ", ".join(p.id for p in parts)
    yield "Paragraphs", str(kinds["paragraph"]), f"{numbered} numbered"
    yield "Bullets", str(kinds["bullet"]), ""
    yield "Footnotes", str(kinds["footnote"]), ""
    yield "Recommendations", str(len(dataset.recommendations)), f"{len(themes)} themes" if themes else ""


def commitment_rows(dataset: Dataset) -> Iterator[tuple[str, str, str]]:
    """What was found: commitments, their deadlines and sums."""
    commitments = dataset.commitments
    status = Counter(c.status for c in commitments)
    strength = Counter(c.strength for c in commitments if c.status != "completed")
    dated = [c.deadline for c in commitments if c.deadline]
    exact = sum(bool(d.start or d.end) for d in dated)
    sums = Counter(f.currency for c in commitments for f in c.funding)
    still_open = len(commitments) - status["completed"]
    yield "Commitments", str(len(commitments)), listed(status, ("planned", "ongoing", "completed"))
    yield "  still open", str(still_open), listed(strength, ("firm", "conditional", "tentative"))
    yield "Deadlines", str(len(dated)), f"{exact} with dates, {len(dated) - exact} with an event or a manner only"
    yield "Funding", str(sums.total()), ", ".join(f"{n} in {c}" for c, n in sorted(sums.items()))


def account_rows(dataset: Dataset) -> Iterator[tuple[str, str, str]]:
    """What to know of it: links, where the words went, what was rejected, what to look at."""
    links = Counter(link.kind for link in dataset.links)
    yield "Links", str(len(dataset.links)), listed(links, ("restates", "conflicts", "timescale", "refers"))
    if dataset.coverage:
        yield "Coverage", covered(dataset), where_words_went(dataset)
    yield "Rejected", str(len(dataset.rejected)), "clauses that were weighed and promise nothing (rejected.csv)"
    yield "Warnings", str(len(dataset.warnings)), warned(dataset)


def covered(dataset: Dataset) -> str:
    """The share of the words of the text layer that are in blocks."""
    words = sum(c.words for c in dataset.coverage)
    return f"{per_cent(sum(c.read for c in dataset.coverage), words)}%" if words else "-"


def where_words_went(dataset: Dataset) -> str:
    """Where the words of the text layer went that are not simply read, and what the pages' structure was told by."""
    pages = dataset.coverage
    counts = {
        "set aside": sum(c.set_aside for c in pages),
        "in doubt": sum(c.doubtful for c in pages),
        "lost": sum(c.unaccounted for c in pages),
    }
    told = f"{sum(c.structure == 'tags' for c in pages)} of {len(pages)} pages by their author's tags"
    return f"of {sum(c.words for c in pages)} words; {listed(counts, tuple(counts)) or 'none set aside'}\n{told}"


def listed(counts: Mapping[Any, int], names: Sequence[str]) -> str:
    """Counts in words, those of nothing left out."""
    return ", ".join(f"{counts[name]} {name}" for name in names if counts.get(name))


def warned(dataset: Dataset) -> str:
    """The first few warnings, a line each."""
    lines = [f"{w.message}{f' (page {w.page})' if w.page else ''}" for w in dataset.warnings[:WARNINGS_SHOWN]]
    more = len(dataset.warnings) - len(lines)
    return "\n".join([*lines, *([f"… and {more} more in dataset.json"] if more > 0 else [])])


def figures(score: Score) -> Table:
    """A score, as a table: precision, recall and F1, then each field."""
    table = Table(show_header=True)
    table.add_column("")
    for name in ("labelled", "found", "precision", "recall", "F1"):
        table.add_column(name, justify="right")
    for name, c in (("open", score.open), ("all", score.all)):
        table.add_row(name, str(c.labelled), str(c.found), f"{c.precision:.3f}", f"{c.recall:.3f}", f"{c.f1:.3f}")
    table.add_section()
    for name, share in score.fields.items():
        table.add_row(name, "", "", "", "", f"{share:.3f}")
    table.add_row("fully right", "", "", "", "", f"{score.fully_right:.3f}", style="bold")
    return table


def explained(explanation: "Explanation") -> Group:
    """Why a sentence was read as it was."""
    block = explanation.block
    where = ", ".join(
        [*([f"para {block.number}"] if block.number else []), block.id, *([f"page {block.page}"] if block.page else [])]
    )
    parts: list[RenderableType] = [Text(f"“{explanation.quote}”", style="bold"), Text(where, style="dim"), ""]
    if explanation.other_rules:
        parts += ["The dataset was built with other rules; this is what the present ones say.", ""]
    for commitment in explanation.commitments:
        parts += [fields_of(commitment), ""]
    if not explanation.commitments:
        parts += ["No commitment.", ""]
    if explanation.fired:
        rows = [(f.rule, f"“{f.words}”", f.place, f.note) for f in explanation.fired]
        parts += [grid("Rules that fired", ("rule", "on", "where it stands", "what it is for"), rows), ""]
    if explanation.considered:
        considered = [(f"“{c.words}”", c.group, c.verdict, c.why) for c in explanation.considered]
        parts += [grid("Clauses considered", ("words", "verb group", "verdict", "why"), considered), ""]
    if explanation.context:
        parts += [Text("Taken from its place", style="bold"), *(f"  {line}" for line in explanation.context), ""]
    parse = [(w.text, w.tag, w.relation, w.head) for w in explanation.parse]
    parts += [grid("Parse", ("word", "tag", "relation", "hangs on"), parse), ""]
    return Group(*parts)


def fields_of(commitment: Commitment) -> Table:
    """A commitment's fields, with the words that they come from."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    actor, deadline = commitment.actor, commitment.deadline
    table.add_row("id", Text(commitment.id, style="bold"))
    words = f", “{actor.text}”" if actor.text else ""
    table.add_row("actor", f"{actor.name} ({actor.id}; {actor.source}{words})")
    if commitment.delegated_by:
        table.add_row("asked by", commitment.delegated_by)
    if commitment.partners:
        table.add_row("with", ", ".join(commitment.partners))
    category = f"; {commitment.action.category}" if commitment.action.category else ""
    table.add_row("action", f"{commitment.action.text} ({commitment.action.lemma or 'no verb'}{category})")
    table.add_row("status", f"{commitment.status}, {commitment.strength}")
    if commitment.condition:
        table.add_row("condition", commitment.condition)
    if deadline is not None:
        days = f"{deadline.start or ''} … {deadline.end or ''}" if deadline.start or deadline.end else "no days"
        table.add_row("deadline", f"“{deadline.text}” ({deadline.relation}; {days}; from the {deadline.source})")
    for fund in commitment.funding:
        table.add_row("funding", f"“{fund.text}” ({fund.currency} {fund.amount:,.0f}; {fund.bound}, {fund.period})")
    return table


def grid(title: str, names: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """A small table with a title; columns that are empty throughout are left out."""
    listed_rows = [tuple(row) for row in rows]
    kept = [i for i in range(len(names)) if any(row[i] for row in listed_rows)]
    table = Table(title=Text(title, style="bold"), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for i in kept:
        table.add_column(names[i], overflow="fold")
    for row in listed_rows:
        table.add_row(*(Text(row[i]) for i in kept))
    return table


def proved(proofs: "Iterable[Proof]") -> Iterator[Text]:
    """A line for each rule: where it stands, its name, how many examples prove it; those that do not, below it."""
    for proof in proofs:
        rule = proof.rule
        place = f"{proof.file}.toml [[{proof.table}]] {rule.name}"
        if proof.failed:
            yield Text.assemble(("failed  ", "bold red"), place)
            yield from (Text(f"          does not fire on a hit: {x!r}") for x in proof.failed_hits)
            yield from (Text(f"          fires on a miss: {x!r}") for x in proof.failed_misses)
        elif rule.hits or rule.misses:
            yield Text.assemble(("ok      ", "green"), f"{place}: {len(rule.hits)} hits, {len(rule.misses)} misses")
        else:
            yield Text.assemble(("listed  ", "dim"), f"{place}")


def trouble(error: LambextractError) -> Text:
    """An error and its hint."""
    text = Text.assemble(("Error: ", "bold red"), str(error))
    return text.append(f"\n{error.hint}") if error.hint else text
