"""What Outlook accepts as an event: the fields of a body and the period it states.

Source of the all-day rules: refusals quoted in public threads; Graph docs, event resource.
"""

from datetime import UTC, date, datetime, time, timedelta

from connectors.sandbox.calls import Json, bad_request
from connectors.sandbox.tenant.exchange import MAILBOX_ZONE, JsonObject, zone

Period = tuple[datetime, datetime, bool]
"""Start, end and whether it is whole days (then kept as midnights in UTC)."""

_PLAIN = {
    "subject", "body", "location", "categories", "showAs", "isReminderOn", "sensitivity",
    "reminderMinutesBeforeStart", "responseRequested", "attendees", "importance", "isOnlineMeeting",
    "hideAttendees", "allowNewTimeProposals",
}  # fmt: skip
_TIMES = ("start", "end", "isAllDay")
_REFUSED = "ErrorPropertyValidationFailure"


def event_fields(body: Json) -> tuple[JsonObject, JsonObject]:
    """Split a body into its plain fields and its times. Raises GraphError 400 for no object."""
    if not isinstance(body, dict):
        raise bad_request("The request body must be a JSON object.", "RequestBodyRead")
    times = {name: body[name] for name in _TIMES if name in body}
    return {name: body[name] for name in body if name not in _TIMES}, times


def check_fields(fields: JsonObject) -> None:
    """Raise GraphError 400 for a field an event does not have or nobody may set."""
    for name in fields:
        if name not in _PLAIN and not name.startswith("@"):
            text = f"The property '{name}' cannot be set on type 'microsoft.graph.event'."
            raise bad_request(text, "RequestBodyRead")


def period(times: JsonObject, old: Period | None) -> Period:
    """Read when an event takes place; old: what it was. Raises GraphError 400."""
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


def _local(value: Json) -> datetime:
    """Read a dateTimeTimeZone as a moment in its own zone."""
    try:
        moment = datetime.fromisoformat(value["dateTime"])
    except (TypeError, KeyError, ValueError) as error:
        text = "The property 'dateTime' is missing or no date and time."
        raise bad_request(text, "RequestBodyRead") from error
    named = zone(value.get("timeZone"))
    return moment.astimezone(named) if moment.tzinfo else moment.replace(tzinfo=named)
