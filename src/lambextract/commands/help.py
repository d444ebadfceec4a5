"""A command's name → its help."""

from typing import Annotated

import typer
from typer.core import TyperGroup

from ..errors import UsageError
from .app import app, example


def commands_begun(ctx: typer.Context, incomplete: str) -> list[str]:
    """The commands whose names begin so."""
    group = ctx.parent.command if ctx.parent is not None else None
    return [name for name in group.commands if name.startswith(incomplete)] if isinstance(group, TyperGroup) else []


@app.command(short_help="Show the help of a command.", name="help", epilog=example("lambextract help build"))
def help_(
    ctx: typer.Context,
    command: Annotated[
        str | None,
        typer.Argument(
            metavar="COMMAND",
            help="A command; none: the list of all.",
            autocompletion=commands_begun,
            show_default=False,
        ),
    ] = None,
) -> None:
    """Show the help of a command, as its --help does."""
    whole = ctx.parent
    assert whole is not None, "a command is called by the program"
    assert isinstance(whole.command, TyperGroup), "the program is a group of commands"
    if command is None:
        typer.echo(whole.get_help())
        return
    found = whole.command.get_command(whole, command)
    if found is None:
        raise UsageError(f"there is no command {command!r}", f"The commands are: {', '.join(whole.command.commands)}.")
    typer.echo(found.get_help(type(ctx)(found, parent=whole, info_name=command)))
