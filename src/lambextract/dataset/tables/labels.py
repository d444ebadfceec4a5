"""What is printed beside a text → a label that no program takes for a number.

A paragraph's number 1.10 is not one and a tenth; whatever reads a table and guesses at types must not make it 1.1.
"""

from ...document.identifiers import slug
from ...records.dataset import BlockRecord, DocumentRecord

KINDS = {"paragraph": "para", "footnote": "note", "heading": "heading", "bullet": "item"}
DIGITS = 8  # of the source's SHA-256 that tell two plans of one name apart


def paragraph_label(number: str | None) -> str | None:
    """A paragraph as one cites it.

    >>> paragraph_label("1.10")
    'para 1.10'
    """
    return None if number is None else f"para {number}"


def block_label(block: BlockRecord) -> str | None:
    """The number that is printed at a block, with what it numbers: para 1.10, note 3, item (a), heading 2.1."""
    return None if block.number is None else f"{KINDS.get(block.kind, 'no.')} {block.number}"


def reference_label(ref: int | str | None) -> str | None:
    """The printed reference of a recommendation: rec 38."""
    return None if ref is None else f"rec {ref}"


def page_label(label: str | None) -> str | None:
    """A printed page number: p. 7, p. iv."""
    return None if label is None else f"p. {label}"


def marker_label(marker: str | None) -> str | None:
    """The glyph or number before a list's item, in brackets: [•], [1.]."""
    return None if marker is None else f"[{marker}]"


def month_label(published: str | None) -> str | None:
    """A month in EDTF; of a year alone, its month unspecified, so that it is no number: 2017-XX."""
    return f"{published}-XX" if published is not None and len(published) == len("2017") else published


def plan_id(document: DocumentRecord) -> str:
    """An id of a plan that no other plan has: its file's name, and the first digits of the SHA-256 of what is in it."""
    stem = document.source.rpartition(".")[0] or document.source
    return f"{slug(stem, 60) or 'plan'}-{document.sha256[:DIGITS]}"
