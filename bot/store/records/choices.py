"""What is chosen and seen about each series of meetings: the pinned one, the last one, the hold."""

import sqlalchemy as sa

from bot.store.statements import upsert
from bot.store.tables import meeting_choices
from mappings.canonical import Frozen


class MeetingChoice(Frozen):
    """What goes for one series of agenda.yaml.

    series: its name there. pinned: the calendar's id of the series that people said it is. seen:
    that of the series its last meeting was found in. held: key of the meeting whose digest waits.
    """

    series: str
    pinned: str | None = None
    seen: str | None = None
    held: str | None = None


class MeetingChoices:
    """The choices, by series."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def of(self, series: str) -> MeetingChoice:
        """Return what goes for a series; where nothing was chosen, all of it is None."""
        query = sa.select(meeting_choices).where(meeting_choices.c.series == series)
        row = self._connection.execute(query).mappings().first()
        return MeetingChoice.model_validate(dict(row)) if row else MeetingChoice(series=series)

    def pin(self, series: str, series_id: str) -> None:
        """Fix which series in the calendar it is; that one then counts as seen, too."""
        self._put(series, pinned=series_id, seen=series_id)

    def unpin(self, series: str) -> bool:
        """Let a series go; False when none was pinned."""
        was_pinned = self.of(series).pinned is not None
        self._put(series, pinned=None)
        return was_pinned

    def note_series(self, series: str, series_id: str) -> None:
        """Note in which series of the calendar the next meeting stands."""
        self._put(series, seen=series_id)

    def hold(self, series: str, meeting: str) -> None:
        """Keep back the digest for one meeting, by its key."""
        self._put(series, held=meeting)

    def release(self, series: str) -> bool:
        """Let the digest go; False when none was kept back."""
        was_held = self.of(series).held is not None
        self._put(series, held=None)
        return was_held

    def _put(self, series: str, **changed: str | None) -> None:
        upsert(self._connection, meeting_choices, {"series": series, **changed})
