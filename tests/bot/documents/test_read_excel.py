"""A workbook is read as its sheets show it: formats, hidden rows, merges, formulas."""

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from support.documents import HEADINGS, changed_parts, doubts, part, texts

from bot.documents.read import read_document
from bot.documents.refusal import DocumentRefused
from bot.documents.tables import Cell, Document, Place

HEAD = ("Code", "Actie", "Regie", "Wanneer gereed")


def sheet(*rows: Sequence[object]) -> Worksheet:
    """A sheet with our headings and these rows, in a workbook of its own."""
    made = Workbook().active
    assert isinstance(made, Worksheet)
    for row in (HEAD, *rows):
        made.append(list(row))
    return made


def read(made: Worksheet, folder: Path) -> Document:
    path = folder / "lijst.xlsx"
    assert made.parent
    made.parent.save(path)
    return read_document(path, HEADINGS)


def cell(made: Worksheet, folder: Path, row: int = 0, column: int = 3) -> Cell:
    return read(made, folder).tables[0].rows[row].cells[column]


def test_a_row_keeps_its_sheet_and_its_number(tmp_path: Path) -> None:
    document = read(sheet(("1.1", "Aanpak vaststellen", "OOV", "2026")), tmp_path)
    (table,) = document.tables
    assert (document.file, document.format) == ("lijst.xlsx", "xlsx")
    assert table.headings == HEAD
    assert texts(table) == [["1.1", "Aanpak vaststellen", "OOV", "2026"]]
    assert table.rows[0].place == Place("sheet", "Sheet", 2)
    assert table.rows[0].place.words() == "blad 'Sheet', rij 2"


@pytest.mark.parametrize(
    ("form", "text", "doubtful"),
    [("0.00", "1.10", False), ("General", "1.1", True), ("0.0", "1.1", False), ("@", "1.1", True)],
)
def test_a_code_as_a_number_is_what_the_sheet_shows(
    form: str, text: str, doubtful: bool, tmp_path: Path
) -> None:
    made = sheet((1.1, "Aanpak", "OOV", "2026"))
    made["A2"].number_format = form
    read_cell = cell(made, tmp_path, column=0)
    assert (read_cell.text, read_cell.number) == (text, 1.1)
    assert bool(read_cell.doubt) is doubtful
    assert "A2" in read_cell.doubt or not doubtful


@pytest.mark.parametrize(
    ("value", "form", "text", "day"),
    [
        (date(2026, 1, 1), "yyyy", "2026", None),
        (date(2026, 12, 31), "dd-mm-yyyy", "31-12-2026", date(2026, 12, 31)),
        (date(2026, 3, 1), "d mmmm yyyy", "1-3-2026", date(2026, 3, 1)),
        (date(2026, 3, 1), "[$-413]mmmm yyyy", "maart 2026", None),
        ("31-12-2026", "@", "31-12-2026", None),
        (2026, "General", "2026", None),
        ("2026", "@", "2026", None),
        (0.3, "0 %", "30%", None),
        (12, "0000", "0012", None),
        (True, "General", "WAAR", None),
    ],
)
def test_a_deadline_is_what_the_sheet_shows(
    value: object, form: str, text: str, day: date | None, tmp_path: Path
) -> None:
    made = sheet(("1.1", "Aanpak", "OOV", value))
    made["D2"].number_format = form
    read_cell = cell(made, tmp_path)
    assert (read_cell.text, read_cell.day) == (text, day)
    assert read_cell.name == ("" if read_cell.number is None else "D2")


def test_a_month_without_a_day_is_doubtful(tmp_path: Path) -> None:
    made = sheet(("1.1", "Aanpak", "OOV", date(2026, 3, 1)))
    made["D2"].number_format = "mmm-yy"
    assert cell(made, tmp_path).doubt == "cel D2 toont alleen maand en jaar"


def test_a_number_in_an_unknown_notation_is_doubtful(tmp_path: Path) -> None:
    made = sheet(("1.1", "Aanpak", "OOV", 2026.5))
    made["D2"].number_format = "# ?/?"
    assert "D2" in cell(made, tmp_path).doubt


