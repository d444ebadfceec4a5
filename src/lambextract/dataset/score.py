"""Dataset × labels → precision, recall, F1 and the share of each field that is right.

Labels are lines of JSON, one commitment each, as somebody marked them by hand: ``quote``, ``verb`` (with ``verbs_ok``, the
forms that are as good), ``actor``, ``status``, ``strength``, ``condition_text``, ``deadline_relation``, ``deadline_start``,
``deadline_end``, ``delegated_by``, ``funding``, and ``block_id``. Beside them may lie ``actors.json`` (id → name, aliases) and
``NAME.scope.json`` (``parts`` and ``refs``: first and last) where the labels cover a part of the plan only.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..language.text_diff import even
from ..likeness.similarity import stem
from ..records.dataset import Commitment, Dataset

Label = dict[str, Any]

SAME_QUOTE = 0.9  # share of the shorter quotation's words that the longer one holds
SHORTEST = 3  # words of a quotation that may be a piece of a longer one
COMPLETED = "completed"
FIELDS = ("actor", "status", "strength", "dates", "relation", "funding", "delegated by", "condition")
COUNTED = ("actor", "status", "strength", "dates", "relation", "funding")  # what "fully right" asks for
PLACE = re.compile(r"-r(?P<ref>[\w.]+?)-(?P<column>[a-z]+)-\d+$|-(?P<paragraph>\d+\.\d+)(?:-|$)")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were labelled, how many found, and how many of each are in both."""

    labelled: int
    found: int
    labelled_and_found: int
    found_and_labelled: int

    @property
    def precision(self) -> float:
        """The share of what was found that is labelled."""
        return self.found_and_labelled / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of what is labelled that was found."""
        return self.labelled_and_found / self.labelled if self.labelled else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Error:
    """A commitment that was missed, is extra, or is wrong in some fields (``expected`` and ``got`` for each)."""

    kind: str
    id: str
    quote: str
    expected: dict[str, object] = field(default_factory=dict)
    got: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        wrong = "; ".join(f"{k}: {self.got[k]} instead of {self.expected[k]}" for k in self.expected)
        return f"{self.kind}: {self.id}: {wrong + ': ' if wrong else ''}{self.quote}"


@dataclass(frozen=True, slots=True)
class Score:
    """The figures: counts for open commitments and for all, each field's share on the matched ones, the errors."""

    open: Counts
    all: Counts
    fields: dict[str, float]
    fully_right: float
    errors: tuple[Error, ...]

    def figures(self) -> dict[str, object]:
        """The figures as plain values, for JSON."""
        counts = {
            name: {
                "labelled": c.labelled,
                "found": c.found,
                "precision": round(c.precision, 4),
                "recall": round(c.recall, 4),
                "f1": round(c.f1, 4),
            }
            for name, c in (("open", self.open), ("all", self.all))
        }
        fields = {name: round(share, 4) for name, share in self.fields.items()}
        return {**counts, "fields": fields, "fully_right": round(self.fully_right, 4)}


def read_labels(file: Path) -> tuple[list[Label], dict[str, Any], dict[str, Any] | None]:
    """The labels in a file, the actors' names beside it, and the scope they cover (None: the whole plan)."""
    if not file.is_file():
        raise UsageError(f"there are no labels {file}", "Name a file with a line of JSON for each commitment.")
    actors, scope = file.parent / "actors.json", file.with_suffix(".scope.json")
    try:
        labels = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
        names = json.loads(actors.read_text("utf-8")) if actors.exists() else {}
        limits = json.loads(scope.read_text("utf-8")) if scope.exists() else None
    except (OSError, ValueError) as error:
        raise UsageError(
            f"the labels {file} cannot be read: {error}", "They are lines of JSON, a commitment each."
        ) from error
    wrong = [i for i, label in enumerate(labels, 1) if not is_label(label)]
    if wrong:
        raise UsageError(f"line {wrong[0]} of {file} is no label: it has no quote", "Each line is a JSON object.")
    if not labels:
        raise UsageError(f"{file} holds no labels", "Each line is a JSON object with a quote, a verb, an actor …")
    return labels, names, limits


def is_label(label: object) -> bool:
    """Whether a line of labels is one: an object with a quotation and a status."""
    return isinstance(label, dict) and all(isinstance(label.get(k), str) for k in ("quote", "status"))


def score(
    dataset: Dataset, labels: Sequence[Label], actors: Mapping[str, Any], scope: dict[str, Any] | None = None
) -> Score:
    """How well a dataset's commitments agree with labels. One label is matched with one commitment at most."""
    found = [c for c in dataset.commitments if scope is None or in_scope(c, scope)]
    pairs = matched(found, labels)
    by_label = {i: j for j, i in pairs}
    by_commitment = dict(pairs)
    right: dict[str, list[bool]] = {name: [] for name in FIELDS}
    errors: list[Error] = []
    full = 0
    for i, label in enumerate(labels):
        if i not in by_label:
            errors.append(Error("missed", str(label.get("id") or label.get("block_id")), label["quote"]))
            continue
        commitment = found[by_label[i]]
        wrong = {n: pair for n, pair in compared(commitment, label, actors).items() if pair[0] != pair[1]}
        for name in FIELDS:
            right[name].append(name not in wrong)
        full += label.get("status") != COMPLETED and not any(name in wrong for name in COUNTED)
        if wrong:
            expected, got = {n: p[0] for n, p in wrong.items()}, {n: p[1] for n, p in wrong.items()}
            errors.append(Error("wrong", commitment.id, label["quote"], expected, got))
    errors += [Error("extra", c.id, c.quote) for j, c in enumerate(found) if j not in by_commitment]
    open_labels = [i for i, label in enumerate(labels) if label.get("status") != COMPLETED]
    open_found = [j for j, c in enumerate(found) if c.status != COMPLETED]
    return Score(
        open=Counts(
            len(open_labels),
            len(open_found),
            sum(i in by_label for i in open_labels),
            sum(j in by_commitment for j in open_found),
        ),
        all=Counts(len(labels), len(found), len(pairs), len(pairs)),
        fields={name: sum(values) / len(values) if values else 0.0 for name, values in right.items()},
        fully_right=full / len(open_labels) if open_labels else 0.0,
        errors=tuple(errors),
    )


