"""Pages → document: parts, headings, paragraphs, bullets, footnotes and the rows of tables."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from ..document.identifiers import Names, slug
from ..document.model import Anchor, Anchors, Block, Document, Notice, Part, Passage, Recommendation, SetAside, Source
from ..layout.sheet import Turn
from ..patterns import Patterns, StructurePatterns
from ..readers.source import Reading
from .annex import Row, TableReader, drafts_of
from .contents import take_contents
from .coverage import coverage_notices, coverage_of, gap_notices, in_place, readable, text_notices
from .drafts import Draft, after
from .first_part import opening_of
from .frontmatter import cover_of, published_of, title_of
from .headings import Ranks, body_size, is_heading
from .hyphenation import Mender
from .outline import BACK, FRONT, SIGNATURE, Outline

ONLY_PART = "chapter-1"  # the id of the part of a document without parts
SLUG_WORDS = 7  # of a heading, in the ids of what stands below it
LATE = 0.8  # share of the blocks after which an imprint ends the last part


def structure_of(source: Source, reading: Reading, patterns: Patterns, is_word: Callable[[str], bool]) -> Document:
    """The document that a reading holds; ``is_word``: whether the language has a word, for hyphens at line ends."""
    rules = patterns.structure
    pages, unreadable = readable(reading.pages)
    body = body_size(pages)
    pages, contents = take_contents(pages, rules, body)
    headings = [x for p in pages for x in p.items if isinstance(x, Passage) and is_heading(x, body)]
    ranks, cover = Ranks(headings, rules, contents.titles), cover_of(pages)
    outline = Outline(rules, ranks, body, cover=cover)
    outline.walk(pages)
    opening = opening_of(outline, rules)
    if opening.first is not None:
        outline = Outline(rules, ranks, body, cover=cover, opening=opening)
        outline.walk(pages)
    mender = Mender(pages, rules, is_word)
    drafts, recommendations, notices, repeated = with_tables(outline, mender, rules)
    aside = [*reading.aside, *unreadable, *contents.aside, *outline.aside, *repeated]
    parts = with_imprint(drafts, outline.parts or whole(drafts, title_of(pages, source)), rules)
    drafts = with_signatures(drafts)
    place_notes(drafts)
    name_drafts(drafts)
    blocks = tuple(block_of(draft, mender, reading.turns) for draft in drafts)
    coverage = coverage_of(reading.layer, drafts, aside, reading.pages, reading.count)
    missing = [
        Notice("footnote-missing", f"footnote {n} is called, but its text is not there", block=b)
        for b, n in lost_notes(blocks)
    ]
    missing += gap_notices(reading.pages)
    if reading.count is None:
        missing += text_notices(aside)
        aside = []
    stated = published_of(pages, blocks, rules, patterns.calendar.words["month"], source.created)
    published = stated
    if source.created is not None and stated in (None, source.created[:4]):
        published = source.created
        missing.append(Notice("publication-guessed", guessed(stated, source.created)))
    return Document(
        source=source,
        title=title_of(pages, source),
        publisher=None,
        published=published,
        parts=tuple(parts),
        blocks=blocks,
        recommendations=tuple(recommended(recommendations)),
        notices=(*reading.notices, *outline.notices, *notices, *missing, *coverage_notices(coverage, aside, parts)),
        aside=in_place(aside, reading.turns),
        coverage=coverage,
    )


def guessed(stated: str | None, created: str) -> str:
    """What to say of a month of publication that only the file's date gives."""
    said = f"says {stated}, but no month" if stated else "does not say when it was published"
    return f"the document {said}: {created}, when its file was made, is taken for it"


def whole(drafts: Sequence[Draft], title: str) -> list[Part]:
    """The one part of a document in which no heading opens a part; its drafts are put into it."""
    for draft in drafts:
        draft.part = ONLY_PART
    return [Part(ONLY_PART, title, None, drafts[0].last.page or None)] if drafts else []


