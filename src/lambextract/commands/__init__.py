"""The command line: one module a command."""

from . import build, check, show, report, annotate, diff, conflicts, schema, score, explain, patterns, doctor, help  # noqa: F401, I001 (in the order of the help)
from .app import app, run

__all__ = ["app", "run"]
