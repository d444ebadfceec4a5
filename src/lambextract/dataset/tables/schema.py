"""What a table is: its rows out of a dataset, its columns with types and meanings, its keys."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from ...records.dataset import Dataset, FundingRecord, Record

Value = str | int | float | bool | Decimal | None
Type = Literal["string", "integer", "number", "date", "boolean"]  # of a Table Schema
LIST = "; "  # between the items of a list in one cell


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type, what it holds, and how its value is had of a row.

    ``path`` leads to the field in a record of dataset.json that it shows, if it shows one as it is; ``values`` are all that
    it may hold, where they are known.
    """

    name: str
    type: Type
    description: str
    value: Callable[[Any], Any]
    required: bool = False
    path: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A column whose values are those of another table's column, of the same plan."""

    column: str
    table: str
    other: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its rows, its columns, and its key, which is that of a row within its plan."""

    name: str
    description: str
    rows: Callable[[Dataset], Sequence[Any]]
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()

    def cells(self, datasets: Sequence[Dataset]) -> Iterator[list[Value]]:
        """The rows of some datasets, a value for each column."""
        for dataset in datasets:
            for row in self.rows(dataset):
                yield [flat(column.value(row)) for column in self.columns]


def flat(value: Any) -> Value:  # noqa: ANN401
    """A value as one cell: lists joined, boxes as ``page x0 top x1 bottom``, sums as written."""
    if isinstance(value, tuple):
        return LIST.join(str(flat(v)) if not isinstance(v, tuple) else " ".join(map(str, v)) for v in value) or None
    if isinstance(value, FundingRecord):
        return value.text
    return value  # type: ignore[no-any-return]


def member(record: Any, name: str) -> Any:  # noqa: ANN401
    """A field of a record; nothing has no fields."""
    return None if record is None else getattr(record, name)


def at(*path: str) -> Callable[[Any], Any]:
    """What a path of fields leads to."""
    return lambda row: reduce(member, path, row)


def columns(
    model: type[Record],
    types: dict[str, Type],
    prefix: str = "",
    path: tuple[str, ...] = (),
    required: Sequence[str] = (),
    base: tuple[str, ...] = ("record",),
    names: dict[str, str] | None = None,
) -> tuple[Column, ...]:
    """The columns of a record's fields that ``types`` names, called ``prefix`` and the field, or what ``names`` says.

    The record is found at ``base`` and ``path`` of a row, and ``path`` within its record of dataset.json.
    """
    return tuple(
        Column(
            (names or {}).get(name) or f"{prefix}{name}",
            kind,
            model.model_fields[name].description or "",
            at(*base, *path, name),
            name in required,
            (*path, model.model_fields[name].alias or name),
            literals(model.model_fields[name].annotation),
        )
        for name, kind in types.items()
    )


def literals(annotation: Any) -> tuple[str, ...]:  # noqa: ANN401
    """All values that an annotation allows, where they are words of its own; none where anything is allowed."""
    if get_origin(annotation) is Literal:
        return tuple(map(str, get_args(annotation)))
    if get_origin(annotation) in (Union, UnionType):
        parts = [part for part in get_args(annotation) if part is not type(None)]
        return literals(parts[0]) if len(parts) == 1 else ()
    return ()
