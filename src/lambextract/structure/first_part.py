"""Front matter is small: what stands between it and the first part that is known as one is text of the plan.

Finds where that text begins, and which of its headings open parts.
"""

from collections.abc import Sequence

from ..patterns import StructurePatterns
from .drafts import Draft
from .headings import style_of
from .outline import FRONT, Opening, Outline, Run, key_of

PROSE = 20  # words of a paragraph that is no line of a cover


def opening_of(outline: Outline, rules: StructurePatterns) -> Opening:
    """What the front matter of an outline has swallowed; nothing where it is no more than a cover and an imprint."""
    front: list[Draft | Run] = []
    for entry in outline.order:
        if entry.part != FRONT:
            break
        front.append(entry)
    if len(front) == len(outline.order):
        return Opening()  # no part at all: the whole document is one
    start = begins_at(front, rules)
    if start is None:
        return Opening()
    text = front[start:]
    headings = [d for d in text if isinstance(d, Draft) and d.kind == "heading"]
    styles = {id(d): style_of(d.last) for d in headings}
    named = [styles[id(d)] for d in headings if any(rule.full(d.last.text) for rule in rules.part)]
    best = max(named or styles.values(), default=None)
    openers = frozenset(key_of(d.last) for d in headings if best is not None and styles[id(d)] >= best)
    first = text[0]
    passage = first.last if isinstance(first, Draft) else next(p for c in first.rows[0][0].cells if c for p in c)
    return Opening(key_of(passage), openers)


def begins_at(front: Sequence[Draft | Run], rules: StructurePatterns) -> int | None:
    """Where prose or a table begins after the cover and the imprint, with the headings right above it; None: nowhere."""
    imprint: int | None = None  # the page that an imprint stands on
    for i, entry in enumerate(front):
        if isinstance(entry, Draft):
            if any(rule.full(entry.text) for rule in rules.imprint):
                imprint = entry.last.page
            prose = entry.kind in ("paragraph", "bullet") and len(entry.words) >= PROSE
            if not prose or entry.last.page == imprint or follows_imprint(front, i, rules):
                continue
        elif not any(any(row.texts) for row, _ in entry.rows):
            continue
        return with_headings_above(front, i)
    return None


def follows_imprint(front: Sequence[Draft | Run], at: int, rules: StructurePatterns) -> bool:
    """Whether an imprint stands on the page of an entry, below it."""
    here = front[at]
    assert isinstance(here, Draft), "tables are no part of an imprint"
    page = here.last.page
    below = (e for e in front[at + 1 :] if isinstance(e, Draft) and page and e.last.page == page)
    return any(rule.full(e.text) for e in below for rule in rules.imprint)


def with_headings_above(front: Sequence[Draft | Run], at: int) -> int:
    """The index of the first of the headings that stand right above an entry, on its page."""
    entry = front[at]
    page = entry.last.page if isinstance(entry, Draft) else entry.rows[0][0].page
    while at:
        above = front[at - 1]
        if not isinstance(above, Draft) or above.kind != "heading" or above.last.page != page:
            break
        at -= 1
    return at
