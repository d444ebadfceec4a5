"""Fuzz one target with atheris: ``python -m tests.fuzz text|patterns [libFuzzer's options]``.

What an input may do is in ``targets``; anything else that it does ends the run and leaves the input in the current folder.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["lambextract"]):
    from tests.fuzz.targets import TARGETS

CORPUS = Path(__file__).parent / "corpus"


def main() -> None:
    """Run libFuzzer over the target that is named, from its corpus on; what it adds to that is not kept."""
    name, *options = sys.argv[1:]
    atheris.Setup([sys.argv[0], *options, str(CORPUS / name)], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
