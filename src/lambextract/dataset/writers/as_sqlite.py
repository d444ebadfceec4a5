"""Datasets → one SQLite file: tables with keys, a full-text index, views, and metadata for Datasette."""

import json
import sqlite3
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from ...records.dataset import Dataset
from ..tables import TABLES, Column, Table, Value
from .as_package import LICENCE, PLAN, title_of

FILE = "dataset.sqlite"
DEFERRED = "DEFERRABLE INITIALLY DEFERRED"  # rows may refer to rows that are written later
METADATA = "metadata.json"  # the name under which Datasette looks for it in a folder
TYPES = {"string": "TEXT", "date": "TEXT", "integer": "INTEGER", "boolean": "INTEGER", "number": "REAL"}
HELD = [table for table in TABLES if table.name != "commitments"]  # the short table is a view of the full one
SHORT = next(table for table in TABLES if table.name == "commitments")
NAMES = {"commitments_full": "commitments"}  # of tables that are called otherwise here
SEARCHED = {"commitments": ("quote", "actor_name", "action_text", "section"), "blocks": ("text",)}
INDEXED = {
    "commitments": ("actor_id", "status", "deadline_end", "part", "promise"),
    "blocks": ("part", "parent"),
    "links": ("from_id", "to_id"),
    "rejected": ("block",),
}
FTS = "content='{0}', tokenize='porter unicode61'"
FACETS = {
    "commitments": ["status", "actor_name", "strength", "deadline_year"],
    "blocks": ["kind", "part"],
    "links": ["kind"],
    "rejected": ["reason"],
    "funding": ["currency", "bound"],
    "set_aside": ["why"],
    "warnings": ["code"],
}
LABELS = {"commitments": "id", "plans": "title", "parts": "title", "recommendations": "ref"}
# the columns of a promise in the order in which one reads them
READING = (
    "actor_name, action_text, deadline_text, deadline_end, status, strength, condition, funding, part, section, "
    "paragraph, recommendation, page, quote, plan, id"
)
VIEWS = {
    "commitments_short": (
        f"SELECT {', '.join(column.name for column in SHORT.columns)} FROM commitments",
        SHORT.description,
    ),
    "promises": (f"SELECT {READING} FROM commitments WHERE is_first", "Each promise once, as it is told first"),
    "open_deadlines": (
        f"SELECT deadline_end, {READING.replace(' deadline_end,', '')} FROM commitments "
        "WHERE rowid IN (SELECT min(rowid) FROM commitments WHERE status <> 'completed' AND deadline_end IS NOT NULL "
        "GROUP BY plan, promise) ORDER BY deadline_end",
        "What is still to be done and has a last day, by that day, each promise once",
    ),
    "money": (
        "SELECT f.amount, f.max_amount, f.currency, f.bound, f.period, f.text, c.actor_name, c.action_text, "
        "c.deadline_end, c.page, c.quote, f.plan, f.commitment FROM funding f "
        "JOIN commitments c ON c.plan = f.plan AND c.id = f.commitment "
        "WHERE f.restates IS NULL ORDER BY f.amount DESC",
        "Each sum once, the largest first",
    ),
}
CODEBOOK = """CREATE TABLE codebook (
  table_name TEXT, column_name TEXT, type TEXT, description TEXT, allowed TEXT, PRIMARY KEY (table_name, column_name)
)"""
COLUMNS = "What each column means: the table codebook"
FEW = 14  # columns of a table, up to which Datasette shows what each means above the rows


def sqlite_files(datasets: Sequence[Dataset]) -> dict[str, bytes]:
    """The database and its metadata, by file name."""
    with sqlite3.connect(":memory:") as base:
        base.execute("PRAGMA foreign_keys = ON")
        for table in HELD:
            base.execute(definition(table))
        for table in HELD:
            marks = ", ".join("?" * len(table.columns))
            rows = ([stored(value) for value in row] for row in table.cells(datasets))
            base.executemany(f"INSERT INTO {name_of(table)} VALUES ({marks})", rows)
        base.execute(CODEBOOK)
        base.executemany("INSERT INTO codebook VALUES (?, ?, ?, ?, ?)", codebook())
        for statement in extras():
            base.execute(statement)
        base.commit()
        base.execute("VACUUM")
        data = base.serialize()
    base.close()
    return {FILE: data, METADATA: metadata(datasets)}


