"""What became of a promise that has no counterpart: the whole other version is searched before it is called gone.

The other version may say something like it that is no promise (could, should, history, a heading), say it together with
something else, report it done or under way, or say itself that it is delayed, withdrawn or passed on. Mirrored, what is new
may have stood in the old version without being promised.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..language.text_diff import plain
from ..likeness.similarity import Rarity, stems
from ..patterns import ChangePatterns
from ..records.changes import Kind
from ..records.dataset import Commitment
from .grammar import Grammar
from .kinds import Found
from .pairing import Side
from .passages import LIKE, Hit, Place
from .testimony import ENDS, KIND_OF, Testimony

SAME_WORDS = (
    0.6  # overlap from which a passage with the promise's verb group is its sentence, read otherwise by the build
)
SAME_TEXT = 0.9  # overlap from which two passages are one text
NEARBY = 0.28  # overlap from which a passage that says "delayed" or "withdrawn" speaks of a promise
SAME_MATTER = 1.0  # what shared words have to tell for a passage to speak of the same matter
MOST = 0.6  # share of an action that a passage has to hold where it has another verb
ALL_BUT = 0.7  # share of the thing itself where even the deed has another name
HEADINGS_LOSE = 0.08  # by how much a heading has to be more like a promise than a sentence to be told in its place
BETWEEN = 0.12  # how much more a passage counts that stands between the partners of a promise's neighbours
NAMED = 0.1  # how much more one that names the same rare thing
SAYING = 6  # stems of a passage that says something of what it names: a heading does not
REPORTS = ("done", "under-way", "possible")  # what a passage may say of a thing, whatever it calls the deed
REACH, WIDEST = 2, 12  # neighbours on each side; blocks between their partners


@dataclass(frozen=True)
class Fate:
    """What was found of a promise in the other version."""

    found: Found = field(default_factory=Found)
    place: Place | None = None  # where the other version speaks of it
    now: Commitment | None = None  # the promise as that passage says it
    partner: int | None = None  # the commitment there that says it as well
    mention: Place | None = None  # where the other version still speaks of the same matter
    score: float = 0.0


class Search:
    """Searches one version for what stands in the other. ``forward``: the one that is searched is the new one."""

    def __init__(self, here: Side, there: Side, rarity: Rarity, patterns: ChangePatterns, forward: bool) -> None:
        self.here, self.there, self.rarity, self.forward = here, there, rarity, forward
        self.grammar = Grammar(patterns)
        self.testimony = Testimony(patterns, there.dataset.document.published)

    def hits(self, i: int, partner: Mapping[int, int] | None = None) -> list[Hit]:
        """The passages that say something like a commitment, the most alike first.

        ``partner``: whom each commitment is paired with; passages between the partners of its neighbours count for more. What
        only repeats what was said before counts for nothing.
        """
        hits = self.alike_passages(i)
        if not self.forward:
            return hits
        hits = [h for h in hits if not self.testimony.repeats(h.place)]
        names, order = self.here.names[i], self.there.passages.order
        first, last = self.span(i, partner or {})
        for n, hit in enumerate(hits):
            named = NAMED if names & hit.place.stems and len(hit.place.stems) >= SAYING else 0.0
            near = BETWEEN if first <= order[hit.place.block.id] <= last else 0.0
            if not hit.place.commitments:  # which are compared themselves
                hits[n] = Hit(hit.place, hit.alike, named + near)
        return sorted(hits, key=lambda h: (-h.score, h.place.number))

    def alike_passages(self, i: int) -> list[Hit]:
        """The passages that share words with a commitment, the same whichever version is called old."""
        gist, commitment = self.here.gists[i], self.here.commitments[i]
        body = stems(commitment.actor.name)  # who acts says nothing of what is done
        words = (gist.action - body, gist.quote - body, stems(commitment.quote) - body)
        return self.there.passages.nearest(*words, self.rarity, body)

    def span(self, i: int, partner: Mapping[int, int]) -> tuple[int, int]:
        """The first and the last block, by their order, between which a commitment's neighbours have their partners."""
        order, theirs = self.there.passages.order, self.there.commitments
        mine = self.here.commitments
        near = range(max(0, i - REACH), min(len(mine), i + REACH + 1))
        blocks = [
            order[theirs[partner[n]].block]
            for n in near
            if n in partner and mine[n].part == mine[i].part and theirs[partner[n]].block in order
        ]
        if not blocks or max(blocks) - min(blocks) > WIDEST:
            return (0, -1)
        return min(blocks) - 1, max(blocks) + 1

    def partners(self, i: int, free: set[int]) -> list[tuple[float, int]]:
        """The free commitments in passages that say something like one."""
        return [
            (h.score, j) for h in self.alike_passages(i) if h.score >= LIKE for j in h.place.commitments if j in free
        ]

    def fate(self, i: int, partner: Mapping[int, int]) -> Fate:
        """What became of a commitment that has no partner. ``partner``: whom the others are paired with."""
        commitment, hits = self.here.commitments[i], self.hits(i, partner)
        like = [h for h in hits if h.score >= LIKE]
        if (best := self.preferred([h for h in like if self.of_one_deed(i, h.place)] or like)) is not None:
            return self.fate_in(commitment, i, best)
        near = [h for h in hits if h.score >= NEARBY and self.of_the_matter(i, h.place)]
        if self.forward and commitment.status == "planned":
            for hit in near:
                meaning = self.testimony.meaning(hit.place, commitment)
                if meaning == "possible" and not hit.place.commitments and self.of_one_thing(i, hit.place):
                    return Fate(Found({"unpromised"}), hit.place, score=hit.score)
                if meaning in ENDS and self.of_one_deed(i, hit.place):
                    heard = self.heard(commitment, hit.place)
                    assert heard is not None, "what ends a promise is always heard"
                    return Fate(heard[0], hit.place, heard[1], score=hit.score)
        return self.gone(commitment, near[0].place if near else None)

    def same_name(self, i: int, j: int) -> bool:
        """Whether two commitments name the same rare thing."""
        return bool(self.here.names[i] & self.there.gists[j].quote)

    def gone(self, commitment: Commitment, mention: Place | None) -> Fate:
        """That a commitment is gone, or new; ``mention``: where the other version speaks of the same matter."""
        kinds: set[Kind] = {"dropped" if self.forward else "added"}
        if self.forward and self.overtaken(commitment):
            kinds.add("overtaken")
        return Fate(Found(kinds), mention=mention)

    def of_one_deed(self, i: int, place: Place) -> bool:
        """Whether a passage speaks of what a commitment does, and not only of the same things: its verb, or most of it."""
        gist, commitment = self.here.gists[i], self.here.commitments[i]
        said = place.stems | stems(place.lead)
        if not gist.verb or gist.verb in said or self.rarity.held(gist.action, place.stems) >= MOST:
            return True
        told = self.forward and self.testimony.meaning(place, commitment) in REPORTS
        return told and self.of_one_thing(i, place)  # what is done with a thing has many names

    def of_one_thing(self, i: int, place: Place) -> bool:
        """Whether a passage names most of that to which something is done, in words that tell enough."""
        thing = stems(self.here.commitments[i].action.object or "")
        telling = self.rarity.weight(thing & place.stems) >= SAME_MATTER
        return telling and self.rarity.held(thing, place.stems) >= ALL_BUT

    def fate_in(self, commitment: Commitment, i: int, hit: Hit) -> Fate:
        """What became of a commitment of which a passage says something like it."""
        place = hit.place
        if not self.of_one_deed(i, place):
            return self.gone(commitment, place)
        if place.commitments:
            partner = max(place.commitments, key=lambda j: (self.alike(i, j), -j))
            told: Kind = "merged" if self.forward else "split"
            return Fate(Found({told}), place, partner=partner, score=hit.alike)
        if commitment.status == "completed" or (commitment.status == "ongoing" and not self.forward):
            if self.forward:
                return Fate(Found({"reworded"}), place, score=hit.score)
            return Fate(Found({"added"}), mention=place, score=hit.score)
        same = hit.score >= SAME_WORDS and self.says_group(commitment, place)
        if not self.forward:
            same = same or (hit.score >= SAME_TEXT and not self.testimony.promising.search(commitment.quote))
            return Fate(Found({"reworded" if same else "promised"}), place, score=hit.score)
        heard = self.heard(commitment, place)
        if heard is None:
            return Fate(Found({"reworded" if same else "unpromised"}), place, score=hit.score)
        found, now = heard
        if not found.kinds:
            found.kinds.add("reworded")
        return Fate(found, place, now, score=hit.score)

    def says_group(self, commitment: Commitment, place: Place) -> bool:
        """Whether a passage holds the verb group of a commitment: then it promises the same, whatever the build read in it."""
        return f" {plain(self.grammar.verb_group(commitment))} " in f" {plain(place.text)} "

    def heard(self, commitment: Commitment, place: Place) -> tuple[Found, Commitment] | None:
        """What a passage, and the other cells of its row, say of a commitment."""
        return self.testimony.heard(commitment, place, self.there.passages.beside(place.block.id))

    def preferred(self, hits: list[Hit]) -> Hit | None:
        """The best of some passages; a heading only where it is much more alike than any sentence."""
        if not hits:
            return None
        sentences = [h for h in hits if h.place.block.kind != "heading"]
        if sentences and hits[0].score - sentences[0].score < HEADINGS_LOSE:
            return sentences[0]
        return hits[0]

    def alike(self, i: int, j: int) -> float:
        """How much a commitment and one of the other version say the same."""
        a, b = self.here.gists[i], self.there.gists[j]
        return self.rarity.overlap(a.action, b.action)

    def of_the_matter(self, i: int, place: Place) -> bool:
        """Whether a passage shares enough telling words with a commitment to speak of the same matter."""
        return self.rarity.weight(self.here.gists[i].quote & place.stems) >= SAME_MATTER

    def overtaken(self, commitment: Commitment) -> bool:
        """Whether the day by which it was due had passed when the other version came out."""
        published = self.there.dataset.document.published
        due = commitment.deadline.end if commitment.deadline else None
        if commitment.status != "planned" or due is None or published is None:
            return False
        return due[: len(published)] < published


__all__ = ["KIND_OF", "Fate", "Search"]
