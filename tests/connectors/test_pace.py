"""Waiting: for what servers ask, within the time of a round."""

from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.errors import OutOfTime, Throttled
from connectors.pace import Pace


@pytest.fixture
def pace(clock: Any) -> Pace:
    return Pace(sleep=clock.sleep, now=clock.now, budget_seconds=100.0)


def test_what_one_call_is_told_holds_for_the_next(pace: Pace, clock: Any) -> None:
    pace.hold_off(7.0)
    pace.await_turn("GET /x")
    pace.await_turn("GET /y")
    assert clock.slept == [7.0]


def test_time_that_has_passed_anyway_is_not_waited_again(pace: Pace, clock: Any) -> None:
    pace.hold_off(7.0)
    clock.sleep(5.0)
    pace.await_turn("GET /x")
    assert clock.slept == [5.0, 2.0]


def test_a_clock_that_stands_still_waits_once() -> None:
    """Rehearsals pin the clock; they must neither hang nor wait before every call."""
    slept: list[float] = []
    moment = datetime(2026, 11, 2, tzinfo=UTC)
    pace = Pace(sleep=slept.append, now=lambda: moment, budget_seconds=None)
    pace.hold_off(7.0)
    pace.await_turn("GET /x")
    pace.await_turn("GET /y")
    assert slept == [7.0]


def test_a_wait_too_long_to_sleep_is_reported_at_once(clock: Any) -> None:
    pace = Pace(sleep=clock.sleep, now=clock.now, budget_seconds=None)
    pace.hold_off(301.0)
    with pytest.raises(Throttled) as raised:
        pace.await_turn("GET /x")
    assert raised.value.wait_seconds == 301.0
    assert clock.slept == []


def test_no_wait_goes_beyond_the_round(pace: Pace, clock: Any) -> None:
    pace.pause(99.0, "GET /x")
    with pytest.raises(OutOfTime):
        pace.pause(1.0, "GET /x")
    assert clock.slept == [99.0]
    clock.sleep(1.0)
    with pytest.raises(OutOfTime):
        pace.await_turn("GET /x")
    pace.start_round()
    pace.await_turn("GET /x")
