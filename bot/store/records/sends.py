"""Messages that leave the house, cards and mails: each is claimed first, so that none goes twice.

planned -> sent -> confirmed
planned -> unknown (no answer came) -> confirmed | rejected
planned -> rejected
"""

from datetime import date, datetime
from typing import Literal

import sqlalchemy as sa
from pydantic import AwareDatetime

from bot.store.statements import insert_absent, update_one
from bot.store.tables import reminders, sends
from mappings.canonical import Frozen

SendKind = Literal["card", "mail"]
Settled = Literal["sent", "unknown", "confirmed", "rejected"]
SendState = Literal["planned"] | Settled


class Send(Frozen):
    """One message.

    key: what makes it this message and no other, chosen by the sender. recipient: an owner code or
    "digest". at: when it was claimed; settled_at: when `state` was last set. payload_digest: a
    hash of the content, which itself is not kept.
    """

    key: str
    kind: SendKind
    recipient: str
    at: AwareDatetime
    state: SendState
    remote_id: str | None
    detail: str | None
    payload_digest: str
    settled_at: AwareDatetime | None


class SentReminder(Frozen):
    """A reminder that was put on a message. at: when that was claimed; state: what became of it."""

    code: str
    step: str
    due: date
    owner: str
    at: AwareDatetime
    state: SendState


class Sends:
    """The ledger of messages: nobody else decides whether one goes out."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def claim(
        self, key: str, kind: SendKind, recipient: str, at: datetime, payload_digest: str
    ) -> bool:
        """Plan the message; True when this call did, False when it was planned before.

        Commit before sending: only then does the claim hold against other processes and a crash.
        """
        row = {
            "key": key,
            "kind": kind,
            "recipient": recipient,
            "at": at,
            "state": "planned",
            "payload_digest": payload_digest,
        }
        return insert_absent(self._connection, sends, row)

    def get(self, key: str) -> Send | None:
        """Return the message with this key; None when it was never planned."""
        found = self._select(sends.c.key == key)
        return found[0] if found else None

    def settle(
        self,
        key: str,
        state: Settled,
        at: datetime,
        remote_id: str | None = None,
        detail: str | None = None,
    ) -> None:
        """Note what became of the message. Raises LookupError when it was never planned.

        A remote id or detail that is not given keeps what stood there.
        """
        given = {"remote_id": remote_id, "detail": detail}
        values = {name: value for name, value in given.items() if value is not None}
        update = sa.update(sends).where(sends.c.key == key)
        update_one(self._connection, update.values(values | {"state": state, "settled_at": at}))

    def unsettled(self) -> list[Send]:
        """Return the messages that may or may not have gone out, oldest first."""
        return self._select(sends.c.state.in_(("planned", "unknown")))

    def all(self) -> list[Send]:
        """Return every message, oldest first."""
        return self._select(sa.true())

    def _select(self, condition: sa.ColumnElement[bool]) -> list[Send]:
        query = sa.select(sends).where(condition).order_by(sends.c.at, sends.c.key)
        rows = self._connection.execute(query).mappings()
        return [Send.model_validate(dict(row)) for row in rows]


class SentReminders:
    """Which step of which deadline went out in which message."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def sent(self) -> set[tuple[str, str, date, str]]:
        """Return all reminders so far as (code, step, due date, owner)."""
        key = (reminders.c.code, reminders.c.step, reminders.c.due, reminders.c.owner)
        rows = self._connection.execute(sa.select(*key))
        return {(code, step, due, owner) for code, step, due, owner in rows}

    def requested(self, kind: str) -> set[str]:
        """Return what follows `kind` in the steps that begin with it, whoever heard of them."""
        step = reminders.c.step
        query = sa.select(step).where(step.startswith(kind, autoescape=True)).distinct()
        return {found.removeprefix(kind) for found in self._connection.execute(query).scalars()}

    def carried_by(self, send_key: str) -> list[tuple[str, str, date]]:
        """Return what the message with this key tells of as (code, step, due), by due date."""
        query = sa.select(reminders.c.code, reminders.c.step, reminders.c.due)
        query = query.where(reminders.c.send_key == send_key)
        rows = self._connection.execute(query.order_by(reminders.c.due, reminders.c.code))
        return [(code, step, due) for code, step, due in rows]

    def log(self) -> list[SentReminder]:
        """Return all reminders so far with what became of them, oldest first."""
        of_message = (sends.c.at, sends.c.state)
        of_reminder = (reminders.c.code, reminders.c.step, reminders.c.due, reminders.c.owner)
        query = (
            sa.select(*of_reminder, *of_message)
            .join_from(reminders, sends, reminders.c.send_key == sends.c.key)
            .order_by(sends.c.at, reminders.c.code, reminders.c.owner, reminders.c.step)
        )
        rows = self._connection.execute(query).mappings()
        return [SentReminder.model_validate(dict(row)) for row in rows]

    def add(self, code: str, step: str, due: date, owner: str, send_key: str) -> None:
        """Note that the message with `send_key`, claimed before, carries this reminder.

        Raises IntegrityError when the reminder was noted before or the message never claimed.
        """
        row = {"code": code, "step": step, "due": due, "owner": owner, "send_key": send_key}
        self._connection.execute(sa.insert(reminders).values(row))

    def release(self, send_key: str) -> None:
        """Free the reminders of a message that was certainly not delivered, to be sent anew."""
        self._connection.execute(sa.delete(reminders).where(reminders.c.send_key == send_key))
