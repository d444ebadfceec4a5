"""A plan's PDF → the same with its commitments highlighted."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from ..errors import UsageError
from .app import app, example
from .options import Output, PasswordFile, PatternsDir, Without, layered, password
from .output import check_target, named_after, put

SUFFIX = "-annotated.pdf"
AUTHOR = "lambextract"


def made_of(source: Path) -> Callable[[bytes], bool]:
    """Whether a file is an annotated PDF: it begins with the plan's own bytes, or holds a note of ours."""
    return lambda data: (source.is_file() and data.startswith(source.read_bytes())) or f"({AUTHOR}".encode() in data


@app.command(
    short_help="Highlight the commitments on the plan itself.",
    epilog=example("lambextract annotate plan.pdf -o plan-annotated.pdf"),
)
def annotate(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help="The plan, a PDF.", show_default=False)],
    output: Output = None,
    dataset: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="A dataset that was built from it; else it is built, or taken from the cache."
        ),
    ] = None,
    rejected: Annotated[
        bool,
        typer.Option("--rejected", help="Mark at the margin too what was weighed and not taken, with the reasons."),
    ] = False,
    patterns: PatternsDir = None,
    without: Without = None,
    password_file: PasswordFile = None,
) -> None:
    """Write the plan itself with every commitment highlighted, and a note at each: who, what, when, money, id.

    Yellow: planned; blue: ongoing; green: completed; where a sentence holds several, the first of these. The pages beneath
    stay as they are: what is added lies behind the bytes of the plan. An encrypted plan is written without its lock.
    """
    from ..comparison.inputs import dataset_of
    from ..patterns.reasons import notes_of
    from ..report.annotated_pdf import annotated
    from .progress import progress
    from .report import bytes_of

    if source.suffix.casefold() != ".pdf":
        raise UsageError(f"{source} is no PDF", "Only a PDF can be annotated; lambextract report shows any plan.")
    target = check_target(output, named_after(source, SUFFIX), made_of(source), source, dataset)
    secret = password(password_file)
    with progress(sys.stderr) as told:
        found = dataset_of(dataset or source, patterns, without or (), secret, told)
    notes = notes_of(layered(patterns, without)) if rejected else None
    put(annotated(bytes_of(source, found), found, secret, notes), target)
    if target != Path("-"):
        too = f", {len(found.rejected)} clauses that were not taken beside them" if rejected else ""
        typer.echo(f"{target}: {len(found.commitments)} commitments marked{too}. Open it in a PDF reader.", err=True)
