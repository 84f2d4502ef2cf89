"""One line of the history: who changed what, when, and what became of it.

The history is append-only; it is where the loser of a collision is kept, and where the digest
finds what changed since the previous driehoek.
"""

from enum import StrEnum

from pydantic import AwareDatetime

from mappings.canonical import FieldValue, Frozen


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
