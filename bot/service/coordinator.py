"""Tells the coordinator what waits for a person, in one message a day at most.

Silence is the commonest failure of a bot, and a mail per fault the second commonest. So the first
trouble of a day is told at once, and whatever comes after it waits for the next day; `driehoek
status` and `conflicts` show everything at any time. The mail names codes and what to do, no texts.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, TypeAlias

from bot.core.dutch import counted, full_date
from bot.core.reminders.due import COORDINATOR
from bot.core.workdays import local_date
from bot.documents.mails import RenderedMail, templates_of
from bot.service.outcomes import explain
from bot.settings import SettingsErrors
from bot.store.database import Store
from bot.store.errors import StoreError
from bot.store.records.sends import Settled
from connectors.cards import CardAccepted, CardRejected
from connectors.errors import GraphError
from connectors.log import get_logger

if TYPE_CHECKING:  # most rounds have nothing to tell: what mails and cards take is not imported
    from bot.mail import Mailer, MailOutcome
    from bot.wiring import House
    from connectors.wire import JsonObject

log = get_logger()

AlarmOutcome: TypeAlias = (
    "MailOutcome | Literal['nothing', 'no-address', 'told-today', 'posted', 'no-way']"
)


@dataclass(frozen=True)
class Alarm:
    """The way to the coordinator. address: "" when none is set; then nothing is sent."""

    store: Store
    mailer: Callable[[], "Mailer"]
    address: str
    agenda: str
    now: Callable[[], datetime]

    def tell(self, sentences: Sequence[str]) -> AlarmOutcome:
        """Mail these sentences and what was noted before, unless today's mail has gone already.

        What was noted in the ledger stays until a mail has taken it along. Raises what
        `Mailer.send_once` raises, RoundBusy, and SettingsErrors without a mailbox.
        """
        with self.store.read() as ledger:
            noted = ledger.notices.untold()
        sentences = (*sentences, *(notice.sentence for notice in noted))
        if not sentences:
            return "nothing"
        if not self.address:
            return "no-address"
        today = local_date(self.now())
        key = hashlib.sha256(f"alarm|{self.agenda}|{today.isoformat()}".encode()).hexdigest()
        mailer = self.mailer()
        before = mailer.state(key)
        if before in ("sent", "confirmed"):
            return "told-today"
        from connectors.mime import OutgoingMail

        mail = render_alarm(self.agenda, full_date(today), tuple(dict.fromkeys(sentences)))
        outgoing = OutgoingMail(
            subject=mail.subject, html=mail.html, text=mail.text, to=(self.address,)
        )
        with self.store.one_round_at_a_time():
            outcome = mailer.send_once(key, "coordinator", outgoing)
        if before != "unknown":  # else the mail is the one of an earlier try, with what it had
            with self.store.begin() as ledger:
                ledger.notices.told([notice.key for notice in noted], self.now())
        return outcome


def tell_coordinator(house: "House", sentences: Sequence[str]) -> str:
    """Tell what waits for a person; that it fails is no reason to stop what else is to be done.

    By mail, or without an address by a card in her channel. Gives a Dutch sentence why no mail
    could go, "" when there was nothing in the way.
    """
    alarm = alarm_of(house)
    try:
        outcome = alarm.tell(sentences)
        if outcome == "no-address":
            outcome = _tell_by_card(house, sentences)
    except (GraphError, SettingsErrors, StoreError) as error:
        return untold(error)
    log.info("alarm", outcome=outcome)
    return ""


def _tell_by_card(house: "House", sentences: Sequence[str]) -> AlarmOutcome:
    """Post what the mail would have told, once a day as well."""
    day = local_date(house.now()).isoformat()
    key = f"alarm-card|{house.agenda.key}|{day}"
    with house.store.read() as ledger:
        noted = ledger.notices.untold()
        known = ledger.sends.get(key)
    if known is not None and known.state != "rejected":
        return "told-today"
    told = tuple(dict.fromkeys((*sentences, *(notice.sentence for notice in noted))))
    if not post_card(house, key, _title(told), told):
        return "no-way"
    with house.store.begin() as ledger:
        ledger.notices.told([notice.key for notice in noted], house.now())
    return "posted"


def post_card(house: "House", key: str, heading: str, sentences: Sequence[str]) -> bool:
    """Post a card in the coordinator's channel, once; the ledger decides, as with a reminder.

    key: names the card in the ledger. True also when it may have gone before a kill. Raises
    StoreError.
    """
    ways = [way for way in house.ways.to(COORDINATOR) if way.name != "mail"]
    if not ways:
        return False
    from mappings.teams import render_notice_card

    card = render_notice_card(heading, sentences)
    with house.store.begin() as ledger:
        claimed = ledger.sends.claim(key, "card", COORDINATOR, house.now(), _print_of(card))
        known = ledger.sends.get(key)
    if not claimed and known is not None and known.state != "rejected":
        return True
    fate = ways[0].send(key, card)
    state: Settled = "rejected" if isinstance(fate, CardRejected) else "sent"
    reason = None if isinstance(fate, CardAccepted) else fate.reason
    with house.store.begin() as ledger:
        ledger.sends.settle(key, state, house.now(), detail=reason)
    return state != "rejected"


def _print_of(card: "JsonObject") -> str:
    return hashlib.sha256(json.dumps(card, sort_keys=True).encode()).hexdigest()


def untold(error: Exception) -> str:
    """Say that the coordinator does not hear of it yet, and why; a line in the log as well."""
    code, reason = explain(error)
    log.info("alarm failed", outcome=code, reason=reason)
    return f"De coördinator kreeg hierover geen mail. {reason}"


def alarm_of(house: "House") -> Alarm:
    """The alarm of an installation; without a mailbox it has no address to write to."""
    return Alarm(
        house.store,
        lambda: house.mailer,
        house.settings.owner_ways.mail(COORDINATOR) or "",
        house.agenda.name,
        house.now,
    )


def render_alarm(agenda: str, day: str, sentences: Sequence[str]) -> RenderedMail:
    """Render the daily word to the coordinator. sentences: Dutch, one thing each, not empty."""
    title = _title(sentences)
    words = {"title": title, "agenda": agenda, "day": day, "sentences": sentences}
    templates = templates_of("bot.service")
    html = templates.get_template("alarm.html.j2").render(words)
    text = templates.get_template("alarm.txt.j2").render(words)
    return RenderedMail(subject=title, html=html, text=text)


def _title(sentences: Sequence[str]) -> str:
    return f"{counted(len(sentences), 'punt wacht', 'punten wachten')} op u in de actielijst"
