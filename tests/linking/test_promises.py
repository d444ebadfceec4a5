"""Promises that are told in several places, held against labels, and a plan written to contradict itself."""

import json
from pathlib import Path

import pytest

import lambextract
from lambextract.comparison.within import contradictions_of
from lambextract.patterns import load_change_patterns
from lambextract.records.contradictions import Contradictions
from lambextract.records.dataset import Dataset

HERE = Path(__file__).parent
RAW = HERE.parents[1] / "data" / "raw"
LABELS = HERE.parent / "labels"
Pair = tuple[str, str]


def key(side: dict) -> tuple[str, int, int]:
    """Where a label says that a commitment stands."""
    return side["block"], *side["action"]


def figures(dataset: Dataset, name: str) -> tuple[float, float, set[Pair], set[Pair]]:
    """Precision and recall of the pairs of a row and a passage that tell one promise; the false ones, the missed ones."""
    labels = json.loads((LABELS / name).read_text("utf-8"))
    first, last = labels["rows"]
    known = {(c.block, c.action.start, c.action.end): c.id for c in dataset.commitments}
    same, either = (
        {(known[key(a)], known[key(b)]) for a, b in labels[kind] if key(a) in known and key(b) in known}
        for kind in ("same", "either")
    )
    rows = [
        c
        for c in dataset.commitments
        if c.part.startswith("annex") and isinstance(c.recommendation, int) and first <= c.recommendation <= last
    ]
    texts = [c for c in dataset.commitments if not c.part.startswith("annex")]
    found = {(a.id, b.id) for a in rows for b in texts if a.promise == b.promise}
    right = found & same
    wrong = found - same - either
    assert len(same) > 60, "the labels are for this dataset"
    return len(right) / len(right | wrong), len(right) / len(labels["same"]), wrong, same - found


def test_the_annex_of_the_sample_plan_tells_what_its_chapters_tell(sample: Dataset) -> None:
    precision, recall, wrong, missed = figures(sample, "restatements.json")
    assert precision >= 0.9, wrong
    assert recall >= 0.8, missed


@pytest.mark.plans
def test_the_annex_of_the_real_plan_tells_what_its_chapters_tell(lamb_pdf: Dataset) -> None:
    precision, recall, wrong, missed = figures(lamb_pdf, "restatements.lamb-plan-2010.json")
    assert precision >= 0.9, wrong
    assert recall >= 0.8, missed


@pytest.mark.plans
def test_the_links_of_the_real_plan_are_the_same_from_its_text(lamb_pdf: Dataset, lamb_txt: Dataset) -> None:
    one, other = ([k.model_dump(exclude={"score", "words"}) for k in d.links] for d in (lamb_pdf, lamb_txt))
    assert one == other
    scores = zip(
        lamb_pdf.links, lamb_txt.links, strict=True
    )  # topics are told with the texts' own headings and references
    assert all(abs((a.score or 0) - (b.score or 0)) < 0.05 for a, b in scores)
    assert [c.promise for c in lamb_pdf.commitments] == [c.promise for c in lamb_txt.commitments]


@pytest.mark.plans
def test_the_money_of_the_real_plan_adds_up_by_firsts(lamb_pdf: Dataset) -> None:
    firsts = [f.text for c in lamb_pdf.commitments for f in c.funding if f.restates is None]
    assert sorted(firsts) == sorted(
        ["£12m", "£38m", "up to £40,000", "£550,000", "£20m", "£31m", "up to £4m", "£1m", "between £10k and £40k"]
    )
    assert sum(f.amount for c in lamb_pdf.commitments for f in c.funding if f.restates is None) == 106_600_000


@pytest.mark.plans
def test_the_known_contradictions_of_the_real_plan_are_found(lamb_pdf: Dataset) -> None:
    found = contradictions_of(lamb_pdf, load_change_patterns())
    told = [
        (c.months, {(t.paragraph or t.recommendation or t.page) for t in c.tellings})
        for c in found.contradictions
        if c.field == "deadline"
    ]
    assert (12, {11, "1.28", 5}) in told
    assert (2, {19, "2.17", 18}) in told
    assert any(months == 1 and {"1.35", 10} <= places for months, places in told)


@pytest.fixture(scope="module")
def ferries() -> Dataset:
    """A plan with five contradictions, and as many things that look like one and are none."""
    return lambextract.build(RAW / "ferries-plan.md")


@pytest.fixture(scope="module")
def told(ferries: Dataset) -> Contradictions:
    """Where it contradicts itself."""
    return contradictions_of(ferries, load_change_patterns())


def test_each_contradiction_is_told_and_no_other(told: Contradictions) -> None:
    found = [(c.field, c.months, [t.said for t in c.tellings]) for c in told.contradictions]
    assert found == [
        ("deadline", 6, ["by June 2018", "by December 2018", "by June 2018"]),
        ("funding", None, ["£4m", "£5m"]),
        ("status", None, ["completed", "planned"]),
        ("actor", None, ["Harbour Board", "Coastguard Agency"]),
        ("strength", None, ["firm", "tentative"]),
    ]


def test_a_contradiction_is_told_with_its_places_in_a_sentence(told: Contradictions) -> None:
    first = told.contradictions[0]
    assert first.sentence == (
        "The Department for Ferries’ promise to publish a map of every ferry crossing, with the times of its boats is dated "
        "“by June 2018” (“Summary”; recommendation 1, timescale) but “by December 2018” (para 1.1): 6 months apart."
    )
    assert [t.place for t in first.tellings] == ["“Summary”", "para 1.1", "recommendation 1, timescale"]


def test_what_looks_like_one_promise_and_is_none_stays_apart(ferries: Dataset) -> None:
    promise = {c.action.text: c.promise for c in ferries.commitments}

    def one(a: str, b: str) -> bool:
        return next(v for k, v in promise.items() if a in k) == next(v for k, v in promise.items() if b in k)

    assert not one("slipway at Tarn", "slipway at Orrin")
    assert not one("publish the results of the consultation", "consult on fares")
    assert one("write a guide to fog signals by", "write a guide to fog signals")


def test_a_promise_is_counted_once(ferries: Dataset, told: Contradictions) -> None:
    firsts = [c for c in ferries.commitments if c.promise == c.id]
    assert told.promises + told.done == len(firsts) < len(ferries.commitments) == told.commitments
    assert {c.promise for c in ferries.commitments} == {c.id for c in firsts}


def test_a_sum_that_is_told_otherwise_counts_once(ferries: Dataset) -> None:
    firsts = [f.text for c in ferries.commitments for f in c.funding if f.restates is None]
    assert firsts == ["£4m", "£1m", "£1m"]


def test_what_stands_in_one_place_only_is_told(told: Contradictions) -> None:
    assert told.orphans is not None
    assert 2 in told.orphans.undated
    assert 1 not in told.orphans.undated
    assert any("lamps" in o.promise for o in told.orphans.not_in_annex)
    assert not any("map" in o.promise for o in (*told.orphans.not_in_annex, *told.orphans.annex_only))


def test_each_link_says_what_it_was_matched_on(ferries: Dataset) -> None:
    ids = {c.id for c in ferries.commitments} | {b.id for b in ferries.blocks}
    restated = [k for k in ferries.links if k.kind == "restates"]
    assert restated
    for link in ferries.links:
        assert {link.source, link.target} <= ids
        if link.kind in ("restates", "conflicts"):
            assert link.score is not None
            assert 0 < link.score <= 1
    assert all(k.words for k in restated if k.score is not None and k.score > 0.6)
    texts = {c.id: c.quote for c in ferries.commitments}
    assert all(word in texts[k.source] for k in restated for word in k.words)
