"""What owners were asked by an item in the checklist of their task, and what they ticked."""

from collections.abc import Collection, Iterable

import sqlalchemy as sa

from bot.core.checklist.asks import Asked
from bot.store.records.marks import unmark
from bot.store.statements import upsert_all
from bot.store.tables import asks


class AskedItems:
    """All that was ever asked. Needs the action to be in the list first."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def of(self, *, keys: Collection[str] = (), subjects: Collection[str] = ()) -> list[Asked]:
        """Return what has one of these keys, or is about one of these subjects."""
        if not keys and not subjects:
            return []
        return self._select(asks.c.key.in_(keys) | asks.c.subject.in_(subjects))

    def has(self, kind: str) -> bool:
        """Whether anything of this kind was ever asked."""
        query = sa.select(asks.c.key).where(asks.c.kind == kind).limit(1)
        return self._connection.execute(query).first() is not None

    def all(self) -> list[Asked]:
        """Return everything."""
        return self._select(sa.true())

    def save(self, rows: Iterable[Asked]) -> None:
        """Insert or overwrite these; none is fine too."""
        changed = [row.model_dump() for row in rows]
        upsert_all(self._connection, asks, changed)
        unmark(self._connection, {row["code"] for row in changed})

    def _select(self, condition: sa.ColumnElement[bool]) -> list[Asked]:
        order = (asks.c.code, asks.c.kind, asks.c.subject)
        rows = self._connection.execute(sa.select(asks).where(condition).order_by(*order))
        return [Asked.model_validate(dict(row)) for row in rows.mappings()]
