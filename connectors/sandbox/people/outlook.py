"""What people do in Outlook: they move, rename, cancel and delete events, and mail bounces.

`event` in the body names the event by id; `mailbox` is the bot's unless the body names another.
"""

from datetime import UTC, date, datetime, timedelta

from connectors.sandbox.calls import text_of
from connectors.sandbox.people.planner import Act
from connectors.sandbox.tenant.calendar import EXCEPTION, OCCURRENCE, CalendarFolder, StoredEvent
from connectors.sandbox.tenant.directory import BOT_MAILBOX, SECRETARIAT
from connectors.sandbox.tenant.exchange import JsonObject, utc_text
from connectors.sandbox.tenant.mail import INBOX
from connectors.sandbox.tenant.mailbox import HOME, PRIMARY, Mailbox, organizer
from connectors.sandbox.tenant.planner import Actor
from connectors.sandbox.tenant.traces import STATUSES
from connectors.sandbox.tenant.world import World


def move_event(world: World, actor: Actor, body: JsonObject) -> JsonObject:  # noqa: ARG001 - an Act
    """Move an event to another `date`, or to `start` (ISO, with offset).

    `end` goes with it unless the body has its own. Whole days dragged to an hour become one hour.
    """
    box, event = _event(world, body)
    length = event.end - event.start
    if "date" in body:
        home = UTC if event.all_day else HOME  # whole days are kept as midnight UTC
        hour = event.start.astimezone(home).time()
        event.start = datetime.combine(date.fromisoformat(text_of(body, "date")), hour, home)
        event.start = event.start.astimezone(UTC)
    else:
        event.start = datetime.fromisoformat(text_of(body, "start"))
        length = timedelta(hours=1) if event.all_day else length
        event.all_day = False
    event.end = datetime.fromisoformat(body["end"]) if "end" in body else event.start + length
    return _changed(world, box, event, {})


def rename_event(world: World, actor: Actor, body: JsonObject) -> JsonObject:  # noqa: ARG001 - an Act
    """Give an event another `subject` (null takes it away)."""
    box, event = _event(world, body)
    return _changed(world, box, event, {"subject": body.get("subject")})


def cancel_event(world: World, actor: Actor, body: JsonObject) -> JsonObject:  # noqa: ARG001 - an Act
    """Cancel as the organizer does: the copy stays, marked and renamed, until it is cleared."""
    box, event = _event(world, body)
    subject = f"Geannuleerd: {event.fields['subject']}"
    return _changed(world, box, event, {"subject": subject, "isCancelled": True, "showAs": "free"})


def delete_event(world: World, actor: Actor, body: JsonObject) -> JsonObject:  # noqa: ARG001 - an Act
    """Delete an event, an occurrence or a whole series."""
    box, event = _event(world, body)
    box.calendar_of(event.id).delete(event)
    return {}


def copy_event(world: World, actor: Actor, body: JsonObject) -> JsonObject:  # noqa: ARG001 - an Act
    """Copy an event beside itself, as by drag and drop: its extended properties go along."""
    box, event = _event(world, body)
    calendar, own = box.calendar_of(event.id), ("transactionId", "isOrganizer")
    fields = {name: value for name, value in event.fields.items() if name not in own}
    now = world.clock.now()
    copy = calendar.place(fields, event.start, event.end, now, all_day=event.all_day)
    copy.properties = list(event.properties)
    return calendar.state(copy)


def refile_event(world: World, actor: Actor, body: JsonObject) -> JsonObject:  # noqa: ARG001 - an Act
    """Move an event to another `calendar` of the mailbox, by name; one that is not there is made.

    Its lasting id stays (Graph docs, "Obtain immutable identifiers for Outlook resources").
    """
    box, event = _event(world, body)
    name, old = text_of(body, "calendar"), box.calendar_of(event.id)
    if all(calendar.name != name for calendar in box.calendars.values()):
        box.add_calendar(name)
    _named(box, name).items[event.id] = old.items.pop(event.id)
    return _changed(world, box, event, {})


def unmark_event(world: World, actor: Actor, body: JsonObject) -> JsonObject:  # noqa: ARG001 - an Act
    """Save an event by a program that drops extended properties."""
    box, event = _event(world, body)
    event.properties = []
    return _changed(world, box, event, {})


def categorize_event(world: World, actor: Actor, body: JsonObject) -> JsonObject:  # noqa: ARG001 - an Act
    """Give an event these `categories`, instead of those it has."""
    box, event = _event(world, body)
    return _changed(world, box, event, {"categories": list(body["categories"])})


def delete_calendar(world: World, actor: Actor, body: JsonObject) -> JsonObject:  # noqa: ARG001 - an Act
    """Delete the calendar of this `name`, with all that stands in it."""
    box, name = _box(world, body), text_of(body, "name")
    del box.calendars[_named(box, name).id]
    return {}


def add_event(world: World, actor: Actor, body: JsonObject) -> JsonObject:  # noqa: ARG001 - an Act
    """Put a meeting on the calendar: `start`, `end` (ISO, with offset), and what it should say.

    `organizer` is an address, by default the secretariat's; `calendar` is the name of another than
    the first; other fields go in as they are.
    """
    box = _box(world, body)
    start, end = (datetime.fromisoformat(text_of(body, name)) for name in ("start", "end"))
    calendar = _named(box, str(body.get("calendar", PRIMARY)))
    return calendar.state(calendar.place(_fields(body), start, end, world.clock.now()))


