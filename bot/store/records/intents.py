"""What the bot was about to do on a side, written down before it did so.

After a crash the intents that were not closed tell which effects may or may not have happened;
only a look at the side can tell which.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from pydantic import AwareDatetime, JsonValue

from bot.store.statements import update_one
from bot.store.tables import intents
from mappings.canonical import Frozen

Ending = Literal["done", "failed", "unknown"]
"""failed: the side refused, nothing happened. unknown: no answer came, it may have happened."""

_OVER = intents.c.state.in_(("done", "failed"))


class Intent(Frozen):
    """One effect: what was to be done, and how it ended.

    kind: the effect's name, e.g. "create". payload: what is needed to recognise the effect on the
    side. closed_at: when `state` was last set. first_absent_at: when a look at the side first
    failed to find the effect.
    """

    id: int
    run: str
    at: AwareDatetime
    side: str
    code: str
    kind: str
    payload: dict[str, JsonValue]
    state: Literal["open", "done", "failed", "unknown"]
    detail: str | None
    closed_at: AwareDatetime | None
    first_absent_at: AwareDatetime | None


@dataclass(frozen=True)
class NewIntent:
    """An effect that is about to be brought about. payload: anything JSON can hold."""

    run: str
    at: datetime
    side: str
    code: str
    kind: str
    payload: Mapping[str, object]


class Intents:
    """The intents of all sides."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def open(self, planned: Sequence[NewIntent]) -> list[int]:
        """Write intents down, in one statement, and return their ids in the same order.

        Each is for another action or another side.
        """
        if not planned:
            return []
        rows = [{**vars(intent), "payload": dict(intent.payload)} for intent in planned]
        insert = sa.insert(intents).values(state="open")
        # Asked to keep the order, SQLAlchemy sends them to SQLite one by one.
        given = insert.returning(intents.c.id, intents.c.side, intents.c.code)
        ids = {(row.side, row.code): row.id for row in self._connection.execute(given, rows)}
        return [ids[intent.side, intent.code] for intent in planned]

    def close(
        self, numbers: Collection[int], at: datetime, state: Ending, detail: str | None = None
    ) -> None:
        """Note how intents ended, all alike; an unknown one can be closed again.

        Raises LookupError when there is no such id.
        """
        ended = {"closed_at": at, "state": state, "detail": detail}
        these = sa.update(intents).where(intents.c.id.in_(numbers)).values(ended)
        if numbers and self._connection.execute(these).rowcount != len(set(numbers)):
            raise LookupError(f"{len(numbers)} intents to close, and not all are there")

    def unsettled(self, side: str) -> list[Intent]:
        """Return the side's intents that may or may not have happened, oldest first."""
        undecided = (intents.c.side == side) & intents.c.state.in_(("open", "unknown"))
        query = sa.select(intents).where(undecided).order_by(intents.c.id)
        rows = self._connection.execute(query).mappings()
        return [Intent.model_validate(dict(row)) for row in rows]

    def last_ended(self, side: str, kind: str) -> dict[str, int]:
        """Return, by code, the last intent of this kind that is known to have ended, in any way."""
        query = (
            sa.select(intents.c.code, sa.func.max(intents.c.id).label("last"))
            .where((intents.c.side == side) & (intents.c.kind == kind) & _OVER)
            .group_by(intents.c.code)
        )
        return {row.code: row.last for row in self._connection.execute(query)}

    def prune(self, before: datetime, keep: str) -> None:
        """Forget the intents that ended before a moment; what may have happened stays.

        keep: the kind of which the last one stays, of each action on each side: see `last_ended`.
        """
        last = (
            sa.select(sa.func.max(intents.c.id))
            .where((intents.c.kind == keep) & _OVER)
            .group_by(intents.c.side, intents.c.code)
        )
        old = _OVER & (intents.c.closed_at < before) & intents.c.id.not_in(last)
        # Only if there are any: a tick of the worker takes each write here for news.
        if self._connection.execute(sa.select(intents.c.id).where(old).limit(1)).first():
            self._connection.execute(sa.delete(intents).where(old))

    def note_absent(self, intent: int, at: datetime) -> None:
        """Note that the side does not show the effect; the first time noted stays.

        Raises LookupError when there is no such id.
        """
        noted = intents.c.first_absent_at
        first = sa.func.coalesce(noted, sa.literal(at, noted.type))  # typed, or `at` loses its zone
        update_one(
            self._connection,
            sa.update(intents).where(intents.c.id == intent).values(first_absent_at=first),
        )
