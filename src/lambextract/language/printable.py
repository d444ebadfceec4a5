"""Text on a terminal: what would move its cursor, clear it or turn words around is shown as a mark instead of being obeyed."""

import re

# control characters but line breaks and tabs, those of the second set (0x80 to 0x9f), and those that override the direction
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
STYLED = re.compile(r"(\x1b\[[0-9;]*m)")  # a style, which changes nothing but the look of what follows
MARK = "\N{REPLACEMENT CHARACTER}"


def printable(text: str) -> str:
    """A text in which nothing but styles is obeyed by a terminal."""
    return "".join(run if n % 2 else OBEYED.sub(MARK, run) for n, run in enumerate(STYLED.split(text)))
