"""The worker's duties, and the ticks in which there is nothing to do.

What a tick does follows from three things: what the sides and the calendar show, what the ledger
says, and what time it is. So when a tick changed nothing, and the next one finds all three as they
were, it would change nothing either. It then asks Graph the same questions in one exchange, looks
at one number in the ledger, and books that everything was read: one call, one commit. All else is
for a whole tick, which uses the answers that came.

The time is as it was until the hour is over: midnight, the morning of the reminders and the moment
of a digest all begin an hour. What hangs on a meeting comes so many hours before it, so its minute
ends the calm as well. Nothing that waits longer than an hour is therefore told later than without.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from bot.core.sync.sides import SIDES
from bot.service import jobs
from bot.service.outcomes import ExitCode
from bot.service.runs import book_again
from bot.settings import SettingsErrors
from bot.store.ledger import Ledger
from bot.store.records.meetings import Meeting
from bot.store.records.runs import WHOLE, Run
from bot.sync.recorder import VISIBLE_AFTER
from bot.wiring import House
from connectors.graph.ahead import Read
from connectors.log import get_logger

HOUR = timedelta(hours=1)
NEAR = timedelta(days=11)  # a digest waits for at most 240 hours before its meeting

log = get_logger()


class Done(Protocol):
    """What a job gives. untold: why the coordinator was not told of it; "" for no reason."""

    @property
    def outcome(self) -> ExitCode:
        """How it ended."""
        ...

    @property
    def untold(self) -> str:
        """As said above."""
        ...


@dataclass(frozen=True)
class Calm:
    """What a tick saw that changed nothing, and until when time alone changes nothing either.

    since: the end of that tick; a moment before it shows a clock that was put back. others,
    changed: how often the ledger was written to by others, and by us beyond our books. sides:
    those that were read whole. round: the run of its round.
    """

    asked: Mapping[Read, str]
    others: int
    changed: int
    since: datetime
    until: datetime
    sides: Sequence[str]
    round: Run


@dataclass
class Ticks:
    """The duties of one worker, tick by tick."""

    house: House
    _calm: Calm | None = None
    _usual: Sequence[Read] = ()
    _others: int = field(init=False, default=-1)
    _changed: int = field(init=False, default=-1)
    _is_whole: bool = field(init=False, default=False)

    def is_still(self) -> bool:
        """Begin a tick: say whether it has nothing to do, and then book it.

        Raises StoreError.
        """
        house, calm, now = self.house, self._calm, self.house.now()
        self._calm, self._is_whole = None, True
        with house.store.read() as ledger:
            self._others = self._written_by_others(ledger)
        self._changed = house.store.changed
        house.graph.start_round()
        asked = house.graph.read_ahead(self._usual, good=self._is_ours)
        if calm is None or not calm.since <= now < calm.until:
            return False
        if (calm.asked, calm.others, calm.changed) != (asked, self._others, self._changed):
            return False
        house.graph.reads.start()  # nobody needs what is at hand
        book_again(house, calm.round, calm.sides, now)
        jobs.give_sign_of_life(house)
        log.info("still", outcome=calm.round.outcome)
        self._calm = calm
        return True

    def sync(self) -> None:
        """Do a round."""
        self._do(lambda: [jobs.sync(self.house)])

    def remind(self) -> None:
        """Remind who is to be reminded; that is no quiet tick, whatever came of it."""
        self._is_whole = False
        jobs.remind(self.house)

    def digest(self) -> None:
        """Mail the digests that are due; what lacks a setting lacks it the next time as well."""
        was_whole = self._is_whole
        try:
            self._do(lambda: jobs.every_digest(self.house))
        except SettingsErrors:
            self._is_whole = was_whole
            raise

    def end(self) -> None:
        """End a tick in which all duties were done. Raises StoreError."""
        reads = self.house.graph.reads
        self._usual = list(reads.asked)
        if not self._is_whole or not reads.has_only_read:
            return
        with self.house.store.read() as ledger:
            before = (self._others, self._changed)
            if before == (self._written_by_others(ledger), self.house.store.changed):
                self._calm = self._calm_of(ledger, dict(reads.asked))

    def _do(self, job: Callable[[], Iterable[Done]]) -> None:
        was_whole, self._is_whole = self._is_whole, False
        done = list(job())
        self._is_whole = was_whole and all(d.outcome in WHOLE and not d.untold for d in done)

    def _calm_of(self, ledger: Ledger, asked: Mapping[Read, str]) -> Calm | None:
        """What the next tick may find unchanged; None when something is still under way."""
        now = self.house.now()
        last = ledger.runs.latest_whole("sync", now)
        pending = [intent for side in SIDES for intent in ledger.intents.unsettled(side)]
        if last is None or pending or ledger.sends.unsettled():
            return None
        read = ledger.readings.all().values()
        return Calm(
            asked=asked,
            others=self._others,
            changed=self._changed,
            since=now,
            until=min(_next_moments(ledger, now)),
            sides=[side.side for side in read if side.read_at and side.read_at >= last.started_at],
            round=last,
        )

    def _written_by_others(self, ledger: Ledger) -> int:
        return ledger.version.number() - self.house.store.written

    def _is_ours(self) -> bool:
        """Whether nobody else wrote since this tick began: else a round may have come between."""
        with self.house.store.read() as ledger:
            return self._written_by_others(ledger) == self._others


def _next_moments(ledger: Ledger, now: datetime) -> list[datetime]:
    """The moments after now at which something may be otherwise by time alone.

    Of what was linked a moment ago, its absence proves nothing; see VISIBLE_AFTER.
    """
    seen = [
        link.linked_at + VISIBLE_AFTER for side in SIDES for link in ledger.links.all(side).values()
    ]
    hours = [now.replace(minute=0, second=0, microsecond=0)]
    hours += [moment for meeting in ledger.meetings.all() for moment in _clocks(meeting, now)]
    return [at for at in seen if at > now] + [at + HOUR * (1 + (now - at) // HOUR) for at in hours]


def _clocks(meeting: Meeting, now: datetime) -> list[datetime]:
    """The moments from which hours are counted to a meeting, or since it was called off."""
    if not now - HOUR < meeting.start < now + NEAR:
        return []
    called_off = [meeting.seen_at] if meeting.state == "cancelled" else []
    return [meeting.start, *called_off]
