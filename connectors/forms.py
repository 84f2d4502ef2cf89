"""Graph's own forms of values: reference keys, order hints, open-type entries, zoned times.

Pure translations without a client, so that mappings can use them as well.
"""

from datetime import datetime
from urllib.parse import unquote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from connectors.errors import BadReply
from connectors.wire import JsonObject

OUTLOOK_ZONE = "W. Europe Standard Time"
"""Our zone on the wire. Graph's list of zone names has Berlin and Paris, but not Amsterdam."""

FIRST_ORDER_HINT = " !"
"""The place of an only item: nothing before it, nothing after it."""

# Windows names that Dutch mailboxes meet; IANA names are understood as they are.
_ZONES = {
    OUTLOOK_ZONE: "Europe/Amsterdam",
    "Romance Standard Time": "Europe/Paris",
    "Central Europe Standard Time": "Europe/Budapest",
    "Central European Standard Time": "Europe/Warsaw",
    "GMT Standard Time": "Europe/London",
    "tzone://Microsoft/Utc": "UTC",
    # A zone somebody's device made up. Our calendars all stand in the Netherlands.
    "tzone://Microsoft/Custom": "Europe/Amsterdam",
}
# The percent sign goes first, or it would encode the others twice.
_KEY_CODES = {"%": "%25", ".": "%2E", ":": "%3A", "@": "%40", "#": "%23"}


def reference_key(url: str) -> str:
    """Turn a link into the key under which a task's `references` hold it.

    Source: Graph docs, "plannerExternalReferences": `% . : @ #` may not stand in the name of an
    open property.
    """
    for sign, code in _KEY_CODES.items():
        url = url.replace(sign, code)
    return url


def read_reference_key(key: str) -> str:
    """Turn a key of `references` back into the link."""
    return unquote(key)


def reference(alias: str) -> JsonObject:
    """Make the value of a new reference, shown to people as `alias`."""
    return {
        "@odata.type": "#microsoft.graph.plannerExternalReference",
        "alias": alias,
        "previewPriority": FIRST_ORDER_HINT,
        "type": "Other",
    }


def assignment() -> JsonObject:
    """Make the value of a new assignee; the key is the user's object id. None removes one."""
    return {"@odata.type": "#microsoft.graph.plannerAssignment", "orderHint": FIRST_ORDER_HINT}


def order_hint_after(previous: str) -> str:
    """Make the hint of an item that follows the one with hint `previous`, and is the last.

    `previous` may itself be made here: the service works out nested hints (Graph docs, "Using
    order hints in Planner"). A hint that was read is never sent back as it is: that gives 400.
    """
    return f"{previous} !"


def read_instant(value: JsonObject) -> datetime:
    """Read a dateTimeTimeZone: {"dateTime": "2026-10-05T09:00:00.0000000", "timeZone": "UTC"}.

    Gives an aware moment in the zone stated. Raises BadReply for an unknown zone or form.
    """
    zone_name, text = value.get("timeZone"), value.get("dateTime")
    if not isinstance(zone_name, str) or not isinstance(text, str):
        raise BadReply("dateTimeTimeZone", reason="no zone or no time")
    try:
        zone = ZoneInfo(_ZONES.get(zone_name, zone_name))
        moment = datetime.fromisoformat(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadReply("dateTimeTimeZone", reason=type(error).__name__) from None
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
