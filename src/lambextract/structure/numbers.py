"""Paragraph numbers: what a paragraph's first word counts, and whether it goes on from the numbers before."""

import re
from dataclasses import dataclass

from ..document.model import Passage
from ..patterns import StructurePatterns

HANGING = 6.0  # points by which the lines after a number stand in
WIDE = 0.6  # em: more than a space between a number and what follows
GAP = 3  # numbers that may be missing in a sequence
ROMANS = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
    "xi": 11,
    "xii": 12,
}


@dataclass(frozen=True, slots=True)
class Number:
    """A paragraph's number: its scheme, as it is written in the dataset, and its value step by step (2.3.1 → 2, 3, 1)."""

    scheme: str
    shown: str
    steps: tuple[int, ...]
    prefix: str = ""


def number_of(text: str, patterns: StructurePatterns, after: "Number | None" = None) -> Number | None:
    """The number that a word is, whole; ``after`` settles whether "i." is a letter or a roman number."""
    for rule in patterns.number:
        found = rule.full(text)
        if not found:
            continue
        raw = next(g for g in found.groups() if g is not None)
        if rule.scheme == "letter":
            letters = raw.casefold()
            as_letter = len(letters) == 1 and letters.isalpha()
            expects_letter = after is not None and after.steps[-1] + 1 == ord(letters[0]) - 96 and len(letters) == 1
            if raw.isdigit():
                steps = (int(raw),)
            elif letters in ROMANS and not (as_letter and (expects_letter or letters not in "ivx")):
                steps = (ROMANS[letters],)
            elif as_letter:
                steps = (ord(letters) - 96,)
            else:
                continue
            shown = text if text.startswith("(") else f"({raw})" if text.endswith(")") else raw
            return Number("letter", shown.rstrip("."), steps)
        digits = re.findall(r"\d+", raw)
        prefix = re.match(r"[A-Za-z]*", raw)
        return Number(rule.scheme, raw.rstrip("."), tuple(map(int, digits)), prefix[0] if prefix else "")
    return None


class Sequence:
    """The numbers accepted so far: decides whether another one goes on from them."""

    def __init__(self) -> None:
        self.last: dict[tuple[str, int, str], Number] = {}
        self.counts: dict[str, int] = {}
        self.latest: Number | None = None

    def new_part(self) -> None:
        """A part begins: whole numbers may start again at 1."""
        self.last = {k: v for k, v in self.last.items() if k[0] in ("decimal", "prefixed", "whole")}

    def accepts(self, number: Number, passage: Passage) -> bool:
        """Whether the number is a paragraph's: the next of its kind, or a first one that looks like a number."""
        hanging = passage.hang - passage.indent >= HANGING
        previous = self.last.get((number.scheme, len(number.steps), number.prefix))
        following = previous is not None and is_next(previous, number)
        if number.scheme == "bare":
            return (hanging or set_off(passage)) and (following or number.steps == (1,))
        if number.scheme in ("whole", "letter"):
            return following or number.steps == (1,) or (previous is None and hanging)
        if number.scheme == "prefixed":
            return following or number.steps[-1] == 1
        return following or previous is None or self.deeper(number) or number.steps[0] in (previous.steps[0] + 1, 1)

    def deeper(self, number: Number) -> bool:
        """Whether a decimal number opens a level below the latest one: 2.3 → 2.3.1."""
        latest = self.latest
        return (
            latest is not None and number.steps[:-1] == latest.steps[: len(number.steps) - 1] and number.steps[-1] <= 2
        )

    def take(self, number: Number) -> None:
        """Count a number as accepted."""
        self.last[number.scheme, len(number.steps), number.prefix] = number
        self.counts[number.scheme] = self.counts.get(number.scheme, 0) + 1
        if number.scheme != "letter":
            self.latest = number
            self.last = {k: v for k, v in self.last.items() if k[0] != "letter"}


def set_off(passage: Passage) -> bool:
    """Whether the first word is set off from the rest: in bold where they are not, or by more than a space."""
    if len(passage.words) < 2:
        return False
    first, second = passage.words[:2]
    wide = second.box.x0 - first.box.x1 >= WIDE * max(passage.size, 1.0) and first.line == second.line
    return wide or (first.bold and not second.bold)


def is_next(previous: Number, number: Number) -> bool:
    """Whether a number follows another of its kind: the same but for the last step, which is a little higher."""
    if previous.steps[:-1] != number.steps[:-1]:
        return number.steps[:-1] > previous.steps[:-1] and number.steps[-1] <= 2
    return 0 < number.steps[-1] - previous.steps[-1] <= GAP
