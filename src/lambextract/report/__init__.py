"""A dataset → what a person reads of it: one page with everything, and the plan itself with its promises marked."""

from .page import report_of

__all__ = ["report_of"]
