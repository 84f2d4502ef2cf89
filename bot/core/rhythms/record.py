"""What the history says of an action that returns: when it was to be done, and when it was done.

A tick is a line of the field `OCCASION` with the period in it, one that is taken back a line with
the period before it. So the history is all that is remembered of ticks, and every count follows
from it.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.core.history import Change, Outcome, arrivals
from bot.core.rhythms.frequency import read_frequency
from bot.core.rhythms.tally import Deed, Stretch
from bot.core.workdays import local_date
from mappings.canonical import Action, FieldValue, Status

OCCASION = "occasion"
"""The field of a line that says that it was done this time, or that it was not after all."""

FIELDS = ("item", "status", "rhythm", OCCASION)
"""The lines of the history that matter here."""

_CLOSED = {Status.DONE.value, Status.DROPPED.value}


def deeds_of(changes: Iterable[Change]) -> tuple[Deed, ...]:
    """List what was ticked and not taken back. changes: of one action, oldest first."""
    done: dict[str, date] = {}
    for change in _applied(changes, OCCASION):
        if isinstance(change.new, str):
            done.setdefault(change.new, local_date(change.at))
        elif isinstance(change.old, str):
            done.pop(change.old, None)
    return tuple(Deed(day=day, name=name) for name, day in done.items())


def stretches_of(action: Action, changes: Sequence[Change]) -> tuple[Stretch, ...]:
    """Say on which days the action was open, on the list, and had the rhythm of now.

    changes: of this action, oldest first. One without a line of its arrival was always there.
    """
    came = arrivals(changes).get(action.code)
    since = max(local_date(came) if came else date.min, _rhythm_since(changes))
    clipped = ((max(first, since), last) for first, last in _open_days(action, changes))
    return tuple(Stretch(first=f, last=last) for f, last in clipped if last is None or f <= last)


def _open_days(action: Action, changes: Iterable[Change]) -> list[tuple[date, date | None]]:
    """When the action was open, from the first day there is; None as the last day: it still is."""
    steps = [(local_date(c.at), c.old, c.new) for c in _applied(changes, "status")]
    status = steps[0][1] if steps else action.status
    found: list[tuple[date, date | None]] = [] if status in _CLOSED else [(date.min, None)]
    for day, _, new in steps:
        is_open = bool(found) and found[-1][1] is None
        if new in _CLOSED and is_open:
            found[-1] = (found[-1][0], day)
        elif new not in _CLOSED and not is_open:
            same_day = bool(found) and found[-1][1] == day
            found.append((found.pop()[0] if same_day else day, None))
    return found


def _rhythm_since(changes: Iterable[Change]) -> date:
    """Since when the rhythm says what it says now; the same in other words is no change."""
    days = (
        local_date(change.at)
        for change in _applied(changes, "rhythm")
        if read_frequency(_text(change.old)) != read_frequency(_text(change.new))
    )
    return max(days, default=date.min)


def _applied(changes: Iterable[Change], field: str) -> Iterable[Change]:
    return (c for c in changes if c.field == field and c.outcome is Outcome.APPLIED)


def _text(value: FieldValue) -> str:
    return value if isinstance(value, str) else ""
