"""Calendar operations on an allowed mailbox. An event is found by id in whichever calendar."""

import re
from datetime import UTC, datetime
from typing import Any

from connectors.sandbox.calls import Call, Refusal, Reply, bad_request
from connectors.sandbox.graph.routing import Operation, Routes
from connectors.sandbox.paging import check_expand, selected
from connectors.sandbox.tenant.calendar import (
    EXCEPTION,
    MASTER,
    OCCURRENCE,
    CalendarFolder,
    StoredEvent,
)
from connectors.sandbox.tenant.exchange import check_version, paged, passes
from connectors.sandbox.tenant.world import World

_SUBJECT = re.compile(
    r"(contains|startswith)\(\s*subject\s*,\s*'((?:[^']|'')*)'\s*\)", re.IGNORECASE
)

_RELATIONS = ("singleValueExtendedProperties", "exceptionOccurrences")


def add_calendar(routes: Routes) -> None:
    """Put the calendar operations into the table."""
    for root in ("/users/{}", "/users/{}/calendar"):
        routes.add("GET", f"{root}/calendarView", _view)
        routes.add("GET", f"{root}/events", _list)
        routes.add("POST", f"{root}/events", _create)
    routes.add("GET", "/users/{}/calendar", _one)
    routes.add("GET", "/users/{}/calendars/{}", _one)
    routes.add("GET", "/users/{}/calendars/{}/calendarView", _view)
    routes.add("GET", "/users/{}/calendars", _calendars)
    routes.add("POST", "/users/{}/calendars", _add)
    routes.add("GET", "/users/{}/calendars/{}/events", _list)
    routes.add("POST", "/users/{}/calendars/{}/events", _create)
    for method, operation in (("GET", _get), ("PATCH", _patch), ("DELETE", _delete)):
        routes.add(method, "/users/{}/events/{}", operation)
        routes.add(method, "/users/{}/calendar/events/{}", operation)
        routes.add(method, "/users/{}/calendars/{}/events/{}", _within(operation))
    routes.add("GET", "/users/{}/events/{}/instances", _instances)


def _within(operation: Operation) -> Operation:
    """Do it with an event of one calendar. Raises Refusal 404 for an event of another."""

    def within(world: World, call: Call, mailbox: str, calendar_id: str, event_id: str) -> Reply:
        _calendar(world, mailbox, calendar_id).find(event_id)
        return operation(world, call, mailbox, event_id)

    return within


def _one(world: World, call: Call, mailbox: str, calendar_id: str | None = None) -> Reply:
    calendar = _calendar(world, mailbox, calendar_id)
    shown = _shown(calendar, world.mailboxes.open(mailbox).calendar)
    return Reply(200, selected(call, shown))


def _view(world: World, call: Call, mailbox: str, calendar_id: str | None = None) -> Reply:
    """Expand series into occurrences and exceptions; masters never appear."""
    calendar = _calendar(world, mailbox, calendar_id)
    check_expand(call, *_RELATIONS)
    start, end = _window(call)
    events = _by_subject(call, calendar.within(start, end))
    rows = [calendar.view(event, call) for event in events]
    return _select(call, paged(call, rows, world.settings.calendar_page))


def _calendars(world: World, call: Call, mailbox: str) -> Reply:
    box = world.mailboxes.open(mailbox)
    rows = [_shown(calendar, box.calendar) for calendar in box.calendars.values()]
    return paged(call, rows, world.settings.calendar_page)


def _add(world: World, call: Call, mailbox: str) -> Reply:
    name = call.body.get("name") if isinstance(call.body, dict) else None
    if not isinstance(name, str) or not name.strip():
        raise bad_request("A calendar needs a name.", "ErrorInvalidRequest")
    box = world.mailboxes.open(mailbox)
    return Reply(201, _shown(box.add_calendar(name), box.calendar))


def _shown(calendar: CalendarFolder, main: CalendarFolder) -> dict[str, Any]:
    return {
        "id": calendar.id,
        "name": calendar.name,
        "canEdit": True,
        "isDefaultCalendar": calendar is main,
    }


def _list(world: World, call: Call, mailbox: str, calendar_id: str | None = None) -> Reply:
    """List masters and single events of one calendar: meetings are not found here."""
    check_expand(call, *_RELATIONS)
    calendar = _calendar(world, mailbox, calendar_id)
    rows = []
    for event in calendar.items.values():
        shown = calendar.view(event, call)
        single = event.type not in (OCCURRENCE, EXCEPTION)
        if single and event.id not in world.unseen and passes(call, shown, event.properties):
            rows.append(shown)
    world.unseen.count_read(calendar.items)
    return paged(call, rows, world.settings.calendar_page)


