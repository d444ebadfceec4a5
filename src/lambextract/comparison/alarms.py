"""Why a comparison must not be taken at its word: a plan written anew, a version that was read with faults, another publisher."""

from collections.abc import Iterator
from typing import Literal

from ..dataset.check import faults_of
from ..likeness.bodies import same_body
from ..records.changes import Alarm
from ..records.dataset import Dataset

REWRITTEN: Literal["largely-rewritten"] = "largely-rewritten"
FEW = 0.35  # share of promises with a counterpart below which a plan counts as written anew
ENOUGH = 8  # promises from which such a share says something
UNREAD = 0.02  # share of a text layer's words in no block and not set aside, from which a version counts as badly read
DOUBTFUL = 0.1  # the same for words whose order is in doubt


def alarms_of(old: Dataset, new: Dataset, promises: int, matched: int) -> Iterator[Alarm]:
    """The alarms of a comparison of two versions; ``matched`` of the old one's ``promises`` have a counterpart."""
    if promises >= ENOUGH and matched < FEW * promises:
        message = (
            f"The plan was largely rewritten: {matched} of {promises} promises have a counterpart in the new version. "
            "What is told as standing in one version only may stand in the other in other words: look at the pages."
        )
        yield Alarm(code=REWRITTEN, message=message)
    if trouble := trouble_with(old):
        yield Alarm(code="old-read-with-faults", message=f"{old.document.source} was read with faults: {trouble}.")
    if trouble := trouble_with(new):
        yield Alarm(code="new-read-with-faults", message=f"{new.document.source} was read with faults: {trouble}.")
    one, other = old.document.publisher, new.document.publisher
    if one and other and not same_body(one, other):
        message = f"“We” is {one} in the old version and {other} in the new one: who is to act is not comparable."
        yield Alarm(code="publisher-differs", message=message)


def trouble_with(dataset: Dataset) -> str:
    """What is wrong with the reading of a version, in words; empty where nothing is."""
    said = []
    faults = faults_of(dataset)
    if faults:
        said.append(f"check finds {len(faults)} faults, the first: {faults[0]}")
    words = sum(c.words for c in dataset.coverage)
    unread = sum(c.unaccounted for c in dataset.coverage)
    if words and unread > UNREAD * words:
        said.append(f"{unread} of {words} words on its pages are in no block")
    texts = sum(len(b.text.split()) for b in dataset.blocks)
    doubtful = sum(len(b.text.split()) for b in dataset.blocks if b.doubtful)
    if texts and doubtful > DOUBTFUL * texts:
        said.append(f"the order of {doubtful} of its {texts} words is in doubt, and these give no promises")
    if not dataset.commitments:
        said.append("no promise was found in it")
    return "; ".join(said)
