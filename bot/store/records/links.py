"""Which remote object belongs to which action, and what both sides last agreed on.

A side's base is its own: it is written field by field, and only after that side confirmed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Literal, NamedTuple

import sqlalchemy as sa

from bot.store.records.marks import unmark
from bot.store.statements import among, upsert_all
from bot.store.tables import bases, links
from mappings.canonical import Fields, FieldValue

LinkState = Literal["live", "astray", "gone"]
"""astray: someone moved the remote object away; it is followed there, by its id. gone: someone
deleted it; the action stays and is not re-created."""


class Link(NamedTuple):
    """An action's object on one side, by the id that side gave it (case-sensitive)."""

    side: str
    code: str
    remote_id: str
    state: LinkState
    linked_at: datetime


class Links:
    """The link table and the bases. Both need the action to be in the list first."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def all(self, side: str) -> dict[str, Link]:
        """Return the side's links by code."""
        query = sa.select(*(links.c[name] for name in Link._fields)).where(links.c.side == side)
        return {row.code: Link(*row) for row in self._connection.execute(query)}

    def put(self, link: Link) -> None:
        """Insert the link, or overwrite the one of the same side and code.

        Raises IntegrityError when the remote id already belongs to another action of that side.
        """
        self.put_all([link])

    def put_all(self, changed: Iterable[Link]) -> None:
        """Insert or overwrite links, as `put` does each."""
        unmark(self._connection, self._write(changed))

    def agree(self, side: str, made: Iterable[Link], agreed: Mapping[str, Fields]) -> None:
        """Insert links, and write what is agreed about actions, as `put_all` and `put_bases` do."""
        unmark(self._connection, self._write(made) | self._write_bases(side, agreed))

    def _write(self, changed: Iterable[Link]) -> set[str]:
        """Write links; gives their codes."""
        rows = [link._asdict() for link in changed]
        upsert_all(self._connection, links, rows)
        return {row["code"] for row in rows}

    def forget(self, side: str, code: str) -> None:
        """Remove the link; nothing happens when there is none. The base stays."""
        mine = (links.c.side == side) & (links.c.code == code)
        self._connection.execute(sa.delete(links).where(mine))
        unmark(self._connection, [code])

    def bases(
        self, side: str, codes: Collection[str] | None = None
    ) -> dict[str, dict[str, FieldValue]]:
        """Return what the side and the list last agreed on: by code, then by field.

        codes: only of these.
        """
        columns = (bases.c.code, bases.c.field, bases.c.value)
        mine = (bases.c.side == side) & among(bases.c.code, codes)
        found: defaultdict[str, dict[str, FieldValue]] = defaultdict(dict)
        for code, field, value in self._connection.execute(sa.select(*columns).where(mine)):
            if codes is None or code in codes:
                found[code][field] = value
        return dict(found)

    def values(self, side: str, field: str) -> list[FieldValue]:
        """Return what the side and the list last agreed on about one field of every action."""
        mine = (bases.c.side == side) & (bases.c.field == field)
        return [*self._connection.execute(sa.select(bases.c.value).where(mine)).scalars()]

    def put_base(self, side: str, code: str, fields: Fields) -> None:
        """Write the listed fields of the base; fields that are not listed keep their value."""
        self.put_bases(side, {code: fields})

    def put_bases(self, side: str, changed: Mapping[str, Fields]) -> None:
        """Write fields of the bases of some actions, by code."""
        unmark(self._connection, self._write_bases(side, changed))

    def _write_bases(self, side: str, changed: Mapping[str, Fields]) -> set[str]:
        """Write bases; gives their codes."""
        rows = [
            {"side": side, "code": code, "field": field, "value": value}
            for code, fields in changed.items()
            for field, value in fields.items()
        ]
        upsert_all(self._connection, bases, rows)
        return set(changed)

    def drop_base(self, side: str, code: str) -> None:
        """Forget all that was agreed on with the side about this action."""
        mine = (bases.c.side == side) & (bases.c.code == code)
        self._connection.execute(sa.delete(bases).where(mine))
        unmark(self._connection, [code])
