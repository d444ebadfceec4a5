"""Who a document names: bodies with their acronyms and short forms, learned from its own words."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise

from ...document.identifiers import slug
from ...document.model import Block, Span
from ...patterns.actors import ActorPatterns
from .name_forms import (
    CAPITAL,
    MOST_WORDS,
    alias_of,
    alias_regex,
    clean_name,
    fits_acronym,
    initials,
    name_for,
    name_key,
    names_in,
    same_name,
    spells,
)

SELF = "government"  # the id of the body that publishes the plan
SELF_NAME = "The Government"
POSSESSIVE = re.compile(r"['’]s?$")
ACRONYM = re.compile(r"[A-Z][A-Za-z0-9&]{1,7}")
COMMON_NOUN = re.compile(r"\b[a-z]{3,} \(([A-Z]{2,7})s?\)")  # "special arrangements (SA)": the acronym of no body
CLOSE = 0.9  # likeness of two spellings of one name
BY, ENDS = re.compile(r"\bby (?:the )?\Z"), re.compile(r"[.,;:)]")  # what stands before and after a name of who does
OPENS = re.compile(r"(?:^|[.;:,] |\bthe |\band )\Z", re.MULTILINE)
DOES = re.compile(r" (?:will|has|have|is|to|are) (?!been\b)\w+")
BEFORE_NAME, AFTER_NAME = 32, 160  # characters that are looked at before and after a name
EVIDENCE = 2  # places in the text where a name acts, from which it is taken for a body


@dataclass(frozen=True, slots=True)
class Body:
    """A body: its id, its name as the document writes it, and all names that stand for it."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """A place in a text where a body is named."""

    span: Span
    text: str
    body: Body


class Register:
    """The bodies of one document.

    Built in one pass over its blocks: introductions with acronyms, names headed by a body noun, names that act. Later
    pieces of the same names (the National College, the College, NPPN) are resolved to them.
    """

    def __init__(self, blocks: Sequence[Block], publisher: str | None, patterns: ActorPatterns) -> None:
        self.patterns = patterns
        self.bodies: dict[str, Body] = {}
        self.by_alias: dict[str, str] = {}
        self.things: set[str] = set()  # acronyms of what is no body
        self.order: list[str] = []  # ids, the body named last at the end
        self.acting: Body | None = None  # the body, other than the publisher, that a main clause spoke of last
        text = "\n".join(b.text for b in blocks)
        self.text = text
        self.things |= set(COMMON_NOUN.findall(text))
        self.learn_self(publisher)
        self.learn_governments(publisher)
        for rule in patterns.body:
            if any(re.search(rf"\b{re.escape(n)}\b", text) for n in (rule.name, *rule.aliases)):
                self.add(rule.name, *rule.aliases)
        self.learn_introduced()
        self.learn_named()
        self.learn_acting()
        for short in re.findall(r"\b(?:[A-Z]\w?){2,6}s?\b", text):
            self.learn_acronym(short)
        self.merge()
        names = sorted(self.by_alias, key=len, reverse=True)
        self.pattern = (
            re.compile(r"(?<!\w)(?:" + "|".join(alias_regex(n) for n in names) + r")(?!\w)") if names else None
        )

    # ---- learning ---------------------------------------------------------------------------------------------------

    def add(self, name: str, *aliases: str) -> Body:
        """Enter a body, or add names to one that is known."""
        known = next((self.by_alias[a] for a in (name, *aliases) if a in self.by_alias), None)
        if known == SELF:
            for alias in aliases:
                self.by_alias.setdefault(alias, SELF)
            return self.bodies[SELF]
        acronym = next((a for a in aliases if ACRONYM.fullmatch(a)), None)
        id_ = known or slug(acronym or name)
        old = self.bodies.get(id_)
        names = dict.fromkeys([*(old.aliases if old else ()), name, *aliases])
        best = max([name, old.name] if old else [name], key=lambda n: (self.text.count(n) >= EVIDENCE, len(n), n))
        self.bodies[id_] = Body(id_, best, tuple(names))
        for alias in names:
            self.by_alias.setdefault(alias, id_)
        return self.bodies[id_]

    def learn_self(self, publisher: str | None) -> None:
        """Enter the publishing body with its names: its acronym, and the head of its name after "the"."""
        names = [SELF_NAME, "Government", *self.patterns.words.get("self", ())]
        if publisher:
            names += [publisher, self.patterns.determiner.sub("", publisher)]
            head = self.head_noun(publisher)
            if head:
                names.append(f"the {head}")
            short = re.search(r"\b(?:of|for) ([A-Z]\w+)$", publisher)
            if short and self.acts(short[1]):  # "Corrections will", of the Department of Corrections
                names.append(short[1])
            shorts = dict.fromkeys(ACRONYM.findall(self.text))
            names += [s for s in shorts if len(s) > 1 and spells(s, publisher) and self.acts_once(s)]
            for rule in self.patterns.introduction:
                names += [m["short"] for m in rule.find(self.text) if same_name(m["name"], publisher, self.patterns)]
        self.bodies[SELF] = Body(SELF, publisher or SELF_NAME, tuple(dict.fromkeys(names)))
        for name in names:
            self.by_alias[name] = SELF
            if name.startswith("the "):
                self.by_alias["The " + name[4:]] = SELF

    def learn_governments(self, publisher: str | None) -> None:
        """Enter the governments of the text: the one that it names most is the plan's own, others are bodies.

        A government is told by the name before it ("the UK government"); what stands in the text without a capital too
        ("open government", "local government") is no name.
        """
        kinds = self.patterns.listed("own_government")
        lower = set(re.findall(r"(?<![\w./@:-])[a-z]{2,}(?![\w/@:-])(?!\.\w)", self.text))  # not in addresses
        named = [match["name"] for rule in self.patterns.government for match in rule.find(self.text)]
        plain = (self.patterns.determiner.sub("", name) for name in named)
        titles = {word.rpartition(" ")[0] for word in self.patterns.self_words}  # "HM Government" is no country's name
        found = Counter(c for c in plain if c and c.casefold() not in titles and not lower & set(c.casefold().split()))
        ours = [c for c in found if publisher and re.search(rf"\b{re.escape(c)}\b", publisher)]
        often = [c for c, n in found.most_common(1) if n >= EVIDENCE or len(found) == 1]
        mine = next(iter(ours or often), None)
        own = [form for kind in kinds for form in (f"{kind} government", f"{kind.title()} Government")]
        for country in found:
            names = [f"{country} Government", f"{country} government"]
            names += [f"Government of {country}", f"Government of the {country}"]
            if mine is not None and mine in (country, initials(country, self.patterns)):
                own += names
            else:
                self.add(*(n for n in names if n in self.text))
        for name in own:
            for form in (name, f"the {name}", f"The {name}"):
                self.by_alias[form] = SELF

    def learn_introduced(self) -> None:
        """Enter the bodies that are introduced with an acronym; the acronyms of other things are noted."""
        for rule in self.patterns.introduction:
            for match in rule.find(self.text):
                name, short = clean_name(match["name"], self.patterns), match["short"]
                if short in self.by_alias:
                    self.respell(self.by_alias[short], name_for(name, short, self.patterns))
                    continue
                if not fits_acronym(name, short):
                    continue
                name = name_for(name, short, self.patterns)
                if not self.is_thing(name) and (self.head_noun(name) or self.acts_once(short) or self.acts(name)):
                    self.add(name, short)
                else:
                    self.things.add(short)

    def respell(self, id_: str, name: str) -> None:
        """Take another spelling of a body's name for it where the one so far has a word that stands nowhere else."""
        body = self.bodies[id_]
        close = SequenceMatcher(None, body.name, name, autojunk=False).ratio() >= CLOSE
        if id_ == SELF or name in body.aliases or not close or self.rarest(name) <= self.rarest(body.name):
            return
        self.bodies[id_] = Body(id_, name, (name, *body.aliases))
        self.by_alias.setdefault(name, id_)

    def rarest(self, name: str) -> int:
        """How often the rarest word of a name stands in the document."""
        return min(len(re.findall(rf"\b{re.escape(word)}\b", self.text)) for word in name.split())

    def learn_named(self) -> None:
        """Enter the names of two words and more that a body noun heads."""
        for name in sorted(names_in(self.text, self.patterns), key=len, reverse=True):
            first, _, rest = name.partition(" ")
            once = self.text.count(name) < EVIDENCE
            if (
                once
                and first.endswith("ing")
                and re.search(rf"(?<!{first} )\b{re.escape(rest)}\b", self.text)
                and " " in rest
            ):
                name = rest  # "Reviewing Health Council": the sentence's verb
            plain = self.patterns.determiner.sub("", name).casefold()
            if name in self.by_alias or plain in self.patterns.kinds["group"] or self.is_thing(name):
                continue
            if any(
                f"{plain} ".startswith(f"{word} ")
                for word in self.patterns.self_words
                if " " in word or word == "minister"
            ):
                self.by_alias[name] = SELF
            elif not self.is_part(name):
                self.add(name)

    def learn_acting(self) -> None:
        """Enter the names of two words and more that no body noun heads but that the text shows acting."""
        words = rf"{CAPITAL}(?: {CAPITAL}){{1,{MOST_WORDS}}}"
        name = rf"(?:the )?({words})"
        contexts = (
            rf"\b(?:{self.patterns.asks}) {name} to\b",
            rf"\b{name} (?:will|has|have) (?!be\b|been\b)[a-z]+",
            rf"\bby {name}(?=[.,;:)])",
        )
        found = Counter(clean_name(m, self.patterns) for context in contexts for m in re.findall(context, self.text))
        for whole, first in re.findall(rf"\b(({CAPITAL}) and {words}) (?:will|has|have)\b", self.text):
            if not re.search(rf"\b{re.escape(first)}\b(?! and {re.escape(whole.split()[2])}\b)", self.text):
                self.add(whole)  # "Forestry and Land Scotland": one name, as its first word never stands alone
        for each, _ in sorted(found.items(), key=lambda item: (-item[1], item[0])):
            known = each in self.by_alias or each in self.things or len(each.split()) < 2
            thing = each.split()[-1].casefold() in self.patterns.kinds["event"]
            thing = thing or (self.is_thing(each) and not self.is_asked(each))
            if not known and not thing and self.acts(each) and not self.is_part(each):
                self.add(each)

    def merge(self) -> None:
        """Make one body of names that only differ in an ending, or of which one goes on where the other stops.

        A short name stands for a longer one only if all longer ones that begin with it are forms of one name: "National
        College" is no form of "National College of Wales" where there is one of Scotland too.
        """
        ids = [i for i in self.bodies if i != SELF]
        for id_ in ids:
            if id_ not in self.bodies:
                continue
            key = name_key(self.bodies[id_].name)
            longer = [
                i for i in self.bodies if i not in (SELF, id_) and name_key(self.bodies[i].name).startswith(f"{key} ")
            ]
            same = [i for i in self.bodies if i not in (SELF, id_) and name_key(self.bodies[i].name) == key]
            keys = sorted((name_key(self.bodies[i].name) for i in longer), key=len)
            family = all(b.startswith(a) for a, b in pairwise(keys))
            for other in dict.fromkeys([*same, *(longer if family else [])]):
                id_ = self.join(other, id_) if other in self.bodies and other != id_ else id_

    def join(self, one: str, other: str) -> str:
        """Make one body of two, and give its id, which may be new."""
        a, b = self.bodies.pop(one), self.bodies.pop(other)
        names = dict.fromkeys([*a.aliases, *b.aliases])
        best = max((a.name, b.name), key=lambda n: (self.text.count(n) >= EVIDENCE, len(n), n))
        acronym = next((n for n in names if ACRONYM.fullmatch(n)), None)
        id_ = slug(acronym or best)
        self.bodies[id_] = Body(id_, best, tuple(names))
        for alias, known in self.by_alias.items():
            if known in (one, other):
                self.by_alias[alias] = id_
        return id_

    def is_thing(self, name: str) -> bool:
        """Whether the word that heads a name is one for something written or done, not for a body."""
        words = [name.split()[-1], re.split(r" (?:of|for|on|in|to) ", name)[0].split()[-1]]
        if self.patterns.body_nouns & set(words):
            return words[0].casefold() in self.patterns.kinds["document"]
        heads = {form for word in words for form in (word.casefold(), word.casefold().removesuffix("s"))}
        written = self.patterns.kinds["writing"] | self.patterns.kinds["document"]
        return bool(heads & written)

    def is_part(self, name: str) -> bool:
        """Whether a name is the beginning or the end of one body's name only; if so, it is added there."""
        longer = {i for a, i in self.by_alias.items() if a.startswith(f"{name} ") or a.endswith(f" {name}")}
        if len(longer) != 1:
            return False
        id_ = longer.pop()
        if id_ == SELF:
            self.by_alias[name] = SELF
        else:
            self.add(self.bodies[id_].name, name)
        return True

    def learn_acronym(self, short: str) -> None:
        """Enter an acronym that was never introduced, where the first letters of one body's name spell it."""
        if short in self.by_alias or short in self.things or len(short) < 3:
            return
        fitting = {
            i
            for a, i in self.by_alias.items()
            if i != SELF and initials(a, self.patterns) == short.upper() and " " in a
        }
        if len(fitting) == 1:
            self.add(self.bodies[fitting.pop()].name, short)

    def head_noun(self, name: str) -> str | None:
        """The body noun that heads a name, the last of its words before "of" or "for"."""
        words = re.split(r" (?:of|for|on|in|to) ", name)[0].split()
        if words and words[-1] in self.patterns.body_nouns:
            return words[-1]
        return next((w for w in reversed(name.split()) if w in self.patterns.body_nouns), None)

    def is_asked(self, name: str) -> bool:
        """Whether the text shows a name being asked to do something: "asked X to", "X has been asked to"."""
        asks = self.patterns.asks
        before = re.compile(rf"\b(?:{asks}) (?:the )?$")
        after = re.compile(
            r"(?: \([^)\n]*\))?(?:, [^,.;\n]*,)?"
            rf" (?:(?:has|have|had) been|is being|is|are|was|were|will be) (?:{asks}) to\b"
        )
        return any(
            (before.search(left) and re.match(r" to\b", right)) or after.match(right) for left, right in self.uses(name)
        )

    def acts(self, name: str) -> bool:
        """Whether the text shows a name acting: asked to, by it, it will."""
        does = re.compile(rf" (?:{self.patterns.does}) (?!been|be\b)\w+")
        seen = 0
        for left, right in self.uses(name):
            by = re.search(r"\bby (?:the )?$", left) and re.match(r"[.,;:)]| (?:to|in|on|by|will)\b", right)
            seen += bool(by) + bool(does.match(right))
        return seen >= EVIDENCE or self.is_asked(name)

    def uses(self, name: str) -> Iterator[tuple[str, str]]:
        """What stands before and after each place where the text has a name as a word."""
        at = self.text.find(name)
        while at >= 0:
            end = at + len(name)
            if at == 0 or not (self.text[at - 1].isalnum() and name[0].isalnum()):
                yield self.text[max(0, at - BEFORE_NAME) : at], self.text[end : end + AFTER_NAME]
            at = self.text.find(name, end)

    @cache  # noqa: B019 (the register lives as long as its document)
    def acts_once(self, name: str) -> bool:
        """Whether the text shows an acronym acting at least once."""
        return self.is_asked(name) or any(
            (BY.search(left) and ENDS.match(right)) or (OPENS.search(left) and DOES.match(right))
            for left, right in self.uses(name)
        )

    # ---- finding ----------------------------------------------------------------------------------------------------

    def find(self, text: str) -> list[Named]:
        """Where known bodies are named in a text, from the left."""
        if self.pattern is None:
            return []
        return [
            Named(Span(*m.span()), m.group(), self.bodies[self.by_alias[alias_of(m.group(), self.by_alias)]])
            for m in self.pattern.finditer(text)
        ]

    def resolve(self, text: str) -> Body | None:
        """The body that a noun phrase names, None if it names none that is known."""
        bare = POSSESSIVE.sub("", text.strip())
        for form in (bare, self.patterns.determiner.sub("", bare)):
            if form in self.by_alias:
                return self.bodies[self.by_alias[form]]
            if form[:1].isupper() and f"{form[:1].lower()}{form[1:]}" in self.by_alias:
                return self.bodies[self.by_alias[f"{form[:1].lower()}{form[1:]}"]]
        plain = self.patterns.determiner.sub("", bare)
        if person := self.person(plain):
            return person
        several = bare.casefold().split(" ")[0] in self.patterns.listed("each")
        if plain.casefold() in self.patterns.self_words and not several:
            return self.bodies[SELF]
        definite = bare.casefold().startswith("the ")
        if plain in self.patterns.body_nouns and definite:
            return self.latest_with(plain)
        group = self.group(plain, each=bool(re.match(r"(?:each|every)\b", bare, re.IGNORECASE)))
        if group or plain in self.patterns.body_nouns:
            return group
        if plain[:1].isupper() and (definite or " " in plain):  # the Strategies: the end of a longer name
            ends = {i for a, i in self.by_alias.items() if a.endswith(f" {plain}")}
            return self.bodies[ends.pop()] if len(ends) == 1 else None
        return None

    def person(self, name: str) -> Body | None:
        """The person whose title and surname a short name gives: Professor Lee, of Professor Ann Lee."""
        words = name.split()
        if len(words) < 2 or words[0].casefold() not in self.patterns.listed("title"):
            return None
        for body in self.bodies.values():
            known = body.name.split()
            if known[0] == words[0] and known[-1] == words[-1] and len(known) > len(words):
                return body
        return None

    def group(self, name: str, each: bool = False) -> Body | None:
        """The group that a noun phrase without a name stands for: local authorities; ``each``: every local authority."""
        groups = self.patterns.kinds["group"]
        lower = name.casefold()
        plural = f"{lower[:-1]}ies" if lower.endswith("y") else f"{lower}s"
        for form in (lower, plural) if each else (lower,):
            if form in groups or f"the {form}" in groups:
                return Body(slug(form), form if form != lower else name, (name,))
        return None

    def latest_with(self, head: str) -> Body | None:
        """The body that "the Agency" stands for: the one so headed that was named last, else the only one."""
        fitting = [
            i for i, b in self.bodies.items() if i != SELF and head in (self.head_noun(b.name), b.name.split()[-1])
        ]
        recent = [i for i in reversed(self.order) if i in fitting]
        if recent:
            return self.bodies[recent[0]]
        return self.bodies[fitting[0]] if len(fitting) == 1 else None

    def note(self, body: Body) -> None:
        """Remember that a body was named here."""
        if body.id in self.order:
            self.order.remove(body.id)
        self.order.append(body.id)

    def enter(self, name: str) -> Body:
        """The body of a name met for the first time."""
        return self.add(self.patterns.determiner.sub("", POSSESSIVE.sub("", name.strip())))
