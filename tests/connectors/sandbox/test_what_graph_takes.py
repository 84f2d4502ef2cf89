"""What clients of Graph send beyond what our own does, taken or refused as Graph would."""

import base64
from email.message import EmailMessage
from typing import Any

import pytest

MOMENT = {"dateTime": "2026-11-03T10:00:00", "timeZone": "W. Europe Standard Time"}
LATER = {**MOMENT, "dateTime": "2026-11-03T11:30:00"}
READER = {"emailAddress": {"address": "burgemeester@haarlemmermeer.example"}}


def event_of(graph: Any, **fields: Any) -> Any:
    body = {"subject": "Overleg", "start": MOMENT, "end": LATER, **fields}
    answer = graph.send("POST", f"/users/{graph.mailbox}/events", body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def starts_of(graph: Any, event: str, until: str = "2027-12-31") -> list[str]:
    span = f"startDateTime=2026-01-01T00:00:00&endDateTime={until}T00:00:00&$top=1000"
    rows = graph.get(f"/users/{graph.mailbox}/events/{event}/instances?{span}")["value"]
    return sorted(row["start"]["dateTime"][:16] for row in rows)


PATTERNS: list[tuple[dict[str, Any], dict[str, Any], list[str]]] = [
    (
        {"type": "daily", "interval": 2},
        {"type": "numbered", "startDate": "2026-11-03", "numberOfOccurrences": 3},
        ["2026-11-03T09:00", "2026-11-05T09:00", "2026-11-07T09:00"],
    ),
    (
        {"type": "weekly", "interval": 8, "daysOfWeek": ["thursday"], "firstDayOfWeek": "monday"},
        {"type": "endDate", "startDate": "2026-11-05", "endDate": "2027-04-30"},
        ["2026-11-05T09:00", "2026-12-31T09:00", "2027-02-25T09:00", "2027-04-22T08:00"],
    ),
    (
        {"type": "absoluteMonthly", "interval": 1, "dayOfMonth": 31},
        {"type": "numbered", "startDate": "2027-01-01", "numberOfOccurrences": 3},
        ["2027-01-31T09:00", "2027-02-28T09:00", "2027-03-31T08:00"],
    ),
    (
        {"type": "relativeMonthly", "interval": 3, "daysOfWeek": ["tuesday"], "index": "last"},
        {"type": "numbered", "startDate": "2026-11-01", "numberOfOccurrences": 2},
        ["2026-11-24T09:00", "2027-02-23T09:00"],
    ),
    (
        {"type": "absoluteYearly", "interval": 1, "dayOfMonth": 5, "month": 5},
        {"type": "numbered", "startDate": "2026-11-03", "numberOfOccurrences": 1},
        ["2027-05-05T08:00"],
    ),
    (
        {"type": "relativeYearly", "interval": 1, "daysOfWeek": ["friday"], "month": 12},
        {"type": "numbered", "startDate": "2026-11-03", "numberOfOccurrences": 1},
        ["2026-12-04T09:00"],
    ),
]


@pytest.mark.parametrize(("pattern", "span", "starts"), PATTERNS, ids=lambda v: str(v)[10:25])
def test_a_recurrence_is_laid_out_by_the_clock_of_the_mailbox(
    graph: Any, pattern: dict[str, Any], span: dict[str, Any], starts: list[str]
) -> None:
    """Ten in the morning stays ten in summer."""
    master = event_of(graph, recurrence={"pattern": pattern, "range": span})
    assert master["type"] == "seriesMaster"
    assert master["recurrence"]["pattern"]["type"] == pattern["type"]
    assert starts_of(graph, master["id"]) == starts


def test_a_series_without_end_goes_on_and_one_that_ends_is_an_event_again(graph: Any) -> None:
    weekly = {"type": "weekly", "interval": 1, "daysOfWeek": ["tuesday"]}
    endless = {"pattern": weekly, "range": {"type": "noEnd", "startDate": "2026-11-03"}}
    master = event_of(graph, recurrence=endless)
    assert len(starts_of(graph, master["id"])) > 50
    where = f"/users/{graph.mailbox}/events/{master['id']}"
    changed = graph.send("PATCH", where, {"recurrence": None}).json()
    assert (changed["type"], changed["recurrence"]) == ("singleInstance", None)
    assert starts_of(graph, master["id"]) == []


@pytest.mark.parametrize(
    "recurrence",
    [
        {"pattern": {"type": "weekly"}, "range": {"type": "noEnd", "startDate": "2026-11-03"}},
        {"pattern": {"type": "daily"}, "range": {"type": "noEnd", "startDate": "ooit"}},
        {"pattern": {"type": "daily"}, "range": {"type": "numbered", "startDate": "2026-11-03"}},
        {"pattern": {"type": "soms"}, "range": {"type": "noEnd", "startDate": "2026-11-03"}},
        {"pattern": {"type": "daily", "interval": 0}, "range": {"type": "noEnd"}},
        {"pattern": {"type": "daily"}},
    ],
)
def test_a_recurrence_that_says_too_little_is_refused(graph: Any, recurrence: Any) -> None:
    body = {"start": MOMENT, "end": LATER, "recurrence": recurrence}
    assert graph.send("POST", f"/users/{graph.mailbox}/events", body).status_code == 400


def test_an_event_has_places_and_an_online_meeting(graph: Any) -> None:
    places = [{"displayName": "Raadzaal", "locationType": "conferenceRoom"}]
    event = event_of(graph, locations=places, onlineMeetingProvider="TeamsForBusiness")
    assert event["locations"] == places
    assert event["onlineMeetingProvider"] == "teamsForBusiness"


@pytest.mark.parametrize(
    "fields",
    [
        {"showAs": "weg"},
        {"sensitivity": "geheim"},
        {"importance": "zeer"},
        {"body": {"contentType": "markdown", "content": "x"}},
        {"body": "x"},
        {"attendees": [{**READER, "type": "misschien"}]},
        {"isAllDay": "ja"},
        {"reminderMinutesBeforeStart": "15"},
        {"start": {**MOMENT, "timeZone": []}},
        {"start": {**MOMENT, "timeZone": "Europe/Amsterdam"}},
        {"start": {**MOMENT, "dateTime": "0001-01-01T00:00:00"}},
        {"end": {**MOMENT, "dateTime": "9999-12-31T23:59:59"}},
    ],
)
def test_a_word_or_value_that_an_event_does_not_know_is_refused(graph: Any, fields: Any) -> None:
    body = {"subject": "x", "start": MOMENT, "end": LATER, **fields}
    assert graph.send("POST", f"/users/{graph.mailbox}/events", body).status_code == 400


@pytest.mark.parametrize("name", ["Tokyo Standard Time", "Arabian Standard Time"])
def test_every_windows_zone_is_known(graph: Any, name: str) -> None:
    event = event_of(graph, start={**MOMENT, "timeZone": name}, end={**LATER, "timeZone": name})
    own = f'outlook.timezone="{name}"'
    shown = graph.get(f"/users/{graph.mailbox}/events/{event['id']}", Prefer=own)
    assert shown["start"] == {"dateTime": "2026-11-03T10:00:00.0000000", "timeZone": name}


def test_a_calendar_is_an_address_of_its_own(graph: Any) -> None:
    box = f"/users/{graph.mailbox}"
    main = graph.get(f"{box}/calendar")
    assert main["isDefaultCalendar"]
    assert graph.get(f"{box}/calendars/{main['id']}") == main
    made = graph.send("POST", f"{box}/calendars", {"name": "Deadlines"}).json()["id"]
    body = {"subject": "Overleg", "start": MOMENT, "end": LATER}
    event = graph.send("POST", f"{box}/calendars/{made}/events", body).json()["id"]
    span = "startDateTime=2026-11-03T00:00:00&endDateTime=2026-11-04T00:00:00"
    (row,) = graph.get(f"{box}/calendars/{made}/calendarView?{span}")["value"]
    assert row["id"] == event
    assert graph.get(f"{box}/calendars/{made}/events/{event}")["id"] == event
    elsewhere = graph.send("GET", f"{box}/calendars/{main['id']}/events/{event}")
    assert elsewhere.status_code == 404


def test_a_key_may_stand_in_brackets(graph: Any) -> None:
    user = graph.get(f"/users('{graph.mailbox}')")
    assert user["userPrincipalName"] == graph.mailbox
    draft = graph.send("POST", f"/users('{graph.mailbox}')/messages", {"subject": "x"}).json()
    assert graph.get(f"/users/{graph.mailbox}/messages('{draft['id']}')")["subject"] == "x"
    part = {"id": "1", "method": "GET", "url": f"/users('{graph.mailbox}')/calendar"}
    assert graph.batch(part)["1"]["status"] == 200


@pytest.mark.parametrize("name", ["message", "Message"])
def test_the_parameters_of_send_mail_are_read_in_any_case(
    graph: Any, sandbox: Any, name: str
) -> None:
    body = {name: {"subject": "Bericht", "toRecipients": [READER]}, "SaveToSentItems": False}
    assert graph.send("POST", f"/users/{graph.mailbox}/sendMail", body).status_code == 202
    assert [mail["subject"] for mail in sandbox.control.state()["sent"]] == ["Bericht"]
    assert graph.get(f"/users/{graph.mailbox}/messages")["value"] == []


def mime() -> bytes:
    mail = EmailMessage()
    mail["Subject"], mail["To"] = "Overzicht", "burgemeester@haarlemmermeer.example"
    mail.set_content("Goed nieuws")
    return base64.b64encode(mail.as_bytes())


def post_raw(graph: Any, path: str, raw: bytes, kind: str | None) -> Any:
    headers = {"Content-Type": kind} if kind else {}
    return graph._session.post(graph.root + path, data=raw, headers=headers)


def test_send_mail_takes_mime(graph: Any, sandbox: Any) -> None:
    answer = post_raw(graph, f"/users/{graph.mailbox}/sendMail", mime(), "text/plain")
    assert answer.status_code == 202, answer.text
    assert [mail["subject"] for mail in sandbox.control.state()["sent"]] == ["Overzicht"]


def test_a_draft_may_be_made_in_its_folder_with_an_id_of_its_own(graph: Any) -> None:
    own = {"subject": "x", "internetMessageId": "<eigen@haarlemmermeer.example>"}
    where = f"/users/{graph.mailbox}/mailFolders/Drafts/messages"
    draft = graph.send("POST", where, own).json()
    assert draft["internetMessageId"] == own["internetMessageId"]
    assert [row["id"] for row in graph.get(where)["value"]] == [draft["id"]]
    nowhere = f"/users/{graph.mailbox}/mailFolders/nergens/messages"
    assert graph.send("POST", nowhere, own).status_code == 404


def test_an_attachment_is_an_address_of_its_own(graph: Any) -> None:
    file = {"@odata.type": "#microsoft.graph.fileAttachment", "name": "a", "contentBytes": "AAAA"}
    body = {"subject": "x", "attachments": [file]}
    draft = graph.send("POST", f"/users/{graph.mailbox}/messages", body).json()
    where = f"/users/{graph.mailbox}/messages/{draft['id']}"
    (shown,) = graph.get(f"{where}?$expand=attachments")["attachments"]
    assert graph.get(f"{where}/attachments/{shown['id']}")["contentBytes"] == "AAAA"
    assert graph.send("DELETE", f"{where}/attachments/{shown['id']}").status_code == 204
    assert graph.send("GET", f"{where}/attachments/{shown['id']}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        *("/users/{box}/messages", "/users/{box}/events", "/users", "/groups/{group}/members"),
        "/users/{box}/calendarView?startDateTime=2026-01-01&endDateTime=2026-02-01",
        *("/planner/plans/{plan}", "/planner/plans/{plan}/tasks", "/planner/plans/{plan}/buckets"),
    ],
)
def test_a_relation_that_is_not_there_cannot_be_expanded(graph: Any, path: str) -> None:
    path = path.format(box=graph.mailbox, group=graph.group, plan=graph.plan())
    mark = "&" if "?" in path else "?"
    answer = graph.send("GET", f"{path}{mark}$expand=bijlagen")
    assert answer.status_code == 400
    assert "bijlagen" in answer.json()["error"]["message"]


