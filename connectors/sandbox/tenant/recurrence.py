"""On which days a series takes place: Outlook's patterns and ranges.

Source: Graph docs, recurrencePattern and recurrenceRange. A series without an end is laid out for
five years, which is further than anybody looks here.
"""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

from connectors.sandbox.calls import Refusal, bad_request
from connectors.sandbox.tenant.shapes import Check, JsonObject, one_of, record, rows, text, whole

DAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_INDEXES = ("first", "second", "third", "fourth", "last")
_AHEAD = timedelta(days=5 * 366)
_MOST = 999

_PATTERN: dict[str, Check] = {
    "type": one_of(
        *("daily", "weekly", "absoluteMonthly", "relativeMonthly"),
        *("absoluteYearly", "relativeYearly"),
    ),
    **dict.fromkeys(("interval", "month", "dayOfMonth"), whole),
    "daysOfWeek": rows(one_of(*DAYS)),
    "firstDayOfWeek": one_of(*DAYS),
    "index": one_of(*_INDEXES),
}
_RANGE: dict[str, Check] = {
    "type": one_of("endDate", "noEnd", "numbered"),
    **dict.fromkeys(("startDate", "endDate", "recurrenceTimeZone"), text),
    "numberOfOccurrences": whole,
}
RECURRENCE = record(
    "patternedRecurrence",
    {
        "pattern": record(
            "recurrencePattern",
            _PATTERN,
            {"interval": 1, "firstDayOfWeek": "sunday", "index": "first"},
        ),
        "range": record("recurrenceRange", _RANGE),
    },
)


def days_of(recurrence: JsonObject) -> list[date]:
    """The days of a series that passed RECURRENCE. Raises Refusal 400 when there are none."""
    pattern, span = recurrence.get("pattern", {}), recurrence.get("range", {})
    first = _day(span, "startDate")
    last, most = first + _AHEAD, _MOST
    if span.get("type") == "endDate":
        last = min(last, _day(span, "endDate"))
    if span.get("type") == "numbered":
        most = min(most, span.get("numberOfOccurrences", 0))
    _check(pattern, span)
    found: list[date] = []
    for day in _between(first, last):
        if len(found) >= most:
            break
        if _falls_on(day, first, pattern):
            found.append(day)
    if not found:
        raise _wrong("The series has no occurrence.")
    return found


def _falls_on(day: date, first: date, pattern: JsonObject) -> bool:
    every: int = pattern["interval"]
    months = (day.year - first.year) * 12 + day.month - first.month
    match pattern["type"]:
        case "daily":
            return (day - first).days % every == 0
        case "weekly":
            weeks = (_week(day, pattern) - _week(first, pattern)).days // 7
            return weeks % every == 0 and _name(day) in pattern["daysOfWeek"]
        case "absoluteMonthly":
            return months % every == 0 and _is_day_of_month(day, pattern)
        case "relativeMonthly":
            return months % every == 0 and _is_indexed(day, pattern)
        case "absoluteYearly":
            return _in_year(day, first, pattern) and _is_day_of_month(day, pattern)
        case _:
            return _in_year(day, first, pattern) and _is_indexed(day, pattern)


def _in_year(day: date, first: date, pattern: JsonObject) -> bool:
    wanted: int = pattern["month"]
    every: int = pattern["interval"]
    return day.month == wanted and (day.year - first.year) % every == 0


def _check(pattern: JsonObject, span: JsonObject) -> None:
    needed = {
        "daily": (),
        "weekly": ("daysOfWeek",),
        "absoluteMonthly": ("dayOfMonth",),
        "relativeMonthly": ("daysOfWeek",),
        "absoluteYearly": ("dayOfMonth", "month"),
        "relativeYearly": ("daysOfWeek", "month"),
    }
    kind = pattern.get("type")
    if kind is None or span.get("type") is None:
        raise _wrong("A recurrence needs a pattern and a range with a type each.")
    missing = [name for name in needed[kind] if not pattern.get(name)]
    if missing or not 1 <= pattern["interval"] <= 999:
        raise _wrong(f"The recurrence pattern lacks {missing or 'a usable interval'}.")
    if not 1 <= pattern.get("dayOfMonth", 1) <= 31 or not 1 <= pattern.get("month", 1) <= 12:
        raise _wrong("The recurrence pattern names no day of the year.")


def _is_day_of_month(day: date, pattern: JsonObject) -> bool:
    """A month without a 31st has the series on its last day."""
    last = calendar.monthrange(day.year, day.month)[1]
    wanted: int = pattern["dayOfMonth"]
    return day.day == min(wanted, last)


def _is_indexed(day: date, pattern: JsonObject) -> bool:
    """Whether it is the first, second ... last of the days named, in its month."""
    length = calendar.monthrange(day.year, day.month)[1]
    named = [
        number
        for number in range(1, length + 1)
        if _name(day.replace(day=number)) in pattern["daysOfWeek"]
    ]
    place = _INDEXES.index(pattern["index"])
    wanted = named[-1] if pattern["index"] == "last" else named[place]
    return day.day == wanted


def _week(day: date, pattern: JsonObject) -> date:
    """The day on which the week of this day begins."""
    back = (day.isoweekday() - DAYS.index(pattern["firstDayOfWeek"])) % 7
    return day - timedelta(days=back)


def _name(day: date) -> str:
    return DAYS[day.isoweekday() % 7]


def _between(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _day(span: JsonObject, name: str) -> date:
    try:
        day = date.fromisoformat(span[name])
    except (KeyError, ValueError) as error:
        raise _wrong(f"The recurrence range needs a date in '{name}'.") from error
    if not 1601 <= day.year <= 4500:
        raise _wrong(f"The date in '{name}' lies outside what a calendar holds.")
    return day


def _wrong(sentence: str) -> Refusal:
    return bad_request(sentence, "ErrorPropertyValidationFailure")
