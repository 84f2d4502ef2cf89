"""Says whether a call may be repeated, and after how long.

Pure rules, and one loop that sleeps with the `sleep` it is given. The rules rest on one question:
could the server have carried out the call we got no answer to? Graph has no idempotency key for
Planner tasks or for sending mail, so a create or a send is never repeated on a guess.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt

from connectors.errors import (
    Denied,
    GraphError,
    Missing,
    NoAnswer,
    ServerFailed,
    Throttled,
    Unreachable,
)

MAX_ATTEMPTS = 6  # first try included: 2 + 4 + 8 + 16 + 32 seconds of patience
MAX_ATTEMPTS_JUST_MADE = 3  # "short retries" for what is not visible yet
MAX_WAIT_SECONDS = 300.0  # a call never sleeps longer; a longer Retry-After ends the call

Outcome = TypeVar("Outcome")


class Kind(StrEnum):
    """What a repeat of the call would do."""

    READ = "read"
    CONDITIONAL_WRITE = "conditional write"  # PATCH or DELETE with If-Match
    IDEMPOTENT_POST = "idempotent post"  # a second one is harmless, such as a draft
    ONCE_ONLY = "once only"  # create, send: a second one is seen by people


class RetryDecision(StrEnum):
    """What to do after a failure."""

    REPEAT = "repeat"
    GIVE_UP = "give up"


_YES, _NO = RetryDecision.REPEAT, RetryDecision.GIVE_UP

# What is not in this table is given up: repeating it gives the same answer. A write that is given
# up with an unknown outcome goes back to the caller, who reads, compares and then decides.
_COLUMNS = (Kind.READ, Kind.CONDITIONAL_WRITE, Kind.IDEMPOTENT_POST, Kind.ONCE_ONLY)
_TABLE: dict[
    type[GraphError], tuple[RetryDecision, RetryDecision, RetryDecision, RetryDecision]
] = {
    # failure       read  conditional  idempotent  once only
    Throttled: (_YES, _YES, _YES, _YES),  # was not carried out
    Unreachable: (_YES, _YES, _YES, _YES),  # was not sent
    NoAnswer: (_YES, _NO, _YES, _NO),  # unknown
    ServerFailed: (_YES, _NO, _YES, _NO),  # unknown
}


def decide(kind: Kind, error: GraphError, *, just_made: bool = False) -> RetryDecision:
    """Repeat the call, or give up.

    just_made: the object was created moments ago, by us; Graph may not show it yet, so a 404 or
    403 is worth another try (Graph docs, "Known issues": delays after creation).
    """
    if error.wait_seconds > MAX_WAIT_SECONDS:
        return RetryDecision.GIVE_UP
    if just_made and isinstance(error, Missing | Denied):
        return RetryDecision.REPEAT
    if not error.worth_retry:
        return RetryDecision.GIVE_UP
    for ancestor in type(error).__mro__:  # Unreachable has a row of its own beside NoAnswer
        if ancestor in _TABLE:
            return _TABLE[ancestor][_COLUMNS.index(kind)]
    return RetryDecision.GIVE_UP


def attempts_for(error: GraphError) -> int:
    """How many tries a failure deserves, the first one included."""
    return MAX_ATTEMPTS_JUST_MADE if isinstance(error, Missing | Denied) else MAX_ATTEMPTS


def wait_seconds(error: GraphError, attempt: int, jitter: Callable[[], float]) -> float:
    """Seconds to hold off after the given attempt (1 is the first): 2, 4, 8 and so on.

    What the server asked is a minimum: coming back early keeps using up the quota (Graph docs,
    "Throttling guidance"). jitter gives 0.0 to 1.0 and keeps workers from coming back together.
    """
    backoff = min(2.0**attempt, MAX_WAIT_SECONDS)
    return (error.wait_seconds or backoff) + jitter()


def parse_retry_after(header: str | None, *, now: datetime) -> float:
    """Seconds to hold off, as the server asked.

    header: whole seconds or an HTTP date; None when absent.
    now: aware; read only when the header holds a date.
    Returns 0.0 when there is no header, the moment has passed, or it cannot be read: the caller
    then backs off by itself. Source: RFC 9110, 10.2.3; Graph docs, "Throttling guidance".
    """
    text = (header or "").strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    if moment.tzinfo is None:  # "-0000" means: UTC, by RFC 5322
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def repeat(
    call: Callable[[int], Outcome],
    *,
    kind: Kind,
    sleep: Callable[[float], None],
    jitter: Callable[[], float],
    just_made: bool = False,
) -> Outcome:
    """Make the call until it succeeds or the table says stop; then its last error is raised.

    call: gets the number of the attempt, from 1. sleep may raise to end the waiting.
    """
    attempt = 0

    def next_attempt() -> Outcome:
        nonlocal attempt
        attempt += 1
        return call(attempt)

    def again(error: BaseException) -> bool:
        return (
            isinstance(error, GraphError)
            and attempt < attempts_for(error)
            and decide(kind, error, just_made=just_made) is RetryDecision.REPEAT
        )

    def pause(state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        return wait_seconds(error, attempt, jitter) if isinstance(error, GraphError) else 0.0

    policy = Retrying(
        sleep=sleep,
        wait=pause,
        retry=retry_if_exception(again),
        stop=stop_after_attempt(MAX_ATTEMPTS),
        reraise=True,
    )
    return policy(next_attempt)
