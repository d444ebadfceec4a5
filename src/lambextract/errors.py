"""What can go wrong, by whose turn it is to mend it.

Every error says what was wrong and where, carries a hint at what to try, and knows the command's exit code.
"""

NAMED = 160  # characters of an exception that are shown


class LambextractError(Exception):
    """A problem that the user can read and act on; ``hint`` says how."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(LambextractError):
    """The command was asked for something that cannot be done: an output folder, an option, a date."""

    exit_code = 2


class PatternError(UsageError):
    """A pattern file is wrong: names the file, the rule and the reason."""


class SourceError(LambextractError):
    """The plan cannot be read: missing, encrypted, damaged, without text."""

    exit_code = 3


class DatasetError(LambextractError):
    """A dataset is not valid: schema, keys, quotations."""

    exit_code = 4


class MachineError(LambextractError):
    """The machine lacks something that the tool needs, such as the language model."""

    exit_code = 5


class UnforeseenError(LambextractError):
    """A fault of lambextract itself: an exception that nobody thought of.

    ``trace`` is the way to the place in the code, ``place`` the one in the plan, as far as it is known.
    """

    exit_code = 70

    def __init__(self, cause: BaseException | str, trace: str, place: str = "") -> None:
        name = cause if isinstance(cause, str) else f"{type(cause).__name__}: {cause}"
        where = f" at {place}" if place else ""
        super().__init__(f"lambextract has failed{where}, by a fault of its own ({' '.join(name.split())[:NAMED]})")
        self.cause = name
        self.trace = trace
        self.place = place
