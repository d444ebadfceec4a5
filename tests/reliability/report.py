"""What was measured → the page that tells it, and the promises that are broken."""

from collections import Counter
from typing import Any

from .growth import LINEAR

BEGIN, END = "<!-- measured: make reliability -->", "<!-- end -->"


def page_of(page: str, found: dict[str, Any], machine: str, seconds: float) -> tuple[str, list[str]]:
    """The page with what was measured in its place, and a line for each promise that is broken."""
    broken: list[str] = []
    lines = [f"Measured with {machine}, in {seconds / 60:.0f} minutes.", ""]
    lines += files_told(found, broken)
    lines += kills_told(found["kills"], broken)
    lines += fuzz_told(found["fuzz"], broken)
    lines += growth_told(found["growth"], broken)
    lines += matrix_told(found["matrix"], broken)
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n" + "\n".join(lines).rstrip() + f"\n{END}{after}", broken


def files_told(found: dict[str, Any], broken: list[str]) -> list[str]:
    """The table of files."""
    lines = ["## Files", "", "| files | tried | read (0) | refused (3) | other | slowest | largest memory | faults |"]
    lines.append("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    groups = {name: tried for name, tried in found.items() if isinstance(tried, list) and name not in ("growth",)}
    for name, tried in groups.items():
        title = "PDFs that something has happened to" if name == "mutations" else name
        codes = Counter(t["outcome"]["code"] for t in tried)
        other = len(tried) - codes[0] - codes[3]
        slowest = max((t["outcome"]["seconds"] for t in tried), default=0)
        memory = max((t["outcome"]["memory"] for t in tried), default=0)
        faults = [f"{t['name']}: {t['fault']}" for t in tried if t["fault"]]
        broken += faults
        row = (title, len(tried), codes[0], codes[3], other, f"{slowest:.0f} s", f"{memory:.0f} MB", len(faults))
        lines.append("| " + " | ".join(map(str, row)) + " |")
    text = "A fault is a traceback, a code that is not documented, more than 60 s or 1 GB, or an empty dataset without a warning."
    return [*lines, "", text, ""]


def kills_told(kills: dict[str, Any], broken: list[str]) -> list[str]:
    """The builds that were killed."""
    broken += kills["lost"]
    states = kills["found"]
    lost = len(kills["lost"])
    return [
        "## Kills",
        "",
        f"{sum(states.values())} builds over an older dataset were killed at random moments, half of them while they wrote; "
        f"{kills['killed']} were still running. Afterwards the folder held the old dataset {states.get('old', 0)} times and "
        f"the new one {states.get('new', 0)} times. Datasets lost: {lost}. Each kill was followed by a build, which left the "
        "new dataset and nothing else. A test kills a build before each single step of the exchange too.",
        "",
    ]


def fuzz_told(fuzz: dict[str, Any], broken: list[str]) -> list[str]:
    """What fuzzing found."""
    lines = ["## Fuzzing", "", "| target | executions | found |", "| --- | ---: | --- |"]
    names = {"text": "the reader of texts, and what splits them", "patterns": "the loader of pattern files"}
    for target, told in fuzz.items():
        if isinstance(told, str):
            lines.append(f"| {names[target]} | - | {told} |")
            continue
        lines.append(f"| {names[target]} | {told['executions']:,} | {told['crashes'] or 'nothing'} |")
        if told["crashes"]:
            broken.append(f"fuzzing of {target}: {told['said']}")
    return [*lines, ""]


def growth_told(growth: list[dict[str, Any]], broken: list[str]) -> list[str]:
    """How the cost grows with the size."""
    lines = [
        "## Growth",
        "",
        "Plans made to be costly, in three sizes: seconds of processor, megabytes, and how much more the",
    ]
    lines += ["largest costs than the one of half its size (2: in step with its size).", ""]
    lines += [
        "| what there is much of | size 1 | size 2 | size 4 | memory | 4 : 2 |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for g in growth:
        seconds = " | ".join(f"{s:.1f} s" for s in g["seconds"])
        lines.append(f"| {g['name']} | {seconds} | {max(g['memory']):.0f} MB | {g['factor']:.1f} |")
        if g["factor"] > LINEAR or any(g["codes"]) or max(g["memory"]) > 1000:
            broken.append(f"growth with {g['name']}: {g}")
    return [*lines, ""]


def matrix_told(matrix: dict[str, bool | str], broken: list[str]) -> list[str]:
    """The ways to build that give the same bytes."""
    lines = [
        "## Determinism",
        "",
        "The sample plan, as PDF and as text, built in each of these ways: all files of the dataset, byte by byte.",
        "",
    ]
    lines += ["| way | the same |", "| --- | --- |"]
    for name, same in matrix.items():
        lines.append(f"| {name} | {'yes' if same is True else 'no' if same is False else same} |")
        if same is False or (isinstance(same, str) and same.startswith("code ")):
            broken.append(f"determinism, {name}: {same}")
    return lines
