"""A PDF's pages are read by two processes: the second one must really read, as nobody would notice that it does not."""

import os

import pytest

from lambextract.readers.two_processes import started
from tests.pdfs import Run, pdf_of


@pytest.mark.skipif(
    (os.cpu_count() or 1) < 2, reason="the machine has one processor, so that there is no second process"
)
def test_the_second_process_reads_pages() -> None:
    data = pdf_of([[Run(60, 60, f"Page {number} of the plan")] for number in (1, 2, 3)])
    ahead = started(("plan.pdf", data, None, False))
    try:
        pages = ahead.upto(3)
    finally:
        ahead.stop()
    assert [" ".join(word.text for word in page.sheet.words) for page in pages] == [
        f"Page {number} of the plan" for number in (1, 2, 3)
    ]
