"""What a side was found to be able to do, so that no later process has to find out again."""

import sqlalchemy as sa

from bot.store.statements import upsert
from bot.store.tables import capabilities


class Capabilities:
    """By side and name, whether the side can do it, e.g. Planner "expand"."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def all(self, side: str) -> dict[str, bool]:
        """Return what is known of a side; what was never tried is not in it."""
        query = sa.select(capabilities.c.name, capabilities.c.able)
        rows = self._connection.execute(query.where(capabilities.c.side == side))
        return {row.name: row.able for row in rows}

    def put(self, side: str, name: str, *, able: bool) -> None:
        """Write down what a side turned out to be able, or not able, to do."""
        upsert(self._connection, capabilities, {"side": side, "name": name, "able": able})
