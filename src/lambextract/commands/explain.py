"""A sentence → why it gave what it gave."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from .app import app, example
from .options import FAULTS, PasswordFile, PatternsDir, Place, Without, layered, password


@app.command(
    short_help="Say why a sentence is a commitment, or none.",
    epilog=example(
        "lambextract explain data/out/plan chapter-1-1.28-develop",
        'lambextract explain data/out/plan "ensure that guidance is updated" --source plan.pdf',
    ),
)
def explain(
    place: Place,
    what: Annotated[
        str, typer.Argument(metavar="ID|QUOTE", help="A commitment's id, or words of a sentence.", show_default=False)
    ],
    source: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The plan it was built from: checks that it is, and shows the words around."),
    ] = None,
    patterns: PatternsDir = None,
    without: Without = None,
    password_file: PasswordFile = None,
) -> None:
    """Say why a sentence gave the commitment that it did, or none.

    Which rules fired on which words, what was considered and rejected and why, what it takes from its place, and how the
    sentence was parsed. Give the same --patterns as for the build.
    """
    from ..dataset.check import faults_against, read_dataset
    from ..extraction.explanation import explain as explain_words
    from .rendering import console, explained

    dataset = read_dataset(place)
    faults = [] if source is None else list(faults_against(dataset, source, password(password_file)))
    found = explain_words(dataset, what, layered(patterns, without))
    screen = console(sys.stdout)
    for explanation in found:
        screen.print(explained(explanation))
    if source is None:
        return
    ids = {"document", *(c.id for e in found for c in e.commitments), *(e.block.id for e in found)}
    mine = [f for f in faults if any(i in f.record for i in ids)]
    for fault in mine:
        typer.echo(str(fault))
    if mine:
        raise typer.Exit(FAULTS)
    typer.echo(f"Its words stand where the dataset says in {source}.")
