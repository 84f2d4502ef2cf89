"""Finds the driehoek in the calendar of the shared mailbox, and remembers what it saw.

The calendar is read anew every time over a fixed window (facts, section 4.2: no delta) and judged
by `bot.core.meetings`; only meetings that count, or that counted before, enter the ledger.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.core.meetings import MeetingVerdict, Occurrence, Series, match_meetings
from bot.core.reminders import Driehoek
from bot.core.workdays import Workdays
from bot.settings import Settings, SettingsErrors
from bot.store.database import Store
from bot.store.meetings import Meeting
from connectors.outlook import OutlookApi, read_instant
from connectors.wire import Event
from mappings.agenda import Agenda, MeetingSeries

LOOK_BACK = timedelta(days=200)  # far enough to meet the previous driehoek of a half-yearly series
LOOK_AHEAD = timedelta(days=120)


def find_meetings(
    outlook: OutlookApi, series: MeetingSeries, settings: Settings, *, now: datetime
) -> tuple[MeetingVerdict, ...]:
    """Read the calendar and judge every event that looks like this series. Raises GraphError."""
    events = outlook.calendar_view(now - LOOK_BACK, now + LOOK_AHEAD)
    own_domain = settings.mailbox.rpartition("@")[2]
    known = Series(
        key=series.key,
        names=series.names,
        category=series.category,
        organisers=series.organisers or (own_domain,),
    )
    return match_meetings([read_occurrence(event) for event in events], known, now=now)


def counting_meetings(
    outlook: OutlookApi, agenda: Agenda, settings: Settings, *, now: datetime
) -> tuple[Driehoek, ...]:
    """Read the calendar; gives the meetings of all series that count. Raises GraphError."""
    return tuple(
        Driehoek(key=v.occurrence.key, series=v.series, start=v.occurrence.start)
        for series in agenda.meetings
        for v in find_meetings(outlook, series, settings, now=now)
        if v.counts
    )


def remember_meetings(store: Store, verdicts: Sequence[MeetingVerdict], *, now: datetime) -> None:
    """Write down the meetings that count, and those that counted before and changed since."""
    with store.begin() as ledger:
        known = {meeting.key for meeting in ledger.meetings.all()}
        for verdict in verdicts:
            occurrence = verdict.occurrence
            if verdict.counts or occurrence.key in known:
                ledger.meetings.upsert(
                    Meeting(
                        key=occurrence.key,
                        series=verdict.series,
                        subject=occurrence.subject,
                        start=occurrence.start,
                        end=occurrence.end,
                        state=verdict.state.value,
                        seen_at=now,
                    )
                )


def read_occurrence(event: Event) -> Occurrence:
    """One calendar event, keyed by series and planned slot so that moving it changes nothing.

    Occurrence ids are not stable enough to be the key (facts, section 4.5).
    """
    start = read_instant(event.start)
    slot = event.original_start or start
    organizer = ((event.organizer or {}).get("emailAddress") or {}).get("address") or ""
    in_series = event.series_master_id is not None
    return Occurrence(
        key=f"{event.series_master_id}|{slot.isoformat()}" if in_series else event.id,
        series_id=event.series_master_id,
        original_start=event.original_start,
        start=start,
        end=read_instant(event.end),
        subject=event.subject or "",
        organizer=organizer,
        categories=event.categories,
        is_all_day=event.is_all_day,
        is_cancelled=event.is_cancelled,
        declined=(event.response_status or {}).get("response") == "declined",
    )


def workdays_of(agenda: Agenda) -> Workdays:
    """The municipality's working days. Raises SettingsErrors for a holiday nobody knows."""
    try:
        return Workdays(added=agenda.holidays.add, removed=agenda.holidays.remove)
    except ValueError as error:
        raise SettingsErrors([f"agenda.yaml, veld 'holidays': {error}."]) from error
