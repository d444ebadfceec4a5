"""What can go wrong, by whose turn it is to mend it.

Every error says what was wrong and where, carries a hint at what to try, and knows the command's exit code.
"""


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
