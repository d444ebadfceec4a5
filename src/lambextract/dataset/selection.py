"""Which commitments of a dataset are asked for, and in which order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ..errors import UsageError
from ..records.dataset import Commitment, Dataset
from ..records.tellings import day_of, tells_first

Order = Literal["place", "deadline", "actor", "amount"]
ORDERS: tuple[Order, ...] = ("place", "deadline", "actor", "amount")
KNOWN_SHOWN = 6  # bodies, parts and the like that an error names
PREFIXES = ("recommendation-", "recommendation ", "rec ", "para ")  # in which the tables write references and numbers


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked for; what is None or empty is not asked about.

    ``actor``: an actor's id or a part of its name, also of a partner's or of who asked for it. ``due_before`` and
    ``due_after``: ISO days that the deadline's last day (else its first) lies before, or after. ``words``: words that the
    sentence holds, each of them. ``first``: each promise once, as it is told first.
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
    tests = tests_of(wanted, {c.actor.id: c.actor.name for c in dataset.commitments})
    found = [c for c in dataset.commitments if all(test(c) for test in tests)]
    return in_order(found, wanted.order, wanted.descending)


def tests_of(wanted: Selection, names: dict[str, str]) -> list[Callable[[Commitment], bool]]:
    """What a commitment must be to be taken; ``names`` are those of the bodies by their ids."""
    tests: list[tuple[object, Callable[[Commitment], bool]]] = [
        (wanted.actor, lambda c: any(is_meant(wanted.actor or "", i, names.get(i, i)) for i in bodies_of(c))),
        (wanted.status, lambda c: c.status in wanted.status),
        (wanted.strength, lambda c: c.strength in wanted.strength),
        (wanted.category, lambda c: c.action.category == wanted.category),
        (wanted.part, lambda c: c.part == wanted.part),
        (wanted.paragraph, lambda c: same_label(c.paragraph, wanted.paragraph)),
        (wanted.recommendation, lambda c: same_label(c.recommendation, wanted.recommendation)),
        (wanted.due_before, lambda c: (day := day_of(c)) is not None and day < (wanted.due_before or "")),
        (wanted.due_after, lambda c: (day := day_of(c)) is not None and day > (wanted.due_after or "")),
        (wanted.money, lambda c: bool(c.funding)),
        (wanted.words, lambda c: all(w in c.quote.casefold() for w in (wanted.words or "").casefold().split())),
        (wanted.first, tells_first),
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


def amount_of(commitment: Commitment) -> Decimal | None:
    """The largest sum of a commitment."""
    return max((f.max_amount or f.amount for f in commitment.funding), default=None)


def in_order(found: Sequence[Commitment], order: Order, descending: bool) -> tuple[Commitment, ...]:
    """Commitments in an order; those without what decides stand last, either way."""
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
    return (*sorted(known, key=key, reverse=descending), *rest)  # type: ignore[arg-type]


def check(dataset: Dataset, wanted: Selection) -> None:
    """Raise UsageError for what is asked for and the plan does not have."""
    everything = dataset.commitments
    bodies = {c.actor.id: c.actor.name for c in everything}
    named = {id_: bodies.get(id_, id_) for c in everything for id_ in bodies_of(c)}
    if wanted.actor is not None and not any(is_meant(wanted.actor, i, name) for i, name in named.items()):
        raise missing("actor", wanted.actor, list(dict.fromkeys(c.actor.name for c in everything)))
    for what, asked, there in (
        ("part", wanted.part, [p.id for p in dataset.document.parts]),
        ("category", wanted.category, sorted({c.action.category for c in everything if c.action.category})),
    ):
        if asked is not None and asked not in there:
            raise missing(what, asked, there)
    numbers: tuple[tuple[str, str | None, list[int | str | None]], ...] = (
        ("paragraph", wanted.paragraph, [b.number for b in dataset.blocks if b.kind == "paragraph"]),
        ("recommendation", wanted.recommendation, [r.ref for r in dataset.recommendations]),
    )
    for what, asked, printed in numbers:
        if asked is not None and not any(same_label(p, asked) for p in printed):
            raise missing(what, asked, [str(p) for p in printed if p is not None])


def missing(what: str, asked: str, there: Sequence[str]) -> UsageError:
    """The error for something that the plan does not have."""
    known = list(dict.fromkeys(there))
    more = f" and {len(known) - KNOWN_SHOWN} more" if len(known) > KNOWN_SHOWN else ""
    hint = f"There are: {', '.join(known[:KNOWN_SHOWN])}{more}." if known else f"It has no {what} at all."
    return UsageError(f"the plan has no {what} {asked!r}", hint)
