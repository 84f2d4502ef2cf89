"""Deadlines that pile up on one day, and how they could be spread.

A pile is a day on which three or more open actions end. The proposal brings some of them forward,
never back: what was promised stays promised. The last one keeps its day, the others get working
days evenly before it, and what is furthest goes first. Nothing of it happens until somebody says
so, action by action.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from bot.core.reminders.due import may_remind
from bot.core.workdays import Workdays
from mappings.canonical import Action, Frozen, Status, code_order

PILE = 3
"""So many deadlines on one day are a pile."""

NOTICE = timedelta(weeks=4)
"""No deadline is brought nearer than this."""

WORTHWHILE = timedelta(weeks=1)
"""Deadlines closer to each other than this are no relief."""

_FURTHEST_FIRST = {Status.RUNNING: 0, Status.PLANNED: 1}


class SpreadStep(Frozen):
    """One action of a pile and the day proposed for it; the same day for the one that stays."""

    action: Action
    day: date


class Pile(Frozen):
    """A day with many deadlines. steps: the earliest first; all on the day where time is short."""

    day: date
    steps: tuple[SpreadStep, ...]

    @property
    def proposed(self) -> tuple[SpreadStep, ...]:
        """Those that would move."""
        return tuple(step for step in self.steps if step.day != self.day)


def find_piles(
    actions: Iterable[Action], today: date, last: date, workdays: Workdays
) -> tuple[Pile, ...]:
    """Find the days from today to another on which deadlines pile up, the first day first."""
    by_day: dict[date, list[Action]] = {}
    for action in actions:
        due = action.due.date
        if may_remind(action) and due is not None and today <= due <= last:
            by_day.setdefault(due, []).append(action)
    return tuple(
        Pile(day=day, steps=_spread(by_day[day], day, today, workdays))
        for day in sorted(by_day)
        if len(by_day[day]) >= PILE
    )


def _spread(
    actions: Sequence[Action], day: date, today: date, workdays: Workdays
) -> tuple[SpreadStep, ...]:
    ordered = sorted(
        actions,
        key=lambda a: (_FURTHEST_FIRST.get(a.status or Status.PLANNED, 1), code_order(a.code)),
    )
    soonest = today + NOTICE
    room = (day - soonest) / len(ordered)
    if room < WORTHWHILE:
        room = timedelta()
    days = [day - room * (len(ordered) - 1 - place) for place in range(len(ordered))]
    return tuple(
        SpreadStep(action=action, day=_workday(wanted, day, soonest, workdays))
        for action, wanted in zip(ordered, days, strict=True)
    )


def _workday(wanted: date, day: date, soonest: date, workdays: Workdays) -> date:
    """The last working day until then; the day of the pile itself where there is no such day."""
    if wanted == day:
        return day
    found = workdays.last_workday_on_or_before(wanted)
    return found if found >= soonest else day
