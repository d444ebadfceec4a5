"""Options that several commands take, and what they say."""

from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import UsageError

if TYPE_CHECKING:
    from ..patterns import Patterns
    from ..recipe import Recipe

FAULTS = 1  # the exit code for faults that were found
NOT_COMPARABLE = 6  # that for versions whose comparison must not be taken at its word

Sources = Annotated[
    list[str], typer.Argument(help="Plans: .pdf, .txt or .md files; - for standard input.", show_default=False)
]
Place = Annotated[Path, typer.Argument(help="The folder of a built dataset.", metavar="DIR", show_default=False)]
Plan = Annotated[
    Path,
    typer.Argument(
        metavar="DATASET|SOURCE",
        help="A built dataset (its folder) or a plan, which is built on the fly and kept in a cache.",
        show_default=False,
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Where it goes; - for standard output. Default: a file named after the plan, here.",
        show_default=False,
    ),
]
PatternsDir = Annotated[
    Path | None,
    typer.Option("--patterns", metavar="DIR", help="A folder of pattern files to lay over the default ones."),
]
Without = Annotated[
    list[str] | None,
    typer.Option("--without", metavar="PACK", help="A default pack of patterns to leave out.", show_default=False),
]
PasswordFile = Annotated[
    Path | None,
    typer.Option("--password-file", metavar="FILE", help="A file that holds the password of an encrypted PDF."),
]

Timeout = Annotated[
    float,
    typer.Option(
        "--timeout",
        metavar="SECONDS",
        min=0,
        help="The most time that a plan may take; 0: no limit.",
        show_default=True,
    ),
]
PageTimeout = Annotated[
    float,
    typer.Option("--page-timeout", metavar="SECONDS", min=0, help="The most time that one page of a PDF may take."),
]
MaxMemory = Annotated[
    int,
    typer.Option("--max-memory", metavar="MB", min=0, help="The most memory of each process that reads a PDF's pages."),
]
MaxPages = Annotated[int, typer.Option("--max-pages", metavar="N", min=0, help="The most pages that a PDF may have.")]
MaxCharacters = Annotated[
    int, typer.Option("--max-characters", metavar="N", min=0, help="The most text that a plan may hold.")
]
Tags = Annotated[
    bool,
    typer.Option("--tags/--no-tags", help="Whether to use the structure that a PDF's author tagged, where it is sane."),
]
Jobs = Annotated[
    int,
    typer.Option(
        "--jobs",
        "-j",
        metavar="N",
        min=0,
        help="How many plans are built at a time; 0: as many as there are processors.",
    ),
]
Cache = Annotated[
    bool,
    typer.Option(
        "--cache/--no-cache",
        help="Whether a plan that was built before, with the same rules, is taken from the cache.",
    ),
]


def completed(values: Sequence[str]) -> Callable[[str], list[str]]:
    """What the shell may complete a word to."""

    def found(incomplete: str) -> list[str]:
        return [value for value in values if value.startswith(incomplete)]

    return found


def one_of(what: str, value: str, values: Sequence[str]) -> str:
    """The value, if it is one of those that there are. Raises UsageError, naming them, if it is not."""
    if value not in values:
        raise UsageError(f"there is no {what} {value!r}", f"There are: {', '.join(values)}.")
    return value


def layered(folder: Path | None, without: list[str] | None) -> "Patterns":
    """The default patterns, without some packs, the user's laid over them."""
    from ..patterns import load_patterns

    return load_patterns(folder, without or ())


def checked_patterns(recipe: "Recipe") -> "Recipe":
    """A recipe whose pattern files are in order. Raises PatternError, before any work is done, for what is wrong in them."""
    if recipe.extra is not None or recipe.without:
        layered(recipe.extra, list(recipe.without))
    return recipe


def password(file: Path | None) -> str | None:
    """The password in a file: its first line."""
    if file is None:
        return None
    try:
        return (file.read_text(encoding="utf-8").splitlines() or [""])[0]
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"the password file {file} cannot be read: {error}", "Write the password on its first line."
        ) from error


def day(value: str | None, last: bool = False) -> str | None:
    """An ISO day, checked; a month or a year stands for its first day, or for its last."""
    if value is None:
        return None
    try:
        year, month = int(value[:4]), int(value[5:7] or (12 if last else 1))
        of_month = monthrange(year, month)[1] if last else 1
        whole = {4: f"{value}-{month:02}-{of_month:02}", 7: f"{value}-{of_month:02}"}.get(len(value), value)
        return date.fromisoformat(whole).isoformat()
    except ValueError as error:
        raise UsageError(f"{value!r} is no day", "Give it as YYYY-MM-DD, YYYY-MM or YYYY, e.g. 2017-04-01") from error
