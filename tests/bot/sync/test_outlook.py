"""Planner and Outlook together: a deadline moved in one moves in the list and in the other."""

from typing import Any

import pytest
import sqlalchemy as sa
from support.installation import Office

from bot.actions import decisions
from bot.service.outcomes import explain
from bot.store.tables import intents
from bot.sync.side import SideUnavailable
from bot.sync.sides.outlook import WrongCalendar
from connectors.sandbox.control import Control

NAME = "Deadlines mensenhandel"
WITH_A_DAY = {"1.9", "1.13", "2.10", "6.5"}  # of the dozen: open, and due on a day


@pytest.fixture
def environ(environ: dict[str, str]) -> dict[str, str]:
    """An installation with its deadlines in Outlook."""
    return {**environ, "OUTLOOK_CALENDAR": NAME}


@pytest.fixture
def both(office: Office) -> Office:
    """The dozen in Planner and in Outlook, an hour ago; four of them have a day."""
    office.load("1.1", "1.7", "1.9", "1.13", "2.1", "2.10", "3.16", "4.10", "5.1", "5.2", "6.4")
    office.load("6.5")
    for code in WITH_A_DAY:
        office.set(code, due="2027", status="Loopt")
    office.set("4.10", due="Continue")
    office.sync()
    office.clock.forward(hours=1)
    office.control.forget()
    return office


def events(office: Office) -> dict[str, dict[str, Any]]:
    """The events of ours by action code, one by one proven unique."""
    found = [
        e for e in office.control.state()["events"] if e["calendar"] == NAME and e["properties"]
    ]
    by_code = {event["properties"][0]["value"].split("/")[1]: event for event in found}
    assert len(by_code) == len(found), "an action has more than one event"
    return by_code


def day_of(office: Office, code: str) -> str:
    return str(events(office)[code]["start"]["dateTime"][:10])


def move(office: Office, code: str, day: str) -> None:
    office.control.act("move-event", event=events(office)[code]["id"], date=day)


def quiet(office: Office) -> bool:
    """Whether a round finds nothing to do."""
    office.control.forget()
    return (office.sync().steps, office.writes()) == ([], [])


def test_open_actions_with_a_day_stand_in_the_calendar(both: Office) -> None:
    """Whole days, free, without people or reminder, under the owners' categories."""
    found = events(both)
    assert found.keys() == WITH_A_DAY
    for code, event in found.items():
        assert event["subject"].startswith(f"Deadline {code} ")
        assert (event["isAllDay"], event["showAs"], event["isReminderOn"]) == (True, "free", False)
        assert event["attendees"] == []
        assert event["categories"] == sorted(both.action(code).owners)
    assert both.control.state()["invitations"] == []
    assert quiet(both)


def test_an_idle_round_over_both_costs_two_exchanges(both: Office) -> None:
    both.control.forget()
    both.sync()
    assert both.trips() == 2


@pytest.mark.parametrize("day", ["2027-02-01", "2027-03-28", "2027-10-31"])
def test_moving_the_event_moves_the_deadline_in_the_list_and_in_planner(
    both: Office, day: str
) -> None:
    move(both, "6.5", day)
    report = both.sync()
    assert (report.sides["outlook"].pulled, report.sides["planner"].updated) == (1, 1)
    assert both.action("6.5").due.text == day
    assert both.tasks()["6.5"]["dueDateTime"] == f"{day}T10:00:00Z"
    assert both.history("6.5")[-1] == ("outlook", "due", "2027", day, "applied")
    assert quiet(both)


def test_a_date_moved_in_planner_moves_the_event(both: Office) -> None:
    both.act("due", "6.5", date="2027-05-05", stored="todo")
    both.sync()
    assert (both.action("6.5").due.text, day_of(both, "6.5")) == ("2027-05-05", "2027-05-05")
    assert quiet(both)