@pytest.mark.parametrize("writer", ["openpyxl", "xlsxwriter"])
def test_a_formula_without_a_value_is_refused_with_its_cell(writer: str, tmp_path: Path) -> None:
    path = tmp_path / "lijst.xlsx"
    if writer == "openpyxl":
        made = sheet(("1.1", "Aanpak", "OOV", "=2000+26"))
        assert made.parent
        made.parent.save(path)
    else:
        with xlsxwriter.Workbook(path) as book:  # writes a 0 as the value of a new formula
            page = book.add_worksheet()
            page.write_row(0, 0, HEAD)
            page.write_row(1, 0, ("1.1", "Aanpak", "OOV"))
            page.write_formula(1, 3, "=2000+26")
    with pytest.raises(DocumentRefused) as refused:
        read_document(path, HEADINGS)
    assert str(refused.value).endswith(
        "rij 2: cel D2 is een formule zonder waarde; open het bestand in Excel of LibreOffice en "
        "sla het op."
    )


def test_a_calculated_formula_has_its_value_and_an_empty_text_is_one(tmp_path: Path) -> None:
    path = tmp_path / "lijst.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEAD)
        page.write_row(1, 0, ("1.1", "Aanpak"))
        page.write_formula(1, 2, '=IF(1,"","x")', value=" ")
        page.write_formula(1, 3, "=2000+26", value=2026)
    xml = part(path, "xl/worksheets/sheet1.xml")
    assert "<v> </v>" in xml  # Excel itself writes nothing there
    changed_parts(path, {"xl/worksheets/sheet1.xml": xml.replace("<v> </v>", "<v></v>")})
    (table,) = read_document(path, HEADINGS).tables
    assert texts(table) == [["1.1", "Aanpak", "", "2026"]]


def test_a_formula_outside_the_known_columns_stops_nothing(tmp_path: Path) -> None:
    made = sheet(("1.1", "Aanpak", "OOV", "2026", "=A1"))
    assert texts(read(made, tmp_path).tables[0])[0][:4] == ["1.1", "Aanpak", "OOV", "2026"]


def test_an_error_value_is_refused_and_its_text_is_not(tmp_path: Path) -> None:
    made = sheet(("1.1", "Aanpak", "OOV", "#N/A"))
    made["D2"].data_type = "s"
    assert cell(made, tmp_path).text == "#N/A"
    made["D2"].data_type = "e"
    with pytest.raises(DocumentRefused, match="cel D2 geeft de fout #N/A"):
        read(made, tmp_path)


def test_an_escaped_line_end_is_a_line_end(tmp_path: Path) -> None:
    made = sheet(("1.1", "Aanpak_x000D_\nvast_x000B_stellen", "OOV", "2026"))
    assert cell(made, tmp_path, column=1).text == "Aanpak\nvast\nstellen"


def test_signs_that_only_layout_needs_are_gone(tmp_path: Path) -> None:
    made = sheet(("1.1", "e\u0308n men\u00adsen\u00a0handel ", "HVO\u2011Q", "2026"))
    assert texts(read(made, tmp_path).tables[0])[0][1:3] == ["ën mensen handel", "HVO-Q"]


def test_hidden_rows_are_read_and_said(tmp_path: Path) -> None:
    made = sheet(("1.1", "Aanpak", "OOV", "2026"), ("1.2", "Beleid", "OOV", "2026"))
    made.row_dimensions[3].hidden = True
    document = read(made, tmp_path)
    assert [row[0] for row in texts(document.tables[0])] == ["1.1", "1.2"]
    assert document.remarks == ("Blad 'Sheet': 1 verborgen rij is ook gelezen (rij 3).",)


