"""What Planner accepts in a request body: each check turns a body into changes, or refuses it.

Changes are a dict of field -> new value; for the merge maps (assignments, appliedCategories,
checklist, references) the value is a dict of key -> new value, where None or False removes.
Sources: Graph v1.0 metadata (property names), Planner overview and the pages of the open types.
"""

import re
from datetime import UTC, datetime
from typing import Any

from connectors.sandbox.calls import Json, Refusal, bad_request

Changes = dict[str, Any]

LABELS = tuple(f"category{number}" for number in range(1, 26))
PREVIEWS = ("automatic", "noPreview", "checklist", "description", "reference")
TITLE_LENGTH = 255
ASSIGNED_TO = "AssignedToTaskBoardTaskFormat"
BOARDS = (ASSIGNED_TO, "BucketTaskBoardTaskFormat", "ProgressTaskBoardTaskFormat")
"""Where a task stands on each of the three boards, as objects of its own."""

_TASK_READ_ONLY = {
    "id", "createdBy", "createdDateTime", "completedBy", "completedDateTime", "hasDescription",
    "activeChecklistItemCount", "checklistItemCount", "referenceCount",
}  # fmt: skip
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_RAW_IN_KEY = re.compile(r"[.:@#]|%(?!(?:25|2E|3A|40|23))", re.IGNORECASE)


def task_changes(body: Json) -> Changes:
    """Check a task body (without planId and details). Raises Refusal 400."""
    return _checked(body, "plannerTask", _TASK_FIELDS, _TASK_READ_ONLY)


def details_changes(body: Json) -> Changes:
    """Check a task details body. Raises Refusal 400."""
    return _checked(body, "plannerTaskDetails", _DETAILS_FIELDS, {"id"})


def bucket_changes(body: Json) -> Changes:
    """Check a bucket body. Raises Refusal 400."""
    return _checked(body, "plannerBucket", {"name": _title, "orderHint": _order_hint}, {"id"})


def plan_changes(body: Json) -> Changes:
    """Check the body of a plan update. Raises Refusal 400."""
    read_only = {"id", "owner", "container", "createdBy", "createdDateTime"}
    return _checked(body, "plannerPlan", {"title": _title}, read_only)


def plan_details_changes(body: Json) -> Changes:
    """Check a plan details body; label names merge per slot. Raises Refusal 400."""
    fields = {"categoryDescriptions": _label_names, "sharedWith": _shared_with}
    return _checked(body, "plannerPlanDetails", fields, {"id"})


def board_changes(kind: str, body: Json) -> Changes:
    """Check the body of one of a task's places on a board. Raises Refusal 400."""
    fields: dict[str, Any] = {"orderHint": _order_hint}
    if kind == ASSIGNED_TO:
        fields = {"unassignedOrderHint": _order_hint, "orderHintsByAssignee": _hints}
    return _checked(body, f"planner{kind}", fields, {"id"})


def check_period(fields: dict[str, Any]) -> None:
    """Refuse a start after the due date (Planner overview)."""
    start, due = fields.get("startDateTime"), fields.get("dueDateTime")
    if start and due and start > due:
        raise bad_request("The start date must not be after the due date.")


def _checked(body: Json, kind: str, fields: dict[str, Any], read_only: set[str]) -> Changes:
    if not isinstance(body, dict):
        raise bad_request("The request body must be a JSON object.")
    changes: Changes = {}
    for name, value in body.items():
        if name.startswith("@"):
            continue  # OData annotations carry no data
        if name in read_only:
            raise bad_request(f"The property '{name}' is read-only and cannot be set.")
        if name not in fields:
            raise bad_request(
                f"The property '{name}' does not exist on type 'microsoft.graph.{kind}'."
            )
        changes[name] = fields[name](name, value)
    return changes


def _title(name: str, value: Json) -> str:
    if not isinstance(value, str) or not value.strip():
        raise bad_request(f"The field '{name}' is required.")
    if len(value) > TITLE_LENGTH:
        raise bad_request(f"The field '{name}' is longer than {TITLE_LENGTH} characters.")
    return value


def _text(name: str, value: Json) -> str | None:
    if value is not None and not isinstance(value, str):
        raise bad_request(f"Cannot convert the value of '{name}' to the type 'Edm.String'.")
    return value


def _number(low: int, high: int) -> Any:
    def check(name: str, value: Json) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise bad_request(f"The value of '{name}' must be a whole number {low}-{high}.")
        return value

    return check


def _moment(name: str, value: Json) -> str | None:
    """Read a DateTimeOffset and keep it as Planner returns it: in UTC, ending in Z."""
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
        utc = moment.astimezone(UTC) if moment.tzinfo else None
    except (TypeError, ValueError, OverflowError):  # the last for a moment before the year 1
        utc = None
    if utc is None:
        text = f"Cannot convert the value of '{name}' to the type 'Edm.DateTimeOffset'."
        raise bad_request(text)
    return utc.replace(microsecond=0).isoformat().replace("+00:00", "Z")


