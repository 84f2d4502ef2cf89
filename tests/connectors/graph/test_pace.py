"""Waiting: for what servers ask, within the time of a round."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from connectors.errors import OutOfTime, Throttled
from connectors.graph.pace import MAX_HOLD, Limits, Pace


@pytest.fixture
def pace(clock: Any) -> Pace:
    return Pace(sleep=clock.sleep, now=clock.now, limits=Limits(100.0))


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
    pace = Pace(sleep=slept.append, now=lambda: moment, limits=Limits())
    pace.hold_off(7.0)
    pace.await_turn("GET /x")
    pace.await_turn("GET /y")
    assert slept == [7.0]


def test_a_wait_too_long_to_sleep_is_reported_at_once(clock: Any) -> None:
    pace = Pace(sleep=clock.sleep, now=clock.now, limits=Limits())
    pace.hold_off(301.0)
    with pytest.raises(Throttled) as raised:
        pace.await_turn("GET /x")
    assert raised.value.wait_seconds == 301.0
    assert "nog 6 minuten rust" in raised.value.advice
    assert clock.slept == []


def test_a_shorter_wait_does_not_shorten_a_longer_one(pace: Pace, clock: Any) -> None:
    pace.hold_off(30.0)
    pace.hold_off(2.0)
    pace.await_turn("GET /x")
    assert clock.slept == [30.0]


def test_what_an_earlier_process_was_told_holds(clock: Any) -> None:
    until = clock.now() + timedelta(seconds=120)
    pace = Pace(sleep=clock.sleep, now=clock.now, limits=Limits(quiet_until=until))
    pace.await_turn("GET /x")
    pace.await_turn("GET /y")
    assert clock.slept == [120.0]


def test_the_next_process_is_told_of_each_later_moment(clock: Any) -> None:
    told: list[datetime] = []
    start = clock.now()
    pace = Pace(sleep=clock.sleep, now=clock.now, limits=Limits(on_quiet=told.append))
    for seconds in (0.0, 30.0, 2.0, 60.0, 60.0):
        pace.hold_off(seconds)
    assert told == [start + timedelta(seconds=30), start + timedelta(seconds=60)]


@pytest.mark.parametrize("seconds", [86_401.0, 999_999_999.0, 1e11])
def test_nobody_is_believed_who_asks_for_more_than_a_day(clock: Any, seconds: float) -> None:
    told: list[datetime] = []
    pace = Pace(sleep=clock.sleep, now=clock.now, limits=Limits(on_quiet=told.append))
    pace.hold_off(seconds)
    assert told == [clock.now() + MAX_HOLD]


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