def test_a_hidden_sheet_is_left_out_and_said(tmp_path: Path) -> None:
    made = sheet(("1.1", "Aanpak", "OOV", "2026"))
    assert made.parent
    old = made.parent.copy_worksheet(made)
    old.title, old.sheet_state = "Oud", "hidden"
    document = read(made, tmp_path)
    assert len(document.tables) == 1
    assert document.remarks == ("Blad 'Oud' is verborgen en daarom niet gelezen.",)
    (asked,) = read_document(tmp_path / "lijst.xlsx", HEADINGS, sheet="oud").tables
    assert asked.rows[0].place.name == "Oud"


def test_a_cell_merged_downwards_stands_in_each_row_and_a_wide_one_once(tmp_path: Path) -> None:
    made = sheet(
        ("1. Beleid", None, None, None),
        ("1.1", "Aanpak", "OOV", "2026"),
        ("1.2", "Agenda", None, "2027"),
    )
    made.merge_cells("A2:D2")
    made.merge_cells("C3:C4")
    assert texts(read(made, tmp_path).tables[0]) == [
        ["1. Beleid", "", "", ""],
        ["1.1", "Aanpak", "OOV", "2026"],
        ["1.2", "Agenda", "OOV", "2027"],
    ]


def test_struck_text_is_doubtful(tmp_path: Path) -> None:
    made = sheet(("1.1", "Aanpak", "OOV", "2026"), ("1.2", "Beleid", "OOV", "2026"))
    made["B3"].font = Font(strike=True)
    assert doubts(read(made, tmp_path).tables[0]) == ["cel B3 is doorgestreept"]


def test_one_formatted_cell_in_the_last_row_costs_nothing(tmp_path: Path) -> None:
    made = sheet(("1.1", "Aanpak", "OOV", "2026"))
    made["A1048576"].number_format = "0.00"
    path = tmp_path / "lijst.xlsx"
    assert made.parent
    made.parent.save(path)
    start = time.process_time()
    document = read_document(path, HEADINGS)
    assert time.process_time() - start < 1
    assert len(document.tables[0].rows) == 1


def test_a_heading_below_a_title_and_again_per_goal(tmp_path: Path) -> None:
    made = Workbook().active
    assert isinstance(made, Worksheet)
    for row in (
        ("Uitvoeringsagenda",),
        (),
        ("1. Beleid",),
        HEAD,
        ("1.1", "Aanpak", "OOV", "2026"),
        (),
        ("2. Signalen",),
        HEAD,
        ("2.1", "Training", "MOz", "2027"),
    ):
        made.append(row)
    (table,) = read(made, tmp_path).tables
    assert table.caption == "1. Beleid"
    assert [row[0] for row in texts(table)] == ["1.1", "2. Signalen", "2.1"]


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    read(sheet(("1.1", "Aanpak", "OOV", "2026")), tmp_path)
    with pytest.raises(DocumentRefused) as refused:
        read_document(tmp_path / "lijst.xlsx", HEADINGS, sheet="Acties")
    assert str(refused.value) == "lijst.xlsx: er is geen blad 'Acties'; kies uit: Sheet."


def test_a_drop_down_of_excel_that_openpyxl_does_not_know_is_no_noise(tmp_path: Path) -> None:
    path = tmp_path / "lijst.xlsx"
    read(sheet(("1.1", "Aanpak", "OOV", "2026")), tmp_path)
    xml = part(path, "xl/worksheets/sheet1.xml")
    extension = '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"></ext></extLst>'
    page = xml.replace("</worksheet>", f"{extension}</worksheet>")
    changed_parts(path, {"xl/worksheets/sheet1.xml": page})
    with pytest.warns(UserWarning, match="Data Validation extension"):
        load_workbook(path)
    assert len(read_document(path, HEADINGS).tables[0].rows) == 1  # a warning would be an error


def test_python_calamine_reads_the_same_texts(tmp_path: Path) -> None:
    from python_calamine import CalamineWorkbook

    made = sheet(("1.1", "Aanpak", "OOV", "2026"), ("1.10", "Beleid\nvan nu", "MOz", "Continue"))
    (table,) = read(made, tmp_path).tables
    second = CalamineWorkbook.from_path(tmp_path / "lijst.xlsx").get_sheet_by_index(0).to_python()
    assert texts(table) == second[1:]
