"""The pauses: who and what is left in peace until a day, as people decided.

A pause is set and ended here by the coordinator; the start dates of tasks come in with a sync. The
functions work in a unit of work of the caller's, so that a pause and its run are booked together.
"""

from datetime import date, datetime

from bot.core.dutch import sentence
from bot.core.reminders.due import COORDINATOR, COORDINATOR_NAME, Pauses
from bot.core.workdays import local_date
from bot.errors import UsageError
from bot.store.ledger import Ledger
from bot.store.records.snoozes import Snooze, SnoozeKind
from mappings.agenda import Agenda
from mappings.canonical import Action
from mappings.words import UnknownWord, no_such_owner, read_owner


def pause(
    ledger: Ledger, agenda: Agenda, kind: SnoozeKind, name: str, until: date, *, now: datetime
) -> Snooze:
    """Send no reminders about an action, or to an owner, before a day; changes an earlier pause.

    name: the action's or the owner's code, `COORDINATOR` too. Raises UnknownCode, and UsageError
    for an owner nobody has or a day that is not to come.
    """
    if until <= local_date(now):
        raise UsageError(f"{until} is niet later dan vandaag; kies een dag die nog komt.")
    named = _read_name(ledger, agenda, kind, name)
    snooze = Snooze(kind=kind, name=named, until=until, set_at=now)
    ledger.snoozes.put(snooze)
    return snooze


def end_pause(ledger: Ledger, agenda: Agenda, kind: SnoozeKind, name: str) -> bool:
    """End a pause; False when there was none. Raises UnknownCode, and UsageError as `pause`."""
    return ledger.snoozes.lift(kind, _read_name(ledger, agenda, kind, name))


def running_pauses(ledger: Ledger, today: date) -> list[Snooze]:
    """List the pauses that are not over, those of start dates in Planner too.

    Those of an action that was taken off the list wait until it is put back.
    """
    struck = ledger.actions.struck()
    return [
        snooze
        for snooze in ledger.snoozes.all()
        if snooze.until > today and (snooze.kind == "owner" or snooze.name not in struck)
    ]


def pauses_of(ledger: Ledger, action: Action, today: date) -> list[Snooze]:
    """List the pauses that are not over of an action, and of everybody who hears of it."""
    recipients = action.owners or (COORDINATOR,)
    return [
        snooze
        for snooze in running_pauses(ledger, today)
        if snooze.name == action.code or (snooze.kind == "owner" and snooze.name in recipients)
    ]


def read_pauses(ledger: Ledger) -> Pauses:
    """The pauses of the coordinator, and the start dates in Planner; the longest one counts."""
    actions: dict[str, date] = {}
    owners: dict[str, date] = {}
    for snooze in ledger.snoozes.all():
        silent = owners if snooze.kind == "owner" else actions
        silent[snooze.name] = max(snooze.until, silent.get(snooze.name, snooze.until))
    return Pauses(actions=actions, owners=owners)


def read_recipient(typed: str, agenda: Agenda) -> str:
    """The code of who can get a card: "h&t", a full name, "coördinator". Raises UsageError."""
    names = {owner.code: owner.name for owner in agenda.owners}
    try:
        return read_owner(typed, {**names, COORDINATOR: COORDINATOR_NAME})
    except UnknownWord:
        known = (*names, COORDINATOR_NAME)
        raise UsageError(sentence(no_such_owner(typed, known))) from None


def _read_name(ledger: Ledger, agenda: Agenda, kind: SnoozeKind, name: str) -> str:
    return ledger.actions.get(name).code if kind == "action" else read_recipient(name, agenda)
