"""Sends the reminders of today: one card per owner, each reminder once.

The ledger decides, the transport only tells: each card is written down just before it goes out, in
one transaction with the question what went out before, so that two workers at the same second, or
a kill in the middle, never make two cards. A card whose fate is unknown is not sent again.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import requests

from bot.core.reminders import COORDINATOR, OwnerCard, cards, due_reminders
from bot.core.workdays import local_date
from bot.meetings import workdays_of
from bot.settings import Settings, environment_name
from bot.store.database import Store
from bot.store.ledger import Ledger
from connectors.teams import CardAccepted, CardOutcome, CardRejected, post_card
from connectors.wire import JsonObject
from mappings.agenda import Agenda
from mappings.teams import CardLine, plan_url, render_card, task_url

NotifyOutcome = Literal["planned", "accepted", "unknown", "rejected", "skipped"]
TRANSPORT = "teams-webhook"


@dataclass(frozen=True)
class Notice:
    """What became of one owner's card. steps: by action code. reason: a Dutch sentence or ""."""

    owner: str
    codes: tuple[str, ...]
    steps: Mapping[str, str]
    outcome: NotifyOutcome
    reason: str = ""

    def as_json(self) -> JsonObject:
        """The shape of `remind --json`."""
        return {
            "owner": self.owner,
            "transport": TRANSPORT,
            "codes": list(self.codes),
            "steps": dict(self.steps),
            "outcome": self.outcome,
            "reason": self.reason,
        }


@dataclass(frozen=True)
class Notifier:
    """The surroundings of a reminder round. sleep: between a refusal for haste and the repeat."""

    store: Store
    agenda: Agenda
    settings: Settings
    session: requests.Session
    sleep: Callable[[float], None]
    now: Callable[[], datetime] = field(kw_only=True)

    def preview(self) -> list[Notice]:
        """What would go out now, and to whom."""
        with self.store.begin() as ledger:
            due = self._due(ledger, self.now())
        return [self._notice(card, "planned", self._obstacle(card)) for card in due]

    def remind(self, run: str) -> list[Notice]:
        """Send what is due now. Raises StoreError; a transport's failure is an outcome."""
        with self.store.begin() as ledger:
            due = self._due(ledger, self.now())
        notices = [self._deliver(run, card) for card in due]
        return [notice for notice in notices if notice is not None]

    def _due(self, ledger: Ledger, now: datetime) -> tuple[OwnerCard, ...]:
        reminders = due_reminders(
            ledger.actions.all().values(),
            today=local_date(now),
            workdays=workdays_of(self.agenda),
            steps=self.agenda.reminders.steps,
            already=ledger.reminders.sent(),
        )
        return cards(reminders)

    def _deliver(self, run: str, card: OwnerCard) -> Notice | None:
        """Claim a card and post it at once: a kill costs this one only. None: others were first."""
        obstacle = self._obstacle(card)
        if obstacle:
            return self._notice(card, "skipped", obstacle)
        with self.store.begin() as ledger:
            if ledger.reminders.sent() & {line.key for line in card.lines}:
                return None
            body = self._render(card, ledger)
            _claim(ledger, run, card, body, self.now())
        url = self.settings.webhooks[environment_name(card.owner)].get_secret_value()
        result = post_card(
            self.session,
            url,
            body,
            allowed_hosts=self.settings.webhook_hosts,
            sleep=self.sleep,
            now=self.now,
        )
        with self.store.begin() as ledger:
            return self._settle(ledger, card, _key(run, card), result)

    def _settle(self, ledger: Ledger, card: OwnerCard, key: str, result: CardOutcome) -> Notice:
        now = self.now()
        match result:
            case CardAccepted(message_id=remote_id):
                # 202 says that Power Automate took the card, not that anybody saw it.
                ledger.sends.settle(key, "sent", now, remote_id=remote_id)
                return self._notice(card, "accepted", "")
            case CardRejected(reason=reason):
                ledger.sends.settle(key, "rejected", now, detail=reason)
                ledger.reminders.release(key)
                return self._notice(card, "rejected", reason)
            case _:
                ledger.sends.settle(key, "unknown", now, detail=result.reason)
                return self._notice(card, "unknown", result.reason)

    def _render(self, card: OwnerCard, ledger: Ledger) -> JsonObject:
        tasks = {code: link.remote_id for code, link in ledger.links.all("planner").items()}
        plan_id = ledger.places.all("planner").get("plan", "")
        tenant = self.settings.sign_in.tenant_id
        pages = self.agenda.planner
        lines = [
            CardLine(
                code=reminder.code,
                title=reminder.title,
                deadline=reminder.deadline,
                status=reminder.status,
                late=reminder.is_late,
                url=task_url(
                    pages.task_url, plan_id=plan_id, task_id=tasks[reminder.code], tenant_id=tenant
                )
                if reminder.code in tasks
                else None,
            )
            for reminder in card.lines
        ]
        plan = plan_url(pages.plan_url, plan_id=plan_id, tenant_id=tenant)
        return render_card(self._name(card.owner), lines, plan_url=plan)

    def _obstacle(self, card: OwnerCard) -> str:
        """Why no card can go to this owner, or "" when one can."""
        variable = f"TEAMS_WEBHOOK_{environment_name(card.owner)}"
        if environment_name(card.owner) in self.settings.webhooks:
            return ""
        return f"Er is geen Teams-kanaal voor {self._name(card.owner)}: {variable} ontbreekt."

    def _name(self, owner: str) -> str:
        return "Coördinator" if owner == COORDINATOR else self.agenda.owner(owner).name

    def _notice(self, card: OwnerCard, outcome: NotifyOutcome, reason: str) -> Notice:
        return Notice(
            owner=card.owner,
            codes=tuple(line.code for line in card.lines),
            steps={line.code: line.step for line in card.lines},
            outcome=outcome,
            reason=reason,
        )


def _key(run: str, card: OwnerCard) -> str:
    return f"card:{run}:{card.owner}"


def _claim(ledger: Ledger, run: str, card: OwnerCard, body: JsonObject, now: datetime) -> None:
    digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    ledger.sends.claim(_key(run, card), "card", card.owner, now, digest)
    for line in card.lines:
        ledger.reminders.add(line.code, line.step, line.due, line.owner, _key(run, card))
