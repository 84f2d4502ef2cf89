"""The period of a report: whole days in Amsterdam, counted by the quarter or by the month."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.annual.span import Span, end_of
from bot.core.workdays import AMSTERDAM, local_date


def test_a_year_is_whole_days_also_a_leap_year() -> None:
    leap = Span.of_year(2028)
    assert (leap.begins_at, leap.ends_at) == (
        datetime(2028, 1, 1, tzinfo=AMSTERDAM),
        datetime(2029, 1, 1, tzinfo=AMSTERDAM),
    )
    assert leap.has(date(2028, 2, 29))
    assert not leap.has(date(2029, 1, 1))


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (Span.of_year(2026), "2026"),
        (Span(date(2026, 1, 1), date(2026, 6, 30)), "1 januari 2026 tot en met 30 juni 2026"),
    ],
)
def test_it_is_told_in_words(span: Span, words: str) -> None:
    assert span.words == words


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ((2026, 1, 1), (2026, 12, 31), [(3, 31), (6, 30), (9, 30), (12, 31)]),
        ((2028, 1, 1), (2028, 4, 10), [(1, 31), (2, 29), (3, 31), (4, 10)]),
        ((2026, 2, 3), (2026, 2, 3), [(2, 3)]),
        ((2026, 1, 1), (2026, 11, 24), [(3, 31), (6, 30), (9, 30), (11, 24)]),
    ],
)
def test_the_list_is_counted_at_the_end_of_quarters_or_months(
    first: tuple[int, int, int], last: tuple[int, int, int], days: list[tuple[int, int]]
) -> None:
    found = Span(date(*first), date(*last)).counting_days()
    assert [(day.month, day.day) for day in found] == days


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 800))
def test_the_days_lie_in_it_and_the_last_is_its_last(first: date, length: int) -> None:
    span = Span(first, first + timedelta(days=length))
    days = span.counting_days()
    assert list(days) == sorted(set(days))
    assert all(span.has(day) for day in days)
    assert days[-1] == span.last
    assert local_date(end_of(first)) == first + timedelta(days=1)


def test_what_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="niet voor zij begint"):
        Span(date(2026, 2, 1), date(2026, 1, 1))
