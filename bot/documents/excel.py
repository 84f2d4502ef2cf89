"""Writes a workbook as .xlsx: to sort, to filter, to fill in and to print, in Excel and elsewhere.

Every sheet is one real table with a header that stays. Text is text: its cells have the format "@",
so that "1.10", "0012" and a note that begins with "=" are the same after an edit and after a trip
through another program.
"""

import io
import re
import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from openpyxl import Workbook as ExcelBook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from bot.documents.colours import INK, RULE, TEXT
from bot.documents.ooxml import AUTHOR, LANGUAGE, dated, xml_text
from bot.documents.workbook import (
    SPARE_ROWS,
    CellValue,
    Choices,
    Days,
    ListSheet,
    SheetColumn,
    Workbook,
    check_lengths,
    sheet_text,
)

HEAD_STYLE, TEXT_STYLE, MARK_STYLE = "Lijstkop", "Lijsttekst", "Lijstkenmerk"
DAY_STYLE, NUMBER_STYLE = "Lijstdag", "Lijstgetal"
_FORMATS: Mapping[str, str] = {TEXT_STYLE: "@", DAY_STYLE: "dd-mm-yyyy", NUMBER_STYLE: "General"}
_MOST_POINTS = 409  # of a row: Excel specifications and limits
_LINE_POINTS, _ROW_POINTS = 13.5, 5  # the height of a line of text, and what a row adds
_MOST_OF_FOOT = 200  # characters; Excel takes 255, codes included
_Looks: TypeAlias = Mapping[str, StyleArray]
"""A style by its name, as cells hold it: openpyxl makes it anew for each, in half of all time."""

# Excel reads "_x0041_" in a file as "A"; the underscore itself is then written as _x005F_.
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def write_excel(book: Workbook) -> bytes:
    """Write the workbook. The same values give the same bytes.

    Raises TextTooLong for a text that no cell can hold.
    """
    excel = ExcelBook()
    looks: dict[str, StyleArray] = {}
    for style in _styles():
        excel.add_named_style(style)
        looks[style.name] = style.as_tuple()
    del excel[excel.sheetnames[0]]
    for sheet in book.sheets:
        check_lengths(sheet)
        page = excel.create_sheet(sheet.name)
        _fill(page, sheet, looks)
        _guide_hands(page, sheet)
        _lay_out_for_print(page, book.foot)
    properties = excel.properties
    properties.title, properties.subject = xml_text(book.title), xml_text(book.subject)
    properties.creator = properties.lastModifiedBy = AUTHOR
    properties.language = LANGUAGE
    file = io.BytesIO()
    excel.save(file)
    return dated(file.getvalue(), book.day)


def _styles() -> Sequence[NamedStyle]:
    line = Side(style="thin", color=RULE)
    head = NamedStyle(
        HEAD_STYLE,
        font=Font(name="Calibri", size=10, bold=True, color="FFFFFF"),
        fill=PatternFill("solid", fgColor=INK),
        alignment=Alignment(wrap_text=True, vertical="center"),
        number_format="@",
    )
    body = [
        NamedStyle(
            name,
            font=Font(name="Calibri", size=10, color=TEXT),
            border=Border(bottom=line, right=line),
            alignment=Alignment(
                wrap_text=True, vertical="top", horizontal=None if name == TEXT_STYLE else "left"
            ),
            number_format=form,
        )
        for name, form in _FORMATS.items()
    ]
    mark = NamedStyle(MARK_STYLE, number_format="@")  # does not wrap, so it makes no row high
    return [head, mark, *body]


