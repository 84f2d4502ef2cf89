"""Finds a meeting series among the events of a calendar, and says for each one why it counts.

An event belongs to the series when its series is pinned, else when it carries the category, else
when its name is one of the known names and an allowed organiser sent it: anybody outside could
send an invitation by the same name.

A pinned series that goes on makes the weaker signs superfluous; where it has nothing, they stand
in, so that a series that was set up anew is still found.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import AwareDatetime, Field

from bot.core.dutch import moment
from bot.core.workdays import AMSTERDAM, Workdays, local_date
from mappings.canonical import Frozen

PINNED_REACH = timedelta(days=45)
"""Within this distance of a pinned meeting, no other event is taken for one."""

_PREFIX = re.compile(
    r"((?P<cancelled>geannuleerd|afgezegd|cancell?ed)|fwd?|re|antw|doorgestuurd)\s*:\s*"
)


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
    none. organisers: mail addresses or domains that may call it. pinned: series ids fixed at
    set-up.
    """

    key: str
    names: tuple[str, ...] = ()
    category: str = ""
    organisers: tuple[str, ...] = ()
    pinned: frozenset[str] = frozenset()


class Occurrence(Frozen):
    """One event of the calendar, as it stands now.

    key: stays the same when the meeting moves. original_start: the planned slot of a meeting in a
    series, None for a single event. organizer: a mail address. declined: by this mailbox.
    """

    key: str
    series_id: str | None
    original_start: AwareDatetime | None
    start: AwareDatetime
    end: AwareDatetime
    subject: str
    organizer: str
    categories: tuple[str, ...] = ()
    is_all_day: bool = False
    is_cancelled: bool = False
    declined: bool = False


class MeetingVerdict(Frozen):
    """Whether an event counts as a meeting of the series, and why, as a Dutch sentence."""

    occurrence: Occurrence
    series: str
    sign: Sign | None
    counts: bool
    reason: str = Field(min_length=1)
    state: MeetingState


def match_meetings(
    events: Iterable[Occurrence], series: Series, *, now: datetime
) -> tuple[MeetingVerdict, ...]:
    """Judge the events that look like this series, earliest first; others are left out."""
    looks = [event for event in events if _looks_like(event, series)]
    signs = {event.key: _sign(event, series) for event in looks}
    pinned = [e.start for e in looks if signs[e.key] is Sign.PINNED and not _objection(e)]
    reasons = {event.key: _refusal(event, signs[event.key], pinned) for event in looks}
    per_day = Counter(local_date(event.start) for event in looks if not reasons[event.key])
    verdicts = []
    for event in sorted(looks, key=lambda event: (event.start, event.key)):
        sign = signs[event.key]
        refusal = reasons[event.key]
        if not refusal and per_day[local_date(event.start)] > 1:
            refusal = "Er staan twee afspraken op deze dag die het kunnen zijn. Kies er één."
        verdicts.append(
            MeetingVerdict(
                occurrence=event,
                series=series.key,
                sign=sign,
                counts=not refusal,
                reason=refusal or _ground(event, sign, series),
                state=_state(event, now),
            )
        )
    return tuple(verdicts)


def next_meeting(verdicts: Sequence[MeetingVerdict], now: datetime) -> Occurrence | None:
    """Give the first counting meeting that has not begun, or None when the calendar has none."""
    coming = (v.occurrence for v in verdicts if v.counts and v.occurrence.start > now)
    return min(coming, key=lambda occurrence: occurrence.start, default=None)


def previous_meeting(verdicts: Sequence[MeetingVerdict], now: datetime) -> Occurrence | None:
    """Give the last counting meeting that has begun, or None when there was none yet."""
    begun = (v.occurrence for v in verdicts if v.counts and v.occurrence.start <= now)
    return max(begun, key=lambda occurrence: occurrence.start, default=None)


