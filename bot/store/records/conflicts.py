"""Collisions that wait for the coordinator: the list says one thing, a side another."""

from datetime import datetime

import sqlalchemy as sa
from pydantic import AwareDatetime

from bot.core.sync.effects import Collision
from bot.store.statements import upsert_on
from bot.store.tables import conflicts
from mappings.canonical import FieldValue, Frozen


class OpenConflict(Frozen):
    """One field of one action on which the list and a side differ, and since when."""

    code: str
    field: str
    side: str
    list: FieldValue
    other: FieldValue
    since: AwareDatetime


class Conflicts:
    """The collisions, at most one open for a field of an action on a side."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def open_ones(self) -> list[OpenConflict]:
        """Return the open conflicts, oldest first."""
        query = (
            sa.select(
                conflicts.c.code,
                conflicts.c.field,
                conflicts.c.side,
                conflicts.c.list_value.label("list"),
                conflicts.c.other_value.label("other"),
                conflicts.c.since,
            )
            .where(conflicts.c.closed_at.is_(None))
            .order_by(conflicts.c.id)
        )
        rows = self._connection.execute(query).mappings()
        return [OpenConflict.model_validate(dict(row)) for row in rows]

    def put(self, side: str, collision: Collision, *, at: datetime, run: str) -> None:
        """Put a collision with a side before the coordinator, as `open` does."""
        conflict = OpenConflict(
            code=collision.code,
            field=collision.field,
            side=side,
            list=collision.ours,
            other=collision.theirs,
            since=at,
        )
        self.open(conflict, run=run)

    def open(self, conflict: OpenConflict, *, run: str) -> None:
        """Put a conflict before the coordinator.

        When one is open for the same side, code and field, it takes the new values and run and
        keeps the moment since when it stands.
        """
        row = {
            "side": conflict.side,
            "code": conflict.code,
            "field": conflict.field,
            "list_value": conflict.list,
            "other_value": conflict.other,
            "since": conflict.since,
            "run": run,
        }
        unique = (conflicts.c.side, conflicts.c.code, conflicts.c.field)
        still_open = conflicts.c.closed_at.is_(None)
        upsert_on(self._connection, conflicts, row, unique, where=still_open, keep=("since",))

    def close(self, side: str, code: str, field: str, at: datetime) -> None:
        """Close the open conflict about a field; nothing happens when none is open."""
        mine = (
            (conflicts.c.side == side)
            & (conflicts.c.code == code)
            & (conflicts.c.field == field)
            & conflicts.c.closed_at.is_(None)
        )
        self._connection.execute(sa.update(conflicts).where(mine).values(closed_at=at))
