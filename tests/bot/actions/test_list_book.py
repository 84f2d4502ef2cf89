"""The workbook to fill in: every action is marked, and nothing else in it reads as one."""

import io

import openpyxl
import pytest
from support.installation import agenda_in, own_actions
from support.listings import empty_listing, own_listing
from support.strategies import action

from bot.actions.columns import COLUMNS, HEADINGS, ORIGIN_HEADING, Names, column_heading
from bot.actions.list_book import list_book
from bot.actions.listing import names_in
from bot.actions.origins import read_origin
from bot.documents.excel import write_excel
from bot.documents.headings import heading_key
from bot.documents.workbook import Choices, Days, ListSheet, Workbook
from bot.settings import OWN_AGENDA
from mappings.agenda import Agenda

AGENDA = agenda_in(OWN_AGENDA)
BOOK = list_book(own_listing())


def named(book: Workbook, name: str) -> ListSheet:
    return next(sheet for sheet in book.sheets if sheet.name == name)


def column_of(sheet: ListSheet, heading: str) -> list[object]:
    place = [column.heading for column in sheet.columns].index(heading)
    return [row[place] for row in sheet.rows]


def with_owners(**names: str) -> Agenda:
    owner = AGENDA.owners[0]
    owners = tuple(owner.model_copy(update={"code": c, "name": n}) for c, n in names.items())
    return AGENDA.model_copy(update={"owners": owners})


def test_the_whole_list_comes_first_and_every_goal_has_a_sheet() -> None:
    goals = [f"Doel {goal.number}" for goal in AGENDA.goals]
    assert [sheet.name for sheet in BOOK.sheets] == [
        *("Actielijst", *goals, "Regiehouders", "Toelichting")
    ]
    codes = [action.code for action in own_actions()]
    assert column_of(BOOK.sheets[0], "Code") == codes
    assert [code for name in goals for code in column_of(named(BOOK, name), "Code")] == codes


def test_what_may_stand_in_a_column_is_offered() -> None:
    takes = {column.heading: column.takes for column in BOOK.sheets[0].columns}
    status, owners, day = (takes[column_heading(key)] for key in ("status", "owners", "day"))
    assert isinstance(status, Choices)
    assert (list(status.words), status.only) == (
        ["Gereed", "Loopt", "Planning", "NIET", "Geen stand"],
        True,
    )
    assert isinstance(owners, Choices)
    assert (owners.sheet, owners.only) == ("Regiehouders", False)
    assert list(owners.words) == column_of(named(BOOK, "Regiehouders"), "Naam in de lijst")
    assert isinstance(day, Days)
    assert (day.first.year, day.last.year) == (AGENDA.dates.first_year, AGENDA.dates.last_year)


def test_every_row_tells_in_a_hidden_column_which_action_it_was() -> None:
    sheet = BOOK.sheets[0]
    assert [column.heading for column in sheet.columns if column.hidden] == [ORIGIN_HEADING]
    for action_, mark in zip(own_actions(), column_of(sheet, ORIGIN_HEADING), strict=True):
        origin = read_origin(str(mark))
        assert origin is not None
        assert (origin.code, origin.export) == (action_.code, "20261130T181500Z")
        assert origin.still_true("note", action_, own_listing().names)


def test_only_the_lists_have_headings_that_a_reader_knows() -> None:
    """A sheet of owners under "Code" and "Naam" would be read as actions."""
    for sheet in BOOK.sheets:
        known = {heading_key(column.heading) for column in sheet.columns} & set(HEADINGS)
        is_list = sheet.columns[0].heading == "Code"
        assert len(known) == (len(COLUMNS) + 1 if is_list else 0)


def test_a_list_without_actions_or_owners_is_a_workbook_as_well() -> None:
    book = list_book(empty_listing())
    assert [sheet.name for sheet in book.sheets] == ["Actielijst", "Regiehouders", "Toelichting"]
    assert openpyxl.load_workbook(io.BytesIO(write_excel(book))).sheetnames[0] == "Actielijst"


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ({"A": "Team A", "B": "Team B"}, {"A": "Team A", "B": "Team B"}),
        ({"A": "Zorg en Veiligheid", "B": "Zorg"}, {"A": "Zorg en Veiligheid", "B": "Zorg"}),
        ({"A": "Team", "B": "Team"}, {}),
        ({"A": "B", "B": "Team"}, {"B": "Team"}),
        ({"A": "geen", "B": "Team"}, {"B": "Team"}),
    ],
)
def test_an_owner_is_written_so_that_it_can_be_read_back(
    names: dict[str, str], shown: dict[str, str]
) -> None:
    assert names_in(with_owners(**names)).owners == shown


def test_an_owner_that_the_agenda_does_not_have_stands_by_its_code() -> None:
    assert names_in(AGENDA).all_owners(action(owners=("OOV", "X"))) == "Team OOV, X"
    assert Names().all_owners(action(owners=("OOV",))) == "OOV"
