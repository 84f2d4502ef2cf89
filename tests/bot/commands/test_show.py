"""One action on one page: what the list says, and all that belongs to it."""

import io
import json
import re
from collections.abc import Callable

import pytest
import typer
from support.installation import Office
from typer.testing import Result

from bot.commands.reminders import remind
from bot.commands.show import show
from bot.commands.snooze import snooze
from bot.store.errors import UnknownCode

Run = Callable[..., Result]


@pytest.fixture
def run(typing_in: Callable[[typer.Typer], Run], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Type `driehoek show ...` and the like on a wide screen; raises what the command raised."""
    monkeypatch.setenv("COLUMNS", "200")
    program = typer.Typer()
    for command in (show, snooze, remind):
        program.command(command.__name__)(command)
    return typing_in(program)


@pytest.fixture
def collided(office: Office) -> Office:
    """6.5 with a task, an event that was made, and a deadline that both sides changed."""
    office.load("6.5", "6.4")
    office.sync()
    office.act("due", "6.5", date="2027-05-01")
    office.set("6.5", due="2028", note="Begonnen.\nMet de regio.")
    office.sync()
    return office


def test_all_of_an_action_stands_on_one_page(
    run: Run, collided: Office, heard: io.StringIO
) -> None:
    run("snooze", "6.5", "--until", "2026-12-01")
    shown = run("show", "6.5").stdout
    action = collided.action("6.5")
    rows = [re.split(r" {2,}", line.strip(), maxsplit=1) for line in shown.splitlines()]
    lines = {row[0]: row[1] for row in rows if len(row) == 2}
    assert lines["actie"] == action.heading
    assert lines["stand"] == "Planning"
    assert lines["deadline"] == "2028"
    assert lines["bericht"] == "Begonnen."
    assert lines["taak"] == collided.links()["6.5"]
    assert lines["afspraak"] == "geen"
    assert lines["pauze"].startswith("6.5 tot dinsdag 1 december 2026: gepauzeerd door")
    assert lines["botsing"].startswith(
        "deadline: lijst 31 december 2028, Planner 1 mei 2027, sinds 02-11-2026"
    )
    assert "02-11-2026 09:00 lijst" in " ".join(shown.split())
    assert "niet gekozen" in shown
    assert "Alles wat er gebeurde" not in heard.getvalue()


def test_its_data_is_the_row_of_the_list_with_what_belongs_to_it(
    run: Run, collided: Office
) -> None:
    run("snooze", "--owner", "H&T", "--until", "2026-12-01")
    run("snooze", "6.4", "--until", "2026-12-01")
    tenant = "00000000-0000-0000-0000-000000000001"
    told = json.loads(run("show", "6.5", "--json", AZURE_TENANT_ID=tenant).stdout)
    task = collided.links()["6.5"]
    assert (told["code"], told["goal"], told["late"]) == ("6.5", 6, False)
    assert told["links"] == {"planner_task_id": task, "outlook_event_id": None}
    assert told["link_states"] == {"planner": "live"}
    assert task in told["task_url"]
    assert [(row["kind"], row["name"]) for row in told["pauses"]] == [("owner", "H&T")]
    assert [(row["field"], row["other"]) for row in told["conflicts"]] == [("due", "2027-05-01")]
    assert [row["field"] for row in told["history"]] == ["item", "due", "note", "due"]


def test_what_is_late_deleted_and_told_is_said(run: Run, office: Office) -> None:
    office.load("6.5", "6.4")
    office.sync()
    office.act("due", "6.5", date="2026-10-30")
    run("remind")
    office.act("delete", "6.5")
    office.sync()
    shown = run("show", "6.5").stdout
    assert "30 oktober 2026, te laat" in shown
    assert "(verwijderd)" in shown
    assert "02-11-2026 H&T: te laat" in shown
    assert "(verstuurd)" in shown


def test_an_action_without_owner_shows_the_pause_of_the_coordinator(
    run: Run, office: Office
) -> None:
    office.load("6.5")
    office.set("6.5", owners=())
    run("snooze", "--owner", "coordinator", "--until", "2026-12-01")
    shown = run("show", "6.5").stdout
    assert "nog geen regiehouder" in shown
    assert "coordinator tot dinsdag 1 december 2026" in shown


def test_a_long_history_shows_its_last_lines(run: Run, office: Office, heard: io.StringIO) -> None:
    office.load("6.5")
    for year in range(2030, 2040):
        office.set("6.5", due=str(year))
    shown = run("show", "6.5").stdout
    assert ("2039" in shown, "2030" in shown) == (True, False)
    assert "Alles wat er gebeurde: driehoek history 6.5" in heard.getvalue()


def test_what_is_not_in_the_list_cannot_be_shown(run: Run, office: Office) -> None:
    office.load("6.5")
    with pytest.raises(UnknownCode, match=r"Actie 9\.9"):
        run("show", "9.9")
