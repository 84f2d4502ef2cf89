"""When which command ran, and how it ended."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from pydantic import AwareDatetime, JsonValue

from bot.store.statements import update_one
from bot.store.tables import runs
from mappings.canonical import Frozen

WHOLE = (0, 3)
"""The exit codes of a run that did all it should: done, and something waits for a person."""


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

    def add(self, run: Run) -> None:
        """Note a run that has ended. Raises IntegrityError when the id was used before."""
        self._connection.execute(sa.insert(runs).values(run.model_dump()))

    def finish(self, run: str, at: datetime, outcome: int, summary: Mapping[str, object]) -> None:
        """Note how a run ended. summary: anything JSON can hold.

        Raises LookupError when no run with this id was started.
        """
        ended = {"finished_at": at, "outcome": outcome, "summary": dict(summary)}
        update_one(self._connection, sa.update(runs).where(runs.c.id == run).values(ended))

    def withdraw(self, run: str) -> None:
        """Forget a run that was none: the command was refused before it did anything."""
        self._connection.execute(sa.delete(runs).where(runs.c.id == run))

    def prune(self, command: str, before: datetime, series: str = "") -> None:
        """Forget the runs of this command that began before a moment. series: of the digest.

        Only when a whole one began after it: else what fails, and since when, would be forgotten.
        """
        self._connection.execute(
            sa.delete(runs).where(_of(command, series=series) & (runs.c.started_at < before))
        )

    def latest(self, command: str, until: datetime | None = None) -> Run | None:
        """Return the run of this command that began last, also when unfinished; None: never ran.

        until: leave out what began later, as a rehearsal may have.
        """
        return self._first(_of(command, until))

    def latest_ended(self, command: str, until: datetime, series: str = "") -> Run | None:
        """Return the last run of this command that came to its end. series: of the digest."""
        return self._first(_of(command, until, series) & runs.c.outcome.is_not(None))

    def latest_whole(self, command: str, until: datetime, series: str = "") -> Run | None:
        """Return the last run of this command that did all it should; see WHOLE."""
        return self._first(_of(command, until, series) & runs.c.outcome.in_(WHOLE))

    def failing_since(self, command: str, until: datetime, series: str = "") -> datetime | None:
        """When the first run began that failed after the last whole one; None: nothing fails."""
        failed = _of(command, until, series) & runs.c.outcome.not_in(WHOLE)
        if whole := self.latest_whole(command, until, series):
            failed &= runs.c.started_at > whole.started_at
        query = sa.select(runs.c.started_at).where(failed).order_by(runs.c.started_at).limit(1)
        return self._connection.execute(query).scalar()

    def all(self, limit: int) -> list[Run]:
        """Return at most `limit` runs, the latest first."""
        return self._select(sa.true(), limit=limit)

    def _first(self, condition: sa.ColumnElement[bool]) -> Run | None:
        found = self._select(condition, limit=1)
        return found[0] if found else None

    def _select(self, condition: sa.ColumnElement[bool], *, limit: int) -> list[Run]:
        newest_first = (runs.c.started_at.desc(), runs.c.id.desc())
        query = sa.select(runs).where(condition).order_by(*newest_first).limit(limit)
        rows = self._connection.execute(query).mappings()
        return [Run.model_validate(dict(row)) for row in rows]


def _of(command: str, until: datetime | None = None, series: str = "") -> sa.ColumnElement[bool]:
    condition = runs.c.command == command
    if until is not None:
        condition &= runs.c.started_at <= until
    if series:
        condition &= runs.c.summary["series"].as_string() == series
    return condition
