"""What the ledger knows of the meetings, and what is written down when the calendar shows more.

Only what changed is written: most looks at the calendar see what the last one saw.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple

from bot.core.dutch import full_date
from bot.core.meetings.verdicts import (
    KnownMeeting,
    MeetingState,
    MeetingVerdict,
    Occurrence,
    calendar_series,
)
from bot.core.reminders.steps import DRIEHOEK
from bot.core.workdays import local_date
from bot.rhythms.held import note_held
from bot.store.database import Store
from bot.store.ledger import Ledger
from bot.store.records.meetings import Meeting
from bot.store.records.notices import Notice
from mappings.agenda import Agenda, MeetingSeries


class Heir(NamedTuple):
    """The series of the calendar that took over from a pinned one. day: of its first meeting."""

    series_id: str
    day: date


Findings = Mapping[str, tuple[MeetingVerdict, ...]]
"""What the calendar and the ledger show, by key of the series."""


def known_meetings(ledger: Ledger, series: Iterable[str]) -> dict[str, list[KnownMeeting]]:
    """Read the meetings of these series, each with whether something hangs on it."""
    keys = list(series)
    hanging = ledger.reminders.requested(DRIEHOEK)
    for key in keys:
        hanging |= {row.meeting for row in ledger.digests.of(key) if row.may_have_left}
        hanging |= {held for held in [ledger.meeting_choices.of(key).held] if held}
    known: dict[str, list[KnownMeeting]] = {key: [] for key in keys}
    for meeting in ledger.meetings.all():
        if meeting.series in known:
            known[meeting.series].append(_known(meeting, hangs=meeting.key in hanging))
    return known


def remember(store: Store, agenda: Agenda, findings: Findings, now: datetime) -> None:
    """Write down the meetings that count, those that counted before, and whither a pin went."""
    series = agenda.meetings
    with store.read() as ledger:
        known = {meeting.key: meeting for meeting in ledger.meetings.all()}
        pinned = {s.key: ledger.meeting_choices.of(s.key).pinned for s in series}
    changed = [
        meeting
        for verdicts in findings.values()
        for meeting in _seen(verdicts, known, now)
        if not meeting.is_like(known.get(meeting.key))
    ]
    moved = [
        (one, heir)
        for one in series
        if (heir := _new_home(findings[one.key], known, pinned[one.key]))
    ]
    if not changed and not moved:
        return
    with store.begin() as ledger:
        before = {meeting.key: meeting.state for meeting in ledger.meetings.all()}
        for meeting in changed:
            ledger.meetings.upsert(meeting)
        held = [m for m in changed if m.state == "held" and before.get(m.key) != "held"]
        note_held(ledger, agenda, held, now)
        for one, heir in moved:
            _follow(ledger, one, heir, now)


def take_over(ledger: Ledger, heir: MeetingVerdict, old: KnownMeeting) -> None:
    """Write down that this meeting is the one that the ledger knew as `old`."""
    event = heir.occurrence
    ledger.meetings.forget(event.key)
    for meeting in ledger.meetings.all():
        if meeting.key == old.key:
            there = {"start": event.start, "end": event.end, "subject": event.subject}
            there |= {"state": heir.state.value, "seen_as": event.seen_as or event.key}
            ledger.meetings.upsert(meeting.model_copy(update=there))


def put_apart(ledger: Ledger, series: str, event: Occurrence, now: datetime) -> None:
    """Write down that this meeting stands in for no other, so that nobody is asked any more."""
    meeting = _as_seen(series, event, MeetingState.COMING, now)
    ledger.meetings.upsert(meeting.model_copy(update={"is_apart": True}))


def _known(meeting: Meeting, *, hangs: bool) -> KnownMeeting:
    return KnownMeeting(
        key=meeting.key,
        subject=meeting.subject,
        start=meeting.start,
        end=meeting.end,
        state=MeetingState(meeting.state),
        seen_as=meeting.seen_as or "",
        hangs=hangs,
        is_apart=meeting.is_apart,
    )


def _seen(
    verdicts: Iterable[MeetingVerdict], known: Mapping[str, Meeting], now: datetime
) -> Iterator[Meeting]:
    """The meetings as they stand; one about which a person is asked is not known yet."""
    seen: dict[str, Meeting] = {}
    # Counting ones last: a cancelled event and the one in its place may share a key.
    for verdict in sorted(verdicts, key=lambda verdict: verdict.counts):
        occurrence, old = verdict.occurrence, known.get(verdict.occurrence.key)
        if old is None and (not verdict.counts or verdict.asks):
            continue
        has_passed = verdict.state is MeetingState.HELD and not verdict.counts
        state = MeetingState.CANCELLED if has_passed else verdict.state
        meeting = _as_seen(verdict.series, occurrence, state, now)
        is_apart = old is not None and old.is_apart
        seen[meeting.key] = meeting.model_copy(update={"is_apart": is_apart})
    yield from seen.values()


def _as_seen(series: str, event: Occurrence, state: MeetingState, now: datetime) -> Meeting:
    return Meeting(
        key=event.key,
        series=series,
        subject=event.subject,
        start=event.start,
        end=event.end,
        state=state.value,
        seen_at=now,
        seen_as=event.seen_as or None,
    )


def _new_home(
    verdicts: Iterable[MeetingVerdict], known: Mapping[str, Meeting], pinned: str | None
) -> Heir | None:
    """Find where a pinned series goes on, once nothing of it is left in the calendar."""
    coming = [v.occurrence for v in verdicts if v.counts and v.state is not MeetingState.HELD]
    if pinned is None or any(event.series_id == pinned for event in coming):
        return None
    for event in coming:
        old = known.get(event.key)
        if old and event.series_id and calendar_series(old.seen_as or old.key) == pinned:
            return Heir(event.series_id, local_date(event.start))
    return None


def _follow(ledger: Ledger, series: MeetingSeries, heir: Heir, now: datetime) -> None:
    ledger.meeting_choices.pin(series.key, heir.series_id)
    ledger.notices.add(
        Notice(
            key=f"pin|{series.key}|{heir.series_id}",
            sentence=f"De vastgezette reeks van {series.names[0]} is afgelopen. De bot volgt nu de "
            f"reeks van {full_date(heir.day)}, die ervoor in de plaats kwam. Klopt dat niet, zet "
            f"dan de goede vast met: driehoek meetings pin DATUM{series.option}",
            at=now,
        )
    )
