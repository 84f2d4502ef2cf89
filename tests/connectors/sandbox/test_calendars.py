"""A mailbox holds more calendars than one; an event is found by its id in any of them."""

from datetime import date, timedelta
from typing import Any

import pytest
from support.bare_graph import Graph

from connectors.sandbox.control import Sandbox

WIN = "W. Europe Standard Time"


@pytest.fixture
def root(graph: Graph) -> str:
    return f"/users/{graph.mailbox}"


@pytest.fixture
def calendar(graph: Graph, root: str) -> str:
    """A calendar made by the app; gives its id."""
    return str(_made(graph, f"{root}/calendars", {"name": "Deadlines"})["id"])


def _made(graph: Graph, path: str, body: dict[str, Any]) -> Any:
    answer = graph.send("POST", path, body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def _deadline(day: str = "2027-03-31", **fields: Any) -> dict[str, Any]:
    after = date.fromisoformat(day) + timedelta(days=1)
    start, end = ({"dateTime": f"{d}T00:00:00", "timeZone": WIN} for d in (day, after))
    return {"subject": "Deadline", "isAllDay": True, "start": start, "end": end, **fields}


def test_a_new_calendar_is_listed_beside_the_first_and_is_empty(
    graph: Graph, root: str, calendar: str
) -> None:
    names = [row["name"] for row in graph.get(f"{root}/calendars")["value"]]
    assert names == ["Agenda", "Deadlines"]
    assert graph.get(f"{root}/calendars/{calendar}/events")["value"] == []


@pytest.mark.usefixtures("calendar")
def test_two_calendars_cannot_have_one_name(graph: Graph, root: str) -> None:
    answer = graph.send("POST", f"{root}/calendars", {"name": "deadlines"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "ErrorFolderExists")


def test_an_event_stands_in_the_calendar_it_was_made_in(
    graph: Graph, root: str, calendar: str
) -> None:
    """The view that meetings are found in shows the first calendar only."""
    made = _made(graph, f"{root}/calendars/{calendar}/events", _deadline())
    listed = graph.get(f"{root}/calendars/{calendar}/events")["value"]
    assert [row["id"] for row in listed] == [made["id"]]
    window = "startDateTime=2027-03-01T00:00:00Z&endDateTime=2027-04-30T00:00:00Z"
    seen = graph.get(f"{root}/calendarView?{window}&$top=1000")["value"]
    assert made["id"] not in [row["id"] for row in seen]
    assert graph.get(f"{root}/events/{made['id']}")["subject"] == "Deadline"


def test_a_transaction_id_is_known_in_the_whole_mailbox_after_the_event_is_gone(
    graph: Graph, root: str, calendar: str
) -> None:
    body = _deadline(transactionId="d71e40eb-0701-8a11-a000-000000000001")
    made = _made(graph, f"{root}/calendars/{calendar}/events", body)
    assert graph.send("DELETE", f"{root}/events/{made['id']}").status_code == 204
    refused = graph.send("POST", f"{root}/events", body)
    assert refused.json()["error"]["code"] == "ErrorDuplicateTransactionId"


def test_a_calendar_that_people_delete_takes_its_events_along(
    graph: Graph, root: str, calendar: str, sandbox: Sandbox
) -> None:
    made = _made(graph, f"{root}/calendars/{calendar}/events", _deadline())
    sandbox.control.act("delete-calendar", name="Deadlines")
    for path in (f"{root}/calendars/{calendar}/events", f"{root}/events/{made['id']}"):
        assert graph.send("GET", path).status_code == 404


def test_a_copy_takes_the_extended_property_along_but_not_who_made_it(
    graph: Graph, root: str, calendar: str, sandbox: Sandbox
) -> None:
    mark = {"id": "String {8f2b1c3d-0000-4000-8000-000000000002} Name ActionId", "value": "2.4"}
    body = _deadline(transactionId="d71e", singleValueExtendedProperties=[mark])
    made = _made(graph, f"{root}/calendars/{calendar}/events", body)
    copy = sandbox.control.act("copy-event", event=made["id"])
    assert copy["properties"] == [mark]
    assert "transactionId" not in copy
    assert len(graph.get(f"{root}/calendars/{calendar}/events")["value"]) == 2
