"""Until when a service asked to be left in peace."""

from datetime import datetime

import sqlalchemy as sa

from bot.store.statements import upsert
from bot.store.tables import quiet


class QuietTimes:
    """One moment per service, e.g. "graph"."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def until(self, service: str) -> datetime | None:
        """Return the moment before which no call may go; None when nothing was asked."""
        query = sa.select(quiet.c.until).where(quiet.c.service == service)
        return self._connection.execute(query).scalar_one_or_none()

    def put(self, service: str, until: datetime) -> None:
        """Write a moment down, in the place of the one before."""
        upsert(self._connection, quiet, {"service": service, "until": until})
