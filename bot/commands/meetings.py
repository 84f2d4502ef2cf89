"""The meetings in the calendar: see why each counts, and fix which series is the one."""

from datetime import date, time
from typing import Annotated, Any

import typer

from bot.commands.conduct import acts, looks
from bot.commands.output import or_table
from bot.commands.session import (
    JsonFlag,
    SeriesOption,
    day_of,
    nothing_in_front,
    session_of,
)
from bot.core.dutch import closed_sentence, full_date, moment
from bot.core.meetings.verdicts import MeetingVerdict, next_meeting
from bot.core.workdays import local_date
from bot.errors import UsageError
from bot.meetings import choices
from bot.meetings.calendar import who_is_closed
from bot.meetings.choices import find_event
from bot.meetings.memory import put_apart
from mappings.canonical import yes_no

_STATES = {"held": "geweest", "coming": "komt", "moved": "verplaatst", "cancelled": "vervalt"}

group = typer.Typer(invoke_without_command=True, rich_markup_mode=None, add_completion=False)


@group.callback()
@looks
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
    for series in house.agenda.meetings:
        if next_meeting(findings[series.key], now) is None:
            until = full_date(house.calendar.horizon(now))
            session.say(f"Tot {until} staat er geen {series.names[0]} in de agenda van de postbus.")
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
@acts()
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
    wanted, hour = session.series(series), None if at is None else _hour(at)
    event = find_event(session.house.calendar, wanted, day_of(day), hour, now=session.now())
    with session.run("pin") as run, session.house.store.begin() as ledger:
        choices.pin(ledger, wanted, event)
        run.summary = {"series": wanted.key}
    session.say(
        f"De reeks van {moment(event.start)} is vastgezet als {wanted.names[0]}. Kijk met: "
        "driehoek meetings"
    )


@group.command()
@acts()
def unpin(context: typer.Context, series: SeriesOption = None) -> None:
    """Maak een vastgezette reeks los; dan tellen categorie, naam en organisator weer.

    Voorbeeld: driehoek meetings unpin
    """
    session = session_of(context)
    wanted = session.series(series)
    with session.run("unpin") as run, session.house.store.begin() as ledger:
        was_pinned = choices.unpin(ledger, wanted)
        run.summary = {"series": wanted.key}
    loose = "is los" if was_pinned else "was niet vastgezet"
    session.say(f"De reeks van {wanted.names[0]} {loose}.")


@group.command()
@acts()
def replaces(
    context: typer.Context,
    day: Annotated[
        str, typer.Argument(metavar="DATUM", help="De dag van het overleg dat er nu staat.")
    ],
    gone: Annotated[
        str | None,
        typer.Option("--for", metavar="DATUM", help="De dag van het overleg dat het vervangt."),
    ] = None,
    none: Annotated[
        bool, typer.Option("--none", help="Het vervangt geen ander overleg; het is een nieuw.")
    ] = False,
    series: SeriesOption = None,
) -> None:
    """Zeg of een overleg in de plaats komt van een ander, dat niet meer in de agenda staat.

    Wat al gemaild en gevraagd is voor het oude, geldt dan voor het nieuwe.

    Voorbeeld: driehoek meetings replaces 2027-01-07 --for 2026-12-17
    """
    if (gone is None) is not none:
        raise UsageError("Kies: --for met de dag van het oude overleg, of --none.")
    session = session_of(context)
    wanted, new = session.series(series), day_of(day)
    old = day_of(gone) if gone is not None else None
    heir, findings = choices.find_heir(session.house.calendar, wanted, new, session.now())
    with session.run("replaces") as run, session.house.store.begin() as ledger:
        if old is None:
            put_apart(ledger, wanted.key, heir.occurrence, session.now())
        else:
            choices.replace(ledger, wanted, heir, findings, old)
        run.summary = {"series": wanted.key}
    if old is None:
        session.say(f"Het overleg van {full_date(new)} geldt als een nieuw overleg.")
    else:
        session.say(f"Het overleg van {full_date(new)} vervangt dat van {full_date(old)}.")


def _hour(at: str) -> time:
    try:
        return time.fromisoformat(at)
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
