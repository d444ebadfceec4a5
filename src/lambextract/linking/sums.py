"""Which sums are told again: in another telling of the same promise, or of the same money in other words."""

from collections import defaultdict
from collections.abc import Sequence

from ..likeness.similarity import stems
from ..records.dataset import Commitment, FundingRecord
from .promises import ONE_TOPIC, TOUCHES, Promises

# what the words that two sentences share have to tell, from which an equal sum in both is one: in passages that touch the same
# topic, and in two that are nearest to each other
ONE_MONEY, IN_TOPIC = 1.0, 0.3


def with_restated_sums(promises: Promises) -> list[Commitment]:
    """The commitments; each sum that was told before with the id of the commitment that told it first.

    Where two tellings of a promise name one sum each, and not the same, the first counts; the conflict is a link.
    """
    commitments = promises.tellings.commitments
    firsts: dict[tuple[object, ...], list[tuple[int, FundingRecord]]] = defaultdict(list)
    alone: dict[
        tuple[object, ...], int
    ] = {}  # of each promise, currency and period the first telling with one such sum
    out: list[Commitment] = []
    for i, commitment in enumerate(commitments):
        funding = []
        for sum_ in commitment.funding:
            known = firsts[sum_.amount, sum_.max_amount, sum_.currency, sum_.period]
            first = next((j for j, other in known if is_one_money(promises, i, sum_, j, other)), None)
            if sum(f.currency == sum_.currency and f.period == sum_.period for f in commitment.funding) == 1:
                before = alone.setdefault((promises.promise_of(i), sum_.currency, sum_.period), i)
                if first is None and before != i and promises.tell_one_thing(i, before):
                    first = before  # another sum for the same: a contradiction
            if first is None:
                known.append((i, sum_))
            funding.append(sum_.model_copy(update={"restates": None if first is None else commitments[first].id}))
        out.append(commitment.model_copy(update={"funding": tuple(funding)}))
    return out


def is_one_money(promises: Promises, i: int, sum_: FundingRecord, j: int, other: FundingRecord) -> bool:
    """Whether two equal sums are one: the same words, one promise, or sentences that say much the same around them."""
    a, b = promises.tellings.commitments[i], promises.tellings.commitments[j]
    if i == j:
        return False
    if a.block == b.block and sum_.start is not None and sum_.start == other.start:
        return True
    if promises.promise_of(i) == promises.promise_of(j):
        return True
    if promises.one_passage(i, j):
        return False
    near = promises.topics.nearness(i, j)
    told = promises.tellings.rarity.weight(words_around(a) & words_around(b))
    return told >= (IN_TOPIC if near >= ONE_TOPIC else ONE_MONEY) and near >= TOUCHES


def words_around(commitment: Commitment) -> frozenset[str]:
    """The stems of a commitment's sentence without its sums and its times."""
    said: Sequence[str] = [f.text for f in commitment.funding]
    quote = commitment.quote
    for words in (*said, *([commitment.deadline.text] if commitment.deadline else [])):
        quote = quote.replace(words, " ")
    return stems(quote)
