"""Reads the actions that return out of the ledger, and counts them."""

from collections.abc import Iterable
from datetime import date

from bot.core.rhythms.frequency import read_frequency
from bot.core.rhythms.record import deeds_of, stretches_of
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
    meetings = ledger.meetings.all() if agenda.rhythms.meetings else []
    found = {action.code: _returning(ledger, agenda, action, meetings) for action in actions}
    return {code: returning for code, returning in found.items() if returning is not None}


def read_tallies(
    ledger: Ledger, agenda: Agenda, actions: Iterable[Action], today: date
) -> dict[str, Tally]:
    """Count those of these actions that return, as things stand today; by code."""
    returning = read_returning(ledger, agenda, actions)
    return {code: tally(one, today) for code, one in returning.items()}


def _returning(
    ledger: Ledger, agenda: Agenda, action: Action, meetings: Iterable[Meeting]
) -> Returning | None:
    frequency = read_frequency(action.rhythm)
    if frequency is None:
        return None
    changes = ledger.history.of(action.code)
    series = agenda.rhythms.meetings.get(action.code, "")
    of_series = [meeting for meeting in meetings if meeting.series == series]
    held = [local_date(m.start) for m in of_series if m.state == "held"]
    return Returning(
        frequency=frequency,
        stretches=stretches_of(action, changes),
        deeds=(*deeds_of(changes), *(Deed(day=day) for day in held)),
        is_open=action.is_open and action.due.kind is not DueKind.DROPPED,
        by_meetings=bool(series),
        planned=tuple(local_date(m.start) for m in of_series if m.state in ("coming", "moved")),
    )
