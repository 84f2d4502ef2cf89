"""An export tells what was decided, and an import of that same file changes nothing."""

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from support.installation import Office
from typer.testing import CliRunner, Result

from bot.actions.edits import EditWords
from bot.cli import app
from bot.decisions.meeting import find_held
from bot.decisions.record import DecisionWords, Recording, record

HELD = date(2026, 10, 1)
WORDS = (
    DecisionWords("2.1", EditWords(due="2027-03-31")),
    DecisionWords(ask=("OOV", "=HYPERLINK(is er geld?)"), by=date(2027, 2, 1)),
    DecisionWords(change=EditWords(title="Signalen delen"), goal=2),
)


def typed(office: Office, *words: str) -> Result:
    """Type a command."""
    result = CliRunner().invoke(app, words, env=office.environ, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


@pytest.fixture
def decided(office: Office) -> Office:
    """Three decisions of one meeting."""
    office.load("1.1", "2.1")
    house = office.house()
    series = house.agenda.driehoek
    held = find_held(house.store, lambda: house.calendar, series, HELD, office.clock.now())
    for words in WORDS:
        recording = Recording(held, house.agenda, office.clock.now(), office.run("decide"))
        with house.store.begin() as ledger:
            record(ledger, words, recording)
    return office


def test_the_workbook_has_a_sheet_of_decisions(decided: Office, tmp_path: Path) -> None:
    file = tmp_path / "lijst.xlsx"
    typed(decided, "export", str(file))
    heading, *rows = openpyxl.load_workbook(file)["Besluiten"].iter_rows(values_only=True)
    assert heading[3] == "Wat is besloten"
    assert [row[:1] + row[2:5] for row in rows] == [
        (1, "2.1", "Deadline wordt 31 maart 2027.", None),
        (2, None, "=HYPERLINK(is er geld?)", "Team OOV"),
        (3, "2.2", "Nieuwe actie: Signalen delen.", None),
    ]
    assert [row[6] for row in rows] == ["Niets gehoord"] * 3


def test_without_decisions_there_is_no_sheet(office: Office, tmp_path: Path) -> None:
    office.load("1.1")
    file = tmp_path / "lijst.xlsx"
    typed(office, "export", str(file))
    assert "Besluiten" not in openpyxl.load_workbook(file).sheetnames


def test_json_has_what_was_decided_on_each_action(decided: Office, tmp_path: Path) -> None:
    file = tmp_path / "lijst.json"
    typed(decided, "export", str(file))
    shown = {row["code"]: row["decisions"] for row in json.loads(file.read_text("utf-8"))}
    listed = json.loads(typed(decided, "decisions", "--json").stdout)
    assert shown == {
        "1.1": [],
        "2.1": [one for one in listed if one["code"] == "2.1"],
        "2.2": [one for one in listed if one["code"] == "2.2"],
    }


@pytest.mark.parametrize("ending", [".xlsx", ".ods", ".docx", ".pptx", ".csv", ".yaml", ".json"])
def test_the_same_file_comes_back_without_a_change_or_a_question(
    decided: Office, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"lijst{ending}"
    typed(decided, "export", str(file))
    told = json.loads(typed(decided, "import", str(file), "--dry-run", "--json").stdout)
    assert {change["kind"] for change in told["changes"]} == {"same"}
    assert (len(told["changes"]), told["problems"]) == (3, [])
    assert "Besluiten" not in json.dumps(told)
