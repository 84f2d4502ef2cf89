"""The requests of Planner that are put together in more than one way: paths, changes, creates.

Pure: sends nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from connectors.forms import order_hint_after
from connectors.graph.calls import GraphRequest, segment
from connectors.wire import JsonObject, PlanDetails, Tagged

_USER_FIELDS = "$select=id,displayName,userPrincipalName,mail"


@dataclass(frozen=True)
class LabelNames:
    """Names that label slots are to get. details: those of the plan, as they were read."""

    details: PlanDetails
    names: Mapping[str, str]


def user_path(upn: str) -> str:
    """A person in the directory, by user name or id."""
    return f"/users/{segment(upn)}?{_USER_FIELDS}"


def members_path(group_id: str) -> str:
    """What belongs to a group: people, and devices and groups as well."""
    return f"/groups/{segment(group_id)}/members?{_USER_FIELDS}"


def plans_path(group_id: str) -> str:
    """The plans of a group."""
    return f"/groups/{segment(group_id)}/planner/plans"


def plan_path(plan_id: str) -> str:
    """A plan."""
    return f"/planner/plans/{segment(plan_id)}"


def task_path(task_id: str) -> str:
    """A task."""
    return f"/planner/tasks/{segment(task_id)}"


def naming(labels: LabelNames) -> list[GraphRequest]:
    """The write of label names; none when there are none."""
    if not labels.names:
        return []
    path = f"{plan_path(labels.details.id)}/details"
    return [patch(path, labels.details, {"categoryDescriptions": dict(labels.names)})]


def new_buckets(plan_id: str, names: Sequence[str]) -> list[GraphRequest]:
    """The creates of buckets that are to stand in this order."""
    requests, hint = [], ""
    for name in names:
        hint = order_hint_after(hint)
        body = {"name": name, "planId": plan_id, "orderHint": hint}
        requests.append(GraphRequest("POST", "/planner/buckets", body))
    return requests


def patch(path: str, seen: Tagged, body: JsonObject) -> GraphRequest:
    """The change of an object that nobody changed since it was seen; asks for the result."""
    headers = {"If-Match": seen.etag, "Prefer": "return=representation"}
    return GraphRequest("PATCH", path, body, headers)
