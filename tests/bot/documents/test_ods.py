"""The LibreOffice file: what other programs find in it, and what LibreOffice itself makes of it."""

import datetime as dt
import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odf import opendocument, table
from python_calamine import CalamineWorkbook
from support.soffice import converted, needs_soffice

from bot.documents.ods import write_ods
from bot.documents.workbook import (
    MOST_IN_CELL,
    SPARE_ROWS,
    CellValue,
    Choices,
    Days,
    ListSheet,
    SheetColumn,
    TextTooLong,
    Workbook,
    sheet_text,
)

SHEET = ListSheet(
    "Lijst 'n & meer",
    "Lijst",
    (
        SheetColumn("Code", 7),
        SheetColumn("Stand", 10, Choices(("Ja", 'N"ee'), "Kies <Ja>.", only=True)),
        SheetColumn("Wie", 20, Choices(("A, B", "C"), "Of typ een naam.", sheet="De namen")),
        SheetColumn("Dag", 12, Days(dt.date(2000, 1, 1), dt.date(2100, 12, 31), "Vul een dag in.")),
        SheetColumn("Aantal", 8),
        SheetColumn("Kenmerk", 5, hidden=True),
    ),
    [("1.10", "Ja", "C", dt.date(2027, 3, 31), 2, "x"), ("1.2", None, "", None, None, "y")],
    spare=True,
)
NAMES = ListSheet(
    "De namen", "Namen", (SheetColumn("A", 5), SheetColumn("B", 9)), [("a", "A, B"), ("c", "C")]
)


def book(*sheets: ListSheet) -> Workbook:
    return Workbook("Titel & meer", "Onderwerp", "Voet <1>", dt.date(2026, 11, 24), sheets)


def one_column(*values: CellValue) -> ListSheet:
    return ListSheet("Lijst", "Lijst", (SheetColumn("Tekst", 20),), [(value,) for value in values])


def cells(*sheets: ListSheet) -> list[list[object]]:
    """The cells of the first sheet as an independent reader gives them."""
    found = CalamineWorkbook.from_filelike(io.BytesIO(write_ods(book(*sheets))))
    return [list(row) for row in found.get_sheet_by_index(0).to_python()]


def test_another_program_reads_days_as_days_numbers_as_numbers_and_text_as_text() -> None:
    head, first, second = cells(SHEET)[:3]
    assert head == [column.heading for column in SHEET.columns]
    assert first == ["1.10", "Ja", "C", dt.date(2027, 3, 31), 2, "x"]
    assert second == ["1.2", "", "", "", "", "y"]


@pytest.mark.parametrize("nasty", ["=1+1", "#N/A", "TRUE", "2026", "0012", "<b>&amp;", '"', "30%"])
def test_text_stays_text(nasty: str) -> None:
    assert cells(one_column(nasty))[1] == [nasty]


@settings(deadline=None, max_examples=40)
@given(st.text(" ab\n\t\u2028é😀", max_size=30))
def test_any_text_is_there_again_with_all_its_blanks(text: str) -> None:
    kept = sheet_text(text)
    found = opendocument.load(io.BytesIO(write_ods(book(one_column("vooraf", text)))))
    cell = found.getElementsByType(table.TableCell)[2]
    lines = []
    for paragraph in cell.childNodes:
        parts = [
            " " * int(node.getAttribute("c")) if node.nodeType == node.ELEMENT_NODE else str(node)
            for node in paragraph.childNodes
        ]
        lines.append("".join(parts))
    assert "\n".join(lines) == kept


def test_the_parts_are_whole_xml_and_the_kind_of_file_stands_first() -> None:
    content = write_ods(book(SHEET, NAMES))
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        first = made.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        for name in made.namelist()[1:]:
            fromstring(made.read(name))
    assert content == write_ods(book(SHEET, NAMES))


def test_a_text_that_no_cell_can_hold_is_refused() -> None:
    with pytest.raises(TextTooLong):
        write_ods(book(one_column("x" * (MOST_IN_CELL + 1))))


def test_the_header_and_the_first_column_stay_in_sight() -> None:
    """LibreOffice drops this when it converts without a window, so its settings are looked at."""
    with zipfile.ZipFile(io.BytesIO(write_ods(book(SHEET, NAMES)))) as made:
        tree = fromstring(made.read("settings.xml"))
    name = "{urn:oasis:names:tc:opendocument:xmlns:config:1.0}name"
    (tables,) = [element for element in tree.iter() if element.get(name) == "Tables"]
    found = {
        entry.get(name): {str(item.get(name)): item.text for item in entry} for entry in tables
    }
    assert set(found) == {"Lijst 'n & meer", "De namen"}
    for view in found.values():
        assert (view["VerticalSplitMode"], view["VerticalSplitPosition"]) == ("2", "1")
        assert (view["HorizontalSplitMode"], view["HorizontalSplitPosition"]) == ("2", "1")


@needs_soffice
def test_libreoffice_keeps_the_guides_for_who_fills_it_in(tmp_path: Path) -> None:
    file = tmp_path / "boek.ods"
    file.write_bytes(write_ods(book(SHEET, replace(NAMES, name="De namen"))))
    excel = openpyxl.load_workbook(converted(file, "xlsx"))
    page = excel["Lijst 'n & meer"]
    rules = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
    last = 3 + SPARE_ROWS
    assert set(rules) == {f"{letter}2:{letter}{last}" for letter in "BCD"}
    state, who, day = (rules[f"{letter}2:{letter}{last}"] for letter in "BCD")
    assert (state.type, state.errorStyle, state.error) == ("list", "stop", "Kies <Ja>.")
    assert "De namen" in str(who.formula1)
    assert "$B$2:$B$3" in str(who.formula1)
    assert who.errorStyle == "information"
    assert day.type == "date"
    assert page.column_dimensions["F"].hidden
    assert page.tables["Lijst"].autoFilter.ref == "A1:F3"
    assert page.print_title_rows == "$1:$1"
    assert page.page_setup.orientation == "landscape"
    assert page["A2"].number_format == "@"
    assert page["D2"].is_date
    foot: Any = page.oddFooter
    assert "Voet <1>" in foot.left.text
    assert excel.properties.title == "Titel & meer"
