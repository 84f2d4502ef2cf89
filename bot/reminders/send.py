"""Sends the reminders of today: one card per owner, each reminder once.

The ledger decides, the ways only tell: each card is written down just before it goes out, in
one transaction with the question what went out before, so that two workers at the same second, or
a kill in the middle, never make two cards. A card whose fate is unknown is not posted again: its
owner gets it by mail, which cannot double.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.core.reminders.due import Driehoek, OwnerCard, Reminder, ReminderKey, put_reminder
from bot.core.reminders.news import is_over
from bot.core.reminders.questions import is_moot
from bot.core.reminders.steps import ASKED
from bot.core.waits import waits_of
from bot.core.workdays import local_date
from bot.errors import UsageError
from bot.reminders.cards import CardWriter
from bot.reminders.due import (
    WORKPLACE,
    DueCards,
    due_cards,
    put_before,
    read_put,
    waiting_for,
)
from bot.reminders.pauses import read_recipient
from bot.reminders.posting import Post, judge
from bot.reminders.report import CardReport, Told, told
from bot.reminders.ways import Ways
from bot.store.database import Store
from bot.store.ledger import Ledger
from bot.store.records.sends import Send
from bot.sync.side import SideUnavailable
from connectors.wire import JsonObject

_NOBODY_KNOWS = "Het versturen werd afgebroken. Kijk in het kanaal of de kaart er staat."


@dataclass(frozen=True)
class ReminderRound:
    """The surroundings of a reminder round.

    writer: writes its cards; ways: how they reach people. driehoeken: reads the calendar, and may
    raise GraphError.
    """

    store: Store
    writer: CardWriter
    ways: Ways
    now: Callable[[], datetime] = field(kw_only=True)
    driehoeken: Callable[[], Sequence[Driehoek]] = field(kw_only=True)

    def preview(self) -> list[CardReport]:
        """What would go out now, and to whom. Raises what `driehoeken` raises."""
        due = self._due()
        planned = [
            CardReport(card.owner, self._told(card), "planned", ways[0].name)
            if (ways := self.ways.to(card.owner))
            else self._skipped(card, self._gap(card.owner))
            for card in due.go
        ]
        return [*planned, *self._held(due)]

    def waits(self) -> str:
        """Say why what `preview` shows would not go out now, in Dutch; "" when it would.

        Only what a round will not mend: a reading that is merely old is renewed before reminding.
        """
        with self.store.read() as ledger:
            reading = ledger.readings.of(WORKPLACE)
        return waiting_for(reading)

    def remind(self, run: str) -> list[CardReport]:
        """Send what is due now, and mail what earlier runs left in doubt.

        Raises SideUnavailable when Planner was not read whole just now, as what looks late may be
        done there, StoreError, and what `driehoeken` raises: then nobody is reminded. A way that
        fails is an outcome.
        """
        due = self._due()
        if due.doubt:
            raise SideUnavailable(WORKPLACE, due.doubt)
        settled = [self._mail_instead(card) for card in self._post.in_doubt()]
        reports = [*settled, *(self._deliver(run, card) for card in due.go)]
        return [*(report for report in reports if report is not None), *self._held(due)]

    def _due(self) -> DueCards:
        driehoeken = self.driehoeken()  # asks the calendar, so before the unit of work
        with self.store.read() as ledger:
            return due_cards(ledger, self.writer.agenda, driehoeken, self.now())

    def test_card(self, run: str, owner: str) -> CardReport:
        """Send one harmless card by the first way to this owner; no reminder is used up by it.

        Raises UsageError when there is no such owner or no way to it, StoreError.
        """
        owner = read_recipient(owner, self.writer.agenda)
        ways = self.ways.to(owner)
        if not ways:
            raise UsageError(self._gap(owner))
        with self.store.read() as ledger:
            card = self.writer.test(ledger, owner)
        posted = judge([(ways[0].name, ways[0].send(f"test:{run}:{owner}", card))])
        reason = " ".join(filter(None, (*self.ways.problems_of(owner), posted.reason)))
        return CardReport(owner, (), posted.outcome, posted.way, reason)

    def _deliver(self, run: str, card: OwnerCard) -> CardReport | None:
        """Claim a card and send it at once: a kill costs this one only. None: others were first."""
        ways = self.ways.to(card.owner)
        if not ways:
            return self._skipped(card, self._gap(card.owner))
        with self.store.begin() as ledger:
            if _sent(ledger) & {line.key for line in card.lines}:
                return None
            body = self.writer.reminders(ledger, card.owner, card.lines)
            _claim(ledger, run, card, body, self.now())
        posted = self._post.send(_key(run, card), body, ways)
        lines = self._told(card)
        return CardReport(card.owner, lines, posted.outcome, posted.way, posted.reason)

    def _mail_instead(self, card: Send) -> CardReport | None:
        """Mail a card of which nobody knows whether it arrived. None: nobody has to hear of it.

        It is written anew, by today's truth: its text is not kept, and things may be done by now.
        """
        with self.store.begin() as ledger:
            actions = ledger.actions.all()
            waits = waits_of(actions.values())
            lines = tuple(
                told(code, step, due, self._today)
                for code, step, due in ledger.reminders.carried_by(card.key)
                if code in actions
                and not is_moot(step, actions[code])
                and not is_over(step, code, waits)
            )
            still = [(actions[line.code], line.step) for line in lines]
            put = self._put_by(ledger, card)
            body = self.writer.again(ledger, card.recipient, still, put) if still or put else {}
            lines = (*lines, *(told(r.code, r.step, r.due, self._today, r.number) for r in put))
        mail = self.ways.mail(card.recipient)
        if not lines:
            self._post.close(card.key)
            return None
        if mail is not None:
            posted = self._post.send_again(card.key, body, mail)
        elif card.state == "planned":
            posted = self._post.leave(card.key, _NOBODY_KNOWS)
        else:
            return None  # it was told when it happened
        return CardReport(card.recipient, lines, posted.outcome, posted.way, posted.reason)

    def _put_by(self, ledger: Ledger, card: Send) -> list[Reminder]:
        """What a card put of what meetings asked, and still has no answer."""
        numbers = ledger.decisions.asked_by(card.key)
        return [
            put_reminder(question, ASKED, self._today)
            for question in (read_put(ledger) if numbers else ())
            if question.number in numbers
        ]

    @property
    def _post(self) -> Post:
        return Post(self.store, self.now)

    def _gap(self, owner: str) -> str:
        return self.ways.gap(owner, called=self.writer.name(owner))

    def _held(self, due: DueCards) -> list[CardReport]:
        """The cards that wait, as they are more than one day may have."""
        return [self._skipped(held.card, held.reason) for held in due.held]

    def _skipped(self, card: OwnerCard, reason: str) -> CardReport:
        return CardReport(card.owner, self._told(card), "skipped", reason=reason)

    def _told(self, card: OwnerCard) -> tuple[Told, ...]:
        return tuple(
            told(line.code, line.step, line.due, self._today, line.number) for line in card.lines
        )

    @property
    def _today(self) -> date:
        return local_date(self.now())


def _key(run: str, card: OwnerCard) -> str:
    return f"card:{run}:{card.owner}"


def _claim(ledger: Ledger, run: str, card: OwnerCard, body: JsonObject, now: datetime) -> None:
    digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    ledger.sends.claim(_key(run, card), "card", card.owner, now, digest)
    for line in card.lines:
        if line.number:
            ledger.decisions.note_asked(line.number, line.step, _key(run, card))
        else:
            ledger.reminders.add(line.code, line.step, line.due, line.owner, _key(run, card))


def _sent(ledger: Ledger) -> set[ReminderKey]:
    """All that was put on a card before."""
    return {*(ReminderKey(*key) for key in ledger.reminders.sent()), *put_before(ledger)}
