"""The shapes of Outlook's objects in a request: what a property may hold, else 400.

A check takes a property's name and value and gives the value to keep. Null takes a text or a moment
away and empties a collection; where an object is wanted it leaves what there was. Sources: Graph
v1.0 metadata (properties, words of the enumerations, which are read in any case).
"""

from collections.abc import Callable, Mapping
from typing import Any

from connectors.sandbox.calls import Json, bad_request

JsonObject = dict[str, Any]
Check = Callable[[str, Json], Json]

_UNREADABLE = "RequestBodyRead"


def shaped(body: Json, kind: str, fields: Mapping[str, Check]) -> JsonObject:
    """Check a body against the properties of a type. Raises Refusal 400.

    Annotations (`@odata.type` and the like) carry no data and are left out.
    """
    if not isinstance(body, dict):
        raise bad_request("The request body must be a JSON object.", _UNREADABLE)
    unknown = next((name for name in body if name not in fields and "@" not in name), None)
    if unknown is not None:
        text = f"The property '{unknown}' does not exist on type 'microsoft.graph.{kind}' "
        raise bad_request(f"{text}or cannot be set.", _UNREADABLE)
    return {name: fields[name](name, value) for name, value in body.items() if name in fields}


def text(name: str, value: Json) -> Json:
    """A text or null."""
    return _of(str, name, value)


def flag(name: str, value: Json) -> Json:
    """True, false or null."""
    return _of(bool, name, value)


def whole(name: str, value: Json) -> Json:
    """A whole number of 32 bits, or null."""
    if isinstance(value, bool) or (isinstance(value, int) and abs(value) >= 2**31):
        raise _wrong(name, "Edm.Int32")
    return _of(int, name, value)


def decimal(name: str, value: Json) -> Json:
    """A number or null."""
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    raise _wrong(name, "Edm.Double")


def one_of(*words: str) -> Check:
    """One of an enumeration's words; null is the first."""

    def check(name: str, value: Json) -> str:
        known = {word.lower(): word for word in words}
        if value is None:
            return words[0]
        if not isinstance(value, str) or value.lower() not in known:
            text = f"Requested value '{value}' of '{name}' was not found."
            raise bad_request(text, _UNREADABLE)
        return known[value.lower()]

    return check


def rows(check: Check) -> Check:
    """A list of values that pass the check, in which no value is null."""

    def check_rows(name: str, value: Json) -> list[Json]:
        if value is None:
            return []
        if not isinstance(value, list) or None in value:
            raise bad_request(f"'{name}' must be an array without nulls.", _UNREADABLE)
        return [check(name, entry) for entry in value]

    return check_rows


def record(kind: str, fields: Mapping[str, Check], blank: JsonObject | None = None) -> Check:
    """An object with these properties; blank: what stands for the ones it leaves out."""

    def check(name: str, value: Json) -> JsonObject:
        if value is not None and not isinstance(value, dict):
            raise _wrong(name, f"microsoft.graph.{kind}")
        given = shaped(value or {}, kind, fields)
        kept = {key: entry for key, entry in given.items() if entry is not None}
        return {**(blank or {}), **kept}

    return check


def _of(kind: type, name: str, value: Json) -> Any:
    if value is not None and type(value) is not kind:
        raise _wrong(name, {str: "Edm.String", bool: "Edm.Boolean", int: "Edm.Int32"}[kind])
    return value


def _wrong(name: str, kind: str) -> Exception:
    return bad_request(f"Cannot convert the value of '{name}' to the type '{kind}'.", _UNREADABLE)


EMAIL = record("emailAddress", {"name": text, "address": text})
RECIPIENT = record("recipient", {"emailAddress": EMAIL})
BODY = record(
    "itemBody",
    {"contentType": one_of("text", "html"), "content": text},
    {"contentType": "text", "content": ""},
)
MOMENT = record("dateTimeTimeZone", {"dateTime": text, "timeZone": text})
CATEGORIES = rows(text)
IMPORTANCE = one_of("normal", "low", "high")
PROPERTIES = rows(
    record("singleValueLegacyExtendedProperty", {"id": text, "value": text}, {"value": ""})
)
