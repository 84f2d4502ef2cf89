"""Translates our own items in a task's checklist; those of people are neither read nor written.

An item is ours by its key (`mappings.item_keys`); we add it unticked, and take it away again. What
people make of its title, its place and its tick is theirs. Other keys are opaque: Planner's web app
makes short numbers, programs make GUIDs (Graph docs, "plannerChecklistItems").
"""

from collections.abc import Mapping
from datetime import datetime

from connectors.wire import JsonObject, Task
from mappings.canonical import FieldValue, Tick
from mappings.item_keys import is_ours

MOST_ITEMS = 20
"""What one checklist holds, by both editions of Microsoft's page "Microsoft Planner limits"."""

_TYPE = "#microsoft.graph.plannerChecklistItem"


def keys_on(task: Task, agenda: str) -> tuple[str, ...]:
    """The keys of our items that a task holds. agenda: whose items are ours."""
    return tuple(sorted(key for key in _items(task) if is_ours(key, agenda)))


def ticks_on(task: Task, agenda: str) -> dict[str, Tick]:
    """The ticked ones among them, each with who touched it last: only people tick ours."""
    items = _items(task)
    return {
        key: Tick(at=_moment(items[key]), by=account(items[key].get("lastModifiedBy")))
        for key in keys_on(task, agenda)
        if items[key].get("isChecked") is True
    }


def room_on(task: Task, agenda: str) -> int:
    """How many items of ours fit beside what people have."""
    return max(MOST_ITEMS - len(_items(task)) + len(keys_on(task, agenda)), 0)


def render_checklist(
    wanted: FieldValue, now: FieldValue, titles: Mapping[str, str]
) -> dict[str, JsonObject | None]:
    """The entries of a PATCH that make a checklist hold these keys of ours in place of those.

    titles: what the items that may be added say, by key.
    """
    keys, there = set(wanted or ()), set(now or ())
    added: dict[str, JsonObject | None] = {
        key: {"@odata.type": _TYPE, "title": titles[key], "isChecked": False}
        for key in sorted(keys - there)
    }
    return {**dict.fromkeys(sorted(there - keys)), **added}


def account(identity: object) -> str:
    """The id of the person in an identitySet; "" for a program, or when it does not say."""
    user = identity.get("user") if isinstance(identity, dict) else None
    name = user.get("id") if isinstance(user, dict) else None
    return name if isinstance(name, str) else ""


def _items(task: Task) -> Mapping[str, JsonObject]:
    return task.details.checklist if task.details else {}


def _moment(item: JsonObject) -> datetime | None:
    text = item.get("lastModifiedDateTime")
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment if moment is None or moment.tzinfo else None
