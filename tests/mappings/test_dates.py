"""The days that people type: read in their own ways, refused in a sentence."""

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from mappings.dates import DateWindow, NoDate, NoSuchDay, OutOfBounds, read_day

DAY = dt.date(2027, 6, 15)
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december"


@pytest.mark.parametrize(
    "text",
    [
        *("2027-06-15", "2027-6-15", "15-06-2027", "15-6-2027", "15/6/2027", "15.06.2027"),
        *("15 6 2027", "15 juni 2027", "15 Juni  2027", "15 jun. 2027", "dinsdag 15 juni 2027"),
        *("di 15 juni 2027", "Di. 15 jun 2027", " 15\u00a0juni 2027 "),
    ],
)
def test_a_day_is_read_in_the_ways_people_write_it(text: str) -> None:
    assert read_day(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        *("2027-W24-2", "20270615", "2027-166", "15-06-27", "15-06/2027", "15 juno 2027"),
        *("2027-06-15T10:00", "morgen", "", "15 juni", "１5-06-2027", "juni 2027"),
    ],
)
def test_what_only_a_program_writes_or_leaves_a_doubt_is_no_date(text: str) -> None:
    with pytest.raises(NoDate, match="is geen datum"):
        read_day(text)


@pytest.mark.parametrize("text", ["2027-02-29", "31-04-2027", "0 juni 2027", "15-13-2027"])
def test_a_day_that_is_not_on_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(NoSuchDay, match="is geen dag die bestaat"):
        read_day(text)


def test_a_day_of_the_week_that_does_not_fit_is_a_slip() -> None:
    with pytest.raises(NoSuchDay, match="die dag is een dinsdag"):
        read_day("ma 15 juni 2027")


@pytest.mark.parametrize("text", ["2206-01-01", "9999-12-31", "1-1-1999", "0000-01-01"])
def test_a_year_that_nobody_means_is_refused_by_the_window(text: str) -> None:
    with pytest.raises(OutOfBounds, match="2000 tot en met 2100"):
        read_day(text)


def test_a_window_lies_within_the_years_whose_holidays_are_known() -> None:
    assert str(DateWindow(first_year=2020, last_year=2040)) == "2020 tot en met 2040"
    upside_down = {"first_year": 2041, "last_year": 2040}
    for years in ({"first_year": 1999}, {"last_year": 2101}, upside_down):
        with pytest.raises(ValidationError):
            DateWindow.model_validate(years)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31)))
def test_every_day_of_the_window_is_read_back_however_it_is_written(day: dt.date) -> None:
    month = MONTHS.split()[day.month - 1]
    short = "mrt" if month == "maart" else month[:3]
    texts = [day.isoformat(), f"{day:%d-%m-%Y}"]
    texts += [f"{day.day} {name} {day.year}" for name in (month, short)]
    assert [read_day(text) for text in texts] == [day] * 4


@given(st.text(max_size=30))
@example("2000-1-1")
def test_any_text_is_a_day_or_refused_in_a_sentence_and_never_breaks(text: str) -> None:
    try:
        told = str(read_day(text).year)
    except (NoDate, NoSuchDay, OutOfBounds) as refused:
        told = str(refused)
    assert told in text or told.startswith(f"'{text}'")
