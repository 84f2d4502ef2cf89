"""The reminders to the owners."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from bot.commands.session import DryRunFlag, JsonFlag, Session, or_table, session_of, show_json
from bot.commands.sync import WAITS_FOR_PERSON, do_round
from bot.core.reminders.steps import step_words
from bot.core.sync.brake import BrakePulled
from bot.reminders.send import CardReport, for_coordinator
from bot.service.coordinator import alarm_of
from bot.service.outcomes import explain
from bot.store.errors import StoreError
from bot.sync.side import SideUnavailable
from connectors.errors import GraphError

_OUTCOMES = {
    "planned": "zou gaan",
    "accepted": "aangenomen",
    "unknown": "onzeker",
    "rejected": "geweigerd",
    "skipped": "overgeslagen",
}
_WAYS = {"teams-webhook": "Teams", "teams-channel": "Teams", "mail": "mail", "": ""}


def remind(
    context: typer.Context,
    dry_run: DryRunFlag = False,
    no_sync: Annotated[
        bool, typer.Option("--no-sync", help="Doe niet eerst een ronde; de lijst is al gelijk.")
    ] = False,
    test_card: Annotated[
        str | None,
        typer.Option("--test-card", metavar="REGIE", help="Stuur alleen een proefkaart hierheen."),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Stuur iedere regiehouder een kaart met wat nodig is: te laat, binnenkort klaar, bijwerken.

    Doet eerst een ronde, zodat niemand hoort van wat al af is. Met --dry-run zonder ronde: wie wat
    zou krijgen volgens de lijst van nu, en waarom.

    Voorbeeld: driehoek remind --dry-run
    """
    session = session_of(context)
    notifier = session.house.notifier
    if test_card is not None:
        _send_test_card(session, test_card, as_json=as_json)
        return
    if dry_run:
        notices = notifier.preview()
    else:
        if not no_sync:
            _round_first(session)
        with session.run("remind") as run:
            notices = notifier.remind(run.id)
            run.summary = {notice.owner: notice.outcome for notice in notices}
        _tell_coordinator(session, notices)
    if not notices:
        session.say("Er is nu niemand te herinneren.")
    _show_notices(notices, as_json=as_json)


def _round_first(session: Session) -> None:
    """Bring the list up to date; when that fails nobody is chased on yesterday's truth."""
    try:
        do_round(session)
    except (SideUnavailable, BrakePulled, StoreError):
        session.say("Er is niemand herinnerd: eerst moet een hele ronde lukken.")
        raise


def _send_test_card(session: Session, owner: str, *, as_json: bool) -> None:
    """Send it and say where to look: that a card was taken proves nothing."""
    with session.run("test-card") as run:
        notice = session.house.notifier.test_card(run.id, owner)
        run.outcome = 0 if notice.outcome == "accepted" else WAITS_FOR_PERSON
        run.summary = {owner: notice.outcome}
    if notice.outcome != "accepted":
        session.say(f"De proefkaart voor {owner} is {_OUTCOMES[notice.outcome]}. {notice.reason}")
    elif notice.transport == "mail":
        session.say(f"Er is geen Teams-kanaal voor {owner}: de proefkaart is gemaild.")
        session.say("Ga nu kijken of de mail aankomt.")
    else:
        session.say(f"Teams heeft de proefkaart voor {owner} aangenomen.")
        session.say("Dat bewijst nog niets: ga nu in het kanaal kijken of de kaart er staat.")
    if as_json:
        show_json([notice.as_json()])
    if run.outcome:
        raise typer.Exit(run.outcome)


def _tell_coordinator(session: Session, notices: Sequence[CardReport]) -> None:
    """Mail what did not go as it should; that it fails undoes no card."""
    try:
        alarm_of(session.house).tell(for_coordinator(notices))
    except (GraphError, StoreError) as error:
        session.say(f"De coördinator kreeg hierover geen mail. {explain(error)[1]}")


def _show_notices(notices: Sequence[CardReport], *, as_json: bool) -> None:
    columns = {
        "regie": lambda row: row["owner"],
        "waarom": lambda row: _grounds(row["steps"]),
        "weg": lambda row: _WAYS[row["transport"]],
        "uitkomst": lambda row: _OUTCOMES[row["outcome"]],
        "reden": lambda row: row["reason"],
    }
    data = [notice.as_json() for notice in notices]
    or_table(as_json, data, columns)


def _grounds(steps: Mapping[str, str]) -> str:
    """Why each action is on the card, those of one reason together."""
    codes: dict[str, list[str]] = {}
    for code, step in steps.items():
        codes.setdefault(step_words(step), []).append(code)
    return "\n".join(f"{', '.join(found)}: {why}" for why, found in codes.items())
