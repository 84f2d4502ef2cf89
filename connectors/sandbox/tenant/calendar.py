"""A calendar: single events, series with moved and cancelled occurrences, all-day days.

Moments are kept in UTC. An all-day event has no zone: it is kept as midnight UTC of its first
day and of the day after its last, and every answer shows it at midnight of the zone asked for.
"""

import base64
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from connectors.sandbox.calls import Call, Json, Refusal, bad_request
from connectors.sandbox.tenant.calendar_rules import event_fields, period
from connectors.sandbox.tenant.exchange import (
    MAILBOX_ZONE,
    JsonObject,
    not_found,
    preferred_zone,
    utc_text,
    wire_time,
    with_extended,
    zone,
)
from connectors.sandbox.tenant.ids_and_etags import Ids
from connectors.sandbox.tenant.recurrence import days_of

SINGLE, MASTER, OCCURRENCE, EXCEPTION = "singleInstance", "seriesMaster", "occurrence", "exception"


@dataclass
class StoredEvent:
    """An event, the master of a series, or one occurrence. slot: where an occurrence belongs."""

    id: str
    uid: str
    type: str
    start: datetime
    end: datetime
    fields: JsonObject
    all_day: bool = False
    master: str | None = None
    slot: datetime | None = None
    properties: list[dict[str, str]] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    version: int = 1

    @property
    def change_key(self) -> str:
        """Another value after every change."""
        return base64.b64encode(f"{self.id[-12:]}{self.version:06d}".encode()).decode()

    @property
    def etag(self) -> str:
        """The weak etag, which holds the change key."""
        return f'W/"{self.change_key}"'


