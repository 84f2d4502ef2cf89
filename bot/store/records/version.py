"""How often the ledger was written to, by whatever process: the one thing to read to see that."""

import sqlalchemy as sa

from bot.store.statements import update_one
from bot.store.tables import ledger_version


class LedgerVersion:
    """One number, moved by every unit of work that writes; see `bot.store.database`."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def number(self) -> int:
        """Return how many units of work have written so far."""
        return int(self._connection.execute(sa.select(ledger_version.c.number)).scalar_one())

    def move_on(self) -> None:
        """Count one more."""
        moved = sa.update(ledger_version).values(number=ledger_version.c.number + 1)
        update_one(self._connection, moved)
