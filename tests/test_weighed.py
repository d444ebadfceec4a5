"""Nothing that sounds like a promise is lost in silence: each such verb is in a commitment or among the rejected."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lambextract.extraction import commitments_of
from lambextract.extraction.decision import Case
from lambextract.language.model import Token, is_word, prepare
from lambextract.limits import Clock, Limits
from lambextract.patterns import Patterns
from lambextract.readers import Request, fetch, read
from lambextract.records.dataset import Commitment
from lambextract.structure import structure_of
from tests.conftest import SHARED

REAL = sorted((SHARED / "real").glob("*/*.pdf")) if (SHARED / "real").is_dir() else []


def sounding(case: Case) -> Iterator[Token]:
    """The main verbs of a sentence that could promise, by their tags and those of their auxiliaries alone.

    Those of its future, progressive and perfect verb groups; and of its main clause one with "to" and a subject (a duty)
    and a base form without any subject (an order).
    """
    sentence = case.sentence
    for token in sentence.tokens:
        inside = token.idx + sentence.shift >= sentence.span.start
        own = [c for c in token.children if c.dep_ in ("aux", "auxpass") and c.i < token.i]
        future = any(c.tag_ == "MD" and c.lower_ in ("will", "shall") for c in own) and token.tag_ == "VB"
        progressive = any(c.lemma_ == "be" for c in own) and token.tag_ == "VBG"
        perfect = any(c.lemma_ == "have" for c in own) and token.tag_ == "VBN"
        main = token.is_alpha and token.dep_ not in ("aux", "auxpass")
        subject = any(c.dep_ in ("nsubj", "nsubjpass", "csubj", "expl") for c in token.children)
        root = token.dep_ == "ROOT" and token.tag_ == "VB" and not any(c.tag_ == "MD" for c in own)
        duty = root and subject and any(c.tag_ == "TO" for c in own)
        order = root and not subject and not own
        if inside and main and (future or progressive or perfect or duty or order):
            yield token


def above(token: Token) -> Iterator[Token]:
    """A word and the words that it hangs below."""
    yield token
    while token.head.i != token.i:
        token = token.head
        yield token


def unheard(plan: Path, patterns: Patterns) -> list[str]:
    """The verbs of a plan that sound like promises and are neither in a commitment nor among the rejected."""
    request = Request(fetch(plan), patterns.structure, Clock(Limits(), plan.name), meanwhile=prepare)
    facts, reading = read(request)
    document = structure_of(facts, reading, patterns, is_word)
    seen: list[tuple[Case, list[Commitment]]] = []
    _, verdict = commitments_of(document, patterns, lambda *_: None, lambda case, made: seen.append((case, made)))
    rejected = {(r.block, r.quote_start, r.verb) for r in verdict.rejected}
    lost: list[str] = []
    count = 0
    for case, made in seen:
        taken = {t.i for a in case.reading.accepted for t in above(a.clause.verb)}
        whole = any(c.action.verb is None for c in made)  # an entry, which has no verb of its own
        for verb in sounding(case):
            count += 1
            sentence = case.sentence
            word = sentence.offsets([verb]).within(sentence.text)
            told = (case.block.id, sentence.span.start, word) in rejected
            if word and not (told or verb.i in taken or whole):  # no word: one that was put in for the parser's sake
                lost.append(f"{word}: {sentence.text}")
    assert count, f"{plan.name} holds no verb that sounds like a promise, so that nothing is tested"
    return lost


def test_every_verb_of_the_sample_that_sounds_like_a_promise_is_told(sample_pdf: Path, patterns: Patterns) -> None:
    assert unheard(sample_pdf, patterns) == []


@pytest.mark.plans
@pytest.mark.skipif(not REAL, reason="the real plans do not lie beside the project")
@pytest.mark.parametrize("plan", REAL, ids=lambda p: p.stem)
def test_every_verb_of_a_real_plan_that_sounds_like_a_promise_is_told(plan: Path, patterns: Patterns) -> None:
    assert unheard(plan, patterns) == []
