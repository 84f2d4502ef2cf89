"""Sends the reminders of today: one card per owner, each reminder once.

The ledger decides, the transports only tell: each card is written down just before it goes out, in
one transaction with the question what went out before, so that two workers at the same second, or
a kill in the middle, never make two cards. A card whose fate is unknown is not posted again: its
owner gets it by mail, which cannot double.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.core.reminders.due import COORDINATOR, Driehoek, OwnerCard
from bot.errors import UsageError
from bot.reminders.cards import CardWriter
from bot.reminders.due import DueCards, due_cards
from bot.reminders.posting import Post, judge
from bot.reminders.ways import TransportName, Ways
from bot.settings import Settings, environment_name
from bot.store.database import Store
from bot.store.ledger import Ledger
from bot.store.records.sends import Send
from connectors.wire import JsonObject
from mappings.agenda import Agenda

CardFate = Literal["planned", "accepted", "unknown", "rejected", "skipped"]

_NOBODY_KNOWS = "Het versturen werd afgebroken. Kijk in het kanaal of de kaart er staat."
_TROUBLE: Mapping[CardFate, str] = {
    "accepted": "De herinnering aan {owner} ging per mail.",
    "unknown": "Het is niet zeker of de herinnering aan {owner} is aangekomen.",
    "rejected": "De herinnering aan {owner} is niet aangekomen.",
    "skipped": "De herinnering aan {owner} is niet verstuurd.",
}


@dataclass(frozen=True)
class CardReport:
    """What became of one owner's card.

    steps: by action code. transport: what carried it, or would; "" for nothing. reason: Dutch, why
    not all went as it should, or "".
    """

    owner: str
    codes: tuple[str, ...]
    steps: Mapping[str, str]
    outcome: CardFate
    transport: TransportName | Literal[""]
    reason: str = ""

    def as_json(self) -> JsonObject:
        """The shape of `remind --json`."""
        return {
            "owner": self.owner,
            "transport": self.transport,
            "codes": list(self.codes),
            "steps": dict(self.steps),
            "outcome": self.outcome,
            "reason": self.reason,
        }


@dataclass(frozen=True)
class ReminderRound:
    """The surroundings of a reminder round.

    ways: how its cards reach people. driehoeken: reads the calendar, and may raise GraphError.
    """

    store: Store
    agenda: Agenda
    settings: Settings
    ways: Ways
    now: Callable[[], datetime] = field(kw_only=True)
    driehoeken: Callable[[], Sequence[Driehoek]] = field(kw_only=True)

    def preview(self) -> list[CardReport]:
        """What would go out now, and to whom. Raises what `driehoeken` raises."""
        due = self._due()
        planned = [
            _notice(card, "planned", ways[0].name)
            if (ways := self.ways.to(card.owner))
            else _notice(card, "skipped", "", self._gap(card.owner))
            for card in due.go
        ]
        return [*planned, *_held(due)]

    def remind(self, run: str) -> list[CardReport]:
        """Send what is due now, and mail what earlier runs left in doubt.

        Raises StoreError, and what `driehoeken` raises: then nobody is reminded. A transport's
        failure is an outcome.
        """
        due = self._due()
        settled = [self._mail_instead(card) for card in self._post.in_doubt()]
        notices = [*settled, *(self._deliver(run, card) for card in due.go)]
        return [*(notice for notice in notices if notice is not None), *_held(due)]

    def _due(self) -> DueCards:
        driehoeken = self.driehoeken()  # asks the calendar, so before the unit of work
        with self.store.begin() as ledger:
            return due_cards(ledger, self.agenda, driehoeken, self.now())

    def test_card(self, run: str, owner: str) -> CardReport:
        """Send one harmless card by the first way to this owner; no reminder is used up by it.

        Raises UsageError when there is no such owner or no way to it, StoreError.
        """
        known = [*(owner.code for owner in self.agenda.owners), COORDINATOR]
        if owner not in known:
            raise UsageError(f"{owner} is geen regiehouder. Kies uit: {', '.join(known)}.")
        ways = self.ways.to(owner)
        if not ways:
            raise UsageError(self._gap(owner))
        with self.store.begin() as ledger:
            card = self._writer.test(ledger, owner)
        posted = judge([(ways[0].name, ways[0].send(f"test:{run}:{owner}", card))])
        return CardReport(owner, (), {}, posted.outcome, posted.transport, posted.reason)

    def _deliver(self, run: str, card: OwnerCard) -> CardReport | None:
        """Claim a card and send it at once: a kill costs this one only. None: others were first."""
        ways = self.ways.to(card.owner)
        if not ways:
            return _notice(card, "skipped", "", self._gap(card.owner))
        with self.store.begin() as ledger:
            if ledger.reminders.sent() & {line.key for line in card.lines}:
                return None
            body = self._writer.reminders(ledger, card.owner, card.lines)
            _claim(ledger, run, card, body, self.now())
        posted = self._post.send(_key(run, card), body, ways)
        return _notice(card, posted.outcome, posted.transport, posted.reason)

    def _mail_instead(self, card: Send) -> CardReport | None:
        """Mail a card of which nobody knows whether it arrived. None: nobody has to hear of it.

        It is written anew, by today's truth: its text is not kept, and things may be done by now.
        """
        with self.store.begin() as ledger:
            actions = ledger.actions.all()
            told = dict(ledger.reminders.carried_by(card.key))
            told = {code: step for code, step in told.items() if actions[code].is_open}
            open_ones = [actions[code] for code in told]
            body = self._writer.actions(ledger, card.recipient, open_ones) if told else {}
        mail = self.ways.mail(card.recipient)
        if not told:
            self._post.close(card.key)
            return None
        if mail is not None:
            posted = self._post.send_again(card.key, body, mail)
        elif card.state == "planned":
            posted = self._post.leave(card.key, _NOBODY_KNOWS)
        else:
            return None  # it was told when it happened
        return CardReport(
            card.recipient, tuple(told), told, posted.outcome, posted.transport, posted.reason
        )

    @property
    def _post(self) -> Post:
        return Post(self.store, self.now)

    @property
    def _writer(self) -> CardWriter:
        return CardWriter(self.agenda, self.settings.sign_in.tenant_id, self.now)

    def _gap(self, owner: str) -> str:
        """Say what is missing when no way leads to an owner."""
        name = environment_name(owner)
        mail = "COORDINATOR_MAIL" if owner == COORDINATOR else f"OWNER_{name}_MAIL"
        mailbox = "" if self.settings.mailbox else " Voor mail is ook OUTLOOK_MAILBOX nodig."
        return (
            f"Er is geen Teams-kanaal en geen mail voor {self._writer.name(owner)}: "
            f"vul TEAMS_WEBHOOK_{name} of {mail} in.{mailbox}"
        )


def for_coordinator(notices: Iterable[CardReport]) -> list[str]:
    """A sentence for each card that did not go as it should; no texts of actions."""
    return [
        f"{_TROUBLE[notice.outcome].format(owner=notice.owner)} {notice.reason}"
        for notice in notices
        if notice.reason and notice.outcome in _TROUBLE
    ]


def _held(due: DueCards) -> list[CardReport]:
    """The cards that wait, as they are more than one day may have."""
    return [_notice(held.card, "skipped", "", held.reason) for held in due.held]


def _notice(
    card: OwnerCard,
    outcome: CardFate,
    transport: TransportName | Literal[""],
    reason: str = "",
) -> CardReport:
    codes = tuple(line.code for line in card.lines)
    steps = {line.code: line.step for line in card.lines}
    return CardReport(card.owner, codes, steps, outcome, transport, reason)


def _key(run: str, card: OwnerCard) -> str:
    return f"card:{run}:{card.owner}"


def _claim(ledger: Ledger, run: str, card: OwnerCard, body: JsonObject, now: datetime) -> None:
    digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    ledger.sends.claim(_key(run, card), "card", card.owner, now, digest)
    for line in card.lines:
        ledger.reminders.add(line.code, line.step, line.due, line.owner, _key(run, card))
