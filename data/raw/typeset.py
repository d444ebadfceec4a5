"""Typeset the sample plan and its fictional revisions: `python typeset.py` writes the PDFs beside this file.

Needs the `typst` package from PyPI (the committed PDFs were made with 0.15.2). System fonts are left out, but for the one
that the refreshed plan is set in, and the documents carry no date, so that the same version of Typst gives the same bytes.
"""

from pathlib import Path

import typst

HERE = Path(__file__).parent
SOURCE = HERE / "canals-plan.typ"
EDITIONS = {"first": "canals-plan.pdf", "revised": "canals-plan-revised.pdf"}
REVISIONS = ("refreshed", "progress", "second-edition", "updated")
SANS = Path("/usr/share/fonts/truetype/liberation")  # Debian: fonts-liberation


def typeset(edition: str) -> bytes:
    """Compile one edition of the plan to PDF."""
    return typst.compile(SOURCE, root=HERE, ignore_system_fonts=True, sys_inputs={"edition": edition})


def main() -> None:
    """Write the PDF of every edition, and of every revision."""
    for edition, name in EDITIONS.items():
        (HERE / name).write_bytes(typeset(edition))
    for revision in REVISIONS:
        source = HERE / f"canals-plan-{revision}.typ"
        fonts = [SANS] if SANS.is_dir() else []
        pdf = typst.compile(source, root=HERE, ignore_system_fonts=True, font_paths=fonts)
        source.with_suffix(".pdf").write_bytes(pdf)


if __name__ == "__main__":
    main()
