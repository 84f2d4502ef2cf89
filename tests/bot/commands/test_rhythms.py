"""How often it was done stands in the list, on the page of an action and in their data."""

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer
from support.installation import Office
from typer.testing import Result

from bot.commands.actions import export_file, list_actions, show_history
from bot.commands.show import show
from bot.core.history import Change, Outcome
from bot.core.rhythms.record import OCCASION
from mappings.agenda import load_actions

Run = Callable[..., Result]
LATE = "1 van 2 gedaan in 2027, te laat: 1e helft 2027"


@pytest.fixture
def run(typing_in: Callable[[typer.Typer], Run], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Type `driehoek list` and the like on a wide screen."""
    monkeypatch.setenv("COLUMNS", "200")
    program = typer.Typer()
    program.command("list")(list_actions)
    program.command("history")(show_history)
    program.command("export")(export_file)
    program.command("show")(show)
    return typing_in(program)


@pytest.fixture
def ticked(office: Office) -> Office:
    """3.3, ticked for the second half of 2027 and not for the first, and 6.5 that ends in 2026."""
    office.load("3.3", "6.5")
    days = (datetime(2027, 7, 5, 9, tzinfo=UTC) - office.clock.now()).days
    office.clock.forward(days=days)
    change = Change(
        at=office.clock.now(),
        run="r",
        code="3.3",
        side="planner",
        field=OCCASION,
        old=None,
        new="2e helft 2027",
        outcome=Outcome.APPLIED,
    )
    with office.house().store.begin() as ledger:
        ledger.history.add(change)
    return office


@pytest.mark.usefixtures("ticked")
def test_list_and_show_say_how_often_and_what_is_late(run: Run) -> None:
    assert LATE in " ".join(run("list").stdout.split())
    assert LATE in " ".join(run("show", "3.3").stdout.split())
    assert "keren gedaan" not in run("list", "--goal", "6").stdout
    late = json.loads(run("list", "--late", "--json").stdout)
    assert {row["code"] for row in late} == {"3.3", "6.5"}
    assert json.loads(run("show", "3.3", "--json").stdout)["late"]


@pytest.mark.usefixtures("ticked")
def test_the_data_has_every_period_with_the_day_it_was_done(run: Run) -> None:
    ends, returns = sorted(
        json.loads(run("list", "--json").stdout), key=lambda row: row["code"], reverse=True
    )
    assert ends["occasions"] is None
    assert returns["occasions"] == {
        "cycle": "2027",
        "done": 1,
        "of": 2,
        "late": ["1e helft 2027"],
        "words": LATE,
        "periods": [
            {
                "name": "1e helft 2027",
                "first": "2027-01-01",
                "last": "2027-06-30",
                "done_on": None,
            },
            {
                "name": "2e helft 2027",
                "first": "2027-07-01",
                "last": "2027-12-31",
                "done_on": "2027-07-05",
            },
        ],
    }
    assert json.loads(run("show", "3.3", "--json").stdout)["occasions"] == returns["occasions"]


@pytest.mark.usefixtures("ticked")
def test_the_history_names_the_period(run: Run) -> None:
    (line,) = [x for x in run("history", "3.3").stdout.splitlines() if "2e helft 2027" in x]
    assert line.split()[2:5] == ["Planner", "gedaan", "2e"]


def test_an_exported_json_says_it_and_is_taken_back(
    run: Run, ticked: Office, heard: io.StringIO, tmp_path: Path
) -> None:
    file = tmp_path / "lijst.json"
    run("export", str(file))
    told = {row["code"]: row["occasions"] for row in json.loads(file.read_text())}
    assert told["3.3"]["words"] == LATE
    assert load_actions(file, ticked.house().agenda) == (ticked.action("3.3"), ticked.action("6.5"))
    assert heard.getvalue() == f"2 acties geschreven in {file}.\n"
