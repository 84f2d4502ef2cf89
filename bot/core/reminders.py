"""Decides who is reminded of what today: each step once, the nearest one only, late once.

A step is a number of days before the deadline. It is due on that day, or on the last working day
before it when nobody works then. After downtime a missed step still comes, unless a later step or
the deadline itself has overtaken it: people get one useful message, never a pile.

Which mornings to ask is the worker's decision; this module only answers for a given day.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from bot.core.dutch import deadline_sentence
from bot.core.workdays import Workdays
from mappings.canonical import Action, Frozen, Status, code_order

LATE = "late"
COORDINATOR = "coordinator"
"""Stands in for the owner of an action that nobody leads yet."""

DEFAULT_STEPS = (14, 7, 1)  # days before the deadline


class ReminderKey(NamedTuple):
    """What makes a reminder the same one. A moved deadline or a new owner starts afresh."""

    code: str
    step: str
    due: date
    owner: str


class Reminder(Frozen):
    """One action that one owner should hear of.

    step: days before the deadline as text ("14"), or "late". due: the day it must be done.
    owner: an owner code, or `COORDINATOR`. lead: whether this owner leads the action.
    deadline: the Dutch sentence about it.
    """

    code: str
    title: str
    status: Status | None
    step: str
    due: date
    owner: str
    lead: bool
    deadline: str

    @property
    def is_late(self) -> bool:
        """Whether the deadline has passed."""
        return self.step == LATE

    @property
    def key(self) -> ReminderKey:
        """Name this reminder for the ledger."""
        return ReminderKey(self.code, self.step, self.due, self.owner)


class OwnerCard(Frozen):
    """What one owner gets today, in one message: late first, then by deadline."""

    owner: str
    lines: tuple[Reminder, ...]


def due_reminders(
    actions: Iterable[Action],
    *,
    today: date,
    workdays: Workdays,
    steps: Sequence[int] = DEFAULT_STEPS,
    already: Collection[tuple[str, str, date, str]] = frozenset(),
) -> tuple[Reminder, ...]:
    """List the reminders to send today, in order of action code.

    steps: days before the deadline. already: keys sent or tried before (see `ReminderKey`).
    Actions that are done or dropped, and deadlines without a date, never give one.
    """
    found = []
    for action in sorted(actions, key=lambda action: code_order(action.code)):
        step = step_for(action, today=today, workdays=workdays, steps=steps)
        if step is not None and action.due.date is not None:
            sentence = deadline_sentence(action.due, today=today, workdays=workdays)
            found += _one_per_owner(action, step, action.due.date, sentence)
    return tuple(reminder for reminder in found if reminder.key not in already)


def step_for(
    action: Action, *, today: date, workdays: Workdays, steps: Sequence[int] = DEFAULT_STEPS
) -> str | None:
    """Name the step an action has reached today, or None when there is nothing to say."""
    due = action.due.date
    if due is None or not action.is_open:
        return None
    if today > due:
        return LATE if today >= workdays.first_workday_after(due) else None
    reached = [step for step in steps if step_day(due, step, workdays) <= today]
    return str(min(reached)) if reached else None


def step_day(due: date, step: int, workdays: Workdays) -> date:
    """Give the day on which a step is due: `step` days before, moved back to a working day."""
    return workdays.last_workday_on_or_before(due - timedelta(days=step))


def cards(reminders: Iterable[Reminder]) -> tuple[OwnerCard, ...]:
    """Gather the reminders into one card per owner, the coordinator's last."""
    by_owner: dict[str, list[Reminder]] = {}
    for reminder in reminders:
        by_owner.setdefault(reminder.owner, []).append(reminder)
    owners = sorted(by_owner, key=lambda owner: (owner == COORDINATOR, owner))
    return tuple(
        OwnerCard(owner=owner, lines=tuple(sorted(by_owner[owner], key=_urgency)))
        for owner in owners
    )


def _one_per_owner(action: Action, step: str, due: date, sentence: str) -> list[Reminder]:
    return [
        Reminder(
            code=action.code,
            title=action.title,
            status=action.status,
            step=step,
            due=due,
            owner=owner,
            lead=position == 0,
            deadline=sentence,
        )
        for position, owner in enumerate(action.owners or (COORDINATOR,))
    ]


def _urgency(reminder: Reminder) -> tuple[bool, date, tuple[int, int]]:
    return not reminder.is_late, reminder.due, code_order(reminder.code)
