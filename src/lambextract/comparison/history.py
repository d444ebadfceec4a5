"""Three or more versions → the history of each promise: its date in each, when it was dropped, and when it came back."""

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from ..document.identifiers import Names
from ..patterns import ChangePatterns, load_change_patterns
from ..records.changes import COSMETIC, Kind
from ..records.dataset import Commitment, Dataset, DocumentRecord, Record
from .firmness import Firmness
from .kinds import Found, kinds_of
from .naming import Naming
from .pairing import SAME_PROMISE, Matching, Pair, Side, pairs_of, rarity_of, side_of
from .phrases import Teller

State = Literal["new", "kept", "changed", "completed", "dropped", "revived", "absent"]


class Moment(Record):
    """A promise in one version."""

    state: State = Field(description="What became of it since the version before")
    kinds: tuple[Kind, ...] = Field(description="The changes since the version before in which it stood")
    slip_months: int | None = Field(description="By how many months its last day moved since then")
    commitment: Commitment | None = Field(description="The record, null where the version does not hold it")


class Row(Record):
    """One promise through all versions."""

    id: str = Field(description="The id of its first record")
    promise: str = Field(description="What is promised, in words")
    actor: str = Field(description="Who is to act, in the last version that holds it")
    slip_months: int | None = Field(description="By how many months its last day moved in all")
    moments: tuple[Moment, ...] = Field(description="One for each version")

    @property
    def eventful(self) -> bool:
        """Whether more than its wording has changed in any version."""
        return any(m.state not in ("kept", "absent") for m in self.moments[1:])


class History(Record):
    """The promises of several versions of a plan, the oldest version first."""

    versions: tuple[DocumentRecord, ...]
    summary: dict[str, int] = Field(description="How many promises there are in each state at the end")
    rows: tuple[Row, ...] = Field(description="One for each promise, in the order in which they came up")


class Thread:
    """One promise as it is followed through the versions."""

    def __init__(self, start: int, versions: int, index: int) -> None:
        self.indices: list[int | None] = [None] * versions
        self.indices[start] = index
        self.last = start


def history_of(datasets: Sequence[Dataset], patterns: ChangePatterns | None = None) -> History:
    """The history of every promise in three or more versions, the oldest first. ``patterns``: as ``compare`` takes them."""
    sides = [side_of(d) for d in datasets]
    threads = [Thread(0, len(sides), i) for i in range(len(sides[0].commitments))]
    for now in range(1, len(sides)):
        follow(threads, sides, now)
    names = Names()
    patterns = patterns or load_change_patterns()
    namings = [Naming(d, patterns) for d in datasets]
    teller = Teller((c for side in sides for c in side.commitments), namings, patterns)
    rows = tuple(row_of(t, sides, names, teller) for t in threads)
    last = [r.moments[-1].state for r in rows]
    return History(
        versions=tuple(d.document for d in datasets),
        summary={state: last.count(state) for state in dict.fromkeys(last)},
        rows=rows,
    )


def follow(threads: list[Thread], sides: Sequence[Side], now: int) -> None:
    """Go on with each promise in one more version: from the version before, else from where it was seen last."""
    current = sides[now]
    taken: set[int] = set()
    by_index = {t.indices[now - 1]: t for t in threads if t.last == now - 1}
    for pair in pairs_of(sides[now - 1], current):
        thread = by_index[pair.old]
        thread.indices[now], thread.last = pair.new, now
        taken.add(pair.new)
    for past in range(now - 2, -1, -1):  # dropped before, and perhaps revived
        lost = {t.indices[past]: t for t in threads if t.last == past}
        free = set(range(len(current.commitments))) - taken
        for pair in again(sides[past], current, {i for i in lost if i is not None}, free):
            thread = lost[pair.old]
            thread.indices[now], thread.last = pair.new, now
            taken.add(pair.new)
    threads += [Thread(now, len(sides), j) for j in range(len(current.commitments)) if j not in taken]


def again(past: Side, current: Side, lost: set[int], free: set[int]) -> list[Pair]:
    """Which of the promises that were dropped stand again among those that are new."""
    matching = Matching(past, current, rarity_of(past, current))
    matching.free_old, matching.free_new = set(lost), set(free)
    matching.identical()
    matching.alike(SAME_PROMISE)
    return matching.pairs


def row_of(thread: Thread, sides: Sequence[Side], names: Names, teller: Teller) -> Row:
    """The record of a promise's history."""
    moments: list[Moment] = []
    before: Commitment | None = None
    gone = False
    records = [side.commitments[i] if i is not None else None for side, i in zip(sides, thread.indices, strict=True)]
    for now in records:
        moment, gone = moment_of(before, now, gone, teller.firm)
        moments.append(moment)
        before = now or before
    present = [c for c in records if c is not None]
    slips = [m.slip_months for m in moments if m.slip_months is not None]
    return Row(
        id=names.unique(present[0].id),
        promise=teller.promise(present[0]),
        actor=present[-1].actor.name,
        slip_months=sum(slips) if slips else None,
        moments=tuple(moments),
    )


def moment_of(before: Commitment | None, now: Commitment | None, gone: bool, firm: Firmness) -> tuple[Moment, bool]:
    """What became of a promise in one version, and whether it is gone."""
    if now is None:
        state: State = "absent" if before is None or gone else "dropped"
        return Moment(state=state, kinds=(), slip_months=None, commitment=None), before is not None
    found = kinds_of(before, now, firm) if before is not None else Found()
    substance = [k for k in found.ordered if k not in COSMETIC]
    if before is None:
        state = "new"
    elif gone:
        state = "revived"
    elif "completed" in substance:
        state = "completed"
    else:
        state = "changed" if substance else "kept"
    return Moment(state=state, kinds=found.ordered, slip_months=found.slip_months, commitment=now), False
