"""The digest before a meeting: mail it, look at it first, keep it back or let it go."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.conduct import acts
from bot.commands.output import show_json
from bot.commands.progress import progress_line
from bot.commands.session import (
    DryRunFlag,
    JsonFlag,
    SeriesOption,
    Session,
    day_of,
    nothing_in_front,
    session_of,
)
from bot.core.digest.words import LET_GO
from bot.core.dutch import moment
from bot.digest import holds
from bot.digest.holds import coming_case
from bot.digest.report import DigestReport
from bot.errors import UsageError
from bot.service import jobs
from bot.service.outcomes import ExitCode

group = typer.Typer(invoke_without_command=True, rich_markup_mode=None, add_completion=False)


@group.callback()
@acts(unless=lambda words: bool(words["dry_run"] or words["out"]), never_dry="to")
def digest(
    context: typer.Context,
    dry_run: DryRunFlag = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="Schrijf het overzicht in deze map; mail niets.")
    ] = None,
    meeting: Annotated[
        str | None,
        typer.Option(
            "--meeting", metavar="DATUM", help="Niet het eerstvolgende overleg, maar dit."
        ),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="ADRES", help="Een proef naar dit adres; telt nergens mee."),
    ] = None,
    series: SeriesOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Mail het statusoverzicht voor de eerstvolgende driehoek, als het moment daar is.

    Doet eerst een ronde. Lukt die niet, dan wacht het overzicht zo lang het overleg dat toelaat.

    Voorbeeld: driehoek digest --out overzicht
    """
    if context.invoked_subcommand is not None:
        nothing_in_front(context)
        return
    session = session_of(context)
    wanted, day = session.series(series), day_of(meeting) if meeting is not None else None
    sender, outcome = session.house.digests, ExitCode.DONE
    if to is not None and (dry_run or out is not None):
        raise UsageError("Kies: een proef met --to, of alleen kijken met --out of --dry-run.")
    if dry_run or out is not None:
        with progress_line(session, jobs.MAKING):
            report = sender.preview(wanted, out, day)
    elif to is not None:
        with progress_line(session, jobs.MAKING), session.run("rehearsal") as run:
            report = sender.rehearse(wanted, to, run.id, day)
            run.summary = {"outcome": report.outcome}
    else:
        with progress_line(session) as told:
            done = jobs.digest(session.house, wanted, day, told)
        report, outcome = done.report, done.outcome
        session.say(done.unread)
        session.say(done.untold)
    _show(session, report, as_json=as_json)
    raise typer.Exit(outcome)


@group.command()
@acts()
def hold(context: typer.Context, series: SeriesOption = None) -> None:
    """Houd het overzicht voor het eerstvolgende overleg vast, om het eerst te lezen.

    Voorbeeld: driehoek digest hold
    """
    session = session_of(context)
    wanted = session.series(series)
    case = coming_case(session.house.calendar, wanted, session.now())
    with session.run("hold") as run, session.house.store.begin() as ledger:
        is_held = holds.hold(ledger, case)
        run.summary = {"series": wanted.key}
    if not is_held:
        session.say(f"{case.word} voor {moment(case.gathering.start)} is al verstuurd.")
        return
    session.say(
        f"{case.word} voor {moment(case.gathering.start)} wordt vastgehouden. "
        f"{LET_GO.format(option=wanted.option)}"
    )


@group.command()
@acts()
def release(context: typer.Context, series: SeriesOption = None) -> None:
    """Laat een vastgehouden overzicht gaan: op zijn moment, of meteen als dat voorbij is.

    Voorbeeld: driehoek digest release
    """
    session = session_of(context)
    wanted = session.series(series)
    case = coming_case(session.house.calendar, wanted, session.now())
    with session.run("release") as run, session.house.store.begin() as ledger:
        was_held = holds.release(ledger, case, session.now())
        run.summary = {"series": wanted.key}
    if not was_held:
        session.say("Er werd niets vastgehouden.")
    elif case.moment <= session.now():
        session.say(f"{case.word} gaat bij de volgende ronde uit, of nu met: driehoek digest")
    else:
        session.say(f"{case.word} gaat uit op {moment(case.moment)}.")


def _show(session: Session, report: DigestReport, *, as_json: bool) -> None:
    for sentence in (report.reason, *report.remarks):
        session.say(sentence)
    for file in report.files:
        session.say(f"Geschreven: {file}")
    if as_json:
        show_json(report.as_json())
