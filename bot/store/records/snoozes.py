"""Who and what is left in peace until a day: set by the coordinator, or by a task's start date."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

import sqlalchemy as sa
from pydantic import AwareDatetime

from bot.store.statements import upsert
from bot.store.tables import snoozes
from mappings.canonical import Frozen

SnoozeKind = Literal["action", "owner", "start"]
"""action, owner: the coordinator's word. start: the date a task starts in Planner."""


class Snooze(Frozen):
    """A pause. name: an action code or an owner code; until: the first day without silence."""

    kind: SnoozeKind
    name: str
    until: date
    set_at: AwareDatetime


class Snoozes:
    """All pauses, also those that are over."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def all(self) -> list[Snooze]:
        """Return every pause, by kind and name."""
        query = sa.select(snoozes).order_by(snoozes.c.kind, snoozes.c.name)
        rows = self._connection.execute(query).mappings()
        return [Snooze.model_validate(dict(row)) for row in rows]

    def put(self, snooze: Snooze) -> None:
        """Begin a pause, or change the one of the same kind and name."""
        upsert(self._connection, snoozes, snooze.model_dump())

    def lift(self, kind: SnoozeKind, name: str) -> bool:
        """End a pause; False when there was none."""
        same = (snoozes.c.kind == kind) & (snoozes.c.name == name)
        return self._connection.execute(sa.delete(snoozes).where(same)).rowcount > 0

    def replace(self, kind: SnoozeKind, wanted: Mapping[str, date], at: datetime) -> None:
        """Make these the only pauses of one kind; those that stay the same keep their moment."""
        known = {snooze.name: snooze.until for snooze in self.all() if snooze.kind == kind}
        for name in known.keys() - wanted.keys():
            self.lift(kind, name)
        for name, until in wanted.items():
            if known.get(name) != until:
                self.put(Snooze(kind=kind, name=name, until=until, set_at=at))
