"""Decides which event is a meeting that the ledger knew under another name in the calendar.

A series is ended and a new one begins on another day, a meeting is deleted and made anew, the bot
moves to another mailbox: the calendar then shows new ids, and what hangs on the meeting (a digest
that was mailed, owners that were asked, a hold) must not start over. In this order an event is the
known meeting that

1. has its id, or was last seen under it;
2. stood on its day, when that one is gone;
3. is gone and near: within 45 days, and nearer than half of the way from either of them to its
   neighbours, the known meeting to another one before or to be replaced, the event to another one
   to come. So each stands in for at most one other.

Rule 3 holds for an event that was not there before. One that stood beside the old one already, or
one further off, may be it too: where something hangs on the old one, the coordinator is asked.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise
from statistics import median

from pydantic import AwareDatetime

from bot.core.meetings.verdicts import (
    KnownMeeting,
    MeetingState,
    Occurrence,
    calendar_series,
    planned_slot,
)
from bot.core.workdays import local_date
from mappings.canonical import Frozen

NEAR = 45
"""Days: further off, no meeting stands in for another without a person saying so."""

ASKED_WITHIN = 0.75
"""Of the usual time between two meetings: further off, it is the next one, and nobody is asked."""

UNKNOWN_RHYTHM = 120
"""Days between two meetings, as long as fewer than two are known."""


class Recognised(Frozen):
    """What became of the events.

    known: by the event's own key, the meeting it is. asked: by the event's own key, the meeting it
    may be.
    """

    known: dict[str, KnownMeeting] = {}
    asked: dict[str, KnownMeeting] = {}


def recognise(
    events: Sequence[Occurrence], known: Sequence[KnownMeeting], now: AwareDatetime
) -> Recognised:
    """Find out which of these events are meetings that the ledger knows.

    events: those that can be held. known: the meetings of the same series.
    """
    found = dict(_by_id(events, known))
    left = [meeting for meeting in known if meeting not in found.values()]
    ours = {meeting.key for meeting in known}
    for event in events:
        is_new = event.key not in found and event.key not in ours
        if is_new and (old := _same_day(event, left)):
            left.remove(old)
            found[event.key] = old
    lost = [meeting for meeting in left if _is_missed(meeting, now)]
    coming = [event for event in events if event.start > now]
    planned = [event for event in coming if _may_replace(event, found.get(event.key))]
    past = [m for m in known if m.state is MeetingState.HELD]
    near = [
        (meeting, event)
        for meeting in lost
        for event in planned
        if _is_near(meeting, event, [*past, *lost], coming)
    ]
    certain = {event.key: meeting for meeting, event in near if event.key not in found}
    found |= certain
    lost = [meeting for meeting in lost if meeting.hangs and meeting not in certain.values()]
    return Recognised(known=found, asked=_questions(lost, planned, near, found, usual_gap(known)))


def usual_gap(known: Iterable[KnownMeeting]) -> int | None:
    """The usual time between two meetings in days, None as long as fewer than two are known."""
    days = {local_date(m.start) for m in known if m.state is not MeetingState.CANCELLED}
    ordered = sorted(days)
    gaps = [(after - before).days for before, after in pairwise(ordered)]
    return round(median(gaps)) if gaps else None


def _by_id(
    events: Sequence[Occurrence], known: Sequence[KnownMeeting]
) -> Iterator[tuple[str, KnownMeeting]]:
    """An event under its first id goes before one that took its place: it has come back."""
    keys = {event.key for event in events}
    for meeting in known:
        if meeting.key in keys:
            yield meeting.key, meeting
        elif meeting.seen_as in keys:
            yield meeting.seen_as, meeting


def _same_day(event: Occurrence, known: Iterable[KnownMeeting]) -> KnownMeeting | None:
    days = _days(event.start, event.original_start)
    found = (m for m in known if days & _days(m.start, planned_slot(m.key)))
    return next(found, None)


def _days(start: datetime, slot: datetime | None) -> set[date]:
    """The day a meeting is on and the day it was planned for."""
    return {local_date(start), local_date(slot or start)}


def _is_missed(meeting: KnownMeeting, now: datetime) -> bool:
    """Whether something may stand in for a meeting that is gone: nobody saw it being held.

    One that was called off, or whose time has passed, matters for what hangs on it alone.
    """
    if meeting.state is MeetingState.HELD:
        return False
    if meeting.state is not MeetingState.CANCELLED and meeting.start > now:
        return True
    return meeting.hangs and (local_date(now) - local_date(meeting.start)).days < NEAR


def _may_replace(event: Occurrence, as_known: KnownMeeting | None) -> bool:
    """Whether an event may stand in for a meeting: nothing hangs on it, nobody said it is new."""
    if as_known is None:
        return True
    return as_known.key == event.key and not as_known.hangs and not as_known.is_apart


def _is_near(
    meeting: KnownMeeting,
    event: Occurrence,
    others: Sequence[KnownMeeting],
    coming: Sequence[Occurrence],
) -> bool:
    distance = _apart(meeting.start, event.start)
    gaps = [
        *(_apart(meeting.start, m.start) for m in others if m.key != meeting.key),
        *(_apart(event.start, e.start) for e in coming if e.key != event.key),
    ]
    return distance < NEAR and all(2 * distance < gap for gap in gaps)


def _questions(
    lost: Sequence[KnownMeeting],
    planned: Sequence[Occurrence],
    near: Sequence[tuple[KnownMeeting, Occurrence]],
    found: dict[str, KnownMeeting],
    gap: int | None,
) -> dict[str, KnownMeeting]:
    """Pair what is gone with the nearest event that may be it; each is asked about once."""
    reach = ASKED_WITHIN * (gap or UNKNOWN_RHYTHM)
    pairs = [
        (_apart(meeting.start, event.start), meeting, event)
        for meeting in lost
        for event in planned
        if (meeting, event) in near
        or (event.key not in found and _apart(meeting.start, event.start) < reach)
    ]
    asked: dict[str, KnownMeeting] = {}
    for _, meeting, event in sorted(pairs, key=lambda pair: (pair[0], pair[2].start)):
        taken = event.key in asked or meeting in asked.values()
        own = calendar_series(meeting.seen_as or meeting.key)
        if not taken and not (event.key in found and own == event.series_id):
            asked[event.key] = meeting
    return asked


def _apart(one: datetime, other: datetime) -> int:
    return abs((local_date(one) - local_date(other)).days)
