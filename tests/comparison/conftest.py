"""Small plans made of sentences, and the two editions of the sample plan."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

from lambextract.records.dataset import (
    ActionRecord,
    ActorRecord,
    BlockRecord,
    Commitment,
    Dataset,
    DeadlineRecord,
    DocumentRecord,
    FundingRecord,
    PartRecord,
    RecommendationRecord,
    Rejection,
    Tool,
)


@dataclass(frozen=True)
class Promise:
    """One sentence with one promise, as it stands in a plan: who, what, by when (its words and its last day)."""

    quote: str
    verb: str
    actor: str = "Boats Agency"
    deadline: tuple[str, str] | None = None
    status: str = "planned"
    strength: str = "firm"
    condition: str | None = None
    sum: tuple[str, int] | None = None
    paragraph: str | None = None
    part: str = "chapter-1"
    recommendation: int | None = None
    precision: str = "month"
    relation: str = "by"
    start: str | None = None
    section: str = "What we will do"


def record(promise: Promise, number: int) -> Commitment:
    """The commitment of a promise."""
    at, said = promise.quote.index(promise.verb), f"The {promise.actor}"
    deadline = None
    if promise.deadline is not None:
        words, end = promise.deadline
        last = end or None
        deadline = DeadlineRecord(
            text=words,
            relation=promise.relation,
            edtf=None,
            start=promise.start,
            end=last,
            precision=promise.precision if last or promise.start else "event",
            source="sentence",
            start_char=0,
            end_char=1,
        )
    funding = ()
    if promise.sum is not None:
        words, amount = promise.sum
        funding = (
            FundingRecord(
                text=words,
                amount=amount,
                max_amount=None,
                currency="GBP",
                bound="exact",
                period="per_year" if "a year" in words else "total",
                start=0,
                end=1,
            ),
        )
    return Commitment(
        id=f"c{number}",
        part=promise.part,
        section=promise.section,
        paragraph=promise.paragraph,
        recommendation=promise.recommendation,
        column="response" if promise.recommendation else None,
        block=f"b{number}",
        page=1 + number // 5,
        page_label=None,
        bboxes=(),
        quote=promise.quote,
        quote_start=0,
        quote_end=len(promise.quote),
        actor=ActorRecord(
            id=promise.actor.casefold().replace(" ", "-"),
            name=promise.actor,
            text=said if said in promise.quote else None,
            start=promise.quote.index(said) if said in promise.quote else None,
            end=promise.quote.index(said) + len(said) if said in promise.quote else None,
            source="subject" if promise.actor in promise.quote else "implied",
        ),
        partners=(),
        delegated_by=None,
        action=ActionRecord(
            verb=promise.verb,
            lemma=promise.verb,
            text=promise.quote[at:].rstrip("."),
            object=None,
            category=None,
            start=at,
            end=len(promise.quote.rstrip(".")),
        ),
        status=promise.status,
        strength=promise.strength,
        condition=promise.condition,
        deadline=deadline,
        funding=funding,
        patterns=("will",),
    )


def plan(
    promises: Sequence[Promise],
    published: str = "2016-06",
    rows: Sequence[tuple[int, str]] = (),
    rejected: Sequence[str] = (),
) -> Dataset:
    """A dataset of promises, one to a block."""
    told = tuple(record(p, i) for i, p in enumerate(promises))
    blocks = [
        BlockRecord(
            id=c.block,
            part=c.part,
            kind="paragraph",
            level=None,
            number=c.paragraph,
            parent=None,
            recommendation=None,
            row=None,
            column=None,
            text=c.quote,
            page=c.page,
            page_label=None,
            bboxes=((c.page or 1, 0.0, 0.0, 9.0, 9.0),),
        )
        for c in told
    ]
    blocks += [
        blocks[0].model_copy(update={"id": f"r{i}", "part": "chapter-1", "number": None, "text": text})
        for i, text in enumerate(rejected)
        if blocks
    ]
    parts = tuple(PartRecord(id=p, title="", number=None, first_page=1) for p in dict.fromkeys(b.part for b in blocks))
    tool = Tool(name="lambextract", version="0", patterns_sha256="0" * 64, packs=("core",), model="none")
    return Dataset(
        document=DocumentRecord(
            title="A plan",
            publisher=None,
            published=published,
            source=f"plan-{published}.pdf",
            sha256="0" * 64,
            media_type="application/pdf",
            pages=9,
            parts=parts,
            tool=tool,
        ),
        blocks=tuple(blocks),
        recommendations=tuple(
            RecommendationRecord(
                id=f"recommendation-{ref}",
                ref=ref,
                theme=None,
                recommendation=text,
                response="",
                timescale="",
                pages=(1,),
                commitments=(),
                status="none",
            )
            for ref, text in rows
        ),
        commitments=told,
        links=(),
        rejected=tuple(
            Rejection(
                block=f"r{i}",
                quote=text,
                quote_start=0,
                quote_end=len(text),
                reason="should" if "ould" in text else "embedded",
            )
            for i, text in enumerate(rejected)
        ),
        warnings=(),
    )


@pytest.fixture(scope="session")
def make() -> Callable[..., Dataset]:
    """Makes a dataset of promises."""
    return plan
