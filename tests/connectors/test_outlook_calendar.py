"""The calendar of deadlines through the real client: ours are found, people's are never touched."""

from datetime import date, timedelta
from typing import Any

import pytest

from connectors.errors import Denied, GraphError, Missing, Stale
from connectors.graph.client import GraphClient
from connectors.outlook_calendar import AT_ONCE, DUPLICATE, MARK, CalendarApi
from connectors.sandbox.control import Control, Sandbox
from connectors.wire import Deadline

WIN = "W. Europe Standard Time"


@pytest.fixture
def api(client: GraphClient, sandbox: Sandbox) -> CalendarApi:
    return CalendarApi(client, sandbox.environment()["OUTLOOK_MAILBOX"])


@pytest.fixture
def calendar(api: CalendarApi) -> str:
    return api.create_calendar("Deadlines").id


def body(
    mark: str = "haarlemmermeer/2.4", day: str = "2027-03-31", **fields: Any
) -> dict[str, Any]:
    after = date.fromisoformat(day) + timedelta(days=1)
    start, end = ({"dateTime": f"{d}T00:00:00", "timeZone": WIN} for d in (day, after))
    return {
        "subject": "Deadline",
        "isAllDay": True,
        "start": start,
        "end": end,
        "transactionId": f"d71e40eb-{mark}",
        "singleValueExtendedProperties": [{"id": MARK, "value": mark}],
        **fields,
    }


def made(api: CalendarApi, calendar: str, *bodies: dict[str, Any]) -> list[Deadline]:
    events = [event for event in api.create(calendar, bodies) if isinstance(event, Deadline)]
    assert len(events) == len(bodies)
    return events


def test_a_calendar_that_was_made_is_found_by_name(api: CalendarApi, calendar: str) -> None:
    assert {c.name: c.id for c in api.calendars()}["Deadlines"] == calendar


def test_a_name_that_is_taken_is_somebody_quicker(api: CalendarApi, calendar: str) -> None:
    assert calendar
    with pytest.raises(Stale):
        api.create_calendar("Deadlines")


def test_only_events_with_our_mark_leave_the_listing(
    api: CalendarApi, calendar: str, control: Control
) -> None:
    """More than a page of them, and those of people beside them."""
    marks = [f"haarlemmermeer/1.{number}" for number in range(1, 13)]
    made(api, calendar, *(body(mark) for mark in marks))
    hours = {"start": "2027-03-31T09:00:00+02:00", "end": "2027-03-31T10:00:00+02:00"}
    control.act("add-event", calendar="Deadlines", subject="Vrije dag", **hours)
    found, _ = api.events(calendar)
    assert sorted(event.mark(MARK) or "" for event in found) == sorted(marks)
    assert {event.transaction_id for event in found} == {f"d71e40eb-{mark}" for mark in marks}


def test_events_are_made_and_changed_three_at_a_time(
    api: CalendarApi, calendar: str, control: Control
) -> None:
    """Exchange allows four calls at once for the whole app."""
    control.forget()
    made(api, calendar, *(body(f"haarlemmermeer/1.{number}") for number in range(1, 8)))
    envelopes = [e for e in control.journal() if e["path"] == "/$batch"]
    assert [len(e["body"]["requests"]) for e in envelopes] == [AT_ONCE, AT_ONCE, 1]


@pytest.mark.parametrize("status", [400, 409])
def test_a_making_that_outlook_remembers_is_refused_under_its_own_code(
    api: CalendarApi, calendar: str, control: Control, status: int
) -> None:
    """Both statuses have been seen; the code is what counts."""
    control.settings(duplicate_event_status=status)
    made(api, calendar, body())
    (again,) = api.create(calendar, [body()])
    assert isinstance(again, GraphError)
    assert (again.status, again.code) == (status, DUPLICATE)
    assert len(api.events(calendar)[0]) == 1


def test_a_lost_answer_is_asked_for_again_and_makes_no_second_event(
    api: CalendarApi, calendar: str, control: Control
) -> None:
    control.fault("lost_response", method="POST", path="/users/*/calendars/*/events")
    (outcome,) = api.create(calendar, [body()])
    assert isinstance(outcome, GraphError)
    assert outcome.code == DUPLICATE
    assert len(api.events(calendar)[0]) == 1


def test_a_change_names_the_version_that_was_read(
    api: CalendarApi, calendar: str, control: Control
) -> None:
    (event,) = made(api, calendar, body())
    control.act("move-event", event=event.id, date="2027-05-05")
    (outcome,) = api.patch([(event, {"subject": "Anders"})])
    assert isinstance(outcome, Stale)
    (removed,) = api.delete([event])
    assert isinstance(removed, Stale)
    (fresh,), _ = api.events(calendar)
    (changed,) = api.patch([(fresh, {"subject": "Anders"})])
    assert isinstance(changed, Deadline)
    assert (changed.subject, changed.start["dateTime"][:10]) == ("Anders", "2027-05-05")


def test_a_deleted_event_is_missing(api: CalendarApi, calendar: str) -> None:
    (event,) = made(api, calendar, body())
    (answer,) = api.delete([event])
    assert not isinstance(answer, GraphError)
    (read,) = api.read([event.id])
    assert isinstance(read, Missing)
    assert api.events(calendar) == ([], [])


def test_another_mailbox_stays_closed(client: GraphClient, sandbox: Sandbox) -> None:
    with pytest.raises(Denied):
        CalendarApi(client, sandbox.environment()["COORDINATOR_MAIL"]).calendars()
