"""How bodies' names look: where they begin and end in a text, how they are shortened, when two are one."""

import re
from collections.abc import Iterable

from ...document.identifiers import slug
from ...patterns.actors import ActorPatterns

CAPITAL = r"[A-Z][\w’'&-]*"
MOST_WORDS = 20  # that a name's parts have; a row of capitals without end is none


def name_key(name: str) -> str:
    """A name for comparison: without apostrophes, a plural's s and what stands in brackets."""
    plain = re.sub(r"\s*\(.*?\)", "", name.casefold().replace("’", "").replace("'", ""))
    return " ".join(w.rstrip("s") for w in plain.split())


def initials(name: str, patterns: ActorPatterns) -> str:
    """The first letters of a name's words, small words left out."""
    return "".join(w[0] for w in re.findall(r"[\w’']+", name) if w.casefold() not in patterns.listed("small")).upper()


def alias_regex(name: str) -> str:
    """A name as a regular expression: any white space, either apostrophe, "the" with either initial."""
    escaped = re.escape(name).replace(r"\ ", r"\s+").replace("'", "['’]").replace("’", "['’]")
    if not name.casefold().startswith("the "):
        return escaped
    return rf"[Tt]{escaped[1:]}(?! (?:for|of) (?:the )?[A-Z])"  # the Department, not the Department for Transport


def alias_of(found: str, aliases: Iterable[str]) -> str:
    """The alias that was found, whatever its apostrophe, white space or initial."""
    known = aliases if isinstance(aliases, dict) else dict.fromkeys(aliases)
    plain = re.sub(r"\s+", " ", found)
    options = (plain, plain.replace("’", "'"), plain.replace("'", "’"))
    for option in (*options, *(o[:1].lower() + o[1:] for o in options)):
        if option in known:
            return option
    return plain


def names_in(text: str, patterns: ActorPatterns) -> list[str]:
    """The names in a text that a body noun heads, in order, each once."""
    nouns = "|".join(sorted(map(re.escape, patterns.body_nouns), key=len, reverse=True))
    few = f"{{1,{MOST_WORDS}}}"
    words = rf"(?: {CAPITAL}){few}"
    of = rf"(?: the)?{words}(?:(?:,{words})* and{words})?"
    before = r"(?<![\w-])"
    inner = rf"(?:{CAPITAL} ){few}(?:(?:of|for|and|the) |{CAPITAL} ){{0,{MOST_WORDS}}}{CAPITAL}"
    chamber = rf"(?: \({inner}\))?"  # Tribunal (Health and Social Care)
    headed = rf"{before}(?:{CAPITAL}(?: (?:of|for|and|in|on|&))?(?: the)? ){few}(?:{nouns})\b(?: (?:of|for|on){of})*{chamber}"
    fixed = rf"{before}(?<![a-z] )(?:{nouns})(?: (?:of|for){of})+"
    plain = rf"{before}(?:{nouns})(?: (?:of|for){of})+"
    found: dict[str, int] = {}
    for pattern in (headed, fixed, plain):
        for match in re.finditer(pattern, text):
            if pattern != headed and re.search(
                r"[A-Z][\w’'&-]*(?: and| of| for)? $", text[max(0, match.start() - 40) : match.start()]
            ):
                continue  # the end of a longer name
            for name in parted(clean_name(match.group(), patterns), patterns):
                if len(name.split()) > 1:
                    found.setdefault(name, match.start())
    return sorted(found, key=lambda n: (found[n], n))


def parted(name: str, patterns: ActorPatterns) -> list[str]:
    """Names that "and" joins, each with a body noun of its own, taken apart."""
    nouns = patterns.body_nouns
    for match in re.finditer(r",? and (?:the )?|, the ", name):
        left, right = name[: match.start()], name[match.end() :]
        if not left.split() or not right.split():
            continue
        first, last = right.split()[0], right.split()[-1]
        headed = left.split()[-1] in nouns or left.isupper() or any(w in nouns for w in left.split()[:-1])
        opens = first in nouns and re.match(r"\w+ (?:of|for) ", right) is not None  # "… and Centre for Excellence"
        ends = last in nouns and not last.endswith("s")  # "Home Office and Cabinet Office", not "Schools and Services"
        joined = "the" in match.group() and any(w in nouns for w in right.split())
        short = "the" in match.group() and right in nouns  # "… and the Authority"
        if short or (opens and len(left.split()) > 1) or (headed and (ends or right.isupper() or joined)):
            names = [clean_name(left, patterns), *parted(clean_name(right, patterns), patterns)]
            return [n for n in names if n]  # what was cleaned away names nobody
    first_word = re.match(r"\w+ (?:for )?the (?=[A-Z])", name)  # "Give the Office of …": the sentence's verb
    if first_word and name.split()[0] not in nouns:
        name = name[first_word.end() :]
    return [name] if name else []


def clean_name(name: str, patterns: ActorPatterns) -> str:
    """A name without a leading article or preposition and trailing marks."""
    plain = re.sub(r"\s+", " ", name.strip().rstrip(",;:"))
    return patterns.before_name.sub("", plain)


def fits_acronym(name: str, short: str) -> bool:
    """Whether the letters of an acronym begin words of a name, in order."""
    letters = [c for c in short.upper() if c.isalpha()]
    words = [w[0].upper() for w in re.findall(r"[\w’']+", name)]
    at = 0
    hit = 0
    for letter in letters:
        if letter in words[at:]:
            at = words.index(letter, at) + 1
            hit += 1
    return hit >= max(2, len(letters) - 1) and bool(words) and words[0] in letters[:2]


def spells(short: str, name: str) -> bool:
    """Whether an acronym is made of a name's first letters, its first word or its small words left out or not."""
    words = re.findall(r"[\w’']+", name)
    large = "".join(w[0] for w in words if w[:1].isupper())
    return short.upper() in (large, large[1:], "".join(w[0] for w in words).upper())


def name_for(name: str, short: str, patterns: ActorPatterns) -> str:
    """The part of a name that its acronym spells, from the first word with the acronym's first letter on."""
    words = name.split()
    capitals = [i for i, w in enumerate(words) if w[:1].upper() == short[:1].upper()]
    for i in reversed(capitals):
        if initials(" ".join(words[i:]), patterns).startswith(short[:2].upper()) and fits_acronym(
            " ".join(words[i:]), short
        ):
            return " ".join(words[i:])
    return name


def same_name(a: str, b: str, patterns: ActorPatterns) -> bool:
    """Whether two names are one, articles and commas apart."""
    return slug(clean_name(a, patterns)) == slug(clean_name(b, patterns))
