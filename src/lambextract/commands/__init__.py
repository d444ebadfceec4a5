"""The command line: one module a command."""

# ruff: noqa: F401, I001 (they are imported in the order of the help)
from . import build, check, show, report, annotate, diff, conflicts, corpus
from . import schema, score, explain, patterns, doctor, help
from .app import app, run

__all__ = ["app", "run"]
