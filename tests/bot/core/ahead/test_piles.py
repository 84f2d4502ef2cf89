"""Piles of deadlines: named, and spread without anything being put off."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.ahead.piles import NOTICE, PILE, Pile, find_piles
from bot.core.workdays import Workdays
from mappings.canonical import Action, Due, Status

TODAY = date(2026, 9, 1)
END = date(2026, 12, 31)
LAST = date(2027, 9, 1)


def actions(*dues: str, status: Status | None = Status.RUNNING, begin: int = 1) -> list[Action]:
    return [
        Action(code=f"1.{n}", title=f"Actie {n}", text="Tekst", due=Due.parse(due), status=status)
        for n, due in enumerate(dues, begin)
    ]


def piles(found: Sequence[Action], today: date = TODAY) -> tuple[Pile, ...]:
    return find_piles(found, today, LAST, Workdays())


def test_the_last_day_of_a_year_is_a_pile_in_whatever_words() -> None:
    (pile,) = piles(actions("2026", "2026-12-31", "2026", "2027-03-31", "Continue", ""))
    assert pile.day == END
    assert [step.action.code for step in pile.steps] == ["1.1", "1.2", "1.3"]
    assert [step.day for step in pile.steps] == [date(2026, 10, 30), date(2026, 11, 30), END]


@pytest.mark.parametrize("status", [Status.DONE, Status.DROPPED])
def test_what_is_over_makes_no_pile(status: Status) -> None:
    assert piles(actions("2026", "2026", "2026", status=status)) == ()
    assert piles(actions("2026", "2026")) == ()
    assert piles(actions("2026-08-31", "2026-08-31", "2026-08-31")) == ()


def test_what_is_furthest_goes_first() -> None:
    waiting = actions("2026", "2026", status=Status.PLANNED)
    (pile,) = piles([*waiting, *actions("2026", begin=3)])
    assert [step.action.code for step in pile.steps] == ["1.3", "1.1", "1.2"]


def test_where_time_is_short_nothing_is_proposed() -> None:
    (pile,) = piles(actions("2026", "2026", "2026"), today=date(2026, 11, 20))
    assert pile.proposed == ()


@given(
    count=st.integers(PILE, 40),
    away=st.integers(0, 360),
    start=st.dates(date(2024, 1, 1), date(2030, 1, 1)),
)
def test_a_spread_never_puts_off_and_never_hurries(count: int, away: int, start: date) -> None:
    day = start + timedelta(days=away)
    (pile,) = find_piles(
        actions(*[day.isoformat()] * count), start, start + timedelta(days=400), Workdays()
    )
    days = [step.day for step in pile.steps]
    assert days == sorted(days)
    assert days[-1] == day
    for moved in pile.proposed:
        assert start + NOTICE <= moved.day < day
        assert Workdays().is_workday(moved.day)
