"""Reads the ruled tables of a PDF: what a printed list, slide deck or memo became.

A row that a page cuts in two is put together again, an owner merged over the end of a page goes on,
and the words that a line end broke are made whole by the words of the document itself.
"""

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import pdfplumber
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from bot.documents.cell_text import text_cell
from bot.documents.columns import Slot, folded
from bot.documents.headings import Headings
from bot.documents.limits import FileLimits, Progress
from bot.documents.packages import DAMAGED, damaged, too_large
from bot.documents.pdf_captions import PageLines
from bot.documents.pdf_check import check_streams
from bot.documents.pdf_pages import join_pages
from bot.documents.pdf_tables import PdfCell, PdfTable, page_tables
from bot.documents.pdf_text import Joiner, words_of
from bot.documents.refusal import DocumentRefused
from bot.documents.tables import Cell, Contents, Grid, Place, Row

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it remarks on every odd sign
_OTHER = "gebruik het bestand waar de PDF van gemaakt is (.xlsx, .docx of .pptx)"
_FEW_BLANKS = 20  # one line in so many that ends with a blank shows that the program keeps them
_WRONG = (PdfminerException, MalformedPDFException, RecursionError, AssertionError, *DAMAGED)


def read_pdf(path: Path, headings: Headings, limits: FileLimits, progress: Progress) -> Contents:
    """Read every ruled table, with the text above it. Raises DocumentRefused."""
    check_streams(path, limits)
    try:
        tables = _tables(path, limits, progress)
    except _WRONG as error:
        if "PDFPasswordIncorrect" in repr(error) or "PDFEncryptionError" in repr(error):
            raise DocumentRefused(
                path.name,
                "het bestand is met een wachtwoord beveiligd",
                "sla het op zonder wachtwoord",
            ) from error
        raise damaged(path.name) from error
    return Contents(tuple(_grids(tables, headings)))


def _tables(path: Path, limits: FileLimits, progress: Progress) -> list[PdfTable]:
    signs = cells = 0
    tables: list[PdfTable] = []
    above = PageLines()
    # Opened here, as pdfplumber leaves a file open that it cannot read.
    with path.open("rb") as file, pdfplumber.open(file) as pdf:
        count = len(pdf.pages)
        if count > limits.pages:
            raise too_large(path.name, f"het heeft meer dan {limits.pages} pagina's")
        for page in pdf.pages:
            if len(page.chars) + len(page.edges) > limits.page_marks:
                raise too_large(path.name, f"op pagina {page.page_number} staat te veel")
            found = page_tables(page, above)
            signs += len(page.chars)
            cells += sum(len(row) for table in found for row in table.rows)
            if cells > limits.cells:
                raise too_large(path.name, "het heeft te veel cellen")
            tables += found
            progress(page.page_number, count)
            page.close()
    if not signs:
        raise DocumentRefused(path.name, "de pagina's zijn plaatjes zonder tekst", _OTHER)
    if not tables:
        raise DocumentRefused(path.name, "er staan geen tabellen met lijnen in", _OTHER)
    return tables


def _grids(tables: Sequence[PdfTable], headings: Headings) -> Iterator[Grid]:
    cells = [cell for table in tables for row in table.rows for cell in row if cell.own]
    lines = [line for cell in cells for line in cell.lines]
    blanks = sum(line.blank for line in lines) * _FEW_BLANKS > len(lines)
    joiner = Joiner(Counter(words_of(lines)), headings.words, blanks=blanks)
    join_pages(tables, lambda row: headings.row(_row(row, joiner)) is not None)
    rows_on: Counter[int] = Counter()
    for table in tables:
        slots = [
            [Slot(cell.start, cell.span, _cell(cell, joiner)) for cell in row] for row in table.rows
        ]
        place = partial(_place, table.page, rows_on[table.page])
        rows_on[table.page] += len(table.rows)
        yield Grid(table.caption, folded(slots, headings, place))


def _place(page: int, before: int, row: int) -> Place:
    return Place("page", str(page), before + row)


def _row(cells: Sequence[PdfCell], joiner: Joiner) -> Row:
    return Row(_place(0, 0, 0), tuple(_cell(cell, joiner) for cell in cells))


def _cell(cell: PdfCell, joiner: Joiner) -> Cell:
    text, doubt = joiner.text(cell.lines)
    if len(text) > 1 and set(text) == {"#"}:
        return Cell("", fault=f"in een cel staat alleen {text}; {_OTHER}")
    return text_cell(text, doubt="; ".join(part for part in (doubt, cell.doubt) if part))
