"""When the next call may go: the waits that servers ask for, and the time budget of a round.

The only place in the connectors that sleeps, with the `sleep` it is given.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from connectors.errors import OutOfTime, Throttled
from connectors.graph.retry import MAX_WAIT_SECONDS
from connectors.graph.session import CONNECT_SECONDS, READ_SECONDS

MAX_HOLD = timedelta(days=1)  # a server that asks for more is mistaken, or its clock or ours is

OnQuiet = Callable[[datetime], None]
"""Told until when to hold off, each time that moment moves later."""


def forget(_until: datetime) -> None:
    """Remember nothing: the end of the process is the end of a wait."""


@dataclass(frozen=True)
class Limits:
    """How long a client may take, and how long it holds off.

    budget_seconds: the time of one round, from construction or `start_round`; None for no limit.
    quiet_until: no call goes before this moment, which an earlier process was told. on_quiet: told
    of every later such moment, for the next process; it is called during a call. timeouts: seconds
    to connect, and seconds between two pieces of an answer.
    """

    budget_seconds: float | None = None
    quiet_until: datetime | None = None
    on_quiet: OnQuiet = forget
    timeouts: tuple[float, float] = (CONNECT_SECONDS, READ_SECONDS)


class Pace:
    """Holds off all calls of one client together.

    A wait asked of one call is kept by every later one, since they share one quota (Graph docs,
    "Throttling guidance").
    """

    def __init__(
        self,
        *,
        sleep: Callable[[float], None],
        now: Callable[[], datetime],
        limits: Limits,
    ) -> None:
        self._sleep = sleep
        self._now = now
        self._limits = limits
        self._quiet_until = limits.quiet_until
        self.start_round()

    def start_round(self) -> None:
        """Start the time budget anew."""
        budget = self._limits.budget_seconds
        self._deadline = None if budget is None else self._now() + timedelta(seconds=budget)

    def await_turn(self, call: str) -> None:
        """Sit out what an earlier call was told to wait.

        Raises OutOfTime when the round is over, Throttled when the wait is too long to sleep.
        """
        if self._deadline is not None and self._now() >= self._deadline:
            raise OutOfTime(call)
        if self._quiet_until is None:
            return
        remaining = (self._quiet_until - self._now()).total_seconds()
        if remaining > MAX_WAIT_SECONDS:
            raise _still_quiet(call, remaining)
        if remaining > 0:
            self.pause(remaining, call)

    def hold_off(self, seconds: float) -> None:
        """Keep every later call waiting this long; a longer wait that was asked before stands."""
        if seconds <= 0:
            return
        until = self._now() + min(timedelta(seconds=seconds), MAX_HOLD)
        if self._quiet_until is None or until > self._quiet_until:
            self._quiet_until = until
            self._limits.on_quiet(until)

    def pause(self, seconds: float, call: str) -> None:
        """Sleep. Raises OutOfTime at once when the round would be over on waking."""
        awake = self._now() + timedelta(seconds=seconds)
        if self._deadline is not None and awake >= self._deadline:
            raise OutOfTime(call, reason=f"no time to wait {seconds:.0f} s")
        self._sleep(seconds)
        if self._quiet_until is not None and self._quiet_until <= awake:
            self._quiet_until = None  # waited out, also for a rehearsal clock that stands still


def _still_quiet(call: str, seconds: float) -> Throttled:
    error = Throttled(call, reason="still holding off", wait_seconds=seconds)
    error.advice = (
        f"Microsoft 365 vraagt om nog {ceil(seconds / 60)} minuten rust. "
        "Probeer het daarna opnieuw; de dienst doet dat vanzelf."
    )
    return error
