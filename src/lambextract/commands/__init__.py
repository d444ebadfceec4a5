"""The command line: one module a command."""

from . import build, check, schema, diff, conflicts, score, explain, patterns, doctor  # noqa: F401, I001 (in the order of the help)
from .app import app, run

__all__ = ["app", "run"]
