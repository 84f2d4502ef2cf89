"""The decisions of meetings, the digests in which they stood as done, and the cards that asked.

A decision that was recorded is never taken out; one that was a mistake is dropped.
"""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from bot.core.decisions.record import MeetingDecision
from bot.store.statements import update_one
from bot.store.tables import asked_questions, decisions, digests, reported_decisions, sends


class Decisions:
    """All decisions so far, in the order in which they were recorded."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, decision: MeetingDecision) -> MeetingDecision:
        """Write a decision down; gives it with the number that it got."""
        row = decision.model_dump(exclude={"id"})
        insert = sa.insert(decisions).values(row).returning(decisions.c.id)
        number = self._connection.execute(insert).scalar_one()
        return decision.model_copy(update={"id": number})

    def all(self) -> list[MeetingDecision]:
        """Return every decision."""
        return self._select(sa.true())

    def on(self, code: str, *, since: datetime | None = None) -> list[MeetingDecision]:
        """Return what was decided on an action and not dropped, after an instant when one is given.

        A question about the action is such a decision, too.
        """
        condition = (decisions.c.code == code) & decisions.c.dropped_at.is_(None)
        return self._select(condition if since is None else condition & (decisions.c.at > since))

    def settle(self, number: int, at: datetime, answer: str) -> None:
        """Note the coordinator's word that it is done. Raises LookupError for an unknown one."""
        self._update(number, settled_at=at, answer=answer)

    def drop(self, number: int, at: datetime, meeting: str | None) -> None:
        """Note that it does not hold any more. Raises LookupError for an unknown one."""
        self._update(number, dropped_at=at, dropped_in=meeting)

    def note_reported(self, digest: str, settled: Iterable[int]) -> None:
        """Note which decisions stand as done in a digest, in place of what was noted of it before.

        Write the digest itself first, in the same unit of work.
        """
        mine = reported_decisions.c.digest == digest
        self._connection.execute(sa.delete(reported_decisions).where(mine))
        rows = [{"decision": number, "digest": digest} for number in settled]
        if rows:  # SQLAlchemy takes an empty list for one row of defaults
            self._connection.execute(sa.insert(reported_decisions), rows)

    def reported(self) -> dict[int, frozenset[str]]:
        """Return in the digests of which meetings each decision stood as done, of those that left.

        By decision, the keys of the meetings. A digest that may have left counts once it is known.
        """
        query = (
            sa.select(reported_decisions.c.decision, digests.c.meeting)
            .join_from(reported_decisions, digests, reported_decisions.c.digest == digests.c.key)
            .join(sends, sends.c.key == digests.c.key)
            .where(sends.c.state.in_(("sent", "confirmed")))
        )
        found: dict[int, frozenset[str]] = {}
        for number, meeting in self._connection.execute(query):
            found[number] = found.get(number, frozenset()) | {meeting}
        return found

    def note_asked(self, number: int, step: str, send_key: str) -> None:
        """Note that the message with `send_key`, claimed before, puts a question.

        Raises IntegrityError when that was noted before or the message never claimed.
        """
        row = {"decision": number, "step": step, "send_key": send_key}
        self._connection.execute(sa.insert(asked_questions).values(row))

    def asked(self) -> dict[tuple[int, str], datetime]:
        """Return when a question was put at which step, by (decision, step)."""
        columns = (asked_questions.c.decision, asked_questions.c.step, sends.c.at)
        query = sa.select(*columns).join_from(
            asked_questions, sends, asked_questions.c.send_key == sends.c.key
        )
        rows = self._connection.execute(query)
        return {(number, step): at for number, step, at in rows}

    def asked_by(self, send_key: str) -> list[int]:
        """Return the questions that the message with this key puts."""
        query = sa.select(asked_questions.c.decision).where(asked_questions.c.send_key == send_key)
        return list(self._connection.execute(query.order_by(asked_questions.c.decision)).scalars())

    def unask(self, send_key: str) -> None:
        """Free the questions of a message that was certainly not delivered, to be put anew."""
        mine = asked_questions.c.send_key == send_key
        self._connection.execute(sa.delete(asked_questions).where(mine))

    def _update(self, number: int, **values: object) -> None:
        update_one(
            self._connection,
            sa.update(decisions).where(decisions.c.id == number).values(**values),
        )

    def _select(self, condition: sa.ColumnElement[bool]) -> list[MeetingDecision]:
        query = sa.select(decisions).where(condition).order_by(decisions.c.id)
        rows = self._connection.execute(query).mappings()
        return [MeetingDecision.model_validate(dict(row)) for row in rows]
