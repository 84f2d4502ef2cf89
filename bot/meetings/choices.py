"""What people decided about the meetings: which series is the one, and which replaces which.

What writes works in a unit of work of the caller's, so that a choice and its run are booked
together.
"""

from datetime import date, datetime, time, timedelta

from bot.core.dutch import enumerated, full_date, moment
from bot.core.meetings.verdicts import (
    KnownMeeting,
    MeetingState,
    MeetingVerdict,
    Occurrence,
    verdicts_on,
)
from bot.core.workdays import AMSTERDAM, local_date, local_time
from bot.errors import UsageError
from bot.meetings.calendar import MeetingCalendar
from bot.meetings.memory import Findings, known_meetings, take_over
from bot.store.ledger import Ledger
from mappings.agenda import MeetingSeries


def find_event(
    calendar: MeetingCalendar, series: MeetingSeries, day: date, at: time | None, *, now: datetime
) -> Occurrence:
    """Find the one event that is meant, for `pin`.

    at: when it begins, in Amsterdam; then it may have any name. Without it, only what looks like
    this series counts. Raises UsageError when there is none or more than one, GraphError,
    StoreError.
    """
    if at is not None:
        start = datetime.combine(day, at, AMSTERDAM)
        events = calendar.events(start, start + timedelta(minutes=1))
        found = [event for event in events if event.start == start and not event.is_all_day]
    else:
        findings = calendar.read(now, until=day)
        found = [verdict.occurrence for verdict in verdicts_on(findings[series.key], day)]
    if not found:
        raise UsageError(
            f"Op {full_date(day)} staat geen afspraak die op {series.names[0]} lijkt. Heeft hij "
            "een andere naam, zeg dan hoe laat: --at 10:00"
        )
    if len(found) > 1:
        times = enumerated([f"{local_time(event.start):%H:%M}" for event in found])
        raise UsageError(
            f"Op {full_date(day)} staan er meer: om {times} uur. Kies er één met --at."
        )
    return found[0]


def pin(ledger: Ledger, series: MeetingSeries, event: Occurrence) -> None:
    """Fix the series of the calendar that this event is of: that is the meeting from now on.

    Raises UsageError for an event that belongs to no series.
    """
    if event.series_id is None:
        raise UsageError(
            f"De afspraak op {moment(event.start)} is een losse afspraak. Alleen een reeks kan "
            "worden vastgezet."
        )
    ledger.meeting_choices.pin(series.key, event.series_id)


def unpin(ledger: Ledger, series: MeetingSeries) -> bool:
    """Let a series go, so that category, name and organiser count again; False: none was pinned."""
    return ledger.meeting_choices.unpin(series.key)


def find_heir(
    calendar: MeetingCalendar, series: MeetingSeries, day: date, now: datetime
) -> tuple[MeetingVerdict, Findings]:
    """Find the meeting to come on this day, for `replaces`, with all that the calendar shows.

    Raises UsageError when there is none that counts, GraphError, StoreError.
    """
    findings = calendar.read(now, until=day)
    for verdict in verdicts_on(findings[series.key], day):
        if verdict.counts and verdict.occurrence.start > now:
            return verdict, findings
    raise UsageError(
        f"Op {full_date(day)} komt er geen {series.names[0]} die meetelt. Kijk met: "
        "driehoek meetings"
    )


def replace(
    ledger: Ledger, series: MeetingSeries, heir: MeetingVerdict, findings: Findings, gone: date
) -> None:
    """Let a meeting stand in for the one that was on a day, with all that hangs on that one.

    Raises UsageError when no meeting of that day is missing, or something hangs on both.
    """
    known = known_meetings(ledger, [series.key])[series.key]
    alive = {v.occurrence.key for v in findings[series.key] if v.counts}
    old = next((m for m in known if _is_gone(m, gone) and m.key not in alive), None)
    if old is None:
        raise UsageError(
            f"Van {full_date(gone)} mist geen {series.names[0]}: die staat nog in de agenda, of de "
            "bot kent hem niet. Kijk met: driehoek meetings"
        )
    own = next((m for m in known if m.key == heir.occurrence.key), None)
    if own and own.hangs:
        raise UsageError(
            f"Voor {full_date(local_date(own.start))} is al gemaild of gevraagd. Dat overleg kan "
            "geen ander meer vervangen."
        )
    take_over(ledger, heir, old)


def _is_gone(meeting: KnownMeeting, day: date) -> bool:
    return local_date(meeting.start) == day and meeting.state is not MeetingState.HELD
