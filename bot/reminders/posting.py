"""Puts a claimed card on its way, and writes down what became of it.

The ways are tried in their order until one accepts. A way whose outcome is unknown is not tried
again: what follows is the mail, which cannot double. As long as nobody knows whether the reminder
arrived, the card stays open in the ledger, and the next run casts the mail net for it once more.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.reminders.ways import Way, WayName
from bot.store.database import Store
from bot.store.records.sends import Send
from connectors.cards import CardAccepted, CardOutcome, CardUnknown
from connectors.wire import JsonObject

OPEN_AFTER = timedelta(minutes=10)  # a process that is alive has settled its card by then

Try = tuple[WayName, CardOutcome]
"""What one way said of a card."""


@dataclass(frozen=True)
class Posted:
    """How a card fared. way: the one that took it, or else the one to ask; "" for none.

    reason: Dutch, what went wrong on the way, also when another way took it after that.
    remote_id: the message's id, when the way that took it gave one.
    """

    outcome: Literal["accepted", "unknown", "rejected"]
    way: WayName | Literal[""]
    reason: str
    remote_id: str | None = None


@dataclass(frozen=True)
class Post:
    """Sends claimed cards and keeps the ledger of them. Its methods raise StoreError."""

    store: Store
    now: Callable[[], datetime]

    def send(self, key: str, card: JsonObject, ways: Sequence[Way]) -> Posted:
        """Try the ways in turn and settle; what was certainly refused may be sent anew later."""
        return self._settle(key, judge(_try(key, card, ways)))

    def send_again(self, key: str, card: JsonObject, mail: Way) -> Posted:
        """Cast the mail net for a card in doubt; only a mail that left ends that doubt."""
        posted = judge(_try(key, card, [mail]))
        if posted.outcome == "accepted":
            return self._settle(key, posted)
        # Not written down: another process may have settled the card while we tried.
        return Posted("unknown", posted.way, posted.reason)

    def leave(self, key: str, reason: str) -> Posted:
        """Leave a card in doubt: there is no other way to its owner."""
        return self._settle(key, Posted("unknown", "", reason))

    def close(self, key: str) -> None:
        """Close a card in doubt: nobody has to hear any more of what it told."""
        self._settle(key, Posted("accepted", "", "De kaart is niet meer nodig."))

    def in_doubt(self) -> list[Send]:
        """The cards of earlier runs of which nobody knows whether they arrived, oldest first."""
        oldest = self.now() - OPEN_AFTER
        with self.store.begin() as ledger:
            open_ones = ledger.sends.unsettled()
        return [card for card in open_ones if card.kind == "card" and card.at < oldest]

    def _settle(self, key: str, posted: Posted) -> Posted:
        now, detail = self.now(), posted.reason or None
        with self.store.begin() as ledger:
            match posted.outcome:
                case "accepted":
                    # Teams took the card, or the mail left; nobody said that a person saw it.
                    ledger.sends.settle(key, "sent", now, posted.remote_id, detail)
                case "unknown":
                    ledger.sends.settle(key, "unknown", now, detail=detail)
                case "rejected":
                    ledger.sends.settle(key, "rejected", now, detail=detail)
                    ledger.reminders.release(key)
                    ledger.decisions.unask(key)
        return posted


def judge(tries: Sequence[Try]) -> Posted:
    """Make one outcome of what the ways said: a doubt about any of them is a doubt about all."""
    reason = " ".join(
        outcome.reason for _, outcome in tries if not isinstance(outcome, CardAccepted)
    )
    for name, outcome in tries:
        if isinstance(outcome, CardAccepted):
            return Posted("accepted", name, reason, outcome.message_id)
    for name, outcome in tries:
        if isinstance(outcome, CardUnknown):
            return Posted("unknown", name, reason)
    return Posted("rejected", tries[0][0], reason)


def _try(key: str, card: JsonObject, ways: Sequence[Way]) -> list[Try]:
    """Go along the ways until one accepts."""
    tries: list[Try] = []
    for way in ways:
        tries.append((way.name, way.send(key, card)))
        if isinstance(tries[-1][1], CardAccepted):
            break
    return tries
