"""Readable names for things: lower case with hyphens, and each of them once."""

import re
import unicodedata
from collections import Counter


def slug(text: str, longest: int | None = None) -> str:
    """A text in lower case, its words joined by hyphens, cut at ``longest`` characters.

    >>> slug("Children’s Workforce (2010)")
    'childrens-workforce-2010'
    >>> slug("Údarás na Gaeltachta")
    'udaras-na-gaeltachta'
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    plain = re.sub(r"[’'ʼ]", "", bare)
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:longest].strip("-")


class Names:
    """Names that are all different: one that comes again gets a number."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()

    def unique(self, name: str) -> str:
        """The name, or the name with the first number that makes it new."""
        numbered = name
        while self.taken[numbered]:
            self.taken[name] += 1
            numbered = f"{name}-{self.taken[name]}"
        self.taken[numbered] += 1
        return numbered
