"""What people do in the Planner app: acts that bump versions as any writer does.

Each act takes the world, the actor and a JSON body; `task` in the body names the task by id.
"""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from connectors.sandbox.calls import bad_request, text_of
from connectors.sandbox.tenant.planner import PLAN, PLAN_DETAILS, TASK, TASK_DETAILS, Actor
from connectors.sandbox.tenant.planner_rules import LABELS
from connectors.sandbox.tenant.planner_views import view
from connectors.sandbox.tenant.versions import Versioned
from connectors.sandbox.tenant.world import World

JsonObject = dict[str, Any]
Act = Callable[[World, Actor, JsonObject], JsonObject]

_ZONE = ZoneInfo("Europe/Amsterdam")
_HINT = {"orderHint": " !"}


def tick(world: World, actor: Actor, body: JsonObject) -> JsonObject:
    """Complete a task."""
    return _change(world, actor, body, {"percentComplete": 100})


def progress(world: World, actor: Actor, body: JsonObject) -> JsonObject:
    """Set the progress: percent 0, 50 or 100 as the app writes it, or any other number."""
    return _change(world, actor, body, {"percentComplete": int(body["percent"])})


def due(world: World, actor: Actor, body: JsonObject) -> JsonObject:
    """Move the due date to `date` (null clears it).

    stored: "planner" (default) keeps 10:00Z of that day as the web app does, "todo" local
    midnight in UTC as To Do does (22:00Z or 23:00Z of the day before), "api" 00:00Z.
    """
    return _change(world, actor, body, {"dueDateTime": _day_asked(body)})


def start(world: World, actor: Actor, body: JsonObject) -> JsonObject:
    """Move the start date to `date` (null clears it); stored as for `due`."""
    return _change(world, actor, body, {"startDateTime": _day_asked(body)})


def retitle(world: World, actor: Actor, body: JsonObject) -> JsonObject:
    """Give the task another `title`."""
    return _change(world, actor, body, {"title": text_of(body, "title")})


def drag(world: World, actor: Actor, body: JsonObject) -> JsonObject:
    """Drag the card to another `bucket` (id)."""
    return _change(world, actor, body, {"bucketId": text_of(body, "bucket")})


def assign(world: World, actor: Actor, body: JsonObject) -> JsonObject:
    """Assign a `colleague` (user name)."""
    user = world.directory.user(text_of(body, "colleague"))
    return _change(world, actor, body, {"assignments": {user.id: dict(_HINT)}})


def unassign(world: World, actor: Actor, body: JsonObject) -> JsonObject:
    """Take a `colleague` (user name) off the task."""
    user = world.directory.user(text_of(body, "colleague"))
    return _change(world, actor, body, {"assignments": {user.id: None}})


def label(world: World, actor: Actor, body: JsonObject) -> JsonObject:
    """Put a `label` on: a slot ("category3") or the name it has in this plan."""
    return _change(world, actor, body, {"appliedCategories": {_slot(world, body): True}})


def unlabel(world: World, actor: Actor, body: JsonObject) -> JsonObject:
    """Take a `label` off."""
    return _change(world, actor, body, {"appliedCategories": {_slot(world, body): False}})


def name_label(world: World, actor: Actor, body: JsonObject) -> JsonObject:
    """Name or rename the label slot `slot` of the `plan` to `name` (null frees it)."""
    details = world.planner.find(PLAN_DETAILS, text_of(body, "plan"))
    names = {text_of(body, "slot"): body.get("name")}
    world.planner.change(details, {"categoryDescriptions": names}, actor, world.clock.stamp())
    return view(world, details)


def note(world: World, actor: Actor, body: JsonObject) -> JsonObject:
    """Write `text` on top of the description, above what stands there."""
    details = world.planner.find(TASK_DETAILS, text_of(body, "task"))
    old = details.fields["description"]
    text = f"{body['text']}\n{old}" if old else str(body["text"])
    return _describe(world, actor, details, text)


def describe(world: World, actor: Actor, body: JsonObject) -> JsonObject:
    """Replace the whole description by `text`."""
    details = world.planner.find(TASK_DETAILS, text_of(body, "task"))
    return _describe(world, actor, details, str(body["text"]))


def add_checklist_item(world: World, actor: Actor, body: JsonObject) -> JsonObject:
    """Add a checklist item `title`; the web app gives it a short numeric key."""
    details = world.planner.find(TASK_DETAILS, text_of(body, "task"))
    key = str(10_000 + uuid.uuid4().int % 90_000)
    item = {"title": text_of(body, "title"), "isChecked": bool(body.get("checked", False))}
    world.planner.change(details, {"checklist": {key: item}}, actor, world.clock.stamp())
    return {"key": key}


def tick_item(world: World, actor: Actor, body: JsonObject) -> JsonObject:
    """Tick a checklist item of a task off, named by its `title` or its `key`."""
    return _change_item(world, actor, body, {"isChecked": True})


def untick_item(world: World, actor: Actor, body: JsonObject) -> JsonObject:
    """Take the tick of a checklist item back."""
    return _change_item(world, actor, body, {"isChecked": False})


