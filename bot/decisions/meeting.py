"""Finds the meeting that a decision is recorded under: one that was held, or is being held."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.core.dutch import enumerated, full_date
from bot.core.meetings.verdicts import MeetingVerdict, verdicts_on
from bot.core.workdays import local_date
from bot.errors import UsageError
from bot.meetings.calendar import MeetingCalendar
from bot.store.database import Store
from mappings.agenda import MeetingSeries

MOST_CHOICES = 6


@dataclass(frozen=True)
class HeldMeeting:
    """A meeting that decides. name: of its series; start: when it began."""

    series: str
    name: str
    key: str
    start: datetime

    @property
    def day(self) -> date:
        """The day it was held on."""
        return local_date(self.start)


def find_held(
    store: Store,
    calendar: Callable[[], MeetingCalendar],
    series: MeetingSeries,
    day: date,
    now: datetime,
    *,
    remember: bool = True,
) -> HeldMeeting:
    """Find the meeting of a series that began on a day.

    What the ledger saw being held needs no look at the calendar. remember: write down what that
    look shows; a command that only looks does not. Raises UsageError when nothing
    that counts began on that day, with the days there are; GraphError, SettingsErrors, StoreError.
    """
    if series.prepares:
        raise UsageError(
            f"De {series.names[0]} bereidt voor en besluit niet. Laat --series weg om een besluit "
            "van de driehoek vast te leggen."
        )
    held = _remembered(store, series)
    if day not in held:
        findings = calendar().read(now, until=day)
        _check(series, findings[series.key], day, now)
        if remember:
            calendar().remember(findings, now)
        held = _seen(series, findings[series.key], now)
    if day not in held:
        raise UsageError(
            f"Op {full_date(day)} is geen {series.names[0]} gehouden. {_choices(held)}"
        )
    return held[day]


def _remembered(store: Store, series: MeetingSeries) -> dict[date, HeldMeeting]:
    """The meetings that were held, as the ledger has them, by day."""
    with store.read() as ledger:
        known = ledger.meetings.all()
    return {
        local_date(m.start): HeldMeeting(series.key, series.names[0], m.key, m.start)
        for m in known
        if m.series == series.key and m.state == "held"
    }


def _seen(
    series: MeetingSeries, verdicts: Sequence[MeetingVerdict], now: datetime
) -> dict[date, HeldMeeting]:
    """The meetings that the calendar shows as begun, by day."""
    begun = [v.occurrence for v in verdicts if v.counts and v.occurrence.start <= now]
    return {
        local_date(m.start): HeldMeeting(series.key, series.names[0], m.key, m.start) for m in begun
    }


def _check(
    series: MeetingSeries, verdicts: Sequence[MeetingVerdict], day: date, now: datetime
) -> None:
    """Raise UsageError for a day whose meeting has not begun, or does not count."""
    found = verdicts_on(verdicts, day)
    if not found:
        return
    if not found[0].counts:
        raise UsageError(f"De afspraak op {full_date(day)} telt niet mee. {found[0].reason}")
    if found[0].occurrence.start > now:
        begun = (v.occurrence.start for v in verdicts if v.counts and v.occurrence.start <= now)
        raise UsageError(
            f"De {series.names[0]} van {full_date(day)} moet nog beginnen. Dit kan tijdens "
            f"het overleg of daarna. {_choices(map(local_date, begun))}"
        )


def _choices(days: Iterable[date]) -> str:
    """Say under which meetings a decision can be recorded, the latest first."""
    latest = sorted({*days}, reverse=True)[:MOST_CHOICES]
    if not latest:
        return "Er is nog geen gehouden."
    return f"Gehouden: {enumerated([day.isoformat() for day in latest])}."
