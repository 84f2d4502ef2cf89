"""Writes a look ahead in a folder, in its three forms."""

from pathlib import Path

from bot.ahead.make import Ahead
from bot.ahead.paper import ahead_paper
from bot.documents.paper_forms import paper_forms
from bot.folders import write_folder

NAME = "vooruitblik"
"""Of the files, before their endings."""


def write_ahead(ahead: Ahead, folder: Path) -> list[str]:
    """Write it as page, Word document and PDF; raises and gives what `write_folder` does."""
    return write_folder(folder, paper_forms(ahead_paper(ahead), NAME))