def add_series(world: World, actor: Actor, body: JsonObject) -> JsonObject:  # noqa: ARG001 - an Act
    """Put a series on the calendar: `starts` (ISO, with offset) and `minutes`."""
    box = _box(world, body)
    starts = [datetime.fromisoformat(text) for text in body["starts"]]
    length = timedelta(minutes=int(body.get("minutes", 90)))
    return box.calendar.state(
        box.calendar.place_series(_fields(body), starts, length, world.clock.now())
    )


def remake_event(world: World, actor: Actor, body: JsonObject) -> JsonObject:  # noqa: ARG001 - an Act
    """Delete an event and make it anew, as a single one with an id of its own.

    `start` (ISO, with offset) is when it begins now, by default when it did.
    """
    box, event = _event(world, body)
    calendar, length = box.calendar_of(event.id), event.end - event.start
    start = datetime.fromisoformat(body["start"]) if "start" in body else event.start
    calendar.delete(event)
    return calendar.state(
        calendar.place(_inherited(event), start, start + length, world.clock.now())
    )


def replace_series(world: World, actor: Actor, body: JsonObject) -> JsonObject:  # noqa: ARG001 - an Act
    """End the series that `event` is of, and put one in its place that `starts` (ISO, with offset).

    What lies behind, seen from `now` (by default the tenant's), stays as it was; what was to come
    is taken away.
    """
    box, event = _event(world, body)
    calendar, length = box.calendar_of(event.id), event.end - event.start
    now = datetime.fromisoformat(body["now"]) if "now" in body else world.clock.now()
    for occurrence in calendar.instances(event.master or event.id):
        if occurrence.start > now:
            calendar.delete(occurrence)
    starts = [datetime.fromisoformat(text) for text in body["starts"]]
    fields = {**_inherited(event), "recurrence": None}
    return calendar.state(calendar.place_series(fields, starts, length, world.clock.now()))


def respond(world: World, actor: Actor, body: JsonObject) -> JsonObject:  # noqa: ARG001 - an Act
    """Answer an invitation on behalf of the mailbox: `response` is accepted, declined, none ..."""
    box, event = _event(world, body)
    answer = {"response": text_of(body, "response"), "time": utc_text(world.clock.now())}
    return _changed(world, box, event, {"responseStatus": answer})


def open_mailbox(world: World, actor: Actor, body: JsonObject) -> JsonObject:  # noqa: ARG001 - an Act
    """Let the administrator bring `mailbox` under the app's Exchange role as well."""
    world.mailboxes.allowed.add(_box(world, body).address)
    return {}


def bounce(world: World, actor: Actor, body: JsonObject) -> JsonObject:  # noqa: ARG001 - an Act
    """Let the mail with this `subject` come back as undeliverable, in the Inbox.

    `sender` is who reports it, by default the postmaster.
    """
    box = _box(world, body)
    report = {"subject": f"Niet-bezorgbaar: {text_of(body, 'subject')}"}
    message = box.messages.draft(report, world.clock.now(), INBOX)
    now = utc_text(world.clock.now())
    sender = organizer(str(body.get("sender", "postmaster@haarlemmermeer.example")))
    message.fields |= {"isDraft": False, "from": sender, "receivedDateTime": now}
    return box.messages.state(message)


def treat_mail(world: World, actor: Actor, body: JsonObject) -> JsonObject:  # noqa: ARG001 - an Act
    """Let all mail to this `address` end with this `status`, as message trace then tells."""
    status = text_of(body, "status")
    if status not in STATUSES:
        raise ValueError(f"'{status}' is no status; known are {STATUSES}")
    world.fates[text_of(body, "address").lower()] = status
    return {}


OUTLOOK_ACTS: dict[str, Act] = {
    act.__name__.replace("_", "-"): act
    for act in (
        move_event, rename_event, cancel_event, delete_event, copy_event, categorize_event,
        refile_event, unmark_event, remake_event, replace_series,
        delete_calendar, add_event, add_series, respond, open_mailbox, bounce, treat_mail,
    )
}  # fmt: skip

_OWN = ("start", "end", "starts", "minutes", "organizer", "mailbox", "calendar", "person")


def _box(world: World, body: JsonObject) -> Mailbox:
    return world.mailboxes.items[str(body.get("mailbox", BOT_MAILBOX))]


def _event(world: World, body: JsonObject) -> tuple[Mailbox, StoredEvent]:
    box, event_id = _box(world, body), text_of(body, "event")
    return box, box.calendar_of(event_id).find(event_id)


def _inherited(event: StoredEvent) -> JsonObject:
    """What another event says that is made after this one."""
    own = ("transactionId", "createdDateTime", "lastModifiedDateTime")
    return {name: value for name, value in event.fields.items() if name not in own}


def _named(box: Mailbox, name: str) -> CalendarFolder:
    return next(calendar for calendar in box.calendars.values() if calendar.name == name)


def _fields(body: JsonObject) -> JsonObject:
    fields = {name: value for name, value in body.items() if name not in _OWN}
    return {**fields, "organizer": organizer(str(body.get("organizer", SECRETARIAT)))}


def _changed(world: World, box: Mailbox, event: StoredEvent, fields: JsonObject) -> JsonObject:
    event.fields |= {**fields, "lastModifiedDateTime": utc_text(world.clock.now())}
    event.version += 1
    if event.type == OCCURRENCE:
        event.type = EXCEPTION
    return box.calendar_of(event.id).state(event)
