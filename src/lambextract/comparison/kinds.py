"""What happened to a promise from one version to the next."""

import re
from dataclasses import dataclass, field
from datetime import date
from statistics import fmean

from ..language.text_diff import plain, same_wording
from ..likeness.similarity import stems
from ..records.changes import KINDS, Kind
from ..records.dataset import Commitment, DeadlineRecord, FundingRecord
from .firmness import Firmness, words_around

NUMBER = re.compile(r"(?<![\w£$€.,/–-])\d{1,3}(?:,\d{3})+(?![\w/–-])|(?<![\w£$€.,/–-])\d+(?![\w/–.-])")
YEAR = re.compile(r"(?:19|20)\d\d")
# from the finest to the coarsest, in steps that a reader would notice
COARSENESS = {"day": 0, "month": 1, "range": 2, "season": 2, "term": 2, "quarter": 2, "half-year": 3}
WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
COUNTED = {**{w: n for n, w in enumerate(WORDS, 1)}, **{str(n): n for n in range(1, 100)}}
COARSEST = 4  # a year of any kind
BEGUN = "begin"  # the build's rule by which a thing is reported as begun: "has begun to paint"
INHERITED = ("lead-in", "heading", "column")
TOLD = ("subject", "agent", "delegate", "lead-in", "column")  # sources of an actor that the words name


@dataclass
class Found:
    """The kinds of change between two versions of a promise, with their figures."""

    kinds: set[Kind] = field(default_factory=set)
    slip_months: int | None = None
    start_slip_months: int | None = None
    late_months: int | None = None
    reason: str | None = None
    funding_delta: float | None = None
    funding_period: str | None = None

    @property
    def ordered(self) -> tuple[Kind, ...]:
        """The kinds, the worst first."""
        return tuple(k for k in KINDS if k in self.kinds)


def kinds_of(old: Commitment, new: Commitment, firm: Firmness) -> Found:
    """What happened. What the words do not show has not happened: a field that was only read otherwise is no change."""
    found = Found()
    same = plain(old.quote) == plain(new.quote)
    hangs = "lead-in" in (old.actor.source, new.actor.source)
    if new.status != "completed":
        deadlines(old, new, same, found)
    if not same or hangs:
        progress(old, new, found)
        if "completed" not in (old.status, new.status):
            firmness(old, new, firm, found)
    if actor_changed(old, new, same):
        found.kinds.add("actor")
    if not same:
        funding(old, new, found)
    if not found.kinds and not same and not same_wording(old.quote, new.quote):
        found.kinds.add("reworded")
    return found


# ---- by when ---------------------------------------------------------------------------------------------------------


def deadlines(old: Commitment, new: Commitment, same: bool, found: Found) -> None:
    """Later, earlier, vaguer or dated."""
    a, b = old.deadline, new.deadline
    inherited = any(d is not None and d.source in INHERITED for d in (a, b))
    if (same and not inherited) or (a and b and plain(a.text) == plain(b.text)):
        return
    was, now = day_of(a), day_of(b)
    if was is None and now is None:
        if (longer := span_grew(a, b)) is not None:
            found.kinds.add("later" if longer else "earlier")
        return
    if was is None or now is None:
        gone, kind, quote = (b, "dated", old.quote) if was is None else (a, "vaguer", new.quote)
        if gone is not None and (gone.source in INHERITED or plain(gone.text) not in plain(quote)):
            found.kinds.add(kind)  # type: ignore[arg-type]
        return
    assert a is not None and b is not None, "both have a day"
    if plain(a.text) in plain(new.quote) and plain(b.text) in plain(old.quote) and not inherited:
        return  # both times stand in both sentences: they were only shared out otherwise
    if bool(a.end) != bool(b.end) and not apart(a, b):
        return
    found.slip_months = months(a.end, b.end)
    found.start_slip_months = months(a.start, b.start) if a.end is None or b.end is None else None
    if now != was:
        found.kinds.add("later" if now > was else "earlier")
    if covers(b, a):
        found.kinds.add("vaguer")
    elif covers(a, b):
        found.kinds.add("dated")


def span_grew(a: DeadlineRecord | None, b: DeadlineRecord | None) -> bool | None:
    """Whether a span that is counted from an event grew: "within two months of Royal Assent"; None if it is no such pair."""
    if a is None or b is None:
        return None
    one, other = (re.split(r"\b(\w+)(?= (?:day|week|month|year)s?\b)", plain(d.text)) for d in (a, b))
    if len(one) != 3 or len(other) != 3 or one[0] != other[0] or singular(one[2]) != singular(other[2]):
        return None
    was, now = COUNTED.get(one[1], 0), COUNTED.get(other[1], 0)
    return now > was if was and now and was != now else None


def singular(text: str) -> str:
    """A text with its units of time in the singular."""
    return re.sub(r"\b(day|week|month|year)s\b", r"\1", text)


def apart(a: DeadlineRecord, b: DeadlineRecord) -> bool:
    """Whether a time that only begins and one that ends share no day."""
    begins, ends = (a, b) if a.end is None else (b, a)
    return begins.start is not None and ends.end is not None and begins.start > ends.end


def day_of(deadline: DeadlineRecord | None) -> str | None:
    """The day by which a thing is due, else the one from which it is to be; ISO days sort as they should."""
    return (deadline.end or deadline.start) if deadline is not None else None