def test_an_event_turned_into_an_appointment_keeps_its_day(both: Office) -> None:
    """Somebody drags it to half past eleven at night; a day is a day in Amsterdam."""
    event = events(both)["6.5"]["id"]
    hours = {"isAllDay": False, **_hours("2027-05-05T23:30:00", "2027-05-06T00:30:00")}
    _patch(both.control, both, event, hours)
    both.sync()
    assert both.action("6.5").due.text == "2027-05-05"
    assert quiet(both)


def test_when_planner_and_outlook_say_different_days_one_wins_and_the_other_is_kept(
    both: Office,
) -> None:
    both.act("due", "6.5", date="2027-05-05")
    move(both, "6.5", "2027-06-06")
    report = both.sync()
    assert report.sides["outlook"].conflicts == 1
    assert both.action("6.5").due.text == day_of(both, "6.5") == "2027-05-05"
    assert ("outlook", "due", "2027-12-31", "2027-06-06", "lost") in both.history("6.5")
    with both.ledger as ledger:
        (conflict,) = ledger.conflicts.open_ones()
        assert (conflict.side, conflict.other) == ("outlook", "2027-06-06")
        decisions.resolve(ledger, "6.5", "due", "outlook", at=both.clock.now(), run="word")
    both.sync()
    assert both.tasks()["6.5"]["dueDateTime"] == "2027-06-06T10:00:00Z"
    assert day_of(both, "6.5") == "2027-06-06"
    assert quiet(both)


def test_a_renamed_event_is_put_back_and_reported_once(both: Office) -> None:
    before = events(both)["6.5"]["subject"]
    both.control.act("rename-event", event=events(both)["6.5"]["id"], subject="Iets anders")
    both.sync()
    assert events(both)["6.5"]["subject"] == before
    assert both.history("6.5")[-1][:2] == ("outlook", "title")
    assert quiet(both)


def test_categories_of_people_stay_beside_ours(both: Office) -> None:
    both.control.act("categorize-event", event=events(both)["6.5"]["id"], categories=["Rood"])
    both.set("6.5", owners=("OOV", "MOz"))
    both.sync()
    assert sorted(events(both)["6.5"]["categories"]) == ["MOz", "OOV", "Rood"]
    assert quiet(both)


@pytest.mark.parametrize("status", ["Gereed", "NIET"])
def test_what_is_done_or_dropped_leaves_the_calendar(both: Office, status: str) -> None:
    both.set("6.5", status=status)
    assert both.sync().sides["outlook"].removed == 1
    assert events(both).keys() == WITH_A_DAY - {"6.5"}
    assert quiet(both)


def test_a_deadline_without_a_day_leaves_the_calendar_and_comes_back_with_one(
    both: Office,
) -> None:
    """Outlook remembers the first making, so the second has a name of its own."""
    both.set("6.5", due="Continue")
    both.sync()
    assert "6.5" not in events(both)
    both.set("6.5", due="2027-04-04")
    report = both.sync()
    assert (report.sides["outlook"].created, report.remarks) == (1, [])
    assert day_of(both, "6.5") == "2027-04-04"
    assert quiet(both)


def test_a_deleted_event_is_told_once_and_made_again_only_on_request(both: Office) -> None:
    both.control.act("delete-event", event=events(both)["6.5"]["id"])
    report = both.sync()
    assert report.for_person == ["Actie 6.5 is in Outlook verwijderd; zij blijft in de lijst."]
    assert quiet(both)
    assert both.action("6.5").due.text == "2027"
    with both.ledger as ledger:
        decisions.restore(ledger, "outlook", "6.5", at=both.clock.now(), run="word")
    assert both.sync().sides["outlook"].created == 1
    assert day_of(both, "6.5") == "2027-12-31"
    assert quiet(both)


def test_an_event_deleted_of_an_action_that_is_done_is_no_news(both: Office) -> None:
    """Somebody ticks it off and clears the calendar as well; open again, it stands there again."""
    both.act("tick", "6.5")
    both.control.act("delete-event", event=events(both)["6.5"]["id"])
    report = both.sync()
    assert (report.for_person, report.sides["outlook"].removed) == ([], 0)
    assert quiet(both)
    both.set("6.5", status="Loopt")
    both.sync()
    assert "6.5" in events(both)


