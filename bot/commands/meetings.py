"""The meetings in the calendar: see why each counts, and fix which series is the one."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

import typer

from bot.commands.output import or_table
from bot.commands.session import (
    JsonFlag,
    SeriesOption,
    Session,
    day_of,
    nothing_in_front,
    session_of,
)
from bot.core.dutch import closed_sentence, enumerated, full_date, moment
from bot.core.meetings.verdicts import MeetingVerdict, Occurrence, verdicts_on
from bot.core.workdays import AMSTERDAM, local_date, local_time
from bot.errors import UsageError
from bot.meetings.calendar import who_is_closed
from mappings.agenda import MeetingSeries
from mappings.canonical import yes_no

_STATES = {"held": "geweest", "coming": "komt", "moved": "verplaatst", "cancelled": "vervalt"}

group = typer.Typer(invoke_without_command=True, rich_markup_mode=None, add_completion=False)


@group.callback()
def meetings(context: typer.Context, as_json: JsonFlag = False) -> None:
    """Toon de overleggen in de agenda, gehouden en nog te komen, en waarom elk meetelt of niet.

    Voorbeeld: driehoek meetings
    """
    if context.invoked_subcommand is not None:
        nothing_in_front(context)
        return
    session = session_of(context)
    house, now = session.house, session.now()
    findings = house.calendar.read(now)
    house.calendar.remember(findings, now)
    for series in house.agenda.meetings:
        if not findings[series.key]:
            session.say(f"Er staat geen {series.names[0]} in de agenda van de postbus.")
    names = {series.key: series.names[0] for series in house.agenda.meetings}
    verdicts = [verdict for of_series in findings.values() for verdict in of_series]
    rows = [{**_row(v), "closed": who_is_closed(house.agenda, _day(v))} for v in verdicts]
    for verdict, row in zip(verdicts, rows, strict=True):
        if verdict.counts and verdict.occurrence.start > now and row["closed"]:
            session.say(closed_sentence(row["closed"], _day(verdict)))
    columns = {
        "wanneer": lambda row: row["when"],
        "overleg": lambda row: names[row["series"]],
        "onderwerp": lambda row: row["subject"],
        "stand": lambda row: _STATES[row["state"]],
        "telt mee": lambda row: yes_no(row["counts"]),
        "waarom": lambda row: row["reason"],
    }
    or_table(as_json, rows, columns)


@group.command()
def pin(
    context: typer.Context,
    day: Annotated[
        str, typer.Argument(metavar="DATUM", help="De dag van één overleg uit de reeks.")
    ],
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="UUR", help="Hoe laat het begint, als er meer op die dag is."),
    ] = None,
    series: SeriesOption = None,
) -> None:
    """Zet de reeks vast waar de afspraak op deze dag bij hoort: dat is dan het overleg.

    Met --at kan dat ook een afspraak met een andere naam zijn.

    Voorbeeld: driehoek meetings pin 2026-12-17
    """
    session = session_of(context)
    wanted = session.series(series)
    event = _event_on(session, wanted, day, at)
    if event.series_id is None:
        raise UsageError(
            f"De afspraak op {moment(event.start)} is een losse afspraak. Alleen een reeks kan "
            "worden vastgezet."
        )
    with session.run("pin") as run, session.house.store.begin() as ledger:
        ledger.meeting_choices.pin(wanted.key, event.series_id)
        run.summary = {"series": wanted.key}
    session.say(
        f"De reeks van {moment(event.start)} is vastgezet als {wanted.names[0]}. Kijk met: "
        "driehoek meetings"
    )


@group.command()
def unpin(context: typer.Context, series: SeriesOption = None) -> None:
    """Maak een vastgezette reeks los; dan tellen categorie, naam en organisator weer.

    Voorbeeld: driehoek meetings unpin
    """
    session = session_of(context)
    wanted = session.series(series)
    with session.run("unpin") as run, session.house.store.begin() as ledger:
        was_pinned = ledger.meeting_choices.unpin(wanted.key)
        run.summary = {"series": wanted.key}
    loose = "is los" if was_pinned else "was niet vastgezet"
    session.say(f"De reeks van {wanted.names[0]} {loose}.")


def _event_on(session: Session, series: MeetingSeries, text: str, at: str | None) -> Occurrence:
    """The one event that is meant. Raises UsageError when that is not clear."""
    day, calendar = day_of(text), session.house.calendar
    if at is not None:
        start = _moment(text, at)
        events = calendar.events(start, start + timedelta(minutes=1))
        found = [event for event in events if event.start == start and not event.is_all_day]
    else:
        findings = calendar.read(session.now(), until=day)
        found = [v.occurrence for v in verdicts_on(findings[series.key], day)]
    if not found:
        raise UsageError(
            f"Op {full_date(day)} staat geen afspraak die op {series.names[0]} lijkt. Heeft hij "
            "een andere naam, zeg dan hoe laat: --at 10:00"
        )
    if len(found) > 1:
        times = enumerated([f"{local_time(event.start):%H:%M}" for event in found])
        raise UsageError(
            f"Op {full_date(day)} staan er meer: om {times} uur. Kies er één met --at."
        )
    return found[0]


def _moment(day: str, at: str) -> datetime:
    try:
        return datetime.combine(day_of(day), time.fromisoformat(at), AMSTERDAM)
    except ValueError:
        raise UsageError(f"'{at}' is geen tijd; schrijf hem als 10:00.") from None


def _day(verdict: MeetingVerdict) -> date:
    return local_date(verdict.occurrence.start)


def _row(verdict: MeetingVerdict) -> dict[str, Any]:
    occurrence = verdict.occurrence
    return {
        "start": occurrence.start.isoformat(),
        "end": occurrence.end.isoformat(),
        "subject": occurrence.subject,
        "series": verdict.series,
        "state": verdict.state.value,
        "counts": verdict.counts,
        "reason": verdict.reason,
        "when": moment(occurrence.start),
    }
