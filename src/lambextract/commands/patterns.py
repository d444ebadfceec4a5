"""The rules → whether their own examples prove them."""

import sys
from typing import Annotated

import typer

from .app import app, example
from .options import FAULTS, PatternsDir, Without, layered


@app.command(
    short_help="List the rules, and try them on their examples.",
    epilog=example(
        "lambextract patterns", "lambextract patterns --patterns my-country", "lambextract patterns --failed"
    ),
)
def patterns(
    folder: PatternsDir = None,
    without: Without = None,
    failed: Annotated[bool, typer.Option("--failed", help="List only the rules that failed.")] = False,
) -> None:
    """List the rules and try each on its own examples: every hit must fire, and no miss may.

    Ends with code 1 if one fails. Rules come from the packs in patterns/; --patterns DIR lays your own over them.
    """
    from ..extraction.selftest import proofs_of
    from .rendering import console, proved

    rules = layered(folder, without)
    proofs = proofs_of(rules)
    wrong = [p for p in proofs if p.failed]
    screen = console(sys.stdout)
    for line in proved(proofs if not failed else wrong):
        screen.print(line, soft_wrap=True)
    tried = sum(len(p.rule.hits) + len(p.rule.misses) for p in proofs)
    typer.echo(f"{len(proofs)} rules of {', '.join(rules.packs)}; {tried} examples; {len(wrong)} failed", err=True)
    if wrong:
        raise typer.Exit(FAULTS)
