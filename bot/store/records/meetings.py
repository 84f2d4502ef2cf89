"""The driehoek meetings as the calendar last showed them."""

from typing import Literal

import sqlalchemy as sa
from pydantic import AwareDatetime

from bot.store.statements import upsert
from bot.store.tables import meetings
from mappings.canonical import Frozen


class Meeting(Frozen):
    """One meeting. key: stable while it moves; series: the series' name in agenda.yaml."""

    key: str
    series: str
    subject: str
    start: AwareDatetime
    end: AwareDatetime
    state: Literal["held", "coming", "moved", "cancelled"]
    seen_at: AwareDatetime


class Meetings:
    """All meetings seen so far."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def upsert(self, meeting: Meeting) -> None:
        """Insert the meeting, or overwrite the one with its key."""
        upsert(self._connection, meetings, meeting.model_dump())

    def all(self) -> list[Meeting]:
        """Return every meeting, earliest first."""
        query = sa.select(meetings).order_by(meetings.c.start, meetings.c.key)
        rows = self._connection.execute(query).mappings()
        return [Meeting.model_validate(dict(row)) for row in rows]
