"""Where in the plan the work is: put on an exception that nobody thought of, so that its report can name the place."""

from collections.abc import Iterator
from contextlib import contextmanager

from ..errors import LambextractError
from .model import Block


@contextmanager
def at(place: str) -> Iterator[None]:
    """Note the place on an exception that passes, unless one within has done so, or it is one that was thought of."""
    try:
        yield
    except Exception as error:
        if not isinstance(error, LambextractError) and place_of(error) is None:
            error.add_note(place)
        raise


def place_of(error: BaseException) -> str | None:
    """The place in the plan that an exception carries."""
    notes: list[str] = getattr(error, "__notes__", [])
    return notes[0] if notes else None


def named(block: Block) -> str:
    """A block's name for a report."""
    return f"block {block.id} on page {block.page}" if block.page else f"block {block.id}"
