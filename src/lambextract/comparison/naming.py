"""What a promise is about, in words that can be quoted: the noun that a pronoun stands for, else the heading or the row."""

import re

from ..likeness.bodies import same_body
from ..patterns import ChangePatterns
from ..records.dataset import BlockRecord, Commitment, Dataset

LONGEST_SUBJECT = 10  # words of a subject that still names something
NAMES = re.compile(r"[^\W\d_]{2,}")  # words of letters
SMALL_WORD = re.compile(r"(?<![.\w])[a-z]{3,}(?!\w)")
OPENING_NAME = re.compile(
    r"^(?:[A-Z][\w’'&.-]*)(?: (?:of|for|and|the|[A-Z][\w’'&.-]*))* ?(?= [a-z])"
)  # capitalised words
SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+")


class Naming:
    """Names what the promises of a version are about."""

    def __init__(self, dataset: Dataset, patterns: ChangePatterns) -> None:
        self.blocks = {b.id: b for b in dataset.blocks}
        self.order = {b.id: i for i, b in enumerate(dataset.blocks)}
        self.sequence = dataset.blocks
        self.publisher = dataset.document.publisher or ""
        self.common_words = frozenset(w for b in dataset.blocks for w in SMALL_WORD.findall(b.text))
        self.bodies = frozenset(
            name.casefold().removeprefix("the ")
            for c in dataset.commitments
            for name in (c.actor.name, c.actor.text or "", c.actor.id)
            if len(name) > 1
        )
        self.pronouns = patterns.listed("pronoun")
        self.relatives = patterns.listed("relative")
        self.openings = patterns.listed("opening")
        self.auxiliaries = patterns.listed("auxiliary")

    def sentence_before(self, commitment: Commitment) -> str | None:
        """The sentence before that of a commitment which does not say who acts, in its paragraph: it may have said it."""
        block = self.blocks.get(commitment.block)
        if block is None or block.kind != "paragraph" or commitment.actor.source != "implied":
            return None
        return SENTENCE_END.split(block.text[: commitment.quote_start].strip())[-1] or None

    def spoken_of(self, commitment: Commitment) -> str | None:
        """Whom or what a commitment is said of, where its own words do not tell: a pronoun's noun, the body the passage is on."""
        if self.hangs_on_a_pronoun(commitment):
            return self.antecedent(commitment)
        if commitment.actor.source != "implied":
            return None
        said = (commitment.action.object or "").split()
        vague = bool(said) and said[0].casefold() in self.pronouns
        about = self.antecedent(commitment) if commitment.quote_start > 0 else None
        named = about is not None and about.casefold().removeprefix("the ") in self.bodies
        other = named and about is not None and not same_body(about, commitment.actor.name)
        return about if other or vague else None

    def hangs_on_a_pronoun(self, commitment: Commitment) -> bool:
        """Whether what is promised is a pronoun: "This will be operational", "to take it forward"."""
        opening = commitment.quote.split(" ", 1)[0].casefold().strip(",")
        acts = commitment.actor.source == "implied" and commitment.action.object is None
        if acts and opening in self.pronouns:
            return True
        behind = commitment.action.text.split()[1:3]
        return any(word.casefold().strip(".,;") in self.pronouns for word in behind[:1]) and (
            commitment.action.object is None or commitment.action.object.casefold() in self.pronouns
        )

    def is_relative(self, commitment: Commitment) -> bool:
        """Whether what is promised is taken up by a relative pronoun: "benefits, the measure of which will be set"."""
        return any(word in self.relatives for word in (commitment.action.object or "").casefold().split())

    def antecedent(self, commitment: Commitment) -> str | None:
        """What a commitment's pronoun stands for: the subject of the sentence before, else what the row is about."""
        block = self.blocks.get(commitment.block)
        if block is None:
            return commitment.section
        before = block.text[: commitment.quote_start].strip()
        at = self.order[block.id]
        if not before and at > 0 and self.sequence[at - 1].part == block.part:
            before = self.sequence[at - 1].text
        for sentence in reversed(SENTENCE_END.split(before)):
            if (subject := self.subject_of(sentence)) is not None:
                return subject
        short = commitment.section is not None and len(commitment.section.split()) <= LONGEST_SUBJECT
        return self.row_name(block) or (commitment.section if short else None)

    def subject_of(self, sentence: str) -> str | None:
        """What a sentence is about: its words before the first auxiliary, if they name something."""
        words: list[str] = []
        for word in sentence.split():
            if word.casefold().strip(",") in self.auxiliaries:
                break
            words.append(word)
        else:
            words = OPENING_NAME.findall(sentence)[:1]
        opens = bool(words) and words[0].casefold() not in self.openings
        named = opens and words[0][:1].isupper() and not self.pronouns & {w.casefold() for w in words}
        short = len(words) <= LONGEST_SUBJECT
        return " ".join(words).rstrip(" ,") if named and short else None

    def row_name(self, block: BlockRecord) -> str | None:
        """The first other cell of a block's row that names something."""
        if block.row is None:
            return None
        for cell in self.sequence:
            other = cell.row == block.row and not cell.header and cell.id != block.id
            if other and len(NAMES.findall(cell.text)) > 1 and len(cell.text.split()) <= LONGEST_SUBJECT:
                return cell.text
        return None
