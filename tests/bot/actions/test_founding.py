"""A municipality without an agenda folder gets one from its document, and all works on it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support.agenda_files import write_deck, write_document
from support.installation import Office, own_actions
from support.tables import document, table

from bot.actions.files import FileToRead
from bot.actions.founding import Founded, find_goals, find_owners, found_agenda
from bot.documents.refusal import DocumentRefused
from bot.errors import UsageError
from bot.settings import OWN_AGENDA
from mappings.agenda import load_actions, load_agenda

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


def found(folder: Path, source: Path, name: str = "Agenda van Überstad, 2027") -> Founded:
    return found_agenda(folder, FileToRead(source), name=name, template=OWN_AGENDA, at=NOW)


@pytest.mark.parametrize("name", ["agenda.pptx", "agenda.docx"])
def test_a_folder_from_the_deck_holds_goals_owners_and_all_actions(
    tmp_path: Path, name: str
) -> None:
    source, folder = tmp_path / name, tmp_path / "onze"
    (write_deck if name.endswith("pptx") else write_document)(source)
    made = found(folder, source)
    assert made.files == ("actions.yaml", "agenda.yaml")
    agenda = load_agenda(folder)
    own = load_agenda(OWN_AGENDA)
    assert (agenda.key, agenda.name) == ("agenda-van-uberstad-2027", "Agenda van Überstad, 2027")
    assert agenda.planner.plan_title == agenda.name
    assert agenda.rhythms.meetings == {}  # the codes of the template are of other actions
    assert agenda.goals == own.goals
    assert {owner.name for owner in agenda.owners} == {
        own.owner(code).name for action in own_actions() for code in action.owners
    }
    assert agenda.owner("CGH").name == "Centrum gemeente Haarlem"
    actions = load_actions(folder / "actions.yaml", agenda)
    assert [(a.code, a.text, a.status, a.due, a.vng, a.note) for a in actions] == [
        (a.code, a.text, a.status, a.due, a.vng, a.note) for a in own_actions()
    ]


def test_import_and_sync_work_on_the_new_folder(tmp_path: Path, office: Office) -> None:
    write_deck(tmp_path / "agenda.pptx")
    found(tmp_path / "onze", tmp_path / "agenda.pptx")
    agenda = load_agenda(tmp_path / "onze")
    office.environ["AGENDA_DIR"] = str(tmp_path / "onze")
    office.import_list(*load_actions(tmp_path / "onze" / "actions.yaml", agenda))
    report = office.sync()
    assert report.sides["planner"].created == 70


def test_what_is_not_sure_goes_into_a_workbook_of_questions(tmp_path: Path) -> None:
    scan = Path(__file__).with_name("agenda-scan.txt")
    made = found(tmp_path / "onze", scan)
    assert "vragen.xlsx" in made.files
    sheet = load_workbook(tmp_path / "onze" / "vragen.xlsx")["Vragen"]
    assert sheet.max_row == len(made.edition.questions) + 1 > 20
    assert (
        len(load_actions(tmp_path / "onze" / "actions.yaml", load_agenda(tmp_path / "onze"))) == 70
    )


def test_a_document_with_equal_codes_is_refused_with_its_name_and_place(tmp_path: Path) -> None:
    file = tmp_path / "lijst.csv"
    file.write_text("Code;Actie;Doel\n1.1;Een;1. Beleid\n1.1;Twee;1. Beleid\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"^lijst\.csv, rij 3: code 1\.1 staat ook al op rij 2"):
        found(tmp_path / "onze", file)
    assert not (tmp_path / "onze").exists()


def test_a_folder_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "onze").mkdir()
    write_deck(tmp_path / "agenda.pptx")
    with pytest.raises(UsageError, match="bestaat al"):
        found(tmp_path / "onze", tmp_path / "agenda.pptx")
    assert list((tmp_path / "onze").iterdir()) == []


def test_a_file_without_a_list_makes_nothing(tmp_path: Path) -> None:
    source = tmp_path / "leeg.csv"
    source.write_text("Kolom;Waarde\na;b\n", encoding="utf-8")
    with pytest.raises(DocumentRefused):
        found(tmp_path / "onze", source)
    source.write_text("Actie;Regie\nIets doen;OOV\n", encoding="utf-8")
    with pytest.raises(UsageError, match="staan geen doelen"):
        found(tmp_path / "onze", source)
    assert [path.name for path in tmp_path.iterdir()] == ["leeg.csv"]


def test_goals_without_numbers_are_counted_and_owners_get_a_code_of_their_own() -> None:
    first = table(("Actie", "Regie"), ("Een", "Team Jeugd en Zorg"), caption="Jeugd helpen")
    second = table(("Actie", "Regie"), ("Twee", "Taken Jeugd en Zorg, OOV"), caption="Zorg borgen")
    read = document(first, second)
    assert find_goals(read) == {1: "Jeugd helpen", 2: "Zorg borgen"}
    assert find_owners(read) == {
        "TJEZ": "Team Jeugd en Zorg",
        "TJEZ2": "Taken Jeugd en Zorg",
        "OOV": "OOV",
    }
