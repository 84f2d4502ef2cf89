"""The period a report is about, and the days in it at which the list is counted.

All days are calendar dates in Europe/Amsterdam; a span has whole days, its first and last included.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.core.dutch import short_date
from bot.core.workdays import AMSTERDAM, local_date

_ONE_DAY = timedelta(days=1)
_LONG = timedelta(days=190)  # longer than half a year: counted by the quarter


@dataclass(frozen=True)
class Span:
    """A period of whole days. Raises ValueError when it ends before it begins."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("een periode eindigt niet voor zij begint")

    @classmethod
    def of_year(cls, year: int) -> "Span":
        """The whole of a calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @property
    def begins_at(self) -> datetime:
        """The first moment of it."""
        return datetime.combine(self.first, time(), AMSTERDAM)

    @property
    def ends_at(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.last + _ONE_DAY, time(), AMSTERDAM)

    @property
    def is_year(self) -> bool:
        """Whether it is a calendar year."""
        return self == Span.of_year(self.first.year)

    @property
    def words(self) -> str:
        """Write "2026", or "1 maart 2026 tot en met 30 juni 2026"."""
        if self.is_year:
            return str(self.first.year)
        return f"{short_date(self.first)} tot en met {short_date(self.last)}"

    def has(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last

    def until(self, now: datetime) -> "Span":
        """The part of it that has been. Raises ValueError for one that has yet to begin."""
        return Span(self.first, min(self.last, local_date(now)))

    def counting_days(self) -> tuple[date, ...]:
        """The days at whose end the list is counted: of every quarter, or month, and the last."""
        step = 3 if self.last - self.first > _LONG else 1
        ends = [day for day in self._month_ends() if day.month % step == 0]
        return tuple(dict.fromkeys([*ends, self.last]))

    def _month_ends(self) -> Iterator[date]:
        year, month = self.first.year, self.first.month
        while True:
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
            day = date(year, month, 1) - _ONE_DAY
            if day >= self.last:
                return
            yield day


def end_of(day: date) -> datetime:
    """The first moment after a day."""
    return Span(day, day).ends_at
