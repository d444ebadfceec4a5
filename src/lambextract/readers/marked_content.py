"""pdfplumber's page with its marked content told apart as the PDF nests it.

pdfplumber forgets the outer mark where an inner one ends, so that the rest of a paragraph after a span of its own would
belong to nothing.
"""

from typing import Any

from pdfminer.layout import LTPage
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.psparser import PSLiteral
from pdfplumber.page import Page, PDFPageAggregatorWithMarkedContent
from pdfplumber.utils.exceptions import PdfminerException
from pdfplumber.utils.pdfinternals import decode_text

ARTIFACT = "Artifact"
DEEPEST = 500  # marks within one another


class Aggregator(PDFPageAggregatorWithMarkedContent):
    """Puts the marked content's number, and whether it is an artifact, on each character and drawing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (pdfminer's own)
        super().__init__(*args, **kwargs)
        self.marks: list[tuple[int | None, str | None]] = []

    def begin_tag(self, tag: PSLiteral, props: Any = None) -> None:  # noqa: ANN401
        """A mark opens: without a number of its own it carries the one around it."""
        name = decode_text(tag.name)
        number = props.get("MCID") if isinstance(props, dict) else None
        outer = self.marks[-1] if self.marks else (None, None)
        mark: tuple[int | None, str | None] = (number, name)
        if not isinstance(number, int):
            mark = (None, name) if name == ARTIFACT else (outer[0], outer[1] or name)
        if len(self.marks) < DEEPEST:
            self.marks.append(mark)
        self.cur_mcid, self.cur_tag = mark

    def end_tag(self) -> None:
        """The innermost mark ends: the one around it holds again."""
        if self.marks:
            self.marks.pop()
        self.cur_mcid, self.cur_tag = self.marks[-1] if self.marks else (None, None)


class MarkedPage(Page):
    """A pdfplumber page whose characters know their marked content."""

    @property
    def layout(self) -> LTPage:
        """pdfminer's layout of the page, made once."""
        if not hasattr(self, "_layout"):
            device = Aggregator(self.pdf.rsrcmgr, pageno=self.page_number, laparams=self.pdf.laparams)
            try:
                PDFPageInterpreter(self.pdf.rsrcmgr, device).process_page(self.page_obj)
            except Exception as error:
                raise PdfminerException(error) from error
            self._layout = device.get_result()
        return self._layout


def marked(page: Page) -> MarkedPage:
    """The same page, its marked content told apart."""
    return MarkedPage(page.pdf, page.page_obj, page_number=page.page_number, initial_doctop=page.initial_doctop)
