"""Letters that are drawn twice, as programs do that know no bold type, or to give a heading a shadow."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

OVERPRINT = 0.4  # of a letter's width and height: two equal ones nearer than this are one, drawn twice
MOST_NEAR = 200  # equal letters in one column that are compared with one another

# a line that is drawn again a little way off: how far at most, and what tells it from letters that happen to repeat
SHIFT = 0.5  # of the letters' height, sideways and downwards
STEP = 0.05  # points: two distances nearer than this are the same
DIFFERENT = 4  # different letters, at least, that stand again at the same distance
WHOLE = 0.9  # share of the line's letters, between the first and the last of them, that do
NARROWER = 0.8  # of the letters' usual width: letters that stand side by side are farther apart

Area = tuple[float, float, float, float]  # x0, top, x1, bottom


def never(_one: int, _other: int) -> bool:
    """No two letters are meant to stand at one place."""
    return False


def drawn_again(texts: Sequence[str], areas: Sequence[Area], meant: Callable[[int, int], bool] = never) -> set[int]:
    """The letters that stand where the same one was drawn before, by their indices; ``meant``: two that belong there."""
    again: set[int] = set()
    twins: list[tuple[int, int]] = []
    columns: dict[str, list[int]] = defaultdict(list)
    for i, text in enumerate(texts):
        columns[text].append(i)
    for text in sorted(columns):
        column = sorted(columns[text], key=lambda i: areas[i][0])
        lefts = [areas[i][0] for i in column]
        tops = [areas[i][1] for i in column]
        last = len(column)
        for at, i in enumerate(column):
            x0, top, x1, bottom = areas[i]
            width, height = x1 - x0, bottom - top
            reach, depth, off = OVERPRINT * width, OVERPRINT * height, SHIFT * height
            far, tall = max(reach, off), max(depth, off)
            for k in range(at + 1, min(last, at + 1 + MOST_NEAR)):
                across = lefts[k] - x0
                if across > far:
                    break
                if -tall <= tops[k] - top <= tall:
                    j, down = column[k], abs(tops[k] - top)
                    if across < reach and down < depth and not meant(i, j):
                        again.add(max(i, j))
                    if across <= off and down <= off and abs(areas[j][2] - lefts[k] - x1 + x0) <= STEP:
                        twins.append((i, j))
    return again | shadows(texts, areas, twins)


def shadows(texts: Sequence[str], areas: Sequence[Area], twins: Iterable[tuple[int, int]]) -> set[int]:
    """The letters of lines that are drawn again a little way off, by their indices.

    ``twins``: pairs of equal letters of one size that stand near one another.
    """
    by_shift: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for i, j in twins:
        first, second = (i, j) if i < j else (j, i)
        dx, dy = areas[second][0] - areas[first][0], areas[second][1] - areas[first][1]
        by_shift[round(dx / STEP), round(dy / STEP)].append((first, second))
    found: set[int] = set()
    for shift, pairs in by_shift.items():
        if len({texts[i] for i, _ in pairs if texts[i].isalpha()}) >= DIFFERENT:
            there = [*pairs, *(p for near in around(shift) for p in by_shift.get(near, ()))]
            found |= repeated(texts, areas, there, found, shift[0] * STEP)
    return found


def around(shift: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The distances beside one: letters are placed with an error."""
    across, down = shift
    return ((across + x, down + y) for x in (-1, 0, 1) for y in (-1, 0, 1) if x or y)


def repeated(
    texts: Sequence[str], areas: Sequence[Area], pairs: Sequence[tuple[int, int]], gone: set[int], across: float
) -> set[int]:
    """The second letters of those pairs that together make up lines, in the order in which the file draws them."""
    twin = {i: j for i, j in pairs if i not in gone and j not in gone}
    seconds = set(twin.values())
    found: set[int] = set()
    for line in lines_of(sorted(twin), areas):
        widths = sorted(areas[i][2] - areas[i][0] for i in line)
        if len({texts[i] for i in line}) < DIFFERENT or abs(across) > NARROWER * widths[len(widths) // 2]:
            continue
        within = range(line[0], max(twin[line[-1]], line[-1]) + 1)
        top, bottom = areas[line[0]][1], areas[line[0]][3]
        level = [
            i for i in within if texts[i].strip() and i not in gone and abs(areas[i][1] - top) <= SHIFT * (bottom - top)
        ]
        told = sum(i in twin or i in seconds for i in level)
        if told >= WHOLE * len(level):
            found |= {twin[i] for i in line}
    return found


def lines_of(letters: Sequence[int], areas: Sequence[Area]) -> Iterator[list[int]]:
    """Letters, in the order of the file, in groups that stand on one line."""
    line: list[int] = []
    for i in letters:
        _, top, _, bottom = areas[i]
        if line and abs(areas[line[-1]][1] - top) > OVERPRINT * (bottom - top):
            yield line
            line = []
        line.append(i)
    if line:
        yield line
