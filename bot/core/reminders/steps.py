"""The days on which an action is spoken of: before its deadline, after it, and in its rhythm.

    30, 14, 7, 1, 0        so many days before the deadline, or the last working day before that
    late, late+5, late+10  the first working day after it, then again every so many working days
    occasion:2026-06-30    the last month of a period, to that day, in which it was not done yet
    rhythm:2026-06-30      no longer sent: a period of the rhythm passed without any change
    driehoek:KEY           please bring this up to date before that meeting
    outcome                it is done: what came of it?
    moved:3                it was put off for the third time: why?
    asked                  a meeting asked the owner something
    asked-again            the same, shortly before the answer is to be there
    blocks:3.1             3.1 waits for this action
    freed:2.4              this action waited for 2.4, which is done or dropped

A step's name stands in the ledger, so it never changes its meaning. It names the slot, not the day:
after an import or downtime "30" is told 15 days before a deadline, and "0" on the Thursday before a
Sunday. What people read is reckoned from the days themselves, by `step_words`. All days are
calendar dates in Europe/Amsterdam.
"""

from datetime import date, timedelta

from pydantic import Field

from bot.core.dutch import counted, short_date, times
from bot.core.workdays import Workdays
from mappings.canonical import Frozen

LATE = "late"
OCCASION = "occasion:"
RHYTHM = "rhythm:"
DRIEHOEK = "driehoek:"
OUTCOME = "outcome"
MOVED = "moved:"
ASKED = "asked"
ASKED_AGAIN = "asked-again"
BLOCKS = "blocks:"
FREED = "freed:"

_WORDS = {
    OUTCOME: "gereed zonder bericht",
    ASKED: "een vraag van de driehoek",
    ASKED_AGAIN: "een vraag van de driehoek",
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


def last_steps_only(step: str, rules: Rules) -> str | None:
    """Keep of a deadline's steps what an owner who waits for another still hears, else None.

    That is the last one before the deadline, so that it can be moved in time, and once that it has
    passed.
    """
    if lateness(step) is not None:
        return LATE
    return step if step == str(min(rules.steps)) else None


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


def step_words(step: str, *, due: date, day: date) -> str:
    """Say in Dutch why a step speaks, for tables; e.g. "14 dagen voor de deadline".

    due: the deadline it hangs on. day: on which it is told.
    """
    if step.startswith(OCCASION):
        end = date.fromisoformat(step.removeprefix(OCCASION))
        return f"nog niet gedaan in de periode tot en met {short_date(end)}"
    if step.startswith(RHYTHM):
        end = date.fromisoformat(step.removeprefix(RHYTHM))
        return f"geen wijziging in de periode tot {short_date(end)}"
    if step.startswith(DRIEHOEK):
        return "niet bijgewerkt sinds de vorige driehoek"
    if step in _WORDS:
        return _WORDS[step]
    if step.startswith(BLOCKS):
        return f"{step.removeprefix(BLOCKS)} wacht hierop"
    if step.startswith(FREED):
        return f"wacht niet meer op {step.removeprefix(FREED)}"
    if step.startswith(MOVED):
        return f"{times(int(step.removeprefix(MOVED)))} verzet"
    away = (due - day).days
    if away == 0:
        return "de dag van de deadline"
    if away < 0:
        return f"te laat, {counted(-away, 'dag', 'dagen')} na de deadline"
    return f"{counted(away, 'dag', 'dagen')} voor de deadline"
