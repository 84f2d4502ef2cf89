"""The list itself: import it, look at it, change it, see its history."""

from pathlib import Path
from typing import Annotated

import typer

from bot.actions.edits import save_edit
from bot.actions.exports import write_list
from bot.actions.imports import plan_import, write_import
from bot.commands.output import or_table, show_json
from bot.commands.session import (
    DryRunFlag,
    JsonFlag,
    Session,
    session_of,
)
from bot.errors import UsageError
from mappings.agenda import load_actions
from mappings.canonical import Action, Due, Status, normal_text

CodeArgument = Annotated[
    str, typer.Argument(metavar="CODE", help="De code van de actie, zoals 2.4.")
]


def import_file(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(help="Bestand met acties; zonder: actions.yaml van de agenda.")
    ] = None,
    dry_run: DryRunFlag = False,
    as_json: JsonFlag = False,
) -> None:
    """Neem acties over in de lijst. Wat mensen sindsdien wijzigden, blijft staan.

    Voorbeeld: driehoek import
    """
    session = session_of(context)
    house = session.house
    incoming = load_actions(file or session.settings.agenda_dir / "actions.yaml", house.agenda)
    with session.run("import") as run:
        with house.store.begin() as ledger:
            imported = plan_import(
                ledger.actions.all(),
                ledger.links.bases("import"),
                incoming,
                at=session.now(),
                run=run.id,
            )
            if not dry_run:
                write_import(ledger, imported, incoming)
        run.summary = {
            name: list(getattr(imported, name)) for name in ("added", "changed", "kept", "absent")
        }
    if as_json:
        show_json({"run": run.id, **run.summary})
    would = "zou" if dry_run else ""
    session.say(
        f"{'Zou overnemen' if would else 'Overgenomen'}: {len(imported.added)} nieuw, "
        f"{len(imported.changed)} gewijzigd; {len(imported.kept)} met een eigen wijziging in de "
        f"lijst die blijft staan; {len(imported.absent)} niet in het bestand."
    )


def export_file(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Het bestand: eindigt op .yaml of .csv.")],
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Vervang het bestand als het er al is.")
    ] = False,
) -> None:
    """Schrijf de lijst in een bestand: YAML om weer te importeren, of CSV voor Excel.

    Voorbeeld: driehoek export actielijst.csv
    """
    session = session_of(context)
    with session.house.store.begin() as ledger:
        actions = ledger.actions.all()
    write_list(actions.values(), file, overwrite=overwrite)
    session.say(f"{len(actions)} acties geschreven in {file}.")


def list_actions(context: typer.Context, as_json: JsonFlag = False) -> None:
    """Toon de lijst.

    Voorbeeld: driehoek list --json
    """
    session = session_of(context)
    with session.house.store.begin() as ledger:
        actions = ledger.actions.all()
        tasks = {code: link.remote_id for code, link in ledger.links.all("planner").items()}
        events = {code: link.remote_id for code, link in ledger.links.all("outlook").items()}
    if not actions:
        session.say("De lijst is nog leeg. Vul haar met: driehoek import")
    data = [_as_json(action, tasks, events) for action in actions.values()]
    columns = {
        "code": lambda row: row["code"],
        "titel": lambda row: row["title"],
        "status": lambda row: row["status"],
        "gereed": lambda row: row["due"]["text"],
        "regie": lambda row: ", ".join(row["owners"]),
    }
    or_table(as_json, data, columns)


def set_fields(
    context: typer.Context,
    code: CodeArgument,
    status: Annotated[str | None, typer.Option(help="Gereed, Loopt, Planning of NIET.")] = None,
    due: Annotated[
        str | None, typer.Option(help="2027-03-31, 2026, Continue, Ad hoc, NIET.")
    ] = None,
    note: Annotated[str | None, typer.Option(help="De stand van zaken; vervangt de oude.")] = None,
    owner: Annotated[
        list[str] | None, typer.Option(help="Code van de regiehouder; mag vaker.")
    ] = None,
) -> None:
    """Wijzig een actie in de lijst; de volgende ronde brengt het naar Planner.

    Voorbeeld: driehoek set 2.4 --status Loopt --due 2027-03-31
    """
    session = session_of(context)
    with session.run("set") as run, session.house.store.begin() as ledger:
        after = _revised(session, ledger.actions.get(code), status, due, note, owner)
        changes = save_edit(ledger, after, at=session.now(), run=run.id)
        run.summary = {"fields": [change.field for change in changes]}
    if not changes:
        session.say(f"Actie {code} was al zo; er is niets veranderd.")
    for change in changes:
        session.say(f"Actie {code}: {change.field} is nu {change.new or 'leeg'}.")


def show_history(context: typer.Context, code: CodeArgument, as_json: JsonFlag = False) -> None:
    """Toon wat er met een actie gebeurd is: wanneer, van welke kant, oud en nieuw.

    Voorbeeld: driehoek history 2.4
    """
    session = session_of(context)
    with session.house.store.begin() as ledger:
        ledger.actions.get(code)
        changes = ledger.history.of(code)
    data = [change.model_dump(mode="json", exclude={"code"}) for change in changes]
    columns = {
        name: (lambda row, name=name: row[name])
        for name in ("at", "side", "field", "old", "new", "outcome")
    }
    or_table(as_json, data, columns)


def _as_json(action: Action, tasks: dict[str, str], events: dict[str, str]) -> dict[str, object]:
    data = action.model_dump(mode="json")
    data["goal"] = action.goal
    data["links"] = {
        "planner_task_id": tasks.get(action.code),
        "outlook_event_id": events.get(action.code),
    }
    return data


def _revised(
    session: Session,
    action: Action,
    status: str | None,
    due: str | None,
    note: str | None,
    owners: list[str] | None,
) -> Action:
    """The action with the given fields. Raises UsageError with every word that is wrong."""
    problems: list[str] = []
    update: dict[str, object] = {}
    if status is not None:
        if status in list(Status):
            update["status"] = Status(status)
        else:
            problems.append(f"Status '{status}' bestaat niet; kies {', '.join(Status)}.")
    if due is not None:
        try:
            update["due"] = Due.parse(due)
        except ValueError as error:
            problems.append(f"{error}.")
    if note is not None:
        update["note"] = normal_text(note)
    if owners is not None:
        known = [owner.code for owner in session.house.agenda.owners]
        strange = [owner for owner in owners if owner not in known]
        problems += [f"Regiehouder '{o}' bestaat niet; kies {', '.join(known)}." for o in strange]
        update["owners"] = tuple(dict.fromkeys(owners))
    if not update and not problems:
        problems.append("Geef ten minste een van --status, --due, --note of --owner.")
    if problems:
        raise UsageError("\n".join(problems))
    return action.model_copy(update=update)
