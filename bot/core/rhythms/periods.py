"""The periods in which something is to be done once: "1e helft 2027", "2027-2028".

Periods lie fast in the calendar, whenever an action came on the list, so that a list that is made
anew has the same ones: a year begins in January, and years that go together are counted from the
year 1, so that two of them begin with an odd one. All days are calendar dates in Europe/Amsterdam.
"""

from datetime import date, timedelta
from itertools import pairwise

from bot.core.dutch import month_words
from bot.core.rhythms.frequency import Frequency
from mappings.canonical import Frozen

_ONE_DAY = timedelta(days=1)


class Period(Frozen):
    """The days in which something is to be done once.

    name: as people read it; no two periods of a frequency have the same one, and it stands in the
    history for ever. first, last: its days.
    """

    name: str
    first: date
    last: date

    def has(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def nudge_day(self) -> date:
        """The first day of its last month; when it is one month, the middle of that."""
        return max(self.last.replace(day=1), self.first + timedelta(days=self.days // 2))


class Cycle(Frozen):
    """The months that a frequency speaks of, with the periods in it, oldest first. name: "2027"."""

    name: str
    periods: tuple[Period, ...]

    @property
    def first(self) -> date:
        """The day it begins."""
        return self.periods[0].first

    @property
    def last(self) -> date:
        """The day it ends."""
        return self.periods[-1].last


def cycle_of(frequency: Frequency, day: date) -> Cycle:
    """Give the cycle in which a day lies; its periods follow each other without a gap."""
    start = _number(day) // frequency.months * frequency.months
    bounds = [
        start + part * frequency.months // frequency.times for part in range(frequency.times + 1)
    ]
    return Cycle(
        name=_name(start, start + frequency.months),
        periods=tuple(_period(begin, end) for begin, end in pairwise(bounds)),
    )


def cycle_before(frequency: Frequency, cycle: Cycle) -> Cycle:
    """Give the one before it."""
    return cycle_of(frequency, cycle.first - _ONE_DAY)


def cycle_after(frequency: Frequency, cycle: Cycle) -> Cycle:
    """Give the one that follows."""
    return cycle_of(frequency, cycle.last + _ONE_DAY)


def _period(begin: int, end: int) -> Period:
    last = _first_day(end) - _ONE_DAY
    return Period(name=_name(begin, end), first=_first_day(begin), last=last)


def _number(day: date) -> int:
    """A month as a number: how many there were since January of the year 1."""
    return (day.year - 1) * 12 + day.month - 1


def _first_day(month: int) -> date:
    return date(month // 12 + 1, month % 12 + 1, 1)


def _name(begin: int, end: int) -> str:
    """Name the months from `begin` up to `end`, which is not in it."""
    length, (years, month) = end - begin, divmod(begin, 12)
    year = years + 1
    if month == 0 and length % 12 == 0:
        return f"{year}-{year + length // 12 - 1}" if length > 12 else f"{year}"
    if length in (6, 3) and month % length == 0:
        return f"{month // length + 1}e {'helft' if length == 6 else 'kwartaal'} {year}"
    first, last = _first_day(begin), _first_day(end - 1)
    if length == 1:
        return month_words(first)
    start = month_words(first) if first.year != last.year else month_words(first, with_year=False)
    return f"{start} t/m {month_words(last)}"
