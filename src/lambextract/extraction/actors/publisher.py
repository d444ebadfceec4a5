"""Who publishes a plan: weighed from its cover and imprint, its title and running heads, what the file says, and who acts.

No place decides alone: a cover may name its printer or the body that it answers, a title a programme. A body that several
of them name, and that the text shows acting, publishes.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import log2

from ...document.model import Block, Document
from ...language.model import is_word
from ...patterns.actors import ActorPatterns
from .name_forms import clean_name, name_for, names_in, spells

STATED, FILED, HEADED, FRONT = 5.0, 4.0, 3.0, 1.5  # weights: imprint, the file's author, title and running heads, cover
DEPARTMENT, USED = 2.0, 8  # weight of being a department or ministry that the text names so often
MOST_ACTS = 6.0  # weight of acting in the text, at most
ENOUGH = 3.0  # weight from which a body is taken for the publisher
SHORT = re.compile(r"\b[A-Z][A-Za-z&]{1,9}\b")
ACRONYM = re.compile(r"[A-Z][A-Za-z&]*[A-Z]")
REACH = 120  # characters before a verb in which its subject's name stands
FRONT_MATTER = ("front-matter", "back-matter")


@dataclass
class Evidence:
    """What speaks for each body, by its name."""

    text: str
    patterns: ActorPatterns
    names: dict[str, str] = field(default_factory=dict)  # acronym or short name → name
    things: set[str] = field(default_factory=set)  # acronyms of what is no body
    full: list[str] = field(default_factory=list)  # names that a body noun heads
    weights: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    acted: Counter[str] = field(default_factory=Counter)  # how often each acts
    filed: set[str] = field(default_factory=set)  # what the file's author is

    def __post_init__(self) -> None:
        self.full = names_in(self.text, self.patterns)
        for body in self.patterns.body:
            self.names.update(dict.fromkeys(body.aliases, body.name))
        for rule in self.patterns.introduction:
            for match in rule.find(self.text):
                name = name_for(clean_name(match["name"], self.patterns), match["short"], self.patterns)
                whole = [f for f in self.full if f == name or f.endswith(f" {name}")]
                if whole:
                    self.names.setdefault(match["short"], max(whole, key=len))
                elif not self.acts(match["short"]) or not any(w in self.patterns.body_nouns for w in name.split()):
                    self.things.add(match["short"])  # "UK Location Infrastructure (UKLI)": much as it will do
        for short in dict.fromkeys(ACRONYM.findall(self.text)):
            fitting = [name for name in self.full if spells(short, name)]
            if short not in self.names and fitting:
                self.names[short] = max(fitting, key=lambda name: (self.text.count(name), name))
        self.things -= self.names.keys()  # introduced once by the end of its name only

    def named(self, line: str) -> Iterator[str]:
        """The bodies that a line names: outright, by a short name that the text shows acting, or by being its name."""
        found = names_in(line, self.patterns)
        yield from found
        for short in SHORT.findall(line):
            plain = is_word(short.casefold()) and not short.isupper()
            place = short.casefold() in self.patterns.listed("place") or short in self.things
            name = self.names.get(short, short)
            if plain or place or any(short in other for other in found) or not (acts := self.acts(short)):
                continue
            self.acted[name] = max(acts, self.acted[name])
            yield name
        whole = re.sub(r"^\W+|\W+$", "", line)
        if whole not in found and " " in whole and (acts := self.acts(whole)):
            self.acted[whole] = max(acts, self.acted[whole])
            yield whole

    def add(self, lines: Iterable[str], weight: float) -> None:
        """Weigh each body that some lines name, once."""
        titles = [line for line in lines if not line.rstrip().endswith(".")]  # no sentences
        for name in {self.whole(name) for line in titles for name in self.named(self.patterns.addressed.sub("", line))}:
            self.weights[name] += weight

    def whole(self, name: str) -> str:
        """A body's name without its article, written out where it is an acronym."""
        plain = re.sub(r"[’']s?$", "", self.patterns.determiner.sub("", name))
        return self.names.get(plain, plain) if ACRONYM.fullmatch(plain) else plain

    def acts(self, name: str) -> int:
        """How often the text shows a name acting; for one without a body noun, promising or publishing."""
        headed = any(word in self.patterns.body_nouns for word in name.split()) or name in self.names
        return (self.does if headed else self.promises)[name]

    @cached_property
    def does(self) -> Counter[str]:
        """How often what stands before a verb of acting or being does, for each stretch of words there."""
        return before_verbs(self.text, self.patterns.any_of("does", "acts_or_is"))

    @cached_property
    def promises(self) -> Counter[str]:
        """How often what stands before a verb of promising does."""
        return before_verbs(self.text, self.patterns.any_of("promises"))

    def add_acting(self) -> None:
        """Weigh the bodies by how often they act; an acronym acts for its name."""
        known = {*self.names, *self.full, *ACRONYM.findall(self.text)} - self.things
        for name in sorted(n for n in known if n.casefold() not in self.patterns.listed("place")):
            self.acted[self.whole(self.names.get(name, name))] += self.acts(name)
        for name, count in self.acted.items():
            if count:
                self.weights[name] += min(MOST_ACTS, log2(1 + count))
        for name in self.full:
            if name.split()[0] in self.patterns.words["department"] and self.uses(name) >= USED:
                self.weights[name] += DEPARTMENT

    def uses(self, name: str) -> int:
        """How often the text has a name or a short form of it."""
        shorts = [short for short, whole in self.names.items() if whole == name]
        return sum(len(re.findall(rf"\b{re.escape(n)}\b", self.text)) for n in (name, *shorts))

    def shows(self, name: str) -> bool:
        """Whether the text shows a name acting as a body does, or the cover, the imprint or the file says that it publishes."""
        headed = name in self.full or name in self.names.values()
        return self.weights[name] >= STATED or self.acted[name] >= (1 if headed else 2) or name in self.filed

    def is_thing(self, name: str) -> bool:
        """Whether a name is one of something written: a plan, a strategy, a roadmap."""
        last = name.split()[-1].casefold()
        return any(last in self.patterns.kinds[kind] for kind in ("document", "writing")) and " " in name

    def is_kind(self, name: str) -> bool:
        """Whether an acronym that stands for no body is of something of which there are several: "a URI", "each URI", "URIs"."""
        if not name.isupper() or name in self.names.values():
            return False
        kinds = self.patterns.any_of("any_of_a_kind")
        counted = rf"\b(?i:{kinds}) {re.escape(name)}(?! [a-z(])|\b{re.escape(name)}s\b"
        return re.search(counted, self.text) is not None

    def best(self) -> str | None:
        """The body for which the most speaks, if enough does."""
        for name in sorted(self.weights, key=len):
            for longer in [n for n in self.weights if n.startswith(f"{name} ") and " " in name]:
                self.weights[name] += self.weights.pop(longer)  # an address, or the rest of a line
        for name in [n for n in self.weights if self.is_thing(n) or self.is_kind(n) or not self.shows(n)]:
            del self.weights[name]
        if not self.weights:
            return None
        name = max(self.weights, key=lambda n: (self.weights[n], len(n), n))
        return name if self.weights[name] >= ENOUGH else None


