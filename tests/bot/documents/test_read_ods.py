"""A LibreOffice workbook is read as its sheets show it, made by odfpy and by LibreOffice itself."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from odf.element import Element
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties, TextProperties
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import LineBreak, P, S, Span, Tab
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook
from support.documents import HEADINGS, doubts, texts
from support.soffice import converted, needs_soffice

from bot.documents.read import read_document
from bot.documents.refusal import DocumentRefused
from bot.documents.tables import Document, Place

HEAD = ("Code", "Actie", "Regie", "Wanneer gereed")


def cell(*lines: str, **values: object) -> Element:
    """A cell with these lines as it shows them, and its value."""
    made = TableCell(**values)
    for line in lines:
        made.addElement(P(text=line))
    return made


def row(*cells: str | Element, **values: object) -> Element:
    """A row; plain text becomes a cell of text."""
    made = TableRow(**values)
    for part in cells:
        made.addElement(cell(part, valuetype="string") if isinstance(part, str) else part)
    return made


def book(*rows: Element, name: str = "Acties", hidden: bool = False) -> OpenDocumentSpreadsheet:
    """A workbook with our headings and these rows."""
    made = OpenDocumentSpreadsheet()
    look = Style(name="ta1", family="table")
    look.addElement(TableProperties(display="false" if hidden else "true"))
    made.automaticstyles.addElement(look)
    table = Table(name=name, stylename=look)
    for one in (row(*HEAD), *rows):
        table.addElement(one)
    made.spreadsheet.addElement(table)
    return made


def read(made: OpenDocumentSpreadsheet, folder: Path) -> Document:
    made.save(str(folder / "lijst.ods"))
    return read_document(folder / "lijst.ods", HEADINGS)


def test_a_row_keeps_its_sheet_and_its_number_and_calamine_reads_the_same(tmp_path: Path) -> None:
    document = read(book(row("1.1", "Aanpak", "OOV", "2026")), tmp_path)
    (table,) = document.tables
    assert (document.format, table.headings) == ("ods", HEAD)
    assert table.rows[0].place == Place("sheet", "Acties", 2)
    second = CalamineWorkbook.from_path(tmp_path / "lijst.ods").get_sheet_by_index(0).to_python()
    assert texts(table) == second[1:]


@pytest.mark.parametrize(
    ("shown", "values", "text", "day"),
    [
        (
            "31-12-26",
            {"valuetype": "date", "datevalue": "2026-12-31"},
            "31-12-2026",
            (2026, 12, 31),
        ),
        ("2026", {"valuetype": "date", "datevalue": "2026-01-01"}, "2026", None),
        ("2026", {"valuetype": "float", "value": "2026"}, "2026", None),
        ("30 %", {"valuetype": "percentage", "value": "0.3"}, "30%", None),
        ("WAAR", {"valuetype": "boolean", "booleanvalue": "true"}, "WAAR", None),
    ],
)
def test_a_deadline_is_what_the_sheet_shows(
    shown: str,
    values: dict[str, str],
    text: str,
    day: Sequence[int] | None,
    tmp_path: Path,
) -> None:
    (table,) = read(book(row("1.1", "Aanpak", "OOV", cell(shown, **values))), tmp_path).tables
    read_cell = table.rows[0].cells[3]
    assert (read_cell.text, read_cell.day) == (text, date(*day) if day else None)
    assert not read_cell.doubt


def test_a_code_as_a_number_is_what_the_sheet_shows(tmp_path: Path) -> None:
    codes = [cell(text, valuetype="float", value="1.1") for text in ("1,10", "1,1")]
    (table,) = read(book(*(row(code, "Aanpak", "OOV", "") for code in codes)), tmp_path).tables
    assert [words[0] for words in texts(table)] == ["1.10", "1.1"]
    assert doubts(table) == ["cel A3 is het getal 1.1; dat kan ook 1.10 zijn geweest"]


def test_blanks_breaks_and_paragraphs_are_text(tmp_path: Path) -> None:
    made = TableCell(valuetype="string")
    line = P(text="a")
    for part in (S(c=2), Span(text="b"), Tab(), LineBreak(), Span(text="c")):
        line.addElement(part)
    for part in (line, P(text="d")):
        made.addElement(part)
    (table,) = read(book(row("1.1", made, "OOV", "2026")), tmp_path).tables
    assert texts(table)[0][1] == "a  b\nc\nd"


def test_repeated_cells_and_rows_are_there_and_empty_ones_cost_nothing(tmp_path: Path) -> None:
    made = book(
        row("1.1", cell("x", valuetype="string", numbercolumnsrepeated=2), "2026"),
        row(TableCell(numbercolumnsrepeated=16384), numberrowsrepeated=1048000),
        row("1.2", "Agenda", "", "", numberrowsrepeated=2),
    )
    (table,) = read(made, tmp_path).tables
    assert texts(table)[0] == ["1.1", "x", "x", "2026"]
    assert [one.place.row for one in table.rows] == [2, 1048003, 1048004]


def test_hidden_rows_and_sheets_are_said(tmp_path: Path) -> None:
    made = book(row("1.1", "Aanpak", "OOV", "2026", visibility="filter"))
    assert read(made, tmp_path).remarks == (
        "Blad 'Acties': 1 verborgen rij is ook gelezen (rij 2).",
    )
    with pytest.raises(DocumentRefused, match="er staat geen tabel in"):
        read(book(row("1.1", "Aanpak", "OOV", "2026"), hidden=True), tmp_path)
    asked = read_document(tmp_path / "lijst.ods", HEADINGS, sheet="Acties")
    assert len(asked.tables[0].rows) == 1


def test_a_cell_merged_downwards_stands_in_each_row(tmp_path: Path) -> None:
    made = book(
        row("1.1", "Aanpak", cell("OOV", valuetype="string", numberrowsspanned=2), "2026"),
        row("1.2", "Agenda", CoveredTableCell(), "2027"),
        row("1.3", "Raad", "", "2027"),
    )
    (table,) = read(made, tmp_path).tables
    assert [words[2] for words in texts(table)] == ["OOV", "OOV", ""]


def test_struck_text_is_doubtful(tmp_path: Path) -> None:
    made = book(row("1.1", cell("Aanpak", valuetype="string", stylename="weg"), "OOV", "2026"))
    look = Style(name="weg", family="table-cell")
    look.addElement(TextProperties(textlinethroughstyle="solid"))
    made.automaticstyles.addElement(look)
    assert doubts(read(made, tmp_path).tables[0]) == ["cel B2 is doorgestreept"]


def test_a_formula_without_a_value_is_refused_with_its_cell(tmp_path: Path) -> None:
    made = book(row("1.1", "Aanpak", "OOV", TableCell(formula="of:=2000+26")))
    with pytest.raises(DocumentRefused, match="rij 2: cel D2 is een formule zonder waarde; open"):
        read(made, tmp_path)


@needs_soffice
def test_a_workbook_saved_by_libreoffice_is_read_as_the_one_of_excel(tmp_path: Path) -> None:
    made = Workbook()
    page = made.active
    assert isinstance(page, Worksheet)
    for words in (
        HEAD,
        ("1.10", "Aanpak\nvan nu", "OOV", date(2026, 12, 31)),
        ("0012", " TRUE", None, 2026),
        ("1-2", "HVO\u2011Q men\u00adsen", "30%", "=2000+27"),
        (1.1, "=NA()", "x", date(2026, 1, 1)),
    ):
        page.append(list(words))
    for name in ("A2", "A3", "A4", "B3", "C4"):
        page[name].number_format = "@"
    page["D5"].number_format, page["A5"].number_format = "yyyy", "0.00"
    page["D2"].number_format = "dd-mm-yyyy"
    page["B5"].value = "Slot"
    page.row_dimensions[3].hidden = True
    page.merge_cells("C2:C3")
    source = tmp_path / "lijst.xlsx"
    made.save(source)
    office = converted(source, "ods")
    second = converted(office, "xlsx")
    documents = [read_document(path, HEADINGS) for path in (office, second)]
    for document in documents:
        (table,) = document.tables
        assert texts(table) == [
            ["1.10", "Aanpak\nvan nu", "OOV", "31-12-2026"],
            ["0012", "TRUE", "OOV", "2026"],
            ["1-2", "HVO-Q mensen", "30%", "2027"],
            ["1.10", "Slot", "x", "2026"],
        ]
        assert table.rows[0].cells[3].day == date(2026, 12, 31)
        assert doubts(table) == []
        assert document.remarks == ("Blad 'Sheet': 1 verborgen rij is ook gelezen (rij 3).",)
