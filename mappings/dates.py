"""Reads the days that people type, and knows between which years a day can be meant.

A day is read in the ways people here write one, and in no other: what only programs write
(2027-W13-1, 20270331) is more likely a slip than a date.
"""

import datetime as dt
import re
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

FIRST_YEAR, LAST_YEAR = 2000, 2100
"""The years of which the holidays are known (package `holidays`, NL)."""

_MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
_SHORT = {"mrt": 3, "sept": 9, **{name[:3]: number for number, name in enumerate(_MONTHS, 1)}}
_WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")

_YEAR_FIRST = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})", re.ASCII)
_DAY_FIRST = re.compile(r"(?P<d>\d{1,2})(?P<by>[-/. ])(?P<m>\d{1,2})(?P=by)(?P<y>\d{4})", re.ASCII)
_IN_WORDS = re.compile(
    r"(?:(?P<weekday>[a-z]{2,9})\.? )?(?P<d>\d{1,2}) (?P<month>[a-z]{3,9})\.? (?P<y>\d{4})",
    re.ASCII,
)


class NoDate(ValueError):
    """A text that names no day; the sentence is Dutch and has no full stop."""


class NoSuchDay(ValueError):
    """A day that is not on the calendar; the sentence is Dutch and has no full stop."""


class OutOfBounds(ValueError):
    """A day or a year that nobody can have meant; the sentence is Dutch and has no full stop."""


class DateWindow(BaseModel):
    """Between which years, both included, a date of this agenda lies."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    first_year: int = Field(default=FIRST_YEAR, ge=FIRST_YEAR, le=LAST_YEAR)
    last_year: int = Field(default=LAST_YEAR, ge=FIRST_YEAR, le=LAST_YEAR)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last_year < self.first_year:
            raise ValueError(f"het laatste jaar ligt voor het eerste ({self.first_year})")
        return self

    def holds(self, day: dt.date) -> bool:
        """Whether this day can be meant."""
        return self.first_year <= day.year <= self.last_year

    def doubt(self, day: dt.date) -> str:
        """Say that a day on a side lies outside; a Dutch clause behind the name of the field."""
        when = f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
        return f"staat op {when}, en dat ligt niet in de jaren {self}"

    def __str__(self) -> str:
        """The window in words: "2000 tot en met 2100"."""
        return f"{self.first_year} tot en met {self.last_year}"


DATE_WINDOW = DateWindow()
"""The window of an agenda that states none."""


def read_day(text: str, window: DateWindow = DATE_WINDOW) -> dt.date:
    """Read "2027-03-31", "31-03-2027", "31/3/2027", "15 juni 2027" or "di 15 jun. 2027".

    Raises NoDate for a text of another form, NoSuchDay for a day that is not on the calendar, and
    OutOfBounds for one outside the window.
    """
    words = " ".join(text.split()).casefold()
    for way in (_YEAR_FIRST, _DAY_FIRST, _IN_WORDS):
        if found := way.fullmatch(words):
            return _day(text, found, window)
    raise NoDate(f"'{text}' is geen datum; schrijf er een als 2027-03-31 of 31-03-2027")


def read_year(text: str, window: DateWindow = DATE_WINDOW) -> int | None:
    """Read a year of four digits; None for any other text. Raises OutOfBounds."""
    word = text.strip()
    if not re.fullmatch(r"\d{4}", word, re.ASCII):
        return None
    _check_year(text, int(word), window)
    return int(word)


def _day(text: str, found: re.Match[str], window: DateWindow) -> dt.date:
    parts = found.groupdict()
    month = int(parts["m"]) if parts.get("m") else _month(parts["month"])
    if month is None:
        raise NoDate(f"'{text}' is geen datum: '{parts['month']}' is geen maand")
    _check_year(text, int(parts["y"]), window)
    try:
        day = dt.date(int(parts["y"]), month, int(parts["d"]))
    except ValueError:
        raise NoSuchDay(f"'{text}' is geen dag die bestaat; kijk het na op de kalender") from None
    weekday = parts.get("weekday")
    if weekday and not _WEEKDAYS[day.weekday()].startswith(weekday):
        right = _WEEKDAYS[day.weekday()]
        raise NoSuchDay(f"'{text}' klopt niet: die dag is een {right}; kijk het na op de kalender")
    return day


def _month(word: str) -> int | None:
    return _MONTHS.index(word) + 1 if word in _MONTHS else _SHORT.get(word)


def _check_year(text: str, year: int, window: DateWindow) -> None:
    if not window.first_year <= year <= window.last_year:
        raise OutOfBounds(f"'{text}' ligt niet in de jaren {window}; controleer het jaar")