def test_a_move_at_the_moment_an_action_is_ticked_off_is_not_lost(both: Office) -> None:
    both.act("tick", "6.5")
    move(both, "6.5", "2027-06-06")
    both.sync()
    assert ("outlook", "due", "2027-12-31", "2027-06-06", "lost") in both.history("6.5")
    assert "6.5" not in events(both)


def test_events_that_people_put_in_the_calendar_are_left_alone(both: Office) -> None:
    """And are no proposals: the bot does not even look at them."""
    hours = {"start": "2027-03-31T09:00:00+02:00", "end": "2027-03-31T10:00:00+02:00"}
    both.control.act("add-event", calendar=NAME, subject="Vrije dag", **hours)
    assert quiet(both)
    with both.ledger as ledger:
        assert ledger.proposals.all() == []


def test_a_copy_of_an_event_is_not_taken_for_the_event(both: Office) -> None:
    """It becomes a proposal; moving it moves no deadline."""
    copy = both.control.act("copy-event", event=events(both)["6.5"]["id"])
    both.control.act("move-event", event=copy["id"], date="2027-07-07")
    both.sync()
    assert both.action("6.5").due.text == "2027"
    with both.ledger as ledger:
        (proposal,) = ledger.proposals.all()
    assert (proposal.side, proposal.remote_id) == ("outlook", copy["id"])
    assert quiet(both)


def test_a_lost_database_finds_its_events_again(both: Office, tmp_path: Any) -> None:
    before = {code: event["id"] for code, event in events(both).items()}
    both.environ["DATABASE_URL"] = f"sqlite:///{tmp_path / 'new.db'}"
    del both.__dict__["_store"]
    both.load()
    both.sync()
    with both.ledger as ledger:
        found = {code: link.remote_id for code, link in ledger.links.all("outlook").items()}
    assert {code: found[code] for code in before} == before
    assert events(both).keys() >= before.keys()


def test_a_calendar_that_people_rename_is_the_same_calendar(both: Office) -> None:
    assert both.sync(OUTLOOK_CALENDAR="Andere naam").steps == []


@pytest.mark.parametrize("main", ["Agenda", "agenda"])
def test_the_main_calendar_of_the_mailbox_is_refused(office: Office, main: str) -> None:
    """Where the invitations come in, no deadlines are written; a person has to choose another."""
    office.load("6.5")
    office.sync(OUTLOOK_CALENDAR="")
    office.control.forget()
    with pytest.raises(WrongCalendar) as refused:
        office.sync(OUTLOOK_CALENDAR=main)
    assert explain(refused.value) == (2, str(refused.value))
    assert "OUTLOOK_CALENDAR noemt de hoofdagenda" in str(refused.value)
    assert office.writes() == []


def test_a_deleted_calendar_pulls_the_brake_and_is_made_anew_on_request(both: Office) -> None:
    both.control.act("delete-calendar", name=NAME)
    assert "Outlook is leeg" in str(both.sync().brakes["outlook"])
    both.sync(allow_deletions=True)
    with both.ledger as ledger:
        for code in WITH_A_DAY:
            decisions.restore(ledger, "outlook", code, at=both.clock.now(), run="word")
    assert both.sync().sides["outlook"].created == 4
    assert events(both).keys() == WITH_A_DAY
    assert quiet(both)


