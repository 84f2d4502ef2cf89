"""Looks ahead out of the ledger: what comes, where it piles up, and a spread taken over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.actions.edits import save_edit
from bot.core.ahead.piles import Pile, SpreadStep, find_piles
from bot.core.ahead.weeks import AheadWeek, WeekMeeting, by_week, what_comes
from bot.core.dutch import few
from bot.core.reminders.due import COORDINATOR, COORDINATOR_NAME
from bot.core.workdays import local_date
from bot.errors import UsageError
from bot.meetings.calendar import counting_meetings
from bot.meetings.memory import Findings
from bot.reminders.due import read_situation
from bot.settings import workdays_of
from bot.store.ledger import Ledger
from mappings.agenda import Agenda
from mappings.canonical import Due

YEAR = timedelta(days=365)
"""How far a look reaches that is not told how far."""


@dataclass(frozen=True)
class Ahead:
    """A look ahead. titles: of actions by code. names: of owners by code, the coordinator too."""

    title: str
    first: date
    last: date
    weeks: tuple[AheadWeek, ...]
    piles: tuple[Pile, ...]
    titles: dict[str, str]
    names: dict[str, str]


def look_ahead(
    ledger: Ledger, agenda: Agenda, findings: Findings, now: datetime, last: date | None
) -> Ahead:
    """Look from today to `last`, a year when that is None.

    findings: what the calendar shows, empty without one. Raises UsageError for a day that was.
    """
    today = local_date(now)
    until = last or today + YEAR
    if until < today:
        raise UsageError(f"{until.isoformat()} is al geweest. Kies een dag die nog komt.")
    driehoeken = counting_meetings(findings, agenda) if findings else ()
    situation = read_situation(ledger, agenda, driehoeken, today)
    names = {**agenda.owner_names, COORDINATOR: COORDINATOR_NAME}
    coming = what_comes(situation, today, until)
    return Ahead(
        title=agenda.name,
        first=today,
        last=until,
        weeks=by_week(coming, _meetings(findings, agenda, now, until), [*names]),
        piles=find_piles(situation.actions, today, until, workdays_of(agenda)),
        titles={action.code: action.title for action in situation.actions},
        names=names,
    )


def take_over(
    ledger: Ledger, ahead: Ahead, codes: Iterable[str], *, at: datetime, run: str
) -> list[SpreadStep]:
    """Give these actions the day that was proposed, all or none. Raises UsageError."""
    proposed = {step.action.code: step for pile in ahead.piles for step in pile.proposed}
    wanted = [*dict.fromkeys(codes)]
    unknown = [code for code in wanted if code not in proposed]
    if unknown:
        raise UsageError(f"Voor {few(unknown)} is geen andere dag voorgesteld. Zie: driehoek ahead")
    steps = [proposed[code] for code in wanted]
    for step in steps:
        after = step.action.model_copy(update={"due": Due.on(step.day)})
        save_edit(ledger, after, at=at, run=run)
    return steps


def _meetings(findings: Findings, agenda: Agenda, now: datetime, until: date) -> list[WeekMeeting]:
    """The meetings to come that count, of every series."""
    return [
        WeekMeeting(start=start, name=agenda.series(key).names[0])
        for key, verdicts in findings.items()
        for start in (verdict.occurrence.start for verdict in verdicts if verdict.counts)
        if start > now and local_date(start) <= until
    ]