def _order_hint(name: str, value: Json) -> str:
    """Accept only the formula `<before> <after>!`; an echoed hint has no blank and no mark."""
    good = isinstance(value, str) and re.fullmatch(r"[ -~]* [ -~]*!", value)
    if not good:
        raise bad_request(
            f"Specified order hint '{name}' is in an invalid format. Please make sure to specify "
            "the order hints correctly; a hint read back does not contain spaces or exclamation "
            "points."
        )
    return str(value)


def _one_of(words: tuple[str, ...]) -> Any:
    def check(name: str, value: Json) -> str:
        if value not in words:
            raise bad_request(f"The value '{value}' of '{name}' is not one of {words}.")
        return str(value)

    return check


def _entries(name: str, value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise bad_request(f"The value of '{name}' must be an object.")
    return {key: entry for key, entry in value.items() if not key.startswith("@")}


def _typed(name: str, key: str, entry: Json, kind: str, known: dict[str, Any]) -> dict[str, Json]:
    """Check one entry of an open type; without its own @odata.type Planner refuses it."""
    if not isinstance(entry, dict):
        raise bad_request(f"The value of '{name}/{key}' must be an object or null.")
    if str(entry.get("@odata.type", "")).removeprefix("#") != f"microsoft.graph.{kind}":
        raise bad_request(f"'{name}/{key}' needs the @odata.type 'microsoft.graph.{kind}'.")
    for field in entry:
        if not field.startswith("@") and field not in known:
            raise bad_request(
                f"An unexpected 'StartObject' node was found when reading from the JSON reader "
                f"for the property named '{field}' of '{name}/{key}'."
            )
    return {
        field: known[field](field, value)
        for field, value in entry.items()
        if not field.startswith("@")
    }


def _assignments(name: str, value: Json) -> Changes:
    changes: Changes = {}
    for key, entry in _entries(name, value).items():
        if not _GUID.fullmatch(key):
            raise bad_request(f"'{key}' is not the id of a user.")
        known = {"orderHint": _order_hint}
        typed = None if entry is None else _typed(name, key, entry, "plannerAssignment", known)
        changes[key.lower()] = typed
    return changes


def _hints(name: str, value: Json) -> Changes:
    return {key: _order_hint(f"{name}/{key}", hint) for key, hint in _entries(name, value).items()}


def _applied(name: str, value: Json) -> Changes:
    changes: Changes = {}
    for key, entry in _entries(name, value).items():
        if key not in LABELS or not isinstance(entry, bool):
            raise bad_request(f"'{name}/{key}' is no label set to true or false.")
        changes[key] = entry
    return changes


def _checklist(name: str, value: Json) -> Changes:
    known = {"title": _title, "isChecked": _flag, "orderHint": _order_hint}
    return {
        key: None if entry is None else _typed(name, key, entry, "plannerChecklistItem", known)
        for key, entry in _entries(name, value).items()
    }


def _references(name: str, value: Json) -> Changes:
    known = {"alias": _text, "type": _text, "previewPriority": _order_hint}
    changes: Changes = {}
    for key, entry in _entries(name, value).items():
        if _RAW_IN_KEY.search(key) or not re.match(r"https?%3A//", key, re.IGNORECASE):
            raise bad_request(
                f"The reference key '{key}' must be an http(s) address in which % . : @ # are "
                "percent-encoded."
            )
        kind = "plannerExternalReference"
        changes[key] = None if entry is None else _typed(name, key, entry, kind, known)
    return changes


def _flag(name: str, value: Json) -> bool:
    if not isinstance(value, bool):
        raise bad_request(f"The value of '{name}' must be true or false.")
    return value


def _label_names(name: str, value: Json) -> Changes:
    changes: Changes = {}
    for key, text in _entries(name, value).items():
        if key not in LABELS:
            raise bad_request(f"The property '{key}' does not exist on the label names.")
        changes[key] = _text(f"{name}/{key}", text)
    return changes


def _shared_with(name: str, value: Json) -> Changes:
    return {key: _flag(f"{name}/{key}", entry) for key, entry in _entries(name, value).items()}


def _refuse_details(name: str, value: Json) -> None:  # noqa: ARG001 - one shape for all checks
    raise bad_request(
        "Cannot apply PATCH to navigation property 'details' on entity type "
        "'microsoft.graph.plannerTask'."
    )


def _refuse_move(name: str, value: Json) -> None:  # noqa: ARG001 - one shape for all checks
    """A task cannot change plans; users met a 403 (microsoft-graph-docs-contrib#7753)."""
    raise Refusal(403, "", "The plan of a task cannot be changed.")


_TASK_FIELDS: dict[str, Any] = {
    "title": _title,
    "bucketId": _text,
    "percentComplete": _number(0, 100),
    "priority": _number(0, 10),
    "startDateTime": _moment,
    "dueDateTime": _moment,
    "orderHint": _order_hint,
    "assigneePriority": _order_hint,
    "conversationThreadId": _text,
    "previewType": _one_of(PREVIEWS),
    "assignments": _assignments,
    "appliedCategories": _applied,
    "details": _refuse_details,
    "planId": _refuse_move,
}
_DETAILS_FIELDS: dict[str, Any] = {
    "description": _text,
    "previewType": _one_of(PREVIEWS),
    "checklist": _checklist,
    "references": _references,
}
