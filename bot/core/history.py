"""One line of the history: who changed what, when, and what became of it.

The history is append-only; it is where the loser of a collision is kept, and where the digest
finds what changed since the previous driehoek.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import AwareDatetime

from mappings.canonical import Due, DueKind, FieldValue, Frozen

OWN = ("list", "import")
"""The sides of a change that are no place where owners work."""

MOST_PUT_BACKS = 3
PUT_BACK_WITHIN = timedelta(days=7)
"""A text of ours that was put back so often within this time is left as people have it."""


class Outcome(StrEnum):
    """What became of an edit."""

    APPLIED = "applied"
    LOST = "lost"
    REPORTED = "reported"


class Change(Frozen):
    """One edit of one field of one action.

    side: "list" (the coordinator), "planner", "outlook" or "import". old, new: values as
    `FieldValue`; for status and deadline the words of the agenda. APPLIED: `new` now holds.
    LOST: `new` was someone's edit that the field policy did not choose; it stands here only.
    REPORTED: seen and told, nothing changed (a deleted task, a retitle put back).
    """

    at: AwareDatetime
    run: str
    code: str
    side: str
    field: str
    old: FieldValue
    new: FieldValue
    outcome: Outcome


def word_before(changes: Sequence[Change]) -> str | None:
    """The word for a deadline that days set on a side took the place of, as "Continue" or "2026".

    changes: what happened to one action, oldest first. None when the list itself set the day, or
    there was no such word.
    """
    for change in reversed(changes):
        if change.field != "due" or change.outcome is not Outcome.APPLIED:
            continue
        if change.side in OWN:
            return None
        if not isinstance(change.old, str) or Due.parse(change.old).kind is not DueKind.DATE:
            return change.old if isinstance(change.old, str) else None
    return None


def times_put_back(
    changes: Sequence[Change], side: str, field: str, ours: FieldValue, now: datetime
) -> int:
    """How often this very text of ours was changed on a side lately, and put back there.

    changes: what happened to one action.
    """
    since = now - PUT_BACK_WITHIN
    return sum(
        change.outcome is Outcome.REPORTED
        and (change.side, change.field, change.old) == (side, field, ours)
        and change.at > since
        for change in changes
    )
