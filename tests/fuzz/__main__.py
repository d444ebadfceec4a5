"""Fuzz one target with atheris: ``python -m tests.fuzz text|patterns [libFuzzer's options]``.

What an input may do is in ``targets``; anything else that it does ends the run and leaves the input in the current folder.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["lambextract"]):
    from tests.fuzz.targets import TARGETS

CORPUS = Path(__file__).parent / "corpus"
FOUND = (
    Path(__file__).parents[2] / "build" / "fuzz"
)  # inputs that reach new code: the fuzzer's own, and no part of the project


def main() -> None:
    """Run libFuzzer over the target that is named, from its corpus on; it writes to the first folder only."""
    name, *options = sys.argv[1:]
    found = FOUND / name
    found.mkdir(parents=True, exist_ok=True)
    atheris.Setup([sys.argv[0], *options, str(found), str(CORPUS / name)], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
