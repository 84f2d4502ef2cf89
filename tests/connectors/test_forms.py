"""Graph's own forms of values, there and back."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import BadReply
from connectors.forms import (
    order_hint_after,
    read_instant,
    read_reference_key,
    reference_key,
)


def test_a_link_becomes_a_key_as_the_documentation_shows() -> None:
    url = "https://www.gemeente.nl/beleid?id=1#p2"
    assert reference_key(url) == "https%3A//www%2Egemeente%2Enl/beleid?id=1%23p2"


def test_an_encoded_blank_in_a_link_survives() -> None:
    """Encoding the percent sign last, or not at all, loses it."""
    url = "https://gemeente.nl/plan%20van%20aanpak.pdf"
    assert reference_key(url) == "https%3A//gemeente%2Enl/plan%2520van%2520aanpak%2Epdf"
    assert read_reference_key(reference_key(url)) == url


@given(st.text())
def test_every_link_comes_back(url: str) -> None:
    url = url.encode("utf-8", "ignore").decode()
    key = reference_key(url)
    assert read_reference_key(key) == url
    assert not set(key) & set(".:@#")


def test_hints_sort_after_each_other_as_the_formula_says() -> None:
    first = order_hint_after("")
    assert first == " !"
    assert order_hint_after(first) == " ! !"
    assert order_hint_after("8586") == "8586 !"


@pytest.mark.parametrize(
    ("zone", "text", "utc"),
    [
        ("UTC", "2026-10-05T09:00:00.0000000", (2026, 10, 5, 9)),
        ("W. Europe Standard Time", "2026-10-05T09:00:00.0000000", (2026, 10, 5, 7)),
        ("W. Europe Standard Time", "2026-12-07T09:00:00.0000000", (2026, 12, 7, 8)),
        ("Europe/Amsterdam", "2026-10-05T09:00:00", (2026, 10, 5, 7)),
        ("GMT Standard Time", "2026-10-05T09:00:00", (2026, 10, 5, 8)),
        ("tzone://Microsoft/Utc", "2026-10-05T09:00:00", (2026, 10, 5, 9)),
        ("tzone://Microsoft/Custom", "2026-10-05T09:00:00", (2026, 10, 5, 7)),
        ("UTC", "2026-10-05T09:00:00Z", (2026, 10, 5, 9)),
        ("W. Europe Standard Time", "2026-10-05T09:00:00+00:00", (2026, 10, 5, 9)),
    ],
)
def test_a_zoned_time_is_a_moment(zone: str, text: str, utc: tuple[int, int, int, int]) -> None:
    moment = read_instant({"dateTime": text, "timeZone": zone})
    assert moment == datetime(*utc, tzinfo=UTC)
    assert moment.utcoffset() is not None


def test_a_dutch_midnight_stays_on_its_day() -> None:
    """All-day events start at local midnight, which is the day before in UTC."""
    moment = read_instant(
        {"dateTime": "2026-10-05T00:00:00.0000000", "timeZone": "W. Europe Standard Time"}
    )
    assert moment.date().isoformat() == "2026-10-05"
    assert moment.utcoffset() == timedelta(hours=2)


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"dateTime": "2026-10-05T09:00:00"},
        {"dateTime": None, "timeZone": "UTC"},
        {"dateTime": "morgen", "timeZone": "UTC"},
        {"dateTime": "2026-10-05T09:00:00", "timeZone": "Middle-earth Standard Time"},
        {"dateTime": "2026-10-05T09:00:00", "timeZone": "../../etc/passwd"},
        {"dateTime": "2026-10-05T09:00:00", "timeZone": ""},
    ],
)
def test_an_unknown_zone_or_time_is_not_guessed(value: dict[str, object]) -> None:
    with pytest.raises(BadReply):
        read_instant(value)
