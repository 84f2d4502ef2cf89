"""Reminders whatever the deadline, and whatever days the worker is up."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.reminders.due import Reminder, Situation, due_reminders
from bot.core.reminders.steps import Rules
from bot.core.workdays import Workdays
from mappings.canonical import Action, Due

PLAIN = Workdays()


def due_on(day: date) -> Action:
    return Action(code="2.4", title="Actie", text="Tekst", due=Due.on(day), owners=("OOV",))


def run_through(
    work: Action, days: Iterable[date], rules: Callable[[str, str], Rules]
) -> list[tuple[date, Reminder]]:
    """Let the worker ask on the given days, and remember what it sent."""
    told: list[tuple[date, Reminder]] = []
    for today in days:
        known = {reminder.key: day for day, reminder in told}
        now = Situation(actions=(work,), rules=rules, sent=known)
        told += [(today, reminder) for reminder in due_reminders(now, today)]
    return told


@settings(deadline=None)
@given(
    due=st.dates(date(2026, 1, 1), date(2029, 12, 31)),
    asked=st.sets(st.integers(-40, 30), max_size=61),
    steps=st.sets(st.integers(0, 30), max_size=4).map(tuple),
)
def test_whatever_days_the_worker_is_up_nothing_is_doubled_or_piled_up(
    due: date, asked: set[int], steps: tuple[int, ...]
) -> None:
    days = [due + timedelta(days=offset) for offset in sorted(asked)]
    rules = Rules(steps=steps, coordinator_after=99)
    told = run_through(due_on(due), days, lambda _owner, _code: rules)
    keys = [reminder.key for _, reminder in told]
    assert len(keys) == len(set(keys))
    assert len({day for day, _ in told}) == len(told), "never two on one day"
    before = [int(reminder.step) for _, reminder in told if not reminder.is_late]
    assert before == sorted(before, reverse=True), "steps only come nearer"
    for day, reminder in told:
        assert (day > due) == reminder.is_late


@settings(deadline=None)
@given(st.dates(date(2026, 1, 1), date(2029, 12, 31)))
def test_a_worker_that_is_always_up_sends_every_step_on_a_working_day(due: date) -> None:
    days = (due + timedelta(days=offset) for offset in range(-40, 15))
    told = run_through(
        due_on(due),
        (day for day in days if PLAIN.is_workday(day)),
        lambda _owner, _code: Rules(steps=(30, 14, 7)),
    )
    steps = [reminder.step for _, reminder in told]
    assert steps[:4] == ["30", "14", "7", "late"]
    assert set(steps[4:]) <= {"late+5"}