def with_tables(
    outline: Outline, mender: Mender, rules: StructurePatterns
) -> tuple[list[Draft], list[tuple[Row, list[Draft]]], list[Notice], list[SetAside]]:
    """The drafts with those of table cells put in their places; the rows of recommendations with their cells."""
    aside: list[SetAside] = []
    drafts: list[Draft] = []
    rows: list[tuple[Row, list[Draft]]] = []
    notices: list[Notice] = []
    tables: Counter[str] = Counter()
    taken: set[str] = set()
    for entry in outline.order:
        if isinstance(entry, Draft):
            drafts.append(entry)
            continue
        reader = TableReader(entry, rules, mender)
        for table in reader.read():
            tables[entry.part] += 1
            for draft, row in drafts_of(table, entry.part, tables[entry.part], rules, taken):
                draft.parent = draft.parent or entry.heading
                drafts.append(draft)
                if row is not None and draft.recommendation is not None:
                    if not rows or rows[-1][0] is not row:
                        rows.append((row, []))
                    rows[-1][1].append(draft)
        notices += reader.notices
        aside += reader.aside
    return drafts, rows, notices, aside


def recommended(rows: Sequence[tuple[Row, list[Draft]]]) -> Iterator[Recommendation]:
    """The recommendations that rows and their cells hold; a reference that comes twice keeps its rows apart by their ids."""
    names = Names()
    for row, cells in rows:
        columns: dict[str, list[str]] = defaultdict(list)
        for draft in cells:
            columns[draft.column or ""].append(draft.id)
        ref = cells[0].recommendation
        assert ref is not None and cells[0].row is not None, "a recommendation's cells carry its reference"
        id_ = names.unique(f"recommendation-{slug(str(ref))}")
        texts = {column: tuple(ids) for column, ids in columns.items()}
        theme = row.theme.text if row.theme is not None else None
        yield Recommendation(id_, ref, cells[0].row, theme, texts, tuple(row.pages))