def _instances(world: World, call: Call, mailbox: str, event_id: str) -> Reply:
    calendar = world.mailboxes.open(mailbox).calendar_of(event_id)
    start, end = _window(call)
    found = [event for event in calendar.within(start, end) if event.master == event_id]
    rows = [calendar.view(event, call) for event in found]
    return paged(call, rows, world.settings.calendar_page)


def _create(world: World, call: Call, mailbox: str, calendar_id: str | None = None) -> Reply:
    calendar = _calendar(world, mailbox, calendar_id)
    event = calendar.create(call.body, world.clock.now(), world.settings.duplicate_event_status)
    if event.fields["attendees"]:
        box = world.mailboxes.open(mailbox)
        world.invitations.append({"mailbox": box.address, **calendar.state(event)})
    return Reply(201, calendar.view(event, call))


def _get(world: World, call: Call, mailbox: str, event_id: str) -> Reply:
    calendar = world.mailboxes.open(mailbox).calendar_of(event_id)
    event = calendar.find(event_id)
    check_expand(call, *_RELATIONS)
    shown = calendar.view(event, call)
    if event.type == MASTER:
        shown |= _of_master(calendar, event, call)
    return Reply(200, selected(call, shown))


def _patch(world: World, call: Call, mailbox: str, event_id: str) -> Reply:
    """Change an event; 200 with the event, whatever Prefer says."""
    calendar = world.mailboxes.open(mailbox).calendar_of(event_id)
    event = calendar.find(event_id)
    check_version(call, event.etag)
    calendar.change(event, call.body, world.clock.now())
    return Reply(200, calendar.view(event, call))


def _delete(world: World, call: Call, mailbox: str, event_id: str) -> Reply:
    calendar = world.mailboxes.open(mailbox).calendar_of(event_id)
    event = calendar.find(event_id)
    check_version(call, event.etag)
    calendar.delete(event)
    return Reply(204)


def _calendar(world: World, mailbox: str, calendar_id: str | None) -> CalendarFolder:
    box = world.mailboxes.open(mailbox)
    return box.calendar if calendar_id is None else box.calendar_by_id(calendar_id)


def _of_master(calendar: CalendarFolder, master: StoredEvent, call: Call) -> dict[str, Any]:
    """Return what a master shows only when asked: cancelled and exceptional occurrences."""
    extra: dict[str, Any] = {}
    if "cancelledOccurrences" in call.query.get("$select", ""):
        extra["cancelledOccurrences"] = master.cancelled
    if "exceptionOccurrences" in call.query.get("$expand", ""):
        moved = [event for event in calendar.instances(master.id) if event.type == EXCEPTION]
        extra["exceptionOccurrences"] = [calendar.view(event, call) for event in moved]
    return extra


def _by_subject(call: Call, events: list[StoredEvent]) -> list[StoredEvent]:
    """Filter on subject, which fails altogether when an event in the window has none.

    Seen in microsoft-graph-docs-contrib#454 and #2195; any other filter is refused here.
    """
    asked = call.query.get("$filter")
    if not asked:
        return events
    match = _SUBJECT.fullmatch(asked.strip())
    if match is None:
        text = "The query filter contains one or more invalid nodes."
        raise bad_request(text, "ErrorInvalidUrlQueryFilter")
    if any(event.fields["subject"] is None for event in events):
        text = "An internal server error occurred. The operation failed."
        raise Refusal(500, "ErrorInternalServerError", text)
    word = match[2].replace("''", "'").lower()
    found = []
    for event in events:
        subject = event.fields["subject"].lower()
        if subject.startswith(word) or (match[1].lower() == "contains" and word in subject):
            found.append(event)
    return found


def _window(call: Call) -> tuple[datetime, datetime]:
    """Read the window; an offset counts, without one it is UTC, and `+` must be encoded."""
    names = {name.lower(): value for name, value in call.query.items()}
    try:
        start, end = (
            datetime.fromisoformat(names[name]) for name in ("startdatetime", "enddatetime")
        )
    except (KeyError, ValueError) as error:
        text = "This request requires a time window specified by the query string parameters "
        text += "StartDateTime and EndDateTime."
        raise bad_request(text, "ErrorInvalidParameter") from error
    return _aware(start), _aware(end)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _select(call: Call, answer: Reply) -> Reply:
    """Refuse what calendarView cannot select (Graph docs, List calendarView)."""
    asked = call.query.get("$select", "")
    if "createdDateTime" in asked or "lastModifiedDateTime" in asked:
        raise bad_request("These properties do not support $select here.", "ErrorInvalidProperty")
    return answer
