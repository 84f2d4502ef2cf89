"""What people decided about a digest: whether it is kept back, to be read first.

What writes works in a unit of work of the caller's, so that a choice and its run are booked
together.
"""

from datetime import datetime

from bot.digest.doubts import held_back_key
from bot.digest.standing import DigestCase, Nothing, open_case
from bot.errors import UsageError
from bot.meetings.calendar import MeetingCalendar
from bot.store.ledger import Ledger
from mappings.agenda import MeetingSeries


def coming_case(calendar: MeetingCalendar, series: MeetingSeries, now: datetime) -> DigestCase:
    """The digest of the next meeting, the only one that can be kept back.

    Raises UsageError when there is none, GraphError, StoreError.
    """
    findings = calendar.read(now)
    calendar.remember(findings, now)  # so that `status` knows the meeting too
    case = open_case(calendar.store, calendar.agenda, series, findings, now)
    if isinstance(case, Nothing):
        raise UsageError(case.reason)
    return case


def hold(ledger: Ledger, case: DigestCase) -> bool:
    """Keep a digest back until it is released; False when it was mailed already."""
    if case.edition is None:
        return False
    ledger.meeting_choices.hold(case.series.key, case.gathering.key)
    return True


def release(ledger: Ledger, case: DigestCase, now: datetime) -> bool:
    """Let a digest go, at its moment or at once when that is over; False when it was not held."""
    if not case.held:
        return False
    ledger.meeting_choices.release(case.series.key)
    ledger.notices.withdraw(held_back_key(case, now))
    return True
