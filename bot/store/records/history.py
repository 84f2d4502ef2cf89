"""Who changed what: lines are added, never altered. The database itself refuses the rest."""

from collections.abc import Collection, Iterable
from datetime import datetime

import sqlalchemy as sa

from bot.core.history import Change, Outcome
from bot.store.records.marks import unmark
from bot.store.tables import history


class History:
    """The history of all actions; every list is in the order in which it was written."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, change: Change) -> None:
        """Add one line."""
        self.add_all([change])

    def add_all(self, changes: Iterable[Change]) -> None:
        """Add lines in the given order; none is fine too."""
        rows = [change.model_dump() for change in changes]
        if rows:  # SQLAlchemy takes an empty list for one row of defaults
            self._connection.execute(sa.insert(history), rows)
            unmark(self._connection, {row["code"] for row in rows})

    def of(self, code: str) -> list[Change]:
        """Return what happened to one action."""
        return self._select(history.c.code == code)

    def of_field(self, field: str) -> list[Change]:
        """Return what happened to one field of all actions."""
        return self._select(history.c.field == field)

    def of_fields(self, codes: Collection[str], fields: Collection[str]) -> list[Change]:
        """Return what happened to these fields of these actions."""
        if not codes:
            return []
        return self._select(history.c.code.in_(codes) & history.c.field.in_(fields))

    def since(self, at: datetime) -> list[Change]:
        """Return what happened at or after an instant."""
        return self._select(history.c.at >= at)

    def latest(
        self, fields: Collection[str], sides: Collection[str] | None = None
    ) -> dict[str, datetime]:
        """Return when one of these fields last changed, by action code, whatever came of it.

        sides: whose changes count; by default everybody's.
        """
        query = (
            sa.select(history.c.code, sa.func.max(history.c.at).label("at"))
            .where(history.c.field.in_(fields))
            .group_by(history.c.code)
        )
        if sides is not None:
            query = query.where(history.c.side.in_(sides))
        return {row.code: row.at for row in self._connection.execute(query)}

    def last(self, field: str) -> dict[str, Change]:
        """Return the last line about a field that holds, by action code."""
        holds = (history.c.field == field) & (history.c.outcome == Outcome.APPLIED.value)
        last = sa.select(sa.func.max(history.c.id)).where(holds).group_by(history.c.code)
        return {change.code: change for change in self._select(history.c.id.in_(last))}

    def all(self) -> list[Change]:
        """Return everything."""
        return self._select(sa.true())

    def _select(self, condition: sa.ColumnElement[bool]) -> list[Change]:
        columns = [column for column in history.columns if column is not history.c.id]
        query = sa.select(*columns).where(condition).order_by(history.c.id)
        rows = self._connection.execute(query).mappings()
        return [Change.model_validate(dict(row)) for row in rows]
