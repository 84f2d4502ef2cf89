"""Writes a paper in each of its forms: as a page, a Word document and a PDF."""

from bot.documents.paper import Paper
from bot.documents.paper_page import paper_page
from bot.documents.paper_pdf import paper_pdf
from bot.documents.paper_word import paper_word


def paper_forms(paper: Paper, name: str) -> dict[str, bytes]:
    """Give the files of a paper by their names. name: of each, before its ending.

    Raises ValueError for a paper that cannot be accessible.
    """
    return {
        f"{name}.html": paper_page(paper).encode(),
        f"{name}.docx": paper_word(paper),
        f"{name}.pdf": paper_pdf(paper),
    }
