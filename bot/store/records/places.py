"""Where things live on a side: the id of the plan, of each bucket, of each label slot in use."""

from collections.abc import Mapping

import sqlalchemy as sa

from bot.store.statements import upsert_all
from bot.store.tables import places


class Places:
    """Our name for a place, e.g. "plan" or "bucket:2", and the id the side gave it."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def all(self, side: str) -> dict[str, str]:
        """Return the side's ids by our name."""
        query = sa.select(places.c.key, places.c.remote_id).where(places.c.side == side)
        rows = self._connection.execute(query)
        return {row.key: row.remote_id for row in rows}

    def put(self, side: str, key: str, remote_id: str) -> None:
        """Write an id down; a known name takes the new id."""
        self.put_all(side, {key: remote_id})

    def put_all(self, side: str, ids: Mapping[str, str]) -> None:
        """Write ids down, by our name."""
        rows = [{"side": side, "key": key, "remote_id": name} for key, name in ids.items()]
        upsert_all(self._connection, places, rows)