def test_planner_goes_on_while_outlook_is_closed_to_us(both: Office) -> None:
    """And the other way around; the report says which side was missed."""
    both.act("tick", "1.7")
    both.control.fault("status", path="/users/**", status=403, times=99)
    report = both.sync()
    assert (report.sides["planner"].pulled, list(report.unavailable)) == (1, ["outlook"])
    assert "Outlook is nu niet te gebruiken" in report.remarks[0]
    both.control.mend()
    move(both, "6.5", "2027-02-02")
    both.control.fault("status", path="/planner/**", status=403, times=99)
    report = both.sync()
    assert (report.sides["outlook"].pulled, list(report.unavailable)) == (1, ["planner"])
    both.control.mend()
    both.sync()
    assert both.tasks()["6.5"]["dueDateTime"] == "2027-02-02T10:00:00Z"
    assert quiet(both)


def test_a_round_without_any_side_is_no_round(both: Office) -> None:
    both.control.fault("status", path="/**", status=403, times=99)
    with pytest.raises(SideUnavailable):
        both.sync()


@pytest.mark.parametrize("status", [400, 409])
def test_an_event_whose_making_got_no_answer_is_found_again(both: Office, status: int) -> None:
    both.control.settings(duplicate_event_status=status)
    both.set("4.10", due="2027-08-08", status="Loopt")
    both.control.fault("lost_response", method="POST", path="/users/*/calendars/*/events", times=9)
    both.sync()
    both.control.mend()
    both.sync()
    assert day_of(both, "4.10") == "2027-08-08"
    assert quiet(both)


def test_a_making_that_outlook_remembers_of_a_lost_database_gets_another_name(
    both: Office,
) -> None:
    """The event is gone, which is believed once the repeat is refused as well: in forty minutes."""
    both.set("6.5", status="Gereed")
    both.sync()
    with both.ledger as ledger:
        ledger.intents._connection.execute(sa.delete(intents))
    both.set("6.5", status="Loopt")
    assert both.sync().sides["outlook"].waiting == 1
    for _ in range(5):
        both.clock.forward(minutes=11)
        both.sync()
    assert "6.5" in events(both)
    assert quiet(both)


def test_somebody_who_moves_an_event_while_we_write_to_it_is_heard(both: Office) -> None:
    """The change is refused by its version, read again and decided again."""
    both.set("6.5", owners=("OOV",))
    both.control.fault("status", method="PATCH", path="/users/*/events/*", status=412)
    both.sync()
    assert events(both)["6.5"]["categories"] == ["OOV"]
    assert quiet(both)


def _hours(start: str, end: str) -> dict[str, Any]:
    zone = "W. Europe Standard Time"
    return {
        "start": {"dateTime": start, "timeZone": zone},
        "end": {"dateTime": end, "timeZone": zone},
    }


def _patch(control: Control, office: Office, event: str, body: dict[str, Any]) -> None:
    """Change an event as a client of somebody with rights on the calendar does."""
    del control
    api = office.house().diary
    assert api is not None
    (found,) = api.api.read([event])
    api.api.patch([(found, body)])  # type: ignore[list-item]


def test_another_calendar_in_the_settings_is_used_and_what_stands_in_the_old_one_is_followed(
    both: Office,
) -> None:
    """New deadlines go to the new one; one that is let go in the old one is made there anew."""
    both.set("4.10", due="2027-05-05", status="Loopt")
    report = both.sync(OUTLOOK_CALENDAR="Andere agenda")
    homes = {event["calendar"] for event in both.control.state()["events"] if event["properties"]}
    assert homes == {NAME, "Andere agenda"}
    assert len([told for told in report.for_person if "verplaatst" in told]) == len(WITH_A_DAY)
    move(both, "6.5", "2027-03-03")
    again = both.sync(OUTLOOK_CALENDAR="Andere agenda")
    assert (again.for_person, both.action("6.5").due.text) == ([], "2027-03-03")
    with both.ledger as ledger:
        decisions.restore(ledger, "outlook", "6.5", at=both.clock.now(), run="restore")
    both.sync(OUTLOOK_CALENDAR="Andere agenda")
    state = both.control.state()["events"]
    found = [e for e in state if e["calendar"] == "Andere agenda" and e["properties"]]
    assert {e["properties"][0]["value"].split("/")[1] for e in found} == {"4.10", "6.5"}
