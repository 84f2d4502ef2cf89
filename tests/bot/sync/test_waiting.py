"""A side that does not answer holds up itself alone: the others are done, then it is waited for."""

from contextlib import closing
from typing import Any

import pytest
from support.installation import Office, looking_on

from bot.sync.report import RoundReport
from bot.sync.side import SideUnavailable

AWAY: dict[str, Any] = {"kind": "status", "status": 503, "path": "/planner/**", "inner": True}
TOLD = "Planner antwoordt niet; ik ga zolang verder met Outlook."


@pytest.fixture
def both(office: Office) -> Office:
    """Two actions with a day, in Planner and in Outlook, one of which has moved in the list."""
    office.environ["OUTLOOK_CALENDAR"] = "Deadlines"
    office.load("1.7", "6.5")
    for code in ("1.7", "6.5"):
        office.set(code, due="2027-03-01", status="Loopt")
    office.sync()
    office.set("6.5", due="2027-05-05")
    office.control.forget()
    return office


def days(office: Office) -> set[str]:
    """The days of the deadlines in the calendar."""
    events = office.control.state()["events"]
    return {e["start"]["dateTime"][:10] for e in events if e["calendar"] == "Deadlines"}


def watched(office: Office, told: list[str]) -> RoundReport:
    """A round that somebody looks on at."""
    with closing(office.house()) as house:
        vars(house)["tell"] = looking_on(told)
        return house.engine().round(office.run("sync"))


def test_the_other_side_is_done_before_anything_is_waited_for(both: Office) -> None:
    both.control.fault(**AWAY, times=999)
    seen: list[set[str]] = []
    pass_time, told = both.clock.also, list[str]()

    def note(seconds: float) -> None:
        seen.append(days(both))
        pass_time(seconds)

    both.clock.also = note
    report = watched(both, told)
    assert seen[0] == {"2027-03-01", "2027-05-05"}
    assert (told, list(report.unread), list(report.read_at)) == ([TOLD], ["planner"], ["outlook"])
    assert report.side_words("planner") == "Planner: niet gelezen."
    assert report.side_words("outlook") == "Outlook: 1 bijgewerkt."
    both.control.mend()
    assert both.sync().side_words("planner") == "Planner: 1 bijgewerkt."


def test_a_side_that_comes_back_in_time_is_done_in_the_same_round(both: Office) -> None:
    """And what changed there reaches the other side."""
    both.act("due", "1.7", date="2027-04-04")
    both.control.fault(**AWAY, times=8)  # two tries at the four parts of its reading
    told: list[str] = []
    report = watched(both, told)
    assert (told, report.unread, report.unavailable) == ([TOLD], {}, {})
    assert list(report.read_at) == ["outlook", "planner"]
    assert days(both) == {"2027-04-04", "2027-05-05"}
    assert both.action("1.7").due.text == "2027-04-04"
    assert report.sides["planner"].pulled == report.sides["planner"].updated == 1
    assert (report.sides["outlook"].updated, both.sync().steps) == (2, [])


def test_what_both_passes_of_a_round_find_is_counted_once(both: Office) -> None:
    """The calendar is read twice, and what is doubtful in it is found twice."""
    event = both.links("outlook")["1.7"]
    both.control.act("move-event", event=event, start="2206-06-15T00:00:00+01:00")
    both.control.fault(**AWAY, times=8)
    report = watched(both, [])
    assert (report.unread, report.sides["outlook"].parked) == ({}, 1)


def test_a_preview_waits_for_a_side_after_the_other_was_read(both: Office) -> None:
    both.control.fault(**AWAY, times=8)
    report = both.preview()
    assert (report.unread, {step.side for step in report.steps}) == ({}, {"planner", "outlook"})


def test_when_no_side_answers_there_is_nothing_to_go_on_with(both: Office) -> None:
    told: list[str] = []
    both.control.fault("status", status=503, path="**", times=9999)
    with pytest.raises(SideUnavailable, match="Planner is nu niet te gebruiken"):
        watched(both, told)
    assert told == []


def test_a_side_that_is_alone_is_waited_for_at_once(both: Office) -> None:
    both.environ["OUTLOOK_CALENDAR"] = ""
    both.control.fault("status", status=503, path="/$batch", inner=False, times=5)
    told: list[str] = []
    assert watched(both, told).sides["planner"].updated == 1
    assert told == []
    assert both.clock.slept[:5] == pytest.approx([2, 4, 8, 16, 32], abs=1)


def test_a_refusal_is_not_waited_for(both: Office) -> None:
    """Somebody has to mend it: it is told once, with its own sentence."""
    both.control.fault("status", status=403, path="/planner/**", inner=True, times=99)
    told: list[str] = []
    report = watched(both, told)
    assert (told, both.clock.slept, list(report.unread)) == ([], [], ["planner"])
