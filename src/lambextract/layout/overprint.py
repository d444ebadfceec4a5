"""Letters that are drawn twice at one place, as programs do that know no bold type."""

from collections.abc import Callable, Sequence

OVERPRINT = 0.4  # of a letter's width and height: two equal ones nearer than this are one, drawn twice
MOST_NEAR = 200  # equal letters in one column that are compared with one another

Area = tuple[float, float, float, float]  # x0, top, x1, bottom


def never(_one: int, _other: int) -> bool:
    """No two letters are meant to stand at one place."""
    return False


def drawn_again(texts: Sequence[str], areas: Sequence[Area], meant: Callable[[int, int], bool] = never) -> set[int]:
    """The letters that stand where the same one was drawn before, by their indices; ``meant``: two that belong there."""
    again: set[int] = set()
    order = sorted(range(len(texts)), key=lambda i: (texts[i], areas[i][0], i))
    for at, i in enumerate(order):
        x0, top, x1, bottom = areas[i]
        reach, depth = OVERPRINT * (x1 - x0), OVERPRINT * (bottom - top)
        for j in order[at + 1 : at + 1 + MOST_NEAR]:
            if texts[j] != texts[i] or areas[j][0] - x0 >= reach:
                break
            if abs(areas[j][1] - top) < depth and not meant(i, j):
                again.add(max(i, j))
    return again
