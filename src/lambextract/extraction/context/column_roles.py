"""What the columns of a table hold, by their headings and by what stands in them: times, actions, owners, things.

A heading that nobody knows ("To be first published on") still stands over dates; one that is known ("Milestone") may stand
over actions where the rules expect dates. The cells decide.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ...document.model import Block
from ...language.list_forms import Form, common_form

TIMES = ("timescale", "deadline")  # columns whose headings say that they hold times
DATED = "when"  # the role of a column that holds times though its heading is not known for it
OUTDATED = "before"  # the role of one that holds the times which another column has put right: "Original date"
TABLE = re.compile(r"(.+-t\d+)-")
LEAST = 2  # rows from which a column's cells say what it holds
WHOLE = 0.6  # share of the cells that are times and nothing else, from which a column holds times
ANY = 0.34  # share of the cells with a time in them, below which a column of times holds something else
DISTINCT = 0.7  # share of the cells that differ from one another in a column that names what its rows are about

Place = tuple[str, str]  # a table and a column


@dataclass(frozen=True, slots=True)
class Content:
    """What can be said of a cell's text: whether it is a time and no more, whether one is in it, and how it opens."""

    is_time: Callable[[str], bool]
    has_time: Callable[[str], bool]
    form: Callable[[str], Form]
    is_outdated: Callable[[str], bool]  # by its name a column of former times: original-date


@dataclass(frozen=True, slots=True)
class Roles:
    """The roles of a document's columns, and of each table the column that names what its rows are about."""

    roles: Mapping[Place, str]
    subjects: Mapping[str, str]

    def of(self, block: Block) -> str | None:
        """The role of a cell's column, its own name where it has none; None for what is no cell."""
        if block.column is None:
            return None
        return self.roles.get((table_of(block), block.column), block.column)

    def is_subject(self, block: Block) -> bool:
        """Whether a cell names what its row is about."""
        return block.column is not None and self.subjects.get(table_of(block)) == block.column


def table_of(block: Block) -> str:
    """The table that a cell stands in."""
    match = TABLE.match(block.row or "")
    return match[1] if match else block.part


def roles_of(blocks: Iterable[Block], known: Sequence[str], content: Content) -> Roles:
    """The roles of all columns; ``known`` are those that headings are known by."""
    columns: dict[Place, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for block in blocks:
        if block.kind == "cell" and not block.header and block.row and block.column and block.recommendation is None:
            columns[table_of(block), block.column][block.row].append(block.text)
    outdated = outdated_in(columns, known, content)
    renewed = {table for table, _ in outdated}  # in whose other columns a single time tells enough
    roles: dict[Place, str] = dict.fromkeys(outdated, OUTDATED)
    held: dict[str, set[str]] = defaultdict(set)
    for place, rows in columns.items():
        if place in outdated:
            continue
        least = 1 if place[0] in renewed else LEAST
        role = role_of(place[1], [" ".join(texts) for texts in rows.values()], known, content, least)
        if role is not None and role not in held[place[0]]:
            roles[place] = role
        held[place[0]].add(roles.get(place, place[1]))
    subjects: dict[str, str] = {}
    for place, rows in columns.items():
        named = place[0] in subjects or "action" in held[place[0]]
        if not named and roles.get(place, place[1]) not in known and names_rows(rows.values(), content):
            subjects[place[0]] = place[1]
    return Roles(roles, subjects)


def outdated_in(columns: Mapping[Place, Mapping[str, list[str]]], known: Sequence[str], content: Content) -> set[Place]:
    """The columns of former times: by their names, where another column of their table holds times as well."""
    times: dict[str, set[Place]] = defaultdict(set)
    for place, rows in columns.items():
        texts = [" ".join(texts) for texts in rows.values()]
        if place[1] in TIMES or (place[1] not in known and sum(map(content.has_time, texts)) >= ANY * len(texts)):
            times[place[0]].add(place)
    found: set[Place] = set()
    for places in times.values():
        former = {p for p in places if content.is_outdated(p[1])}
        found |= former if former != places else set()
    return found


def role_of(name: str, texts: Sequence[str], known: Sequence[str], content: Content, least: int = LEAST) -> str | None:
    """The role of a column by its cells, None where they say no other than its name."""
    if len(texts) < least:
        return None
    if name in TIMES:
        timed = sum(map(content.has_time, texts))
        return "action" if timed < ANY * len(texts) and not all(map(content.is_time, texts)) else None
    if name in known:
        return None
    if sum(map(content.is_time, texts)) >= WHOLE * len(texts):
        return DATED
    return "action" if common_form(map(content.form, texts)) == "order" else None


def names_rows(rows: Iterable[Sequence[str]], content: Content) -> bool:
    """Whether the cells of a column name what their rows are about: words, each row's its own, no times."""
    texts = [re.sub(r"[\W\d_]+", " ", " ".join(row)).strip().casefold() for row in rows]
    worded = [t for t in texts if len(t) > 2]
    plain = len(worded) >= WHOLE * len(texts) and not any(content.is_time(" ".join(r)) for r in rows)
    return plain and len(set(worded)) >= DISTINCT * len(texts)
