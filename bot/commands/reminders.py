"""The reminders of one action, past and coming, and the pauses."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated

import typer

from bot.commands.actions import CodeArgument
from bot.commands.session import JsonFlag, Session, day_of, or_table, session_of
from bot.core.dutch import full_date
from bot.core.reminders.due import COORDINATOR, NO_DAY, Driehoek, rehearse
from bot.core.reminders.steps import step_words
from bot.core.workdays import local_date
from bot.errors import UsageError
from bot.reminders.due import read_situation
from bot.store.ledger import Ledger
from bot.store.records.sends import SentReminder
from bot.store.records.snoozes import Snooze, SnoozeKind

AHEAD = timedelta(days=366)
_STATES = {
    "planned": "onzeker",
    "sent": "verstuurd",
    "unknown": "onzeker",
    "confirmed": "verstuurd",
    "rejected": "geweigerd",
    "coming": "komt nog",
}
_REASONS = {
    "action": "gepauzeerd door de coördinator",
    "owner": "regiehouder gepauzeerd door de coördinator",
    "start": "begint pas later in Planner",
}


def reminders(context: typer.Context, code: CodeArgument, as_json: JsonFlag = False) -> None:
    """Toon welke herinneringen over een actie zijn verstuurd, en welke er nog komen.

    Wat nog komt, is het komende jaar als niemand iets wijzigt.

    Voorbeeld: driehoek reminders 2.4
    """
    session = session_of(context)
    house = session.house
    today = local_date(session.now())
    meetings = house.driehoeken()
    with house.store.begin() as ledger:
        owners = ledger.actions.get(code).owners
        past = [_past(row) for row in ledger.reminders.log() if row.code == code]
        coming = _coming(session, ledger, meetings, code, today)
        pauses = _running(ledger, today)
    for pause in pauses:
        if (pause.kind == "owner" and pause.name in owners) or pause.name == code:
            session.say(f"Stil tot {full_date(pause.until)}: {_REASONS[pause.kind]}.")
    if not past and not coming:
        session.say(f"Over actie {code} is en wordt niemand herinnerd.")
    columns = {
        "dag": lambda row: row["date"],
        "regie": lambda row: row["owner"],
        "waarom": lambda row: row["why"],
        "uitkomst": lambda row: _STATES[row["state"]],
    }
    or_table(as_json, [*past, *coming], columns)


def snooze(
    context: typer.Context,
    code: Annotated[
        str | None, typer.Argument(metavar="[CODE]", help="De code van de actie, zoals 2.4.")
    ] = None,
    owner: Annotated[
        str | None, typer.Option(metavar="CODE", help="Een regiehouder in plaats van een actie.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATUM", help="Vanaf deze dag weer: 2026-11-10.")
    ] = None,
    off: Annotated[bool, typer.Option("--off", help="Beëindig de pauze nu.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Pauzeer de herinneringen aan een actie of een regiehouder; zonder meer: toon de pauzes.

    Wat in de pauze wordt overgeslagen, komt na afloop, één keer.

    Voorbeeld: driehoek snooze 2.4 --until 2026-11-10
    """
    session = session_of(context)
    if code is None and owner is None:
        if until is not None or off:
            raise UsageError("Noem een actie (2.4) of een regiehouder (--owner OOV).")
        _show_pauses(session, as_json=as_json)
        return
    if code is not None and owner is not None:
        raise UsageError("Noem een actie of een regiehouder, niet allebei.")
    if (until is None) is not off:
        raise UsageError("Geef --until met een datum, of --off.")
    kind: SnoozeKind = "action" if code is not None else "owner"
    name = code or owner or ""
    if until is None:
        _wake(session, kind, name)
    else:
        _silence(session, kind, name, until)


def _silence(session: Session, kind: SnoozeKind, name: str, until: str) -> None:
    day = day_of(until)
    if day <= local_date(session.now()):
        raise UsageError(f"{until} is niet later dan vandaag; kies een dag die nog komt.")
    with session.run("snooze") as run, session.house.store.begin() as ledger:
        _check_name(session, ledger, kind, name)
        pause = Snooze(kind=kind, name=name, until=day, set_at=session.now())
        ledger.snoozes.put(pause)
        run.summary = {"kind": kind, "name": name, "until": day.isoformat()}
    session.say(f"{_subject(kind, name)}: geen herinneringen tot {full_date(day)}.")


def _wake(session: Session, kind: SnoozeKind, name: str) -> None:
    with session.run("snooze") as run, session.house.store.begin() as ledger:
        _check_name(session, ledger, kind, name)
        ended = ledger.snoozes.lift(kind, name)
        run.summary = {"kind": kind, "name": name, "until": None}
    sentence = "de pauze is voorbij" if ended else "er was geen pauze"
    session.say(f"{_subject(kind, name)}: {sentence}.")


def _check_name(session: Session, ledger: Ledger, kind: SnoozeKind, name: str) -> None:
    """Raises UnknownCode or UsageError for a name that nobody has."""
    if kind == "action":
        ledger.actions.get(name)
        return
    known = [*(owner.code for owner in session.house.agenda.owners), COORDINATOR]
    if name not in known:
        raise UsageError(f"Regiehouder '{name}' bestaat niet; kies {', '.join(known)}.")


def _show_pauses(session: Session, *, as_json: bool) -> None:
    with session.house.store.begin() as ledger:
        pauses = _running(ledger, local_date(session.now()))
    if not pauses:
        session.say("Er zijn geen pauzes.")
    columns = {
        "wie of wat": lambda row: row["name"],
        "tot": lambda row: row["until"],
        "waarom": lambda row: _REASONS[row["kind"]],
    }
    or_table(as_json, [pause.model_dump(mode="json") for pause in pauses], columns)


def _running(ledger: Ledger, today: date) -> list[Snooze]:
    return [pause for pause in ledger.snoozes.all() if pause.until > today]


def _past(row: SentReminder) -> dict[str, object]:
    return _row(local_date(row.at), row.owner, row.step, row.due, row.state)


def _coming(
    session: Session, ledger: Ledger, meetings: Sequence[Driehoek], code: str, today: date
) -> list[dict[str, object]]:
    situation = read_situation(ledger, session.house.agenda, meetings, only=code)
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
        "why": step_words(step),
        "state": state,
    }


def _subject(kind: SnoozeKind, name: str) -> str:
    return f"Actie {name}" if kind == "action" else name