def in_scope(commitment: Commitment, scope: Mapping[str, Any]) -> bool:
    """Whether a commitment stands in the part of the plan that the labels cover."""
    if commitment.recommendation is not None:
        first, last = scope["refs"]
        return isinstance(commitment.recommendation, int) and first <= commitment.recommendation <= last
    return commitment.part in scope["parts"]


def matched(found: Sequence[Commitment], labels: Sequence[Label]) -> list[tuple[int, int]]:
    """Pairs of a commitment's and a label's place in their lists: same words, same verb, same place; same dates first."""
    quotes = [tuple(tokens(c.quote)) for c in found]
    wanted = [tuple(tokens(label["quote"])) for label in labels]
    pairs: list[tuple[int, int]] = []
    used: set[int] = set()
    done: set[int] = set()
    for same_dates in (True, False):
        for i, label in enumerate(labels):
            if i in done:
                continue
            for j, commitment in enumerate(found):
                if j in used or not overlaps(quotes[j], wanted[i]):
                    continue
                if not same_place(commitment, label) or not same_verb(commitment, label):
                    continue
                if same_dates and dates(commitment) != label_dates(label):
                    continue
                pairs.append((j, i))
                used.add(j)
                done.add(i)
                break
    return pairs


def tokens(text: str | None) -> list[str]:
    """A text's words in lower case."""
    return re.findall(r"[a-z0-9£€$%]+", even(text or "").casefold())


def overlaps(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether one quotation holds the other, or nearly all of its words."""
    if not a or not b:
        return False
    short, long = sorted((a, b), key=len)
    if " ".join(short) in " ".join(long):
        return len(short) >= SHORTEST or len(long) <= SHORTEST + 1
    held = set(long)
    return sum(word in held for word in short) >= SAME_QUOTE * len(short)


def same_place(commitment: Commitment, label: Label) -> bool:
    """Whether the annex row and column, or the paragraph, agree where both name one."""
    place = PLACE.search(str(label.get("block_id") or ""))
    if place is None or place["ref"] is None:
        if commitment.recommendation is not None and label.get("block_id"):
            return False
        number = place["paragraph"] if place else None
        return number is None or commitment.paragraph in (None, number)
    return str(commitment.recommendation) in ("None", place["ref"]) and commitment.column in (None, place["column"])


def same_verb(commitment: Commitment, label: Label) -> bool:
    """Whether the verb is one that the label takes; a label without one is content with the words."""
    accepted = {stem(v.casefold()) for v in (label.get("verbs_ok") or [label.get("verb")]) if v}
    forms = {commitment.action.verb, commitment.action.lemma}
    return not accepted or bool(accepted & {stem(f.casefold().split()[0]) for f in forms if f})


def dates(commitment: Commitment) -> tuple[str | None, str | None]:
    """The first and last day of a commitment's deadline."""
    return (commitment.deadline.start, commitment.deadline.end) if commitment.deadline else (None, None)


def label_dates(label: Label) -> tuple[str | None, str | None]:
    """The first and last day of a label's deadline."""
    return label.get("deadline_start"), label.get("deadline_end")


def compared(commitment: Commitment, label: Label, actors: Mapping[str, Any]) -> dict[str, tuple[object, object]]:
    """Each field's expected and actual value; equal where the field is right."""
    sums = sorted((float(f["amount"]), as_float(f.get("max_amount"))) for f in label.get("funding") or [])
    got = sorted((float(f.amount), as_float(f.max_amount)) for f in commitment.funding)
    named = names_of(label.get("actor"), actors)
    mine = {plain(n) for n in (commitment.actor.id, commitment.actor.name, commitment.actor.text) if n}
    return {
        "actor": (label.get("actor"), label.get("actor") if named & mine else commitment.actor.id),
        "status": (label.get("status"), commitment.status),
        "strength": (label.get("strength"), commitment.strength),
        "dates": (label_dates(label), dates(commitment)),
        "relation": (label.get("deadline_relation"), commitment.deadline.relation if commitment.deadline else None),
        "funding": (sums, got),
        "delegated by": (label.get("delegated_by"), commitment.delegated_by),
        "condition": (bool(label.get("condition_text")), commitment.condition is not None),
    }


def as_float(value: object) -> float:
    """A sum for comparison; none is minus one."""
    return -1.0 if value is None else float(str(value))


def names_of(actor: str | None, actors: Mapping[str, Any]) -> set[str]:
    """All names that an actor's id stands for."""
    if actor is None:
        return set()
    known = actors.get(actor, {})
    return {plain(n) for n in (actor, actor.replace("-", " "), known.get("name"), *known.get("aliases", ())) if n}


def plain(name: str) -> str:
    """A name without its article, marks and capitals."""
    return re.sub(r"^the ", "", " ".join(tokens(name)))


def lines(score_: Score) -> Iterator[str]:
    """The errors, a line each: what was missed, what is extra, what is wrong."""
    yield from (str(error) for kind in ("missed", "extra", "wrong") for error in score_.errors if error.kind == kind)
