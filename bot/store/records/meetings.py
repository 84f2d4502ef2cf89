"""The driehoek meetings as the calendar last showed them."""

from typing import Literal

import sqlalchemy as sa
from pydantic import AwareDatetime

from bot.store.statements import upsert
from bot.store.tables import meetings
from mappings.canonical import Frozen


class Meeting(Frozen):
    """One meeting.

    key: stable while it moves, and when another event stands in for it. series: the series' name
    in agenda.yaml. seen_at: since when it stands like this. seen_as: the key of the event that
    stands in for it. is_apart: a person said that it stands in for no other.
    """

    key: str
    series: str
    subject: str
    start: AwareDatetime
    end: AwareDatetime
    state: Literal["held", "coming", "moved", "cancelled"]
    seen_at: AwareDatetime
    seen_as: str | None = None
    is_apart: bool = False

    def is_like(self, other: "Meeting | None") -> bool:
        """Whether the two say the same, whenever that was seen."""
        return other is not None and self == other.model_copy(update={"seen_at": self.seen_at})


class Meetings:
    """All meetings seen so far."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def upsert(self, meeting: Meeting) -> None:
        """Insert the meeting, or overwrite the one with its key."""
        upsert(self._connection, meetings, meeting.model_dump())

    def forget(self, key: str) -> None:
        """Take out a meeting that turned out to be another one; nothing happens without it."""
        self._connection.execute(sa.delete(meetings).where(meetings.c.key == key))

    def all(self) -> list[Meeting]:
        """Return every meeting, earliest first."""
        query = sa.select(meetings).order_by(meetings.c.start, meetings.c.key)
        rows = self._connection.execute(query).mappings()
        return [Meeting.model_validate(dict(row)) for row in rows]
