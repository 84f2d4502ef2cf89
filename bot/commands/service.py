"""The bot as a service: run it, look how it is doing, find what is wrong.

What only one of them needs is imported in that one: `status` is asked often and should be quick.
"""

from typing import Annotated

import typer

from bot.commands.conduct import acts, looks
from bot.commands.output import show_json, show_table
from bot.commands.session import JsonFlag, Session, session_of
from bot.commands.snooze import PAUSE_REASONS
from bot.core.dutch import full_date, moment
from bot.log import set_up_logging
from bot.service.outcomes import ExitCode, explain
from bot.service.status import Standing, standing_of
from bot.settings import SettingsErrors
from connectors.log import get_logger


@acts()
def run(context: typer.Context) -> None:
    """Draai als dienst: houd alles gelijk, herinner en mail op tijd. Stop met Ctrl-C of SIGTERM.

    Voorbeeld: driehoek run
    """
    from bot.service.loop import Duties, Worker
    from bot.service.signals import stop_on_signal
    from bot.service.ticks import Ticks

    log = get_logger()
    session = session_of(context)
    house, settings = session.house, session.settings
    set_up_logging(settings.log_format, settings.log_level)
    settings.need("PLANNER_GROUP_ID")
    ticks = Ticks(house)
    worker = Worker(
        duties=Duties(ticks.sync, ticks.remind, ticks.digest, ticks.is_still, ticks.end),
        store=house.store,
        workdays=house.workdays,
        now=session.now,
        stop=stop_on_signal(),
        report=_report,
    )
    with house.store.one_worker_at_a_time():
        log.info("worker started")
        worker.run()
        log.info("worker stopped")


@looks
def status(
    context: typer.Context,
    as_json: JsonFlag = False,
    check: Annotated[
        bool,
        typer.Option("--check", help="Voor bewaking: eindig met een foutcode als iets niet werkt."),
    ] = False,
) -> None:
    """Toon wat er op u wacht, wat eraan komt, en hoe het ervoor staat.

    Voorbeeld: driehoek status
    """
    session = session_of(context)
    standing = standing_of(session.house)
    for warning in standing.warnings:
        session.say(f"Let op: {warning}")
    if as_json:
        show_json(standing.as_json())
    else:
        _show_standing(session, standing)
    if check:
        raise typer.Exit(standing.outcome)


@looks
def doctor(context: typer.Context, as_json: JsonFlag = False) -> None:
    """Controleer of alles werkt, en zeg in woorden wat er ontbreekt. Verandert niets.

    Voorbeeld: driehoek doctor
    """
    from bot.service.doctor.report import examine, exit_code, refused_settings

    session = session_of(context)
    try:
        checks = examine(session.house)
    except SettingsErrors as error:
        checks = refused_settings(error)
    if as_json:
        show_json([check.as_json() for check in checks])
    else:
        for check in checks:
            typer.echo(f"{check.level:<6}  {check.name}: {check.sentence} {check.advice}".rstrip())
    raise typer.Exit(exit_code(checks))


def _report(job: str, error: Exception) -> None:
    """Log what went wrong in one of the worker's jobs, as the command line would put it."""
    log = get_logger()
    code, sentence = explain(error)
    if code is ExitCode.BUG:
        log.error("bug", job=job, exc_info=error)
    else:
        log.warning("job failed", job=job, outcome=int(code), reason=sentence)


def _show_standing(session: Session, standing: Standing) -> None:
    """What needs a person comes first, what only is good to know last."""
    if standing.points:
        rows = [(point.sentence, point.command) for point in standing.points]
        show_table(("wat op u wacht", "wat u kunt doen"), rows)
    else:
        session.say("Er wacht niets op u.")
    if standing.meetings:
        show_table(
            ("volgend overleg", "wanneer", "overzicht", "wat u kunt doen"),
            [(m.subject, moment(m.start), m.sentence, m.command) for m in standing.meetings],
        )
    if standing.pauses:
        show_table(
            ("geen herinneringen", "tot", "waarom"),
            [(p.name, full_date(p.until), PAUSE_REASONS[p.kind]) for p in standing.pauses],
        )
    show_table(
        ("opdracht", "laatste keer", "geleden", "uitkomst"),
        [
            (last.command, moment(last.run.started_at) if last.run else "", last.ago, last.ending)
            for last in standing.runs
        ],
    )
    statuses = [(f"acties {name or 'zonder stand'}", n) for name, n in standing.actions.items()]
    show_table(
        ("wat", "aantal"),
        [
            *statuses,
            ("open botsingen", standing.conflicts),
            ("voorstellen uit Planner", standing.proposals),
            ("wijzigingen met onzekere afloop", standing.intents),
            ("berichten met onzekere afloop", standing.sends),
        ],
    )
