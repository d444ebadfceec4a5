"""Which commitments of a dataset are asked for, and in which order."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Literal

from ..errors import UsageError
from ..records.dataset import Commitment, Dataset
from ..records.tellings import day_of, promise_of

Order = Literal["place", "deadline", "actor", "amount"]
ORDERS: tuple[Order, ...] = ("place", "deadline", "actor", "amount")
KNOWN_SHOWN = 10  # bodies, parts and the like that an error names
PREFIXES = ("recommendation-", "recommendation ", "rec ", "para ")  # in which the tables write references and numbers


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked for; what is None or empty is not asked about.

    ``actor``: an actor's id or a part of its name, also of a partner's or of who asked for it. ``part``: a part's id, or a
    piece of its title. ``due_before`` and ``due_after``: ISO days that the deadline's last day (else its first) lies before,
    or after; what is reported done is not due any more. ``words``: words that the
    sentence holds, each of them. ``first``: each promise once, by the first of its tellings that is asked for.
    """

    actor: str | None = None
    status: tuple[str, ...] = ()
    strength: tuple[str, ...] = ()
    category: str | None = None
    part: str | None = None
    paragraph: str | None = None
    recommendation: str | None = None
    due_before: str | None = None
    due_after: str | None = None
    money: bool = False
    words: str | None = None
    first: bool = False
    order: Order = "place"
    descending: bool = False


def selected(dataset: Dataset, wanted: Selection) -> tuple[Commitment, ...]:
    """The commitments that are asked for, in order.

    Raises UsageError, naming what there is, for an actor, a part, a paragraph or a recommendation that the plan does not
    have.
    """
    check(dataset, wanted)
    names = {c.actor.id: c.actor.name for c in dataset.commitments}
    tests = tests_of(
        wanted, names, parts_meant(dataset, wanted.part or ""), in_rows_meant(dataset, wanted.recommendation)
    )
    found = [c for c in dataset.commitments if all(test(c) for test in tests)]
    if wanted.first:
        once: dict[str, Commitment] = {}
        for commitment in found:
            once.setdefault(promise_of(commitment), commitment)
        found = list(once.values())
    return in_order(found, wanted.order, wanted.descending)


def tests_of(
    wanted: Selection, names: dict[str, str], parts: set[str], rows: set[str]
) -> list[Callable[[Commitment], bool]]:
    """What a commitment must be to be taken.

    ``names`` are those of the bodies by their ids, ``parts`` and ``rows`` the ids of the parts, and of the commitments in the
    rows, that are asked for.
    """
    tests: list[tuple[object, Callable[[Commitment], bool]]] = [
        (wanted.actor, lambda c: any(is_meant(wanted.actor or "", i, names.get(i, i)) for i in bodies_of(c))),
        (wanted.status, lambda c: c.status in wanted.status),
        (wanted.strength, lambda c: c.strength in wanted.strength),
        (wanted.category, lambda c: c.action.category == (wanted.category or "").casefold()),
        (wanted.part, lambda c: c.part in parts),
        (wanted.paragraph, lambda c: same_label(c.paragraph, wanted.paragraph)),
        (wanted.recommendation, lambda c: c.id in rows),
        (wanted.due_before, lambda c: (day := due_day(c)) is not None and day < (wanted.due_before or "")),
        (wanted.due_after, lambda c: (day := due_day(c)) is not None and day > (wanted.due_after or "")),
        (wanted.money, lambda c: bool(c.funding)),
        (wanted.words, lambda c: all(w in c.quote.casefold() for w in (wanted.words or "").casefold().split())),
    ]
    return [test for asked, test in tests if asked]


def bodies_of(commitment: Commitment) -> list[str]:
    """The ids of all bodies that a commitment names: who acts, with whom, and who asked for it."""
    asked = [commitment.delegated_by] if commitment.delegated_by else []
    return [commitment.actor.id, *commitment.partners, *asked]


def is_meant(wanted: str, id_: str, name: str) -> bool:
    """Whether a body is the one that is asked for: by its id, or a part of its name."""
    return wanted.casefold() == id_ or wanted.casefold() in name.casefold()


