"""One small good file of each kind, to be spoilt by a test, and the sentence it is refused with."""

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from pptx import Presentation
from pptx.util import Cm
from support.documents import HEADINGS
from support.pdf_samples import PdfPages

from bot.documents.read import read_document
from bot.documents.refusal import DocumentRefused

ROWS = (("Code", "Actie", "Regie"), ("1.1", "Aanpak", "OOV"), ("1.2", "Agenda", "MOz"))
SHEET = "xl/worksheets/sheet1.xml"


def workbook(folder: Path, name: str = "lijst.xlsx") -> Path:
    """A good workbook."""
    made = Workbook()
    page = made.active
    assert isinstance(page, Worksheet)
    for row in ROWS:
        page.append(list(row))
    made.save(folder / name)
    return folder / name


def memo(folder: Path) -> Path:
    """A good Word document."""
    word = docx.Document()
    table = word.add_table(rows=3, cols=3)
    for row, words in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    word.save(str(folder / "lijst.docx"))
    return folder / "lijst.docx"


def deck(folder: Path) -> Path:
    """A good presentation."""
    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[6])
    table = slide.shapes.add_table(3, 3, Cm(1), Cm(1), Cm(20), Cm(3)).table
    for number, words in enumerate(ROWS):
        for column, text in enumerate(words):
            table.cell(number, column).text = text
    made.save(str(folder / "lijst.pptx"))
    return folder / "lijst.pptx"


def printed(folder: Path) -> Path:
    """A good PDF."""
    pages = PdfPages(folder / "lijst.pdf")
    pages.table(*ROWS, widths=(40, 150, 70))
    return pages.finished()


Make = Callable[[Path], Path]
GOOD: tuple[Make, ...] = (workbook, memo, deck, printed)


def refused(path: Path, *, sheet: str = "") -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(DocumentRefused) as error:
        read_document(path, HEADINGS, sheet=sheet)
    sentence = str(error.value)
    assert sentence.startswith(path.name)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence
