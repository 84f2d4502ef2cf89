"""Judges the body of a request by Microsoft's generated models: names, types and enum words.

A model of msgraph-sdk says itself what it holds: for each property it has a deserializer, which
asks a parse node for a value of one kind. We hand it a parse node that only remembers the question.

What the models do not say is written out here from Graph's reference pages: which properties are
read-only, and what the entries of Planner's open types look like.
"""

from base64 import b64decode
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from kiota_serialization_json.json_parse_node import JsonParseNode
from msgraph.generated.models.calendar import Calendar
from msgraph.generated.models.entity import Entity
from msgraph.generated.models.event import Event
from msgraph.generated.models.message import Message
from msgraph.generated.models.planner_applied_categories import PlannerAppliedCategories
from msgraph.generated.models.planner_assignments import PlannerAssignments
from msgraph.generated.models.planner_bucket import PlannerBucket
from msgraph.generated.models.planner_checklist_items import PlannerChecklistItems
from msgraph.generated.models.planner_external_references import PlannerExternalReferences
from msgraph.generated.models.planner_plan import PlannerPlan
from msgraph.generated.models.planner_plan_details import PlannerPlanDetails
from msgraph.generated.models.planner_task import PlannerTask
from msgraph.generated.models.planner_task_details import PlannerTaskDetails
from msgraph.generated.models.single_value_legacy_extended_property import (
    SingleValueLegacyExtendedProperty,
)

Model = type[Any]

MODELS: Mapping[tuple[str, str], Model | None] = {
    ("POST", "/planner/plans"): PlannerPlan,
    ("PATCH", "/planner/plans/{id}/details"): PlannerPlanDetails,
    ("POST", "/planner/buckets"): PlannerBucket,
    ("POST", "/planner/tasks"): PlannerTask,
    ("PATCH", "/planner/tasks/{id}"): PlannerTask,
    ("PATCH", "/planner/tasks/{id}/details"): PlannerTaskDetails,
    ("DELETE", "/planner/tasks/{id}"): None,
    ("POST", "/users/{id}/calendars"): Calendar,
    ("POST", "/users/{id}/calendars/{id}/events"): Event,
    ("PATCH", "/users/{id}/events/{id}"): Event,
    ("DELETE", "/users/{id}/events/{id}"): None,
    ("POST", "/users/{id}/messages"): Message,
    ("PATCH", "/users/{id}/messages/{id}"): Message,
    ("POST", "/users/{id}/messages/{id}/send"): None,
    ("DELETE", "/users/{id}/messages/{id}"): None,
}
"""The model of the body per call, None where none is sent. A call that is not listed fails."""

READ_ONLY: Mapping[Model, frozenset[str]] = {
    Entity: frozenset({"id"}),
    PlannerPlan: frozenset({"createdBy", "createdDateTime", "owner"}),  # owner: deprecated
    PlannerTask: frozenset(
        {
            *("createdBy", "createdDateTime", "completedBy", "completedDateTime"),
            *("hasDescription", "activeChecklistItemCount", "checklistItemCount"),
            "referenceCount",
        }
    ),
    Message: frozenset(
        {
            *("isDraft", "bodyPreview", "changeKey", "conversationId", "conversationIndex"),
            *("createdDateTime", "lastModifiedDateTime", "receivedDateTime", "sentDateTime"),
            *("hasAttachments", "parentFolderId", "uniqueBody", "webLink"),
        }
    ),
}

# What a client may put in an entry; Planner adds the rest itself (who assigned, who changed).
ENTRIES: Mapping[Model, tuple[str, Mapping[str, type]]] = {
    PlannerAssignments: ("plannerAssignment", {"orderHint": str}),
    PlannerChecklistItems: (
        "plannerChecklistItem",
        {"title": str, "isChecked": bool, "orderHint": str},
    ),
    PlannerExternalReferences: (
        "plannerExternalReference",
        {"alias": str, "type": str, "previewPriority": str},
    ),
}


