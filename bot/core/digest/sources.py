"""Of which moment the figures of a digest are: what each side showed last, and why not later.

A digest made from an old list looks exactly like one made from the list of now. So it waits for a
whole reading of every side as long as the meeting allows, and when it goes without one it says so.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from pydantic import AwareDatetime

from bot.core.dutch import enumerated, weekday_date
from bot.core.sync.sides import FRESH_FOR
from bot.core.workdays import local_date, local_time
from mappings.canonical import Frozen

Lapse = Literal["", "unread", "no-round", "never"]
"""Why a side's figures are not of now. unread: rounds since then could not read it whole.
no-round: no round was done since then. never: it was not read whole yet. "": they are of now."""


class Source(Frozen):
    """A side that figures come from. name: as people know it. read_at: its last whole reading."""

    name: str
    read_at: AwareDatetime | None
    lapse: Lapse = ""


def source(name: str, read_at: datetime | None, *, failing: bool, now: datetime) -> Source:
    """Judge how old the figures of a side are. failing: the last round did without this side."""
    lapse: Lapse = ""
    if read_at is None:
        lapse = "never"
    elif failing:
        lapse = "unread"
    elif now - read_at > FRESH_FOR:
        lapse = "no-round"
    return Source(name=name, read_at=read_at, lapse=lapse)


def wait_end(start: datetime, hours_before: int) -> datetime:
    """Say until when a digest for a meeting waits for a whole reading of every side."""
    return start.astimezone(UTC) - timedelta(hours=hours_before)  # hours, also at night


def awaited(sources: Sequence[Source], *, round_was_done: bool) -> tuple[Source, ...]:
    """Pick the sides that a digest waits for.

    round_was_done: a round was tried just now; else one comes first, and only what stopped the
    last one says that it may be in vain.
    """
    return tuple(s for s in sources if (s.lapse if round_was_done else s.lapse == "unread"))


def old_figures(sources: Sequence[Source], today: date) -> str:
    """Say of every side whose figures are not of now of which moment they are, and why; or ""."""
    return " ".join(_told(source, today) for source in sources if source.lapse)


def made_from(sources: Sequence[Source], today: date) -> str:
    """Name what a digest was made from: "de actielijst en Planner", the old with their moment."""
    return enumerated(["de actielijst", *(_named(s, today) for s in sources if s.read_at)])


def _told(source: Source, today: date) -> str:
    name = source.name
    if source.read_at is None:
        return f"De cijfers uit {name} ontbreken: {name} was nog niet te lezen."
    moment = _moment(source.read_at, today)
    if source.lapse == "no-round":
        return f"De cijfers uit {name} zijn van {moment}: daarna is er niet meer gekeken."
    return f"De cijfers uit {name} zijn van {moment}: {name} was daarna niet goed te lezen."


def _named(source: Source, today: date) -> str:
    if not source.lapse or source.read_at is None:
        return source.name
    return f"{source.name} (van {_moment(source.read_at, today)})"


def _moment(instant: datetime, today: date) -> str:
    day = weekday_date(local_date(instant), today=today)
    return f"{day} om {local_time(instant):%H:%M} uur"