def test_a_task_has_a_place_on_three_boards(graph: Any) -> None:
    task = graph.task(graph.plan())["id"]
    for board in ("assignedToTaskBoardFormat", "bucketTaskBoardFormat", "progressTaskBoardFormat"):
        where = f"/planner/tasks/{task}/{board}"
        before = graph.get(where)
        name = "unassignedOrderHint" if "unassignedOrderHint" in before else "orderHint"
        etag = before["@odata.etag"]
        assert graph.send("PATCH", where, {name: " !"}, If_Match=etag).status_code == 204
        assert graph.get(where)[name] != before[name]
        assert graph.send("PATCH", where, {name: "x"}, If_Match=etag).status_code == 400
        assert graph.send("PATCH", where, {name: " !"}).status_code == 412
    assert graph.send("GET", f"/planner/tasks/{'A' * 28}/{board}").status_code == 404


def test_a_group_has_owners(graph: Any) -> None:
    (owner,) = graph.get(f"/groups/{graph.group}/owners")["value"]
    assert owner["userPrincipalName"].startswith("coordinator")


def test_a_checklist_item_needs_a_title(graph: Any) -> None:
    task = graph.task(graph.plan())["id"]
    where = f"/planner/tasks/{task}/details"
    item = {"@odata.type": "microsoft.graph.plannerChecklistItem", "isChecked": False}
    etag = graph.get(where)["@odata.etag"]
    answer = graph.send("PATCH", where, {"checklist": {"a": item}}, If_Match=etag)
    assert answer.status_code == 400
    titled = {"checklist": {"a": {**item, "title": "Bellen"}}}
    assert graph.send("PATCH", where, titled, If_Match=etag).status_code == 204
    done = {"checklist": {"a": {**item, "isChecked": True}}}
    etag = graph.get(where)["@odata.etag"]
    assert graph.send("PATCH", where, done, If_Match=etag).status_code == 204


