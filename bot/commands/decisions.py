"""What waits for the coordinator: collisions, proposals, deleted tasks, lost links."""

from enum import StrEnum
from typing import Annotated

import typer

from bot.actions.decisions import accept, check_goal, reject, relink, resolve, restore, unreject
from bot.actions.pairs import resembling, told_alike
from bot.commands.actions import WRITERS
from bot.commands.conduct import acts, looks
from bot.commands.output import clock, or_table
from bot.commands.session import JsonFlag, session_of
from bot.core.dutch import enumerated, field_named, field_word
from bot.core.sync.sides import side_name
from bot.core.values import NO_NAMES, cell, spoken

CodeArgument = Annotated[str, typer.Argument(metavar="CODE", help="De code van de actie: 2.4.")]
TaskArgument = Annotated[
    str, typer.Argument(metavar="TAAK", help="Het id van de taak, of het begin ervan.")
]


class Where(StrEnum):
    """The sides, as the command line names them."""

    PLANNER = "planner"
    OUTLOOK = "outlook"


SideOption = Annotated[Where, typer.Option("--side", help="Waar: planner of outlook.")]


@looks
def show_conflicts(context: typer.Context, as_json: JsonFlag = False) -> None:
    """Toon de botsingen: dezelfde gegevens, op twee plaatsen anders gewijzigd.

    Voorbeeld: driehoek conflicts
    """
    session = session_of(context)
    with session.house.store.read() as ledger:
        conflicts = ledger.conflicts.open_ones()
    if not conflicts:
        session.say("Er zijn geen botsingen.")
    values = [(c.field, value) for c in conflicts for value in (c.list, c.other)]
    names = NO_NAMES if as_json else session.house.names(values)
    columns = {
        "code": lambda row: row["code"],
        "veld": lambda row: field_word(row["field"]),
        "lijst": lambda row: cell(row["field"], row["list"], names),
        "kant": lambda row: WRITERS[row["side"]],
        "daar": lambda row: cell(row["field"], row["other"], names),
        "sinds": lambda row: clock(row["since"]),
    }
    or_table(as_json, [conflict.model_dump(mode="json") for conflict in conflicts], columns)


@acts()
def resolve_conflict(
    context: typer.Context,
    code: CodeArgument,
    field: Annotated[
        str, typer.Argument(metavar="VELD", help="stand, deadline, bericht, regie en zo.")
    ],
    take: Annotated[str, typer.Option(help="Wat geldt: lijst, planner, outlook of import.")],
) -> None:
    """Beslis een botsing; de volgende ronde voert het uit.

    Voorbeeld: driehoek resolve 2.4 deadline --take planner
    """
    session = session_of(context)
    name = field_named(field)
    with session.run("resolve") as run, session.house.store.begin() as ledger:
        old, new = resolve(ledger, code, name, take, at=session.now(), run=run.id)
    what, now = field_word(name), spoken(name, new)
    if old == new:
        session.say(f"Actie {code}: {what} blijft {now}. De botsing is gesloten.")
    else:
        session.say(f"Actie {code}: {what} was {spoken(name, old)} en wordt {now}.")


@looks
def show_proposals(
    context: typer.Context,
    rejected: Annotated[
        bool, typer.Option("--rejected", "--afgewezen", help="Toon wat u hebt afgewezen.")
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Toon de taken die mensen zelf in Planner maakten en die nog geen actie zijn.

    Voorbeeld: driehoek proposals
    """
    session = session_of(context)
    with session.house.store.read() as ledger:
        kept = ledger.proposals
        proposals = kept.rejected() if rejected else kept.waiting()
        alike = resembling(ledger, proposals)
    if not proposals:
        session.say(f"Er zijn geen {'afgewezen taken' if rejected else 'voorstellen'}.")
    columns = {
        "taak": lambda row: row["remote_id"],
        "titel": lambda row: row["title"],
        "lijkt op": lambda row: ", ".join(row["alike"]),
        "gezien": lambda row: clock(row["seen_at"]),
    }
    rows = [{**p.model_dump(mode="json"), "alike": alike.get(p.remote_id, [])} for p in proposals]
    or_table(as_json, rows, columns)


@acts()
def accept_proposal(
    context: typer.Context,
    task: TaskArgument,
    goal: Annotated[int, typer.Option(help="Het doel waar de actie bij hoort: 1 tot en met 6.")],
    title: Annotated[str | None, typer.Option(help="De titel; zonder: die van de taak.")] = None,
    yes: Annotated[
        bool, typer.Option("--yes", "--ja", help="Niet vragen als de taak op een actie lijkt.")
    ] = False,
) -> None:
    """Maak een actie van een taak die iemand zelf in Planner maakte.

    Voorbeeld: driehoek accept AbCd --goal 3
    """
    session = session_of(context)
    check_goal(session.house.agenda, goal)
    with session.house.store.read() as ledger:
        doubt = told_alike(ledger, task)
    session.say(doubt)
    if doubt and not (yes or session.agrees("Toch een nieuwe actie maken?", otherwise="--yes")):
        session.say("Er is niets veranderd.")
        return
    with session.run("accept") as run, session.house.store.begin() as ledger:
        action = accept(ledger, task, goal, title, at=session.now(), run=run.id)
    session.say(f"De taak is nu actie {action.code}. De volgende ronde neemt haar verder over.")


@acts()
def reject_proposal(
    context: typer.Context,
    task: TaskArgument,
    undo: Annotated[
        bool, typer.Option("--undo", help="Neem een afwijzing terug: het is weer een voorstel.")
    ] = False,
) -> None:
    """Laat een eigen taak met rust en toon haar niet meer als voorstel; met --undo toch weer wel.

    Voorbeeld: driehoek reject AbCd
    """
    session = session_of(context)
    with session.run("reject"), session.house.store.begin() as ledger:
        proposal = unreject(ledger, task) if undo else reject(ledger, task)
    if undo:
        session.say(f"De taak {proposal.remote_id} is weer een voorstel.")
    else:
        session.say("De taak blijft in Planner en wordt geen actie.")
        session.say(f"Toch niet? Neem het terug met: driehoek reject --undo {proposal.remote_id}")


@acts()
def relink_task(
    context: typer.Context,
    code: CodeArgument,
    task: TaskArgument,
    side: SideOption = Where.PLANNER,
) -> None:
    """Koppel een taak of afspraak weer aan haar actie, als de database of het kenmerk verloren is.

    Voorbeeld: driehoek relink 2.4 AbCd
    """
    session = session_of(context)
    with session.run("relink") as run, session.house.store.begin() as ledger:
        relink(ledger, side, code, task, at=session.now(), run=run.id)
    session.say(f"Actie {code} is gekoppeld. De volgende ronde vergelijkt en vraagt wat verschilt.")


@acts()
def restore_task(
    context: typer.Context,
    codes: Annotated[list[str], typer.Argument(metavar="CODE...", help="De codes, zoals 2.4.")],
    side: SideOption = Where.PLANNER,
) -> None:
    """Zet terug wat in Planner of in de agenda van Outlook is verwijderd of verplaatst.

    Wat is verplaatst, laat de bot daarbij los: er komt een nieuwe, en de oude is van u.

    Voorbeeld: driehoek restore 2.4 --side outlook
    """
    session = session_of(context)
    with session.run("restore") as run, session.house.store.begin() as ledger:
        for code in codes:
            restore(ledger, side, code, at=session.now(), run=run.id)
    session.say(f"De volgende ronde zet {enumerated(codes)} weer in {side_name(side)}.")
