"""Reminders on the command line: first a round, then the cards; what was and what comes; pauses."""

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import typer
from support.installation import Office
from typer.testing import Result

from bot.commands.reminders import remind, reminders
from bot.commands.snooze import snooze
from bot.errors import UsageError
from bot.service.outcomes import explain
from bot.store.errors import UnknownCode
from bot.sync.side import SideUnavailable

MORNING = datetime(2026, 12, 17, 8, 0, tzinfo=UTC)

Run = Callable[..., Result]


@pytest.fixture
def december(office: Office) -> Office:
    """Two weeks before the end of 2026, with three actions of that year in Planner."""
    office.load("4.10", "4.11", "4.12")
    office.sync()
    office.clock.moment = MORNING
    return office


@pytest.fixture
def run(
    december: Office,  # noqa: ARG001 - the commands are typed that month
    typing_in: Callable[[typer.Typer], Run],
) -> Run:
    """Type a command; raises what the command raised."""
    app = typer.Typer()
    for command in (remind, reminders, snooze):
        app.command(command.__name__)(command)

    return typing_in(app)


def told(result: Result) -> Any:
    """What a command with --json printed."""
    return json.loads(result.stdout)


def owners(office: Office) -> list[str]:
    """Whose channel got a card."""
    return sorted(card["owner"] for card in office.control.state()["cards"])


def test_a_task_ticked_off_just_before_is_not_in_the_card(run: Run, december: Office) -> None:
    december.act("tick", "4.10")
    reports = told(run("remind", "--json"))
    assert [report["owner"] for report in reports] == ["NHV", "OOV"]
    assert owners(december) == ["NHV", "OOV"]
    assert december.action("4.10").status == "Gereed"


def test_without_a_round_the_list_is_believed_as_it_is(run: Run, december: Office) -> None:
    december.note_reading()
    december.act("tick", "4.10")
    december.control.forget()
    run("remind", "--no-sync")
    assert owners(december) == ["G&R", "NHV", "OOV"]


def test_when_planner_is_away_nobody_is_reminded_and_that_is_said(
    run: Run, december: Office
) -> None:
    december.control.fault("status", method="GET", path="/planner/**", status=403, times=99)
    with pytest.raises(SideUnavailable) as caught:
        run("remind")
    assert owners(december) == []
    assert "Er is niemand herinnerd: eerst moet een hele ronde lukken." in explain(caught.value)[1]


def test_a_dry_run_shows_who_would_get_what_and_why_and_changes_nothing(
    run: Run, december: Office
) -> None:
    december.control.forget()
    shown = run("remind", "--dry-run").stdout
    assert "4.10: 14 dagen voor de deadline" in shown
    assert (owners(december), december.writes()) == ([], [])


def test_the_reminders_of_an_action_are_those_that_went_and_those_to_come(run: Run) -> None:
    run("remind")
    rows = told(run("reminders", "4.10", "--json"))
    assert [(row["date"], row["owner"], row["step"], row["state"]) for row in rows[:7]] == [
        ("2026-12-17", "G&R", "14", "sent"),
        ("2026-12-24", "G&R", "7", "coming"),
        ("2026-12-30", "G&R", "1", "coming"),
        ("2026-12-31", "G&R", "0", "coming"),
        ("2027-01-04", "G&R", "late", "coming"),
        ("2027-01-11", "G&R", "late+5", "coming"),
        ("2027-01-12", "G&R", rows[6]["step"], "coming"),  # before the driehoek of 21 January
    ]
    assert rows[6]["why"] == "niet bijgewerkt sinds de vorige driehoek"
    assert rows[0]["why"] == "14 dagen voor de deadline"
    assert rows[5]["why"] == "te laat, 11 dagen na de deadline"
    assert rows[0]["due"] == "2026-12-31"


def test_the_reminders_of_an_action_can_be_read_by_people(run: Run) -> None:
    shown = run("reminders", "4.10").stdout
    assert "14 dagen voor de deadline" in shown
    assert "17-12-2026" in shown
    assert "komt nog" in shown


def test_the_coordinator_is_named_in_dutch(run: Run, december: Office) -> None:
    """In the data she keeps the name that programs know."""
    december.set("4.11", owners=())
    assert "coördinator" in run("remind", "--dry-run").stdout
    assert "coördinator" in run("reminders", "4.11").stdout
    assert {row["owner"] for row in told(run("reminders", "4.11", "--json"))} == {"coordinator"}


def test_the_reminders_of_no_action_are_refused(run: Run) -> None:
    with pytest.raises(UnknownCode):
        run("reminders", "9.9")


@pytest.mark.parametrize(("words", "silent"), [(("4.10",), "G&R"), (("--owner", "OOV"), "OOV")])
def test_a_pause_silences_an_action_or_an_owner_until_its_day(
    run: Run, december: Office, words: tuple[str, ...], silent: str
) -> None:
    run("snooze", *words, "--until", "2026-12-21")
    run("remind")
    assert owners(december) == sorted({"G&R", "NHV", "OOV"} - {silent})
    december.clock.forward(days=4)
    run("remind")
    assert owners(december) == ["G&R", "NHV", "OOV"]


def test_a_pause_moves_what_is_to_come_and_says_why(run: Run, heard: io.StringIO) -> None:
    run("snooze", "4.10", "--until", "2026-12-29")
    rows = told(run("reminders", "4.10", "--json"))
    assert [(row["date"], row["step"]) for row in rows[:2]] == [
        ("2026-12-29", "7"),
        ("2026-12-30", "1"),
    ]
    sentence = "Stil tot dinsdag 29 december 2026: gepauzeerd door de coördinator."
    assert sentence in heard.getvalue()


def test_pauses_are_listed_until_they_are_over_or_ended(run: Run, december: Office) -> None:
    run("snooze", "4.10", "--until", "2026-12-21")
    run("snooze", "--owner", "coordinator", "--until", "2027-01-04")
    listed = told(run("snooze", "--json"))
    assert [(row["kind"], row["name"], row["until"]) for row in listed] == [
        ("action", "4.10", "2026-12-21"),
        ("owner", "coordinator", "2027-01-04"),
    ]
    run("snooze", "--owner", "coordinator", "--off")
    december.clock.forward(days=4)
    assert told(run("snooze", "--json")) == []


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("4.10",), "Geef --until met een datum, of --off"),
        (("4.10", "--until", "2026-12-21", "--off"), "Geef --until met een datum, of --off"),
        (("4.10", "--owner", "OOV", "--off"), "niet allebei"),
        (("--until", "2026-12-21"), "Noem een actie"),
        (("4.10", "--until", "2026-12-17"), "niet later dan vandaag"),
        (("4.10", "--until", "morgen"), "'morgen' is geen datum"),
        (("--owner", "XYZ", "--until", "2026-12-21"), "Regiehouder 'XYZ' bestaat niet; kies H&T"),
    ],
)
def test_a_pause_that_cannot_be_is_refused_in_words(
    run: Run, words: tuple[str, ...], complaint: str
) -> None:
    with pytest.raises(UsageError, match=complaint):
        run("snooze", *words)
    assert told(run("snooze", "--json")) == []
