"""Takes back a Gereed that was a mistake."""

from typing import Annotated

import typer

from bot.actions.completions import look_at, reopen
from bot.commands.conduct import acts, dry_run
from bot.commands.session import DryRunFlag, session_of
from bot.core.values import spoken


@acts(unless=dry_run)
def reopen_actions(
    context: typer.Context,
    codes: Annotated[list[str], typer.Argument(metavar="CODE...", help="De codes, zoals 2.4.")],
    dry_run: DryRunFlag = False,
) -> None:
    """Neem een Gereed terug dat een vergissing was: de actie is weer wat zij daarvoor was.

    De volgende ronde zet ook de taak in Planner terug, en de deadline weer in Outlook. Was het toch
    goed? Dan vinkt de regiehouder de taak weer af.

    Voorbeeld: driehoek reopen 2.4
    """
    session = session_of(context)
    if dry_run:
        with session.house.store.read() as ledger:
            actions = look_at(ledger, codes)
        for action in actions:
            session.say(f"Actie {action.code}: stand wordt weer {spoken('status', action.status)}.")
        session.say("Er is niets veranderd.")
        return
    with session.run("reopen") as run, session.house.store.begin() as ledger:
        actions = reopen(ledger, codes, at=session.now(), run=run.id)
        run.summary = {"codes": [action.code for action in actions]}
    for action in actions:
        session.say(f"Actie {action.code}: stand is weer {spoken('status', action.status)}.")
    session.say("De volgende ronde brengt het naar Planner en Outlook.")
