"""Actions that were made by mistake: taken off the list, shown, and put back."""

from collections.abc import Sequence
from typing import Annotated

import typer

from bot.actions.struck import Departure, look_at, strike, struck_among, unstrike
from bot.commands.conduct import acts
from bot.commands.output import clock, or_table
from bot.commands.session import DryRunFlag, JsonFlag, Session, session_of
from bot.core.dutch import counted, enumerated
from bot.core.sync.sides import side_name
from bot.errors import UsageError


@acts(unless=lambda words: words["dry_run"] or not words["codes"])
def drop(
    context: typer.Context,
    codes: Annotated[
        list[str] | None, typer.Argument(metavar="[CODE...]", help="De codes, zoals 3.18.")
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Zet de acties weer in de lijst.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "--ja", help="Niet eerst vragen.")] = False,
    dry_run: DryRunFlag = False,
    as_json: JsonFlag = False,
) -> None:
    """Haal acties uit de lijst die er nooit in hoorden; zonder code: toon wat eruit is gehaald.

    De volgende ronde haalt hun taak en afspraak weg. De geschiedenis blijft, en de code wordt niet
    opnieuw gebruikt. Gaat een actie niet door? Kies dan: driehoek set CODE --status NIET

    Voorbeeld: driehoek drop 3.18
    """
    session = session_of(context)
    if not codes:
        if undo:
            raise UsageError("Noem de acties die terug moeten. Welke er zijn: driehoek drop")
        _show_struck(session, as_json=as_json)
    elif undo:
        _put_back(session, codes, dry_run=dry_run)
    else:
        _take_off(session, codes, yes=yes, dry_run=dry_run)


def _take_off(session: Session, codes: Sequence[str], *, yes: bool, dry_run: bool) -> None:
    with session.house.store.read() as ledger:
        leaving = look_at(ledger, codes)
    for one in leaving:
        session.say(_meaning(one))
    many = counted(len(leaving), "actie", "acties")
    agreed = not dry_run and (yes or session.agrees(f"{many} weghalen?", otherwise="--yes"))
    if not agreed:
        session.say("Er is niets veranderd.")
        return
    with session.run("drop") as run, session.house.store.begin() as ledger:
        leaving = strike(ledger, codes, at=session.now(), run=run.id)
        run.summary = {"codes": [one.action.code for one in leaving]}
    named = " ".join(one.action.code for one in leaving)
    session.say(f"{many} uit de lijst gehaald. Toch niet? driehoek drop --undo {named}")


def _put_back(session: Session, codes: Sequence[str], *, dry_run: bool) -> None:
    if dry_run:
        with session.house.store.read() as ledger:
            actions = struck_among(ledger, codes)
        for action in actions:
            session.say(f"Actie {action.code} '{action.title}' zou weer in de lijst komen.")
        return
    with session.run("drop") as run, session.house.store.begin() as ledger:
        actions = unstrike(ledger, codes, at=session.now(), run=run.id)
        run.summary = {"codes": [action.code for action in actions]}
    for action in actions:
        session.say(f"Actie {action.code} '{action.title}' staat weer in de lijst, zoals zij was.")
    session.say("De volgende ronde maakt opnieuw wat in Planner en Outlook weg is.")


def _meaning(one: Departure) -> str:
    """What striking an action does, in one sentence or two."""
    action = one.action
    words = f"Actie {action.code} '{action.title}' gaat uit de lijst."
    if not one.sides:
        return words
    where = enumerated([side_name(side) for side in one.sides])
    return (
        f"{words} Wat de bot daarvoor maakte in {where}, haalt de volgende ronde weg; wat iemand "
        "zelf maakte, blijft staan zonder code."
    )


def _show_struck(session: Session, *, as_json: bool) -> None:
    with session.house.store.read() as ledger:
        struck = ledger.actions.struck()
    if not struck:
        session.say("Er is niets uit de lijst gehaald.")
    data = [
        {"code": code, "title": one.action.title, "struck_at": one.at.isoformat()}
        for code, one in struck.items()
    ]
    columns = {
        "code": lambda row: row["code"],
        "titel": lambda row: row["title"],
        "eruit sinds": lambda row: clock(row["struck_at"]),
    }
    or_table(as_json, data, columns)
