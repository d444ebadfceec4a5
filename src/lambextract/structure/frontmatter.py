"""What a plan says of itself: its title, who publishes it, and when."""

import re
from collections import Counter
from collections.abc import Sequence

from ..document.model import Block, Page, Passage, Source
from ..patterns import StructurePatterns
from .headings import body_size, plain

COVER_ITEMS = 12  # passages from the start among which the title is looked for
COVERED_PAGES = 4  # pages from which a PDF may have a cover
LONGEST_TITLE = 200  # characters of a first line that is taken for a title
LONGEST_ON_A_COVER = 160  # characters of a passage there
PLAIN_LINE = 60  # characters of a line that says when a plan came out, at most: "Published in June 2016", no sentence
SPAN = r"\s*[–—-]\s*(?:{month}|(?:19|20)\d\d)\b"  # "April 2012 – March 2014" is what a plan spans, and no date of publication
MONTH_YEAR = re.compile(r"\b(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?({month})\.?,?\s+((?:19|20)\d\d)\b")
YEAR = re.compile(r"\b((?:19|20)\d\d)\b")


def title_of(pages: Sequence[Page], source: Source) -> str:
    """The plan's title: the largest text at the start, with the subtitle where it ends in a colon.

    Where the source states a title that begins the same, the stated one is taken.
    """
    passages = [x for page in pages[:2] for x in page.items if isinstance(x, Passage)][:COVER_ITEMS]
    if not passages:
        return source.title or source.name
    body = body_size(pages)
    first_level = next((p for p in passages if p.level == 1), None)
    largest = max(passages, key=lambda p: (p.size, -passages.index(p)))
    head = first_level or (largest if largest.size > body or not body else None)
    if head is None:
        return source.title or (passages[0].text if len(passages[0].text) < LONGEST_TITLE else source.name)
    title = head.text
    at = passages.index(head)
    following = passages[at + 1] if at + 1 < len(passages) else None
    if title.endswith(":") and following is not None and len(following.text) < 120:
        title = f"{title} {following.text}"
    if source.title and plain(source.title).startswith(plain(head.text)):
        return source.title
    return title


def cover_of(pages: Sequence[Page]) -> frozenset[str]:
    """The texts of a cover: a PDF's first page, or what comes before a text's second main heading, if all of it is short."""
    if not pages or not pages[0].items:
        return frozenset()
    items = pages[0].items
    if pages[0].number:
        items = items if len(pages) >= COVERED_PAGES else ()
    else:
        tops = [i for i, x in enumerate(items) if isinstance(x, Passage) and x.level == 1]
        items = items[: tops[1]] if len(tops) > 1 and tops[0] == 0 else ()
    texts = [x.text if isinstance(x, Passage) and x.marker is None else "" for x in items]
    short = bool(texts) and all(texts) and max(map(len, texts)) < LONGEST_ON_A_COVER and len(texts) <= COVER_ITEMS
    return frozenset(texts) if short else frozenset()


def published_of(
    pages: Sequence[Page],
    blocks: Sequence[Block],
    patterns: StructurePatterns,
    months: Sequence[str],
    created: str | None,
) -> str | None:
    """When the plan was published, as an EDTF month or year: by the date on the cover, else by the imprint.

    An imprint gives the month in a print reference (D16(8623)/0210: February 2010) and the year in a copyright line. A year
    alone on the cover counts if it is the line, or the year in which the file was ``created``.
    """
    first = next((p for p in pages if p.items), None)
    cover = [x.text for x in (first.items if first else ()) if isinstance(x, Passage)]
    if pages and not pages[0].number:  # a text: the cover ends with the first long paragraph
        cover = cover[: next((i for i, t in enumerate(cover) if len(t) > LONGEST_ON_A_COVER), len(cover))][:COVER_ITEMS]
    cover = [t for t in cover if len(t) <= PLAIN_LINE and not t.rstrip().endswith(".")]  # no sentences
    stated = [found for text in cover if (found := month_year(text, months)) and not is_after(found, created)]
    if stated:
        return stated[0]
    imprint = [b.text for b in blocks if b.part in ("front-matter", "back-matter")]
    years = Counter(
        m["year"] for rule in patterns.imprint for t in imprint if (m := rule.full(t)) and "year" in m.groupdict()
    )
    year = next((y for y, _ in years.most_common() if not is_after(y, created)), None)
    for text in imprint:
        if (found := month_year(text, months)) and not is_after(found, created):
            return found
        for rule in patterns.imprint:
            match = rule.full(text)
            if match and "yy" in match.groupdict() and (year is None or year.endswith(match["yy"])):
                return f"{year or '20' + match['yy']}-{match['month']}"
    if year:
        return year
    return next(
        (y for t in cover for y in YEAR.findall(t) if YEAR.fullmatch(t.strip()) or (created or "").startswith(y)), None
    )


def is_after(published: str, created: str | None) -> bool:
    """Whether a year or month comes after the year in which the file was made: nothing is published later than made."""
    return created is not None and published[:4] > created[:4]


def month_year(text: str, months: Sequence[str]) -> str | None:
    """The first month and year that a text names, as EDTF."""
    pattern, span = (
        re.compile(p.replace("{month}", "|".join(months)), re.IGNORECASE) for p in (MONTH_YEAR.pattern, SPAN)
    )
    found = pattern.search(text)
    if not found or span.match(text, found.end()):
        return None
    number = next(i for i, m in enumerate(months) if m.casefold() == found[2].casefold()) % 12 + 1
    return f"{found[3]}-{number:02d}"
