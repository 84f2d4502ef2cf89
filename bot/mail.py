"""Sends a mail effectively once.

There is no idempotency key for mail, so the order makes it: a ledger row, a draft that carries the
row's key, the sending, and a look at what became of it (facts, section 3.1). Before every step the
mailbox is asked what an earlier try left behind. Sending again happens only when the mail is
provably still a draft ten minutes after it was handed over.

The draft gets its key in a second call, so a kill in between leaves one without a key. Nothing here
finds that one, so nothing sends it; the next try makes a draft of its own.

Between draft and sending the caller may say that the mail is not wanted any more. Then the draft is
deleted and nothing was sent; the key can be used again when it is.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.store.database import Store
from bot.store.records.sends import Send
from connectors.errors import GraphError, Missing, Stale
from connectors.mime import OutgoingMail
from connectors.outlook import OutlookApi
from connectors.wire import Message

MailOutcome = Literal["confirmed", "sent", "unknown", "withdrawn"]
"""confirmed: it is in Sent Items. sent: handed over, not seen there yet. unknown: maybe sent.
withdrawn: certainly not sent, as it was not wanted any more."""

SETTLING = timedelta(minutes=10)  # Exchange moves a sent draft within seconds; this is generous
WITHDRAWN = "withdrawn before it was sent"


def _always() -> bool:
    return True


@dataclass(frozen=True)
class Mailer:
    """The mailbox that mail leaves from, and the ledger that decides whether it does."""

    store: Store
    outlook: OutlookApi
    now: Callable[[], datetime]

    def state(self, key: str) -> str:
        """What the ledger knows of the mail with this key; "" when it was never planned."""
        with self.store.read() as ledger:
            sent = ledger.sends.get(key)
        return sent.state if sent else ""

    def sent_copy(self, key: str) -> Message | None:
        """The sent mail with this key that the mailbox holds. Raises GraphError."""
        return next((m for m in self.outlook.find_by_key(key) if not m.is_draft), None)

    def send_once(
        self,
        key: str,
        recipient: str,
        mail: OutgoingMail,
        *,
        wanted: Callable[[], bool] = _always,
    ) -> MailOutcome:
        """Take the steps that are still to be taken, and write each one down.

        key: names this mail and no other, for ever. recipient: a word for the ledger, never an
        address. wanted: asked when the draft is there, right before it is sent. Callers keep other
        processes out with `Store.one_round_at_a_time`. Raises GraphError when the mailbox cannot
        be asked, or refuses the mail, and what `wanted` raises.
        """
        fingerprint = hashlib.sha256(mail.html.encode()).hexdigest()
        with self.store.begin() as ledger:
            ledger.sends.claim(key, "mail", recipient, self.now(), fingerprint)
            known = ledger.sends.get(key)
        if outcome := self._resumed(known, wanted):
            return outcome
        for left in self.outlook.find_by_key(key):
            if not left.is_draft or not self._deleted(left.id):
                return self._settle(key, "confirmed", left.id)
        return self._hand_over(key, self.outlook.create_draft(mail, key).id, wanted)

    def resume(self, key: str, *, wanted: Callable[[], bool] = _always) -> MailOutcome | None:
        """Find out what became of a mail that was handed over; None when none was.

        Raises as `send_once` does.
        """
        with self.store.read() as ledger:
            known = ledger.sends.get(key)
        return self._resumed(known, wanted)

    def _resumed(self, known: Send | None, wanted: Callable[[], bool]) -> MailOutcome | None:
        """What became of a mail handed over before. Not seen is not the same as a draft."""
        if known is None or known.state not in ("sent", "unknown") or not known.remote_id:
            return None
        outcome: MailOutcome = "sent" if known.state == "sent" else "unknown"
        try:
            message = self.outlook.message(known.remote_id)
        except Missing:
            return outcome
        if not message.is_draft:
            return self._settle(known.key, "confirmed", message.id)
        if known.settled_at is None or self.now() - known.settled_at < SETTLING:
            return outcome
        return self._hand_over(known.key, message.id, wanted)

    def _hand_over(self, key: str, message_id: str, wanted: Callable[[], bool]) -> MailOutcome:
        if not wanted():
            return self._withdraw(key, message_id)
        # Written down first: after a kill nobody could tell whether the call was made.
        self._settle(key, "unknown", message_id)
        try:
            self.outlook.send_draft(message_id)
        except GraphError as error:
            if error.outcome_unknown:
                return "unknown"
            with self.store.begin() as ledger:
                ledger.sends.settle(key, "rejected", self.now())
            raise
        return self._settle(key, "confirmed" if self._has_left(message_id) else "sent", message_id)

    def _withdraw(self, key: str, message_id: str) -> MailOutcome:
        if not self._deleted(message_id):
            return self._settle(key, "confirmed", message_id)
        with self.store.begin() as ledger:
            ledger.sends.settle(key, "rejected", self.now(), detail=WITHDRAWN)
        return "withdrawn"

    def _deleted(self, message_id: str) -> bool:
        """Delete a draft that was never sent; False when it turns out to have been."""
        try:
            self.outlook.delete_draft(message_id)
        except Missing:
            return True
        except Stale:
            return False
        return True

    def _has_left(self, message_id: str) -> bool:
        """Whether it is in Sent Items; right after sending that may not show yet."""
        try:
            return not self.outlook.message(message_id).is_draft
        except GraphError:
            return False

    def _settle(
        self, key: str, state: Literal["confirmed", "sent", "unknown"], message_id: str
    ) -> MailOutcome:
        with self.store.begin() as ledger:
            ledger.sends.settle(key, state, self.now(), remote_id=message_id)
        return state