def digest_moment(
    start: datetime, *, workdays: Workdays, days_before: int = 2, hour: int = 9
) -> datetime:
    """Say when the digest of a meeting is due: some working days before it, at a fixed hour.

    The hour is that of the clock in Europe/Amsterdam, in summer and in winter.
    """
    day = workdays.minus(local_date(start), days_before)
    return datetime(day.year, day.month, day.day, hour, tzinfo=AMSTERDAM)


def normal_subject(subject: str) -> str:
    """A subject as names are compared: one case, one width, single blanks, no mail prefixes."""
    return _peel(subject)[0]


def _peel(subject: str) -> tuple[str, bool]:
    """Take the mail prefixes off, and tell whether one of them says "cancelled"."""
    text = " ".join(unicodedata.normalize("NFKC", subject).casefold().split())
    cancelled = False
    while match := _PREFIX.match(text):
        cancelled = cancelled or match["cancelled"] is not None
        text = text[match.end() :]
    return text, cancelled


def _looks_like(event: Occurrence, series: Series) -> bool:
    return _sign(event, series) is not None or _has_name(event, series)


def _sign(event: Occurrence, series: Series) -> Sign | None:
    if event.series_id is not None and event.series_id in series.pinned:
        return Sign.PINNED
    if series.category and series.category.casefold() in (c.casefold() for c in event.categories):
        return Sign.CATEGORY
    if _has_name(event, series) and _may_call(event.organizer, series.organisers):
        return Sign.NAME
    return None


def _has_name(event: Occurrence, series: Series) -> bool:
    subject = normal_subject(event.subject)
    return bool(subject) and subject in {normal_subject(name) for name in series.names}


def _may_call(organizer: str, allowed: Sequence[str]) -> bool:
    address = organizer.casefold().strip()
    domain = address.rpartition("@")[2]
    return bool(address) and any(
        entry.casefold().lstrip("@") in (address, domain) for entry in allowed
    )


def _objection(event: Occurrence) -> str:
    """Say what keeps an event from being held at all, or "" when nothing does."""
    if _is_cancelled(event):
        return "De afspraak is afgezegd."
    if event.is_all_day:
        return "De afspraak duurt de hele dag en is dus geen vergadering."
    if event.declined:
        return "De uitnodiging is afgewezen."
    return ""


def _refusal(event: Occurrence, sign: Sign | None, pinned: Sequence[datetime]) -> str:
    """Say why an event does not count, or "" when it does."""
    if sign is None:
        return "De naam klopt, maar deze organisator mag het overleg niet uitschrijven."
    near = any(abs(event.start - start) <= PINNED_REACH for start in pinned)
    if sign is not Sign.PINNED and near:
        return "De vastgezette reeks heeft in deze tijd al een overleg."
    return _objection(event)


def _ground(event: Occurrence, sign: Sign | None, series: Series) -> str:
    grounds = {
        Sign.PINNED: "De afspraak hoort bij de vastgezette reeks.",
        Sign.CATEGORY: f"De afspraak heeft de categorie {series.category}.",
        Sign.NAME: "De naam en de organisator kloppen.",
    }
    sentences = [grounds[sign]] if sign else []
    if series.pinned and sign is not Sign.PINNED:
        sentences.append("De vastgezette reeks heeft hier geen overleg; controleer dit.")
    if _is_moved(event) and event.original_start is not None:
        sentences.append(f"Verplaatst; gepland was {moment(event.original_start)}.")
    return " ".join(sentences)


def _state(event: Occurrence, now: datetime) -> MeetingState:
    if _is_cancelled(event):
        return MeetingState.CANCELLED
    if event.start <= now:
        return MeetingState.HELD
    return MeetingState.MOVED if _is_moved(event) else MeetingState.COMING


def _is_moved(event: Occurrence) -> bool:
    return event.original_start is not None and event.original_start != event.start


def _is_cancelled(event: Occurrence) -> bool:
    # Some clients leave only the word in the subject when the organiser calls a meeting off.
    return event.is_cancelled or _peel(event.subject)[1]