class _Questions:
    """Stands in for a parse node; `asked` is the method called, and the type it was given."""

    asked: tuple[Any, ...] = ()

    def __getattr__(self, question: str) -> Callable[..., None]:
        def remember(*kind: object) -> None:
            self.asked = (question, *kind)

        return remember


def faults_in(model: Model, body: object, place: str = "") -> list[str]:
    """List what Graph would not understand in a body: "/title: no str". Null is always taken."""
    if not isinstance(body, dict):
        return [f"{place}: no object"]
    exact = model.create_from_discriminator_value(JsonParseNode(body))  # a derived type, if stated
    fields = exact.get_field_deserializers()
    found = []
    for name, value in body.items():
        here = f"{place}/{name}"
        if "@odata." in name:
            continue
        if type(exact) in ENTRIES:
            found += _faults_in_entry(ENTRIES[type(exact)], value, here)
        elif type(exact) is PlannerAppliedCategories:
            found += _unless(isinstance(value, bool) and _is_label(name), f"{here}: no label")
        elif name not in fields:
            found.append(f"{here}: unknown to {type(exact).__name__}")
        elif name in _read_only(type(exact)):
            found.append(f"{here}: read-only")
        elif value is not None:
            questions = _Questions()
            fields[name](questions)
            found += _faults_in_value(questions.asked, value, here)
    return found


def properties_of(model: Model) -> frozenset[str]:
    """Give the names of the properties that a model has."""
    return frozenset(model().get_field_deserializers())


def _faults_in_value(asked: tuple[Any, ...], value: object, place: str) -> list[str]:
    match asked:
        case ("get_object_value", model):
            return faults_in(model, value, place)
        case ("get_collection_of_object_values", model):
            rows = value if isinstance(value, list) else [value]
            wrong = _unless(isinstance(value, list), f"{place}: no list")
            return wrong + [
                fault
                for number, row in enumerate(rows)
                for fault in faults_in(model, row, f"{place}/{number}")
            ]
        case ("get_enum_value", words):
            known = [word.value for word in words]
            return _unless(value in known, f"{place}: {value!r} is none of {known}")
        case ("get_collection_of_primitive_values", kind):
            fine = isinstance(value, list) and all(type(entry) is kind for entry in value)
            return _unless(fine, f"{place}: no list of {kind.__name__}")
        case (question,):
            return _unless(_PRIMITIVES[question](value), f"{place}: not for {question}")
    raise LookupError(f"a model asks for a kind of value that no rule here judges: {asked}")


def _faults_in_entry(entry: tuple[str, Mapping[str, type]], value: object, place: str) -> list[str]:
    """Judge an entry of an open type: null removes it, anything else must name its type."""
    kind, writable = entry
    if value is None:
        return []
    if not isinstance(value, dict):
        return [f"{place}: no object"]
    stated = value.get("@odata.type")
    found = _unless(stated == f"#microsoft.graph.{kind}", f"{place}: no @odata.type of {kind}")
    for name, part in value.items():
        fine = "@odata." in name or (name in writable and type(part) is writable[name])
        found += _unless(fine, f"{place}/{name}: not to be set")
    return found


def _read_only(model: Model) -> frozenset[str]:
    if model is SingleValueLegacyExtendedProperty:
        return frozenset()  # its id is the name that we give it
    return frozenset().union(*(READ_ONLY.get(ancestor, ()) for ancestor in model.__mro__))


def _is_label(name: str) -> bool:
    return name in {f"category{number}" for number in range(1, 26)}


def _is_moment(value: object) -> bool:
    """Whether this is a DateTimeOffset: with an offset, or Z."""
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _is_base64(value: object) -> bool:
    try:
        return isinstance(value, str) and b64decode(value, validate=True) is not None
    except ValueError:
        return False


_PRIMITIVES: Mapping[str, Callable[[object], bool]] = {
    "get_str_value": lambda value: isinstance(value, str),
    "get_bool_value": lambda value: isinstance(value, bool),
    "get_int_value": lambda value: type(value) is int,
    "get_datetime_value": _is_moment,
    "get_bytes_value": _is_base64,
}


def _unless(fine: bool, fault: str) -> list[str]:
    return [] if fine else [fault]
