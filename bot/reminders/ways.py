"""The ways a card can reach its owner, behind one contract.

    send(key, card) -> CardAccepted(id or None) | CardRejected(reason, worth_retry) | CardUnknown

First the owner's Teams channel: through its Workflows webhook, or as a message of the service
account. Then the mail, as the net below: it is effectively once by a key of its own, so it may be
tried where a card may not. No way sends again by itself; the ledger decides.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

import requests

from bot.mail import Mailer
from bot.reminders.card_mail import render_card_mail
from bot.settings import NotARecipient, OwnerWays, recipient
from bot.store.database import Store
from bot.store.errors import RoundBusy
from connectors.card_places import Channel, FlowAddress
from connectors.cards import CardAccepted, CardOutcome, CardRejected, CardUnknown
from connectors.errors import GraphError
from connectors.graph.client import GraphClient
from connectors.mime import OutgoingMail
from connectors.teams_channel import post_to_channel
from connectors.teams_webhook import post_card
from connectors.wire import JsonObject

WayName = Literal["teams-webhook", "teams-channel", "mail"]

_TRIES, _WAIT_SECONDS = 6, 10.0  # for a round of another process to end, before a mail can go


class Way(Protocol):
    """One way to one owner."""

    @property
    def name(self) -> WayName:
        """What `remind --json` calls it."""

    def send(self, key: str, card: JsonObject) -> CardOutcome:
        """Send the card that the ledger knows by this key; a failure is an outcome.

        Raises StoreError, and SettingsErrors for a way that is only half set up.
        """


@dataclass(frozen=True)
class Webhook:
    """A channel's Workflows webhook. Accepted is not shown: the flow answers before it posts."""

    address: FlowAddress
    session: requests.Session
    sleep: Callable[[float], None]
    now: Callable[[], datetime]
    name: WayName = field(default="teams-webhook", init=False)

    def send(self, key: str, card: JsonObject) -> CardOutcome:  # noqa: ARG002 - a flow knows no key
        """Post the card. Raises Fenced for an address that is not allowed."""
        return post_card(
            self.session,
            self.address,
            card,
            sleep=self.sleep,
            now=self.now,
        )


@dataclass(frozen=True)
class ChannelMessage:
    """A message of the service account; it gets an id."""

    client: Callable[[], GraphClient]
    channel: Channel
    name: WayName = field(default="teams-channel", init=False)

    def send(self, key: str, card: JsonObject) -> CardOutcome:
        """Post the card."""
        return post_to_channel(self.client(), self.channel, key, card)


@dataclass(frozen=True)
class MailNet:
    """The owner's mail address. recipient: the owner's code. It may be tried again with a key."""

    store: Store
    mailer: Callable[[], Mailer]
    recipient: str
    address: str = field(repr=False)
    allowed_domains: tuple[str, ...]
    sleep: Callable[[float], None]
    name: WayName = field(default="mail", init=False)

    def send(self, key: str, card: JsonObject) -> CardOutcome:
        """Mail what stands on the card, unless that was done before."""
        try:
            recipient(self.address, self.allowed_domains)
        except NotARecipient as reason:
            return CardRejected(f"Het mailadres {reason}")
        mail_key = hashlib.sha256(f"card-mail|{key}".encode()).hexdigest()
        for _ in range(_TRIES):
            try:
                with self.store.one_round_at_a_time():
                    return self._send_once(mail_key, card)
            except RoundBusy:
                self.sleep(_WAIT_SECONDS)
            except GraphError as error:
                if error.outcome_unknown:
                    return CardUnknown(f"Per mail: {error.advice}")
                return CardRejected(f"Per mail: {error.advice}", error.worth_retry)
        return CardRejected("Per mail: er is een andere ronde bezig.", worth_retry=True)

    def _send_once(self, mail_key: str, card: JsonObject) -> CardOutcome:
        mailer = self.mailer()
        if mailer.state(mail_key) in ("sent", "confirmed"):
            return CardAccepted()
        mail = render_card_mail(card)
        outgoing = OutgoingMail(
            subject=mail.subject, html=mail.html, text=mail.text, to=(self.address,)
        )
        if mailer.send_once(mail_key, self.recipient, outgoing) == "unknown":
            return CardUnknown("Per mail: het is niet zeker of de mail is verstuurd.")
        return CardAccepted()


@dataclass(frozen=True)
class Ways:
    """All ways of an installation. service: Graph, signed in as the service account."""

    given: OwnerWays
    store: Store
    session: requests.Session
    mailer: Callable[[], Mailer]
    service: Callable[[], GraphClient]
    sleep: Callable[[float], None]
    now: Callable[[], datetime]

    def to(self, owner: str) -> tuple[Way, ...]:
        """The ways to an owner in the order in which to try them; none is an answer too."""
        ways = (self._channel(owner), self.mail(owner))
        return tuple(way for way in ways if way is not None)

    def mail(self, owner: str) -> Way | None:
        """The mail to an owner; None without a mailbox of ours or an address of theirs."""
        address = self.given.mail(owner)
        if address is None:
            return None
        return MailNet(self.store, self.mailer, owner, address, self.given.domains, self.sleep)

    def gap(self, owner: str, *, called: str) -> str:
        """Say what is missing when no way leads to an owner. called: the owner's name."""
        return self.given.gap(owner, called=called)

    def problems_of(self, owner: str) -> tuple[str, ...]:
        """Why ways that were meant to lead to an owner are left out, in Dutch."""
        return self.given.problems_of(owner)

    def _channel(self, owner: str) -> Way | None:
        """A channel by its ids goes before a webhook: whoever sets it has a reason to."""
        if (channel := self.given.channel(owner)) is not None:
            return ChannelMessage(self.service, Channel.read(channel))
        if (webhook := self.given.webhook(owner)) is None:
            return None
        address = FlowAddress(
            webhook.get_secret_value(), self.given.webhook_hosts, self.given.envelope
        )
        return Webhook(address, self.session, self.sleep, self.now)
