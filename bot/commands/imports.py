"""A file into the list."""

from pathlib import Path
from typing import Annotated

import typer

from bot.actions.imports import import_list, read_import
from bot.commands.conduct import acts, dry_run
from bot.commands.output import show_json
from bot.commands.session import DryRunFlag, JsonFlag, session_of
from bot.core.dutch import enumerated
from mappings.agenda import load_actions


@acts(unless=dry_run)
def import_file(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[BESTAND]", help="Acties; zonder: actions.yaml van de agenda."),
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
    if dry_run:
        with house.store.read() as ledger:
            run_id, imported = None, read_import(ledger, incoming, at=session.now(), run="")
    else:
        with session.run("import") as run, house.store.begin() as ledger:
            run_id, imported = run.id, import_list(ledger, incoming, at=session.now(), run=run.id)
            run.summary = imported.codes()
    if as_json:
        show_json({"run": run_id, **imported.codes()})
    session.say(
        f"{'Zou overnemen' if dry_run else 'Overgenomen'}: {len(imported.added)} nieuw, "
        f"{len(imported.changed)} gewijzigd; {len(imported.kept)} met een eigen wijziging in de "
        f"lijst die blijft staan; {len(imported.absent)} niet in het bestand."
    )
    if imported.struck:
        session.say(
            f"Overgeslagen, want eerder uit de lijst gehaald: {enumerated(imported.struck)}. "
            f"Terugzetten kan met: driehoek drop --undo {' '.join(imported.struck)}"
        )
