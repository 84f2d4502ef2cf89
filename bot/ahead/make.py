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

FURTHEST = 5
"""Years that a look reaches at most: it plays every day, and nobody plans further."""


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

    findings: what the calendar shows, empty without one. Raises UsageError for a day that was, or
    is too far away.
    """
    today = local_date(now)
    until = last or today + YEAR
    if until < today:
        raise UsageError(f"{until.isoformat()} is al geweest. Kies een dag die nog komt.")
    if until.year > today.year + FURTHEST:
        raise UsageError(
            f"{until.isoformat()} is te ver weg. Kies een dag tot en met {today.year + FURTHEST}."
        )
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
    ledger: Ledger, agenda: Agenda, codes: Iterable[str], *, at: datetime, run: str
) -> tuple[list[SpreadStep], bool]:
    """Give these actions the day that is proposed for them, all or none, however far it lies.

    Gives also whether more stands proposed on the same days, which shifts now. A pile follows from
    the list alone, so that this works without the calendar too. Raises UsageError.
    """
    piles = find_piles(ledger.actions.all().values(), local_date(at), date.max, workdays_of(agenda))
    proposed = {step.action.code: step for pile in piles for step in pile.proposed}
    wanted = [*dict.fromkeys(codes)]
    unknown = [code for code in wanted if code not in proposed]
    if unknown:
        raise UsageError(f"Voor {few(unknown)} is geen andere dag voorgesteld. Zie: driehoek ahead")
    steps = [proposed[code] for code in wanted]
    for step in steps:
        after = step.action.model_copy(update={"due": Due.on(step.day)})
        save_edit(ledger, after, at=at, run=run)
    days = {step.action.due.date for step in steps}
    others = {s.action.code for pile in piles if pile.day in days for s in pile.proposed}
    return steps, bool(others - {*wanted})


def _meetings(findings: Findings, agenda: Agenda, now: datetime, until: date) -> list[WeekMeeting]:
    """The meetings to come that count, of every series."""
    return [
        WeekMeeting(start=start, name=agenda.series(key).names[0])
        for key, verdicts in findings.items()
        for start in (verdict.occurrence.start for verdict in verdicts if verdict.counts)
        if start > now and local_date(start) <= until
    ]
