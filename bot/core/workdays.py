"""Working days of a Dutch municipality: Monday to Friday minus the days it is closed.

Which days those are is a calendar with a name:

    cao-gemeenten  Goede Vrijdag is a working day, 5 May is off in every year
                   (Cao Gemeenten 2023, article 6.6, in force for 5 May from 2024)
    rijk           both are off; the public prosecutor belongs here (Rijksoverheid, "Is Goede
                   Vrijdag een vrije dag?")
    termijnenwet   both are off, and the days that are put on a par with them by royal decree
                   (Algemene termijnenwet, article 3); later decrees are not known here

A day is always a calendar date in Europe/Amsterdam. Instants become dates here, by `local_date`,
and nowhere else, so that no deadline slips a day in the hours around midnight.
"""

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from zoneinfo import ZoneInfo

from mappings.canonical import HolidayCalendar
from mappings.dates import FIRST_YEAR, LAST_YEAR

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SATURDAY = 5  # as `date.weekday` counts

_DAY = timedelta(days=1)
_GOOD_FRIDAY = "goede vrijdag"
_NAMING_YEAR = 2025  # a year in which every holiday of the Netherlands has its name
_ON_A_PAR = (
    *("2023-04-28", "2023-05-19", "2024-05-10", "2024-12-27", "2025-05-30"),  # decree of 2022
    *("2026-01-02", "2026-05-15", "2027-05-07", "2028-04-28", "2028-05-26"),  # decree of 2025
)


def local_date(instant: datetime) -> date:
    """Give the calendar day of an instant in Europe/Amsterdam.

    Raises ValueError for an instant without a time zone: it names no moment.
    """
    return local_time(instant).date()


def local_time(instant: datetime) -> datetime:
    """Show an instant on the clock of Europe/Amsterdam; errors as `local_date`."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant.isoformat()} has no time zone")
    return instant.astimezone(AMSTERDAM)


@cache
def holiday_names() -> Mapping[date, tuple[str, ...]]:
    """Name the holidays of the Netherlands from 2000 to 2100, in small letters.

    Source: package `holidays`, NL, categories public and optional: with them 5 May stands in
    every year. Two may fall on one day.
    """
    import holidays  # here, as few commands count working days

    every = (holidays.PUBLIC, holidays.OPTIONAL)
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    named = holidays.country_holidays("NL", years=years, language="nl", categories=every)
    return {day: tuple(name.casefold().split("; ")) for day, name in named.items()}


@dataclass(frozen=True)
class Workdays:
    """The days of one municipality: a calendar, and what differs from it here.

    added: days on which it is closed all the same (a bridge day). removed: holidays on which it
    works. Both hold dates, or Dutch names that mean the day of that name in every year. Raises
    ValueError with a Dutch sentence for a name nobody knows.
    """

    added: Collection[date | str] = ()
    removed: Collection[date | str] = ()
    calendar: HolidayCalendar = HolidayCalendar.CAO_GEMEENTEN

    def __post_init__(self) -> None:
        known = [
            name
            for day, names in sorted(holiday_names().items())
            if day.year == _NAMING_YEAR
            for name in names
        ]
        for entry in (*self.added, *self.removed):
            if isinstance(entry, str) and entry.casefold() not in known:
                raise ValueError(f"'{entry}' is geen feestdag; wel: {', '.join(known)}")

    def is_workday(self, day: date) -> bool:
        """Whether people work on this day."""
        return day.weekday() < SATURDAY and day not in self._closed.days

    def last_workday_on_or_before(self, day: date) -> date:
        """Give the day itself when people work on it, else the nearest one back."""
        while not self.is_workday(day):
            day -= _DAY
        return day

    def first_workday_after(self, day: date) -> date:
        """Give the first working day that is later than this day."""
        day += _DAY
        while not self.is_workday(day):
            day += _DAY
        return day

    def minus(self, day: date, count: int) -> date:
        """Go back `count` working days. The day itself is not counted; 0 gives it back."""
        for _ in range(count):
            day = self.last_workday_on_or_before(day - _DAY)
        return day

    def between(self, start: date, end: date) -> int:
        """Count the working days left: those after `start`, up to and including `end`.

        Reckoned rather than walked, so that a century takes no longer than a week.
        """
        if end <= start:
            return 0
        return self._until(end) - self._until(start)

    def _until(self, day: date) -> int:
        """How many working days there were from the year 1 up to and including this day."""
        weeks, rest = divmod(day.toordinal(), 7)  # the first of January of the year 1 is a Monday
        return weeks * 5 + min(rest, 5) - bisect_right(self._closed.in_order, day)

    @cached_property
    def _closed(self) -> "_ClosedDays":
        return _closed_days(self.calendar, frozenset(self.added), frozenset(self.removed))


@dataclass(frozen=True)
class _ClosedDays:
    """The days from Monday to Friday on which nobody works, for looking up and for counting."""

    days: frozenset[date]
    in_order: Sequence[date]


@cache
def _closed_days(
    calendar: HolidayCalendar, added: frozenset[date | str], removed: frozenset[date | str]
) -> _ClosedDays:
    worked = _names(removed)
    if calendar is HolidayCalendar.CAO_GEMEENTEN:
        worked |= {_GOOD_FRIDAY}
    worked -= _names(added)
    off = {day for day, names in holiday_names().items() if not set(names) <= worked}
    if calendar is HolidayCalendar.TERMIJNENWET:
        off |= {date.fromisoformat(day) for day in _ON_A_PAR}
    off -= {entry for entry in removed if isinstance(entry, date)}
    off |= {entry for entry in added if isinstance(entry, date)}
    days = frozenset(day for day in off if day.weekday() < SATURDAY)
    return _ClosedDays(days, sorted(days))


def _names(entries: Collection[date | str]) -> set[str]:
    """The names among the entries, as `holiday_names` writes them."""
    return {entry.casefold() for entry in entries if isinstance(entry, str)}
