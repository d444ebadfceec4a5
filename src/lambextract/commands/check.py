"""A dataset → its faults, or that it has none."""

from pathlib import Path
from typing import Annotated

import typer

from .app import app, example
from .options import FAULTS, PasswordFile, Place, password


@app.command(
    short_help="Prove a dataset: schema, keys, every quotation.",
    epilog=example("lambextract check data/out/plan --source plan.pdf"),
)
def check(
    place: Place,
    source: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The plan that the dataset was built from.")
    ] = None,
    password_file: PasswordFile = None,
) -> None:
    """Check a dataset: schema, keys, every quotation at its offsets.

    With the source: its SHA-256 too, and every quotation within its boxes on the page. Prints a line for each fault: record,
    field, value, what is wrong, page. Ends with code 1 if there is one.
    """
    from ..dataset.check import faults_against, faults_in

    dataset, faults = faults_in(place)
    if source is not None and dataset is not None:
        faults += faults_against(dataset, source, password(password_file))
    for fault in faults:
        typer.echo(str(fault))
    if faults:
        typer.echo(f"{len(faults)} fault{'s' if len(faults) > 1 else ''} in {place}", err=True)
        raise typer.Exit(FAULTS)
    assert dataset is not None, "a dataset that the schema refuses has faults"
    against = f", all found in {source}" if source else ""
    typer.echo(
        f"{place} is well: {len(dataset.commitments)} commitments in {len(dataset.blocks)} blocks{against}", err=True
    )
