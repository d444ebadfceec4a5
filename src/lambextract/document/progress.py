"""How far the work is: what the stations tell whoever watches."""

from collections.abc import Callable

Report = Callable[[str, int, int], None]  # stage, done, total


def quiet(stage: str, done: int, total: int) -> None:
    """Report nothing."""
