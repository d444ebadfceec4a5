"""What an optional format needs, and the command that installs it."""

import shlex
import sys
from importlib import metadata

from packaging.requirements import Requirement

PACKAGE = "lambextract"


def install_command(extra: str) -> str:
    """The command that installs what an extra of this package asks for, into the Python that runs now."""
    needed = [Requirement(line) for line in metadata.requires(PACKAGE) or ()]
    asked = [r for r in needed if r.marker is not None and r.marker.evaluate({"extra": extra})]
    named = [f"{r.name}{r.specifier}" for r in asked if not r.marker or not r.marker.evaluate({"extra": ""})]
    return shlex.join([sys.executable, "-m", "pip", "install", *named])
