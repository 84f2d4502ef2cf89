"""Actions and tasks of people that look alike: what is asked of a person, and what was refused.

A pair that was taken over is no pair any more but a link.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from pydantic import AwareDatetime

from bot.store.statements import insert_absent, upsert
from bot.store.tables import pairs
from mappings.canonical import Frozen

PairState = Literal["asked", "refused"]


class Pair(Frozen):
    """An action and a task by its id. since: when it was first asked, or when it was refused."""

    side: str
    code: str
    remote_id: str
    state: PairState
    since: AwareDatetime


class Pairs:
    """The pairs of all sides. Needs the action to be in the list first."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def asked(self, side: str) -> list[Pair]:
        """Return those that nobody answered yet, as the last reading of the side had them."""
        return self._all(side, "asked")

    def refused(self, side: str) -> list[Pair]:
        """Return those of which a person said that the one is not the other."""
        return self._all(side, "refused")

    def note_asked(self, side: str, wanted: Collection[tuple[str, str]], at: datetime) -> None:
        """Make these, by code and id, all that is asked; what was asked before keeps its moment."""
        known = {(pair.code, pair.remote_id) for pair in self.asked(side)}
        for code, remote_id in known.difference(wanted):
            self._delete(pairs.c.code == code, side, pairs.c.remote_id == remote_id)
        for code, remote_id in set(wanted) - known:
            insert_absent(self._connection, pairs, _row(side, code, remote_id, "asked", at))

    def refuse(self, side: str, code: str, remote_id: str, at: datetime) -> None:
        """Note that this task is not this action's."""
        upsert(self._connection, pairs, _row(side, code, remote_id, "refused", at))

    def forget(self, side: str, code: str) -> None:
        """Forget all that was asked or refused about an action."""
        self._delete(pairs.c.code == code, side)

    def forget_task(self, side: str, remote_id: str) -> None:
        """Forget what was asked about a task that a person decided on otherwise."""
        self._delete(pairs.c.remote_id == remote_id, side, pairs.c.state == "asked")

    def _all(self, side: str, state: PairState) -> list[Pair]:
        mine = (pairs.c.side == side) & (pairs.c.state == state)
        query = sa.select(pairs).where(mine).order_by(pairs.c.code, pairs.c.remote_id)
        rows = self._connection.execute(query).mappings()
        return [Pair.model_validate(dict(row)) for row in rows]

    def _delete(
        self, which: sa.ColumnElement[bool], side: str, *more: sa.ColumnElement[bool]
    ) -> None:
        self._connection.execute(sa.delete(pairs).where(pairs.c.side == side, which, *more))


def _row(side: str, code: str, remote_id: str, state: PairState, at: datetime) -> dict[str, object]:
    return {"side": side, "code": code, "remote_id": remote_id, "state": state, "since": at}