def _fill(page: Worksheet, sheet: ListSheet, looks: _Looks) -> None:
    """Write a sheet as one real table: filters, a header that stays, text that wraps."""
    columns = sheet.columns
    for place, column in enumerate(columns, 1):
        _write_text(page.cell(1, place), column.heading, looks[HEAD_STYLE])
        look = page.column_dimensions[get_column_letter(place)]
        look.width, look.hidden = column.width, column.hidden
    page.row_dimensions[1].height = _height([column.heading for column in columns], columns)
    for number, row in enumerate(sheet.rows, 2):
        for place, value in enumerate(row, 1):
            _write(page.cell(number, place), value, columns[place - 1], looks)
        page.row_dimensions[number].height = _height(row, columns)
    last = max(2, 1 + len(sheet.rows))  # a table without a row is no table to Excel
    table = Table(displayName=sheet.table, ref=f"A1:{get_column_letter(len(columns))}{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    page.add_table(table)
    page.freeze_panes = "B2"
    page.sheet_view.zoomScale = 90


def _height(row: Sequence[CellValue], columns: Sequence[SheetColumn]) -> float:
    """Reckon how high a row is with all its text to be seen, in points.

    Written down, for not every program works this out by itself when it opens a file.
    """
    lines = [
        sum(_lines(line, column.width) for line in value.split("\n"))
        for value, column in zip(row, columns, strict=True)
        if isinstance(value, str) and not column.hidden
    ]
    return min(_MOST_POINTS, _ROW_POINTS + _LINE_POINTS * max([1, *lines]))


def _lines(text: str, width: int) -> int:
    if len(text) <= width and "\t" not in text:
        return 1  # most texts; to wrap them all takes a third of the time
    return max(1, len(textwrap.wrap(text, width)))


def _write(cell: Cell | MergedCell, value: CellValue, column: SheetColumn, looks: _Looks) -> None:
    if isinstance(value, date) or (value is None and isinstance(column.takes, Days)):
        cell.value = value  # first: openpyxl then gives the cell a format of its own choice
        _dress(cell, looks[DAY_STYLE])
    elif isinstance(value, int):
        cell.value = value
        _dress(cell, looks[NUMBER_STYLE])
    else:
        _write_text(cell, value or "", looks[MARK_STYLE if column.hidden else TEXT_STYLE])


def _write_text(cell: Cell | MergedCell, text: str, look: StyleArray) -> None:
    """Write text as a text cell, whatever it begins with; no text is an empty cell."""
    _dress(cell, look)
    if kept := _ESCAPED.sub("_x005F_", sheet_text(text)):
        cell.value = kept
        cell.data_type = "s"  # openpyxl takes "=..." for a formula and "#N/A" for an error


def _dress(cell: Any, look: StyleArray) -> None:
    """Give a cell its style; see _Looks. openpyxl's types do not tell of this."""
    cell._style = look  # noqa: SLF001 - its own setter makes the style anew


def _guide_hands(page: Worksheet, sheet: ListSheet) -> None:
    """Offer words to choose from, and say at once what a column does not take."""
    last = 1 + len(sheet.rows) + (SPARE_ROWS if sheet.spare else 0)
    for place, column in enumerate(sheet.columns, 1):
        if column.takes is not None:
            letter = get_column_letter(place)
            validation = _validation(column.takes)
            validation.allow_blank = validation.showErrorMessage = True
            validation.errorTitle, validation.error = column.heading, column.takes.hint
            validation.add(f"{letter}2:{letter}{max(2, last)}")
            page.add_data_validation(validation)


def _validation(takes: Choices | Days) -> DataValidation:
    if isinstance(takes, Days):
        bounds = [f"DATE({day.year},{day.month},{day.day})" for day in (takes.first, takes.last)]
        return DataValidation(
            type="date", operator="between", formula1=bounds[0], formula2=bounds[1]
        )
    if not takes.sheet:
        source = f'"{",".join(takes.words)}"'
    else:
        quoted = takes.sheet.replace("'", "''")
        source = f"'{quoted}'!$B$2:$B${1 + len(takes.words)}"
    return DataValidation(
        type="list", formula1=source, errorStyle="stop" if takes.only else "information"
    )


def _lay_out_for_print(page: Worksheet, foot: str) -> None:
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0  # as many pages as it takes
    page.print_title_rows = "1:1"
    margins = page.page_margins
    margins.left = margins.right = 0.4  # inches
    margins.top, margins.bottom, margins.footer = 0.6, 0.75, 0.35
    # A single & is a code in the foot of a page.
    name = xml_text(foot)[:_MOST_OF_FOOT].replace("&", "&&")
    left, right = _HeaderFooterPart(name), _HeaderFooterPart("Pagina &P van &N")
    page.oddFooter = HeaderFooterItem(left=left, right=right)
