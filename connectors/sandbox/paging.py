"""Listings in pages with an absolute `@odata.nextLink`."""

import base64
import binascii
import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from connectors.sandbox.calls import Call, Reply, bad_request

Row = TypeVar("Row")

_EXPANDED = ("details", "singleValueExtendedProperties", "attachments")


def page_after(
    call: Call, rows: Sequence[Row], size: int, number: Callable[[Row], int]
) -> tuple[list[Row], str | None]:
    """Return the rows of the page asked for and the link to the next page, if any.

    number: a row's fixed place in the listing; the token holds the last one given out, so that
    a row deleted between two pages makes no other row fall out.
    """
    after = _read_token(call.query.get("$skiptoken"))
    left = [row for row in rows if number(row) > after]
    page = left[:size]
    if len(left) <= size:
        return page, None
    token = base64.urlsafe_b64encode(f"after:{number(page[-1])}".encode()).decode()
    query = {**call.query, "$skiptoken": token}
    return page, f"{call.origin}{quote(call.path)}?{urlencode(query, safe='$')}"


def listing(call: Call, values: list[dict[str, Any]], next_link: str | None) -> Reply:
    """Answer a collection."""
    body: dict[str, Any] = {"@odata.context": f"{call.origin}/$metadata#Collection"}
    body["@odata.count"] = len(values)
    if next_link:
        body["@odata.nextLink"] = next_link
    return Reply(200, {**body, "value": [selected(call, value) for value in values]})


def check_expand(call: Call, *known: str) -> tuple[str, ...]:
    """Give the relations that `$expand` names. Raises Refusal 400 for one that is not there."""
    asked = re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\)", "", call.query.get("$expand", ""))
    names = tuple(name.strip() for name in asked.split(",") if name.strip())
    for name in names:
        if name not in known:
            text = (
                f"Parsing OData Select and Expand failed: Could not find a property named '{name}'."
            )
            raise bad_request(text, "RequestBroker--ParseUri")
    return names


def selected(call: Call, value: dict[str, Any]) -> dict[str, Any]:
    """Apply `$select`; id and etag always stay, and so does what `$expand` brought (OData 4.01)."""
    wanted = call.query.get("$select")
    if not wanted:
        return value
    names = {name.strip() for name in wanted.split(",")} | {"id"}
    return {
        name: entry
        for name, entry in value.items()
        if name in names or name.startswith("@") or name in _EXPANDED
    }


def number_in(call: Call, name: str, default: int) -> int:
    """Read a whole number of the query. Raises Refusal 400."""
    text = call.query.get(name, str(default))
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise bad_request(f"The value of '{name}' must be a whole number.", "BadRequest")
    return int(text)


def _read_token(token: str | None) -> int:
    if token is None:
        return -1
    try:
        return int(base64.urlsafe_b64decode(token).decode().removeprefix("after:"))
    except (binascii.Error, ValueError) as error:
        raise bad_request("The skip token is invalid.") from error