class CalendarFolder:
    """A calendar of one mailbox. transactions: those used in the mailbox, in whichever calendar."""

    def __init__(self, ids: Ids, owner: str, name: str, transactions: set[str]) -> None:
        self._ids, self._owner, self.name = ids, owner, name
        self.id = ids.exchange("AAMkAC")
        self.items: dict[str, StoredEvent] = {}
        self._transactions = transactions

    def create(self, body: Json, now: datetime, duplicate: int) -> StoredEvent:
        """Make an event of the mailbox's own. Raises Refusal 400, or `duplicate` as status.

        The transaction id stays known after the event is gone (how long is not published).
        """
        fields, times, properties = event_fields(body)
        transaction, recurrence = (
            fields.pop(name, None) for name in ("transactionId", "recurrence")
        )
        if transaction in self._transactions:
            text = "The TransactionId specified in the request has already been used to create a "
            raise Refusal(duplicate, "ErrorDuplicateTransactionId", text + "different event.")
        start, end, all_day = period(times, None)
        person = {"emailAddress": {"address": self._owner, "name": self._owner}}
        own: JsonObject = {"organizer": person, "isOrganizer": True}
        if transaction is not None:
            own["transactionId"] = transaction
            self._transactions.add(transaction)
        event = self.place({**fields, **own}, start, end, now, all_day=all_day)
        event.properties = properties
        if recurrence:
            self._repeat(event, recurrence, now)
        return event

    def place(
        self,
        fields: JsonObject,
        start: datetime,
        end: datetime,
        now: datetime,
        *,
        all_day: bool = False,
        kind: str = SINGLE,
    ) -> StoredEvent:
        """Put an event on the calendar as it is, without checks."""
        blank: JsonObject = {
            "subject": None, "body": {"contentType": "html", "content": ""}, "categories": [],
            "location": {"displayName": ""}, "locations": [], "recurrence": None,
            "showAs": "busy", "isReminderOn": True, "onlineMeetingProvider": "unknown",
            "isCancelled": False, "sensitivity": "normal", "attendees": [], "isOrganizer": False,
            "importance": "normal", "responseRequested": True, "isOnlineMeeting": False,
            "responseStatus": {"response": "none", "time": "0001-01-01T00:00:00Z"},
            "createdDateTime": utc_text(now), "lastModifiedDateTime": utc_text(now),
        }  # fmt: skip
        event = StoredEvent(
            id=self._ids.exchange("AAMkAE"),
            uid=self._ids.guid().replace("-", "").upper() * 2,
            type=kind,
            start=start,
            end=end,
            fields={**blank, **fields},
            all_day=all_day,
        )
        self.items[event.id] = event
        return event

    def place_series(
        self, fields: JsonObject, starts: list[datetime], length: timedelta, now: datetime
    ) -> StoredEvent:
        """Put a series on the calendar: a master and one occurrence per start."""
        master = self.place(fields, starts[0], starts[0] + length, now, kind=MASTER)
        for start in starts:
            occurrence = self.place(fields, start, start + length, now, kind=OCCURRENCE)
            occurrence.master, occurrence.slot = master.id, start
        return master

    def find(self, event_id: str) -> StoredEvent:
        """Return an event of any type. Raises Refusal 404."""
        if event_id not in self.items:
            raise not_found()
        return self.items[event_id]

    def within(self, start: datetime, end: datetime) -> list[StoredEvent]:
        """Return what takes place in a window: everything but masters, in no useful order."""
        offset = (
            datetime.combine(start.date(), time(), zone(MAILBOX_ZONE)).utcoffset() or timedelta()
        )
        found = []
        for event in self.items.values():
            shift = offset if event.all_day else timedelta()  # local midnight, seen in UTC
            if event.type != MASTER and event.start - shift < end and event.end - shift > start:
                found.append(event)
        return found

    def instances(self, master: str) -> list[StoredEvent]:
        """Return the occurrences and exceptions of a series."""
        return [event for event in self.items.values() if event.master == master]

    def change(self, event: StoredEvent, body: Json, now: datetime) -> None:
        """Change an event; an occurrence that is changed becomes an exception."""
        fields, times, properties = event_fields(body)
        if fields.pop("transactionId", None) is not None:
            raise bad_request("'transactionId' cannot be changed.", "ErrorInvalidRequest")
        repeats = fields.pop("recurrence", event.fields["recurrence"])
        if event.master and repeats:
            raise bad_request("An occurrence has no recurrence.", "ErrorInvalidRequest")
        if times:
            start, end, all_day = period(times, (event.start, event.end, event.all_day))
            self._check_neighbours(event, start, end)
            event.start, event.end, event.all_day = start, end, all_day
        names = {entry["id"] for entry in properties}
        kept = [entry for entry in event.properties if entry["id"] not in names]
        event.properties = kept + properties
        event.fields |= {**fields, "lastModifiedDateTime": utc_text(now)}
        event.version += 1
        if event.type == OCCURRENCE:
            event.type = EXCEPTION
        if repeats != event.fields["recurrence"] or (repeats and times):
            self._repeat(event, repeats, now)
        for occurrence in self.instances(event.id):
            occurrence.fields |= fields
            occurrence.version += 1

    def delete(self, event: StoredEvent) -> None:
        """Delete an event, a whole series, or one occurrence, which its master remembers."""
        for occurrence in self.instances(event.id):
            del self.items[occurrence.id]
        if event.master in self.items and event.slot:
            day = event.slot.astimezone(zone(MAILBOX_ZONE)).date()
            master = self.items[event.master]
            master.cancelled.append(f"OID.{master.id}.{day.isoformat()}")
        del self.items[event.id]

    def view(self, event: StoredEvent, call: Call) -> JsonObject:
        """Return an event as JSON in the zone the call prefers."""
        name = preferred_zone(call)
        if event.all_day:
            midnight = "%Y-%m-%dT00:00:00.0000000"
            start, end = (
                {"dateTime": moment.strftime(midnight), "timeZone": name}
                for moment in (event.start, event.end)
            )
        else:
            start, end = wire_time(event.start, name), wire_time(event.end, name)
        shown = {
            "@odata.etag": event.etag,
            "id": event.id,
            "changeKey": event.change_key,
            "iCalUId": event.uid,
            "type": event.type,
            "seriesMasterId": event.master,
            "start": start,
            "end": end,
            "isAllDay": event.all_day,
            "originalStartTimeZone": MAILBOX_ZONE,
            "originalEndTimeZone": MAILBOX_ZONE,
            **event.fields,
        }
        if event.slot:
            shown["originalStart"] = utc_text(event.slot)
        return with_extended(shown, event.properties, call)

    def state(self, event: StoredEvent) -> JsonObject:
        """Return an event for a look from outside, with its extended properties."""
        call = Call("GET", "", headers={"prefer": f'outlook.timezone="{MAILBOX_ZONE}"'})
        where: JsonObject = {"calendar": self.name, "calendarId": self.id}
        return {**self.view(event, call), "properties": event.properties, **where}

    def _repeat(self, event: StoredEvent, recurrence: JsonObject, now: datetime) -> None:
        """Lay a series out anew from its first day, at the hour of its master; {} ends it."""
        days = days_of(recurrence) if recurrence else []
        for occurrence in self.instances(event.id):
            del self.items[occurrence.id]
        event.type, event.cancelled = MASTER if days else SINGLE, []
        event.fields["recurrence"] = recurrence or None
        home = UTC if event.all_day else zone(MAILBOX_ZONE)
        hour, length = event.start.astimezone(home).time(), event.end - event.start
        own = ("transactionId", "recurrence")
        fields = {name: value for name, value in event.fields.items() if name not in own}
        for number, day in enumerate(days):
            start = datetime.combine(day, hour, home).astimezone(UTC)
            if number == 0:
                event.start, event.end = start, start + length
            kind, whole = OCCURRENCE, event.all_day
            occurrence = self.place(fields, start, start + length, now, all_day=whole, kind=kind)
            occurrence.master, occurrence.slot = event.id, start

    def _check_neighbours(self, event: StoredEvent, start: datetime, end: datetime) -> None:
        """Refuse an occurrence that would reach or pass its neighbour in the series."""
        for other in self.instances(event.master) if event.master else []:
            if other is event:
                continue
            before = other.start < event.start
            if (before and start < other.end) or (not before and end > other.start):
                text = "An occurrence cannot be moved over its neighbour in the series."
                raise bad_request(text, "ErrorOccurrenceCrossingBoundary")
