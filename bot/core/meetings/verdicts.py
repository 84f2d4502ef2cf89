"""The meetings of a series: what is known of each, and which is the next, the last, the one after.

`bot.core.meetings.rules` makes the verdicts that are read here.
"""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from pydantic import AwareDatetime, Field

from bot.core.workdays import AMSTERDAM, Workdays, local_date
from mappings.canonical import Frozen


class MeetingState(StrEnum):
    """Where a meeting stands. MOVED: still to come, at another moment than planned."""

    HELD = "held"
    COMING = "coming"
    MOVED = "moved"
    CANCELLED = "cancelled"


class Sign(StrEnum):
    """By what an event was recognised, strongest first."""

    PINNED = "pinned"
    CATEGORY = "category"
    NAME = "name"


class Series(Frozen):
    """What is known of one series of meetings.

    key: for the ledger. names: the subjects it goes by. category: an Outlook category, "" for
    none. organisers: mail addresses or domains that may call it. pinned: series ids that the
    coordinator fixed.
    """

    key: str
    names: tuple[str, ...] = ()
    category: str = ""
    organisers: tuple[str, ...] = ()
    pinned: frozenset[str] = frozenset()


class Occurrence(Frozen):
    """One event of the calendar, as it stands now.

    key: stays the same when the meeting moves, and when another event stands in for it. seen_as:
    the key that the event would have of itself, "" for the same. original_start: the planned slot
    of a meeting in a series, None for a single event. organizer: a mail address. uid: the same for
    one meeting in every calendar, "" when unknown. accepted, declined: by this mailbox.
    """

    key: str
    seen_as: str = ""
    series_id: str | None
    original_start: AwareDatetime | None
    start: AwareDatetime
    end: AwareDatetime
    subject: str
    organizer: str
    categories: tuple[str, ...] = ()
    uid: str = ""
    is_all_day: bool = False
    is_cancelled: bool = False
    accepted: bool = False
    declined: bool = False


class KnownMeeting(Frozen):
    """A meeting that counted when it was last seen, as the ledger has it.

    seen_as: as of `Occurrence`. hangs: something hangs on it: a digest that was mailed, owners that
    were asked, a hold. is_apart: a person said that it stands in for no other.
    """

    key: str
    subject: str
    start: AwareDatetime
    end: AwareDatetime
    state: MeetingState
    seen_as: str = ""
    hangs: bool = False
    is_apart: bool = False


class MeetingVerdict(Frozen):
    """Whether an event counts as a meeting of the series, and why, as a Dutch sentence.

    doubtful: it would count, were there not another candidate on its day. asks: a known meeting
    that is gone, for which this one may stand in; only a person can tell. is_gone: the calendar
    does not show it any more.
    """

    occurrence: Occurrence
    series: str
    sign: Sign | None
    counts: bool
    reason: str = Field(min_length=1)
    state: MeetingState
    doubtful: bool = False
    asks: KnownMeeting | None = None
    is_gone: bool = False


def occurrence_key(series_id: str, slot: datetime) -> str:
    """Name a meeting of a series by its planned slot, so that moving it changes nothing.

    Ids of occurrences are not stable enough to be the key (facts, section 4.5).
    """
    return f"{series_id}|{slot.isoformat()}"


def planned_slot(key: str) -> datetime | None:
    """Read the planned slot out of a key; None for a single event, which has none."""
    slot = key.partition("|")[2]
    return datetime.fromisoformat(slot) if slot else None


def calendar_series(key: str) -> str | None:
    """Read out of a key which series of the calendar it is of; None for a single event."""
    series, bar, _ = key.partition("|")
    return series if bar else None


def next_meeting(verdicts: Sequence[MeetingVerdict], now: datetime) -> Occurrence | None:
    """Give the first counting meeting that has not begun, or None when the calendar has none."""
    coming = (v.occurrence for v in verdicts if v.counts and v.occurrence.start > now)
    return min(coming, key=lambda occurrence: occurrence.start, default=None)


def previous_meeting(verdicts: Sequence[MeetingVerdict], now: datetime) -> Occurrence | None:
    """Give the last counting meeting that has begun, or None when there was none yet."""
    begun = (v.occurrence for v in verdicts if v.counts and v.occurrence.start <= now)
    return max(begun, key=lambda occurrence: occurrence.start, default=None)


def last_before(
    verdicts: Sequence[MeetingVerdict], meeting: Occurrence, now: datetime
) -> Occurrence | None:
    """Give the last meeting held before this one, which may itself be in the past."""
    earlier = [v for v in verdicts if v.occurrence.start < meeting.start]
    return previous_meeting(earlier, now)


def held_starts(
    verdicts: Sequence[MeetingVerdict], meeting: Occurrence, now: datetime
) -> tuple[datetime, ...]:
    """Give the starts of all meetings held before this one, oldest first."""
    starts = (v.occurrence.start for v in verdicts if v.counts)
    return tuple(sorted(start for start in starts if start <= now and start < meeting.start))


def verdicts_on(verdicts: Sequence[MeetingVerdict], day: date) -> list[MeetingVerdict]:
    """Give the verdicts on the events of one day in Amsterdam, counting ones first."""
    found = [v for v in verdicts if local_date(v.occurrence.start) == day]
    return sorted(found, key=lambda verdict: not verdict.counts)


def doubtful_day(verdicts: Sequence[MeetingVerdict], now: datetime) -> date | None:
    """Give the first day to come with more than one candidate, before the next meeting."""
    coming = next_meeting(verdicts, now)
    doubtful = [v.occurrence.start for v in verdicts if v.doubtful and v.occurrence.start > now]
    first = min(doubtful, default=None)
    if first is None or (coming is not None and coming.start < first):
        return None
    return local_date(first)


def digest_moment(
    start: datetime, *, workdays: Workdays, days_before: int = 2, hour: int = 9
) -> datetime:
    """Say when the digest of a meeting is due: some working days before it, at a fixed hour.

    The hour is that of the clock in Europe/Amsterdam, in summer and in winter.
    """
    day = workdays.minus(local_date(start), days_before)
    return datetime(day.year, day.month, day.day, hour, tzinfo=AMSTERDAM)
