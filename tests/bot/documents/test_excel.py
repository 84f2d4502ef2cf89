"""The Excel file: text that stays text, drop-downs that every program keeps, and relative links."""

import datetime as dt
import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.excel import write_excel
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

NASTY = [
    *("=1+1", "+31 23", "-2", "@SUM(A1)", "#N/A", "TRUE", "2026", "1.10", "0012", "1-2", "30%"),
    *("'=1", "  voor", "a\u2011b", "_x000D_", "_x005F_x0041_", "_x00e9_", "1e5", "é", "\n=1"),
]
SHEET = ListSheet(
    "Lijst",
    "Lijst",
    (
        SheetColumn("Code", 7),
        SheetColumn("Stand", 10, Choices(("Ja", "Nee"), "Kies Ja of Nee.", only=True)),
        SheetColumn("Wie", 20, Choices(("A, B", "C"), "Of typ een naam.", sheet="De 'namen'")),
        SheetColumn("Dag", 12, Days(dt.date(2000, 1, 1), dt.date(2100, 12, 31), "Vul een dag in.")),
        SheetColumn("Kenmerk", 5, hidden=True),
    ),
    [("1.1", "Ja", "C", dt.date(2027, 3, 31), "x"), ("1.2", None, "", None, "y" * 900)],
    spare=True,
)


def book(*sheets: ListSheet) -> Workbook:
    return Workbook("Titel", "Onderwerp", "Voet", dt.date(2026, 11, 24), sheets)


def opened(*sheets: ListSheet) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(write_excel(book(*sheets))))


def one_column(*values: CellValue) -> ListSheet:
    return ListSheet("Lijst", "Lijst", (SheetColumn("Tekst", 20),), [(value,) for value in values])


def unescaped(text: object) -> str:
    """What Excel shows for the text that stands in the file."""
    return str(text).replace("_x005F_", "_")


def test_text_is_stored_as_text_with_the_format_of_text() -> None:
    page = opened(one_column(*NASTY))["Lijst"]
    cells = [row[0] for row in page.iter_rows(min_row=2)]
    assert [unescaped(cell.value) for cell in cells] == NASTY
    assert {(cell.data_type, cell.number_format) for cell in cells} == {("s", "@")}
    assert not any(cell.quotePrefix for cell in cells)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=8))
def test_any_text_is_there_again(texts: list[str]) -> None:
    page = opened(one_column(*texts))["Lijst"]
    found = [unescaped(cell) if cell else "" for (cell,) in page.iter_rows(2, values_only=True)]
    assert found[: len(texts)] == [unescaped(sheet_text(text)) for text in texts]


def test_a_drop_down_has_a_fixed_span_below_the_last_row() -> None:
    """LibreOffice keeps a thousand rows of a drop-down over a whole column."""
    page = opened(SHEET)["Lijst"]
    state, who, day = page.data_validations.dataValidation
    last = 3 + SPARE_ROWS
    assert [str(each.sqref) for each in (state, who, day)] == [
        f"{letter}2:{letter}{last}" for letter in "BCD"
    ]
    assert (state.formula1, state.errorStyle) == ('"Ja,Nee"', "stop")
    assert (who.formula1, who.errorStyle) == ("'De ''namen'''!$B$2:$B$3", "information")
    assert (day.type, day.formula1, day.formula2) == ("date", "DATE(2000,1,1)", "DATE(2100,12,31)")
    assert [each.error for each in (state, who, day)] == [
        *("Kies Ja of Nee.", "Of typ een naam.", "Vul een dag in.")
    ]
    closed = opened(replace(SHEET, spare=False))["Lijst"]
    assert str(closed.data_validations.dataValidation[0].sqref) == "B2:B3"


def test_an_empty_cell_for_a_day_takes_a_day() -> None:
    """In a cell with the format of text, Excel keeps what is typed as text."""
    page = opened(SHEET)["Lijst"]
    assert [page["D2"].number_format, page["D3"].number_format] == ["dd-mm-yyyy"] * 2
    assert page["D2"].value == dt.datetime(2027, 3, 31)  # noqa: DTZ001 - as openpyxl gives a day
    assert page["D3"].value is None


def test_a_hidden_column_does_not_make_a_row_high() -> None:
    page = opened(SHEET)["Lijst"]
    assert page.column_dimensions["E"].hidden
    assert not page.column_dimensions["D"].hidden
    assert page.row_dimensions[2].height == page.row_dimensions[3].height


def test_tables_are_pointed_to_from_where_the_sheet_stands() -> None:
    """Openpyxl points to them from the root, and exceljs then finds no table."""
    with zipfile.ZipFile(io.BytesIO(write_excel(book(SHEET)))) as made:
        links = made.read("xl/worksheets/_rels/sheet1.xml.rels").decode()
        assert 'Target="../tables/table1.xml"' in links
        every = [made.read(name).decode() for name in made.namelist() if name.endswith(".rels")]
        assert not any('Target="/' in links for links in every)
    assert opened(SHEET)["Lijst"].tables["Lijst"].ref == "A1:E3"


def test_a_text_that_no_cell_can_hold_is_refused() -> None:
    """Openpyxl would cut it off in silence."""
    with pytest.raises(TextTooLong):
        write_excel(book(one_column("x" * (MOST_IN_CELL + 1))))
    page = opened(one_column("x" * MOST_IN_CELL))["Lijst"]
    assert page["A2"].value == "x" * MOST_IN_CELL


def test_a_list_without_rows_is_a_table_with_an_empty_row() -> None:
    assert opened(one_column())["Lijst"].tables["Lijst"].ref == "A1:A2"


def test_the_same_values_give_the_same_bytes() -> None:
    assert write_excel(book(SHEET)) == write_excel(book(SHEET))
