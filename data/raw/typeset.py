"""Typeset the sample plan and its revision: `python typeset.py` writes both PDFs beside this file.

Needs the `typst` package from PyPI (the committed PDFs were made with 0.15.2). System fonts are left out and the
documents carry no date, so that the same version of Typst gives the same bytes everywhere.
"""

from pathlib import Path

import typst

HERE = Path(__file__).parent
SOURCE = HERE / "canals-plan.typ"
EDITIONS = {"first": "canals-plan.pdf", "revised": "canals-plan-revised.pdf"}


def typeset(edition: str) -> bytes:
    """Compile one edition of the plan to PDF."""
    return typst.compile(SOURCE, root=HERE, ignore_system_fonts=True, sys_inputs={"edition": edition})


def main() -> None:
    """Write the PDF of every edition."""
    for edition, name in EDITIONS.items():
        (HERE / name).write_bytes(typeset(edition))


if __name__ == "__main__":
    main()
