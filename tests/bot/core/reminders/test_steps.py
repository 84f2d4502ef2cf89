"""On which day which step is reached."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.reminders.steps import (
    Rules,
    deadline_step,
    lateness,
    request_day,
    step_day,
    step_words,
)
from bot.core.workdays import Workdays
from mappings.canonical import Due

PLAIN = Workdays()
FRIDAY = date(2026, 10, 2)
DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))


def step_on(today: date, due: date = FRIDAY, workdays: Workdays = PLAIN) -> str | None:
    return deadline_step(due, today=today, workdays=workdays, rules=Rules())


@pytest.mark.parametrize(
    ("today", "step"),
    [
        (date(2026, 9, 1), None),  # the day before the first step
        (date(2026, 9, 2), "30"),
        (date(2026, 9, 17), "30"),
        (date(2026, 9, 18), "14"),
        (date(2026, 9, 25), "7"),
        (date(2026, 10, 1), "1"),
        (date(2026, 10, 2), "0"),
        (date(2026, 10, 3), None),  # Saturday: over, and nobody works
        (date(2026, 10, 4), None),
        (date(2026, 10, 5), "late"),
        (date(2026, 10, 9), "late"),
        (date(2026, 10, 12), "late+5"),
        (date(2026, 10, 18), "late+5"),
        (date(2026, 10, 19), "late+10"),
        (date(2026, 10, 26), "late+15"),  # the Monday after the clock went back
    ],
)
def test_each_step_is_reached_on_its_own_day(today: date, step: str | None) -> None:
    assert step_on(today) == step


@pytest.mark.parametrize(
    ("due", "step", "day"),
    [
        ("2026-10-05", 1, date(2026, 10, 2)),  # Sunday, so Friday
        ("2026-10-10", 7, date(2026, 10, 2)),  # Saturday, so Friday
        ("2026-10-11", 0, date(2026, 10, 9)),  # a deadline on Sunday: the day itself is Friday
        ("2026-04-13", 7, date(2026, 4, 3)),  # Easter Monday, so Good Friday
        ("2027-01-08", 7, date(2026, 12, 31)),  # New Year's Day, so the old year
        ("2028-03-07", 7, date(2028, 2, 29)),  # a leap day is a working day
        ("2028-03-30", 30, date(2028, 2, 29)),
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


def test_the_working_days_between_late_messages_skip_holidays() -> None:
    """Christmas and New Year lie between: five working days are two weeks on the calendar."""
    due = date(2026, 12, 23)
    assert step_on(date(2026, 12, 24), due) == "late"
    assert step_on(date(2026, 12, 31), due) == "late"
    assert step_on(date(2027, 1, 4), due) == "late+5"
    closed = Workdays(added=[date(2026, 12, 28)])
    assert step_on(date(2027, 1, 4), due, closed) == "late"


@given(due=DAYS, days=st.integers(1, 90))
def test_late_steps_come_on_working_days_five_apart(due: date, days: int) -> None:
    asked = [due + timedelta(days=n) for n in range(1, days)]
    steps = {day: step_on(day, due) for day in asked if PLAIN.is_workday(day)}
    first = {step: day for day, step in reversed(steps.items())}
    reached = [(lateness(step or ""), day) for step, day in first.items()]
    for past, day in reached:
        assert past is not None
        assert PLAIN.between(due, day) == past + 1


@pytest.mark.parametrize(
    ("step", "past"),
    [("late", 0), ("late+5", 5), ("14", None), ("occasion:2026-06-30", None), ("driehoek:k", None)],
)
def test_lateness_is_read_from_the_name_of_a_step(step: str, past: int | None) -> None:
    assert lateness(step) == past


def test_the_request_comes_so_many_working_days_before_a_meeting() -> None:
    ascension = date(2026, 5, 21)  # Ascension Day is 14 May
    assert request_day(ascension, workdays=PLAIN, rules=Rules()) == date(2026, 5, 11)
    assert request_day(ascension, workdays=PLAIN, rules=Rules(driehoek=1)) == date(2026, 5, 20)


@pytest.mark.parametrize(
    ("step", "day", "words"),
    [
        ("14", date(2026, 9, 18), "14 dagen voor de deadline"),
        ("1", date(2026, 10, 1), "1 dag voor de deadline"),
        ("0", FRIDAY, "de dag van de deadline"),
        ("late", date(2026, 10, 5), "te laat, 3 dagen na de deadline"),
        ("late+5", date(2026, 10, 12), "te laat, 10 dagen na de deadline"),
        ("occasion:2026-06-30", FRIDAY, "nog niet gedaan in de periode tot en met 30 juni 2026"),
        ("rhythm:2026-06-30", FRIDAY, "geen wijziging in de periode tot 30 juni 2026"),
        ("driehoek:AAMk|2026-11-26", FRIDAY, "niet bijgewerkt sinds de vorige driehoek"),
    ],
)
def test_every_step_can_be_told_in_words(step: str, day: date, words: str) -> None:
    assert step_words(step, due=FRIDAY, day=day) == words


def test_a_question_is_told_by_what_it_asks_about() -> None:
    assert step_words("outcome", due=FRIDAY, day=FRIDAY) == "gereed zonder bericht"
    assert step_words("moved:3", due=date(1, 1, 1), day=FRIDAY) == "drie keer verzet"


@pytest.mark.parametrize(
    ("step", "due", "day", "words"),
    [
        # the first message, long after: nobody was told anything before
        ("late+190", date(2025, 12, 31), date(2026, 9, 29), "te laat, 272 dagen na de deadline"),
        ("30", date(2026, 10, 17), date(2026, 10, 2), "15 dagen voor de deadline"),
        ("0", date(2026, 4, 5), date(2026, 4, 2), "3 dagen voor de deadline"),  # Easter Sunday
    ],
)
def test_a_step_told_on_another_day_than_its_own_says_how_far_off_it_is(
    step: str, due: date, day: date, words: str
) -> None:
    assert step_words(step, due=due, day=day) == words
