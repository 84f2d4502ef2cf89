"""Decides for which meeting each open action is asked whether the list is still true.

The next meeting of a series is asked about from some working days before it until it begins; its
item then stays until the next one takes its place, so that a meeting costs a task one write. One
that was called off is asked about no more. A meeting that moved, or that stands in for another, is
the same meeting still (`bot.core.meetings.replacements`): a tick counts, and the item gets its day.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from pydantic import AwareDatetime

from bot.core.checklist.asks import Ask
from bot.core.dutch import day_and_month
from bot.core.meetings.verdicts import MeetingState
from bot.core.workdays import Workdays, local_date
from mappings.canonical import Frozen

CONFIRMED = "confirmed"
"""The kind of ask that this is, and the field of a tick on it in the history."""


class AskingMeeting(Frozen):
    """A meeting for which the list has to be true, as the ledger has it. key: stays the same."""

    key: str
    series: str
    start: AwareDatetime
    state: MeetingState


def meeting_asks(
    meetings: Sequence[AskingMeeting], now: datetime, *, workdays: Workdays, days_before: int
) -> tuple[Ask, ...]:
    """What is asked of every open action now, one ask per series. days_before: working days."""
    asks = []
    for series in sorted({meeting.series for meeting in meetings}):
        own = [m for m in meetings if m.series == series and m.state is not MeetingState.CANCELLED]
        ask = _of_series(own, now, workdays, days_before)
        asks += [ask] if ask else []
    return tuple(asks)


def opens_on(start: datetime, *, workdays: Workdays, days_before: int) -> date:
    """The day from which a meeting is asked about."""
    return workdays.minus(local_date(start), days_before)


def _of_series(
    meetings: Iterable[AskingMeeting], now: datetime, workdays: Workdays, days_before: int
) -> Ask | None:
    ordered = sorted(meetings, key=lambda meeting: (meeting.start, meeting.key))
    coming = next((meeting for meeting in ordered if meeting.start > now), None)
    if coming is not None:
        opens = opens_on(coming.start, workdays=workdays, days_before=days_before)
        if local_date(now) >= opens:
            return _ask(coming, fades=False)
    past = [meeting for meeting in ordered if meeting.start <= now]
    return _ask(past[-1], fades=True) if past else None


def _ask(meeting: AskingMeeting, *, fades: bool) -> Ask:
    said = f"driehoek van {day_and_month(local_date(meeting.start))}"
    return Ask(
        kind=CONFIRMED,
        subject=meeting.key,
        title=f"Klopt nog voor de {said}",
        said=said,
        fades=fades,
    )
