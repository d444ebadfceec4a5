"""The command line as a whole: the only room that prints or exits. Data goes to standard output, talk to standard error.

Everything heavy is imported within a command, so that ``--help`` starts at once.
"""

import errno
import gc
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from ..errors import LambextractError, UsageError
from ..records.version import __version__

EPILOG = """\b
Start here:
  lambextract report plan.pdf                          what it promises, as a page
  lambextract build plan.pdf                           the same as data
  lambextract check data/out/plan --source plan.pdf    proves it, on the plan's pages
  lambextract diff plan.pdf revised-plan.pdf           what changed

\b
Exit codes:
  0  well
  1  faults or differences were found
  2  wrong use: an option, a folder, a pattern file
  3  the source cannot be read
  4  the dataset is not valid
  5  the machine lacks something, such as the language model
  6  two versions cannot be compared as they stand (diff --exit-code)
  70  a fault of lambextract's own, which nobody thought of
  130  interrupted with Ctrl-C
"""


def example(*commands: str) -> str:
    """The examples at the end of a command's help."""
    return "\b\n" + "\n".join(["Examples:" if len(commands) > 1 else "Example:", *(f"  {c}" for c in commands)])


INTERRUPTED = 130  # the exit code of Ctrl-C


class Closed(io.TextIOBase):
    """A standard output that was closed before the start: what is written to it is an error and not lost."""

    def write(self, text: str) -> int:
        """Raise OSError."""
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


class Interruptible(TyperGroup):
    """The commands, of which each says on Ctrl-C what it leaves behind."""

    def make_context(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401 (the framework keeps its types private)
        """Read the command line."""
        with told_if_interrupted():
            return super().make_context(*args, **options)

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401
        """Run the command."""
        with told_if_interrupted():
            return super().invoke(ctx)


@contextmanager
def told_if_interrupted() -> Iterator[None]:
    """On Ctrl-C say in one line what was written, and end with the exit code for it."""
    try:
        yield
    except KeyboardInterrupt as stop:
        typer.echo(f"Interrupted: {str(stop) or 'nothing was written'}.", err=True)
        raise typer.Exit(INTERRUPTED) from stop


app = typer.Typer(
    name="lambextract",
    cls=Interruptible,
    epilog=EPILOG,
    no_args_is_help=True,
    rich_markup_mode=None,  # rich takes longer to draw the help than everything else to start
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def run() -> None:
    """Run the command line; errors that the user can act on become a message, a hint and an exit code."""
    gc.set_threshold(50_000, 20, 50)  # pages and parses make many small objects, hardly any of them in circles
    sys.stdout = sys.stdout or Closed()
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 (as long as the process)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        app(prog_name="lambextract")
    except OSError as error:
        if isinstance(error, BrokenPipeError):  # whoever read the output has closed it: head, less
            sys.stderr.close()
            sys.exit(0)
        tell(
            UsageError(
                f"the output cannot be written: {error.strerror}", "Is the disk full, or was standard output closed?"
            )
        )
        sys.stdout = None
        sys.exit(UsageError.exit_code)
    except Exception as error:  # noqa: BLE001 (whatever it is, it ends with a report)
        from .unforeseen import thought_of

        report = thought_of(error)
        tell(report)
        sys.exit(report.exit_code)
    except KeyboardInterrupt:  # before a command has begun
        typer.echo("Interrupted: nothing was written.", err=True)
        sys.exit(INTERRUPTED)


def tell(error: LambextractError) -> None:
    """Print an error and its hint to standard error."""
    from .rendering import console, trouble

    console(sys.stderr).print(trouble(error), soft_wrap=True)


def show_version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        typer.echo(f"lambextract {__version__}")
        raise typer.Exit


@app.callback()
def main(
    _: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Turn a government implementation plan into a dataset of its promises.

    Reads a PDF or a text, finds who will do what, by when and with what money, and writes it as data and as a page on which
    every fact is tied to its exact words, page and place. Works offline; the same plan gives the same bytes.
    """
