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
LEAST_WAIT_SECONDS = 2.0  # also when a server asks for less, or says something unreadable
MAX_WAIT_SECONDS = 300.0  # a call never sleeps longer; a longer Retry-After ends the call

_ENDLESS_SECONDS = 1e9  # more than any clock reckons with
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")

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


def attempts_for(error: GraphError, *, in_haste: bool = False) -> int:
    """How many tries a failure deserves, the first one included.

    in_haste: one, where nothing but patience would help.
    """
    if in_haste and isinstance(error, NoAnswer | ServerFailed):
        return 1
    return MAX_ATTEMPTS_JUST_MADE if isinstance(error, Missing | Denied) else MAX_ATTEMPTS


def wait_seconds(error: GraphError, attempt: int, jitter: Callable[[], float]) -> float:
    """Seconds to hold off after the given attempt (1 is the first): 2, 4, 8 and so on.

    What the server asked is a minimum: coming back early keeps using up the quota (Graph docs,
    "Throttling guidance"). So is the backoff, for a server that asks for little again and again.
    jitter gives 0.0 to 1.0 and keeps workers from coming back together.
    """
    backoff = min(2.0**attempt, MAX_WAIT_SECONDS)
    return max(error.wait_seconds, backoff) + jitter()


def parse_retry_after(header: str | None, *, now: datetime | None) -> float:
    """Seconds to hold off, as the server asked; 0.0 only when it did not ask.

    header: whole seconds or an HTTP date (RFC 9110, 10.2.3); None when absent. Whatever else it
    holds, such as the "30, 120" of two servers that both asked, is a wait as well: the largest
    number in it, and never less than LEAST_WAIT_SECONDS.
    now: aware, for a header that holds a date; None when there is no clock, and a date is then
    worth the least wait.
    """
    text = (header or "").strip()
    if not text:
        return 0.0
    moment = _date_in(text)
    if moment is None:
        seconds = max((float(number) for number in _NUMBER.findall(text)), default=0.0)
    else:
        seconds = (moment - now).total_seconds() if now else 0.0
    return min(max(seconds, LEAST_WAIT_SECONDS), _ENDLESS_SECONDS)


def _date_in(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    # "-0000" means: UTC, by RFC 5322
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def repeat(
    call: Callable[[int], Outcome],
    *,
    kind: Kind,
    sleep: Callable[[float], None],
    jitter: Callable[[], float],
    just_made: bool = False,
    in_haste: bool = False,
) -> Outcome:
    """Make the call until it succeeds or the table says stop; then its last error is raised.

    call: gets the number of the attempt, from 1. sleep may raise to end the waiting. in_haste: as
    of `attempts_for`.
    """
    attempt = 0

    def next_attempt() -> Outcome:
        nonlocal attempt
        attempt += 1
        return call(attempt)

    def again(error: BaseException) -> bool:
        return (
            isinstance(error, GraphError)
            and attempt < attempts_for(error, in_haste=in_haste)
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
