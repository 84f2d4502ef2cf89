"""What may be repeated, after how long: the rules, and the loop that follows them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import (
    BadReply,
    Denied,
    Fenced,
    GraphError,
    LimitReached,
    Missing,
    NoAnswer,
    OutOfTime,
    Refused,
    ServerFailed,
    SignInFailed,
    Stale,
    Throttled,
    Unreachable,
    Untrusted,
)
from connectors.graph.retry import (
    LEAST_WAIT_SECONDS,
    MAX_ATTEMPTS,
    MAX_WAIT_SECONDS,
    Kind,
    RetryDecision,
    decide,
    parse_retry_after,
    repeat,
    wait_seconds,
)

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
ALWAYS = set(Kind)
HARMLESS = {Kind.READ, Kind.IDEMPOTENT_POST}


@pytest.mark.parametrize(
    ("failure", "repeated"),
    [
        (Throttled, ALWAYS),
        (Unreachable, ALWAYS),
        (NoAnswer, HARMLESS),
        (ServerFailed, HARMLESS),
        (Untrusted, set()),
        (SignInFailed, set()),
        (Denied, set()),
        (LimitReached, set()),
        (Missing, set()),
        (Stale, set()),
        (Refused, set()),
        (BadReply, set()),
        (Fenced, set()),
        (OutOfTime, set()),
    ],
)
def test_the_table(failure: type[GraphError], repeated: set[Kind]) -> None:
    """Only what was certainly not carried out, or does no harm twice, is repeated."""
    found = {kind for kind in Kind if decide(kind, failure("GET /x")) is RetryDecision.REPEAT}
    assert found == repeated


@pytest.mark.parametrize("failure", [Missing, Denied])
def test_what_we_just_made_may_take_a_moment_to_show(failure: type[GraphError]) -> None:
    assert decide(Kind.READ, failure("GET /x"), just_made=True) is RetryDecision.REPEAT
    assert decide(Kind.READ, failure("GET /x")) is RetryDecision.GIVE_UP


def test_a_wait_longer_than_a_call_may_last_ends_the_call() -> None:
    error = Throttled("GET /x", wait_seconds=MAX_WAIT_SECONDS + 1)
    assert decide(Kind.READ, error) is RetryDecision.GIVE_UP


def test_backoff_doubles_up_to_five_minutes_and_jitter_is_added() -> None:
    error = ServerFailed("GET /x")
    waits = [wait_seconds(error, attempt, lambda: 0.5) for attempt in (1, 2, 3, 9)]
    assert waits == [2.5, 4.5, 8.5, 300.5]


def test_what_the_server_asks_is_a_minimum() -> None:
    assert wait_seconds(Throttled("GET /x", wait_seconds=30.0), 1, lambda: 0.25) == 30.25


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, 0.0),
        ("", 0.0),
        ("17", 17.0),
        (" 17 ", 17.0),
        ("Mon, 02 Nov 2026 09:00:30 GMT", 30.0),
        ("Mon, 02 Nov 2026 09:00:30 -0000", 30.0),
        ("Mon, 02 Nov 2026 08:59:00 GMT", LEAST_WAIT_SECONDS),
        ("Monday, 02-Nov-26 09:00:30 GMT", 30.0),
        ("0", LEAST_WAIT_SECONDS),
        ("1", LEAST_WAIT_SECONDS),
        ("30,120", 120.0),
        ("120, 30", 120.0),
        ("30.5", 30.5),
        ("120 seconds", 120.0),
        ("-5", 5.0),
        ("9" * 400, 1e9),
        ("soon", LEAST_WAIT_SECONDS),
        ("١٧", LEAST_WAIT_SECONDS),
        ("Mon, 02 Nov 99999 09:00:30 GMT", 99999.0),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str | None, seconds: float) -> None:
    assert parse_retry_after(header, now=NOW) == seconds


@given(st.integers(0, 86_400))
def test_a_date_and_the_same_number_of_seconds_mean_the_same(seconds: int) -> None:
    date = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)
    assert parse_retry_after(date, now=NOW) == parse_retry_after(str(seconds), now=NOW)


@given(st.text())
def test_no_header_makes_it_raise_or_come_back_at_once(header: str) -> None:
    asked = parse_retry_after(header, now=NOW)
    assert asked >= LEAST_WAIT_SECONDS or not header.strip()


def test_a_date_without_a_clock_is_the_least_wait() -> None:
    asked = parse_retry_after("Mon, 02 Nov 2026 09:00:30 GMT", now=None)
    assert asked == LEAST_WAIT_SECONDS


def test_a_server_that_asks_for_little_again_and_again_is_given_more_each_time() -> None:
    error = Throttled("GET /x", wait_seconds=2.0)
    assert [wait_seconds(error, attempt, lambda: 0.0) for attempt in (1, 2, 3)] == [2.0, 4.0, 8.0]


class Calls:
    """A call that fails as told, then succeeds."""

    def __init__(self, *failures: GraphError) -> None:
        self.failures: Iterator[GraphError] = iter(failures)
        self.attempts: list[int] = []

    def __call__(self, attempt: int) -> str:
        """Fail with the next failure, if any is left."""
        self.attempts.append(attempt)
        for failure in self.failures:
            raise failure
        return "done"


def run(calls: Calls, slept: list[float], kind: Kind = Kind.READ) -> str:
    return repeat(calls, kind=kind, sleep=slept.append, jitter=lambda: 0.0)


def test_repeats_until_it_succeeds() -> None:
    calls, slept = Calls(ServerFailed("x"), Throttled("x", wait_seconds=9.0)), list[float]()
    assert run(calls, slept) == "done"
    assert calls.attempts == [1, 2, 3]
    assert slept == [2.0, 9.0]


def test_gives_up_with_the_last_failure_itself() -> None:
    failures = [ServerFailed("x", status=500 + number) for number in range(MAX_ATTEMPTS)]
    calls, slept = Calls(*failures), list[float]()
    with pytest.raises(ServerFailed) as raised:
        run(calls, slept)
    assert raised.value is failures[-1]
    assert slept == [2.0, 4.0, 8.0, 16.0, 32.0]


def test_a_create_is_made_once_when_no_answer_comes() -> None:
    calls, slept = Calls(NoAnswer("x")), list[float]()
    with pytest.raises(NoAnswer):
        run(calls, slept, Kind.ONCE_ONLY)
    assert calls.attempts == [1]
    assert slept == []


def test_other_errors_pass_at_once() -> None:
    def broken(_: int) -> str:
        raise KeyError("ours")

    with pytest.raises(KeyError):
        repeat(broken, kind=Kind.READ, sleep=lambda _: None, jitter=lambda: 0.0)
