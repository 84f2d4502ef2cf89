"""The days on which an action is spoken of: before its deadline, after it, and in its rhythm.

    30, 14, 7, 1, 0        so many days before the deadline, or the last working day before that
    late, late+5, late+10  the first working day after it, then again every so many working days
    rhythm:2026-06-30      a period of the rhythm passed, on that day, without any change
    driehoek:KEY           please bring this up to date before that meeting

A step's name stands in the ledger, so it never changes its meaning. It names the slot, not the day:
after an import or downtime "30" is told 15 days before a deadline, and "0" on the Thursday before a
Sunday. What people read is reckoned from the days themselves, by `step_words`. All days are
calendar dates in Europe/Amsterdam.
"""

import calendar
import re
from datetime import date, timedelta

from pydantic import Field

from bot.core.dutch import counted, short_date
from bot.core.workdays import Workdays
from mappings.canonical import Frozen

LATE = "late"
RHYTHM = "rhythm:"
DRIEHOEK = "driehoek:"

_TIMES = re.compile(r"(\d+)\s*(?:x|keer)\s*(?:per|in de|in het)?\s*(\d*)\s*(jaar|kwartaal|maand)")
_UNITS = {"jaar": 12, "kwartaal": 3, "maand": 1}  # months
_ADVERBS = {
    "tweejaarlijks": 24,
    "halfjaarlijks": 6,
    "driemaandelijks": 3,
    "jaarlijks": 12,
    "maandelijks": 1,
    "elk jaar": 12,
    "ieder jaar": 12,
    "elk kwartaal": 3,
    "per kwartaal": 3,
}


class Rules(Frozen):
    """When one owner hears of one action.

    steps: days before the deadline, 0 is the day itself. late_every: working days between two
    messages about a deadline that has passed. coordinator_after: from so many working days after
    the first of those went out, the coordinator hears of it too. driehoek: working days before a
    meeting that the owner is asked for an update.
    """

    steps: tuple[int, ...] = (30, 14, 7, 1, 0)
    late_every: int = Field(default=5, ge=1)
    coordinator_after: int = Field(default=10, ge=0)
    driehoek: int = Field(default=7, ge=1)


def deadline_step(due: date, *, today: date, workdays: Workdays, rules: Rules) -> str | None:
    """Name the last step that a deadline has reached today; None when there is none to say."""
    if today <= due:
        reached = [step for step in rules.steps if step_day(due, step, workdays) <= today]
        return str(min(reached)) if reached else None
    first = workdays.first_workday_after(due)
    if today < first:
        return None
    past = workdays.between(first, today) // rules.late_every * rules.late_every
    return f"{LATE}+{past}" if past else LATE


def step_day(due: date, step: int, workdays: Workdays) -> date:
    """Give the day on which a step is due: `step` days before, moved back to a working day."""
    return workdays.last_workday_on_or_before(due - timedelta(days=step))


def lateness(step: str) -> int | None:
    """Working days since the first message about lateness; None when the step is another one."""
    name, _, days = step.partition("+")
    return int(days or 0) if name == LATE else None


def request_day(meeting: date, *, workdays: Workdays, rules: Rules) -> date:
    """Give the day from which owners are asked for an update before a meeting."""
    return workdays.minus(meeting, rules.driehoek)


def period_months(rhythm: str) -> int | None:
    """Read how many months lie between two times; None for a rhythm that says no such thing.

    Knows "2 x jaar", "1 x 2 jaar", "4 keer per jaar", "jaarlijkse", "per kwartaal" and the like.
    """
    words = " ".join(rhythm.lower().split())
    if found := _TIMES.search(words):
        times, span, unit = int(found[1]), int(found[2] or 1), found[3]
        months = span * _UNITS[unit] // times if times else 0
        return months or None
    return next((months for word, months in _ADVERBS.items() if word in words), None)


def period_end(rhythm: str, *, since: date, today: date) -> date | None:
    """Give the end of the last period that has passed since a day; None when none has, or ever."""
    months = period_months(rhythm)
    if months is None:
        return None
    passed = ((today.year - since.year) * 12 + today.month - since.month) // months
    if add_months(since, passed * months) > today:
        passed -= 1
    return add_months(since, passed * months) if passed > 0 else None


def add_months(day: date, months: int) -> date:
    """Go months ahead: the same day of the month, or its last when it is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def step_words(step: str, *, due: date, day: date) -> str:
    """Say in Dutch why a step speaks, for tables; e.g. "14 dagen voor de deadline".

    due: the deadline it hangs on. day: on which it is told.
    """
    if step.startswith(RHYTHM):
        end = date.fromisoformat(step.removeprefix(RHYTHM))
        return f"geen wijziging in de periode tot {short_date(end)}"
    if step.startswith(DRIEHOEK):
        return "niet bijgewerkt sinds de vorige driehoek"
    away = (due - day).days
    if away == 0:
        return "de dag van de deadline"
    if away < 0:
        return f"te laat, {counted(-away, 'dag', 'dagen')} na de deadline"
    return f"{counted(away, 'dag', 'dagen')} voor de deadline"
