"""What mail and calendar share: time zones, extended properties, pages and their refusals."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from babel.core import get_global

from connectors.sandbox.calls import Call, Json, Refusal, Reply, bad_request
from connectors.sandbox.paging import listing, number_in
from connectors.sandbox.tenant.shapes import PROPERTIES

JsonObject = dict[str, Any]

MAILBOX_ZONE = "W. Europe Standard Time"
_ZONES: dict[str, str] = {
    **get_global("windows_zone_mapping"),
    **{name: name for name in ("UTC", "Europe/Berlin", "Europe/Paris", "Europe/London")},
}
"""As documented: every Windows name (by Unicode's list) and few of IANA, not Europe/Amsterdam."""

_PROPERTY = re.compile(
    r"(?:String|Integer|Boolean|SystemTime|StringArray) "
    r"(?:\{[0-9a-fA-F-]{36}\} (?:Name .+|Id 0x[0-9a-fA-F]+)|0x[0-9a-fA-F]+)"
)
_ANY = re.compile(
    r"singleValueExtendedProperties/any\(\s*(\w+)\s*:\s*\1/id eq '((?:[^']|'')*)'"
    r" and \1/value eq '((?:[^']|'')*)'\s*\)",
    re.IGNORECASE,
)
_EXPAND = re.compile(r"singleValueExtendedProperties\(\$filter=(.*)\)", re.IGNORECASE)
_PREFER_ZONE = re.compile(r'outlook\.timezone\s*=\s*"([^"]*)"', re.IGNORECASE)


def zone(name: Json) -> ZoneInfo:
    """Return the zone of a wire name. Raises Refusal 400 for a name off the list."""
    if not isinstance(name, str) or name not in _ZONES:
        raise bad_request(
            "A valid TimeZone value must be specified. The following TimeZone value is not "
            f"supported: '{name}'.",
            "TimeZoneNotSupportedException",
        )
    return ZoneInfo(_ZONES[name])


def preferred_zone(call: Call) -> str:
    """Return the zone name answers are written in: `Prefer: outlook.timezone`, else UTC."""
    match = _PREFER_ZONE.search(call.headers.get("prefer", ""))
    name = match[1] if match else "UTC"
    zone(name)
    return name


def wire_time(moment: datetime, name: str) -> JsonObject:
    """Write a moment as Outlook's dateTimeTimeZone, seven digits behind the second."""
    local = moment.astimezone(zone(name))
    return {"dateTime": local.strftime("%Y-%m-%dT%H:%M:%S.0000000"), "timeZone": name}


def utc_text(moment: datetime) -> str:
    """Write a moment as a DateTimeOffset in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def not_found() -> Refusal:
    """Exchange's 404."""
    code, text = "ErrorItemNotFound", "The specified object was not found in the store."
    return Refusal(404, code, text)


def check_version(call: Call, etag: str) -> None:
    """Raise Refusal 412 when If-Match names another version; without it all goes."""
    asked = call.headers.get("if-match", "*").strip()
    if asked not in ("*", etag):
        text = "The send or update operation could not be performed because the change key "
        text += "passed in the request does not match the current change key for the item."
        raise Refusal(412, "ErrorIrresolvableConflict", text)


def extended(body: JsonObject) -> list[dict[str, str]]:
    """Take the extended properties out of a body. Raises Refusal 400 for a bad id."""
    name = "singleValueExtendedProperties"
    properties: list[dict[str, str]] = PROPERTIES(name, body.pop(name, None))
    for entry in properties:
        if not _PROPERTY.fullmatch(entry.get("id", "")):
            text = f"The property id '{entry.get('id')}' is invalid."
            raise bad_request(text, "ErrorInvalidPropertyRequest")
    return properties


def with_extended(shown: JsonObject, properties: list[dict[str, str]], call: Call) -> JsonObject:
    """Add the extended properties that `$expand` asks for by id; otherwise they stay hidden."""
    match = _EXPAND.search(call.query.get("$expand", ""))
    if match is None:
        return shown
    wanted = {_same(name) for name in re.findall(r"id eq '([^']*)'", match[1])}
    found = [entry for entry in properties if _same(entry["id"]) in wanted]
    return {**shown, "singleValueExtendedProperties": found} if found else shown


def passes(call: Call, shown: JsonObject, properties: list[dict[str, str]]) -> bool:
    """Apply `$filter`: an extended property by id and value, one field by equality, or a moment.

    A property's name is case-sensitive, its value is not. Raises Refusal 400 otherwise.
    """
    asked = call.query.get("$filter")
    if not asked:
        return True
    if match := _ANY.fullmatch(asked.strip()):
        name, value = match[2].replace("''", "'"), match[3].replace("''", "'").lower()
        return any(
            _same(entry["id"]) == _same(name) and entry["value"].lower() == value
            for entry in properties
        )
    if match := re.fullmatch(r"(\w+) eq (?:'((?:[^']|'')*)'|(true|false))", asked.strip()):
        if match[3]:
            return bool(shown.get(match[1])) == (match[3] == "true")
        return str(shown.get(match[1])) == match[2].replace("''", "'")
    if match := re.fullmatch(r"receivedDateTime ge (\d{4}-\d\d-\d\dT[\d:.]+Z)", asked.strip()):
        received = shown.get("receivedDateTime")
        return received is not None and datetime.fromisoformat(received) >= _since(match[1])
    raise bad_request(
        "The query filter contains one or more invalid nodes.", "ErrorInvalidUrlQueryFilter"
    )


def _since(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise bad_request("Invalid date in the filter.", "ErrorInvalidUrlQueryFilter") from None


def paged(call: Call, rows: Sequence[JsonObject], size: int) -> Reply:
    """Answer one page: `$top` (at most 1000) rows from `$skip`, and an absolute nextLink.

    In the order of `$orderby`, else as given.
    """
    rows = _in_order(call, rows)
    top, skip = number_in(call, "$top", size), number_in(call, "$skip", 0)
    if not 1 <= top <= 1000:
        raise bad_request("The value of '$top' must be 1-1000.", "ErrorInvalidUrlQuery")
    link = None
    if skip + top < len(rows):
        query = {**call.query, "$skip": str(skip + top)}
        link = f"{call.origin}{quote(call.path)}?{urlencode(query, safe='$')}"
    return listing(call, list(rows[skip : skip + top]), link)


def _in_order(call: Call, rows: Sequence[JsonObject]) -> list[JsonObject]:
    """Sort by `$orderby`, such as "start/dateTime desc,subject". Raises Refusal 400.

    A property that no row has is refused, but known only when there are rows.
    """
    ordered = list(rows)
    terms = [term.split() for term in call.query.get("$orderby", "").split(",") if term.strip()]
    for path, *way in reversed(terms):  # the last first, as sorting keeps what is equal in order
        if way not in ([], ["asc"], ["desc"]):
            raise bad_request(f"Syntax error in '$orderby' at '{path}'.", "BadRequest")
        keyed = [(_sort_key(row, path), row) for row in ordered]
        keyed.sort(key=lambda pair: pair[0], reverse=way == ["desc"])
        ordered = [row for _, row in keyed]
    return ordered


def _sort_key(row: JsonObject, path: str) -> tuple[bool, str]:
    value: Any = row
    for name in path.split("/"):
        held = {key.casefold(): entry for key, entry in value.items()} if value else {}
        if value and name.casefold() not in held:
            text = f"Could not find a property named '{name}'."
            raise bad_request(text, "RequestBroker--ParseUri")
        value = held.get(name.casefold())
        if not isinstance(value, dict | None):
            break
    return value is not None, str(value)


def _same(property_id: str) -> str:
    """Write the GUID of a property id in one case; a GUID has none, the name has."""
    return re.sub(r"\{.*?\}", lambda match: match[0].lower(), property_id)
