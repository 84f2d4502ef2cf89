"""The reminders: send what is due now, and show those of one action, past and coming."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated

import typer

from bot.commands.actions import CodeArgument
from bot.commands.conduct import acts, dry_run, looks
from bot.commands.output import day_words, or_table, show_json
from bot.commands.progress import progress_line
from bot.commands.session import DryRunFlag, JsonFlag, Session, session_of
from bot.commands.snooze import PAUSE_REASONS
from bot.core.dutch import full_date
from bot.core.reminders.due import COORDINATOR, COORDINATOR_NAME, NO_DAY, Driehoek
from bot.core.reminders.rehearsal import rehearse
from bot.core.reminders.steps import step_words
from bot.core.workdays import local_date
from bot.errors import UsageError
from bot.reminders.due import read_situation
from bot.reminders.pauses import pauses_of
from bot.reminders.report import CardReport
from bot.service import jobs
from bot.service.outcomes import ExitCode
from bot.store.ledger import Ledger
from bot.store.records.sends import SentReminder

AHEAD = timedelta(days=366)
_OUTCOMES = {
    "planned": "zou gaan",
    "accepted": "aangenomen",
    "unknown": "onzeker",
    "rejected": "geweigerd",
    "skipped": "overgeslagen",
}
_WAYS = {"teams-webhook": "Teams", "teams-channel": "Teams", "mail": "mail", "": ""}
SEND_STATES = {
    "planned": "onzeker",
    "sent": "verstuurd",
    "unknown": "onzeker",
    "confirmed": "verstuurd",
    "rejected": "geweigerd",
    "coming": "komt nog",
}


@acts(unless=dry_run, never_dry="test_card")
def remind(
    context: typer.Context,
    dry_run: DryRunFlag = False,
    no_sync: Annotated[
        bool, typer.Option("--no-sync", help="Doe niet eerst een ronde; er was er net een.")
    ] = False,
    test_card: Annotated[
        str | None,
        typer.Option("--test-card", metavar="REGIE", help="Stuur alleen een proefkaart hierheen."),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Stuur iedere regiehouder een kaart met wat nodig is: te laat, binnenkort klaar, bijwerken.

    Doet eerst een ronde, zodat niemand hoort van wat al af is. Met --dry-run zonder ronde: wie wat
    zou krijgen volgens de lijst van nu, en waarom.

    Voorbeeld: driehoek remind --dry-run
    """
    session = session_of(context)
    if test_card is not None and (dry_run or no_sync):
        raise UsageError("Zet --test-card alleen: die stuurt een proefkaart, en niets anders.")
    if test_card is not None:
        _send_test_card(session, test_card, as_json=as_json)
        return
    if dry_run:
        with progress_line(session, jobs.REMINDING):
            reports: Sequence[CardReport] = session.house.reminders.preview()
        session.say(session.house.reminders.waits())
    else:
        with progress_line(session) as told:
            done = jobs.remind(session.house, told, round_first=not no_sync)
        reports = done.cards
        session.say(done.untold)
    for problem in session.settings.problems:
        session.say(f"Let op: {problem}")
    if not reports:
        session.say("Er is nu niemand te herinneren.")
    _show_reports(reports, as_json=as_json)


def _send_test_card(session: Session, owner: str, *, as_json: bool) -> None:
    """Send it and say where to look: that a card was taken proves nothing."""
    with session.run("test-card") as run:
        report = session.house.reminders.test_card(run.id, owner)
        run.outcome = ExitCode.DONE if report.outcome == "accepted" else ExitCode.WAITS_FOR_PERSON
        run.summary = {owner: report.outcome}
    if report.outcome != "accepted":
        session.say(f"De proefkaart voor {owner} is {_OUTCOMES[report.outcome]}. {report.reason}")
    elif report.way == "mail":
        missing = report.reason or f"Er is geen Teams-kanaal voor {owner}."
        session.say(f"{missing} De proefkaart is gemaild.")
        session.say("Ga nu kijken of de mail aankomt.")
    else:
        session.say(f"Teams heeft de proefkaart voor {owner} aangenomen.")
        session.say("Dat bewijst nog niets: ga nu in het kanaal kijken of de kaart er staat.")
    if as_json:
        show_json([report.as_json()])
    if run.outcome:
        raise typer.Exit(run.outcome)


def _show_reports(reports: Sequence[CardReport], *, as_json: bool) -> None:
    columns = {
        "regie": lambda row: who(row["owner"]),
        "waarom": lambda row: _grounds(row["why"], row["questions"]),
        "weg": lambda row: _WAYS[row["transport"]],
        "uitkomst": lambda row: _OUTCOMES[row["outcome"]],
        "reden": lambda row: row["reason"],
    }
    data = [report.as_json() for report in reports]
    or_table(as_json, data, columns)


def who(owner: str) -> str:
    """Who gets a card, as people read it."""
    return COORDINATOR_NAME if owner == COORDINATOR else owner


def _grounds(why: Mapping[str, str], questions: Sequence[int]) -> str:
    """Why each action is on the card, those of one reason together, and what a meeting asked."""
    codes: dict[str, list[str]] = {}
    for code, reason in why.items():
        codes.setdefault(reason, []).append(code)
    asked = [f"vraag van de driehoek (besluit {number})" for number in questions]
    return "\n".join([*(f"{', '.join(found)}: {why}" for why, found in codes.items()), *asked])


@looks
def reminders(context: typer.Context, code: CodeArgument, as_json: JsonFlag = False) -> None:
    """Toon welke herinneringen over een actie zijn verstuurd, en welke er nog komen.

    Wat nog komt, is het komende jaar als niemand iets wijzigt.

    Voorbeeld: driehoek reminders 2.4
    """
    session = session_of(context)
    house = session.house
    today = local_date(session.now())
    with progress_line(session, "De herinneringen opzoeken"):
        meetings = house.driehoeken()
        with house.store.read() as ledger:
            action = ledger.actions.get(code)
            past = [past_row(row) for row in ledger.reminders.log() if row.code == code]
            coming = _coming(session, ledger, meetings, code, today)
            pauses = pauses_of(ledger, action, today)
    for pause in pauses:
        session.say(f"Stil tot {full_date(pause.until)}: {PAUSE_REASONS[pause.kind]}.")
    if not past and not coming:
        session.say(f"Over actie {code} is en wordt niemand herinnerd.")
    columns = {
        "dag": lambda row: day_words(row["date"]),
        "regie": lambda row: who(row["owner"]),
        "waarom": lambda row: row["why"],
        "uitkomst": lambda row: SEND_STATES[row["state"]],
    }
    or_table(as_json, [*past, *coming], columns)


def past_row(row: SentReminder) -> dict[str, object]:
    """A reminder that went, as `reminders --json` shows it."""
    return _row(local_date(row.at), row.owner, row.step, row.due, row.state)


def _coming(
    session: Session, ledger: Ledger, meetings: Sequence[Driehoek], code: str, today: date
) -> list[dict[str, object]]:
    situation = read_situation(ledger, session.house.agenda, meetings, today, only=code)
    return [
        _row(day, card.owner, line.step, line.due, "coming")
        for day, cards in rehearse(situation, today, today + AHEAD)
        for card in cards
        for line in card.lines
    ]


def _row(day: date, owner: str, step: str, due: date, state: str) -> dict[str, object]:
    return {
        "date": day.isoformat(),
        "owner": owner,
        "step": step,
        "due": None if due == NO_DAY else due.isoformat(),
        "why": step_words(step, due=due, day=day),
        "state": state,
    }
