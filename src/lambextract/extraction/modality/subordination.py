"""Whether a clause can be a promise where it stands: a main clause, one announced, or one with a time of its own."""

from collections.abc import Iterator

from ...language.clauses import EMBEDDED, SUBJECT, Clause, own_auxiliaries
from ..actors.coreference import ACTING
from .analysis import Reading


def stands_free(reading: Reading, clause: Clause) -> bool:
    """Whether a clause can be a promise where it stands: a main clause, one announced, or one with a time of its own."""
    top = clause
    while top.coordinated and top.head is not None:
        top = top.head
    dep = top.verb.dep_
    if clause.coordinated and is_subordinate(reading, clause):
        return False
    if opens_with_how(top) and not reading.situation.item:
        return clause.coordinated and goes_on_anew(reading, clause, top)  # "details how we are supporting"
    if dep not in EMBEDDED or top.head is None or follows_from(reading, top):
        return True
    if clause.coordinated and (speaks_anew(reading, clause) or goes_on_anew(reading, clause, top)):
        return True
    if clause.verb.i in reading.dated and dep in ("relcl", "acl", "advcl", "pcomp", "ccomp") and tells(reading, top):
        return True
    if dep == "ccomp":
        if top.head.is_named_by_any(reading.patterns.announcement) and stands_free(reading, top.head):
            return True
        return set_apart(reading, top) or is_displaced(reading, top)
    if dep == "advcl" and is_joined_step(reading, clause):
        return True
    if dep in ("advcl", "relcl") and reading.situation.item:
        return False
    return dep == "advcl" and set_apart(reading, top)


def opens_with_how(clause: Clause) -> bool:
    """Whether a clause opens with how, when, where or why: "how well they are doing"."""
    before = [c for c in clause.verb.children if c.i < clause.verb.i]
    return any(t.tag_ == "WRB" for c in before for t in (c, *(c.children if c.dep_ == "advmod" else ())))


def is_subordinate(reading: Reading, clause: Clause) -> bool:
    """Whether a clause opens with a word of its own that makes it one of time or condition: "and, once it has passed, …"."""
    words = reading.modality.listed("subordinator")
    return any(c.dep_ == "mark" and c.text.casefold() in words for c in clause.verb.children)


def follows_from(reading: Reading, clause: Clause) -> bool:
    """Whether a clause tells what follows from another: "… so we will look into it", not "so that"."""
    mark = next((c for c in clause.verb.children if c.dep_ == "mark"), None)
    if mark is None or mark.text.casefold() not in reading.modality.listed("so"):
        return False
    after = clause.verb.doc[mark.i + 1] if mark.i + 1 < len(clause.verb.doc) else None
    return after is not None and after.text.casefold() != "that"


def goes_on_anew(reading: Reading, clause: Clause, top: Clause) -> bool:
    """Whether a clause joined to a subordinate one promises while that does not: "once it has run, and a review will …"."""
    own = any(c.dep_ in SUBJECT for c in clause.verb.children)
    promises = any(a.tag_ == "MD" for a in own_auxiliaries(clause.verb)) and reading.sounds(clause)
    return own and promises and clause is not top and not any(a.tag_ == "MD" for a in top.auxiliaries)


def is_displaced(reading: Reading, clause: Clause) -> bool:
    """Whether a clause that the parser hangs below another is the main clause: the other has no subject of its own."""
    if any(c.dep_ == "mark" for c in clause.verb.children) or not reading.modal(clause):
        return False
    above = clause.head
    other = next((c for c in above.verb.children if c.dep_ in SUBJECT), None) if above else None
    acting = reading.cast(clause).kind in ACTING
    return acting and (other is None or other.dep_ == "csubj")


def is_joined_step(reading: Reading, clause: Clause) -> bool:
    """Whether a participle after a comma is a further step of a list item: "Review the rules, amending the guide"."""
    if not reading.situation.item or clause.verb.tag_ != "VBG" or own_auxiliaries(clause.verb):
        return False
    if any(c.dep_ in ("mark", *SUBJECT) for c in clause.verb.children):
        return False
    before = clause.verb.doc[clause.verb.i - 1] if clause.verb.i else None
    joined = before is not None and (before.text == "," or before.dep_ == "cc")
    has_object = any(c.dep_ in ("dobj", "prep") and c.i > clause.verb.i for c in clause.verb.children)
    return joined and has_object and not clause.is_named_by_any(reading.patterns.attendant)


def speaks_anew(reading: Reading, clause: Clause) -> bool:
    """Whether a clause coordinated with an embedded one has a body of its own for a subject, and a finite verb."""
    if not any(c.dep_ in SUBJECT for c in clause.verb.children) or not reading.modal(clause):
        return False
    if any(c.dep_ == "mark" or c.tag_ == "WRB" for c in clause.verb.children):
        return False
    return reading.cast(clause).kind in ("self", "body")


def tells(reading: Reading, clause: Clause) -> bool:
    """Whether a dated embedded clause tells of an action rather than naming a time or a purpose."""
    if clause.verb.dep_ in ("advcl", "ccomp") and any(c.dep_ == "mark" for c in clause.verb.children):
        return False
    if clause.verb.dep_ == "relcl" and tells_in_passing(reading, clause):
        return False
    if clause.verb.dep_ == "pcomp" and not tells_of_sequel(reading, clause):
        return False
    if any(
        c.dep_ == "mark" and c.text.casefold() in reading.purpose
        for up in above(reading, clause)
        for c in up.verb.children
    ):
        return False
    return not any(c.tag_ == "TO" for c in own_auxiliaries(clause.verb)) or clause.verb.dep_ == "relcl"


def tells_in_passing(reading: Reading, clause: Clause) -> bool:
    """Whether a relative clause tells what a thing did, or how it was before: "which closed in May", "was last revised"."""
    if any(c.text.casefold() in reading.modality.listed("earlier") for c in clause.verb.children if c.dep_ == "advmod"):
        return True
    return clause.verb.tag_ == "VBD" and not clause.auxiliaries


def tells_of_sequel(reading: Reading, clause: Clause) -> bool:
    """Whether a participle behind a preposition is a step of its own: "before submitting a report in March 2011"."""
    if clause.verb.head.text.casefold() in reading.modality.listed("sequel"):
        return True
    return any(
        rule.find(reading.sentence.text[: reading.sentence.place(clause.verb.idx)]) for rule in reading.patterns.aim
    )


def above(reading: Reading, clause: Clause) -> Iterator[Clause]:
    """The clauses that a clause stands within, the nearest first, and itself."""
    seen: list[Clause] = []
    at: Clause | None = clause
    while at is not None and at not in seen:
        seen.append(at)
        yield at
        at = at.head


def set_apart(reading: Reading, clause: Clause) -> bool:
    """Whether a clause that the parser hangs below another is a main clause of its own: parted by ; or – or :."""
    if clause.head is None or any(c.dep_ == "mark" for c in clause.verb.children):
        return False
    if not any(c.dep_ in SUBJECT for c in clause.verb.children):
        return False
    low, high = sorted((clause.verb.i, clause.head.verb.i))
    between = [t for t in reading.sentence.tokens if low < t.i < high]
    return any(t.text in (";", ":", "–", "—", "-") for t in between) or (
        any(t.dep_ == "punct" and t.text == "," and clause.head.verb.i == t.head.i for t in between)
        and reading.modal(clause)
    )
