"""What Outlook accepts as an event: the fields of a body and the period it states.

Source of the all-day rules: refusals quoted in public threads; Graph docs, event resource.
"""

from datetime import UTC, date, datetime, time, timedelta

from connectors.sandbox.calls import Json, bad_request
from connectors.sandbox.tenant.exchange import MAILBOX_ZONE, JsonObject, extended, zone
from connectors.sandbox.tenant.recurrence import RECURRENCE
from connectors.sandbox.tenant.shapes import (
    BODY,
    CATEGORIES,
    EMAIL,
    IMPORTANCE,
    MOMENT,
    Check,
    decimal,
    flag,
    one_of,
    record,
    rows,
    shaped,
    text,
    whole,
)

Period = tuple[datetime, datetime, bool]
"""Start, end and whether it is whole days (then kept as midnights in UTC)."""

_PLACE = record(
    "location",
    {
        **dict.fromkeys(("displayName", "locationUri", "locationEmailAddress", "uniqueId"), text),
        "locationType": one_of(
            *("default", "conferenceRoom", "homeAddress", "businessAddress", "geoCoordinates"),
            *("streetAddress", "hotel", "restaurant", "localBusiness", "postalAddress"),
        ),
        "uniqueIdType": one_of("unknown", "locationStore", "directory", "private", "bing"),
        "address": record(
            "physicalAddress",
            dict.fromkeys(("street", "city", "state", "countryOrRegion", "postalCode"), text),
        ),
        "coordinates": record(
            "outlookGeoCoordinates",
            dict.fromkeys(
                ("latitude", "longitude", "accuracy", "altitude", "altitudeAccuracy"), decimal
            ),
        ),
    },
    {"displayName": ""},
)
_ATTENDEE = record(
    "attendee",
    {"emailAddress": EMAIL, "type": one_of("required", "optional", "resource")},
    {"type": "required"},
)
_EVENT: dict[str, Check] = {
    "subject": text,
    "body": BODY,
    "location": _PLACE,
    "locations": rows(_PLACE),
    "categories": CATEGORIES,
    "importance": IMPORTANCE,
    "showAs": one_of("unknown", "free", "tentative", "busy", "oof", "workingElsewhere"),
    "sensitivity": one_of("normal", "personal", "private", "confidential"),
    "reminderMinutesBeforeStart": whole,
    "attendees": rows(_ATTENDEE),
    "onlineMeetingProvider": one_of(
        "unknown", "teamsForBusiness", "skypeForBusiness", "skypeForConsumer"
    ),
    "transactionId": text,
    "recurrence": RECURRENCE,
    "start": MOMENT,
    "end": MOMENT,
    **dict.fromkeys(
        ("isReminderOn", "responseRequested", "isOnlineMeeting", "hideAttendees"), flag
    ),
    **dict.fromkeys(("allowNewTimeProposals", "isAllDay"), flag),
}
_TIMES = ("start", "end", "isAllDay")
_REFUSED = "ErrorPropertyValidationFailure"
_YEARS = range(1601, 4501)  # what Exchange can hold


def event_fields(body: Json) -> tuple[JsonObject, JsonObject, list[dict[str, str]]]:
    """Take a body apart: its plain fields, its times, its extended properties.

    Raises Refusal 400 for a field an event does not have or nobody may set.
    """
    rest = dict(body) if isinstance(body, dict) else body
    properties = extended(rest) if isinstance(rest, dict) else []
    fields = shaped(rest, "event", _EVENT)
    times = {name: fields.pop(name) for name in _TIMES if name in fields}
    return fields, times, properties


def period(times: JsonObject, old: Period | None) -> Period:
    """Read when an event takes place; old: what it was. Raises Refusal 400."""
    all_day = bool(times.get("isAllDay", old is not None and old[2]))
    if old is None and not {"start", "end"} <= set(times):
        raise bad_request("'start' and 'end' are required.", "ErrorInvalidRequest")
    if all_day:
        return (*_days(times, old), True)
    start = _moment(times["start"]) if "start" in times else old and old[0]
    end = _moment(times["end"]) if "end" in times else old and old[1]
    if start is None or end is None or end < start:
        raise bad_request("The end must not be before the start.", _REFUSED)
    return start, end, False


def _days(times: JsonObject, old: Period | None) -> tuple[datetime, datetime]:
    """Read an all-day period: midnights of one zone, at least a day apart.

    Midnight of another zone than the mailbox's spans two of its days.
    """
    if "start" not in times and "end" not in times and old is not None and old[2]:
        return old[0], old[1]
    if not {"start", "end"} <= set(times):
        raise bad_request("An all-day event needs its start and its end.", _REFUSED)
    first, last = _local(times["start"]), _local(times["end"])
    one_zone = times["start"].get("timeZone") == times["end"].get("timeZone")
    if first.time() != time() or last.time() != time() or not one_zone or last <= first:
        raise bad_request(
            "The start and end of an all-day event need to be set to midnight in the same time "
            "zone, and the end at least one day after the start.",
            _REFUSED,
        )
    home = first.replace(tzinfo=zone(MAILBOX_ZONE))
    spill = timedelta(days=int(home.utcoffset() != first.utcoffset()))
    return _midnight(first.date()), _midnight(last.date()) + spill


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _moment(value: Json) -> datetime:
    return _local(value).astimezone(UTC)


def _local(value: JsonObject) -> datetime:
    """Read a dateTimeTimeZone as a moment in its own zone."""
    try:
        moment = datetime.fromisoformat(value["dateTime"])
    except (KeyError, ValueError) as error:
        words = "The property 'dateTime' is missing or no date and time."
        raise bad_request(words, "RequestBodyRead") from error
    if moment.year not in _YEARS:
        raise bad_request("The date lies outside what a calendar holds.", _REFUSED)
    named = zone(value.get("timeZone"))
    return moment.astimezone(named) if moment.tzinfo else moment.replace(tzinfo=named)
