"""Reads out of ledger and agenda what decides about reminders, and asks the core what is due."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from bot.core.confirmations.record import TOUCHES, last_confirmed
from bot.core.decisions.record import MeetingDecision
from bot.core.dutch import moment
from bot.core.reminders.allowance import Allowance, HeldCard, share_out
from bot.core.reminders.due import (
    Driehoek,
    OwnerCard,
    ReminderKey,
    Situation,
    cards,
    due_reminders,
)
from bot.core.reminders.news import wait_news
from bot.core.reminders.put import PutQuestion
from bot.core.reminders.questions import questions
from bot.core.reminders.steps import Rules
from bot.core.sync.sides import FRESH_FOR, SIDES
from bot.core.waits import waits_of
from bot.core.workdays import local_date
from bot.decisions.report import read_standings
from bot.reminders.pauses import read_pauses
from bot.rhythms.reading import read_returning
from bot.settings import workdays_of
from bot.store.ledger import Ledger
from bot.store.records.readings import SideReading
from bot.store.records.sends import SentReminder
from mappings.agenda import Agenda
from mappings.canonical import Action

WORKPLACE = "planner"
"""The side where owners work: a task that is ticked off there must not be chased."""


@dataclass(frozen=True)
class DueCards:
    """The cards of now. go: to be sent; held: too many for one day.

    doubt: why the list is no ground to remind anybody on, a Dutch sentence; "" when it is one.
    """

    go: tuple[OwnerCard, ...]
    held: tuple[HeldCard, ...]
    doubt: str


def due_cards(
    ledger: Ledger, agenda: Agenda, driehoeken: Sequence[Driehoek], now: datetime
) -> DueCards:
    """Decide who gets a card now. Raises SettingsErrors for a holiday nobody knows."""
    today = local_date(now)
    due = cards(due_reminders(read_situation(ledger, agenda, driehoeken, today), today))
    wishes = agenda.reminders
    allowance = Allowance(per_owner=wishes.cards_per_owner, in_all=wishes.cards_in_all)
    go, held = share_out(due, allowance, _cards_of(today, ledger.reminders.log()))
    return DueCards(go, held, doubt_about(ledger.readings.of(WORKPLACE), now))


def doubt_about(reading: SideReading, now: datetime) -> str:
    """Say why what owners did may not be in the list; "" when it was read whole just now."""
    if reading.failing_since is not None:
        return (
            "Er is niemand herinnerd, want Planner is niet helemaal gelezen. Zodra dat lukt, gaan "
            f"de herinneringen alsnog uit. {reading.reason or ''}".rstrip()
        )
    if reading.read_at is None:
        return (
            "Er is niemand herinnerd, want Planner is nog nooit gelezen. "
            "Doe eerst een ronde met: driehoek sync"
        )
    if now - reading.read_at > FRESH_FOR:
        return (
            f"Er is niemand herinnerd, want Planner is sinds {moment(reading.read_at)} niet meer "
            "gelezen. Doe eerst een ronde met: driehoek sync"
        )
    return ""


def waiting_for(reading: SideReading) -> str:
    """Say that reminders wait, as Planner is not read whole; "" when they do not."""
    if reading.failing_since is None:
        return ""
    return (
        f"Planner is sinds {moment(reading.failing_since)} niet helemaal te lezen. Zolang dat "
        "duurt, gaan deze herinneringen niet uit: wat te laat lijkt, kan daar al zijn afgevinkt."
    )


def read_situation(
    ledger: Ledger,
    agenda: Agenda,
    driehoeken: Sequence[Driehoek],
    today: date,
    *,
    only: str | None = None,
) -> Situation:
    """Gather what the core decides from. only: the code of the one action that matters."""
    listed = ledger.actions.all()
    actions = tuple(a for a in listed.values() if only in (None, a.code))
    waits = waits_of(listed.values())
    past = ledger.history.all() if only is None else ledger.history.of(only)
    moved = ledger.history.latest(("due",), sides=SIDES)
    changed = _later(_later(ledger.history.latest(TOUCHES), moved), last_confirmed(past))
    return Situation(
        actions=actions,
        workdays=workdays_of(agenda),
        rules=rules_of(agenda),
        changed=changed,
        returning=read_returning(ledger, agenda, actions),
        driehoeken=tuple(driehoeken),
        pauses=read_pauses(ledger),
        questions=questions(actions, past, today),
        put=tuple(one for one in read_put(ledger) if only in (None, one.code)),
        waits=waits,
        news=tuple(wait_news(listed, waits, _closed_on(ledger, listed), changed, today)),
        sent={
            ReminderKey(row.code, row.step, row.due, row.owner): local_date(row.at)
            for row in ledger.reminders.log()
        }
        | {key: local_date(at) for key, at in put_before(ledger).items()},
    )


def read_put(ledger: Ledger) -> tuple[PutQuestion, ...]:
    """What meetings asked owners and has no answer yet, in the order in which it was asked."""
    return tuple(
        _put(standing.decision, standing.action)
        for standing in read_standings(ledger)
        if standing.decision.kind == "question" and not standing.state.is_settled
    )


def put_before(ledger: Ledger) -> dict[ReminderKey, datetime]:
    """When which question of a meeting was put on a card, at which step."""
    asked = ledger.decisions.asked()
    if not asked:
        return {}
    numbers = {number for number, _ in asked}
    questions = {one.id: _put(one, None) for one in ledger.decisions.all() if one.id in numbers}
    return {
        ReminderKey(one.code, step, one.by, one.owner, number): at
        for (number, step), at in asked.items()
        for one in [questions[number]]
    }


def _put(decision: MeetingDecision, action: Action | None) -> PutQuestion:
    if decision.owner is None or decision.by is None:
        raise ValueError(f"decision {decision.id} asks nobody anything")
    return PutQuestion(
        number=decision.id,
        owner=decision.owner,
        text=decision.text,
        by=decision.by,
        code=decision.code or "",
        status=action.status if action else None,
        leads=action.owners if action else (),
    )


def _closed_on(ledger: Ledger, listed: Mapping[str, Action]) -> Mapping[str, date]:
    """The day on which each action that is closed became so, as far as the history tells."""
    lines = ledger.history.last("status")
    return {c: local_date(lines[c].at) for c, a in listed.items() if not a.is_open and c in lines}


def _later(known: Mapping[str, datetime], more: Mapping[str, datetime]) -> Mapping[str, datetime]:
    """The later moment of each action."""
    return {
        code: max(times[code] for times in (known, more) if code in times)
        for code in known.keys() | more.keys()
    }


def rules_of(agenda: Agenda) -> Callable[[str, str], Rules]:
    """The agenda's rules as a function of owner and action code."""

    @cache
    def rules(owner: str, code: str) -> Rules:
        return Rules.model_validate(agenda.reminders.tuned(owner, code))

    return rules


def _cards_of(day: date, log: Sequence[SentReminder]) -> Mapping[str, int]:
    """How many cards each owner was sent on a day; what was certainly refused is not in the log."""
    messages = {(row.owner, row.at) for row in log if local_date(row.at) == day}
    return Counter(owner for owner, _ in messages)
