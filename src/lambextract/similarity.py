"""How much two commitments say the same: by the words of their actions, who acts and where they stand."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from .dataset import Commitment

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
SPELLINGS = (("ise", "ize"), ("isation", "ization"), ("our", "or"), ("programme", "program"), ("centre", "center"))
ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ied", "es", "ed", "s", "e", "y")


@dataclass(frozen=True, slots=True)
class Gist:
    """What a commitment comes down to, for comparison: the stems of its action and of its whole sentence, and who acts."""

    action: frozenset[str]
    quote: frozenset[str]
    verb: str
    actor: str


def gist_of(commitment: Commitment) -> Gist:
    """The gist of a commitment, times and sums left out of the action."""
    said = commitment.action.text
    if commitment.deadline is not None:
        said = said.replace(commitment.deadline.text, " ")
    for fund in commitment.funding:
        said = said.replace(fund.text, " ")
    return Gist(
        stems(said), stems(commitment.quote), stem((commitment.action.lemma or "").casefold()), commitment.actor.id
    )


def stems(text: str) -> frozenset[str]:
    """The stems of a text's longer words."""
    words = re.findall(r"[^\W_]+(?:['’][^\W_]+)?", even(text).casefold())
    return frozenset(stem(w) for w in words if w not in SMALL and len(w) > 1)


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


def even(text: str) -> str:
    """A text with quotation marks, dashes, hyphens and spaces evened out: what is left differs in words."""
    text = re.sub(r"[‘’‛′`]", "'", text)
    text = re.sub(r"[“”„″]", '"', text)
    text = re.sub(r"[‐‑‒–—−]", "-", text)
    return re.sub(r"\s+", " ", text).strip()


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """The share of words that two sets have in common (Dice), 0 to 1."""
    if not a or not b:
        return 0.0
    return 2 * len(a & b) / (len(a) + len(b))


def likeness(a: Gist, b: Gist) -> float:
    """How much two commitments say the same, 0 to 1."""
    action, quote = overlap(a.action, b.action), overlap(a.quote, b.quote)
    verb = 1.0 if a.verb and a.verb == b.verb else 0.0
    actor = 1.0 if a.actor == b.actor else 0.0
    return 0.55 * action + 0.2 * quote + 0.15 * verb + 0.1 * actor


def candidates(gists: Sequence[Gist], others: Sequence[Gist], fewest: int = 2) -> Iterable[tuple[int, int]]:
    """Pairs of two lists that share a few stems of their actions or sentences; the others cannot be alike."""
    places: dict[str, list[int]] = {}
    for j, other in enumerate(others):
        for word in other.action | other.quote:
            places.setdefault(word, []).append(j)
    for i, gist in enumerate(gists):
        counts: dict[int, int] = {}
        for word in gist.action:
            for j in places.get(word, ()):
                counts[j] = counts.get(j, 0) + 1
        for j in sorted(counts):
            if counts[j] >= min(fewest, len(gist.action)):
                yield i, j
