"""Dataset → datapackage.json: a Frictionless Data Package (version 1) that describes the tables."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from ...document.identifiers import slug
from ...records.dataset import Dataset
from .columns import TABLES, Column, Table

LICENCE = {
    "name": "other-open",
    "title": "The quotations are the publisher's: see the plan's own licence. What lambextract adds is free to use.",
}


def package_of(dataset: Dataset, files: Mapping[str, bytes]) -> bytes:
    """The package's descriptor; ``files`` are the tables' bytes by name."""
    document = dataset.document
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": slug(document.title or document.source, 80) or "plan",
        "title": f"Commitments in: {document.title}" if document.title else "Commitments in a plan",
        "version": document.tool.version,
        "sources": [
            {"title": document.title or document.source, "path": document.source, "hash": f"sha256:{document.sha256}"}
        ],
        "contributors": [{"title": f"{document.tool.name} {document.tool.version}", "role": "wrangler"}],
        "licenses": [LICENCE],
        "resources": [resource(table, files[f"{table.name}.csv"]) for table in TABLES],
    }
    if document.publisher:
        package["contributors"].insert(0, {"title": document.publisher, "role": "publisher"})
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def resource(table: Table, data: bytes) -> dict[str, Any]:
    """One table's descriptor."""
    schema: dict[str, Any] = {
        "fields": [field(column) for column in table.columns],
        "primaryKey": list(table.primary_key),
    }
    if table.foreign_keys:
        schema["foreignKeys"] = [
            {"fields": [key.column], "reference": {"resource": key.table, "fields": [key.other]}}
            for key in table.foreign_keys
        ]
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


def field(column: Column) -> dict[str, Any]:
    """One column's descriptor."""
    out: dict[str, Any] = {"name": column.name, "type": column.type, "description": column.description}
    return {**out, "constraints": {"required": True}} if column.required else out
