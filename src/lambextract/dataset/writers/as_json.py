"""Dataset → dataset.json, one record a line, and its JSON Schema; and back."""

import functools
import io
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
    out = io.BytesIO()
    for piece in pieces_of(dataset):
        out.write(piece.encode("utf-8"))
    return out.getvalue()


def json_of(record: Record) -> str:
    """A record as one JSON object: its lists with a line for each item."""
    return "".join(pieces_of(record))


def pieces_of(record: Record) -> Iterator[str]:
    """The same, piece by piece: a long dataset would be there three times otherwise."""
    begins = "{\n"
    for field, known in type(record).model_fields.items():
        value, name = getattr(record, field), json.dumps(known.alias or field)
        if isinstance(value, tuple) and value and all(isinstance(item, Record) for item in value):
            yield f"{begins}{name}: [\n"
            for n, item in enumerate(value):
                text = json.dumps(item.model_dump(mode="json", by_alias=True), ensure_ascii=False)
                yield f",\n{text}" if n else text
            yield "\n]"
        else:
            (value,) = record.model_dump(mode="json", by_alias=True, include={field}).values()
            yield f"{begins}{name}: {laid_out(value)}"
        begins = ",\n"
    yield "\n}\n"


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