def months(a: str | None, b: str | None) -> int | None:
    """Whole months from one day to another."""
    if a is None or b is None:
        return None
    first, last = date.fromisoformat(a), date.fromisoformat(b)
    return (last.year - first.year) * 12 + last.month - first.month


def covers(coarse: DeadlineRecord, fine: DeadlineRecord) -> bool:
    """Whether one time is coarser than another and holds it: "in 2010" and "in July 2010"."""
    if coarse.start is None or coarse.end is None or fine.start is None or fine.end is None:
        return False
    level = [COARSENESS.get(d.precision, COARSEST) for d in (coarse, fine)]
    return level[0] > level[1] and coarse.start <= fine.start and fine.end <= coarse.end


# ---- how firmly, who, with what money --------------------------------------------------------------------------------


def progress(old: Commitment, new: Commitment, found: Found) -> None:
    """Done, with how late; begun; or planned again although it was reported done."""
    if old.status == new.status or (old.action.verb and old.action.verb == new.action.verb and is_told_as_past(old)):
        return
    if new.status == "completed" and BEGUN in new.patterns:
        found.kinds.add("started")
    elif new.status == "completed" and not (new.delegated_by and old.delegated_by):  # to have asked is not to have done
        found.kinds.add("completed")
        late = months(old.deadline.end, new.deadline.end) if old.deadline and new.deadline else None
        found.late_months = late if late is not None and late > 0 else None
    elif old.status == "completed":
        if "will" in words_around(new).casefold().split() or new.deadline is not None:
            found.kinds.add("weakened")
    elif old.status == "planned":
        found.kinds.add("started")


def is_told_as_past(commitment: Commitment) -> bool:
    """Whether a promise is told in a past tense itself: "we have asked the Trust to …", which goes on as "we asked"."""
    return "has" in before_verb(commitment) or "have" in before_verb(commitment)


def before_verb(commitment: Commitment) -> list[str]:
    """The few words right before a commitment's verb."""
    return commitment.quote[: commitment.action.start - commitment.quote_start].casefold().split()[-3:]


def firmness(old: Commitment, new: Commitment, firm: Firmness, found: Found) -> None:
    """Weakened or strengthened; a condition that is only put otherwise is neither."""
    if difference := firm.difference(old, new):
        found.kinds.add("weakened" if difference < 0 else "strengthened")
    elif (less := fewer(old, new)) is not None:
        found.kinds.add("weakened" if less else "strengthened")


def fewer(old: Commitment, new: Commitment) -> bool | None:
    """Whether a number in what is promised went down (True) or up (False); None if it did not change, or not alone."""
    before, after = numbers_in(old), numbers_in(new)
    if old.action.lemma != new.action.lemma or len(before) != len(after):
        return None
    differ = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    return differ[0][1] < differ[0][0] if len(differ) == 1 else None


def numbers_in(commitment: Commitment) -> list[float]:
    """The numbers in what is promised, times and sums left out."""
    said = commitment.action.text
    for words in (*([commitment.deadline.text] if commitment.deadline else []), *(f.text for f in commitment.funding)):
        said = said.replace(words, " ")
    return [float(n.replace(",", "")) for n in NUMBER.findall(said) if not YEAR.fullmatch(n)]


def actor_changed(old: Commitment, new: Commitment, same: bool) -> bool:
    """Whether another body is to act, and the words say so."""
    a, b = old.actor, new.actor
    if same_body(old, new):
        return False
    if same:
        return a.source in ("lead-in", "column") and b.source in ("lead-in", "column")
    if a.source not in TOLD and b.source not in TOLD:
        return False
    named_a, named_b = plain(a.text or ""), plain(b.text or "")
    return not (
        (not named_a or named_a in plain(new.quote)) and (not named_b or named_b in plain(old.quote))
    ) or "lead-in" in (a.source, b.source)


def same_body(old: Commitment, new: Commitment) -> bool:
    """Whether two actors are one body: the same id, name or initials, or one name within the other."""
    a, b = old.actor, new.actor
    if a.id == b.id or plain(a.name) == plain(b.name):
        return True
    if "government" in (a.id, b.id):
        return False
    words = stems(a.name), stems(b.name)
    return bool(words[0] and words[1]) and (words[0] <= words[1] or words[1] <= words[0])


def funding(old: Commitment, new: Commitment, found: Found) -> None:
    """More money, less, or none; sums that are only shared out otherwise between actions are no change."""
    lost = [f for f in old.funding if plain(f.text) not in plain(new.quote)]
    gained = [f for f in new.funding if plain(f.text) not in plain(old.quote)]
    sums = [
        sorted((f.currency, f.period, f.amount, f.max_amount or f.amount) for f in group) for group in (lost, gained)
    ]
    if sums[0] == sums[1]:
        return
    found.kinds.add("funding")
    periods = {f.period for f in (*lost, *gained)}
    if len({f.currency for f in (*lost, *gained)}) == 1 and len(periods) == 1:
        found.funding_delta = round(total(gained) - total(lost), 2)
        found.funding_period = periods.pop()


def total(funds: list[FundingRecord]) -> float:
    """The sum of sums, a range counted by its middle."""
    return sum(fmean([float(f.amount), float(f.max_amount)]) if f.max_amount else float(f.amount) for f in funds)