def before_verbs(text: str, verbs: str) -> Counter[str]:
    """The stretches of words that stand right before some verbs, with how often they do."""
    found: Counter[str] = Counter()
    for match in re.finditer(rf"(?:’s)? (?:{verbs}) (?!by\b)\w", text):
        line = text[max(0, match.start() - REACH) : match.start()].rpartition("\n")[2]
        words = line.split(" ")
        for first in range(len(words)):
            found[" ".join(words[first:]).lstrip("(\"'“‘[")] += 1
    return found


def publisher_of(document: Document, patterns: ActorPatterns) -> str | None:
    """The body that publishes a document, None where nothing tells it."""
    blocks, source = document.blocks, document.source
    evidence = Evidence("\n".join(b.text for b in blocks), patterns)
    evidence.add_acting()
    front = [b.text for b in blocks if b.part in FRONT_MATTER]
    for name in stated(front, patterns):
        evidence.weights[evidence.whole(name)] += STATED
    if source.author:
        evidence.add([source.author], FILED)
        evidence.filed = set(evidence.weights)
    titles = [document.title or "", source.title or ""]
    evidence.add([*titles, *heads(document)], HEADED)  # a running head mostly says the title again
    evidence.add(cover(blocks), FRONT)
    return evidence.best()


def stated(lines: Sequence[str], patterns: ActorPatterns) -> Iterator[str]:
    """The bodies that the imprint says publish the plan, or that a line of the cover is: each once."""
    found: dict[str, None] = {}
    for rule in patterns.publisher:
        for line in lines:
            match = rule.full(line)
            named = names_in(match["name"], patterns) if match else []
            found.update(dict.fromkeys(named[:1]))
    printers = patterns.listed("printer")
    yield from (name for name in found if not any(word in name.casefold() for word in printers))


def heads(document: Document) -> list[str]:
    """The running heads, each once."""
    texts = (" ".join(w.text for w in a.words) for a in document.aside if a.why == "running-head")
    return list(dict.fromkeys(texts))


def cover(blocks: Sequence[Block]) -> list[str]:
    """The short lines of the front matter."""
    return [b.text for b in blocks if b.part in FRONT_MATTER and not b.text.rstrip().endswith(".")]
