"""What became of each body's open promises."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from statistics import median

from ..records.changes import COSMETIC, ActorLine, Change
from ..records.dataset import Commitment
from .kinds import Found
from .pairing import Pair, Side


def actor_lines(before: Side, after: Side, found: dict[Pair, Found], changes: Sequence[Change]) -> Iterator[ActorLine]:
    """What became of each body's open promises; those with most changes first."""
    names: dict[str, str] = {}
    kept: dict[str, int] = defaultdict(int)
    kinds: dict[str, list[Change]] = defaultdict(list)
    for pair, what in found.items():
        actor = before.commitments[pair.old].actor
        names.setdefault(actor.id, actor.name)
        if before.commitments[pair.old].status != "completed" and all(k in COSMETIC for k in what.kinds):
            kept[actor.id] += 1
    for change in changes:
        told = change.old or change.new
        if isinstance(told, Commitment):
            names.setdefault(told.actor.id, told.actor.name)
            kinds[told.actor.id].append(change)
    lines = []
    for id_, name in names.items():
        mine = kinds[id_]
        late = [c for c in mine if "later" in c.kinds]
        slips = [m for c in late for m in (c.slip_months, c.start_slip_months) if m is not None]
        lines.append(
            ActorLine(
                actor=id_,
                name=name,
                kept=kept[id_],
                completed=sum("completed" in c.kinds for c in mine),
                slipped=len(late),
                median_slip_months=float(median(slips)) if slips else None,
                dropped=sum("dropped" in c.kinds for c in mine),
                weakened=sum("weakened" in c.kinds for c in mine),
                vaguer=sum("vaguer" in c.kinds for c in mine),
                added=sum("added" in c.kinds for c in mine),
            )
        )
    lines = [a for a in lines if a.kept or a.completed or a.slipped or a.dropped or a.weakened or a.vaguer or a.added]
    lines.sort(
        key=lambda a: (-(a.slipped + a.dropped + a.weakened + a.vaguer + a.added + a.completed), -a.kept, a.actor)
    )
    yield from lines
