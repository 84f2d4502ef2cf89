"""The worker of an installation under test, a tick at a time."""

import threading
from dataclasses import dataclass, field
from functools import cached_property

from support.installation import Office

from bot.service.loop import Duties, Worker
from bot.service.ticks import Ticks
from bot.wiring import House


class _Over(threading.Event):
    """Ends the worker where it would wait for its next tick."""

    def wait(self, timeout: float | None = None) -> bool:  # noqa: ARG002 - as of an Event
        """Say that it is told to stop."""
        return True


@dataclass
class Shift:
    """One process that works for an office. is_calm: whether it may skip what would do nothing.

    stills: of each tick, whether it was skipped. failed: the jobs that raised, and what.
    """

    office: Office
    is_calm: bool = True
    changes: dict[str, str] = field(default_factory=dict)
    stills: list[bool] = field(default_factory=list)
    failed: list[tuple[str, Exception]] = field(default_factory=list)

    @cached_property
    def house(self) -> House:
        """Its process."""
        return self.office.house(**self.changes)

    @cached_property
    def _ticks(self) -> Ticks:
        return Ticks(self.house)

    def tick(self, *, minutes: float = 5) -> bool:
        """Let so much time pass and do one tick; say whether it had nothing to do."""
        self.office.clock.forward(minutes=minutes)
        ticks = self._ticks
        calm = (self._is_still, ticks.end) if self.is_calm else ()
        Worker(
            duties=Duties(ticks.sync, ticks.remind, ticks.digest, *calm),
            store=self.house.store,
            workdays=self.house.workdays,
            now=self.office.clock.now,
            stop=_Over(),
            report=lambda job, error: self.failed.append((job, error)),
        ).run()
        return self.is_calm and self.stills[-1]

    def settle(self) -> None:
        """Tick until there is nothing to do. Fails when that takes long."""
        assert any(self.tick() for _ in range(8)), self.failed

    def _is_still(self) -> bool:
        self.stills.append(False)
        self.stills[-1] = self._ticks.is_still()
        return self.stills[-1]
