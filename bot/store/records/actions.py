"""The canonical list: one row per action."""

import sqlalchemy as sa

from bot.store.errors import UnknownCode
from bot.store.statements import upsert
from bot.store.tables import actions
from mappings.canonical import Action, Due, Vng, code_order


class Actions:
    """The list itself, as the coordinator keeps it."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def all(self) -> dict[str, Action]:
        """Return every action by code, 1.2 before 1.10."""
        rows = self._connection.execute(sa.select(actions)).mappings()
        found = {row["code"]: _action(row) for row in rows}
        return {code: found[code] for code in sorted(found, key=code_order)}

    def get(self, code: str) -> Action:
        """Return one action. Raises UnknownCode when the list has none by that code."""
        query = sa.select(actions).where(actions.c.code == code)
        row = self._connection.execute(query).mappings().first()
        if row is None:
            raise UnknownCode(code)
        return _action(row)

    def save(self, action: Action) -> None:
        """Insert the action, or overwrite the one with its code.

        Read and save in one unit of work: what another process changed in between is overwritten.
        """
        upsert(self._connection, actions, _row(action))


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
