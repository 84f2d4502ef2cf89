"""Working days and local dates."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.workdays import Workdays, local_date, public_holidays

PLAIN = Workdays()


def test_monday_to_friday_are_working_days() -> None:
    week = [date(2026, 9, 28) + timedelta(days=n) for n in range(7)]
    assert [PLAIN.is_workday(day) for day in week] == [True] * 5 + [False] * 2


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 1), "Nieuwjaarsdag"),
        (date(2026, 4, 3), "Goede vrijdag"),
        (date(2026, 4, 6), "Tweede paasdag"),
        (date(2026, 4, 27), "Koningsdag"),
        (date(2026, 5, 14), "Hemelvaartsdag"),
        (date(2026, 5, 25), "Tweede pinksterdag"),
        (date(2026, 12, 25), "Eerste kerstdag"),
    ],
)
def test_a_public_holiday_is_no_working_day(day: date, name: str) -> None:
    assert public_holidays(day.year)[day] == name
    assert not PLAIN.is_workday(day)


def test_kings_day_moves_to_saturday_when_the_27th_is_a_sunday() -> None:
    assert date(2025, 4, 26) in public_holidays(2025)
    assert date(2025, 4, 27) not in public_holidays(2025)


def test_liberation_day_is_a_holiday_in_years_divisible_by_five_only() -> None:
    assert not PLAIN.is_workday(date(2025, 5, 5))
    assert PLAIN.is_workday(date(2026, 5, 5))


def test_the_municipality_may_close_on_a_date_of_its_own() -> None:
    bridge_day = date(2026, 5, 15)
    assert PLAIN.is_workday(bridge_day)
    assert not Workdays(added=[bridge_day]).is_workday(bridge_day)


def test_the_municipality_may_work_on_a_public_holiday() -> None:
    good_friday = date(2026, 4, 3)
    assert Workdays(removed=[good_friday]).is_workday(good_friday)


def test_a_day_may_be_named_and_then_holds_in_every_year() -> None:
    calendar = Workdays(added=["Bevrijdingsdag"], removed=["Goede Vrijdag"])
    assert not calendar.is_workday(date(2026, 5, 5))
    assert not calendar.is_workday(date(2027, 5, 5))
    assert calendar.is_workday(date(2026, 4, 3))
    assert calendar.is_workday(date(2027, 3, 26))


def test_a_name_nobody_knows_is_refused_with_the_names_that_exist() -> None:
    with pytest.raises(ValueError, match=r"'Goede Vrijdg' is geen feestdag; wel: .*goede vrijdag"):
        Workdays(removed=["Goede Vrijdg"])


def test_a_weekend_stays_a_weekend_even_when_listed_as_worked() -> None:
    assert not Workdays(removed=[date(2026, 10, 3)]).is_workday(date(2026, 10, 3))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 9, 30), date(2026, 9, 30)),  # a Wednesday stays
        (date(2026, 10, 4), date(2026, 10, 2)),  # Sunday to Friday
        (date(2026, 4, 6), date(2026, 4, 2)),  # Easter Monday over Good Friday to Thursday
        (date(2027, 1, 1), date(2026, 12, 31)),  # over the turn of the year
    ],
)
def test_a_day_off_moves_back_to_the_last_working_day(day: date, expected: date) -> None:
    assert PLAIN.last_workday_on_or_before(day) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 10, 1), date(2026, 10, 2)),
        (date(2026, 10, 2), date(2026, 10, 5)),
        (date(2026, 12, 24), date(2026, 12, 28)),  # both Christmas days and a Sunday
        (date(2026, 4, 2), date(2026, 4, 7)),
    ],
)
def test_the_first_working_day_after_skips_days_off(day: date, expected: date) -> None:
    assert PLAIN.first_workday_after(day) == expected


def test_minus_counts_working_days_and_not_the_day_itself() -> None:
    assert PLAIN.minus(date(2026, 10, 15), 2) == date(2026, 10, 13)
    assert PLAIN.minus(date(2026, 10, 19), 2) == date(2026, 10, 15)  # Monday: over the weekend
    assert PLAIN.minus(date(2026, 10, 19), 0) == date(2026, 10, 19)


def test_between_counts_after_the_first_day_up_to_and_including_the_last() -> None:
    assert PLAIN.between(date(2026, 9, 29), date(2026, 10, 2)) == 3
    assert PLAIN.between(date(2026, 10, 2), date(2026, 10, 5)) == 1
    assert PLAIN.between(date(2026, 10, 2), date(2026, 10, 4)) == 0
    assert PLAIN.between(date(2026, 10, 2), date(2026, 10, 2)) == 0
    assert PLAIN.between(date(2026, 10, 2), date(2026, 9, 1)) == 0


def test_a_leap_day_is_a_day_like_any_other() -> None:
    assert PLAIN.is_workday(date(2028, 2, 29))
    assert PLAIN.minus(date(2028, 3, 1), 1) == date(2028, 2, 29)
    assert PLAIN.between(date(2028, 2, 28), date(2028, 3, 1)) == 2


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-07-01T21:59:59+00:00", date(2026, 7, 1)),  # 23:59 in summer
        ("2026-07-01T22:00:00+00:00", date(2026, 7, 2)),  # midnight in summer
        ("2026-12-31T22:59:59+00:00", date(2026, 12, 31)),  # 23:59 in winter
        ("2026-12-31T23:00:00+00:00", date(2027, 1, 1)),  # midnight in winter
        ("2026-03-28T23:30:00+00:00", date(2026, 3, 29)),  # the night the clock goes forward
        ("2026-10-24T22:30:00+00:00", date(2026, 10, 25)),  # the night it goes back
        ("2026-10-25T22:30:00+00:00", date(2026, 10, 25)),  # 23:30, now in winter time
    ],
)
def test_an_instant_is_a_date_on_the_clock_of_amsterdam(instant: str, day: date) -> None:
    assert local_date(datetime.fromisoformat(instant)) == day


def test_an_instant_without_a_zone_has_no_date() -> None:
    naive = datetime(2026, 10, 1, 12, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(ValueError, match="no time zone"):
        local_date(naive)


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(1, 30))
def test_going_back_some_working_days_leaves_exactly_those_between(day: date, count: int) -> None:
    earlier = PLAIN.minus(day, count)
    assert PLAIN.is_workday(earlier)
    left = PLAIN.between(earlier, day)
    assert left == (count if PLAIN.is_workday(day) else count - 1)
