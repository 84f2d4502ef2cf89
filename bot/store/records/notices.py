"""What the coordinator should hear once, kept until the daily mail has taken it along."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from pydantic import AwareDatetime

from bot.store.statements import insert_absent, upsert
from bot.store.tables import notices
from mappings.canonical import Frozen


class Notice(Frozen):
    """A Dutch sentence. key: names its cause, so that it is noted once."""

    key: str
    sentence: str
    at: AwareDatetime


class HeardNotice(Notice):
    """A notice that was told. told_at: the last time."""

    told_at: AwareDatetime


class Notices:
    """All notices so far."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, notice: Notice) -> bool:
        """Note something; False when it was noted before, told or not."""
        return insert_absent(self._connection, notices, notice.model_dump())

    def unknown(self, wanted: Sequence[Notice]) -> list[Notice]:
        """Return those of these that were not noted before."""
        if not wanted:
            return []
        query = sa.select(notices.c.key).where(notices.c.key.in_([one.key for one in wanted]))
        known = set(self._connection.execute(query).scalars())
        return [one for one in wanted if one.key not in known]

    def untold(self) -> list[Notice]:
        """Return what the coordinator did not hear yet, oldest first."""
        query = sa.select(notices.c.key, notices.c.sentence, notices.c.at)
        query = query.where(notices.c.told_at.is_(None)).order_by(notices.c.at, notices.c.key)
        return [Notice.model_validate(dict(r)) for r in self._connection.execute(query).mappings()]

    def told(self, keys: Sequence[str], at: datetime) -> None:
        """Note that the coordinator heard these."""
        these = notices.c.key.in_(keys)
        self._connection.execute(sa.update(notices).where(these).values(told_at=at))

    def heard(self, kind: str) -> list[HeardNotice]:
        """Return what the coordinator heard of this kind; kind: how the keys begin."""
        theirs = notices.c.key.startswith(kind, autoescape=True) & notices.c.told_at.is_not(None)
        query = sa.select(notices).where(theirs).order_by(notices.c.at, notices.c.key)
        rows = self._connection.execute(query).mappings()
        return [HeardNotice.model_validate(dict(row)) for row in rows]

    def note_heard(self, notice: Notice, at: datetime) -> None:
        """Note that the coordinator hears this now, perhaps again."""
        upsert(self._connection, notices, {**notice.model_dump(), "told_at": at})

    def withdraw(self, key: str) -> None:
        """Forget what is not so any more; when it comes back it is news again."""
        self._connection.execute(sa.delete(notices).where(notices.c.key == key))
