"""What the ledger knows that a round begins with, each table read once for a side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.discussions import DISCUSS, RAISED
from bot.core.sync.effects import Bond, Pending, SideState, StepKind
from bot.store.ledger import Ledger
from bot.store.records.intents import Intent
from bot.store.records.links import Link
from bot.store.records.proposals import Proposal
from bot.sync.recorder import VISIBLE_AFTER, is_proven_absent
from bot.sync.side import Memory, Reading
from mappings.canonical import Action, Fields


@dataclass(frozen=True)
class Ties:
    """What ties the list to one side, by code."""

    links: Mapping[str, Link]
    bases: Mapping[str, Fields]

    def bonds(self, now: datetime) -> dict[str, Bond]:
        """As a plan takes them."""
        return {
            code: Bond(
                remote_id=link.remote_id,
                base=self.bases.get(code, {}),
                gone=link.state == "gone",
                astray=link.state == "astray",
                fresh=now - link.linked_at < VISIBLE_AFTER,
            )
            for code, link in self.links.items()
        }


def ties_of(ledger: Ledger, side: str) -> Ties:
    """Read the ties of a side."""
    return Ties(ledger.links.all(side), ledger.links.bases(side))


def memory_of(ledger: Ledger, side: str, ties: Ties) -> Memory:
    """Read what a side may want to remember when it reads."""
    bases, links = ties.bases, ties.links
    cards = {
        link.remote_id: str(bases[code]["card"])
        for code, link in links.items()
        if "card" in bases.get(code, {})
    }
    return Memory(
        places=ledger.places.all(side),
        cards=cards,
        actions=ledger.actions.all(),
        capabilities=ledger.capabilities.all(side),
        linked=frozenset(link.remote_id for link in links.values() if link.state != "gone"),
    )


@dataclass(frozen=True)
class Known:
    """All that is known of one side when a round is planned. pending: creates without an outcome.

    sent: what updates without an outcome sent, by code; taken: the codes of such removals. made: by
    code, how many creates have ended. proposals: those of this side.
    """

    side: str
    bonds: Mapping[str, Bond]
    pending: Mapping[str, Pending]
    sent: Mapping[str, Mapping[str, object]]
    taken: frozenset[str]
    made: Mapping[str, int]
    proposals: Sequence[Proposal]

    def state(self, reading: Reading) -> SideState:
        """Put together with what was just read."""
        accepted = [p for p in self.proposals if p.state == "accepted"]
        rejected = [p for p in self.proposals if p.state == "rejected"]
        return SideState(
            name=self.side,
            items=reading.items,
            bonds=self.bonds,
            view=reading.view,
            pending=self.pending,
            missing=reading.missing,
            astray=reading.astray,
            dismissed=frozenset(p.remote_id for p in rejected),
            made=self.made,
            titles={p.remote_id: p.title for p in accepted},
            sent=self.sent,
            taken=self.taken,
        )


def known_of(
    ledger: Ledger,
    side: str,
    actions: Mapping[str, Action],
    proposals: Sequence[Proposal],
    now: datetime,
) -> Known:
    """Read what is known of a side. What ended matters only where something is to be made."""
    bonds = ties_of(ledger, side).bonds(now)
    is_complete = actions.keys() <= bonds.keys()
    unsettled = ledger.intents.unsettled(side)
    return Known(
        side=side,
        bonds=bonds,
        pending=_pending(unsettled, now),
        sent={i.code: i.payload for i in unsettled if i.kind == StepKind.UPDATE},
        taken=_taken(unsettled),
        made={} if is_complete else ledger.intents.ended(side, StepKind.CREATE),
        proposals=[proposal for proposal in proposals if proposal.side == side],
    )


def raised_on(ledger: Ledger, side: str) -> frozenset[str]:
    """Read which actions people wanted to discuss when a side was last read."""
    lines = ledger.history.last(DISCUSS).values()
    return frozenset(line.code for line in lines if line.side == side and line.new == RAISED)


def taken_away(ledger: Ledger, side: str) -> frozenset[str]:
    """Read of which actions the bot may have taken the item away and not know it yet."""
    return _taken(ledger.intents.unsettled(side))


def _taken(unsettled: Sequence[Intent]) -> frozenset[str]:
    return frozenset(intent.code for intent in unsettled if intent.kind == StepKind.REMOVE)


def _pending(unsettled: Sequence[Intent], now: datetime) -> dict[str, Pending]:
    """The creates whose outcome is unknown. Two whole listings ten minutes apart prove absence."""
    return {
        intent.code: Pending(
            fields=intent.payload,
            may_repeat=is_proven_absent(intent, now),
        )
        for intent in unsettled
        if intent.kind == StepKind.CREATE
    }
