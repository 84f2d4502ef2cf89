"""Events that are still there but no longer where the bot put them: told once, and followed."""

from typing import Any

import pytest
from support.installation import Office

from bot.actions import decisions
from bot.core.sync.brake import BrakePulled
from bot.service.outcomes import ExitCode, round_outcome
from bot.sync.report import RoundReport

NAME, ELSEWHERE = "Deadlines mensenhandel", "Privé"
CODES = ("1.9", "1.13", "2.10", "6.5")


@pytest.fixture
def environ(environ: dict[str, str]) -> dict[str, str]:
    """An installation with its deadlines in Outlook."""
    return {**environ, "OUTLOOK_CALENDAR": NAME}


@pytest.fixture
def both(office: Office) -> Office:
    """Four actions with a day, in Planner and in Outlook, an hour ago."""
    office.load(*CODES)
    for code in CODES:
        office.set(code, due="2027", status="Loopt")
    office.sync()
    office.clock.forward(hours=1)
    office.control.forget()
    return office


def event(office: Office, code: str) -> dict[str, Any]:
    """The event of an action, wherever it stands."""
    wanted = office.links("outlook")[code]
    (found,) = [e for e in office.control.state()["events"] if e["id"] == wanted]
    return dict(found)


def refile(office: Office, *codes: str, calendar: str = ELSEWHERE) -> None:
    for code in codes:
        office.control.act("refile-event", event=event(office, code)["id"], calendar=calendar)


def told(report: RoundReport) -> list[str]:
    return [s for s in report.for_person if "niet meer waar de bot haar zette" in s]


def test_events_moved_to_another_calendar_are_told_once_and_pull_no_brake(both: Office) -> None:
    refile(both, "1.9", "6.5")
    promised = both.preview()
    report = both.sync()
    assert told(promised) == told(report)
    assert len(told(report)) == 2
    assert "driehoek restore 1.9 --side outlook" in told(report)[0]
    assert report.brakes == {}
    assert both.history("1.9")[-1] == ("outlook", "item", "aanwezig", "verplaatst", "reported")
    again = both.sync()
    assert (told(again), again.steps, both.writes()) == ([], [], [])


@pytest.mark.parametrize("how", ["refile", "unmark"])
def test_an_event_is_kept_equal_where_it_is_now(both: Office, how: str) -> None:
    """Both ways, and it is taken away from there when the action is done."""
    if how == "refile":
        refile(both, "6.5")
    else:
        both.control.act("unmark-event", event=event(both, "6.5")["id"])
    both.sync()
    both.set("6.5", due="2027-05-05")
    both.sync()
    assert event(both, "6.5")["start"]["dateTime"][:10] == "2027-05-05"
    both.control.act("move-event", event=event(both, "6.5")["id"], date="2027-06-06")
    assert both.sync().sides["outlook"].pulled == 1
    assert both.action("6.5").due.text == "2027-06-06"
    both.set("6.5", status="Gereed")
    assert both.sync().sides["outlook"].removed == 1


def test_an_event_that_is_put_back_is_told_anew_when_it_is_moved_anew(both: Office) -> None:
    for _ in range(2):
        refile(both, "6.5")
        assert len(told(both.sync())) == 1
        refile(both, "6.5", calendar=NAME)
        assert told(both.sync()) == []


def test_an_event_that_is_let_go_makes_room_for_a_new_one(both: Office) -> None:
    refile(both, "6.5")
    both.sync()
    old = event(both, "6.5")["id"]
    with both.ledger as ledger:
        decisions.restore(ledger, "outlook", "6.5", at=both.clock.now(), run="word")
    assert both.sync().sides["outlook"].created == 1
    new = event(both, "6.5")
    assert (new["id"] != old, new["calendar"]) == (True, NAME)
    both.set("6.5", due="2027-05-05")
    both.sync()
    (left,) = [e for e in both.control.state()["events"] if e["id"] == old]
    assert left["start"]["dateTime"][:10] == "2027-12-31"


def test_only_what_was_deleted_or_moved_away_can_be_restored(both: Office) -> None:
    with both.ledger as ledger, pytest.raises(decisions.NotDecidable, match="in Outlook niet"):
        decisions.restore(ledger, "outlook", "6.5", at=both.clock.now(), run="word")


def test_an_event_that_is_moved_and_then_deleted_counts_as_deleted(both: Office) -> None:
    refile(both, "6.5")
    both.sync()
    both.control.act("delete-event", event=event(both, "6.5")["id"])
    both.sync()
    assert both.history("6.5")[-1][:4] == ("outlook", "item", "aanwezig", "verwijderd")


def test_a_brake_in_outlook_leaves_planner_free(both: Office) -> None:
    """Half the calendar deleted at once: nothing is done there, and everything elsewhere."""
    for code in ("1.9", "6.5"):
        both.control.act("delete-event", event=event(both, code)["id"])
    both.act("tick", "1.13")
    both.set("2.10", note="Nieuw bericht.")
    report = both.sync()
    assert (report.sides["planner"].pulled, report.sides["planner"].updated) == (1, 1)
    assert list(report.brakes) == ["outlook"]
    assert report.unread == {"outlook": "Noodrem: 2 van de 4 acties zijn ineens weg uit Outlook."}
    assert [s for s in report.for_person if s.startswith("Noodrem: 2 van de 4 acties")]
    assert round_outcome(report) is ExitCode.BRAKE
    assert "verwijderd" not in [new for _, _, _, new, _ in both.history("1.9")]
    with both.ledger as ledger:
        readings = ledger.readings.all()
    assert (readings["planner"].is_whole, readings["outlook"].is_whole) == (True, False)
    assert both.sync(allow_deletions=True).brakes == {}


def test_a_brake_in_planner_leaves_outlook_free(both: Office) -> None:
    for code in CODES:
        both.act("delete", code)
    both.control.act("move-event", event=event(both, "6.5")["id"], date="2027-06-06")
    report = both.sync()
    assert (report.sides["outlook"].pulled, list(report.brakes)) == (1, ["planner"])
    assert both.action("6.5").due.text == "2027-06-06"


def test_a_plan_emptied_minutes_after_it_was_filled_pulls_the_brake(office: Office) -> None:
    office.load(*CODES)
    office.sync(OUTLOOK_CALENDAR="")
    office.clock.forward(minutes=2)
    for code in CODES:
        office.act("delete", code)
    with pytest.raises(BrakePulled, match="Planner is leeg"):
        office.sync(OUTLOOK_CALENDAR="")


def test_an_event_that_is_too_new_to_be_listed_is_no_news(office: Office) -> None:
    office.load("6.5")
    office.set("6.5", due="2027", status="Loopt")
    creates: dict[str, Any] = {"method": "POST", "path": "/users/*/calendars/*/events"}
    office.control.fault("delayed_visibility", **creates, reads=2)
    office.sync()
    office.clock.forward(minutes=2)
    assert told(office.sync()) == []
