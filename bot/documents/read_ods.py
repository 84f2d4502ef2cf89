"""Reads the sheets of a LibreOffice workbook (ODS) as a stream of its XML.

Beside each value ODS keeps the text that the sheet shows, so that a number needs no format. The
libraries for it give the value alone, and know of no hidden row. Source of the elements:
OpenDocument 1.3 part 3, chapter 9.
"""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot.documents.cell_text import cell_text
from bot.documents.limits import FileLimits, Progress
from bot.documents.packages import check_parts, open_package, read_part, scan, too_large
from bot.documents.refusal import DocumentRefused
from bot.documents.sheets import chosen_sheets, hidden_rows
from bot.documents.tables import EMPTY, Cell, Contents, Grid, Place, Row

_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_CELLS = ("table:table-cell", "table:covered-table-cell")
_APART = ("office:annotation", "table:shapes", "table:tracked-changes", "draw:frame")
"""What stands in or beside a cell and is no part of its text."""


def read_ods(path: Path, limits: FileLimits, progress: Progress, *, sheet: str = "") -> Contents:
    """Read all sheets that are not hidden, or the one named `sheet`. Raises DocumentRefused."""
    with open_package(path, limits) as package:
        _refuse_encrypted(path, package)
        check_parts(path, package, but=(_CONTENT,))
        reader = _OdsSheets(path.name, limits)
        scan(path, package, _CONTENT, start=reader.start, end=reader.end, text=reader.text)
    titles, remarks = chosen_sheets(path, reader.hidden, sheet)
    for number, title in enumerate(titles, 1):
        remarks += hidden_rows(title, reader.unseen[title])
        progress(number, len(titles))
    return Contents(tuple(Grid("", tuple(reader.rows[title])) for title in titles), remarks)


def _refuse_encrypted(path: Path, package: zipfile.ZipFile) -> None:
    """LibreOffice encrypts each part and says so in the manifest."""
    manifest = read_part(path, package, _MANIFEST)
    if b"encryption-data" in manifest or _CONTENT not in package.namelist():
        raise DocumentRefused(
            path.name, "het bestand is met een wachtwoord beveiligd", "sla het op zonder wachtwoord"
        )


@dataclass
class _OpenCell:
    """A cell whose end was not met yet."""

    values: Mapping[str, str]
    covered: bool
    lines: list[str] = field(default_factory=list)
    struck: bool = False


class _OdsSheets:
    """What the handlers of the XML have met so far, by the name of the sheet."""

    def __init__(self, file: str, limits: FileLimits) -> None:
        self._file, self._limits = file, limits
        self.hidden: dict[str, bool] = {}
        self.rows: dict[str, list[Row]] = {}
        self.unseen: dict[str, set[int]] = {}
        self._style, self._invisible, self._struck = "", set[str](), set[str]()
        self._sheet, self._number, self._count = "", 0, 0
        self._row: Mapping[str, str] = {}
        self._cells: list[Cell] = []
        self._owners: dict[int, tuple[int, Cell]] = {}
        self._cell: _OpenCell | None = None
        self._apart = 0

    def start(self, tag: str, values: Mapping[str, str]) -> None:
        """Meet the begin of an element."""
        if self._apart or tag in _APART:
            self._apart += 1
        elif tag in _CELLS:
            self._cell = _OpenCell(values, tag == _CELLS[1])
            self._cell.struck = values.get("table:style-name") in self._struck
        elif self._cell is not None:
            self._start_text(self._cell, tag, values)
        elif tag == "table:table-row":
            self._row, self._cells = values, []
        elif tag == "table:table":
            self._sheet, self._number, self._owners = values.get("table:name", ""), 0, {}
            self.rows[self._sheet], self.unseen[self._sheet] = [], set()
            self.hidden[self._sheet] = values.get("table:style-name") in self._invisible
        elif tag == "style:style":
            self._style = values.get("style:name", "")
        elif tag == "style:table-properties" and values.get("table:display") == "false":
            self._invisible.add(self._style)
        elif values.get("style:text-line-through-style", "none") != "none":
            self._struck.add(self._style)

    def text(self, text: str) -> None:
        """Meet text."""
        if self._cell is not None and self._cell.lines and not self._apart:
            self._cell.lines[-1] += text

    def end(self, tag: str) -> None:
        """Meet the end of an element."""
        if self._apart:
            self._apart -= 1
        elif tag in _CELLS and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None
        elif tag == "table:table-row":
            self._end_row()

    @staticmethod
    def _start_text(cell: _OpenCell, tag: str, values: Mapping[str, str]) -> None:
        if tag == "text:p":
            cell.lines.append("")
        elif not cell.lines:
            return
        elif tag == "text:s":
            cell.lines[-1] += " " * min(int(values.get("text:c", "1")), 100)
        elif tag == "text:tab":
            cell.lines[-1] += " "
        elif tag == "text:line-break":
            cell.lines[-1] += "\n"

    def _end_cell(self, cell: _OpenCell) -> None:
        column = len(self._cells)
        many = int(cell.values.get("table:number-columns-repeated", "1"))
        made = _made(cell, f"{_letters(column + 1)}{self._number + 1}")
        if cell.covered:
            left, owner = self._owners.get(column, (0, EMPTY))
            made = owner if left else EMPTY
        elif int(cell.values.get("table:number-rows-spanned", "1")) > 1:
            self._owners[column] = (int(cell.values["table:number-rows-spanned"]), made)
        filled = made is not EMPTY
        if filled and column + many > self._limits.columns:
            what = f"blad '{self._sheet}' heeft meer dan {self._limits.columns} kolommen"
            raise too_large(self._file, what)
        self._cells += [made] * min(many, self._limits.columns - column)
        self._count += many if filled else 0

    def _end_row(self) -> None:
        many = int(self._row.get("table:number-rows-repeated", "1"))
        while self._cells and self._cells[-1] is EMPTY:
            self._cells.pop()
        if self._cells:
            rows = self.rows[self._sheet]
            total = sum(map(len, self.rows.values())) + many
            self._count += (many - 1) * len(self._cells)
            if total > self._limits.rows or self._count > self._limits.cells:
                raise too_large(self._file, f"blad '{self._sheet}' heeft te veel rijen of cellen")
            numbers = range(self._number + 1, self._number + many + 1)
            cells = tuple(self._cells)
            rows += [Row(Place("sheet", self._sheet, number), cells) for number in numbers]
            if self._row.get("table:visibility", "visible") != "visible":
                self.unseen[self._sheet].update(numbers)
        self._number += many
        self._owners = {
            column: (left - many, cell)
            for column, (left, cell) in self._owners.items()
            if left > many
        }