@pytest.mark.parametrize(("kind", "status"), [(None, 400), ("text/plain", 415), ("x", 415)])
def test_a_body_says_what_it_is(graph: Any, kind: str | None, status: int) -> None:
    raw = b'{"planId": "x", "title": "x"}'
    assert post_raw(graph, "/planner/tasks", raw, kind).status_code == status


@pytest.mark.parametrize("method", ["POST", "PATCH", "PUT"])
def test_so_does_a_part_of_a_batch_that_writes(graph: Any, method: str) -> None:
    part = {"id": "1", "method": method, "url": "/planner/tasks"}
    answer = graph.send("POST", "/$batch", {"requests": [part]})
    assert answer.status_code == 400
    assert "Content-Type" in answer.json()["error"]["message"]


@pytest.mark.parametrize("top", ["0", "1000", "-1", "alle", "1" * 5000, "\u0661"])
@pytest.mark.parametrize("path", ["/users", "/users/{}/messages?$skip=0"])
def test_a_page_has_a_size_that_is_possible(graph: Any, path: str, top: str) -> None:
    path = path.format(graph.mailbox)
    answer = graph.send("GET", f"{path}{'&' if '?' in path else '?'}$top={top}")
    assert answer.status_code == (200 if top == "1000" and "messages" in path else 400)


