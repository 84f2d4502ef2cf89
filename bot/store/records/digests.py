"""The digests that were mailed, or were about to be: what each said, and what became of it."""

from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from pydantic import AwareDatetime

from bot.store.records.sends import SendState
from bot.store.statements import update_one, upsert
from bot.store.tables import digests, sends
from mappings.canonical import Frozen

DigestKind = Literal["digest", "concept"]


class MailedDigest(Frozen):
    """One digest.

    key: of its send. meeting: the meeting's key. number: 0 for the first about this meeting, then
    the updates. start: what it said the meeting was. at: when it was made. bounced_at: when it
    was seen that somebody did not get it. traced_at: when Exchange was asked about it last. state:
    of its send; "planned" when there is none yet.
    """

    key: str
    series: str
    meeting: str
    number: int
    kind: DigestKind
    start: AwareDatetime
    subject: str
    at: AwareDatetime
    bounced_at: AwareDatetime | None = None
    traced_at: AwareDatetime | None = None
    state: SendState = "planned"

    @property
    def has_left(self) -> bool:
        """Whether it was handed to the post."""
        return self.state in ("sent", "confirmed")

    @property
    def may_have_left(self) -> bool:
        """Whether somebody may have got it."""
        return self.has_left or self.state == "unknown"


class Digests:
    """All digests so far."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def put(self, digest: MailedDigest) -> None:
        """Write a digest down before it is sent; one that did not leave is overwritten."""
        upsert(self._connection, digests, digest.model_dump(exclude={"state"}))

    def of(self, series: str) -> list[MailedDigest]:
        """Return the digests of a series, oldest first, each with what became of its send."""
        return self._select(digests.c.series == series)

    def made_since(self, at: datetime) -> list[MailedDigest]:
        """Return the digests of all series made at or after an instant, oldest first."""
        return self._select(digests.c.at >= at)

    def bounced(self, key: str, at: datetime) -> None:
        """Note that somebody did not get it. Raises LookupError for an unknown digest."""
        update = sa.update(digests).where(digests.c.key == key)
        update_one(self._connection, update.values(bounced_at=at))

    def traced(self, key: str, at: datetime) -> None:
        """Note that Exchange was asked about it. Raises LookupError for an unknown digest."""
        update = sa.update(digests).where(digests.c.key == key)
        update_one(self._connection, update.values(traced_at=at))

    def _select(self, condition: sa.ColumnElement[bool]) -> list[MailedDigest]:
        state = sa.func.coalesce(sends.c.state, "planned").label("state")
        query = (
            sa.select(digests, state)
            .join_from(digests, sends, digests.c.key == sends.c.key, isouter=True)
            .where(condition)
            .order_by(digests.c.at, digests.c.number)
        )
        rows = self._connection.execute(query).mappings()
        return [MailedDigest.model_validate(dict(row)) for row in rows]
