"""Which remote object belongs to which action, and what both sides last agreed on.

A side's base is its own: it is written field by field, and only after that side confirmed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Literal

import sqlalchemy as sa
from pydantic import AwareDatetime

from bot.store.statements import upsert_all
from bot.store.tables import bases, links
from mappings.canonical import Fields, FieldValue, Frozen

LinkState = Literal["live", "astray", "gone"]
"""astray: someone moved the remote object away; it is followed there, by its id. gone: someone
deleted it; the action stays and is not re-created."""


class Link(Frozen):
    """An action's object on one side, by the id that side gave it (case-sensitive)."""

    side: str
    code: str
    remote_id: str
    state: LinkState
    linked_at: AwareDatetime


class Links:
    """The link table and the bases. Both need the action to be in the list first."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def all(self, side: str) -> dict[str, Link]:
        """Return the side's links by code."""
        query = sa.select(links).where(links.c.side == side)
        rows = self._connection.execute(query).mappings()
        return {row["code"]: Link.model_validate(dict(row)) for row in rows}

    def put(self, link: Link) -> None:
        """Insert the link, or overwrite the one of the same side and code.

        Raises IntegrityError when the remote id already belongs to another action of that side.
        """
        self.put_all([link])

    def put_all(self, changed: Iterable[Link]) -> None:
        """Insert or overwrite links, as `put` does each."""
        upsert_all(self._connection, links, [link.model_dump() for link in changed])

    def forget(self, side: str, code: str) -> None:
        """Remove the link; nothing happens when there is none. The base stays."""
        mine = (links.c.side == side) & (links.c.code == code)
        self._connection.execute(sa.delete(links).where(mine))

    def bases(self, side: str) -> dict[str, dict[str, FieldValue]]:
        """Return what the side and the list last agreed on: by code, then by field."""
        query = sa.select(bases.c.code, bases.c.field, bases.c.value).where(bases.c.side == side)
        found: defaultdict[str, dict[str, FieldValue]] = defaultdict(dict)
        for code, field, value in self._connection.execute(query):
            found[code][field] = value
        return dict(found)

    def put_base(self, side: str, code: str, fields: Fields) -> None:
        """Write the listed fields of the base; fields that are not listed keep their value."""
        self.put_bases(side, {code: fields})

    def put_bases(self, side: str, changed: Mapping[str, Fields]) -> None:
        """Write fields of the bases of some actions, by code."""
        rows = [
            {"side": side, "code": code, "field": field, "value": value}
            for code, fields in changed.items()
            for field, value in fields.items()
        ]
        upsert_all(self._connection, bases, rows)

    def drop_base(self, side: str, code: str) -> None:
        """Forget all that was agreed on with the side about this action."""
        mine = (bases.c.side == side) & (bases.c.code == code)
        self._connection.execute(sa.delete(bases).where(mine))
