"""The JSON Schema of a dataset or a comparison."""

import sys
from typing import Annotated

import typer

from .app import app, example


@app.command(
    short_help="Print the JSON Schema of a dataset.", epilog=example("lambextract schema > dataset.schema.json")
)
def schema(
    of_diff: Annotated[bool, typer.Option("--diff", help="The schema of diff --format json instead.")] = False,
    of_conflicts: Annotated[
        bool, typer.Option("--conflicts", help="The schema of conflicts --format json instead.")
    ] = False,
) -> None:
    """Print the JSON Schema of dataset.json."""
    if of_diff:
        from ..stories.json_csv import schema_text

        sys.stdout.write(schema_text())
        return
    if of_conflicts:
        from ..dataset.writers import schema_of
        from ..records.contradictions import Contradictions

        sys.stdout.write(schema_of(Contradictions))
        return
    from ..dataset.writers import schema_bytes

    sys.stdout.write(schema_bytes().decode("utf-8"))
