"""Whether two names are of one body."""

from collections import Counter

from .similarity import stems


def same_body(a: str, b: str) -> bool:
    """Whether two names are of one body: one holds the other, or its initials are the other."""
    one, other = stems(a), stems(b)
    if one and other and (one <= other or other <= one):
        return True
    return any(initials(x) == y.replace(".", "").casefold() for x, y in ((a, b), (b, a)))


def may_be_one(a: str, b: str) -> bool:
    """Whether two names are of one body, or one is made of some of the other's initials, in whatever order."""
    return same_body(a, b) or any(
        short.isupper() and short.isalpha() and is_made_of(short.casefold(), initials(full))
        for short, full in ((a, b), (b, a))
    )


def is_made_of(letters: str, others: str) -> bool:
    """Whether some letters are among others, of which they share the first."""
    return letters[:1] == others[:1] and Counter(letters) <= Counter(others)


def initials(name: str) -> str:
    """The first letters of a name's capitalised words, in lower case."""
    return "".join(word[0] for word in name.split() if word[:1].isupper()).casefold()
