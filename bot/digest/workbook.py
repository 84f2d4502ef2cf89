"""Writes the whole list as an Excel workbook: to sort, to filter and to print.

Three sheets: all actions with all that the list knows of them, what changed since the previous
meeting, and what the columns mean. People's text stays text: a note that begins like a formula is
shown and never computed.
"""

import io
import textwrap
from collections.abc import Iterable, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from bot.actions.columns import COLUMNS, Names, Value
from bot.core.digest.parts import ChangeLine, Digest
from bot.documents.colours import INK, RULE, TEXT
from bot.documents.ooxml import AUTHOR, FORMULA_SIGNS, LANGUAGE, dated, xml_text
from mappings.canonical import Action, code_order

_MOST_IN_CELL = 32_767  # characters; this and the next: Excel specifications and limits
_MOST_POINTS = 409  # of a row
_LINE_POINTS, _ROW_POINTS = 13.5, 5  # the height of a line of text, and what a row adds
_LINE = Side(style="thin", color=RULE)
_RULE = Border(bottom=_LINE, right=_LINE)


_CHANGES = (
    ("Code", 7),
    ("Titel", 50),
    ("Wijziging", 18),
    ("Was", 24),
    ("Nu", 60),
)
_MEANINGS = (("Kolom", 20), ("Betekenis", 90))

Headings = Sequence[tuple[str, int]]
"""What stands above each column, and how wide it is, in characters of the standard font."""


def write_workbook(
    digest: Digest,
    actions: Iterable[Action],
    *,
    names: Names,
    day: date,
) -> bytes:
    """Write the workbook as .xlsx. The same values give the same bytes.

    day: the day it is made on.
    """
    book = Workbook()
    listed = sorted(actions, key=lambda action: code_order(action.code))
    rows = [[column.value(action, names) for column in COLUMNS] for action in listed]
    first = book.active
    if not isinstance(first, Worksheet):
        raise TypeError("a new workbook has a sheet")
    first.title = "Actielijst"
    _fill(first, "Acties", [(column.heading, column.width) for column in COLUMNS], rows)
    _fill(
        book.create_sheet("Wijzigingen"),
        "Wijzigingen",
        _CHANGES,
        [_change_row(line) for line in digest.changes]
        or [("", "Er is niets gewijzigd, of dit is het eerste overzicht.", "", "", "")],
    )
    _fill(book.create_sheet("Toelichting"), "Toelichting", _MEANINGS, _explained(digest))
    for sheet in book.worksheets:
        _lay_out_for_print(sheet, digest)
    properties = book.properties
    properties.title, properties.subject = xml_text(digest.title), xml_text(digest.occasion)
    properties.creator = properties.lastModifiedBy = AUTHOR
    properties.language = LANGUAGE
    file = io.BytesIO()
    book.save(file)
    return dated(file.getvalue(), day)


def _change_row(line: ChangeLine) -> Sequence[Value]:
    return line.code, line.title, line.kind, line.old, line.new


def _explained(digest: Digest) -> list[Sequence[Value]]:
    rows: list[Sequence[Value]] = [(column.heading, column.meaning) for column in COLUMNS]
    return [
        *rows,
        ("Gemaakt op", f"{digest.made_on}, voor: {digest.occasion}."),
        ("Gemaakt uit", f"{digest.made_from[:1].upper()}{digest.made_from[1:]}."),
        *([("Bijzonder", digest.banner)] if digest.banner else []),
        ("Let op", "Dit is een kopie. Wijzigingen in dit bestand komen niet in Planner terecht."),
    ]


def _fill(sheet: Worksheet, name: str, headings: Headings, rows: Sequence[Sequence[Value]]) -> None:
    """Write a sheet as one real table: filters, a header that stays, text that wraps."""
    titles, widths = zip(*headings, strict=True)
    for place, (title, width) in enumerate(headings, 1):
        _write_header(sheet.cell(1, place), title)
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.row_dimensions[1].height = _height(titles, widths)
    for number, row in enumerate(rows, 2):
        for place, value in enumerate(row, 1):
            _write(sheet.cell(number, place), value)
        sheet.row_dimensions[number].height = _height(row, widths)
    table = Table(displayName=name, ref=f"A1:{get_column_letter(len(headings))}{1 + len(rows)}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    sheet.add_table(table)
    sheet.freeze_panes = "B2"
    sheet.sheet_view.zoomScale = 90


def _height(row: Sequence[Value], widths: Sequence[int]) -> float:
    """Reckon how high a row is with all its text to be seen, in points.

    Written down, for not every program works this out by itself when it opens a file.
    """
    lines = [
        sum(max(1, len(textwrap.wrap(line, width))) for line in value.split("\n"))
        for value, width in zip(row, widths, strict=True)
        if isinstance(value, str)
    ]
    return min(_MOST_POINTS, _ROW_POINTS + _LINE_POINTS * max(1, *lines))


def _write_header(cell: Cell | MergedCell, title: str) -> None:
    cell.value = title
    cell.font = Font(name="Calibri", size=10, bold=True, color="FFFFFF")
    cell.fill = PatternFill("solid", fgColor=INK)
    cell.alignment = Alignment(wrap_text=True, vertical="center")


def _write(cell: Cell | MergedCell, value: Value) -> None:
    """Write a value; text becomes a text cell, whatever it begins with."""
    if isinstance(value, str):
        text = xml_text(value)[:_MOST_IN_CELL]
        if not text:
            value = None
        else:
            cell.value = text
            cell.data_type = "s"  # openpyxl takes "=..." for a formula and "#N/A" for an error
            # The mark that Excel sets behind an apostrophe: it stays text after an edit as well.
            cell.quotePrefix = text.startswith(FORMULA_SIGNS)
    if not isinstance(value, str):
        cell.value = value
    if isinstance(value, date):
        cell.number_format = "dd-mm-yyyy"
    cell.font = Font(name="Calibri", size=10, color=TEXT)
    left = "left" if isinstance(value, date | int) else None
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal=left)
    cell.border = _RULE


def _lay_out_for_print(sheet: Worksheet, digest: Digest) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0  # as many pages as it takes
    sheet.print_title_rows = "1:1"
    margins = sheet.page_margins
    margins.left = margins.right = 0.4  # inches
    margins.top, margins.bottom, margins.footer = 0.6, 0.75, 0.35
    # A single & is a code in the foot of a page.
    name = xml_text(f"{digest.title}, {digest.made_on}").replace("&", "&&")
    left, right = _HeaderFooterPart(name), _HeaderFooterPart("Pagina &P van &N")
    sheet.oddFooter = HeaderFooterItem(left=left, right=right)
