"""The bot as a service: run it, look how it is doing, find what is wrong, and try it out."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import structlog
import typer

from bot.commands.session import JsonFlag, Session, session_of, show_json, show_table
from bot.commands.sync import outcome_of
from bot.core.dutch import moment
from bot.core.sync.brake import BrakePulled
from bot.errors import UsageError
from bot.log import set_up_logging
from bot.meetings.calendar import workdays_of
from bot.reminders.report import for_coordinator
from bot.service.coordinator import alarm_of
from bot.service.doctor.report import examine, exit_code, refused_settings
from bot.service.loop import Duties, Worker
from bot.service.outcomes import BUG, explain
from bot.service.signals import stop_on_signal
from bot.service.status import Standing, read_standing
from bot.settings import SettingsErrors
from bot.store.errors import StoreError
from bot.wiring import House
from connectors.errors import GraphError

if TYPE_CHECKING:
    from connectors.sandbox.control import Sandbox

SANDBOX_PORT = 8765

log = structlog.get_logger()


def run(context: typer.Context) -> None:
    """Draai als dienst: houd alles gelijk, herinner en mail op tijd. Stop met Ctrl-C of SIGTERM.

    Voorbeeld: driehoek run
    """
    session = session_of(context)
    house, settings = session.house, session.settings
    set_up_logging(settings.log_format, settings.log_level)
    settings.need("PLANNER_GROUP_ID")
    worker = Worker(
        duties=Duties(
            sync=lambda: _sync(session),
            remind=lambda: _remind(session),
            digest=lambda: _digest(session),
        ),
        store=house.store,
        workdays=workdays_of(house.agenda),
        now=session.now,
        stop=stop_on_signal(),
        report=_report,
    )
    log.info("worker started")
    worker.run()
    log.info("worker stopped")


def status(context: typer.Context, as_json: JsonFlag = False) -> None:
    """Toon hoe het ervoor staat: de laatste keren, de acties, en wat er nog wacht.

    Voorbeeld: driehoek status
    """
    session = session_of(context)
    with session.house.store.begin() as ledger:
        standing = read_standing(ledger, session.now())
    for warning in standing.warnings:
        session.say(f"Let op: {warning}")
    if as_json:
        show_json(standing.as_json())
    else:
        _show_standing(standing)


def doctor(context: typer.Context, as_json: JsonFlag = False) -> None:
    """Controleer of alles werkt, en zeg in woorden wat er ontbreekt. Verandert niets.

    Voorbeeld: driehoek doctor
    """
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


def sandbox(
    context: typer.Context,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="De poort; 0 kiest een vrije.")
    ] = SANDBOX_PORT,
) -> None:
    """Draai een proefomgeving van Microsoft 365 op deze machine. Stop met Ctrl-C of SIGTERM.

    Op stdout staat de omgeving waarmee de andere opdrachten haar gebruiken.

    Voorbeeld: driehoek sandbox > proef.env, en dan in een andere terminal: . ./proef.env
    """
    session = session_of(context)
    stop = stop_on_signal()
    with running_sandbox(session, port) as tenant:
        for name, value in tenant.environment().items():
            typer.echo(f"export {name}='{value}'")
        session.say(f"De proefomgeving draait op {tenant.origin}. Stop met Ctrl-C.")
        stop.wait()


@contextmanager
def running_sandbox(session: Session, port: int = 0) -> Iterator["Sandbox"]:
    """Serve the sandbox; in a rehearsal its calendar starts at that moment. Raises UsageError."""
    try:
        from connectors.sandbox.server import running
        from connectors.sandbox.tenant.world import World
    except ModuleNotFoundError as error:
        raise UsageError(
            "De proefomgeving is niet geïnstalleerd. Installeer haar met: pip install '.[sandbox]'"
        ) from error
    with ExitStack() as stack:
        try:
            tenant = stack.enter_context(running(port, World(start=session.fixed_now)))
        except OSError as error:
            raise UsageError(
                f"Poort {port} is niet te gebruiken: {error.strerror}. Kies een andere met --port."
            ) from error
        yield tenant


def _sync(session: Session) -> None:
    house = session.house
    house.graph.start_round()
    with session.run("sync") as booked:
        try:
            account = house.engine().round(booked.id)
        except BrakePulled as error:
            _tell_coordinator(house, [f"Noodrem: {error}. Er is niets veranderd."])
            raise
        booked.outcome = outcome_of(account)
        booked.summary = {name: asdict(side) for name, side in account.sides.items()}
    log.info("sync", run=booked.id, outcome=booked.outcome, **booked.summary)
    _tell_coordinator(house, account.for_person)


def _tell_coordinator(house: House, sentences: Sequence[str]) -> None:
    """Mail what waits for a person; that it fails is no reason to stop what else is to be done."""
    try:
        outcome = alarm_of(house).tell(sentences)
    except (GraphError, StoreError) as error:
        _report("alarm", error)
    else:
        log.info("alarm", outcome=outcome)


def _remind(session: Session) -> None:
    with session.run("remind") as booked:
        notices = session.house.reminders.remind(booked.id)
        booked.summary = {notice.owner: notice.outcome for notice in notices}
    log.info("remind", run=booked.id, cards=booked.summary)
    _tell_coordinator(session.house, for_coordinator(notices))


def _digest(session: Session) -> None:
    """Mail what is due, for every series; one that fails does not keep the others back."""
    house = session.house
    failure: Exception | None = None
    for series in house.agenda.meetings:
        house.graph.start_round()
        try:
            with session.run("digest") as booked:
                booked.summary = {"outcome": house.digests.send(series).outcome}
        except (GraphError, SettingsErrors, StoreError) as error:
            failure = failure or error
        else:
            log.info("digest", run=booked.id, series=series.key, **booked.summary)
    if failure is not None:
        raise failure
    house.digests.watch()
    _tell_coordinator(house, [])


def _report(job: str, error: Exception) -> None:
    """Log what went wrong in one of the worker's jobs, as the command line would put it."""
    code, sentence = explain(error)
    if code == BUG:
        log.error("bug", job=job, exc_info=error)
    else:
        log.warning("job failed", job=job, outcome=code, reason=sentence)


def _show_standing(standing: Standing) -> None:
    show_table(
        ("opdracht", "laatste keer", "geleden", "uitkomst"),
        [
            (last.command, moment(last.run.started_at) if last.run else "", last.ago, last.ending)
            for last in standing.runs
        ],
    )
    statuses = [(f"acties {name or 'zonder status'}", n) for name, n in standing.actions.items()]
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
