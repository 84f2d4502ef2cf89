"""Actions and tasks of people that look alike: show them, take them over, or say they are two."""

from collections.abc import Sequence
from typing import Annotated

import typer

from bot.actions.decisions import NotDecidable
from bot.actions.pairs import among, ask_again, chosen, let_go, refuse, take_over
from bot.commands.conduct import acts, looks
from bot.commands.output import or_table
from bot.commands.session import JsonFlag, Session, nothing_in_front, session_of
from bot.core.actions.pairs import Likely
from bot.core.dutch import counted, few
from bot.core.sync.sides import PLANNER
from bot.errors import UsageError
from mappings.canonical import yes_no

CodesArgument = Annotated[
    list[str] | None, typer.Argument(metavar="[CODE...]", help="De codes, zoals 2.4.")
]
TaskOption = Annotated[
    str | None,
    typer.Option(
        "--task", metavar="TAAK", help="Welke taak, als er meer zijn: (begin van) haar id."
    ),
]

group = typer.Typer(invoke_without_command=True, rich_markup_mode=None, add_completion=False)


@group.callback()
@looks
def pairs(context: typer.Context, as_json: JsonFlag = False) -> None:
    """Toon welke eigen taken van mensen in Planner op een actie lijken die er nog niet staat.

    Van zo'n actie wordt niets gemaakt tot u hebt gekozen.

    Voorbeeld: driehoek pairs
    """
    if context.invoked_subcommand is not None:
        nothing_in_front(context)
        return
    session = session_of(context)
    found = _asked(session)
    if not found:
        session.say("Geen actie lijkt op een taak die iemand zelf maakte.")
    _show(session, found, as_json=as_json)
    if found:
        session.say(
            "Is het dezelfde? driehoek pairs accept CODE. En anders: driehoek pairs reject CODE"
        )


@group.command()
@acts()
def accept(
    context: typer.Context,
    codes: CodesArgument = None,
    task: TaskOption = None,
    yes: Annotated[bool, typer.Option("--yes", "--ja", help="Niet eerst vragen.")] = False,
    undo: Annotated[
        bool,
        typer.Option("--undo", help="Neem het overnemen terug; het kan tot de volgende ronde."),
    ] = False,
) -> None:
    """Neem de taak over als die van de actie; zonder code: alle paren die zeker zijn.

    Wat mensen op de taak schreven, blijft staan en komt in de lijst. Wat verschilt, wordt gevraagd.

    Voorbeeld: driehoek pairs accept 2.4
    """
    session = session_of(context)
    _check(codes, task)
    if undo:
        _let_go(session, codes or ())
        return
    found = _asked(session)
    if codes:
        picked = chosen(found, codes, task)
    else:
        picked = chosen(found, [pair.code for pair in found if pair.sure], None)
        if not picked:
            raise NotDecidable("Er is geen paar dat zeker is. Noem de codes. Zie: driehoek pairs")
        _show(session, picked, as_json=False)
        many = counted(len(picked), "taak", "taken")
        if not (yes or session.agrees(f"{many} overnemen?", otherwise="--yes")):
            session.say("Er is niets veranderd.")
            return
    house = session.house
    with session.run("pairs") as run, house.store.one_round_at_a_time():
        with house.store.begin() as ledger:
            actions = take_over(ledger, picked, at=session.now(), run=run.id)
        run.summary = {"accepted": [action.code for action in actions]}
    some = counted(len(actions), "taak is overgenomen", "taken zijn overgenomen")
    session.say(f"{some}, van {few([action.code for action in actions])}.")
    session.say("De volgende ronde neemt over wat erop staat, en vraagt wat verschilt.")
    named = " ".join(action.code for action in actions)
    session.say(
        f"Toch niet? Voor de volgende ronde kan dit nog: driehoek pairs accept --undo {named}"
    )


@group.command()
@acts()
def reject(
    context: typer.Context,
    codes: CodesArgument = None,
    task: TaskOption = None,
    undo: Annotated[
        bool, typer.Option("--undo", help="Neem het terug: vraag het de volgende keer opnieuw.")
    ] = False,
) -> None:
    """Zeg dat de actie en de taak twee dingen zijn; de volgende ronde maakt een taak van de actie.

    De eigen taak blijft staan, als voorstel.

    Voorbeeld: driehoek pairs reject 2.4
    """
    session = session_of(context)
    _check(codes, task)
    if not codes:
        raise UsageError("Noem de acties, zoals: driehoek pairs reject 2.4")
    told = few(list(dict.fromkeys(codes)))
    if undo:
        with session.run("pairs"), session.house.store.begin() as ledger:
            ask_again(ledger, codes)
        session.say(f"De afwijzing is teruggenomen: {told}.")
        return
    apart = among(_asked(session), codes, task)
    with session.run("pairs") as run, session.house.store.begin() as ledger:
        refuse(ledger, apart, at=session.now())
        run.summary = {"rejected": [pair.code for pair in apart]}
    session.say(f"Dat zijn twee dingen. De volgende ronde maakt een eigen taak van {told}.")


def _let_go(session: Session, codes: Sequence[str]) -> None:
    if not codes:
        raise UsageError("Noem de acties, zoals: driehoek pairs accept --undo 2.4")
    house = session.house
    with session.run("pairs") as run, house.store.one_round_at_a_time():
        with house.store.begin() as ledger:
            let_go(ledger, codes, at=session.now(), run=run.id)
        run.summary = {"let_go": [*codes]}
    session.say(f"Het overnemen is teruggenomen: {few(list(dict.fromkeys(codes)))}.")


def _check(codes: Sequence[str] | None, task: str | None) -> None:
    """Refuse a task that goes with no action, or with several."""
    if task is not None and len(codes or ()) != 1:
        raise UsageError("--task gaat over één actie. Noem er ook één: driehoek pairs accept 2.4")
    if task is not None and not task.strip():
        raise UsageError("Geef achter --task het id van de taak, of het begin ervan.")


def _asked(session: Session) -> list[Likely]:
    """The pairs as they are at this moment. Raises SideUnavailable, BrakePulled."""
    report = session.house.engine(None).preview("pairs")
    if report.is_without(PLANNER):
        raise report.brakes.get(PLANNER) or report.unavailable[PLANNER]
    return report.pairs


def _show(session: Session, found: Sequence[Likely], *, as_json: bool) -> None:
    with session.house.store.read() as ledger:
        actions = ledger.actions.all()
    data = [
        {
            "code": pair.code,
            "action": actions[pair.code].title,
            "side": PLANNER,
            "task": pair.remote_id,
            "title": pair.title,
            "likeness": round(pair.likeness),
            "sure": pair.sure,
        }
        for pair in found
    ]
    columns = {
        "code": lambda row: row["code"],
        "actie": lambda row: row["action"],
        "taak": lambda row: row["task"],
        "titel van de taak": lambda row: row["title"],
        "gelijk": lambda row: f"{row['likeness']} %",
        "zeker": lambda row: yes_no(row["sure"]),
    }
    or_table(as_json, data, columns)
