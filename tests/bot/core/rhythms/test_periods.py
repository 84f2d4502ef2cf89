"""The times that something returns, each with its period."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.rhythms.frequency import Frequency
from bot.core.rhythms.periods import cycle_after, cycle_before, cycle_of
from bot.core.workdays import local_date

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
FREQUENCIES = st.integers(1, 120).flatmap(
    lambda months: st.builds(Frequency, st.integers(1, months), st.just(months))
)


@pytest.mark.parametrize(
    ("frequency", "day", "cycle", "names"),
    [
        (Frequency(2, 12), date(2027, 3, 1), "2027", ["1e helft 2027", "2e helft 2027"]),
        (Frequency(1, 24), date(2027, 3, 1), "2027-2028", ["2027-2028"]),
        (Frequency(1, 24), date(2028, 2, 29), "2027-2028", ["2027-2028"]),
        (Frequency(1, 24), date(2026, 11, 30), "2025-2026", ["2025-2026"]),
        (Frequency(1, 12), date(2027, 12, 31), "2027", ["2027"]),
        (Frequency(2, 24), date(2028, 1, 1), "2027-2028", ["2027", "2028"]),
        (
            Frequency(4, 12),
            date(2028, 2, 29),
            "2028",
            ["1e kwartaal 2028", "2e kwartaal 2028", "3e kwartaal 2028", "4e kwartaal 2028"],
        ),
        (
            Frequency(3, 12),
            date(2027, 1, 1),
            "2027",
            ["januari t/m april 2027", "mei t/m augustus 2027", "september t/m december 2027"],
        ),
        (
            Frequency(3, 24),
            date(2027, 1, 1),
            "2027-2028",
            ["januari t/m augustus 2027", "september 2027 t/m april 2028", "mei t/m december 2028"],
        ),
    ],
)
def test_a_cycle_has_its_times_by_name(
    frequency: Frequency, day: date, cycle: str, names: list[str]
) -> None:
    found = cycle_of(frequency, day)
    assert found.name == cycle
    assert [period.name for period in found.periods] == names


def test_twelve_times_a_year_is_every_month_and_a_leap_year_has_its_day() -> None:
    months = cycle_of(Frequency(12, 12), date(2028, 5, 5)).periods
    assert [m.name for m in months[:2]] == ["januari 2028", "februari 2028"]
    assert months[1].last == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("frequency", "day", "nudge"),
    [
        (Frequency(2, 12), date(2027, 1, 1), date(2027, 6, 1)),
        (Frequency(1, 24), date(2027, 1, 1), date(2028, 12, 1)),
        (Frequency(4, 12), date(2028, 2, 29), date(2028, 3, 1)),
        (Frequency(6, 12), date(2027, 1, 1), date(2027, 2, 1)),
        (Frequency(12, 12), date(2028, 2, 1), date(2028, 2, 15)),
        (Frequency(12, 12), date(2027, 12, 1), date(2027, 12, 16)),
    ],
)
def test_the_nudge_comes_in_the_last_month_and_never_before_half_of_the_period(
    frequency: Frequency, day: date, nudge: date
) -> None:
    (period,) = [o for o in cycle_of(frequency, day).periods if o.has(day)]
    assert period.nudge_day == nudge


@given(frequency=FREQUENCIES, day=DAYS)
def test_every_day_lies_in_one_period_and_periods_follow_without_a_gap(
    frequency: Frequency, day: date
) -> None:
    cycle = cycle_of(frequency, day)
    every = [o for c in (cycle, cycle_after(frequency, cycle)) for o in c.periods]
    assert len(cycle.periods) == frequency.times
    assert sum(period.has(day) for period in every) == 1
    for one, following in pairwise(every):
        assert following.first == one.last + timedelta(days=1)
    assert len({period.name for period in every}) == len(every)
    assert all(o.first <= o.nudge_day <= o.last for o in every)


@given(frequency=FREQUENCIES, day=DAYS)
def test_before_and_after_lead_back_to_the_same_cycle(frequency: Frequency, day: date) -> None:
    cycle = cycle_of(frequency, day)
    assert cycle_after(frequency, cycle_before(frequency, cycle)) == cycle
    assert cycle_of(frequency, cycle.first) == cycle_of(frequency, cycle.last) == cycle


MINUTES = st.integers(0, 100 * 365 * 24 * 60)


@given(instant=MINUTES.map(lambda n: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(minutes=n)))
def test_the_period_of_an_instant_is_that_of_its_day_in_amsterdam(instant: datetime) -> None:
    """Also in the hours around midnight, in summer and in winter."""
    day = local_date(instant)
    (own,) = [o for o in cycle_of(Frequency(2, 12), day).periods if o.has(day)]
    assert own.name == f"{1 if day.month < 7 else 2}e helft {day.year}"
