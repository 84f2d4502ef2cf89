"""Outlook calendar: the window that expands series, all-day days, and events with a key."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from support.bare_graph import Graph

from connectors.sandbox.control import Sandbox
from connectors.sandbox.tenant.mailbox import meeting_days

WIN = "W. Europe Standard Time"
LOCAL = {"Prefer": f'outlook.timezone="{WIN}"'}
KEY = "String {8f2b1c3d-0000-4000-8000-000000000002} Name ActionId"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def root(graph: Graph) -> str:
    return f"/users/{graph.mailbox}"


def _window(start: date, end: date, **options: str) -> str:
    asked = "".join(f"&${name}={value}" for name, value in options.items())
    return f"calendarView?startDateTime={start}T00:00:00Z&endDateTime={end}T00:00:00Z{asked}"


def _around(days: int = 60) -> str:
    today = datetime.now(AMSTERDAM).date()
    return _window(today, today + timedelta(days=days), top="1000")


def _meetings(graph: Graph, root: str) -> list[dict[str, Any]]:
    today = datetime.now(AMSTERDAM).date()
    asked = _window(today - timedelta(days=200), today + timedelta(days=300), top="1000")
    rows = graph.get(f"{root}/{asked}", **LOCAL)["value"]
    return sorted(
        (row for row in rows if row["categories"] == ["Driehoek"]),
        key=lambda row: row["start"]["dateTime"],
    )


def _deadline(day: date, key: str = "2.4", zone: str = WIN, **fields: Any) -> dict[str, Any]:
    return {
        "subject": "Deadline 2.4",
        "isAllDay": True,
        "start": {"dateTime": f"{day}T00:00:00", "timeZone": zone},
        "end": {"dateTime": f"{day + timedelta(days=1)}T00:00:00", "timeZone": zone},
        "showAs": "free",
        "isReminderOn": False,
        "categories": ["Actielijst"],
        "singleValueExtendedProperties": [{"id": KEY, "value": key}],
        **fields,
    }


def test_the_driehoek_meets_on_thursdays_eight_weeks_apart_the_next_three_weeks_ahead() -> None:
    days = meeting_days(date(2026, 10, 20))
    assert {day.weekday() for day in days} == {3}
    assert {later - earlier for earlier, later in pairwise(days)} == {timedelta(weeks=8)}
    assert min(day for day in days if day > date(2026, 10, 20)) == date(2026, 11, 12)
    assert sum(day < date(2026, 10, 20) for day in days) == 3


def test_the_view_expands_the_series_at_ten_local_time_summer_and_winter(
    graph: Graph, root: str
) -> None:
    rows = _meetings(graph, root)
    assert len(rows) == 7
    assert {row["type"] for row in rows} == {"occurrence"}
    assert len({row["seriesMasterId"] for row in rows}) == 1
    assert {row["start"]["dateTime"][11:16] for row in rows} == {"10:00"}
    assert {row["end"]["dateTime"][11:16] for row in rows} == {"11:30"}
    assert len({row["iCalUId"] for row in rows}) == 7


def test_events_lists_masters_and_single_events_only(graph: Graph, root: str) -> None:
    rows = graph.get(f"{root}/events?$top=1000")["value"]
    assert {row["type"] for row in rows} == {"singleInstance", "seriesMaster"}


def test_the_preferred_zone_changes_the_answer_and_its_absence_means_utc(
    graph: Graph, root: str
) -> None:
    row = _meetings(graph, root)[0]
    there = graph.get(f"{root}/events/{row['id']}")
    assert there["start"]["timeZone"] == "UTC"
    moment = datetime.fromisoformat(there["start"]["dateTime"]).replace(tzinfo=UTC)
    local = datetime.fromisoformat(row["start"]["dateTime"]).replace(tzinfo=AMSTERDAM)
    assert moment == local


def test_the_iana_name_of_amsterdam_is_refused(graph: Graph, root: str) -> None:
    wrong = {"Prefer": 'outlook.timezone="Europe/Amsterdam"'}
    assert graph.send("GET", f"{root}/{_around()}", **wrong).status_code == 400
    body = _deadline(date(2026, 10, 5), zone="Europe/Amsterdam")
    error = graph.send("POST", f"{root}/events", body).json()["error"]
    assert error["code"] == "TimeZoneNotSupportedException"


def test_a_page_holds_ten_events_unless_asked(graph: Graph, root: str) -> None:
    link, found = f"{root}/{_around().replace('&$top=1000', '')}", []
    sizes = []
    while link:
        page = graph.get(link)
        sizes.append(len(page["value"]))
        found += [row["id"] for row in page["value"]]
        link = page.get("@odata.nextLink")
    assert sizes[0] == 10
    assert len(found) == len(set(found)) == len(graph.get(f"{root}/{_around()}")["value"])


def test_select_and_order_are_honoured_but_not_for_creation_times(graph: Graph, root: str) -> None:
    asked = f"{root}/{_around()}&$select=subject,start&$orderby=start/dateTime"
    rows = graph.get(asked)["value"]
    assert set(rows[0]) == {"@odata.etag", "id", "subject", "start"}
    starts = [row["start"]["dateTime"] for row in rows]
    assert starts == sorted(starts)
    assert graph.send("GET", f"{root}/{_around()}&$select=createdDateTime").status_code == 400


def test_a_subject_filter_is_500_when_an_event_has_no_subject(
    graph: Graph, sandbox: Sandbox, root: str
) -> None:
    asked = f"{root}/{_around()}&$filter=contains(subject,'driehoek')"
    assert graph.send("GET", asked).status_code == 500
    nameless = [e for e in sandbox.control.state()["events"] if e["subject"] is None]
    assert len(nameless) == 1
    sandbox.control.act("delete-event", event=nameless[0]["id"])
    assert {row["subject"] for row in graph.get(asked)["value"]} == {"Lokale driehoek"}


def test_offsets_in_the_window_count(graph: Graph, root: str) -> None:
    row = _meetings(graph, root)[0]
    day = row["start"]["dateTime"][:10]
    offset = datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=AMSTERDAM).strftime("%z")
    encoded = f"%2B{offset[1:3]}:{offset[3:]}"
    path = (
        f"{root}/calendarView?startDateTime={day}T09:00:00{encoded}&endDateTime={day}T{{}}{encoded}"
    )
    assert graph.get(path.format("10:00:00"))["value"] == []
    assert [e["id"] for e in graph.get(path.format("10:01:00"))["value"]] == [row["id"]]


@pytest.mark.parametrize("query", ["", "?startDateTime=2026-10-01T00:00:00+02:00&endDateTime=x"])
def test_a_window_is_required_and_its_plus_must_be_encoded(
    graph: Graph, root: str, query: str
) -> None:
    assert graph.send("GET", f"{root}/calendarView{query}").status_code == 400


def test_an_all_day_event_shows_at_midnight_of_any_zone(graph: Graph, root: str) -> None:
    day = date(2026, 10, 5)
    made = graph.send("POST", f"{root}/events", _deadline(day), **LOCAL)
    assert made.status_code == 201
    path = f"{root}/events/{made.json()['id']}"
    for headers in (LOCAL, {}):
        event = graph.get(path, **headers)
        assert event["start"]["dateTime"] == "2026-10-05T00:00:00.0000000"
        assert event["end"]["dateTime"] == "2026-10-06T00:00:00.0000000"


def test_midnight_of_another_zone_covers_two_days(graph: Graph, root: str) -> None:
    made = graph.send("POST", f"{root}/events", _deadline(date(2026, 10, 5), zone="UTC"), **LOCAL)
    assert made.json()["end"]["dateTime"] == "2026-10-07T00:00:00.0000000"


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": {"dateTime": "2026-10-05T10:00:00", "timeZone": WIN}},
        {"end": {"dateTime": "2026-10-05T00:00:00", "timeZone": WIN}},
        {"end": {"dateTime": "2026-10-06T00:00:00", "timeZone": "UTC"}},
        {"start": {"dateTime": "maandag", "timeZone": WIN}},
        {"start": {"dateTime": "2026-10-05T00:00:00"}},
        {"colour": "red"},
    ],
)
def test_a_bad_all_day_event_is_400(graph: Graph, root: str, wrong: dict[str, Any]) -> None:
    body = {**_deadline(date(2026, 10, 5)), **wrong}
    assert graph.send("POST", f"{root}/events", body).status_code == 400


def test_an_event_is_found_by_its_extended_property(graph: Graph, root: str) -> None:
    made = graph.send("POST", f"{root}/events", _deadline(date(2026, 10, 5))).json()
    assert "singleValueExtendedProperties" not in made
    asked = f"singleValueExtendedProperties/Any(ep: ep/id eq '{KEY}' and ep/value eq '2.4')"
    found = graph.get(f"{root}/events?$filter={asked}")["value"]
    assert [event["id"] for event in found] == [made["id"]]
    everything = (
        f"{root}/events?$top=1000&$expand=singleValueExtendedProperties($filter=id eq '{KEY}')"
    )
    keyed = [e for e in graph.get(everything)["value"] if "singleValueExtendedProperties" in e]
    assert [e["singleValueExtendedProperties"][0]["value"] for e in keyed] == ["2.4"]


@pytest.mark.parametrize("status", [400, 409])
def test_a_transaction_id_works_once_even_after_a_deletion(
    graph: Graph, sandbox: Sandbox, root: str, status: int
) -> None:
    sandbox.control.settings(duplicate_event_status=status)
    body = _deadline(date(2026, 10, 5), transactionId="t-1")
    made = graph.send("POST", f"{root}/events", body).json()
    assert made["transactionId"] == "t-1"
    for _ in range(2):
        again = graph.send("POST", f"{root}/events", body)
        assert again.status_code == status
        assert again.json()["error"]["code"] == "ErrorDuplicateTransactionId"
        graph.send("DELETE", f"{root}/events/{made['id']}")


def test_a_patch_is_200_and_a_stale_etag_412(graph: Graph, root: str) -> None:
    made = graph.send("POST", f"{root}/events", _deadline(date(2026, 10, 5))).json()
    path, tag = f"{root}/events/{made['id']}", {"If_Match": made["@odata.etag"]}
    moved = {name: _deadline(date(2026, 10, 8))[name] for name in ("start", "end")}
    answer = graph.send("PATCH", path, moved, **tag, **LOCAL)
    assert (answer.status_code, answer.json()["start"]["dateTime"][:10]) == (200, "2026-10-08")
    assert answer.json()["changeKey"] != made["changeKey"]
    stale = graph.send("PATCH", path, {"subject": "x"}, **tag)
    assert (stale.status_code, stale.json()["error"]["code"]) == (412, "ErrorIrresolvableConflict")
    assert graph.send("PATCH", path, {"subject": "x"}).status_code == 200, "If-Match is optional"
    assert graph.send("PATCH", path, {"transactionId": "t"}).status_code == 400
    assert graph.send("DELETE", path).status_code == 204
    assert graph.send("GET", path).json()["error"]["code"] == "ErrorItemNotFound"


def test_attendees_are_invited(graph: Graph, sandbox: Sandbox, root: str) -> None:
    guest = {"emailAddress": {"address": "om@om.example"}, "type": "required"}
    graph.send("POST", f"{root}/events", _deadline(date(2026, 10, 5)))
    assert sandbox.control.state()["invitations"] == []
    graph.send("POST", f"{root}/events", _deadline(date(2026, 10, 5), attendees=[guest]))
    assert len(sandbox.control.state()["invitations"]) == 1


def test_a_moved_occurrence_is_an_exception_with_its_original_start(
    graph: Graph, sandbox: Sandbox, root: str
) -> None:
    row = _meetings(graph, root)[4]
    planned = datetime.fromisoformat(row["start"]["dateTime"]).replace(tzinfo=AMSTERDAM)
    later = planned + timedelta(days=1)
    sandbox.control.act("move-event", event=row["id"], start=later.isoformat())
    moved = _meetings(graph, root)[4]
    assert moved["type"] == "exception"
    assert moved["start"]["dateTime"][:10] == later.date().isoformat()
    assert datetime.fromisoformat(moved["originalStart"]) == planned
    master = f"{root}/events/{row['seriesMasterId']}"
    shown = graph.get(f"{master}?$expand=exceptionOccurrences")
    assert [event["id"] for event in shown["exceptionOccurrences"]] == [row["id"]]


def test_a_deleted_occurrence_is_named_by_its_master_only_when_selected(
    graph: Graph, sandbox: Sandbox, root: str
) -> None:
    row = _meetings(graph, root)[4]
    sandbox.control.act("delete-event", event=row["id"])
    assert row["id"] not in {event["id"] for event in _meetings(graph, root)}
    master = f"{root}/events/{row['seriesMasterId']}"
    assert "cancelledOccurrences" not in graph.get(master)
    cancelled = graph.get(f"{master}?$select=cancelledOccurrences")["cancelledOccurrences"]
    assert len(cancelled) == 1
    assert cancelled[0].endswith(row["start"]["dateTime"][:10])


def test_a_cancellation_by_the_organizer_stays_visible_and_renamed(
    graph: Graph, sandbox: Sandbox, root: str
) -> None:
    row = _meetings(graph, root)[4]
    sandbox.control.act("cancel-event", event=row["id"])
    event = graph.get(f"{root}/events/{row['id']}")
    assert (event["isCancelled"], event["subject"]) == (True, "Geannuleerd: Lokale driehoek")


def test_an_occurrence_cannot_pass_its_neighbour(graph: Graph, root: str) -> None:
    first, second = _meetings(graph, root)[3:5]
    later = {name: second[name] for name in ("start", "end")}
    answer = graph.send("PATCH", f"{root}/events/{first['id']}", later)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "ErrorOccurrenceCrossingBoundary"


def test_deleting_the_series_takes_its_occurrences(graph: Graph, root: str) -> None:
    master = _meetings(graph, root)[0]["seriesMasterId"]
    assert graph.send("DELETE", f"{root}/events/{master}").status_code == 204
    assert _meetings(graph, root) == []


def test_people_move_a_deadline_rename_and_add_meetings(
    graph: Graph, sandbox: Sandbox, root: str
) -> None:
    act = sandbox.control.act
    made = graph.send("POST", f"{root}/events", _deadline(date(2026, 10, 5))).json()
    act("move-event", event=made["id"], date="2026-10-12")
    act("rename-event", event=made["id"], subject="Ander woord")
    event = graph.get(f"{root}/events/{made['id']}", **LOCAL)
    assert (event["subject"], event["start"]["dateTime"][:10]) == ("Ander woord", "2026-10-12")
    assert event["end"]["dateTime"][:10] == "2026-10-13"
    act("move-event", event=made["id"], start="2026-10-14T23:30:00+02:00")
    event = graph.get(f"{root}/events/{made['id']}", **LOCAL)
    assert (event["isAllDay"], event["start"]["dateTime"][:16]) == (False, "2026-10-14T23:30")
    assert event["end"]["dateTime"][:16] == "2026-10-15T00:30"
    act("move-event", event=made["id"], date="2026-11-02")
    event = graph.get(f"{root}/events/{made['id']}", **LOCAL)
    assert event["start"]["dateTime"][:16] == "2026-11-02T23:30"
    added = act(
        "add-event",
        subject="Lokale driehoek",
        start="2027-01-07T10:00:00+01:00",
        end="2027-01-07T11:00:00+01:00",
        organizer="iemand@elders.example",
    )
    shown = graph.get(f"{root}/events/{added['id']}")
    assert shown["organizer"]["emailAddress"]["address"] == "iemand@elders.example"
    assert shown["start"]["dateTime"].startswith("2027-01-07T09:00:00")
    series = act("add-series", subject="Lokale driehoek", starts=["2027-02-04T10:00:00+01:00"])
    window = _window(date(2027, 2, 4), date(2027, 2, 5))
    assert graph.get(f"{root}/{window}")["value"][0]["seriesMasterId"] == series["id"]


def test_an_invitation_can_be_answered_for_the_mailbox(sandbox: Sandbox) -> None:
    state = sandbox.control.state()
    event = next(e for e in state["events"] if e["type"] == "occurrence")
    assert event["responseStatus"]["response"] == "accepted"
    answered = sandbox.control.act("respond", event=event["id"], response="declined")
    assert answered["responseStatus"]["response"] == "declined"


def test_another_mailbox_can_be_brought_under_the_role(graph: Graph, sandbox: Sandbox) -> None:
    box = "bestuurssecretariaat@haarlemmermeer.example"
    path = f"/users/{box}/messages"
    assert graph.send("GET", path).status_code == 403
    sandbox.control.act("open-mailbox", mailbox=box)
    assert graph.send("GET", path).status_code == 200
    sandbox.control.reset()
    assert graph.send("GET", path).status_code == 403


def test_a_meeting_made_anew_has_another_id_and_a_series_put_in_its_place_ends_the_old_one(
    sandbox: Sandbox,
) -> None:
    """What lies behind stays in the old series."""
    first = sandbox.control.act(
        "add-series",
        subject="Overleg",
        starts=["2026-03-05T10:00:00+01:00", "2030-03-07T10:00:00+01:00"],
    )
    event = next(e for e in sandbox.control.state()["events"] if e["seriesMasterId"] == first["id"])
    new = ["2030-03-05T10:00:00+01:00", "2030-06-04T10:00:00+02:00"]
    now = "2026-10-01T09:00:00+02:00"
    second = sandbox.control.act("replace-series", event=event["id"], starts=new, now=now)
    days = [
        (e["seriesMasterId"] == second["id"], e["start"]["dateTime"][:10])
        for e in sandbox.control.state()["events"]
        if e["subject"] == "Overleg" and e["type"] == "occurrence"
    ]
    assert sorted(days) == [(False, "2026-03-05"), (True, "2030-03-05"), (True, "2030-06-04")]
    made = sandbox.control.act("remake-event", event=event["id"], start=new[0])
    assert (made["type"], made["subject"]) == ("singleInstance", "Overleg")
    assert made["id"] != event["id"]
