"""A dataset and labels → figures."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from .app import app, example
from .options import Place


@app.command(
    short_help="Score a dataset against labels.",
    epilog=example("lambextract score data/out/canals-plan tests/labels/commitments.jsonl --errors"),
)
def score(
    place: Place,
    labels: Annotated[Path, typer.Argument(help="Labels: a line of JSON for each commitment.", show_default=False)],
    errors: Annotated[
        bool, typer.Option("--errors", help="Print each miss, each extra and each wrong field, a line each.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Score a dataset against labels: precision, recall, F1, and each field."""
    import json

    from ..dataset.check import read_dataset
    from ..dataset.score import lines, read_labels
    from ..dataset.score import score as score_dataset
    from .rendering import console, figures

    told, actors, scope = read_labels(labels)
    result = score_dataset(read_dataset(place), told, actors, scope)
    if scope is not None:
        rows = [f"recommendations {'–'.join(map(str, scope['refs']))}"] if "refs" in scope else []
        covered = ", ".join([*scope.get("parts", ()), *rows])
        typer.echo(f"The labels cover a part of the plan, and only that is scored: {covered}", err=True)
    if errors:
        for line in lines(result):
            typer.echo(line)
    if as_json:
        typer.echo(json.dumps(result.figures(), indent=2))
    else:
        console(sys.stdout).print(figures(result))
