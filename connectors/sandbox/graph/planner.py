"""Planner's operations (Graph v1.0, basic plans in a group)."""

import re
from collections.abc import Callable
from typing import Any

from connectors.sandbox.calls import Call, Json, Reply, bad_request, no_access, text_of
from connectors.sandbox.graph.routing import Operation, Routes
from connectors.sandbox.paging import check_expand, listing, page_after, selected
from connectors.sandbox.tenant.planner import BUCKET, PLAN, PLAN_DETAILS, TASK, TASK_DETAILS
from connectors.sandbox.tenant.planner_rules import (
    BOARDS,
    Changes,
    board_changes,
    bucket_changes,
    details_changes,
    plan_changes,
    plan_details_changes,
    task_changes,
)
from connectors.sandbox.tenant.planner_views import view
from connectors.sandbox.tenant.versions import Versioned, base_version, collision
from connectors.sandbox.tenant.world import APP, World

_CHECKS = {
    PLAN: plan_changes,
    PLAN_DETAILS: plan_details_changes,
    BUCKET: bucket_changes,
    TASK: task_changes,
    TASK_DETAILS: details_changes,
}
_PATHS = {
    PLAN: "/planner/plans/{}",
    PLAN_DETAILS: "/planner/plans/{}/details",
    BUCKET: "/planner/buckets/{}",
    TASK: "/planner/tasks/{}",
    TASK_DETAILS: "/planner/tasks/{}/details",
}

_RELATIONS = {
    PLAN: ("details", "buckets", "tasks"),
    BUCKET: ("tasks",),
    TASK: (
        *("details", "assignedToTaskBoardFormat", "bucketTaskBoardFormat"),
        "progressTaskBoardFormat",
    ),
}


def add_planner(routes: Routes) -> None:
    """Put Planner's operations into the table."""
    routes.add("GET", "/groups/{}/planner/plans", _plans_of_group)
    routes.add("POST", "/planner/plans", _create_plan)
    routes.add("POST", "/planner/buckets", _create_bucket)
    routes.add("POST", "/planner/tasks", _create_task)
    routes.add("GET", "/planner/plans/{}/buckets", _lists(PLAN, BUCKET, "planId"))
    routes.add("GET", "/planner/plans/{}/tasks", _lists(PLAN, TASK, "planId"))
    routes.add("GET", "/planner/buckets/{}/tasks", _lists(BUCKET, TASK, "bucketId"))
    for kind, path in _PATHS.items():
        routes.add("GET", path, _get(kind))
        routes.add("PATCH", path, _patch(kind))
        if kind in (PLAN, BUCKET, TASK):
            routes.add("DELETE", path, _delete(kind))
    for kind in BOARDS:
        path = f"/planner/tasks/{{}}/{kind[0].lower()}{kind[1:]}".replace("TaskFormat", "Format")
        routes.add("GET", path, _get_board(kind))
        routes.add("PATCH", path, _patch_board(kind))


def _get(kind: str) -> Operation:
    def get(world: World, call: Call, item_id: str) -> Reply:
        item = world.planner.find(kind, item_id)
        expand = _expands(world, call, kind)
        return Reply(200, selected(call, _entity(world, call, item, expand=expand)))

    return get


def _lists(parent: str, kind: str, field: str) -> Operation:
    """List in fixed pages; $filter, $top and $orderby are ignored with 200, as Planner does."""

    def listed(world: World, call: Call, parent_id: str) -> Reply:
        world.planner.find(parent, parent_id)
        expand = _expands(world, call, kind)
        rows = world.planner.within(kind, field, parent_id)
        if "$skiptoken" not in call.query:
            world.unseen.count_read(row.id for row in rows)
        rows = [row for row in rows if row.id not in world.unseen]
        page, link = page_after(call, rows, world.settings.page_size, _number)
        return listing(call, [view(world, row, expand=expand) for row in page], link)

    return listed


def _patch(kind: str) -> Operation:
    def patch(world: World, call: Call, item_id: str) -> Reply:
        return _changed(world, call, world.planner.find(kind, item_id), _CHECKS[kind])

    return patch


def _get_board(kind: str) -> Operation:
    def get(world: World, call: Call, task_id: str) -> Reply:
        return Reply(200, selected(call, _entity(world, call, world.planner.board(kind, task_id))))

    return get


def _patch_board(kind: str) -> Operation:
    def patch(world: World, call: Call, task_id: str) -> Reply:
        item = world.planner.board(kind, task_id)
        return _changed(world, call, item, lambda body: board_changes(kind, body))

    return patch