def name_of(table: Table) -> str:
    """What a table is called in the database."""
    return NAMES.get(table.name, table.name)


def definition(table: Table) -> str:
    """The statement that makes a table."""
    keys = list(dict.fromkeys((PLAN, *table.primary_key)))
    lines = [column_definition(column) for column in table.columns]
    lines.append(f"PRIMARY KEY ({', '.join(keys)})")
    lines += [
        f"FOREIGN KEY ({PLAN}, {key.column}) REFERENCES {NAMES.get(key.table, key.table)} ({PLAN}, {key.other}) {DEFERRED}"
        for key in table.foreign_keys
    ]
    if table.name != "plans":
        lines.append(f"FOREIGN KEY ({PLAN}) REFERENCES plans ({PLAN}) {DEFERRED}")
    body = ",\n  ".join(lines)
    return f"CREATE TABLE {name_of(table)} (\n  {body}\n)"


def column_definition(column: Column) -> str:
    """A column with its type, and what it may hold."""
    allowed = ", ".join(f"'{value}'" for value in column.values)
    return " ".join(
        [
            column.name,
            TYPES[column.type],
            *(["NOT NULL"] if column.required else []),
            *([f"CHECK ({column.name} IN ({allowed}))"] if allowed else []),
        ]
    )


def stored(value: Value) -> Any:  # noqa: ANN401
    """A value as SQLite keeps it."""
    return float(value) if isinstance(value, Decimal) else value


def codebook() -> list[tuple[str, ...]]:
    """What each column of each table means, and what it may hold."""
    return [
        (name_of(table), column.name, column.type, column.description, ", ".join(column.values))
        for table in HELD
        for column in table.columns
    ]


def extras() -> list[str]:
    """The statements that make the indexes, the full-text indexes and the views."""
    return [
        *(f"CREATE INDEX {t}_{c} ON {t} ({c})" for t, columns in INDEXED.items() for c in columns),
        *(
            statement
            for table, columns in SEARCHED.items()
            for statement in (
                f"CREATE VIRTUAL TABLE {table}_fts USING fts5({', '.join(columns)}, {FTS.format(table)})",
                f"INSERT INTO {table}_fts ({table}_fts) VALUES ('rebuild')",
            )
        ),
        *(f"CREATE VIEW {name} AS {query}" for name, (query, _) in VIEWS.items()),
    ]


def metadata(datasets: Sequence[Dataset]) -> bytes:
    """What Datasette shows beside the tables: titles, meanings of columns, facets, the order of rows."""
    documents = [dataset.document for dataset in datasets]
    tables: dict[str, Any] = {}
    for table in HELD:
        name = name_of(table)
        tables[name] = {
            "description": f"{SHORT.description if name == SHORT.name else table.description}. {COLUMNS}",
            **({"columns": {c.name: c.description for c in table.columns}} if len(table.columns) <= FEW else {}),
            **({"facets": FACETS[name]} if name in FACETS else {}),
            **({"fts_table": f"{name}_fts"} if name in SEARCHED else {}),
            **({"label_column": LABELS[name]} if name in LABELS else {}),
            **({"sort": "number"} if any(c.name == "number" for c in table.columns) and name != "funding" else {}),
        }
    tables["codebook"] = {"description": "What each column of each table means", "facets": ["table_name"]}
    tables |= {name: {"description": about} for name, (_, about) in VIEWS.items()}
    whole = {
        "title": title_of(documents),
        "description": f"Made by {documents[0].tool.name} {documents[0].tool.version}. Every row says on which page it stands: "
        "check it there before you print it.",
        "license": LICENCE["title"],
        "source": "; ".join(d.source for d in documents),
        "databases": {FILE.partition(".")[0]: {"tables": tables}},
    }
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
