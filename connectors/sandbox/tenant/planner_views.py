"""How Planner objects look on the wire."""

from typing import TYPE_CHECKING, Any

from connectors.sandbox.tenant.planner import (
    PLAN,
    TASK,
    TASK_DETAILS,
    derived,
)
from connectors.sandbox.tenant.versions import Versioned

if TYPE_CHECKING:
    from connectors.sandbox.tenant.world import World

JsonObject = dict[str, Any]

_TYPES = {
    "assignments": "#microsoft.graph.plannerAssignment",
    "checklist": "#microsoft.graph.plannerChecklistItem",
    "references": "#microsoft.graph.plannerExternalReference",
}
_DEFAULTS: dict[str, JsonObject] = {
    "assignments": {},
    "checklist": {"isChecked": False},
    "references": {"alias": None, "type": "Other"},
}


def view(world: "World", item: Versioned, *, expand: bool = False) -> JsonObject:
    """Return any Planner object as JSON; expand puts the details inside a task."""
    shown: JsonObject = {"@odata.etag": item.etag, "id": item.id}
    shown |= {name: _open_type(name, value) for name, value in item.fields.items()}
    if item.kind == PLAN:
        group = shown.pop("groupId")
        url = f"https://graph.microsoft.com/v1.0/groups/{group}"
        shown["owner"] = group
        shown["container"] = {"containerId": group, "type": "group", "url": url}
    if item.kind == TASK:
        details = world.planner.items[TASK_DETAILS][item.id]
        shown |= derived(details.fields)
        if expand:
            shown["details"] = view(world, details)
    if item.kind == TASK_DETAILS and world.settings.line_breaks == "crlf":
        text = shown["description"] or ""
        shown["description"] = text.replace("\r\n", "\n").replace("\n", "\r\n")
    return shown


def _open_type(name: str, value: Any) -> Any:
    if name not in _TYPES:
        return value
    return {
        key: {"@odata.type": _TYPES[name], **_DEFAULTS[name], **entry}
        for key, entry in value.items()
    }
