"""Tasks that people made on a side themselves: proposals for the coordinator, not actions yet."""

from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from pydantic import AwareDatetime

from bot.store.statements import insert_absent, update_one
from bot.store.tables import proposals
from mappings.canonical import Frozen

ProposalState = Literal["new", "accepted", "rejected"]


class Proposal(Frozen):
    """A task without an action. seen_at: first seen; gone_at: since when it is no longer there."""

    side: str
    remote_id: str
    title: str
    seen_at: AwareDatetime
    state: ProposalState
    gone_at: AwareDatetime | None


class Proposals:
    """The proposals of all sides."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def all(self) -> list[Proposal]:
        """Return every proposal, first seen first."""
        query = sa.select(proposals).order_by(proposals.c.seen_at, proposals.c.remote_id)
        rows = self._connection.execute(query).mappings()
        return [Proposal.model_validate(dict(row)) for row in rows]

    def waiting(self) -> list[Proposal]:
        """Return those nobody decided about yet and that are still there, first seen first."""
        return [p for p in self.all() if p.state == "new" and p.gone_at is None]

    def rejected(self) -> list[Proposal]:
        """Return those that the coordinator left to their makers and that are still there."""
        return [p for p in self.all() if p.state == "rejected" and p.gone_at is None]

    def see(self, side: str, remote_id: str, title: str, at: datetime) -> bool:
        """Note that the task is there, under this title; return True when first seen.

        A task seen before keeps its state, and is no longer gone.
        """
        row = {"side": side, "remote_id": remote_id, "title": title, "seen_at": at, "state": "new"}
        if insert_absent(self._connection, proposals, row):
            return True
        self._change(side, remote_id, {"title": title, "gone_at": None})
        return False

    def set_state(self, side: str, remote_id: str, state: ProposalState) -> None:
        """Note what the coordinator decided. Raises LookupError when it was never seen."""
        self._change(side, remote_id, {"state": state})

    def note_gone(self, side: str, remote_id: str, at: datetime) -> None:
        """Note that the task is no longer there. Raises LookupError when it was never seen."""
        self._change(side, remote_id, {"gone_at": at})

    def _change(self, side: str, remote_id: str, values: dict[str, object]) -> None:
        mine = (proposals.c.side == side) & (proposals.c.remote_id == remote_id)
        update_one(self._connection, sa.update(proposals).where(mine).values(values))
