"""What can be chosen about the tenant's behaviour, where Microsoft's own is unknown or varies."""

from dataclasses import dataclass, field, fields
from typing import Any, Literal

from connectors.sandbox.calls import bad_request

Reception = Literal["accept", "ignore", "refuse"]
"""How an undocumented request is met: obeyed, silently ignored, or answered with 400."""


def _limits() -> dict[str, int]:
    """Newer edition of Microsoft's Planner limits, by the error code of a breach (HTTP 403)."""
    return {
        "MaximumActiveTasksInProject": 3000,
        "MaximumTasksInProject": 9000,
        "MaximumBucketsInProject": 200,
        "MaximumProjectsOwnedByUser": 400,
        "MaximumAssigneesInTasks": 20,
        "MaximumChecklistItemsOnTask": 20,
        "MaximumReferencesOnTask": 15,
    }


@dataclass
class TenantSettings:
    """Switches; each can be changed while the tenant runs.

    page_size: Planner's fixed page. calendar_page: default page of calendarView and messages.
    expand_details: `$expand=details` on task listings. post_details: a `details` object inside
    POST /planner/tasks. oldest_version: how many versions back an etag can still be judged.
    line_breaks: "keep" returns descriptions as sent, "crlf" with Windows line ends. inflight:
    concurrent calls one mailbox allows. strange_assignee: how Planner meets an assignee whom the
    directory does not know; no error was seen (pnp/powershell#4310), so by default the person is
    left out. duplicate_event_status: HTTP status of ErrorDuplicateTransactionId, 400 and 409 have
    both been seen. locked_status: HTTP status of a write to what is archived or whose requirements
    are not met, 400 or 403. tracing: whether the app may ask what became of mail; "absent": the
    tenant lacks the service that answers.
    """

    page_size: int = 400
    calendar_page: int = 10
    expand_details: Reception = "accept"
    post_details: Reception = "accept"
    oldest_version: int = 50
    line_breaks: Literal["keep", "crlf"] = "keep"
    inflight: int = 4
    strange_assignee: Literal["ignore", "refuse"] = "ignore"
    duplicate_event_status: int = 409
    locked_status: int = 403
    tracing: Literal["granted", "denied", "absent"] = "denied"
    limits: dict[str, int] = field(default_factory=_limits)

    def change(self, wishes: dict[str, Any]) -> None:
        """Change switches by name; limits merge. Raises Refusal 400 for an unknown name."""
        known = {item.name for item in fields(self)}
        for name, value in wishes.items():
            if name not in known:
                raise bad_request(f"Unknown setting '{name}'; known are {sorted(known)}.")
            if name == "limits":
                self.limits.update(value)
            else:
                setattr(self, name, value)
