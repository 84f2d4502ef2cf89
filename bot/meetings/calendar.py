"""Finds the meetings in the calendar of the shared mailbox, and remembers what it saw.

The calendar is read anew every time over a fixed window (facts, section 4.2: no delta) and judged
by `bot.core.meetings.rules`; only meetings that count, or that counted before, enter the ledger.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.core.meetings.rules import match_meetings
from bot.core.meetings.verdicts import (
    KnownMeeting,
    MeetingState,
    MeetingVerdict,
    Occurrence,
    Series,
    occurrence_key,
)
from bot.core.reminders.due import Driehoek
from bot.core.workdays import AMSTERDAM, SATURDAY, Workdays
from bot.settings import workdays_of
from bot.store.database import Store
from bot.store.ledger import Ledger
from bot.store.records.meetings import Meeting
from connectors.forms import read_instant
from connectors.outlook import OutlookApi
from connectors.wire import Event
from mappings.agenda import Agenda, MeetingSeries
from mappings.text import clean_line

LOOK_BACK = timedelta(days=200)  # far enough to meet the previous driehoek of a half-yearly series
LOOK_AHEAD = timedelta(days=120)

Findings = Mapping[str, tuple[MeetingVerdict, ...]]
"""What the calendar and the ledger show, by key of the series."""


@dataclass(frozen=True)
class MeetingCalendar:
    """The calendar of the shared mailbox, and what the ledger knows of it.

    organisation: the mail domain of that mailbox; meetings from there are our own.
    """

    outlook: OutlookApi
    store: Store
    agenda: Agenda
    organisation: str

    def read(self, now: datetime, *, until: date | None = None) -> Findings:
        """Judge every event that looks like one of the series. Raises GraphError, StoreError.

        until: a day that has to be seen, however far off.
        """
        end = _far_enough(now, until)
        events = self.events(now - LOOK_BACK, end)
        with self.store.read() as ledger:
            pinned = {s.key: ledger.meeting_choices.of(s.key).pinned for s in self.agenda.meetings}
            # Of what lies beyond the window, its absence proves nothing.
            meetings = [meeting for meeting in ledger.meetings.all() if meeting.start < end]
        return {
            series.key: match_meetings(
                events,
                self._sought(series, pinned[series.key]),
                now=now,
                known=[_known(m) for m in meetings if m.series == series.key],
            )
            for series in self.agenda.meetings
        }

    def remember(self, findings: Findings, now: datetime) -> None:
        """Write down the meetings that count, and those that counted before and changed since."""
        with self.store.begin() as ledger:
            known = {meeting.key for meeting in ledger.meetings.all()}
            for verdicts in findings.values():
                _remember(ledger, verdicts, known, now)

    def events(self, start: datetime, end: datetime) -> list[Occurrence]:
        """Read all that takes place in a period, whatever it is. Raises GraphError."""
        return [read_occurrence(event) for event in self.outlook.calendar_view(start, end)]

    def _sought(self, series: MeetingSeries, pinned: str | None) -> Series:
        return Series(
            key=series.key,
            names=series.names,
            category=series.category,
            organisers=series.organisers or (self.organisation,),
            pinned=frozenset([pinned] if pinned else []),
        )


def counting_meetings(findings: Findings, agenda: Agenda) -> tuple[Driehoek, ...]:
    """The meetings that owners are asked to be up to date for: not those that prepare others."""
    return tuple(
        Driehoek(key=v.occurrence.key, series=v.series, start=v.occurrence.start)
        for series in agenda.meetings
        if not series.prepares
        for v in findings[series.key]
        if v.counts
    )


def read_occurrence(event: Event) -> Occurrence:
    """One calendar event; a single one is known by its id."""
    start = read_instant(event.start)
    slot = event.original_start or start
    organizer = ((event.organizer or {}).get("emailAddress") or {}).get("address") or ""
    response = (event.response_status or {}).get("response")
    master = event.series_master_id
    return Occurrence(
        key=event.id if master is None else occurrence_key(master, slot),
        series_id=master,
        original_start=event.original_start,
        start=start,
        end=read_instant(event.end),
        subject=clean_line(event.subject or ""),
        organizer=organizer,
        categories=event.categories,
        uid=event.ical_uid or "",
        is_all_day=event.is_all_day,
        is_cancelled=event.is_cancelled,
        accepted=response in ("accepted", "organizer"),
        declined=response == "declined",
    )


def who_is_closed(agenda: Agenda, day: date) -> tuple[str, ...]:
    """Name who of the driehoek does not work on a day from Monday to Friday, the municipality too.

    Raises SettingsErrors for a holiday nobody knows.
    """
    if day.weekday() >= SATURDAY:
        return ()
    calendars = {
        "de gemeente": workdays_of(agenda),
        **{party.name: Workdays(calendar=party.calendar) for party in agenda.holidays.parties},
    }
    return tuple(name for name, days in calendars.items() if not days.is_workday(day))


def _far_enough(now: datetime, until: date | None) -> datetime:
    usual = now + LOOK_AHEAD
    if until is None:
        return usual
    return max(usual, datetime.combine(until + timedelta(days=1), time(), AMSTERDAM))


def _known(meeting: Meeting) -> KnownMeeting:
    return KnownMeeting(
        key=meeting.key,
        subject=meeting.subject,
        start=meeting.start,
        end=meeting.end,
        state=MeetingState(meeting.state),
    )


def _remember(
    ledger: Ledger, verdicts: Iterable[MeetingVerdict], known: set[str], now: datetime
) -> None:
    # Counting ones last: a cancelled event and the one in its place may share a key.
    for verdict in sorted(verdicts, key=lambda verdict: verdict.counts):
        occurrence = verdict.occurrence
        if not verdict.counts and occurrence.key not in known:
            continue
        has_passed = verdict.state is MeetingState.HELD and not verdict.counts
        state = MeetingState.CANCELLED if has_passed else verdict.state
        ledger.meetings.upsert(
            Meeting(
                key=occurrence.key,
                series=verdict.series,
                subject=occurrence.subject,
                start=occurrence.start,
                end=occurrence.end,
                state=state.value,
                seen_at=now,
            )
        )
