"""One line of the history: who changed what, when, and what became of it.

The history is append-only; it is where the loser of a collision is kept, and where the digest
finds what changed since the previous driehoek.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import AwareDatetime

from mappings.canonical import Due, DueKind, FieldValue, Frozen

OWN = ("list", "import")
"""The sides of a change that are no place where owners work."""

NOT_LISTED = "niet op de lijst"
"""What stood before an action that came on the list by a decision; by other ways, nothing did."""

OFF, BACK = "uit de lijst gehaald", "terug in de lijst"
"""What the history says of an action that was struck off the list, and of one that came back."""

MOST_PUT_BACKS = 3
PUT_BACK_WITHIN = timedelta(days=7)
"""A text of ours that was put back so often within this time is left, as people have it then, for
as long."""


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
    REPORTED: seen and told, nothing changed (a deleted task, a retitle put back). by: the id of
    the account that did it, where the side says so; else "".
    """

    at: AwareDatetime
    run: str
    code: str
    side: str
    field: str
    old: FieldValue
    new: FieldValue
    outcome: Outcome
    by: str = ""


def applied(
    code: str,
    field: str,
    old: FieldValue,
    new: FieldValue,
    *,
    at: datetime,
    run: str,
    side: str = "list",
) -> Change:
    """The line about an edit that holds now; by the coordinator, unless another side is named."""
    return Change(
        at=at, run=run, code=code, side=side, field=field, old=old, new=new, outcome=Outcome.APPLIED
    )


def tells_arrival(change: Change) -> bool:
    """Whether a line says that an action came on the list: by a file, by people, by a decision."""
    before = NOT_LISTED if change.side == "list" else None
    return (change.field, change.old, change.outcome) == ("item", before, Outcome.APPLIED)


def by_code(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """Share lines out over their actions; each keeps the order in which they came."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(change.code, []).append(change)
    return found


def arrivals(history: Iterable[Change]) -> dict[str, datetime]:
    """Say when each action came on the list, by code: in an import, as a task or by a decision.

    One without such a line was always there.
    """
    came: dict[str, datetime] = {}
    for change in history:
        if tells_arrival(change):
            came[change.code] = min(change.at, came.get(change.code, change.at))
    return came


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


@dataclass(frozen=True)
class Lately:
    """What became of one text of ours on one side lately.

    times: how often people changed it, and it was put back. is_left: it was changed once more, and
    stays as people have it for now.
    """

    times: int
    is_left: bool


def put_backs_of(
    changes: Sequence[Change], side: str, field: str, ours: FieldValue, now: datetime
) -> Lately:
    """How often this very text of ours was put back on a side, and whether it is left at last.

    changes: what happened to one action, oldest first. A line that starts from our text is one
    put-back, or the one that told that the text is left: the first after the most put-backs.
    """
    put_back: list[datetime] = []
    left_at: datetime | None = None
    for change in changes:
        if change.outcome is not Outcome.REPORTED:
            continue
        if (change.side, change.field, change.old) != (side, field, ours):
            continue
        if left_at is not None and change.at - left_at < PUT_BACK_WITHIN:
            continue  # people put it back themselves, and changed it again
        put_back = _within(put_back, change.at)
        if len(put_back) < MOST_PUT_BACKS:
            put_back.append(change.at)
        else:
            put_back, left_at = [], change.at
    is_left = left_at is not None and now - left_at < PUT_BACK_WITHIN
    return Lately(len(_within(put_back, now)), is_left)


def _within(moments: Sequence[datetime], now: datetime) -> list[datetime]:
    return [moment for moment in moments if now - moment < PUT_BACK_WITHIN]
