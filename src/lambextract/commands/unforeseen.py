"""What nobody thought of → one line, and a file with the way to it that can be sent to whoever mends it."""

import platform
import sys
import tempfile
import traceback
from pathlib import Path

from ..document.place import place_of
from ..errors import LambextractError, MachineError, UnforeseenError
from ..records.version import __version__


def thought_of(error: Exception, source: str = "") -> LambextractError:
    """The error that is told for an exception: itself if it was thought of, else a report, its trace in a file."""
    if isinstance(error, LambextractError) and not isinstance(error, UnforeseenError):
        return error
    if isinstance(error, ModuleNotFoundError) and not str(error.name).startswith("lambextract"):
        return MachineError(f"the package {error.name} is missing", "What else may be missing: lambextract doctor")
    if isinstance(error, MemoryError):
        return MachineError("there is not enough memory", "Close other programs, or split the plan.")
    if not isinstance(error, UnforeseenError):
        place = " of ".join(filter(None, (place_of(error), Path(source).name)))
        error = UnforeseenError(error, "".join(traceback.format_exception(error)), place)
    error.hint = told(error)
    return error


def told(error: UnforeseenError) -> str:
    """What the user can do: where the trace is, and how to report it."""
    head = f"lambextract {__version__}, Python {platform.python_version()}, {platform.platform()}\n{error}\n\n"
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="lambextract-", suffix=".txt", encoding="utf-8", errors="backslashreplace", delete=False
        ) as file:
            file.write(head + error.trace)
    except OSError:
        sys.stderr.write(error.trace)
        return "No file could be written for the way to it, which is above: please report it, as README says."
    return f"The way to it is in {file.name}: please report it with that file, as README says."
