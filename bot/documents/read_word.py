"""Reads the tables of a Word document, each row with the columns that its heading gives it.

python-docx opens the package and knows its parts; the cells are walked over here, as its own way to
a cell by row and column takes time with the square of the table.
"""

from collections.abc import Iterator
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from bot.documents.cell_text import text_cell
from bot.documents.columns import Slot, folded
from bot.documents.headings import Headings
from bot.documents.limits import FileLimits, Progress
from bot.documents.packages import DAMAGED, check_parts, damaged, dotted, open_package, too_large
from bot.documents.tables import EMPTY, Cell, Contents, Grid, Place
from bot.documents.word_numbering import WordNumbering
from bot.documents.word_text import (
    Written,
    blocks,
    container,
    has_changes,
    merge_of,
    paragraph,
    row_is_deleted,
    span_of,
)

_CHANGES = (
    "In het document staan niet-verwerkte wijzigingen; gelezen is wat er staat als u ze accepteert."
)
_HIDDEN = "In het document staat verborgen tekst; die is niet gelezen."
_NUMBERED = "De nummers in tabel {} zet Word er zelf; ze zijn nageteld."
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_word(path: Path, headings: Headings, limits: FileLimits, progress: Progress) -> Contents:
    """Read every table of the document, with the heading above it. Raises DocumentRefused."""
    with open_package(path, limits) as package:
        check_parts(path, package)
    try:
        word = docx.Document(str(path))
        reader = _WordTables(path.name, word, headings, limits)
        tables = tuple(word.element.body.iter(qn("w:tbl")))
        grids = []
        for grid in reader.grids():
            grids.append(grid)
            progress(min(len(grids), len(tables)), len(tables))
    except DAMAGED as error:
        raise damaged(path.name) from error
    return Contents(tuple(grids), tuple(reader.remarks))


class _WordTables:
    """Walks over the body once, in order, as the numbering counts on."""

    def __init__(
        self, file: str, word: WordDocument, headings: Headings, limits: FileLimits
    ) -> None:
        self._file, self._headings, self._limits = file, headings, limits
        self._body = word.element.body
        parts = {relation.reltype.rpartition("/")[2] for relation in word.part.rels.values()}
        numbering = word.part.numbering_part.element if "numbering" in parts else None
        self._numbering = WordNumbering(numbering, word.styles.element)
        self._rows = self._cells = self._tables = 0
        self.remarks: list[str] = [_CHANGES] if has_changes(self._body) else []

    def grids(self) -> Iterator[Grid]:
        """Every table that stands in no other, with the last heading before it."""
        heading = line = ""
        for block in blocks(self._body, "w:p", "w:tbl"):
            if block.tag == qn("w:tbl"):
                yield self._grid(block, heading or line)
                continue
            text = " ".join(self._noted(paragraph(block, self._numbering)).text.split())
            if text and self._numbering.is_heading(block):
                heading = text
            line = text or line
            for box in _boxes(block):
                for table in blocks(box, "w:tbl"):
                    yield self._grid(table, heading or line)

    def _grid(self, table: BaseOxmlElement, caption: str) -> Grid:
        self._tables += 1
        name = str(self._tables)
        owners: dict[int, Cell] = {}
        rows = [
            self._slots(row, owners, name)
            for row in blocks(table, "w:tr")
            if not row_is_deleted(row)
        ]
        return Grid(caption, folded(rows, self._headings, lambda row: Place("table", name, row)))

    def _slots(self, row: BaseOxmlElement, owners: dict[int, Cell], table: str) -> list[Slot]:
        """The cells of a row. owners: by grid column, the cell that is merged downwards there."""
        self._rows += 1
        if self._rows > self._limits.rows:
            raise too_large(self._file, f"het heeft meer dan {dotted(self._limits.rows)} rijen")
        before = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
        start = 0 if before is None else int(before.get(qn("w:val")) or 0)
        slots: list[Slot] = []
        for element in blocks(row, "w:tc"):
            span = span_of(element)
            self._cells += span
            if span > self._limits.columns or self._cells > self._limits.cells:
                raise too_large(self._file, f"tabel {table} heeft te veel cellen")
            if merge_of(element, "w:hMerge") != "continue":
                slots.append(Slot(start, span, self._cell(element, owners, start, table)))
            start += span
        return slots

    def _cell(
        self, element: BaseOxmlElement, owners: dict[int, Cell], start: int, table: str
    ) -> Cell:
        merge = merge_of(element, "w:vMerge")
        if merge == "continue":
            return owners.get(start, EMPTY)
        written = self._noted(container(element, self._numbering))
        if written.numbered:
            self._remark(_NUMBERED.format(table))
        struck = " ".join("".join(written.struck).split())
        cell = text_cell(
            written.text, doubt=f"de tekst '{struck}' is doorgestreept" if struck else ""
        )
        owners.pop(start, None)
        if merge:
            owners[start] = cell
        return cell

    def _noted(self, written: Written) -> Written:
        if written.hidden:
            self._remark(_HIDDEN)
        return written

    def _remark(self, sentence: str) -> None:
        if sentence not in self.remarks:
            self.remarks.append(sentence)


def _boxes(block: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """The text boxes that hang on a paragraph, each once."""
    for box in block.iter(qn("w:txbxContent")):
        if not any(above.tag == _FALLBACK for above in box.iterancestors()):
            yield box
