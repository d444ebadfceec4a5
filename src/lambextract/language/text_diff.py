"""When two texts differ in typography only, and where they differ in words."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache

SLIP = 4  # letters of the shortest word in which one letter more, less or other is a slip of spelling


def even(text: str) -> str:
    """A text with quotation marks, dashes, hyphens and spaces evened out: what is left differs in words."""
    text = re.sub(r"[‘’‛′`]", "'", text)
    text = re.sub(r"[“”„″]", '"', text)
    text = re.sub(r"[‐‑‒–—−]", "-", text)
    return re.sub(r"\s+", " ", text).strip()


@cache
def plain(text: str) -> str:
    """A text as it is compared: quotes, dashes, hyphens, spaces, case and the mark at its end evened out."""
    text = re.sub(r"(?<=[^\W\d_])-\s?(?=[^\W\d_])", "", even(text.replace("•", " ")).casefold())
    return text.replace('"', "'").strip(" .;,:")


def same_wording(a: str, b: str) -> bool:
    """Whether two texts differ in typography and spelling only."""
    one, other = plain(a), plain(b)
    if one == other:
        return True
    left, right = one.split(), other.split()
    return len(left) == len(right) and all(x == y or is_slip(x, y) for x, y in zip(left, right, strict=True))


def is_slip(a: str, b: str) -> bool:
    """Whether two words differ by one letter left out, put in or exchanged, or by two swapped: where, were."""
    a, b = a.strip(".,;:()'"), b.strip(".,;:()'")
    if a == b:
        return True
    if min(len(a), len(b)) < SLIP or not (a.isalpha() and b.isalpha()) or {a, b} & {f"{a}s", f"{b}s"}:
        return False
    if len(a) > len(b):
        a, b = b, a
    first = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    if len(a) == len(b):
        swapped = a[first : first + 2] == b[first : first + 2][::-1] and a[first + 2 :] == b[first + 2 :]
        return swapped or a[first + 1 :] == b[first + 1 :]
    return len(b) - len(a) == 1 and a[first:] == b[first + 1 :]


def marked(old: str, new: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Both texts in runs of words, each with whether it differs from the other text; where one is empty nothing does."""
    if not (old and new):
        return [(old, False)], [(new, False)]
    left, right = list(words_of(old)), list(words_of(new))
    matcher = SequenceMatcher(None, list(map(typeset, left)), list(map(typeset, right)), autojunk=False)
    runs_old: list[tuple[str, bool]] = []
    runs_new: list[tuple[str, bool]] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        differs = tag != "equal"
        if i2 > i1:
            runs_old.append(("".join(left[i1:i2]), differs))
        if j2 > j1:
            runs_new.append(("".join(right[j1:j2]), differs))
    return runs_old, runs_new


def typeset(word: str) -> str:
    """A word for marking: quotes, dashes and spaces evened out, its marks kept."""
    return even(word).replace('"', "'")


def words_of(text: str) -> Iterator[str]:
    """The words of a text, each with the white space after it."""
    yield from re.findall(r"\S+\s*", text)