def with_signatures(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with the lines of a signature at a part's end (a name, an office) made one paragraph."""
    out: list[Draft] = []
    merged: list[tuple[Draft, Draft]] = []
    i = 0
    while i < len(drafts):
        j = i
        while j < len(drafts) and drafts[j].part == drafts[i].part and signature_line(drafts[j]):
            j += 1
        ends = j == len(drafts) or drafts[j].part != drafts[i].part
        if (
            (j - i >= 2 or (j > i and drafts[i].kind == "heading"))
            and ends
            and out
            and out[-1].part == drafts[i].part
            and out[-1].kind == "paragraph"
        ):
            words, off = drafts[i].words, drafts[i].off
            for draft in drafts[i + 1 : j]:
                words, off = after(words, draft.words), (*off, *draft.off)
            signature = replace(drafts[i], kind="paragraph", words=words, off=off, level=None)
            merged += [(draft, signature) for draft in drafts[i:j]]
            out.append(signature)
        else:
            out += drafts[i : max(j, i + 1)]
        i = max(j, i + 1)
    for draft in out:  # what hung on a line of a signature hangs on the whole
        draft.parent = next((whole for line, whole in merged if line is draft.parent), draft.parent)
    return out


def signature_line(draft: Draft) -> bool:
    """Whether a block can be a line of a signature: a few words, no sentence."""
    return (
        draft.kind in ("paragraph", "heading")
        and draft.number is None
        and draft.level != 1
        and len(draft.words) <= SIGNATURE
        and not draft.finished
        and draft.part not in (FRONT, BACK)
    )


def place_notes(drafts: Sequence[Draft]) -> None:
    """Give each footnote the part that calls it: a page may hold the end of one part and the beginning of another."""
    callers: dict[str, list[tuple[int, Draft]]] = defaultdict(list)
    for i, draft in enumerate(drafts):
        for word in draft.words:
            if word.raised and draft.kind != "footnote":
                for number in re.findall(r"\d+", word.text):
                    callers[number].append((i, draft))
    for i, draft in enumerate(drafts):
        if draft.kind == "footnote" and (near := callers.get(draft.number or "")):
            caller = min(near, key=lambda c: abs(c[0] - i))[1]
            draft.part, draft.parent = caller.part, caller


def with_imprint(drafts: Sequence[Draft], parts: Sequence[Part], rules: StructurePatterns) -> list[Part]:
    """The parts; the lines of an imprint are taken out of them.

    Where no table follows it near the end, an imprint goes on to the end of the document; elsewhere it is the lines that a
    rule names and what follows them on their page.
    """
    ending: Draft | None = None
    imprint: Draft | None = None
    for i, draft in enumerate(drafts):
        if draft.kind in ("cell", "footnote", "bullet") or draft.part == FRONT:
            imprint = None
            continue
        named = any(rule.full(draft.text) for rule in rules.imprint)
        follows = (
            imprint is not None
            and draft.last.page == imprint.last.page
            and draft.kind == "paragraph"
            and draft.last.page
        )
        if not named and not follows and ending is None:
            imprint = None
            continue
        if named and i >= LATE * len(drafts) and not any(d.kind == "cell" for d in drafts[i:]):
            ending = ending or draft
            for above in opening_lines(drafts, i):
                above.part, above.parent = BACK, None
        imprint = draft
        draft.part, draft.parent = (BACK if i > len(drafts) / 2 else FRONT), None
    first = next((d for d in drafts if d.part == BACK), None)
    return [*parts, Part(BACK, "", None, first.last.page or None)] if first else list(parts)


def opening_lines(drafts: Sequence[Draft], at: int) -> Sequence[Draft]:
    """The lines above an imprint, such as the publisher's name, if nothing else stands above it on its page."""
    page = drafts[at].words[0].box.page
    first = at
    while first and page and drafts[first - 1].words[0].box.page == page:
        first -= 1
    lines = drafts[first:at]
    begins = bool(lines) and lines[0].last.page == page
    return lines if begins and all(signature_line(d) for d in lines) else ()


def name_drafts(drafts: Sequence[Draft]) -> None:
    """Give every draft a readable id that an edit elsewhere in the document does not change."""
    names = Names()
    counts: Counter[str] = Counter()
    for draft in drafts:
        draft.id = names.unique(base_id(draft, counts))


def base_id(draft: Draft, counts: Counter[str]) -> str:
    """A draft's id before those that are the same are told apart."""
    if draft.kind == "heading":
        words = slug(" ".join(draft.text.split()[:SLUG_WORDS]))
        return f"{draft.part}-h-{words}" if draft.level != 1 else f"{draft.part}-title"
    if draft.kind == "footnote":
        return f"{draft.part}-fn{draft.number}"
    if draft.kind == "cell":
        key = f"{draft.row}-{draft.column}"
        counts[key] += 1
        return f"{key}-{counts[key]}"
    home = draft.parent.id if draft.parent and draft.parent.id else draft.part
    if draft.kind == "bullet":
        counts[f"{home}-b"] += 1
        return f"{home}-b{counts[f'{home}-b']}"
    if draft.number and draft.number.startswith("("):
        return f"{home}-{slug(draft.number)}"
    if draft.number:
        return f"{draft.part}-{draft.number}"
    counts[f"{draft.part}-p"] += 1
    return f"{draft.part}-p{counts[f'{draft.part}-p']}"


def block_of(draft: Draft, mender: Mender, turns: Mapping[int, Turn]) -> Block:
    """The finished block of a draft, its places as they are on the page."""
    reading = mender.reading(draft.words)
    first = draft.words[0].box
    return Block(
        id=draft.id,
        part=draft.part,
        kind=draft.kind,
        text=reading.text,
        page=first.page or None,
        label=draft.label,
        level=draft.level,
        number=draft.number,
        parent=draft.parent.id if draft.parent else None,
        recommendation=draft.recommendation,
        row=draft.row,
        column=draft.column,
        marker=draft.marker,
        header=draft.header,
        anchors=Anchors.of(placed(anchor, turns) for anchor in reading.anchors),
        calls=reading.calls,
    )


def placed(anchor: Anchor, turns: Mapping[int, Turn]) -> Anchor:
    """An anchor at its place on the page before it was turned."""
    turn = turns.get(anchor.box.page)
    return replace(anchor, box=turn.undo(anchor.box)) if turn else anchor


def lost_notes(blocks: Sequence[Block]) -> Iterator[tuple[str, int]]:
    """Footnotes that are called but not there: the calling block and the number."""
    known = {b.number for b in blocks if b.kind == "footnote"}
    for block in blocks:
        for call in block.calls:
            if str(call.number) not in known:
                yield block.id, call.number
