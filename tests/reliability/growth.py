"""Plans made to be costly, in several sizes: what they cost may grow with their size and no faster."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.pdfs import Run, pdf_of

from . import warm

HEAD = "# Plan\n\nJune 2016\n\n## 1 Locks\n\n1.1 We will open the lock by May 2017.\n\n"
PROMISE = "The Agency will open the lock by May 2017. "
LINEAR = 2.6  # times the cost for twice the size, up to which growth counts as linear: 2, and what noise adds
AGAIN = 3  # times that a growth is measured again which seems too fast: what is too fast is so each time
LEAST = 0.25  # seconds of processor below which a growth is not told from noise


def notes(n: int) -> str:
    """Paragraphs that call a footnote each, and the footnotes."""
    calls = (f"1.{i + 1} We will open lock {i} by May 2017.<sup>{i}</sup>" for i in range(1, n))
    return "\n\n".join((*calls, *(f"<sup>{i}</sup> See the report {i} of the board." for i in range(1, n))))


def answers(n: int) -> str:
    """A table of recommendations, each answered and dated, and each answer told above the table as well."""
    told = "\n\n".join(f"2.{i} We will open lock {i} at Mile {i * 7} by May 2017." for i in range(1, n))
    rows = "\n".join(
        f"| {i} | Lock {i}. | We will open lock {i} at Mile {i * 7}. | Lock by June 2017. |" for i in range(1, n)
    )
    head = "| Ref | Recommendation | Response | Timescale |\n| --- | --- | --- | --- |"
    return f"## 2 More\n\n{told}\n\n## Annex A: Answers\n\n{head}\n{rows}"


TEXTS: dict[str, tuple[int, Callable[[int], str]]] = {  # the size of the smallest, and what makes one of a size
    "one long line": (400, lambda n: PROMISE * n),
    "one long word": (60_000, lambda n: "l" * n),
    "one long sentence": (300, lambda n: "We will " + "open the lock and " * n + "close it."),
    "dashes": (50_000, lambda n: "-" * n),
    "dashes apart": (25_000, lambda n: "- " * n),
    "full stops": (25_000, lambda n: "." * n),
    "opening brackets": (1_500, lambda n: "[" * n),
    "broken links": (2_500, lambda n: "[a](b" * n),
    "names": (1_500, lambda n: "The Board " * n),
    "cells of a row": (1_000, lambda n: "\t".join(["lock"] * n)),
    "rows of recommendations": (150, answers),
    "rows": (250, lambda n: "\n".join(f"{i}\tWe will open lock {i}\tMay 2017" for i in range(n))),
    "comments that do not end": (1_500, lambda n: "<!-- we " * n),
    "footnotes": (250, notes),
    "lists within lists": (250, lambda n: "\n".join("  " * i + f"- open lock {i}" for i in range(n))),
    "tags that do not end": (5_000, lambda n: "<b>" * n + " We will open it."),
    "stars": (8_000, lambda n: "*a" * n),
    "entities": (2_000, lambda n: "&amp;" * n),
    "empty lines": (150_000, lambda n: "\n" * n),
    "spaces": (250_000, lambda n: " " * n + "x"),
    "headings": (250, lambda n: "\n\n".join(f"## {i} Locks\n\nWe will open lock {i}." for i in range(n))),
    "pages": (250, lambda n: "\f".join(f"Head\n\nWe will open lock {i}.\n\n{i}" for i in range(n))),
    "hyphens at line ends": (1_500, lambda n: "will-\n" * n),
    "digits of a sum": (20_000, lambda n: "We will give £" + "1" * n + "."),
    "dates": (600, lambda n: "We will open it by " + "May 2017, " * n),
    "invisible characters": (50_000, lambda n: "We " + "\u200b" * n + "will open it."),
}

PDFS: dict[str, tuple[int, Callable[[int], list[list[Run]]]]] = {
    "pages of a PDF": (6, lambda n: [[Run(60, 60 + 14 * k, f"1.{p} {PROMISE}") for k in range(40)] for p in range(n)]),
    "letters of a page": (6_000, lambda n: [[Run(20, 20 + 0.7 * k, "will open " * 10, 0.6) for k in range(n // 100)]]),
    "equal letters of a page": (6_000, lambda n: [[Run(20, 20 + 0.7 * k, "l" * 100, 0.6) for k in range(n // 100)]]),
    "lines drawn on a page": (1_000, lambda n: [[Run(60, 60, PROMISE), *strokes(n)]]),
}


def strokes(n: int) -> list[str]:
    """So many lines across a page."""
    return [f"{50} {100 + 700 * k / n:.2f} m {500} {100 + 700 * k / n:.2f} l S" for k in range(n)]


class Growth(NamedTuple):
    """What plans of one, two and four sizes cost: seconds of processor, megabytes."""

    name: str
    seconds: tuple[float, ...]
    memory: tuple[float, ...]
    codes: tuple[int, ...]

    @property
    def factor(self) -> float:
        """By how much more the largest costs than the one of half its size; 2 is what its size is."""
        return self.seconds[-1] / max(self.seconds[-2], LEAST)


def plans(
    folder: Path, names: set[str] | None = None, sizes: tuple[int, ...] = (1, 2, 4)
) -> Iterator[tuple[str, list[Path]]]:
    """The plans, written to a folder."""
    for name, (size, made) in TEXTS.items():
        if names is None or name in names:
            files = [folder / f"{name}-{k}.txt" for k in sizes]
            for k, file in zip(sizes, files, strict=True):
                file.write_text(HEAD + made(size * k), encoding="utf-8")
            yield name, files
    for name, (size, drawn) in PDFS.items():
        if names is None or name in names:
            files = [folder / f"{name}-{k}.pdf" for k in sizes]
            for k, file in zip(sizes, files, strict=True):
                file.write_bytes(pdf_of(drawn(size * k)))
            yield name, files


def growth(name: str, files: list[Path], out: Path) -> Growth:
    """What the plans of one kind cost; measured again where it seems to grow too fast, and the least of each counts."""
    outcomes = [built(file, out) for file in files]
    for _ in range(AGAIN):
        if outcomes[-1].processor <= LINEAR * max(outcomes[-2].processor, LEAST):
            break
        again = [built(file, out) for file in files[-2:]]
        pairs = zip(outcomes[-2:], again, strict=True)
        outcomes[-2:] = [min(pair, key=lambda o: o.processor) for pair in pairs]
    return Growth(
        name, tuple(o.processor for o in outcomes), tuple(o.memory for o in outcomes), tuple(o.code for o in outcomes)
    )


def built(file: Path, out: Path) -> warm.Outcome:
    """What a plan costs to build."""
    return warm.run(warm.command("build", file, "--out", out))
