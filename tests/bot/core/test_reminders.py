"""Who is reminded of what, and when."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.reminders import (
    COORDINATOR,
    LATE,
    Reminder,
    ReminderKey,
    cards,
    due_reminders,
    step_day,
)
from bot.core.workdays import Workdays
from mappings.canonical import Action, Due, Status

PLAIN = Workdays()
FRIDAY = "2026-10-02"


def action(
    due: str, code: str = "2.4", status: Status | None = Status.RUNNING, *owners: str
) -> Action:
    return Action(
        code=code,
        title=f"Actie {code}",
        text="Tekst",
        status=status,
        due=Due.parse(due),
        owners=owners or ("OOV",),
    )


def steps_on(today: date, *actions: Action) -> list[tuple[str, str]]:
    reminders = due_reminders(actions, today=today, workdays=PLAIN)
    return [(reminder.code, reminder.step) for reminder in reminders]


@pytest.mark.parametrize(
    ("today", "step"),
    [
        (date(2026, 9, 17), None),  # the day before the first step
        (date(2026, 9, 18), "14"),
        (date(2026, 9, 25), "7"),
        (date(2026, 10, 1), "1"),
    ],
)
def test_each_step_comes_on_its_own_day(today: date, step: str | None) -> None:
    assert steps_on(today, action(FRIDAY)) == ([("2.4", step)] if step else [])


@pytest.mark.parametrize(
    ("due", "step", "day"),
    [
        ("2026-10-05", 1, date(2026, 10, 2)),  # Sunday, so Friday
        ("2026-10-10", 7, date(2026, 10, 2)),  # Saturday, so Friday
        ("2026-04-13", 7, date(2026, 4, 2)),  # Easter Monday, so the Thursday before
        ("2027-01-08", 7, date(2026, 12, 31)),  # New Year's Day, so the old year
        ("2028-03-07", 7, date(2028, 2, 29)),  # a leap day is a working day
        ("2026-11-01", 7, date(2026, 10, 23)),  # the Sunday on which the clock goes back
        ("2026-04-05", 7, date(2026, 3, 27)),  # the Sunday on which the clock goes forward
        ("2026", 14, date(2026, 12, 17)),  # a year means its last day
    ],
)
def test_a_step_on_a_day_off_moves_back_to_the_last_working_day(
    due: str, step: int, day: date
) -> None:
    day_due = Due.parse(due).date
    assert day_due is not None
    assert step_day(day_due, step, PLAIN) == day
    assert PLAIN.is_workday(day)


def test_a_step_missed_in_downtime_comes_later() -> None:
    assert steps_on(date(2026, 9, 22), action(FRIDAY)) == [("2.4", "14")]


def test_of_several_missed_steps_only_the_nearest_comes() -> None:
    assert steps_on(date(2026, 9, 29), action(FRIDAY)) == [("2.4", "7")]
    assert steps_on(date(2026, 10, 2), action(FRIDAY)) == [("2.4", "1")]


def test_an_overtaken_step_never_comes_back() -> None:
    sent = {ReminderKey("2.4", "7", date(2026, 10, 2), "OOV")}
    again = due_reminders([action(FRIDAY)], today=date(2026, 9, 29), workdays=PLAIN, already=sent)
    assert again == ()


def test_steps_that_fall_on_one_day_give_one_reminder() -> None:
    due = action("2026-10-05")
    reminders = due_reminders([due], today=date(2026, 10, 2), workdays=PLAIN, steps=(3, 2, 1))
    assert [reminder.step for reminder in reminders] == ["1"]


def test_late_comes_from_the_first_working_day_after_the_deadline() -> None:
    late = action("2026-10-02")
    assert steps_on(date(2026, 10, 3), late) == []
    assert steps_on(date(2026, 10, 4), late) == []
    assert steps_on(date(2026, 10, 5), late) == [("2.4", LATE)]
    assert steps_on(date(2027, 2, 1), late) == [("2.4", LATE)]


def test_late_comes_once() -> None:
    sent = {ReminderKey("2.4", LATE, date(2026, 10, 2), "OOV")}
    later = due_reminders([action(FRIDAY)], today=date(2026, 11, 2), workdays=PLAIN, already=sent)
    assert later == ()


@pytest.mark.parametrize("status", [Status.DONE, Status.DROPPED])
def test_done_and_dropped_actions_are_left_in_peace(status: Status) -> None:
    assert steps_on(date(2026, 10, 20), action(FRIDAY, "2.4", status)) == []


@pytest.mark.parametrize("status", [Status.RUNNING, Status.PLANNED, None])
def test_an_open_action_is_reminded_whatever_its_status(status: Status | None) -> None:
    assert steps_on(date(2026, 10, 20), action(FRIDAY, "2.4", status)) == [("2.4", LATE)]


@pytest.mark.parametrize("word", ["Continue", "Ad hoc", "NIET", ""])
def test_a_deadline_that_is_no_date_gives_no_reminder(word: str) -> None:
    assert steps_on(date(2026, 12, 31), action(word)) == []


def test_a_moved_deadline_starts_a_new_series() -> None:
    sent = {ReminderKey("2.4", "7", date(2026, 10, 2), "OOV")}
    moved = action("2026-10-06")
    reminders = due_reminders([moved], today=date(2026, 9, 29), workdays=PLAIN, already=sent)
    assert [(reminder.step, reminder.due) for reminder in reminders] == [("7", date(2026, 10, 6))]


def test_every_owner_is_reminded_and_knows_who_leads() -> None:
    shared = action(FRIDAY, "5.2", None, "MOz", "CGH")
    reminders = due_reminders([shared], today=date(2026, 9, 25), workdays=PLAIN)
    assert [(reminder.owner, reminder.lead) for reminder in reminders] == [
        ("MOz", True),
        ("CGH", False),
    ]


def test_after_a_crash_only_the_owner_who_got_nothing_is_reminded() -> None:
    shared = action(FRIDAY, "5.2", None, "MOz", "CGH")
    sent = {ReminderKey("5.2", "7", date(2026, 10, 2), "MOz")}
    rest = due_reminders([shared], today=date(2026, 9, 25), workdays=PLAIN, already=sent)
    assert [reminder.owner for reminder in rest] == ["CGH"]


def test_an_action_without_an_owner_goes_to_the_coordinator() -> None:
    orphan = action(FRIDAY).model_copy(update={"owners": ()})
    (reminder,) = due_reminders([orphan], today=date(2026, 9, 25), workdays=PLAIN)
    assert reminder.owner == COORDINATOR


def test_a_card_per_owner_shows_late_first_then_the_nearest_deadline() -> None:
    actions = [
        action("2026-10-02", "2.10"),
        action("2026-10-02", "2.9"),
        action("2026-09-30", "3.1"),
        action("2026-09-01", "1.1", None, "MOz", "OOV"),
        action("2025", "6.5").model_copy(update={"owners": ()}),
    ]
    reminders = due_reminders(actions, today=date(2026, 9, 29), workdays=PLAIN)
    found = {card.owner: [line.code for line in card.lines] for card in cards(reminders)}
    assert found == {
        "MOz": ["1.1"],
        "OOV": ["1.1", "3.1", "2.9", "2.10"],
        COORDINATOR: ["6.5"],
    }
    assert list(found)[-1] == COORDINATOR


def test_no_reminders_make_no_card() -> None:
    assert cards([]) == ()


def _run_through(
    due: date, days: list[date], steps: tuple[int, ...]
) -> list[tuple[date, Reminder]]:
    """Let the worker ask on the given days, and remember what it sent."""
    sent: list[tuple[date, Reminder]] = []
    work = action(due.isoformat())
    for today in days:
        already = {reminder.key for _, reminder in sent}
        new = due_reminders([work], today=today, workdays=PLAIN, steps=steps, already=already)
        sent += [(today, reminder) for reminder in new]
    return sent


@settings(deadline=None)
@given(
    due=st.dates(date(2026, 1, 1), date(2029, 12, 31)),
    asked=st.sets(st.integers(-40, 20), max_size=61),
    steps=st.sets(st.integers(0, 30), min_size=1, max_size=4).map(tuple),
)
def test_whatever_days_the_worker_is_up_nothing_is_doubled_late_or_piled_up(
    due: date, asked: set[int], steps: tuple[int, ...]
) -> None:
    days = [due + timedelta(days=offset) for offset in sorted(asked)]
    sent = _run_through(due, days, steps)
    keys = [reminder.key for _, reminder in sent]
    assert len(keys) == len(set(keys))
    assert len({day for day, _ in sent}) == len(sent), "never two on one day"
    before = [int(reminder.step) for _, reminder in sent if not reminder.is_late]
    assert before == sorted(before, reverse=True), "steps only come nearer"
    for day, reminder in sent:
        assert (day > due) == reminder.is_late


@given(st.dates(date(2026, 1, 1), date(2029, 12, 31)))
def test_a_worker_that_is_always_up_sends_every_step_on_a_working_day(due: date) -> None:
    days = [due + timedelta(days=offset) for offset in range(-30, 15)]
    sent = _run_through(due, days, (14, 7, 1))
    assert [reminder.step for _, reminder in sent] == ["14", "7", "1", LATE]
    assert all(PLAIN.is_workday(day) for day, _ in sent)
