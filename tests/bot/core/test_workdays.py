"""Working days and local dates."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.workdays import Workdays, holiday_names, local_date
from mappings.canonical import HolidayCalendar

PLAIN = Workdays()
TABLE = Path(__file__).parent / "golden" / "closed-days.txt"


def test_monday_to_friday_are_working_days() -> None:
    week = [date(2026, 9, 28) + timedelta(days=n) for n in range(7)]
    assert [PLAIN.is_workday(day) for day in week] == [True] * 5 + [False] * 2


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 1), "Nieuwjaarsdag"),
        (date(2026, 5, 5), "Bevrijdingsdag"),
        (date(2026, 4, 6), "Tweede paasdag"),
        (date(2026, 4, 27), "Koningsdag"),
        (date(2026, 5, 14), "Hemelvaartsdag"),
        (date(2026, 5, 25), "Tweede pinksterdag"),
        (date(2026, 12, 25), "Eerste kerstdag"),
    ],
)
def test_a_public_holiday_is_no_working_day(day: date, name: str) -> None:
    assert holiday_names()[day] == (name.casefold(),)
    assert not PLAIN.is_workday(day)


def test_kings_day_moves_to_saturday_when_the_27th_is_a_sunday() -> None:
    assert date(2025, 4, 26) in holiday_names()
    assert date(2025, 4, 27) not in holiday_names()


def test_two_holidays_on_one_day_keep_it_closed_while_one_of_them_counts() -> None:
    ascension = date(2016, 5, 5)
    assert holiday_names()[ascension] == ("bevrijdingsdag", "hemelvaartsdag")
    assert not Workdays(removed=["Bevrijdingsdag"]).is_workday(ascension)
    assert Workdays(removed=["Bevrijdingsdag", "Hemelvaartsdag"]).is_workday(ascension)


@pytest.mark.parametrize("calendar", HolidayCalendar)
def test_each_calendar_is_closed_on_the_days_of_the_table_and_on_no_other(
    calendar: HolidayCalendar,
) -> None:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    closed = {date.fromisoformat(row[0]) for row in rows if calendar.value in row}
    first, last = date(2024, 1, 1), date(2035, 12, 31)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    workdays = Workdays(calendar=calendar)
    ours = {day for day in days if day.weekday() < 5 and not workdays.is_workday(day)}
    assert ours == closed
    assert len(closed) > 70


def test_the_municipality_works_on_good_friday_and_is_closed_on_5_may_of_every_year() -> None:
    assert Workdays(calendar=HolidayCalendar.CAO_GEMEENTEN) == PLAIN
    assert PLAIN.is_workday(date(2027, 3, 26))
    assert [PLAIN.is_workday(date(year, 5, 5)) for year in (2025, 2026, 2027)] == [False] * 3


def test_the_digest_of_7_may_2027_is_due_on_monday_the_third() -> None:
    """Thursday is Hemelvaartsdag and Wednesday the fifth of May."""
    assert PLAIN.minus(date(2027, 5, 7), 2) == date(2027, 5, 3)


def test_the_municipality_may_close_on_a_date_of_its_own() -> None:
    bridge_day = date(2026, 5, 15)
    assert PLAIN.is_workday(bridge_day)
    assert not Workdays(added=[bridge_day]).is_workday(bridge_day)


def test_the_municipality_may_work_on_a_public_holiday() -> None:
    kings_day = date(2026, 4, 27)
    assert Workdays(removed=[kings_day]).is_workday(kings_day)
    assert Workdays(removed=["Koningsdag"]).is_workday(kings_day)


def test_a_day_may_be_named_and_then_holds_in_every_year() -> None:
    calendar = Workdays(added=["Goede Vrijdag"], removed=["Bevrijdingsdag"])
    assert calendar.is_workday(date(2026, 5, 5))
    assert calendar.is_workday(date(2027, 5, 5))
    assert not calendar.is_workday(date(2026, 4, 3))
    assert not calendar.is_workday(date(2027, 3, 26))


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
        (date(2026, 4, 6), date(2026, 4, 3)),  # Easter Monday to Good Friday
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
        (date(2026, 4, 3), date(2026, 4, 7)),
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


@given(
    st.dates(date(2000, 1, 1), date(2100, 12, 31)),
    st.integers(-60, 800),
    st.sampled_from(HolidayCalendar),
)
def test_reckoning_gives_what_walking_from_day_to_day_gives(
    start: date, days: int, calendar: HolidayCalendar
) -> None:
    workdays = Workdays(added=[start], removed=["Tweede kerstdag"], calendar=calendar)
    walked = (start + timedelta(days=n) for n in range(1, days + 1))
    end = start + timedelta(days=days)
    assert workdays.between(start, end) == sum(map(workdays.is_workday, walked))


class Reckoner(Workdays):
    """A calendar that cannot be asked day by day."""

    def is_workday(self, day: date) -> bool:
        """Refuse."""
        raise AssertionError(f"asked for {day}")


def test_a_century_is_reckoned_and_not_walked() -> None:
    assert Reckoner().between(date(2000, 1, 1), date(2100, 12, 31)) == 25_689