@pytest.mark.parametrize("way", ["", " asc", " desc"])
def test_events_and_messages_come_in_the_order_asked_for(graph: Any, way: str) -> None:
    for subject, day in (("B", "2026-11-04"), ("C", "2026-11-03"), ("A", "2026-11-05")):
        moments = {name: {**MOMENT, "dateTime": f"{day}T10:00:00"} for name in ("start", "end")}
        event_of(graph, subject=subject, **moments)
        body = {"subject": subject, "toRecipients": [READER]}
        assert graph.send("POST", f"/users/{graph.mailbox}/messages", body).ok
    by_day, by_subject = (["C", "B", "A"], ["A", "B", "C"])
    if way == " desc":
        by_day, by_subject = by_day[::-1], by_subject[::-1]
    for path, order, right in (
        ("events", "start/dateTime", by_day),
        ("events", "subject", by_subject),
        ("messages", "subject", by_subject),
    ):
        rows = graph.get(f"/users/{graph.mailbox}/{path}?$top=1000&$orderby={order}{way}")["value"]
        found = [row["subject"] for row in rows]
        assert [subject for subject in found if subject in ("A", "B", "C")] == right


@pytest.mark.parametrize("order", ["zzz", "start/zzz", "subject up", "subject asc desc"])
def test_an_order_by_what_is_not_there_is_refused(graph: Any, order: str) -> None:
    event_of(graph)
    answer = graph.send("GET", f"/users/{graph.mailbox}/events?$orderby={order}")
    assert answer.status_code == 400, answer.text
