"""The pauses of reminders: set one, end one, list them."""

from datetime import date
from typing import Annotated

import typer

from bot.commands.conduct import acts
from bot.commands.output import day_words, or_table
from bot.commands.session import JsonFlag, Session, day_of, session_of
from bot.core.dutch import full_date
from bot.core.workdays import local_date
from bot.errors import UsageError
from bot.reminders.pauses import end_pause, pause, running_pauses
from bot.store.records.snoozes import SnoozeKind

PAUSE_REASONS = {
    "action": "gepauzeerd door de coördinator",
    "owner": "regiehouder gepauzeerd door de coördinator",
    "start": "begint pas later in Planner",
}


@acts(unless=lambda words: not (words["code"] or words["owner"]))
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
        _end(session, kind, name)
    else:
        _begin(session, kind, name, day_of(until))


def _begin(session: Session, kind: SnoozeKind, name: str, until: date) -> None:
    house = session.house
    with session.run("snooze") as run, house.store.begin() as ledger:
        pause(ledger, house.agenda, kind, name, until, now=session.now())
        run.summary = {"kind": kind, "name": name, "until": until.isoformat()}
    session.say(f"{_subject(kind, name)}: geen herinneringen tot {full_date(until)}.")


def _end(session: Session, kind: SnoozeKind, name: str) -> None:
    house = session.house
    with session.run("snooze") as run, house.store.begin() as ledger:
        ended = end_pause(ledger, house.agenda, kind, name)
        run.summary = {"kind": kind, "name": name, "until": None}
    sentence = "de pauze is voorbij" if ended else "er was geen pauze"
    session.say(f"{_subject(kind, name)}: {sentence}.")


def _show_pauses(session: Session, *, as_json: bool) -> None:
    with session.house.store.read() as ledger:
        pauses = running_pauses(ledger, local_date(session.now()))
    if not pauses:
        session.say("Er zijn geen pauzes.")
    columns = {
        "wie of wat": lambda row: row["name"],
        "tot": lambda row: day_words(row["until"]),
        "waarom": lambda row: PAUSE_REASONS[row["kind"]],
    }
    or_table(as_json, [snooze.model_dump(mode="json") for snooze in pauses], columns)


def _subject(kind: SnoozeKind, name: str) -> str:
    return f"Actie {name}" if kind == "action" else name