def same_label(printed: int | str | None, wanted: str | None) -> bool:
    """Whether a number or reference is the one that is asked for, with or without the word that the tables put before it."""
    return printed is not None and str(printed).casefold() == bare(wanted or "")


def bare(label: str) -> str:
    """A number or reference without the word before it: 38 of recommendation-38, 1.10 of para 1.10."""
    label = label.strip().casefold()
    return next((label.removeprefix(p) for p in PREFIXES if label.startswith(p)), label)


def due_day(commitment: Commitment) -> str | None:
    """The day by which something is still to be done."""
    return None if commitment.status == "completed" else day_of(commitment)


def parts_meant(dataset: Dataset, wanted: str) -> set[str]:
    """The ids of the parts that are asked for: by id, else by a piece of their titles."""
    ids = {c.part for c in dataset.commitments} | {p.id for p in dataset.document.parts}
    if wanted in ids:
        return {wanted}
    return {p.id for p in dataset.document.parts if wanted.casefold() in p.title.casefold()}


def in_rows_meant(dataset: Dataset, wanted: str | None) -> set[str]:
    """The ids of the commitments in the rows of the recommendations that are asked for, by reference or by id."""
    meant = (r for r in dataset.recommendations if same_label(r.ref, wanted) or r.id == wanted)
    return {id_ for record in meant for id_ in record.commitments}


def amount_of(commitment: Commitment) -> Decimal | None:
    """The largest sum of a commitment."""
    return max((f.max_amount or f.amount for f in commitment.funding), default=None)


def in_order(found: Sequence[Commitment], order: Order, descending: bool) -> tuple[Commitment, ...]:
    """Commitments in an order, the largest sums first; those without what decides stand last, either way."""
    keys: dict[Order, Callable[[Commitment], object]] = {
        "deadline": day_of,
        "actor": lambda c: c.actor.name.casefold(),
        "amount": amount_of,
    }
    if order == "place":
        return tuple(reversed(found)) if descending else tuple(found)
    key = keys[order]
    known = [c for c in found if key(c) is not None]
    rest = [c for c in found if key(c) is None]
    return (*sorted(known, key=key, reverse=descending != (order == "amount")), *rest)  # type: ignore[arg-type]


def check(dataset: Dataset, wanted: Selection) -> None:
    """Raise UsageError for what is asked for and the plan does not have."""
    everything = dataset.commitments
    bodies = {c.actor.id: c.actor.name for c in everything}
    named = {id_: bodies.get(id_, id_) for c in everything for id_ in bodies_of(c)}
    if wanted.actor is not None and not any(is_meant(wanted.actor, i, name) for i, name in named.items()):
        raise missing(
            "actor", wanted.actor, [name for name, _ in Counter(c.actor.name for c in everything).most_common()]
        )
    if wanted.part is not None and not parts_meant(dataset, wanted.part):
        raise missing("part", wanted.part, [p.id for p in dataset.document.parts])
    categories = sorted({c.action.category for c in everything if c.action.category})
    if wanted.category is not None and wanted.category.casefold() not in categories:
        raise missing("category", wanted.category, categories)
    numbers: tuple[tuple[str, str | None, list[int | str | None]], ...] = (
        ("paragraph", wanted.paragraph, [b.number for b in dataset.blocks if b.kind == "paragraph"]),
        ("recommendation", wanted.recommendation, [x for r in dataset.recommendations for x in (r.ref, r.id)]),
    )
    for what, asked, printed in numbers:
        if asked is not None and not any(same_label(p, asked) or p == asked for p in printed):
            raise missing(what, asked, [str(p) for p in printed if p is not None and not str(p).startswith(what)])


def missing(what: str, asked: str, there: Sequence[str]) -> UsageError:
    """The error for something that the plan does not have; what is there and nearest to it is named first."""
    near = get_close_matches(asked.casefold(), [name.casefold() for name in there], KNOWN_SHOWN)
    known = list(dict.fromkeys([*(name for name in there if name.casefold() in near), *there]))
    more = f" and {len(known) - KNOWN_SHOWN} more" if len(known) > KNOWN_SHOWN else ""
    hint = f"There are: {', '.join(known[:KNOWN_SHOWN])}{more}." if known else f"It has no {what} at all."
    return UsageError(f"the plan has no {what} {asked!r}", hint)
