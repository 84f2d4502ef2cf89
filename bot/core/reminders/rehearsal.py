"""Plays the reminders of days to come, for who wants to know what is on its way."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from bot.core.reminders.due import OwnerCard, Situation, cards, due_reminders


def rehearse(
    situation: Situation, first: date, last: date
) -> Iterator[tuple[date, tuple[OwnerCard, ...]]]:
    """Play the working days from `first` to `last`, as if nobody changed anything meanwhile."""
    for day in _days(first, last):
        if situation.workdays.is_workday(day):
            reminders = due_reminders(situation, day)
            yield day, cards(reminders)
            sent = {**situation.sent, **{reminder.key: day for reminder in reminders}}
            situation = replace(situation, sent=sent)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
