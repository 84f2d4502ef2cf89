"""What makes Planner refuse a write that is right in itself: archived things, unmet requirements.

Both are made in the app and in Graph beta; v1.0 shows nothing of either (Graph metadata: isArchived
and specifiedCompletionRequirements are beta only). Archiving makes a plan with all in it, or one
task, read-only. The documented answers to such a write are 400 and 403; the settings choose one.
"""

from collections.abc import Mapping
from typing import Any

from connectors.sandbox.calls import Refusal
from connectors.sandbox.tenant.planner_rules import Changes


class PlannerLocks:
    """Ids of archived plans and tasks, and of tasks that must have their checklist done first."""

    def __init__(self) -> None:
        self.archived: set[str] = set()
        self.demanding: set[str] = set()

    def check_open(self, status: int, *ids: str) -> None:
        """Refuse a write to what is archived, or lies in it. ids: the object's and its plan's."""
        if self.archived & set(ids):
            raise Refusal(status, "", "The item is archived and cannot be changed.")

    def check_completion(
        self, status: int, task_id: str, changes: Changes, checklist: Mapping[str, Any]
    ) -> None:
        """Refuse to complete a task that demands its checklist, while something in it is open."""
        done = changes.get("percentComplete") == 100
        is_open = any(not item.get("isChecked") for item in checklist.values())
        if done and is_open and task_id in self.demanding:
            raise Refusal(status, "", "The completion requirements of the task are not met.")
