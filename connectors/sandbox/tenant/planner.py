"""Planner's state: plans, buckets and tasks with their details, and what a change does to them."""

import itertools
from copy import deepcopy
from typing import Any

from connectors.sandbox.calls import Refusal, bad_request, no_access
from connectors.sandbox.tenant.directory import Directory
from connectors.sandbox.tenant.ids_and_etags import Ids, is_planner_id
from connectors.sandbox.tenant.planner_locks import PlannerLocks
from connectors.sandbox.tenant.planner_rules import ASSIGNED_TO, BOARDS, Changes, check_period
from connectors.sandbox.tenant.settings import TenantSettings
from connectors.sandbox.tenant.versions import MAPS, Versioned, merge

Actor = dict[str, Any]
"""An identitySet, e.g. `{"application": {"id": ..., "displayName": None}}`."""

PLAN, PLAN_DETAILS, BUCKET = "Plan", "PlanDetails", "Bucket"
TASK, TASK_DETAILS = "Task", "TaskDetails"
_HINTS = ("orderHint", "assigneePriority", "unassignedOrderHint")


class PlannerStore:
    """All Planner objects of the tenant, by kind and id."""

    def __init__(self, ids: Ids, settings: TenantSettings, directory: Directory) -> None:
        self._ids, self._settings, self._directory = ids, settings, directory
        self._number = itertools.count(1)
        self.locks = PlannerLocks()
        self.items: dict[str, dict[str, Versioned]] = {
            kind: {} for kind in (PLAN, PLAN_DETAILS, BUCKET, TASK, TASK_DETAILS, *BOARDS)
        }

    def find(self, kind: str, item_id: str) -> Versioned:
        """Return an object, or raise what Planner answers when it is not there.

        A malformed or lower-cased id is 400, an unknown plan 403 with an empty code, anything
        else 404. A task of a deleted plan is 403 as well.
        """
        item = self.items[kind].get(item_id)
        if item is None and (not is_planner_id(item_id) or self._miscased(kind, item_id)):
            raise bad_request("The requested item identifier is invalid.")
        if item is None and kind in (PLAN, PLAN_DETAILS):
            raise no_access()
        if item is None:
            raise Refusal(404, "", "The requested item is not found.")
        if item.fields.get("planId", item_id) not in self.items[PLAN] and kind in (TASK, BUCKET):
            raise no_access()
        return item

    def _miscased(self, kind: str, item_id: str) -> bool:
        return any(known.lower() == item_id.lower() for known in self.items[kind])

    def within(self, kind: str, field: str, parent: str) -> list[Versioned]:
        """Return the objects of a kind that belong to a parent, oldest first."""
        return [item for item in self.items[kind].values() if item.fields.get(field) == parent]

    def create_plan(self, title: str, group: str, actor: Actor, now: str) -> Versioned:
        """Make an empty plan in a group. Raises Refusal 403 at the group's limit."""
        self._limit("MaximumProjectsOwnedByUser", len(self.within(PLAN, "groupId", group)) + 1)
        made = {"title": title, "groupId": group, "createdBy": actor, "createdDateTime": now}
        plan = self._new(PLAN, made)
        names = {f"category{number}": None for number in range(1, 26)}
        self._new(PLAN_DETAILS, {"categoryDescriptions": names, "sharedWith": {}}, plan.id)
        return plan

    def create_bucket(self, plan_id: str, changes: Changes) -> Versioned:
        """Make a bucket in a plan. Raises Refusal 403 at the plan's limit."""
        self.find(PLAN, plan_id)
        self.locks.check_open(self._settings.locked_status, plan_id)
        self._limit("MaximumBucketsInProject", len(self.within(BUCKET, "planId", plan_id)) + 1)
        hint = {"orderHint": self._ids.order_hint()}
        return self._new(BUCKET, {**changes, **hint, "planId": plan_id})

    def create_task(
        self, plan_id: str, changes: Changes, details: Changes, actor: Actor, now: str
    ) -> Versioned:
        """Make a task and its details; the details come into being with it."""
        self.find(PLAN, plan_id)
        self.locks.check_open(self._settings.locked_status, plan_id)
        blank = {
            "bucketId": None, "percentComplete": 0, "priority": 5, "startDateTime": None,
            "dueDateTime": None, "assigneePriority": "", "conversationThreadId": None,
            "completedDateTime": None, "completedBy": None, "previewType": "automatic",
            "orderHint": self._ids.order_hint(), "assignments": {}, "appliedCategories": {},
            "createdBy": actor, "createdDateTime": now, "planId": plan_id,
        }  # fmt: skip
        changes = self._completed(changes, blank, actor, now)
        filled = self._after(blank, self._stamped(changes, actor, now))
        self._check_task(filled)
        siblings = self.within(TASK, "planId", plan_id)
        active = sum(task.fields["percentComplete"] < 100 for task in siblings)
        self._limit("MaximumTasksInProject", len(siblings) + 1)
        self._limit("MaximumActiveTasksInProject", active + (filled["percentComplete"] < 100))
        empty = {"description": "", "previewType": "automatic", "checklist": {}, "references": {}}
        inside = self._after(empty, self._stamped(details, actor, now))
        self._check_details(inside)
        task = self._new(TASK, filled)
        self._new(TASK_DETAILS, inside, task.id)
        return task

    def board(self, kind: str, task_id: str) -> Versioned:
        """Return a task's place on a board, which is there as long as the task is."""
        self.find(TASK, task_id)
        if task_id not in self.items[kind]:
            hint = self._ids.order_hint()
            by_owner = {"unassignedOrderHint": hint, "orderHintsByAssignee": {}}
            self._new(kind, by_owner if kind == ASSIGNED_TO else {"orderHint": hint}, task_id)
        return self.items[kind][task_id]

    def change(self, item: Versioned, changes: Changes, actor: Actor, now: str) -> None:
        """Accept checked changes to any object as its next version.

        A details change that alters what the task derives from it (hasDescription, the counters)
        is a new version of the task as well; that is how a first description outdates the
        creation etag (O365/python-o365#1082). Whether later edits do is not documented.
        """
        self._check_locks(item, changes)
        if item.kind == TASK:
            changes = self._completed(changes, item.fields, actor, now)
        changes = self._stamped(changes, actor, now)
        outcome = self._after(item.fields, changes)
        if item.kind == TASK:
            self._check_task(outcome)
        if item.kind == TASK_DETAILS:
            self._check_details(outcome)
            if derived(outcome) != derived(item.fields):
                self.items[TASK][item.id].touch()
        item.apply(changes)

    def delete(self, item: Versioned) -> None:
        """Take an object away with all that it holds."""
        self._check_locks(item, {})
        if item.kind == TASK:
            for kind in (TASK_DETAILS, *BOARDS):
                self.items[kind].pop(item.id, None)
        if item.kind == BUCKET:
            for task in self.within(TASK, "bucketId", item.id):
                self.delete(task)
        self.items[item.kind].pop(item.id, None)

    def _new(self, kind: str, fields: dict[str, Any], item_id: str = "") -> Versioned:
        item = Versioned(kind, item_id or self._ids.planner(), next(self._number), fields)
        self.items[kind][item.id] = item
        return item

    def _after(self, fields: dict[str, Any], changes: Changes) -> dict[str, Any]:
        outcome = deepcopy(fields)
        for name, value in changes.items():
            if name in MAPS:
                merge(outcome.setdefault(name, {}), value, removes=True)
            else:
                outcome[name] = value
        return outcome

    def _completed(
        self, changes: Changes, fields: dict[str, Any], actor: Actor, now: str
    ) -> Changes:
        """Set or clear who completed the task, which only the service does."""
        percent = changes.get("percentComplete", fields["percentComplete"])
        if (percent == 100) == (fields["percentComplete"] == 100):
            return changes
        done = percent == 100
        stamp = {"completedDateTime": now if done else None, "completedBy": actor if done else None}
        return {**changes, **stamp}

    def _stamped(self, changes: Changes, actor: Actor, now: str) -> Changes:
        """Replace hints by service-made ones and add the stamps the service keeps itself."""
        stamped: Changes = {
            name: self._ids.order_hint() if name in _HINTS else value
            for name, value in changes.items()
        }
        if "orderHintsByAssignee" in changes:
            hints = {key: self._ids.order_hint() for key in changes["orderHintsByAssignee"]}
            stamped["orderHintsByAssignee"] = hints
        modified = {"lastModifiedBy": actor, "lastModifiedDateTime": now}
        extras: dict[str, dict[str, Any]] = {
            "assignments": {"assignedBy": actor, "assignedDateTime": now},
            "checklist": modified,
            "references": modified,
        }
        self._check_people(changes.get("assignments", {}))
        for name, extra in extras.items():
            if name in stamped:
                stamped[name] = {
                    key: entry and self._entry(name, entry) | extra
                    for key, entry in stamped[name].items()
                    if entry is None or name != "assignments" or self._directory.knows(key)
                }
        return stamped

    def _check_people(self, assignments: dict[str, Any]) -> None:
        strange = [
            key for key, entry in assignments.items() if entry and not self._directory.knows(key)
        ]
        if strange and self._settings.strange_assignee == "refuse":
            raise bad_request("The assignments contain a user who does not exist in the directory.")

    def _entry(self, name: str, entry: dict[str, Any]) -> dict[str, Any]:
        hint = "previewPriority" if name == "references" else "orderHint"
        return {**entry, hint: self._ids.order_hint()}

    def _check_locks(self, item: Versioned, changes: Changes) -> None:
        status = self._settings.locked_status
        task = self.items[TASK].get(item.id) if item.kind in (TASK_DETAILS, *BOARDS) else item
        plan = task.fields.get("planId", "") if task else ""
        self.locks.check_open(status, item.id, plan)
        if item.kind == TASK:
            checklist = self.items[TASK_DETAILS][item.id].fields["checklist"]
            self.locks.check_completion(status, item.id, changes, checklist)

    def _check_task(self, fields: dict[str, Any]) -> None:
        check_period(fields)
        bucket = fields["bucketId"]
        if bucket and bucket not in {
            item.id for item in self.within(BUCKET, "planId", fields["planId"])
        }:
            raise bad_request("The bucket does not exist in the plan of the task.")
        self._limit("MaximumAssigneesInTasks", len(fields["assignments"]))

    def _check_details(self, fields: dict[str, Any]) -> None:
        if not all(item.get("title") for item in fields["checklist"].values()):
            raise bad_request("The field 'title' of a checklist item is required.")
        self._limit("MaximumChecklistItemsOnTask", len(fields["checklist"]))
        self._limit("MaximumReferencesOnTask", len(fields["references"]))

    def _limit(self, code: str, count: int) -> None:
        if count > self._settings.limits[code]:
            raise Refusal(403, code, "The request exceeded allowed limits.")


def derived(details: dict[str, Any]) -> dict[str, Any]:
    """Return the task properties that follow from its details."""
    items = details["checklist"].values()
    return {
        "hasDescription": bool(details["description"]),
        "checklistItemCount": len(items),
        "activeChecklistItemCount": sum(not item.get("isChecked") for item in items),
        "referenceCount": len(details["references"]),
    }
