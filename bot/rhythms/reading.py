"""Reads the actions that return out of the ledger, and counts them."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.core.history import Change, by_code
from bot.core.rhythms.frequency import Frequency, read_frequency
from bot.core.rhythms.record import FIELDS, deeds_of, stretches_of
from bot.core.rhythms.tally import Deed, Returning, Tally, tally
from bot.core.workdays import local_date
from bot.store.ledger import Ledger
from bot.store.records.meetings import Meeting
from mappings.agenda import Agenda
from mappings.canonical import Action, DueKind


def read_returning(
    ledger: Ledger, agenda: Agenda, actions: Iterable[Action]
) -> dict[str, Returning]:
    """Read all that decides about those of these actions that return, by code."""
    paced = {a.code: (a, pace) for a in actions if (pace := read_frequency(a.rhythm))}
    lines = by_code(ledger.history.of_fields(paced, FIELDS))
    series = {code: agenda.rhythms.meetings.get(code, "") for code in paced}
    meetings = ledger.meetings.all() if any(series.values()) else []
    return {
        code: _returning(
            action,
            frequency,
            lines.get(code, []),
            [m for m in meetings if m.series == series[code]] if series[code] else None,
        )
        for code, (action, frequency) in paced.items()
    }


def read_tallies(
    ledger: Ledger, agenda: Agenda, actions: Iterable[Action], today: date
) -> dict[str, Tally]:
    """Count those of these actions that return, as things stand today; by code."""
    returning = read_returning(ledger, agenda, actions)
    return {code: tally(one, today) for code, one in returning.items()}


def _returning(
    action: Action,
    frequency: Frequency,
    changes: Sequence[Change],
    meetings: Sequence[Meeting] | None,
) -> Returning:
    """Put one action together. meetings: those that do it; None when owners tick it."""
    held = [local_date(m.start) for m in meetings or () if m.state == "held"]
    coming = [local_date(m.start) for m in meetings or () if m.state in ("coming", "moved")]
    return Returning(
        frequency=frequency,
        stretches=stretches_of(action, changes),
        deeds=(*deeds_of(changes), *(Deed(day=day) for day in held)),
        is_open=action.is_open and action.due.kind is not DueKind.DROPPED,
        by_meetings=meetings is not None,
        planned=tuple(coming),
    )
