"""The canonical list: one row per action. What was taken off the list is kept, and out of sight."""

from collections.abc import Collection, Iterable
from datetime import datetime

import sqlalchemy as sa
from pydantic import AwareDatetime

from bot.store.errors import StruckCode, UnknownCode
from bot.store.records.marks import unmark
from bot.store.statements import among, update_one, upsert_all
from bot.store.tables import actions
from mappings.canonical import Action, Due, Frozen, Vng, code_order


class StruckAction(Frozen):
    """An action that was taken off the list, as it stood then, and when that was."""

    action: Action
    at: AwareDatetime


class Actions:
    """The list itself, as the coordinator keeps it."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def codes(self) -> frozenset[str]:
        """Return the codes of the list."""
        query = sa.select(actions.c.code).where(actions.c.struck_at.is_(None))
        return frozenset(self._connection.execute(query).scalars())

    def all(self, codes: Collection[str] | None = None) -> dict[str, Action]:
        """Return every action by code, 1.2 before 1.10. codes: only those of these."""
        listed = actions.c.struck_at.is_(None)
        query = sa.select(actions).where(listed & among(actions.c.code, codes))
        found = {
            row["code"]: _action(row)
            for row in self._connection.execute(query).mappings()
            if codes is None or row["code"] in codes
        }
        return {code: found[code] for code in sorted(found, key=code_order)}

    def get(self, code: str) -> Action:
        """Return one action. Raises UnknownCode; StruckCode when it was taken off the list."""
        query = sa.select(actions).where(actions.c.code == code)
        row = self._connection.execute(query).mappings().first()
        if row is None:
            raise UnknownCode(code)
        if row["struck_at"] is not None:
            raise StruckCode(code)
        return _action(row)

    def struck(self) -> dict[str, StruckAction]:
        """Return what was taken off the list, by code."""
        query = sa.select(actions).where(actions.c.struck_at.is_not(None))
        found = {
            row["code"]: StruckAction(action=_action(row), at=row["struck_at"])
            for row in self._connection.execute(query).mappings()
        }
        return {code: found[code] for code in sorted(found, key=code_order)}

    def strike(self, code: str, at: datetime) -> None:
        """Take an action off the list; its code stays taken. LookupError: there is none."""
        self._set_struck(code, at)

    def unstrike(self, code: str) -> None:
        """Put an action back on the list, as it was. LookupError: there is none."""
        self._set_struck(code, None)

    def _set_struck(self, code: str, at: datetime | None) -> None:
        mine = sa.update(actions).where(actions.c.code == code)
        update_one(self._connection, mine.values(struck_at=at))
        unmark(self._connection, [code])

    def save(self, action: Action) -> None:
        """Insert the action, or overwrite the one with its code; what is struck stays struck.

        Read and save in one unit of work: what another process changed in between is overwritten.
        """
        self.save_all([action])

    def save_all(self, changed: Iterable[Action]) -> None:
        """Insert or overwrite actions in one statement, as `save` does each."""
        rows = [_row(action) for action in changed]
        upsert_all(self._connection, actions, rows)
        unmark(self._connection, {str(row["code"]) for row in rows})


def _row(action: Action) -> dict[str, object]:
    return {
        "code": action.code,
        "title": action.title,
        "text": action.text,
        "status": action.status,
        "due_kind": action.due.kind,
        "due_date": action.due.date,
        "due_text": action.due.text,
        "rhythm": action.rhythm,
        "owners": action.owners,
        "vng_plateau": action.vng.plateau,
        "vng_framework": action.vng.framework,
        "note": action.note,
    }


def _action(row: sa.RowMapping) -> Action:
    same = ("code", "title", "text", "status", "rhythm", "owners", "note")
    due = {"kind": row["due_kind"], "date": row["due_date"], "text": row["due_text"]}
    vng = {"plateau": row["vng_plateau"], "framework": row["vng_framework"]}
    return Action.model_validate(
        {name: row[name] for name in same}
        | {"due": Due.model_validate(due), "vng": Vng.model_validate(vng)}
    )
