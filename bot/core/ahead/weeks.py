"""What comes, per week and owner: deadlines, requests, nudges and meetings, before they come.

It is what the reminders would say from now on if nobody changed anything: their own rules are
played forward. What follows on a deadline that passed is left out, for that depends on people.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum

from pydantic import AwareDatetime

from bot.core.reminders.due import COORDINATOR, Reminder, Situation, may_remind
from bot.core.reminders.rehearsal import rehearse
from bot.core.reminders.steps import DRIEHOEK, OCCASION
from bot.core.workdays import local_date
from mappings.canonical import Frozen, code_order


class ComingKind(StrEnum):
    """What comes. REMINDER: before a deadline. NUDGE: in the last month of a period."""

    DEADLINE = "deadline"
    REMINDER = "reminder"
    REQUEST = "request"
    NUDGE = "nudge"


class Coming(Frozen):
    """Something that comes on a day. owner: a code, or `COORDINATOR` where nobody leads."""

    day: date
    kind: ComingKind
    owner: str
    code: str


class WeekMeeting(Frozen):
    """A meeting to come. name: as the agenda calls its series."""

    start: AwareDatetime
    name: str


class OwnerWeek(Frozen):
    """What one owner gets in a week: codes by kind, each once."""

    owner: str
    codes: dict[ComingKind, tuple[str, ...]]


class AheadWeek(Frozen):
    """A week in which something comes. first: its Monday. owners: who has something, in order."""

    first: date
    owners: tuple[OwnerWeek, ...]
    meetings: tuple[WeekMeeting, ...]

    @property
    def name(self) -> str:
        """Its year and number by ISO 8601: "2026-W49"."""
        year, week, _ = self.first.isocalendar()
        return f"{year}-W{week:02}"


def what_comes(situation: Situation, first: date, last: date) -> list[Coming]:
    """All that comes from one day to another, both included, by day."""
    deadlines = [
        Coming(day=action.due.date, kind=ComingKind.DEADLINE, owner=owner, code=action.code)
        for action in situation.actions
        if may_remind(action) and action.due.date is not None and first <= action.due.date <= last
        for owner in action.owners or (COORDINATOR,)
    ]
    told = [
        Coming(day=day, kind=_kind(line), owner=card.owner, code=line.code)
        for day, cards in rehearse(situation, first, last)
        for card in cards
        for line in card.lines
        if not line.is_late
    ]
    return sorted([*deadlines, *told], key=lambda c: (c.day, c.owner, c.kind, code_order(c.code)))


def by_week(
    coming: Iterable[Coming], meetings: Iterable[WeekMeeting], owners: Sequence[str]
) -> tuple[AheadWeek, ...]:
    """Gather what comes per week, weeks without anything left out. owners: in their order."""
    things = [(monday(one.day), one) for one in coming]
    gatherings = [(monday(local_date(meeting.start)), meeting) for meeting in meetings]
    weeks = sorted({week for week, _ in things} | {week for week, _ in gatherings})
    return tuple(
        AheadWeek(
            first=week,
            owners=_owners([one for start, one in things if start == week], owners),
            meetings=tuple(meeting for start, meeting in gatherings if start == week),
        )
        for week in weeks
    )


def monday(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def _owners(coming: Sequence[Coming], order: Sequence[str]) -> tuple[OwnerWeek, ...]:
    rank = {owner: place for place, owner in enumerate(order)}
    there = sorted({one.owner for one in coming}, key=lambda o: (rank.get(o, len(rank)), o))
    return tuple(
        OwnerWeek(
            owner=owner,
            codes={
                kind: codes
                for kind in ComingKind
                if (
                    codes := _codes(one for one in coming if (one.owner, one.kind) == (owner, kind))
                )
            },
        )
        for owner in there
    )


def _codes(coming: Iterable[Coming]) -> tuple[str, ...]:
    return tuple(sorted({one.code for one in coming}, key=code_order))


def _kind(reminder: Reminder) -> ComingKind:
    if reminder.step.startswith(DRIEHOEK):
        return ComingKind.REQUEST
    return ComingKind.NUDGE if reminder.step.startswith(OCCASION) else ComingKind.REMINDER
