"""Headings: which passages are, how they rank, and which of them open a part."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..document.model import Page, Passage
from ..patterns import StructurePatterns
from ..patterns.rules import PartRule
from .numbers import ROMANS

LARGER = 0.7  # points above the size of the running text that make a heading
LONGEST = 220  # characters of a heading
MOST_WORDS = 34
SENTENCE_END = re.compile(r"[.;,]['\"”’)]*\d{0,3}$")

Style = tuple[float, bool]  # size in points (or minus Markdown's level), bold


@dataclass(frozen=True, slots=True)
class PartHeading:
    """What a heading that opens a part says: the part's id, its title and its number."""

    id: str
    title: str
    number: str | None


def body_size(pages: Iterable[Page]) -> float:
    """The size of type in which most of the running text outside tables is set; 0 for a text source."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for item in page.items:
            if isinstance(item, Passage) and item.size:
                sizes[item.size] += len(item.text)
    return max(sizes, key=lambda s: (sizes[s], s)) if sizes else 0.0


def style_of(passage: Passage) -> Style:
    """How prominent a passage looks; Markdown's levels count as sizes."""
    if passage.level is not None:
        return -float(passage.level), False
    return passage.size, passage.bold


def is_heading(passage: Passage, body: float) -> bool:
    """Whether a passage looks like a heading: larger or bolder than the running text, short, and no sentence."""
    if passage.marker is not None:
        return False
    text = passage.text
    if not re.search(r"[^\W\d_]", text) and passage.level is None:
        return False
    if passage.level is not None:
        return True
    short = len(text) <= LONGEST and len(text.split()) <= MOST_WORDS and not SENTENCE_END.search(text)
    if passage.role == "heading":
        return short
    larger = bool(body) and passage.size > body + LARGER
    if not larger and not (passage.bold and passage.size >= body - LARGER):
        return False
    return short


class Ranks:
    """How the document's headings rank: the styles that open parts, and the levels of the others."""

    def __init__(self, headings: Sequence[Passage], patterns: StructurePatterns, contents: Sequence[str]) -> None:
        self.listed = {plain(title) for title in contents}
        self.patterns = patterns
        styles = Counter(style_of(h) for h in headings)
        firm = Counter(style_of(h) for h in headings if self.is_listed(h) or any(r.full(h.text) for r in patterns.part))
        if firm:
            best = max((s for s, n in firm.items() if n > 1), default=max(firm))
            self.tops = {s for s in firm if s >= best}
        else:
            repeated = [s for s, n in styles.items() if n > 1]
            self.tops = {max(repeated or styles, default=(0.0, False))}
        self.words = {word for h in headings if self.is_top(h) for word in part_words(h.text, patterns)}
        below = sorted((s for s in styles if s not in self.tops), reverse=True)
        self.levels = {style: 2 + i for i, style in enumerate(below)}

    def is_listed(self, passage: Passage) -> bool:
        """Whether the contents page lists the heading."""
        return plain(passage.text) in self.listed

    def is_top(self, passage: Passage) -> bool:
        """Whether a heading is set like those that open parts."""
        return style_of(passage) in self.tops

    def level(self, passage: Passage) -> int:
        """The heading's level: 1 for parts, 2 and more below."""
        return 1 if self.is_top(passage) else self.levels.get(style_of(passage), 2)

    def may_open(self, passage: Passage, rule: PartRule | None) -> bool:
        """Whether a heading may open a part: by how it is set, by the contents page, or by what parts are called.

        Without a rule that names it, it must be set like a part's heading and, where there is a contents page, be on it.
        """
        if rule is None:
            return self.is_top(passage) and (not self.listed or self.is_listed(passage))
        called = bool(self.words & part_words(passage.text, self.patterns))
        return self.is_top(passage) or self.is_listed(passage) or called


def part_words(text: str, patterns: StructurePatterns) -> set[str]:
    """What a heading calls its part: chapter, theme, annex."""
    found = [(rule.full(text), rule.word) for rule in patterns.part if rule.word]
    return {match[word].casefold() for match, word in found if match and word}


def plain(text: str) -> str:
    """A title reduced to its letters and digits, to compare it with the contents page's."""
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


def part_of(
    passage: Passage, ranks: Ranks, patterns: StructurePatterns, count: int, forced: bool = False
) -> PartHeading | None:
    """The part that a heading opens; ``count`` chapters came before it. None: it opens none.

    ``forced``: it opens one however it is set.
    """
    text = passage.text
    for rule in patterns.part:
        found = rule.full(text)
        if not found or not (forced or ranks.may_open(passage, rule)):
            continue
        groups = found.groupdict()
        number = number_word(groups["n"], patterns, rule.lettered) if groups.get("n") else None
        title = groups.get("title") or groups.get("title2") or text
        if "{n}" in rule.id:
            if number is None and rule.word is None:
                return PartHeading(f"chapter-{count + 1}", title, None)
            return PartHeading(rule.id.replace("-{n}", f"-{number}" if number else ""), title, number)
        return PartHeading(rule.id, text, None)
    if forced or ranks.may_open(passage, None):
        return PartHeading(f"chapter-{count + 1}", text, None)
    return None


def number_word(raw: str, patterns: StructurePatterns, lettered: bool) -> str:
    """A part's number in digits or as a letter: Three → 3, IV → 4, A → a; ``lettered``: a single I is a letter."""
    word = raw.casefold()
    names = patterns.words.get("number_word", ())
    if word in names:
        return str(names.index(word) + 1)
    if word in ROMANS and (len(word) > 1 or not lettered):
        return str(ROMANS[word])
    return word