def rename_item(world: World, actor: Actor, body: JsonObject) -> JsonObject:
    """Give a checklist item another title, `to`."""
    return _change_item(world, actor, body, {"title": text_of(body, "to")})


def remove_item(world: World, actor: Actor, body: JsonObject) -> JsonObject:
    """Take a checklist item away."""
    return _change_item(world, actor, body, None)


def create(world: World, actor: Actor, body: JsonObject) -> JsonObject:
    """Make a task by hand in `plan`: title, and if wanted bucket, percent and date."""
    changes: JsonObject = {"title": text_of(body, "title")}
    changes |= {"bucketId": body["bucket"]} if body.get("bucket") else {}
    changes |= {"percentComplete": int(body["percent"])} if "percent" in body else {}
    if body.get("date"):
        changes["dueDateTime"] = _moment(date.fromisoformat(body["date"]), "planner")
    details = {"description": body["text"]} if "text" in body else {}
    now = world.clock.stamp()
    task = world.planner.create_task(text_of(body, "plan"), changes, details, actor, now)
    return view(world, task, expand=True)


def delete(world: World, actor: Actor, body: JsonObject) -> JsonObject:  # noqa: ARG001 - an Act
    """Delete a task."""
    world.planner.delete(world.planner.find(TASK, text_of(body, "task")))
    return {}


def delete_plan(world: World, actor: Actor, body: JsonObject) -> JsonObject:  # noqa: ARG001 - an Act
    """Delete a plan; its tasks answer 403 from then on."""
    world.planner.delete(world.planner.find(PLAN, text_of(body, "plan")))
    return {}


def archive(world: World, actor: Actor, body: JsonObject) -> JsonObject:  # noqa: ARG001 - an Act
    """Archive a `task`, or a `plan` with all in it: to be read only, and it does not show."""
    world.planner.locks.archived.add(_task_or_plan(world, body))
    return {}


def unarchive(world: World, actor: Actor, body: JsonObject) -> JsonObject:  # noqa: ARG001 - an Act
    """Take a `task` or a `plan` out of the archive."""
    world.planner.locks.archived.discard(_task_or_plan(world, body))
    return {}


def demand_checklist(world: World, actor: Actor, body: JsonObject) -> JsonObject:  # noqa: ARG001 - an Act
    """Demand that the checklist is done before the `task` can be completed."""
    world.planner.locks.demanding.add(world.planner.find(TASK, text_of(body, "task")).id)
    return {}


PLANNER_ACTS: dict[str, Act] = {
    act.__name__.replace("_", "-"): act
    for act in (
        tick, progress, due, start, retitle, drag, assign, unassign, label, unlabel, name_label,
        note, describe, add_checklist_item, tick_item, untick_item, rename_item, remove_item,
        create, delete, delete_plan, archive, unarchive, demand_checklist,
    )
}  # fmt: skip


def _task_or_plan(world: World, body: JsonObject) -> str:
    kind, name = (TASK, "task") if "task" in body else (PLAN, "plan")
    return world.planner.find(kind, text_of(body, name)).id


def _change(world: World, actor: Actor, body: JsonObject, changes: JsonObject) -> JsonObject:
    task = world.planner.find(TASK, text_of(body, "task"))
    world.planner.change(task, changes, actor, world.clock.stamp())
    return view(world, task)


def _change_item(
    world: World, actor: Actor, body: JsonObject, changes: JsonObject | None
) -> JsonObject:
    details = world.planner.find(TASK_DETAILS, text_of(body, "task"))
    items = details.fields["checklist"]
    named = body.get("key") or text_of(body, "title")
    key = next((key for key, item in items.items() if named in (key, item["title"])), None)
    if key is None:
        raise bad_request(f"The checklist has no item '{named}'.")
    world.planner.change(details, {"checklist": {key: changes}}, actor, world.clock.stamp())
    return {"key": key}


def _describe(world: World, actor: Actor, details: Versioned, text: str) -> JsonObject:
    world.planner.change(details, {"description": text}, actor, world.clock.stamp())
    return view(world, details)


def _slot(world: World, body: JsonObject) -> str:
    asked = text_of(body, "label")
    if asked in LABELS:
        return asked
    task = world.planner.find(TASK, text_of(body, "task"))
    names = world.planner.find(PLAN_DETAILS, task.fields["planId"]).fields["categoryDescriptions"]
    for slot, name in names.items():
        if name == asked:
            return str(slot)
    raise bad_request(f"The plan has no label named '{asked}'.")


def _day_asked(body: JsonObject) -> str | None:
    if not body.get("date"):
        return None
    return _moment(date.fromisoformat(body["date"]), body.get("stored", "planner"))


def _moment(day: date, stored: str) -> str:
    clocks = {
        "planner": datetime.combine(day, time(10), UTC),
        "todo": datetime.combine(day, time(), _ZONE),
        "api": datetime.combine(day, time(), UTC),
    }
    if stored not in clocks:
        raise bad_request(f"'stored' is one of {sorted(clocks)}.")
    return clocks[stored].astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
