"""What changed in the list since an earlier moment, found by walking the history back.

The history holds every edit with its old value and every arrival, so the list of any earlier moment
is the list of now with the later edits undone and the later arrivals left out. Comparing the two
gives what really changed: an edit that was taken back again is no news. Every count of the two
differs by exactly what is told, since both come from here.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from bot.core.history import Change, Outcome, arrivals
from mappings.canonical import Action, Due, FieldValue, Frozen, Status, code_order


class ChangeKind(StrEnum):
    """What an edit means to somebody who follows the work, in the order of telling."""

    NEW = "Nieuw"
    DONE = "Afgerond"
    STARTED = "Gestart"
    PLANNED = "Gepland"
    RESUMED = "Hervat"
    DROPPED = "Vervallen"
    SET_BACK = "Teruggezet"
    POSTPONED = "Verschoven"
    ADVANCED = "Vervroegd"
    OTHER_DUE = "Andere deadline"
    NOTE = "Nieuw bericht"


class Progress(Frozen):
    """One change of one action. before, after: at both moments; for a new one both are as it is."""

    kind: ChangeKind
    before: Action
    after: Action


def rewind(
    actions: Iterable[Action], history: Iterable[Change], to: datetime
) -> tuple[Action, ...]:
    """Give the list as it stood at an earlier moment: status, deadline and note of each action.

    history: may reach further back than `to`, and may hold edits of fields that do not matter
    here. An action that came on the list later is left out. Before the list began there is nothing
    to know, so the earliest moment there is, is its beginning.
    """
    lines = tuple(history)
    came = arrivals(lines)
    to = max(to, min(came.values(), default=to))
    past = {action.code: action for action in actions if came.get(action.code, to) <= to}
    later = sorted((change for change in lines if change.at > to), key=lambda c: c.at)
    for change in reversed(later):
        if change.outcome is Outcome.APPLIED and change.code in past:
            past[change.code] = _undone(past[change.code], change.field, change.old)
    return tuple(past.values())


def compare(before: Iterable[Action], after: Iterable[Action]) -> tuple[Progress, ...]:
    """List what is new and what differs in status, deadline and note, by kind and then by code."""
    earlier = {action.code: action for action in before}
    found = [
        Progress(kind=kind, before=earlier.get(action.code, action), after=action)
        for action in after
        for kind in _kinds(earlier.get(action.code), action)
    ]
    rank = {kind: place for place, kind in enumerate(ChangeKind)}
    return tuple(sorted(found, key=lambda p: (rank[p.kind], code_order(p.after.code))))


def _undone(action: Action, field: str, old: FieldValue) -> Action:
    text = old if isinstance(old, str) else ""
    match field:
        case "status":
            return action.model_copy(update={"status": Status(text) if text else None})
        case "due":
            return action.model_copy(update={"due": Due.parse(text)})
        case "note":
            return action.model_copy(update={"note": text})
        case _:
            return action


def _kinds(before: Action | None, after: Action) -> list[ChangeKind]:
    if before is None:
        return [ChangeKind.NEW]
    kinds = []
    if before.status is not after.status:
        kinds.append(_status_kind(before.status, after.status))
    if before.due != after.due:
        kinds.append(_due_kind(before.due, after.due))
    if before.note != after.note and after.note:
        kinds.append(ChangeKind.NOTE)
    return kinds


def _status_kind(before: Status | None, after: Status | None) -> ChangeKind:
    match before, after:
        case _, Status.DONE:
            return ChangeKind.DONE
        case _, Status.DROPPED:
            return ChangeKind.DROPPED
        case Status.DROPPED, _:
            return ChangeKind.RESUMED
        case None | Status.PLANNED, Status.RUNNING:
            return ChangeKind.STARTED
        case None, Status.PLANNED:
            return ChangeKind.PLANNED
        case _:
            return ChangeKind.SET_BACK


def _due_kind(before: Due, after: Due) -> ChangeKind:
    if before.date is None or after.date is None or before.date == after.date:
        return ChangeKind.OTHER_DUE
    return ChangeKind.POSTPONED if after.date > before.date else ChangeKind.ADVANCED
