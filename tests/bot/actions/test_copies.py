"""What a coordinator changed in a workbook of ours, on whichever sheet, is what the file says."""

from datetime import date

import pytest
from support.installation import agenda_in, own_actions
from support.listings import own_listing
from support.tables import document

from bot.actions.columns import COLUMNS, ORIGIN_HEADING
from bot.actions.drafts import Draft, ListReading, words_of
from bot.actions.list_book import list_book
from bot.actions.reading import read_list
from bot.documents.tables import Cell, Place, Row, Table
from bot.settings import OWN_AGENDA
from mappings.canonical import Due, Status

AGENDA = agenda_in(OWN_AGENDA)
KEYS = [column.key for column in COLUMNS]
LISTED = own_actions()[:3]  # 1.1 to 1.3

Edits = dict[tuple[str, str, str], str | date]
"""What somebody types: by sheet, code and key of the column."""


def edited(edits: Edits, *more: tuple[str, Row]) -> ListReading:
    """What is read from the export of three actions after these edits; more: rows below a sheet."""
    book = list_book(own_listing(*LISTED))
    tables = []
    for sheet in book.sheets[:2]:
        headings = tuple(column.heading for column in sheet.columns)
        rows = [
            Row(
                Place("sheet", sheet.name, number),
                tuple(
                    cell(edits.get((sheet.name, str(values[0]), key), value))
                    for key, value in zip([*KEYS, "origin"], values, strict=True)
                ),
            )
            for number, values in enumerate(sheet.rows, 2)
        ]
        rows += [row for name, row in more if name == sheet.name]
        tables.append(Table("", headings, tuple(rows)))
    return read_list(document(*tables), words_of(AGENDA))


def cell(value: object) -> Cell:
    if isinstance(value, date):
        return Cell(value.strftime("%d-%m-%Y"), day=value)
    return Cell("" if value is None else str(value))


def row_of(found: ListReading, code: str) -> Draft:
    (draft,) = [draft for draft in found.rows if draft.code == code]
    return draft


def copied(of: str, sheet: str, **changed: str) -> tuple[str, Row]:
    """A row as it is after it was copied and pasted below the last one of its sheet."""
    book = list_book(own_listing(*LISTED))
    page = next(page for page in book.sheets if page.name == sheet)
    values = next(row for row in page.rows if row[0] == of)
    cells = [
        cell(changed.get(key, value)) for key, value in zip([*KEYS, "origin"], values, strict=True)
    ]
    return sheet, Row(Place("sheet", sheet, 99), tuple(cells))


def test_a_file_that_nobody_changed_says_nothing() -> None:
    found = edited({})
    assert [draft.code for draft in found.rows] == ["1.1", "1.2", "1.3"]
    assert all(not draft.stated and not draft.doubts for draft in found.rows)
    assert (found.problems, found.remarks) == ((), ())


@pytest.mark.parametrize("sheet", ["Actielijst", "Doel 1"])
def test_an_edit_counts_on_whichever_sheet(sheet: str) -> None:
    draft = row_of(
        edited({(sheet, "1.2", "status"): "NIET", (sheet, "1.2", "owners"): "h&t"}), "1.2"
    )
    assert draft.stated == {"status", "owners"}
    assert (draft.status, draft.owners) == (Status.DROPPED, ("H&T",))
    assert draft.place.name == "Actielijst"


def test_edits_on_both_sheets_come_together() -> None:
    draft = row_of(
        edited({("Actielijst", "1.2", "status"): "NIET", ("Doel 1", "1.2", "note"): "Nieuw"}), "1.2"
    )
    assert draft.stated == {"status", "note"}
    assert (draft.status, draft.note, draft.doubts) == (Status.DROPPED, "Nieuw", ())


def test_two_edits_of_one_cell_are_asked_unless_they_agree() -> None:
    here, there = ("Actielijst", "1.2", "note"), ("Doel 1", "1.2", "note")
    draft = row_of(edited({here: "Een", there: "Twee"}), "1.2")
    (doubt,) = draft.doubts
    assert doubt.field == "note"
    assert draft.stated == {"note"}
    assert "blad 'Actielijst' staat 'Een', op blad 'Doel 1' 'Twee'" in doubt.sentence
    assert row_of(edited({here: "Een", there: "Een"}), "1.2").doubts == ()


@pytest.mark.parametrize(
    ("edits", "due"),
    [
        ({"day": date(2027, 3, 31)}, "2027-03-31"),
        ({"due": "2027"}, "2027"),
        ({"due": "Continue"}, "Continue"),
        ({"due": "31-03-2027", "day": date(2027, 3, 31)}, "2027-03-31"),
    ],
)
def test_a_deadline_is_changed_under_either_heading(edits: dict[str, str | date], due: str) -> None:
    typed: Edits = {("Actielijst", "1.2", key): value for key, value in edits.items()}
    draft = row_of(edited(typed), "1.2")
    assert (draft.due, draft.doubts) == (Due.parse(due), ())
    assert draft.stated == {"due"}


def test_two_deadlines_that_differ_are_asked() -> None:
    typed: Edits = {
        ("Actielijst", "1.2", "due"): "2028",
        ("Actielijst", "1.2", "day"): date(2027, 3, 31),
    }
    (doubt,) = row_of(edited(typed), "1.2").doubts
    assert doubt.field == "due"


def test_a_doubt_about_what_nobody_touched_is_not_asked() -> None:
    strange = LISTED[0].model_copy(update={"owners": ("Onbekend",)})
    sheet = list_book(own_listing(strange)).sheets[0]
    row = Row(Place("sheet", sheet.name, 2), tuple(cell(value) for value in sheet.rows[0]))
    headings = tuple(column.heading for column in sheet.columns)
    (draft,) = read_list(document(Table("", headings, (row,))), words_of(AGENDA)).rows
    assert (draft.stated, draft.doubts) == (frozenset(), ())


def test_a_row_copied_for_a_new_action_says_all_of_itself() -> None:
    found = edited({}, copied("1.2", "Doel 1", code="1.16", text="Iets nieuws"))
    new = row_of(found, "1.16")
    assert (new.origin, new.text) == (None, "Iets nieuws")
    assert {"text", "status", "owners"} <= new.stated
    assert row_of(found, "1.2").stated == frozenset()
    assert found.problems == ()


def test_a_row_twice_on_one_sheet_stops_the_import() -> None:
    found = edited({}, copied("1.2", "Actielijst"))
    (problem,) = found.problems
    assert "1.2 staat ook al op" in problem.sentence


def test_the_mark_has_a_heading_that_is_known() -> None:
    assert list_book(own_listing()).sheets[0].columns[-1].heading == ORIGIN_HEADING
