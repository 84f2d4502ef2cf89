"""Finds the meetings in the calendar of the shared mailbox, and remembers what it saw.

The calendar is read anew every time (facts, section 4.2: no delta), as far ahead as the rhythm of
the meetings asks for, and judged by `bot.core.meetings.rules`; only meetings that count, or that
counted before, enter the ledger (`bot.meetings.memory`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.core.meetings.rules import match_meetings
from bot.core.meetings.verdicts import (
    KnownMeeting,
    Occurrence,
    Series,
    occurrence_key,
)
from bot.core.meetings.window import look_ahead
from bot.core.reminders.due import Driehoek
from bot.core.workdays import AMSTERDAM, SATURDAY, Workdays, local_date
from bot.meetings.memory import Findings, known_meetings, remember
from bot.settings import workdays_of
from bot.store.database import Store
from connectors.forms import read_instant
from connectors.outlook import OutlookApi
from connectors.wire import Event
from mappings.agenda import Agenda, MeetingSeries
from mappings.text import clean_line

LOOK_BACK = timedelta(days=200)  # far enough to meet the previous driehoek of a half-yearly series


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
        with self.store.read() as ledger:
            pinned = {s.key: ledger.meeting_choices.of(s.key).pinned for s in self.agenda.meetings}
            known = known_meetings(ledger, pinned)
        # Whole days, so that every look of a day asks the same.
        end = _midnight(_last_day(now, known, until) + timedelta(days=1))
        events = self.events(_midnight(local_date(now - LOOK_BACK)), end)
        return {
            series.key: match_meetings(
                events,
                self._sought(series, pinned[series.key]),
                now=now,
                # Of what lies beyond the window, its absence proves nothing.
                known=[meeting for meeting in known[series.key] if meeting.start < end],
            )
            for series in self.agenda.meetings
        }

    def horizon(self, now: datetime) -> date:
        """The last day to which the calendar is read. Raises StoreError."""
        with self.store.read() as ledger:
            known = known_meetings(ledger, [series.key for series in self.agenda.meetings])
        return _last_day(now, known, None)

    def remember(self, findings: Findings, now: datetime) -> None:
        """Write down what changed about the meetings that count, and those that did before."""
        remember(self.store, self.agenda, findings, now)

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
        if v.counts and not v.asks  # asked for before under another key, perhaps
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


def _last_day(
    now: datetime, known: Mapping[str, Sequence[KnownMeeting]], until: date | None
) -> date:
    usual = max(local_date(now + look_ahead(of_series)) for of_series in known.values())
    return usual if until is None else max(usual, until)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), AMSTERDAM)
