"""What the history tells of a text of ours that people keep changing on a side."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.history import MOST_PUT_BACKS, Change, Lately, Outcome, put_backs_of

BEGIN = datetime(2026, 10, 1, 9, tzinfo=UTC)
OURS = "5.1 Zorg"


def line(day: float, **other: str) -> Change:
    """Somebody changes our title on this day, and that is told."""
    fields = {"side": "planner", "field": "title", "old": OURS, "new": "Anders", **other}
    at = BEGIN + timedelta(days=day)
    return Change.model_validate(
        {"at": at, "run": "r", "code": "5.1", "outcome": Outcome.REPORTED, **fields}
    )


@pytest.mark.parametrize(
    ("days", "today", "expected"),
    [
        ([], 0, Lately(0, is_left=False)),
        ([0, 1, 2], 2, Lately(3, is_left=False)),
        ([0, 1, 2, 3], 3, Lately(0, is_left=True)),
        ([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 9.9, Lately(0, is_left=True)),
        ([0, 1, 2, 3], 10, Lately(0, is_left=False)),
        ([0, 1, 2, 3, 10, 11], 11, Lately(2, is_left=False)),
        ([0, 1, 2, 7], 7, Lately(3, is_left=False)),
        ([0, 4, 8, 12], 12, Lately(2, is_left=False)),
    ],
)
def test_a_text_is_left_for_a_week_from_the_first_change_after_the_last_put_back(
    days: list[float], today: float, expected: Lately
) -> None:
    changes = [line(day) for day in days]
    now = BEGIN + timedelta(days=today)
    assert put_backs_of(changes, "planner", "title", OURS, now) == expected


@pytest.mark.parametrize(
    "other",
    [
        {"side": "outlook"},
        {"field": "card"},
        {"old": "5.1 Een oudere titel"},
        {"outcome": Outcome.LOST},
    ],
)
def test_only_put_backs_of_this_very_text_count(other: dict[str, str]) -> None:
    changes = [line(0, **other) for _ in range(MOST_PUT_BACKS + 1)]
    found = put_backs_of(changes, "planner", "title", OURS, BEGIN)
    assert found == Lately(0, is_left=False)
