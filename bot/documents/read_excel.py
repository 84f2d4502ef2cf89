"""Reads the sheets of an Excel workbook with openpyxl, each cell as the sheet shows it.

openpyxl alone tells number formats, hidden rows and merged cells. Only cells that are there are
visited: a single one in row 1,048,576 costs no more than one in row 1.
"""

import warnings
from collections import defaultdict
from datetime import date, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.documents.cell_text import text_cell
from bot.documents.limits import FileLimits, Progress
from bot.documents.number_text import date_cell, number_cell
from bot.documents.packages import DAMAGED, check_parts, damaged, open_package, too_large
from bot.documents.sheet_scan import SheetScan, has_struck_text, scan_sheets, sheet_parts
from bot.documents.sheets import chosen_sheets, hidden_rows
from bot.documents.tables import EMPTY, Cell, Contents, Grid, Place, Row

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_CALCULATE = "open het bestand in Excel of LibreOffice en sla het op"
_NO_SCAN = SheetScan("", frozenset(), frozenset())


def read_excel(path: Path, limits: FileLimits, progress: Progress, *, sheet: str = "") -> Contents:
    """Read all sheets that are not hidden, or the one named `sheet`. Raises DocumentRefused."""
    with open_package(path, limits) as package:
        parts = sheet_parts(path, package)
        check_parts(path, package, but=set(parts.values()))
        scans = scan_sheets(path, package, parts, limits)
        struck = has_struck_text(path, package)
    book = _load(path)
    hidden = {sheet.title: sheet.sheet_state != "visible" for sheet in book.worksheets}
    titles, remarks = chosen_sheets(path, hidden, sheet)
    # Programs that write formulas without calculating them ask for it on opening, and write a 0.
    pending = bool(book.calculation and book.calculation.fullCalcOnLoad)
    grids = []
    for number, title in enumerate(titles, 1):
        sheet_cells = _SheetCells(
            book[title], scans.get(title, _NO_SCAN), pending=pending, struck=struck
        )
        rows = sheet_cells.rows()
        if any(len(row.cells) > limits.columns for row in rows):
            raise too_large(path.name, f"blad '{title}' heeft meer dan {limits.columns} kolommen")
        grids.append(Grid("", rows))
        shown = {row.place.row for row in rows}
        dimensions = book[title].row_dimensions.items()
        remarks += hidden_rows(title, shown & {row for row, look in dimensions if look.hidden})
        progress(number, len(titles))
    return Contents(tuple(grids), remarks)


def _load(path: Path) -> "Workbook":
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of what it would lose by saving; we never save
        try:
            return load_workbook(path, data_only=True, keep_links=False)
        except DAMAGED as error:
            raise damaged(path.name) from error


class _SheetCells:
    """The filled cells of one sheet, row by row.

    pending: the formulas of the workbook were never calculated. struck: some of its text is.
    """

    def __init__(self, sheet: "Worksheet", scan: SheetScan, *, pending: bool, struck: bool) -> None:
        self._sheet, self._scan = sheet, scan
        self._pending, self._struck = pending, struck

    def rows(self) -> tuple[Row, ...]:
        """Every row with something in it; a cell merged downwards stands in each of its rows."""
        found: dict[int, dict[int, Cell]] = defaultdict(dict)
        formulas = self._scan.formulas
        # The only way to the cells that are there; every call that is public makes the others too.
        for (row, column), cell in self._sheet._cells.items():  # noqa: SLF001
            if cell.value is not None or (formulas and cell.coordinate in formulas):
                found[row][column] = self._read(cell)
        for area in self._sheet.merged_cells.ranges:
            owner = found.get(area.min_row, {}).get(area.min_col)
            for row in range(area.min_row + 1, area.max_row + 1) if owner else ():
                if owner and row in found:
                    found[row].setdefault(area.min_col, owner)
        return tuple(self._row(number, found[number]) for number in sorted(found))

    def _row(self, number: int, cells: dict[int, Cell]) -> Row:
        filled = tuple(cells.get(column, EMPTY) for column in range(1, max(cells) + 1))
        return Row(Place("sheet", self._sheet.title, number), filled)

    def _read(self, cell: Any) -> Cell:
        value = cell.value
        if isinstance(value, str) and cell.data_type != "e":
            struck = self._struck and cell.font.strike
            name = f"cel {cell.coordinate}"
            return text_cell(value, doubt=f"{name} is doorgestreept" if struck else "")
        name = cell.coordinate
        scan = self._scan
        if name in scan.empty or (value == 0 and self._pending and name in scan.formulas):
            return Cell("", fault=f"cel {name} is een formule zonder waarde; {_CALCULATE}")
        match value:
            case None:
                return EMPTY
            case str():
                return Cell("", fault=f"cel {name} geeft de fout {value}; verbeter die cel")
            case bool():
                return Cell("WAAR" if value else "ONWAAR")
            case date() | time() | timedelta():
                return date_cell(value, cell.number_format, name)
            case int() | float():
                return number_cell(value, cell.number_format, name)
            case _:
                return text_cell(str(value))
