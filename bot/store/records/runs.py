"""When which command ran, and how it ended."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from pydantic import AwareDatetime, JsonValue

from bot.store.statements import update_one
from bot.store.tables import runs
from mappings.canonical import Frozen


class Run(Frozen):
    """One run. outcome: the exit code; None, like finished_at, as long as it runs or was killed."""

    id: str
    command: str
    started_at: AwareDatetime
    finished_at: AwareDatetime | None
    outcome: int | None
    summary: dict[str, JsonValue]


class Runs:
    """The runs of all commands."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def start(self, run: str, command: str, at: datetime) -> None:
        """Note that a run began. Raises IntegrityError when the id was used before."""
        row = {"id": run, "command": command, "started_at": at, "summary": {}}
        self._connection.execute(sa.insert(runs).values(row))

    def finish(self, run: str, at: datetime, outcome: int, summary: Mapping[str, object]) -> None:
        """Note how a run ended. summary: anything JSON can hold.

        Raises LookupError when no run with this id was started.
        """
        ended = {"finished_at": at, "outcome": outcome, "summary": dict(summary)}
        update_one(self._connection, sa.update(runs).where(runs.c.id == run).values(ended))

    def latest(self, command: str) -> Run | None:
        """Return the run of this command that began last, also when unfinished; None: never ran."""
        found = self._select(runs.c.command == command, limit=1)
        return found[0] if found else None

    def all(self, limit: int) -> list[Run]:
        """Return at most `limit` runs, the latest first."""
        return self._select(sa.true(), limit=limit)

    def _select(self, condition: sa.ColumnElement[bool], *, limit: int) -> list[Run]:
        newest_first = (runs.c.started_at.desc(), runs.c.id.desc())
        query = sa.select(runs).where(condition).order_by(*newest_first).limit(limit)
        rows = self._connection.execute(query).mappings()
        return [Run.model_validate(dict(row)) for row in rows]
