"""What a task in a listing brings along, before it is read. Pure."""

from connectors.wire import JsonObject


def without_half_details(item: JsonObject) -> JsonObject:
    """Drop expanded details that lack an etag of their own: nothing could be written to them."""
    if has_details(item):
        return item
    return {name: value for name, value in item.items() if name != "details"}


def has_details(item: JsonObject) -> bool:
    """Whether its details came along whole."""
    details = item.get("details")
    return isinstance(details, dict) and "@odata.etag" in details


def has_start(item: JsonObject) -> bool:
    """Whether people let it begin on some day."""
    return item.get("startDateTime") is not None
