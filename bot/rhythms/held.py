"""Writes down in the history that a meeting was held by which an action that returns is done.

The count itself follows from the meetings that the ledger knows; these lines say when it was, and
which meeting.
"""

from collections.abc import Iterable
from datetime import datetime

from bot.core.dutch import short_date
from bot.core.history import Change, Outcome
from bot.core.rhythms.frequency import read_frequency
from bot.core.rhythms.record import OCCASION
from bot.core.workdays import local_date
from bot.store.ledger import Ledger
from bot.store.records.meetings import Meeting
from mappings.agenda import Agenda

CALENDAR = "calendar"
"""In the place of a run: the calendar is looked at in many of them."""


def note_held(ledger: Ledger, agenda: Agenda, held: Iterable[Meeting], now: datetime) -> None:
    """Add a line for each of these meetings, just seen as held, to each action that it counts for.

    To be called in the unit of work that writes the meetings themselves down.
    """
    actions = ledger.actions.all() if agenda.rhythms.meetings else {}
    for meeting in held:
        for code, series in agenda.rhythms.meetings.items():
            action = actions.get(code)
            if action and series == meeting.series and read_frequency(action.rhythm):
                ledger.history.add(_line(code, meeting, now))


def _line(code: str, meeting: Meeting, now: datetime) -> Change:
    return Change(
        at=now,
        run=CALENDAR,
        code=code,
        side="outlook",
        field=OCCASION,
        old=None,
        new=f"{meeting.subject} van {short_date(local_date(meeting.start))}",
        outcome=Outcome.REPORTED,
    )
