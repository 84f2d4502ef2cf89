"""What the ledger knows that a round begins with, each table read once for a side."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime

from bot.core.discussions import DISCUSS, RAISED
from bot.core.sync.effects import Bond, Pending, SideState, StepKind
from bot.store.database import Store
from bot.store.ledger import Ledger
from bot.store.records.intents import Intent
from bot.store.records.links import Link
from bot.store.records.proposals import Proposal
from bot.sync.recorder import VISIBLE_AFTER, is_proven_absent
from bot.sync.side import Memory, Reading
from bot.sync.standing import SideStanding
from mappings.canonical import Action, Fields


def bonds_of(
    links: Mapping[str, Link], bases: Mapping[str, Fields], now: datetime
) -> dict[str, Bond]:
    """What ties the list to one side, as a plan takes it."""
    return {
        code: Bond(
            remote_id=link.remote_id,
            base=bases.get(code, {}),
            gone=link.state == "gone",
            astray=link.state == "astray",
            fresh=now - link.linked_at < VISIBLE_AFTER,
        )
        for code, link in links.items()
    }


class Recollection:
    """Looks up what was written on some items, in a look of its own or within a unit of work."""

    def __init__(self, store: Store, side: str, links: Mapping[str, Link]) -> None:
        self._store = store
        self._side = side
        self._codes = {link.remote_id: code for code, link in links.items()}
        self._ledger: Ledger | None = None

    @contextmanager
    def within(self, ledger: Ledger) -> Iterator[None]:
        """Look things up there during the block, as no unit of work is begun inside another."""
        self._ledger = ledger
        try:
            yield
        finally:
            self._ledger = None

    def cards(self, remote_ids: Collection[str]) -> Mapping[str, str]:
        """The text we last wrote on these, by id; see `bot.sync.side.Memory`."""
        wanted = {self._codes[name]: name for name in remote_ids if name in self._codes}
        with self._look() as ledger:
            bases = ledger.links.bases(self._side, wanted.keys())
        return {wanted[c]: str(base["card"]) for c, base in bases.items() if "card" in base}

    def actions(self, codes: Collection[str] | None) -> Mapping[str, Action]:
        """What the list says of these, or of all; see `bot.sync.side.Memory`."""
        with self._look() as ledger:
            return ledger.actions.all(codes)

    def _look(self) -> AbstractContextManager[Ledger]:
        return nullcontext(self._ledger) if self._ledger else self._store.read()


def memory_of(
    ledger: Ledger, side: str, links: Mapping[str, Link], recollection: Recollection
) -> Memory:
    """Read what a side may want to remember when it reads."""
    marks = ledger.marks.all(side)
    return Memory(
        places=ledger.places.all(side),
        capabilities=ledger.capabilities.all(side),
        linked=frozenset(link.remote_id for link in links.values() if link.state != "gone"),
        cards=recollection.cards,
        actions=recollection.actions,
        marks={links[code].remote_id: mark for code, mark in marks.items() if code in links},
    )


@dataclass(frozen=True)
class Known:
    """All that is known of one side when a round is planned. pending: creates without an outcome.

    sent: what updates without an outcome sent, by code; taken: the codes of such removals. made: by
    code, the last create that ended. proposals: those of this side.
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


def raised_on(ledger: Ledger, side: str) -> frozenset[str]:
    """Read which actions people wanted to discuss when a side was last read."""
    lines = ledger.history.last(DISCUSS).values()
    return frozenset(line.code for line in lines if line.side == side and line.new == RAISED)


def taken_away(ledger: Ledger, side: str) -> frozenset[str]:
    """Read of which actions the bot may have taken the item away and not know it yet."""
    return _taken(ledger.intents.unsettled(side))


def _taken(unsettled: Sequence[Intent]) -> frozenset[str]:
    return frozenset(intent.code for intent in unsettled if intent.kind == StepKind.REMOVE)


def known_of(
    ledger: Ledger,
    standing: SideStanding,
    codes: frozenset[str],
    planned: Collection[str],
    now: datetime,
) -> Known:
    """Read what is known of a side. What ended matters only where something is to be made.

    codes: those of the list. planned: those of which the base is needed.
    """
    side = standing.side
    bases = ledger.links.bases(side, planned)
    is_complete = codes <= standing.links.keys()
    unsettled = ledger.intents.unsettled(side)
    return Known(
        side=side,
        bonds=bonds_of(standing.links, bases, now),
        pending=_pending(unsettled, now),
        sent={i.code: i.payload for i in unsettled if i.kind == StepKind.UPDATE},
        taken=_taken(unsettled),
        made={} if is_complete else ledger.intents.last_ended(side, StepKind.CREATE),
        proposals=[p for p in ledger.proposals.all() if p.side == side],
    )


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