def _changed(world: World, call: Call, item: Versioned, check: Callable[[Json], Changes]) -> Reply:
    """Accept a change under If-Match: 204, or 200 with the object when it is asked for."""
    base = base_version(call, item, world.settings.oldest_version)
    changes = check(call.body)
    item.judge(base, changes)
    world.planner.change(item, changes, APP, world.clock.stamp())
    if call.prefers("return=representation"):
        shown = {"Preference-Applied": "return=representation"}
        return Reply(200, _entity(world, call, item), shown)
    return Reply(204)


def _delete(kind: str) -> Operation:
    """Delete under If-Match; any change since the etag collides with a deletion."""

    def delete(world: World, call: Call, item_id: str) -> Reply:
        item = world.planner.find(kind, item_id)
        if base_version(call, item, world.settings.oldest_version) < item.version:
            raise collision()
        world.planner.delete(item)
        return Reply(204)

    return delete


def _plans_of_group(world: World, call: Call, group_id: str) -> Reply:
    _check_group(world, group_id)
    rows = world.planner.within(PLAN, "groupId", group_id.lower())
    page, link = page_after(call, rows, world.settings.page_size, _number)
    return listing(call, [view(world, row) for row in page], link)


def _create_plan(world: World, call: Call) -> Reply:
    body = _object(call.body)
    group = _group_of(body)
    _check_group(world, group)
    wanted = {name: value for name, value in body.items() if name not in ("container", "owner")}
    title = _required(plan_changes(wanted), "title")
    plan = world.planner.create_plan(title, group, APP, world.clock.stamp())
    return _created(world, call, plan)


def _create_bucket(world: World, call: Call) -> Reply:
    body = _object(call.body)
    plan_id = text_of(body, "planId")
    changes = bucket_changes({name: body[name] for name in body if name != "planId"})
    _required(changes, "name")
    return _created(world, call, world.planner.create_bucket(plan_id, changes))


def _create_task(world: World, call: Call) -> Reply:
    body = _object(call.body)
    plan_id = text_of(body, "planId")
    details = _deep_details(world, body)
    apart = ("planId", "details")
    changes = task_changes({name: body[name] for name in body if name not in apart})
    _required(changes, "title")
    task = world.planner.create_task(plan_id, changes, details, APP, world.clock.stamp())
    return _created(world, call, task)


def _deep_details(world: World, body: dict[str, Any]) -> Changes:
    """Meet a `details` object inside POST: undocumented, so the settings say how."""
    if "details" not in body or world.settings.post_details == "ignore":
        return {}
    if world.settings.post_details == "refuse":
        raise bad_request("Deep insert of 'details' is not supported for this entity.")
    return details_changes(body["details"])


def _expands(world: World, call: Call, kind: str) -> bool:
    """Whether a task brings its details; other relations that exist are silently left out."""
    asked = check_expand(call, *_RELATIONS.get(kind, ()))
    if kind != TASK or "details" not in asked:
        return False
    if world.settings.expand_details == "refuse":
        raise bad_request("The query specified in the URI is not valid: $expand is not allowed.")
    return world.settings.expand_details == "accept"


def _entity(world: World, call: Call, item: Versioned, *, expand: bool = False) -> dict[str, Any]:
    context = f"{call.origin}/$metadata#planner/{item.kind}/$entity"
    return {"@odata.context": context, **view(world, item, expand=expand)}


def _created(world: World, call: Call, item: Versioned) -> Reply:
    place = {"Location": call.origin + _PATHS[item.kind].format(item.id)}
    return Reply(201, _entity(world, call, item), place)


def _group_of(body: dict[str, Any]) -> str:
    """Read the container: its url, its id with type group, or the deprecated owner."""
    container = body.get("container") or {"containerId": body.get("owner"), "type": "group"}
    if not isinstance(container, dict):
        raise bad_request("The value of 'container' must be an object.")
    url = re.search(r"/groups/([^/]+)/?$", str(container.get("url", "")))
    group = container.get("containerId") or (url and url[1])
    if not isinstance(group, str) or container.get("type", "group") != "group":
        raise bad_request("A plan needs a container: a url, or a containerId and its type.")
    return group.lower()


def _check_group(world: World, group_id: str) -> None:
    if group_id.lower() != world.directory.group["id"]:
        raise no_access()


def _object(body: Json) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise bad_request("The request body must be a JSON object.")
    return body


def _required(changes: Changes, name: str) -> str:
    if name not in changes:
        raise bad_request(f"The field '{name}' is required.")
    return str(changes[name])


def _number(item: Versioned) -> int:
    return item.number
