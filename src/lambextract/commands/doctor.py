"""The machine → what it lacks, and what to do."""

from pathlib import Path
from typing import Annotated

import typer

from ..errors import MachineError
from .app import app, example
from .build import DEFAULT_OUT


@app.command(short_help="Check the machine.", epilog=example("lambextract doctor"))
def doctor(
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="The folder that datasets are to be written to.")
    ] = DEFAULT_OUT,
) -> None:
    """Check the machine: Python, packages, the language model by its hashes, free space, permission to write.

    Prints a line for each thing, and what to do about what is wrong. Ends with code 5 if anything is.
    """
    from ..machine import findings

    wrong = 0
    for finding in findings(out):
        typer.echo(f"{'fault' if finding.remedy else 'ok':<8}{finding.what}")
        if finding.remedy:
            wrong += 1
            typer.echo(f"{'':<8}{finding.remedy}")
    if wrong:
        raise typer.Exit(MachineError.exit_code)
    typer.echo("The machine has what lambextract needs.", err=True)
