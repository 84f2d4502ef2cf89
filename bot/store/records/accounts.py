"""What the directory said of the accounts that tasks are assigned to, and when it was asked."""

from collections.abc import Iterable

import sqlalchemy as sa
from pydantic import AwareDatetime

from bot.store.statements import upsert_all
from bot.store.tables import accounts
from mappings.canonical import Frozen


class Account(Frozen):
    """One account, known by its user name; behind a name may stand another account tomorrow.

    user_id: None when the directory knows no such name. asked_at: when that was asked.
    is_refused: Planner did not take it as an assignee since then. is_outside: it is no member of
    the group, so it cannot open the plan.
    """

    name: str
    user_id: str | None
    asked_at: AwareDatetime
    is_refused: bool = False
    is_outside: bool = False

    @property
    def can_be_assigned(self) -> bool:
        """Whether tasks may be assigned to it, as far as is known."""
        return self.user_id is not None and not self.is_refused


class Accounts:
    """All accounts that were ever asked for."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def all(self) -> dict[str, Account]:
        """Return what is known, by user name."""
        rows = self._connection.execute(sa.select(accounts)).mappings()
        return {row["name"]: Account.model_validate(dict(row)) for row in rows}

    def put_all(self, known: Iterable[Account]) -> None:
        """Write down what is known of accounts now, in the place of what was."""
        upsert_all(self._connection, accounts, [account.model_dump() for account in known])
