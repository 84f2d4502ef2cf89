"""Until when Microsoft wants no calls from us, remembered over restarts.

Coming back before a Retry-After has passed keeps using up the quota (Graph docs, "Throttling
guidance"), and a worker that is restarted, or the next command, would do just that. Remembering is
a courtesy: a database that cannot be used is the concern of whoever needs it, not of this module.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.store.database import Store
from bot.store.errors import StoreError
from bot.store.ledger import Ledger
from connectors.log import get_logger

SERVICE = "graph"

log = get_logger()


@dataclass(frozen=True)
class QuietMemory:
    """Keeps one moment in the ledger.

    store: opens it; now: the real time; longest: no service asks for more than this.
    """

    store: Callable[[], Store]
    now: Callable[[], datetime]
    longest: timedelta

    def recall(self) -> datetime | None:
        """Give the moment before which no call may go; None when there is none."""
        try:
            with self.store().read() as ledger:
                return self._known(ledger)
        except StoreError:
            log.warning("quiet not recalled")
            return None

    def remember(self, until: datetime) -> None:
        """Write the moment down, unless another process was told of a later one.

        Not to be called inside a unit of work.
        """
        try:
            with self.store().begin() as ledger:
                known = self._known(ledger)
                if known is None or until > known:
                    ledger.quiet.put(SERVICE, until)
        except StoreError:
            log.warning("quiet not remembered")

    def _known(self, ledger: Ledger) -> datetime | None:
        """Read the moment. One too far ahead was written while the clock here was wrong."""
        until = ledger.quiet.until(SERVICE)
        return until if until and until <= self.now() + self.longest else None
