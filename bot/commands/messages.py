"""What leaves the house: reminders to the owners, the digest before the driehoek."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.session import DryRunFlag, JsonFlag, Session, or_table, session_of, show_json
from bot.core.dutch import moment
from bot.meetings import find_meetings, remember_meetings
from bot.notify import Notice
from mappings.agenda import MeetingSeries

_OUTCOMES = {
    "planned": "zou gaan",
    "accepted": "aangenomen door Teams",
    "unknown": "onzeker",
    "rejected": "geweigerd",
    "skipped": "overgeslagen",
}


def remind(context: typer.Context, dry_run: DryRunFlag = False, as_json: JsonFlag = False) -> None:
    """Stuur iedere regiehouder een kaart met wat binnenkort klaar moet zijn of te laat is.

    Voorbeeld: driehoek remind --dry-run
    """
    session = session_of(context)
    notifier = session.house.notifier
    if dry_run:
        notices = notifier.preview()
    else:
        with session.run("remind") as run:
            notices = notifier.remind(run.id)
            run.summary = {notice.owner: notice.outcome for notice in notices}
    if not notices:
        session.say("Er is nu niemand te herinneren.")
    _show_notices(notices, as_json=as_json)


def digest(
    context: typer.Context,
    dry_run: DryRunFlag = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="Schrijf het overzicht in deze map; mail niets.")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Mail het statusoverzicht voor de eerstvolgende driehoek, als het moment daar is.

    Voorbeeld: driehoek digest --out overzicht
    """
    session = session_of(context)
    postman, series = session.house.postman, _series(session)
    if dry_run or out is not None:
        delivery = postman.preview(series, out)
    else:
        with session.run("digest") as run:
            delivery = postman.deliver(series)
            run.summary = {"outcome": delivery.outcome}
    session.say(delivery.reason)
    for file in delivery.files:
        session.say(f"Geschreven: {file}")
    if as_json:
        show_json(delivery.as_json())


def meetings(context: typer.Context, as_json: JsonFlag = False) -> None:
    """Toon de driehoeken in de agenda, en waarom elk meetelt of niet.

    Voorbeeld: driehoek meetings
    """
    session = session_of(context)
    series = _series(session)
    verdicts = find_meetings(session.house.outlook, series, session.settings, now=session.now())
    remember_meetings(session.house.store, verdicts, now=session.now())
    if not verdicts:
        session.say(f"Er staat geen {series.names[0]} in de agenda van de postbus.")
    data = [
        {
            "start": verdict.occurrence.start.isoformat(),
            "end": verdict.occurrence.end.isoformat(),
            "subject": verdict.occurrence.subject,
            "series": verdict.series,
            "state": verdict.state.value,
            "counts": verdict.counts,
            "reason": verdict.reason,
            "when": moment(verdict.occurrence.start),
        }
        for verdict in verdicts
    ]
    columns = {
        "wanneer": lambda row: row["when"],
        "onderwerp": lambda row: row["subject"],
        "telt mee": lambda row: "ja" if row["counts"] else "nee",
        "waarom": lambda row: row["reason"],
    }
    or_table(as_json, data, columns)


def _series(session: Session) -> MeetingSeries:
    """The series the digest is for: the agenda's first."""
    return session.house.agenda.meetings[0]


def _show_notices(notices: Sequence[Notice], *, as_json: bool) -> None:
    columns = {
        "regie": lambda row: row["owner"],
        "acties": lambda row: ", ".join(f"{c} ({s})" for c, s in row["steps"].items()),
        "uitkomst": lambda row: _OUTCOMES[row["outcome"]],
        "reden": lambda row: row["reason"],
    }
    data = [notice.as_json() for notice in notices]
    or_table(as_json, data, columns)
