"""When each side was last read whole, and since when that fails, so how old what we know is."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from pydantic import AwareDatetime

from bot.store.statements import upsert
from bot.store.tables import readings
from mappings.canonical import Frozen


class SideReading(Frozen):
    """How a side was last read.

    read_at: the moment of the last whole reading that a round worked with; None: never.
    failing_since: the first round since then that did without; None when the last one went well.
    reason: why, a Dutch sentence without texts of actions or addresses.
    """

    side: str
    read_at: AwareDatetime | None = None
    failing_since: AwareDatetime | None = None
    reason: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether the last round worked with a whole reading of this side."""
        return self.read_at is not None and self.failing_since is None


class Readings:
    """The state of reading, one per side; written by rounds alone, never by a preview."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def all(self) -> dict[str, SideReading]:
        """Return how every side that a round ever looked at was read, by side."""
        rows = self._connection.execute(sa.select(readings)).mappings()
        return {row["side"]: SideReading.model_validate(dict(row)) for row in rows}

    def of(self, side: str) -> SideReading:
        """Return how a side was last read; all None when no round ever looked at it."""
        return self.all().get(side, SideReading(side=side))

    def note_whole(self, side: str, at: datetime) -> None:
        """Note a whole reading that a round works with. at: the moment it began."""
        row = {"side": side, "read_at": at, "failing_since": None, "reason": None}
        upsert(self._connection, readings, row)

    def note_again(self, sides: Sequence[str], at: datetime) -> None:
        """Note that sides were read whole once more, and showed what they showed before."""
        these = sa.update(readings).where(readings.c.side.in_(sides))
        self._connection.execute(these.values(read_at=at))

    def note_failure(self, side: str, at: datetime, reason: str) -> None:
        """Note that a round does without this side; since when that is so, stays."""
        since = self.of(side).failing_since or at
        row = {"side": side, "failing_since": since, "reason": reason}
        upsert(self._connection, readings, row)
