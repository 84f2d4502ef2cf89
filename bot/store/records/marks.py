"""Of which actions nothing was left to do or to tell on a side, when a round last looked at them.

That holds as long as the item there has the same contents, the terms are the same, and nothing is
written about the action here: whoever writes an action, a link, a base, a line of history or what
its owners were asked, takes the mark away in the same transaction. So a mark may be forgotten at
any time, and costs a look.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

import sqlalchemy as sa

from bot.store.statements import among, upsert_all
from bot.store.tables import marks


class Mark(NamedTuple):
    """How everything was when nothing was left to do about an action.

    Fingerprints. terms: of what holds for the whole side. contents: of the item; "" where there is
    none, and should not be one. asked: of what owners are asked there, as far as
    that is alike for all; "" where nobody can be asked.
    """

    terms: str
    contents: str
    asked: str = ""


class Marks:
    """The marks, by side and code."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def all(self, side: str) -> dict[str, Mark]:
        """Return the marks of a side, by code."""
        columns = (marks.c.code, *(marks.c[name] for name in Mark._fields))
        rows = self._connection.execute(sa.select(*columns).where(marks.c.side == side))
        return {code: Mark(*mark) for code, *mark in rows}

    def put_all(self, side: str, found: Mapping[str, Mark]) -> None:
        """Mark actions, by code."""
        rows = [{"code": code, "side": side, **mark._asdict()} for code, mark in found.items()]
        upsert_all(self._connection, marks, rows)


def unmark(connection: sa.Connection, codes: Collection[str]) -> None:
    """Take the marks of these actions away, on all sides; of all actions when they are many."""
    if codes:
        connection.execute(sa.delete(marks).where(among(marks.c.code, codes)))
