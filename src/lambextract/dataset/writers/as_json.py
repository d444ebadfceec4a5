"""Dataset → dataset.json, one record a line, and its JSON Schema; and back."""

import functools
import json
from collections.abc import Iterator, Sequence
from typing import Any

from ...records.dataset import Dataset, Record

SCHEMA_ID = "https://json-schema.org/draft/2020-12/schema"


def json_files(datasets: Sequence[Dataset]) -> dict[str, bytes]:
    """The dataset, which must be one, and its schema, by file name."""
    (dataset,) = datasets
    return {"dataset.json": dataset_bytes(dataset), "dataset.schema.json": schema_bytes()}


def dataset_bytes(dataset: Dataset) -> bytes:
    """Everything as one JSON object: a line for each record, so that two datasets can be compared line by line."""
    return json_of(dataset).encode("utf-8")


def json_of(record: Record) -> str:
    """A record as one JSON object: its lists with a line for each item."""
    return (
        "{\n" + ",\n".join(member for field in type(record).model_fields for member in members(record, field)) + "\n}\n"
    )


def members(record: Record, field: str) -> Iterator[str]:
    """The member of a JSON object that one field of a record makes: one by one, as all at once would be there twice."""
    part: dict[str, Any] = record.model_dump(mode="json", by_alias=True, include={field})
    for name, value in part.items():
        yield f"{json.dumps(name)}: {laid_out(value)}"


def laid_out(value: Any) -> str:  # noqa: ANN401
    """A list with a line for each item, anything else on one line."""
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(json.dumps(item, ensure_ascii=False) for item in value) + "\n]"
    return json.dumps(value, ensure_ascii=False)


@functools.cache  # the same for every dataset
def schema_bytes() -> bytes:
    """The JSON Schema of dataset.json."""
    return schema_of(Dataset).encode("utf-8")


def schema_of(model: type[Record]) -> str:
    """The JSON Schema of what a model writes."""
    schema = {"$schema": SCHEMA_ID, **model.model_json_schema(by_alias=True, mode="serialization")}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
