"""Footnote calls, and words such as "see recommendation 38" or "paragraphs 3.15–3.19": what they point to, if it is there."""

import re
from collections import defaultdict
from collections.abc import Iterator

from ..document.model import Block, Document, Notice
from ..patterns import Patterns
from ..records.dataset import LinkRecord
from ..structure.headings import number_word

LONGEST_RANGE = 60  # recommendations that one reference names: a larger span is none


class References:
    """The references of a document: ``links`` to what is there, ``notices`` of what is not."""

    def __init__(self, document: Document, patterns: Patterns) -> None:
        self.document, self.patterns = document, patterns
        self.parts = {p.id for p in document.parts}
        self.rows = {str(r.ref): r.id for r in reversed(document.recommendations)}
        self.numbered = {b.number: b.id for b in document.blocks if b.kind == "paragraph" and b.number}
        self.elsewhere = tuple(f"{words} " for words in sorted(patterns.links.listed("elsewhere")))
        self.owned = tuple(sorted(patterns.links.listed("owned")))
        headings = (b.text.split() for b in document.blocks if b.kind == "heading" and b.level == 1)
        self.opening_words = {words[0].casefold() for words in headings if words}
        self.notices: list[Notice] = []
        self.links = [*self.footnotes(), *self.words()]

    def footnotes(self) -> Iterator[LinkRecord]:
        """Each footnote call with the nearest footnote of its number."""
        notes: dict[int, list[str]] = defaultdict(list)
        for block in self.document.blocks:
            if block.kind == "footnote" and block.number:
                notes[int(block.number)].append(block.id)
        for block in self.document.blocks:
            for call in block.calls:
                near = [n for n in notes.get(call.number, ()) if n.startswith(block.part)] or notes.get(call.number, [])
                for note in near[:1]:
                    yield LinkRecord(kind="refers", source=block.id, target=note, text=str(call.number))

    def words(self) -> Iterator[LinkRecord]:
        """What the words of a block point to."""
        for block in self.document.blocks:
            if block.kind == "heading":
                continue
            for rule in self.patterns.structure.reference:
                for match in rule.find(block.text):
                    for number in numbers(match["n"], match.groupdict().get("m"), rule.to):
                        target = self.target(number, rule.to)
                        if target is None:
                            self.miss(block, match, number, rule.to)
                        elif target not in (block.id, block.part):
                            yield LinkRecord(kind="refers", source=block.id, target=target, text=match.group())

    def target(self, number: str, to: str) -> str | None:
        """The id of what a number stands for."""
        if to == "recommendation":
            return self.rows.get(number)
        if to == "paragraph":
            return self.numbered.get(number)
        part = f"{to}-{number_word(number, self.patterns.structure, lettered=True)}"
        return part if part in self.parts else None

    def miss(self, block: Block, match: re.Match[str], number: str, to: str) -> None:
        """Note that what a reference points to is not there, where the plan numbers such things and it can only mean them."""
        behind = match.string[match.end() :].lstrip(" ,").casefold() + " "
        before = match.string[: match.start()].rstrip()
        if (
            not self.has_such(match.group(), number, to)
            or behind.startswith(self.elsewhere)
            or before.endswith(self.owned)
        ):
            return
        message = f"{match.group()!r} points to {to} {number}, which is not there"
        self.notices.append(Notice("reference-missing", message, block.page, block.id))

    def has_such(self, said: str, number: str, to: str) -> bool:
        """Whether the plan numbers such things in such a way."""
        if to == "recommendation":
            return bool(self.rows)
        if to == "paragraph":
            return any(n.count(".") == number.count(".") for n in self.numbered)
        return said.split()[0].casefold() in self.opening_words


def numbers(first: str, last: str | None, to: str) -> list[str]:
    """The numbers that a reference names: both ends of a range of paragraphs, each of a range of recommendations."""
    if last is None:
        return [first]
    if to == "recommendation" and first.isdigit() and last.isdigit() and 0 < int(last) - int(first) < LONGEST_RANGE:
        return [str(n) for n in range(int(first), int(last) + 1)]
    return [first, last]
