"""A plan → where it contradicts itself."""

import sys
from typing import Annotated

import typer

from ..errors import UsageError
from .app import app, example
from .options import FAULTS, PasswordFile, PatternsDir, Plan, Without, password


@app.command(
    short_help="Tell where a plan contradicts itself.",
    epilog=example("lambextract conflicts plan.pdf", "lambextract conflicts data/out/plan --format csv"),
)
def conflicts(
    plan: Plan,
    format_: Annotated[str, typer.Option("--format", metavar="NAME", help="text, markdown, json or csv.")] = "text",
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="End with code 1 if a contradiction is found.")
    ] = False,
    patterns: PatternsDir = None,
    without: Without = None,
    password_file: PasswordFile = None,
) -> None:
    """Tell where a plan contradicts itself: promises that it makes in several places, with another date, body or sum.

    The worst first: dates by how many months they lie apart, sums, what is planned here and done there, bodies, how firmly.
    Then, for a plan with a table of recommendations, what stands in the table or in the text only.
    """
    from ..comparison.inputs import dataset_of
    from ..comparison.within import contradictions_of
    from ..patterns import load_change_patterns
    from ..stories.contradictions import FORMATS
    from .progress import progress

    if format_ not in FORMATS:
        raise UsageError(f"there is no format {format_}", f"The formats are: {', '.join(FORMATS)}")
    with progress(sys.stderr) as report:
        dataset = dataset_of(plan, patterns, without or (), password(password_file), report)
    found = contradictions_of(dataset, load_change_patterns(patterns, without or ()))
    sys.stdout.write(FORMATS[format_](found))
    if exit_code and found.contradictions:
        raise typer.Exit(FAULTS)
