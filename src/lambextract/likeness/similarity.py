"""How much two commitments say the same: by the words of their actions, who acts and where they stand."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from ..language.text_diff import even
from ..records.dataset import Commitment

SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "being",
        "by",
        "for",
        "from",
        "had",
        "has",
        "have",
        "in",
        "into",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "our",
        "that",
        "the",
        "their",
        "them",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "was",
        "we",
        "were",
        "which",
        "who",
        "will",
        "with",
        "would",
        "shall",
        "also",
    ]
)
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
SPELLINGS = (("ise", "ize"), ("isation", "ization"), ("our", "or"), ("programme", "program"), ("centre", "center"))
RARE = 8  # stems of a commitment by which others like it are looked up
EVERYWHERE = 500  # places from which on a stem tells nothing
FEWEST_LOOKED_UP, ENOUGH_SEEN = 4, 100  # stems that are always looked up; places from which no more are
FEW, FEW_SHARE = 7, 0.025  # passages in which a rare stem stands at most: that many, or that share of them
KEPT = 1 << 15  # texts whose stems are remembered
FADING = 0.5  # how fast a stem tells less the more passages it stands in
ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ied", "es", "ed", "s", "e", "y")


@dataclass(frozen=True, slots=True)
class Gist:
    """What a commitment comes down to, for comparison.

    ``action``: the stems of what is done and to what, ``quote`` those of the whole sentence, times and sums left out;
    ``verb``: the stem of the verb; ``actor``: who acts; ``deed``: the stems of what is done and to what, without those of the
    verb: of "re-launch the service" service.
    """

    action: frozenset[str]
    quote: frozenset[str]
    verb: str
    actor: str
    deed: frozenset[str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "deed", self.action - {self.verb} - stems(self.verb))


def gist_of(commitment: Commitment) -> Gist:
    """The gist of a commitment."""
    action = commitment.action
    said = f"{action.object} {action.text}" if action.object and action.object not in action.text else action.text
    quote = commitment.quote
    for words in (
        *([commitment.deadline.text] if commitment.deadline else []),
        *(f.text for f in commitment.funding),
    ):
        said, quote = said.replace(words, " "), quote.replace(words, " ")
    return Gist(stems(said), stems(quote), stem((action.lemma or "").casefold()), commitment.actor.id)


@lru_cache(maxsize=KEPT)
def stems(text: str) -> frozenset[str]:
    """The stems of a text's longer words."""
    return frozenset(stem(w) for w in WORD.findall(even(text).casefold()) if w not in SMALL and len(w) > 1)


def as_written(found: Iterable[str], text: str) -> tuple[str, ...]:
    """Stems as the words of a text that have them; what stands in none is left out."""
    words = {stem(w.casefold()): w for w in reversed(WORD.findall(even(text)))}
    return tuple(words[s] for s in found if s in words)


@cache
def stem(word: str) -> str:
    """A word without its ending, in one spelling."""
    word = re.sub(r"['’]s?$", "", word)
    for british, american in SPELLINGS:
        if american in word and british not in word and len(word) > 5:
            word = word.replace(american, british)
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] else word


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """The share of words that two sets have in common (Dice), 0 to 1."""
    if not a or not b:
        return 0.0
    return 2 * len(a & b) / (len(a) + len(b))


class Ranks(dict[str, tuple[int, str]]):
    """By stem, what it is sorted by where those come first that tell most: its passages, of one that is not known none."""

    def __missing__(self, stem: str) -> tuple[int, str]:
        return 0, stem


class Weights(dict[str, float]):
    """By stem, what it tells: one that stands nowhere as much as one that stands in a single passage."""

    def __missing__(self, stem: str) -> float:
        return 1.0


class Rarity:
    """How much each stem tells of a plan: one that stands in a single passage 1, one that stands in many ever less.

    It hangs on the number of passages that a stem stands in and not on how many there are, so that a passage that is put in
    elsewhere changes nothing.
    """

    def __init__(self, passages: Iterable[frozenset[str]]) -> None:
        every = list(passages)
        self.counts = Counter(stem for words in every for stem in words)
        self.few = max(FEW, round(FEW_SHARE * len(every)))
        self.weights = Weights((stem, 1 / (1 + FADING * math.log(n))) for stem, n in self.counts.items())
        self.totals: dict[frozenset[str], float] = {}
        self.ranks = Ranks((stem, (n, stem)) for stem, n in self.counts.items())

    def weight(self, stems: Iterable[str]) -> float:
        """What some stems tell together."""
        return math.fsum(map(self.weights.__getitem__, stems))  # exact, whatever the order of a set

    def total(self, stems: frozenset[str]) -> float:
        """The same, remembered."""
        if (known := self.totals.get(stems)) is None:
            known = self.totals[stems] = self.weight(stems)
        return known

    def overlap(self, a: frozenset[str], b: frozenset[str]) -> float:
        """The share of what two sets tell that they have in common, 0 to 1."""
        if not a or not b:
            return 0.0
        return 2 * self.weight(a & b) / (self.total(a) + self.total(b))

    def held(self, a: frozenset[str], b: frozenset[str]) -> float:
        """The share of what ``a`` tells that ``b`` holds, 0 to 1."""
        return self.weight(a & b) / self.total(a) if a else 0.0

    def is_rare(self, stem: str) -> bool:
        """Whether a stem stands in few of the passages."""
        return self.counts[stem] <= self.few

    def rarest(self, stems: Iterable[str]) -> list[str]:
        """Some stems, those that tell most first."""
        return sorted(stems, key=self.ranks.__getitem__)


def likeness(a: Gist, b: Gist, rarity: Rarity | None = None) -> float:
    """How much two commitments say the same, 0 to 1; verbless ones have no verbs that could differ.

    ``rarity``: by how much each word tells; without, all words count the same.
    """
    share = rarity.overlap if rarity is not None else overlap
    action, quote = share(a.action, b.action), share(a.quote, b.quote)
    verb = 1.0 if a.verb == b.verb else 0.0
    actor = 1.0 if a.actor == b.actor else 0.0
    return 0.5 * action + 0.25 * quote + 0.15 * verb + 0.1 * actor


def candidates(gists: Sequence[Gist], others: Sequence[Gist], fewest: int = 2) -> Iterator[tuple[int, int]]:
    """Pairs of two lists that share a few of their rarer stems; the others cannot be alike.

    Commitments of nothing but stems that stand in more than ``EVERYWHERE`` others are in no pair: what is said so often is a
    form to be filled in, and each would be like all.

    Of each commitment the ``RARE`` stems that the fewest others share are looked up, so that the work grows with the
    number of commitments and not with its square.
    """
    places: dict[str, list[int]] = {}
    for j, other in enumerate(others):
        for word in other.action | other.quote:
            places.setdefault(word, []).append(j)
    alone = 1 if others is gists else 0  # places of a word that only one commitment holds
    for i, gist in enumerate(gists):
        shared = (w for w in gist.action | gist.quote if alone < len(places.get(w, ())) <= EVERYWHERE)
        known = sorted(shared, key=lambda w: (len(places[w]), w))[:RARE]
        counts: dict[int, int] = {}
        seen = 0
        for n, word in enumerate(known):
            if n >= FEWEST_LOOKED_UP and seen > ENOUGH_SEEN:
                break
            for j in places[word]:
                counts[j] = counts.get(j, 0) + 1
            seen += len(places[word])
        for j in sorted(counts):
            if counts[j] >= min(fewest, len(known)):
                yield i, j
