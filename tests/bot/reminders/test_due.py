"""Nobody is reminded on an old list: Planner, where owners work, was read whole just now."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support.installation import Office

import bot.reminders.due
from bot.core.sync.sides import FRESH_FOR
from bot.service import jobs
from bot.service.outcomes import ExitCode, explain
from bot.sync.side import SideUnavailable

MORNING = datetime(2026, 12, 17, 8, 0, tzinfo=UTC)  # two weeks before 4.10, 4.11, 4.12 are due
BOTH: dict[str, Any] = {"OUTLOOK_CALENDAR": "Deadlines"}


@pytest.fixture
def december(office: Office) -> Office:
    """Three actions in Planner and in Outlook, of which the owner of one has ticked it off."""
    office.load("4.10", "4.11", "4.12")
    office.sync(**BOTH)
    office.clock.moment = MORNING
    office.act("tick", "4.10")
    return office


@pytest.fixture(params=[True, False], ids=["protected", "unprotected"])
def protected(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """With the protection, and without it."""
    if not request.param:
        monkeypatch.setattr(bot.reminders.due, "doubt_about", lambda _reading, _now: "")
    return bool(request.param)


def owners(office: Office) -> list[str]:
    """Whose channel got a card."""
    return sorted(card["owner"] for card in office.control.state()["cards"])


def planner_fails(office: Office, status: int) -> None:
    for path in ("/planner/**", "/groups/*/planner/plans"):
        office.control.fault("status", method="GET", path=path, status=status, times=99)


@pytest.mark.parametrize("status", [403, 503])
def test_a_round_that_did_without_planner_reminds_nobody(
    december: Office, status: int, *, protected: bool
) -> None:
    """Outlook could be read, so the round went well for the rest."""
    planner_fails(december, status)
    if not protected:
        jobs.remind(december.house(**BOTH))
        assert "G&R" in owners(december), "the owner of a task that is done"
        return
    with pytest.raises(SideUnavailable) as refused:
        jobs.remind(december.house(**BOTH))
    code, sentence = explain(refused.value)
    assert code is (ExitCode.USAGE if status == 403 else ExitCode.UNAVAILABLE)
    assert sentence.startswith("Er is niemand herinnerd, want Planner is niet helemaal gelezen.")
    assert owners(december) == []
    december.control.mend()
    jobs.remind(december.house(**BOTH))
    assert owners(december) == ["NHV", "OOV"]


def test_a_look_ahead_says_that_the_reminders_wait(december: Office) -> None:
    assert december.house().reminders.waits() == ""
    planner_fails(december, 403)
    december.sync(**BOTH)
    reminders = december.house().reminders
    assert "G&R" in [report.owner for report in reminders.preview()]
    assert "niet helemaal te lezen" in reminders.waits()
    assert "gaan deze herinneringen niet uit" in reminders.waits()


@pytest.mark.parametrize("status", [403, 503])
def test_without_outlook_it_is_the_same(december: Office, status: int) -> None:
    planner_fails(december, status)
    with pytest.raises(SideUnavailable):
        jobs.remind(december.house())
    assert owners(december) == []


def test_after_the_brake_a_list_without_a_round_is_no_ground_either(
    december: Office, *, protected: bool
) -> None:
    december.sync(**BOTH)
    december.clock.forward(minutes=11)
    for code in ("4.11", "4.12"):
        december.act("delete", code)
    assert set(december.sync(**BOTH).brakes) == {"planner"}
    if not protected:
        jobs.remind(december.house(), round_first=False)
        assert owners(december) == ["NHV", "OOV"]
        return
    with pytest.raises(SideUnavailable, match="niet helemaal gelezen"):
        jobs.remind(december.house(), round_first=False)
    assert owners(december) == []


def test_the_brake_in_its_own_round_is_told_as_a_brake(december: Office) -> None:
    december.sync(**BOTH)
    december.clock.forward(minutes=11)
    for code in ("4.11", "4.12"):
        december.act("delete", code)
    with pytest.raises(SideUnavailable) as refused:
        jobs.remind(december.house(**BOTH))
    code_of_exit, sentence = explain(refused.value)
    assert code_of_exit is ExitCode.BRAKE
    assert "ineens weg" in sentence
    assert "driehoek sync --allow-deletions" in sentence


def test_without_a_round_the_last_reading_must_be_of_just_now(december: Office) -> None:
    with pytest.raises(SideUnavailable, match="sinds maandag 2 november 2026 om 09:00 uur"):
        jobs.remind(december.house(), round_first=False)
    december.sync()
    december.clock.moment += FRESH_FOR + timedelta(seconds=1)
    with pytest.raises(SideUnavailable, match="niet meer gelezen"):
        jobs.remind(december.house(), round_first=False)
    december.clock.moment -= timedelta(seconds=1)
    jobs.remind(december.house(), round_first=False)
    assert owners(december) == ["NHV", "OOV"]


def test_a_list_that_never_met_planner_reminds_nobody(office: Office) -> None:
    office.load("4.10")
    office.clock.moment = MORNING
    with pytest.raises(SideUnavailable, match="nog nooit gelezen"):
        jobs.remind(office.house(), round_first=False)
    assert owners(office) == []


def test_a_calendar_that_cannot_be_read_keeps_no_reminder_of_deadlines_back(
    december: Office,
) -> None:
    """Owners work in Planner; what they did there is known."""
    path = "/users/*/calendars/**"
    december.control.fault("status", method="GET", path=path, status=503, times=99)
    jobs.remind(december.house(**BOTH))
    assert owners(december) == ["NHV", "OOV"]
