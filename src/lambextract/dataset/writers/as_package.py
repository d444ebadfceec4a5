"""Datasets → datapackage.json: a Frictionless Data Package (version 1) that describes the tables."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from ...document.identifiers import slug
from ...records.dataset import Dataset, DocumentRecord
from ..tables import TABLES, Column, ForeignKey, Table

LICENCE = {
    "name": "other-open",
    "title": "The quotations are the publisher's: see the plan's own licence. What lambextract adds is free to use.",
}
PLAN = "plan"  # the column that parts the rows of one plan from those of another


def package_of(datasets: Sequence[Dataset], files: Mapping[str, bytes]) -> bytes:
    """The package's descriptor; ``files`` are the tables' bytes by name."""
    documents = [dataset.document for dataset in datasets]
    tool = documents[0].tool
    publishers = dict.fromkeys(d.publisher for d in documents if d.publisher)
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": name_of(documents),
        "title": title_of(documents),
        "version": tool.version,
        "sources": [{"title": d.title or d.source, "path": d.source, "hash": f"sha256:{d.sha256}"} for d in documents],
        "contributors": [
            *({"title": name, "role": "publisher"} for name in publishers),
            {"title": f"{tool.name} {tool.version}", "role": "wrangler"},
        ],
        "licenses": [LICENCE],
        "resources": [resource(table, files[f"{table.name}.csv"]) for table in TABLES],
    }
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def name_of(documents: Sequence[DocumentRecord]) -> str:
    """The package's name."""
    return "plans" if len(documents) > 1 else slug(documents[0].title or documents[0].source, 80) or "plan"


def title_of(documents: Sequence[DocumentRecord]) -> str:
    """The package's title."""
    if len(documents) > 1:
        return f"Commitments in {len(documents)} plans"
    title = documents[0].title
    return f"Commitments in: {title}" if title else "Commitments in a plan"


def resource(table: Table, data: bytes) -> dict[str, Any]:
    """One table's descriptor."""
    schema: dict[str, Any] = {
        "fields": [field(column) for column in table.columns],
        "primaryKey": list(dict.fromkeys((PLAN, *table.primary_key))),
    }
    if table.foreign_keys:
        schema["foreignKeys"] = [reference(table, key) for key in table.foreign_keys]
    return {
        "name": table.name,
        "description": table.description,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": schema,
    }


def reference(table: Table, key: ForeignKey) -> dict[str, Any]:
    """A foreign key's descriptor; a table that refers to itself is named by nothing.

    It holds within one plan. Where the column may be empty the plan is left out: Table Schema knows no key that is empty in
    part only.
    """
    other = "" if key.table == table.name else key.table
    required = next(column.required for column in table.columns if column.name == key.column)
    plan = [PLAN] if required else []
    return {"fields": [*plan, key.column], "reference": {"resource": other, "fields": [*plan, key.other]}}


def field(column: Column) -> dict[str, Any]:
    """One column's descriptor."""
    out: dict[str, Any] = {"name": column.name, "type": column.type, "description": column.description}
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.values:
        constraints["enum"] = list(column.values)
    return {**out, "constraints": constraints} if constraints else out
