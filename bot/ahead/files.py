"""Writes a look ahead in a folder, in its three forms."""

from pathlib import Path

from bot.ahead.make import Ahead
from bot.ahead.paper import ahead_paper
from bot.documents.paper_page import paper_page
from bot.documents.paper_pdf import paper_pdf
from bot.documents.paper_word import paper_word
from bot.folders import write_folder

NAME = "vooruitblik"
"""Of the files, before their endings."""


def write_ahead(ahead: Ahead, folder: Path) -> list[str]:
    """Write it as page, Word document and PDF; raises and gives what `write_folder` does."""
    paper = ahead_paper(ahead)
    return write_folder(
        folder,
        {
            f"{NAME}.html": paper_page(paper).encode(),
            f"{NAME}.docx": paper_word(paper),
            f"{NAME}.pdf": paper_pdf(paper),
        },
    )
