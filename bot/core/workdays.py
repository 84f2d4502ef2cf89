"""Working days of a Dutch municipality: Monday to Friday minus the days it is closed.

A day is always a calendar date in Europe/Amsterdam. Instants become dates here, by `local_date`,
and nowhere else, so that no deadline slips a day in the hours around midnight.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

_DAY = timedelta(days=1)
_SATURDAY = 5
_LIBERATION_YEAR = 2025  # a year in which every holiday of the Netherlands has its name


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
def public_holidays(year: int) -> Mapping[date, str]:
    """Name the public holidays of the Netherlands in one year, in Dutch.

    Source: package `holidays`, NL, category public. Goede vrijdag is among them every year,
    Bevrijdingsdag in years divisible by five only; `Workdays` puts both to the local habit.
    """
    return holidays.country_holidays("NL", years=year, language="nl")


@cache
def _named_days(year: int) -> Mapping[date, str]:
    """Name also the days that only part of the country has off: 5 May of every year."""
    every = (holidays.PUBLIC, holidays.OPTIONAL)
    named = holidays.country_holidays("NL", years=year, language="nl", categories=every)
    return {day: name.casefold() for day, name in named.items()}


@dataclass(frozen=True)
class Workdays:
    """The calendar of one municipality, told as what differs from the public holidays.

    added: days on which it is closed all the same (5 mei, brugdagen). removed: public holidays on
    which it works (often Goede vrijdag). Both hold dates, or Dutch names that mean the day of
    that name in every year. Raises ValueError with a Dutch sentence for a name nobody knows.
    """

    added: Collection[date | str] = ()
    removed: Collection[date | str] = ()

    def __post_init__(self) -> None:
        known = _named_days(_LIBERATION_YEAR)
        for entry in (*self.added, *self.removed):
            if isinstance(entry, str) and entry.casefold() not in known.values():
                raise ValueError(f"'{entry}' is geen feestdag; wel: {', '.join(known.values())}")

    def is_workday(self, day: date) -> bool:
        """Whether people work on this day."""
        if day.weekday() >= _SATURDAY or _is_listed(day, self.added):
            return False
        return _is_listed(day, self.removed) or day not in public_holidays(day.year)

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
        """Count the working days left: those after `start`, up to and including `end`."""
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(self.is_workday(day) for day in days)


def _is_listed(day: date, entries: Collection[date | str]) -> bool:
    if day in entries:
        return True
    name = _named_days(day.year).get(day)
    return any(isinstance(entry, str) and entry.casefold() == name for entry in entries)
