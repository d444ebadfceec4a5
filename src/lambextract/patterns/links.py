"""What in a plan takes up what: the words by which two passages are known to tell of one promise."""

from .rules import WordLists


class LinkPatterns(WordLists):
    """The rules of ``links.toml``."""
