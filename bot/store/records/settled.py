"""Of which actions nothing was left to do or to tell on a side, when a round last looked at them.

That holds as long as the item there has the same contents, the terms are the same, and nothing is
written about the action here: whoever writes an action, a link or a base takes the mark away in the
same transaction. So a mark may be forgotten at any time, and costs a look.
"""

from collections.abc import Collection, Mapping

import sqlalchemy as sa

from bot.store.statements import upsert_all
from bot.store.tables import settled

_MANY = 500  # codes in one statement; beyond that all marks go, which costs one look at the rest


class Settled:
    """The marks, by side and code."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def under(self, side: str, terms: str) -> dict[str, str]:
        """Return the contents that the item of each settled action has, under these terms.

        contents: a fingerprint; "" where there is no item, and should not be one.
        """
        query = sa.select(settled.c.code, settled.c.contents).where(
            settled.c.side == side, settled.c.terms == terms
        )
        return {row.code: row.contents for row in self._connection.execute(query)}

    def put_all(self, side: str, terms: str, contents: Mapping[str, str]) -> None:
        """Mark actions as settled, by code."""
        rows = [
            {"code": code, "side": side, "terms": terms, "contents": print_}
            for code, print_ in contents.items()
        ]
        upsert_all(self._connection, settled, rows)


def unsettle(connection: sa.Connection, codes: Collection[str]) -> None:
    """Take the marks of these actions away, on all sides."""
    if codes:
        chosen = settled.c.code.in_(codes) if len(codes) <= _MANY else sa.true()
        connection.execute(sa.delete(settled).where(chosen))