def _made(cell: _OpenCell, name: str) -> Cell:
    """The cell as the sheet shows it. name: the cell's name, for its doubt or fault."""
    text = cell_text("\n".join(cell.lines))
    values = cell.values
    kind = values.get("office:value-type", "")
    if values.get("calcext:value-type") == "error":
        return Cell("", fault=f"cel {name} geeft de fout {text}; verbeter die cel")
    if values.get("table:formula") and not kind:
        remedy = "open het bestand in LibreOffice en sla het op"
        return Cell("", fault=f"cel {name} is een formule zonder waarde; {remedy}")
    doubt = f"cel {name} is doorgestreept" if cell.struck and text else ""
    if kind == "date":
        return _dated(values.get("office:date-value", ""), text, name)
    if kind in ("float", "currency", "percentage"):
        return _number(float(values.get("office:value", "nan")), text, name)
    if kind == "boolean":
        return Cell("WAAR" if values.get("office:boolean-value") == "true" else "ONWAAR")
    return Cell(text, doubt=doubt) if text else EMPTY


def _dated(value: str, shown: str, name: str) -> Cell:
    try:
        day = date.fromisoformat(value[:10])
    except ValueError:
        return Cell(shown, doubt=f"cel {name} heeft geen gewone datum")
    numbers = [int(number) for number in re.findall(r"\d+", shown)]
    if numbers == [day.year]:
        year_only = shown.strip() == str(day.year)
        return Cell(shown, doubt="" if year_only else f"cel {name} toont alleen maand en jaar")
    if day.day not in numbers:
        return Cell(shown, doubt=f"cel {name} toont alleen maand en jaar")
    return Cell(f"{day.day}-{day.month}-{day.year}", day=day)


def _number(value: float, shown: str, name: str) -> Cell:
    """A number as it is shown, with a point; the sheet does not say how many decimals it keeps."""
    text = shown.replace(" %", "%")
    if re.fullmatch(r"-?\d+,\d+%?", text):
        text = text.replace(",", ".")
    doubt = ""
    if re.fullmatch(r"-?\d+\.\d", text):
        doubt = f"cel {name} is het getal {text}; dat kan ook {text}0 zijn geweest"
    if set(text) == {"#"}:
        return Cell("", fault=f"cel {name} toont alleen ###; maak de kolom breder")
    return Cell(text, number=value, doubt=doubt, name=name)


def _letters(column: int) -> str:
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
